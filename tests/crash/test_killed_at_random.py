"""A few random kills of a real process; `make crash` does hundreds (`kills.py`)."""

import pathlib

import pytest
from crash_account import Account
from kills import rehearse_kills
from lives import Lives

pytestmark = pytest.mark.loopback


@pytest.mark.long
@pytest.mark.timeout(300)
def test_two_kills_lose_nothing_and_double_only_what_is_counted_as_ambiguous(
    tmp_path: pathlib.Path, lives: Lives
) -> None:
    account = rehearse_kills(tmp_path, 2, 5, lives, people=6)
    assert account.good, account.table()
    assert account.expected_updates >= 2
    assert account.messages_out >= account.said


@pytest.mark.parametrize(
    "bad",
    [
        Account(lost=1),
        Account(doubled_effects=1),
        Account(let_in=1),
        Account(doubled_messages=3, ambiguous=2),
        Account(doubled_messages=17, ambiguous=17, doubled_by_one_kill=17),
        Account(why=["chain broken"]),
    ],
)
def test_the_account_can_say_no(bad: Account) -> None:
    assert not bad.good
    assert Account(doubled_messages=2, ambiguous=2).good
