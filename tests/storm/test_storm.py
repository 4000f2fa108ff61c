"""The short form of `make storm`: an outage of the platform and a log that is deleted, each with its account.

How soon people are answered is for `make storm` to judge: the suite runs on machines that do other things.
"""

import pathlib
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from machine_lost import lose
from storm import AGAIN, Outcome, log_deleted, log_trouble, outage

from bot.sandbox.world import faults
from scheduler.delivery.send_window import AIR

pytestmark = [pytest.mark.loopback, pytest.mark.sqlite, pytest.mark.long]


async def test_an_hour_of_502_loses_nothing_and_people_are_answered_again(tmp_path: pathlib.Path) -> None:
    found = await outage(tmp_path, "5xx", faults.bad_gateway(times=None), 3, hours=1, count=20)
    assert found.whole, found.line()


def test_a_log_of_the_store_that_is_deleted_stops_the_bot_with_75_and_loses_nothing(tmp_path: pathlib.Path) -> None:
    found = log_deleted(tmp_path)
    assert found.whole, found.line()


def test_of_a_lost_machine_a_quarter_of_an_hour_is_missing_at_most_and_people_are_told_which(
    tmp_path: pathlib.Path,
) -> None:
    found = lose(tmp_path, seed=3)
    assert found.said > 4
    assert found.wrong == []


def test_a_full_log_disk_is_heard_by_nobody(tmp_path: pathlib.Path) -> None:
    found = log_trouble(tmp_path, "full log disk")
    assert found.whole, found.line()


def test_the_account_calls_nothing_good_that_is_not() -> None:
    assert Outcome("x", 1, 0, AIR, AGAIN).good
    assert Outcome("x", 1, 0, AIR, AGAIN + 1).whole
    assert not Outcome("x", 1, 1, 0, 1).whole
    assert not Outcome("x", 1, 0, AIR + 1, 1).whole
    assert not Outcome("x", 1, 0, 0, AGAIN + 1).good
