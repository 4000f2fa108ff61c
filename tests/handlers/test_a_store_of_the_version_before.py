"""A store written by the version before the house was moved opens, and goes on in the middle of what was said.

`before_the_house.sql` is a whole store as that version dumped it: an officer is closing one task that was overdue when
its plan was imported, two buttons for the next one stand in the chat, and an agency has just reported a third.
"""

import contextlib
import pathlib
import sqlite3

import pytest
from conversation import Heard, Talk
from sqlmodel import col, select

from bot.settings import load_settings
from bot.store_opening import open_store
from catalog.clock import SetClock, local_day
from catalog.figures.official import picture
from catalog.tables import Assignment, ChannelHeartbeat, Outbox
from catalog.upkeep.verify_audit import verify_record

pytestmark = pytest.mark.sqlite

OFFICER, FOCAL = "chat-Hạnh", "chat-Bình"


@pytest.fixture
def old(tmp_path: pathlib.Path, clock: SetClock) -> Talk:
    """The people of the old store, on what the upgrade made of it."""
    path = tmp_path / "before.sqlite3"
    dump = pathlib.Path(__file__).parents[1] / "stores" / "before_the_house.sql"
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.executescript(dump.read_text(encoding="utf-8"))
    settings = load_settings({"home": tmp_path, "database_url": f"sqlite:///{path}"})
    return Talk(open_store(settings), clock, tmp_path)


def test_the_conversation_that_was_open_goes_on(old: Talk) -> None:
    assert old.assignment(1).overdue_at_import
    heard = old.say(OFFICER, "báo cáo 4/BC-SCT ngày 15/12/2025")
    assert "Việc cũ 1" in heard[0].text
    assert (old.assignment(1).state, old.assignment(1).overdue_at_import) == ("done", False)
    with old.store.read() as session:
        assert verify_record(session) == []


def test_a_button_in_the_chat_does_what_it_did(old: Talk) -> None:
    with old.store.read() as session:
        waiting = next(row for row in session.exec(select(Outbox)) if "KHI NHẬP KẾ HOẠCH" in row.payload["text"])
    listing = Heard(waiting.id or 0, "", ("1", "2"), ())
    assert old.tap(OFFICER, "2", listing)[0].text.startswith("#2 Việc cũ 2")


def test_what_was_reported_then_is_withdrawn_now_and_stands_as_before(old: Talk) -> None:
    assert (old.assignment(3).state, old.assignment(3).overdue_at_import) == ("reported", False)
    old.say(FOCAL, "/hoantac")
    assert (old.assignment(3).state, old.assignment(3).overdue_at_import) == ("not_started", True)
    with old.store.read() as session:
        assert verify_record(session) == []


def test_figures_and_heartbeats_are_what_they_were(old: Talk) -> None:
    with old.store.read() as session:
        stood = picture(session, local_day(old.clock()), old.clock()).whole
        assert (stood.counts["open_overdue"], stood.counts["open_in_time"], stood.total, stood.reported) == (3, 1, 4, 1)
        assert session.get_one(ChannelHeartbeat, "telegram").at == old.clock()
        assert len(session.exec(select(Assignment).where(col(Assignment.overdue_at_import).is_(True))).all()) == 2
