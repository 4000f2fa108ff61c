"""An event nobody could read: kept whole, told once a day, counted, and read again when somebody can."""

import datetime as dt
from typing import Any

import pytest
from sqlmodel import Session, col, select

from bot.web.metrics import look
from catalog.clock import SetClock
from catalog.messaging.inbox_and_outbox import receive
from catalog.people.people import contact_for
from catalog.store.store import Store, settled
from catalog.tables import Contact, Inbox, Outbox
from catalog.upkeep.doctor import examine
from catalog.upkeep.reread import reread
from catalog.work.evidence import EvidenceStore
from handlers import process
from handlers.conversation.context import Incoming, NotForUs, Reading, Unreadable

TORN = {"update_id": 1, "message": {"text": "1 xong", "date": "hôm qua"}}


@pytest.fixture
def came(store: Store, clock: SetClock) -> Any:
    """An event comes and is handled as `reading`; its id."""
    numbers = iter(range(1, 100))

    def happen(session: Session, reading: Reading) -> int:
        event = receive(session, "telegram", f"e{next(numbers)}", "5", TORN, clock())
        assert event is not None
        settled(session, process.handle, event, reading, [], clock(), 20_000_000)
        return event

    return lambda reading: store.write(lambda session: happen(session, reading))


def said(store: Store) -> list[str]:
    with store.read() as session:
        return [row.payload["text"] for row in session.exec(select(Outbox).order_by(col(Outbox.id)))]


def test_it_is_kept_whole_and_its_sender_told_once_a_day(store: Store, clock: SetClock, came: Any) -> None:
    first = came(Unreadable("a date that is none", "5"))
    came(Unreadable("a date that is none", "5"))
    assert ["chưa đọc được tin vừa rồi" in text for text in said(store)] == [True]
    with store.read() as session:
        row = session.get_one(Inbox, first)
        assert (row.state, row.payload, row.error) == ("unreadable", TORN, "a date that is none")
    clock.set(clock() + dt.timedelta(hours=25))
    came(Unreadable("a date that is none", "5"))
    assert len(said(store)) == 2


def test_nobody_is_told_in_a_group_or_where_the_chat_is_not_to_be_found(store: Store, came: Any) -> None:
    came(Unreadable("x", "-7", group=True))
    came(Unreadable("x"))
    assert said(store) == []


def test_it_opens_its_chat_as_any_word_does(store: Store, clock: SetClock, came: Any) -> None:
    def closed(session: Session) -> None:
        for chat, kind in (("5", "private"), ("-7", "group")):
            contact_for(session, "telegram", chat, "", clock(), kind=kind).blocked_at = clock()

    store.write(closed)
    came(Unreadable("x", "5"))
    came(Unreadable("x", "-7", group=True))
    with store.read() as session:
        assert [c.blocked_at for c in session.exec(select(Contact))] == [None, None]


def test_the_doctor_and_the_metrics_count_it_until_it_is_read_again(
    store: Store, clock: SetClock, came: Any, tmp_path: Any
) -> None:
    event = came(Unreadable("x", "5"))
    evidence = EvidenceStore(str(tmp_path), limit=1)
    with store.read() as session:
        found = [f.text for f in examine(session, evidence, clock()) if f.check == "inbox"]
        assert dict(look(session, clock(), []).inbox)["unreadable"] == 1
    assert found == [f"1 tin đến chưa đọc được, còn giữ nguyên: {event}."]
    assert store.write(lambda session: reread(session, "unreadable")) == 1
    with store.read() as session:
        assert [w.inbox_id for w in process.waiting(session)] == [event]
    understood = Incoming("telegram", "5", "5", "Lan", text="/toi")
    store.write(lambda session: process.handle(session, event, understood, [], clock(), 20_000_000))
    with store.read() as session:
        assert session.get_one(Inbox, event).state == "done"
    assert len(said(store)) == 2


def test_what_is_not_for_us_is_done_with_and_nobody_is_told(store: Store, came: Any) -> None:
    event = came(NotForUs("somebody joined"))
    with store.read() as session:
        assert session.get_one(Inbox, event).state == "done"
        assert session.exec(select(Contact)).all() == []
    assert said(store) == []
