"""Whatever the platforms say, in any order: no event is lost without a trace, no message given up without a word.

A hundred sequences here, ten thousand with `make platforms` (DONDOC_SEQUENCES).
"""

import copy
import datetime as dt
import os
import random
from collections.abc import Iterator
from typing import Any

import pytest
from sqlmodel import Session, col, select
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, NetworkError, TimedOut

from bot.channels.telegram.channel import Telegram, outcome_of
from bot.channels.telegram.transport import AnswerLost, NotSent, ServerFailed, TooFast
from bot.channels.zalo import api as zalo_api
from bot.channels.zalo.channel import Zalo
from bot.channels.zalo.channel import outcome_of as zalo_outcome_of
from catalog.agencies.stored import agency_id
from catalog.audit import SYSTEM
from catalog.clock import SetClock
from catalog.messaging.inbox_and_outbox import NOTICE, NUDGE, REPLY, Message, queue, receive
from catalog.people.people import contact_for, grant
from catalog.store.store import Store, settled
from catalog.tables import Contact, Inbox, Outbox
from handlers import process
from handlers.conversation.context import Incoming, NotForUs, Unreadable
from scheduler.delivery.outbox import BY_OTHER_CHANNEL, mark_sending, settle
from scheduler.delivery.retry import Outcome, Sent

SEQUENCES = int(os.environ.get("DONDOC_SEQUENCES", "100"))
LAN, GROUP = 4_200_001, -1_002_000_000_001

TELEGRAM: list[Exception] = [
    TooFast(3.0), NotSent("no route"), AnswerLost("cut"), ServerFailed(502), TimedOut(), NetworkError("?"), InvalidToken(),
    Conflict("?"), KeyError("result"), ChatMigrated(GROUP - 1), Forbidden("bot was blocked by the user"),
    *map(BadRequest, ("chat not found", "CHAT_WRITE_FORBIDDEN", "TOPIC_CLOSED", "message thread not found",
        "message is too long", "not enough rights to send photos to the chat", "have no rights to send a message",
        "group chat was upgraded to a supergroup chat", "words of next year")),
]  # fmt: skip
ZALO: list[zalo_api.ZaloProblem] = [
    zalo_api.NotSent("no route"), zalo_api.AnswerLost("cut"), zalo_api.ServerFailed(500), zalo_api.NotFound("Not Found"),
    *(zalo_api.Refused(code, words) for code, words in ((400, "bad request"), (400, "chat not found"), (401, "expired"),
        (403, "Internal server error"), (403, "blocked by the user"), (408, "Request timeout"), (429, "quota exceeded"),
        (418, "of next year"))),
]  # fmt: skip

MESSAGE = {
    "message_id": 7, "date": 1, "chat": {"id": LAN, "type": "private"}, "text": "1 xong",
    "from": {"id": LAN, "is_bot": False, "first_name": "Lan"},
}  # fmt: skip
IN_GROUP = MESSAGE | {"chat": {"id": GROUP, "type": "supergroup", "title": "Tổ", "is_forum": True}, "text": "/viec"}
EVENTS: list[tuple[str, dict[str, Any]]] = [
    ("telegram", {"message": MESSAGE}),
    ("telegram", {"message": IN_GROUP | {"message_thread_id": 9, "is_topic_message": True}}),
    ("telegram", {"message": IN_GROUP | {"sender_chat": IN_GROUP["chat"]}}),
    ("telegram", {"edited_message": MESSAGE | {"edit_date": 2}}),
    ("telegram", {"callback_query": {"id": "1", "from": MESSAGE["from"], "message": MESSAGE, "data": "1.0"}}),
    ("telegram", {"my_chat_member": {"chat": MESSAGE["chat"], "from": MESSAGE["from"], "date": 1, "old_chat_member": {
        "status": "member", "user": {"id": 1, "is_bot": True, "first_name": "b"}}, "new_chat_member": {
        "status": "left", "user": {"id": 1, "is_bot": True, "first_name": "b"}}}}),
    ("telegram", {"of_next_year": {"id": 1}}),
    ("zalo", {"event_name": "message.text.received", "message": {"from": {"id": "a1"}, "chat": {"id": "a1"}, "text": "x"}}),
    ("zalo", {"event_name": "message.image.received", "message": {"from": {"id": "a1"}, "chat": {"id": "a1"}, "photo": "u"}}),
    ("zalo", {"event_name": "of.next.year"}),
]  # fmt: skip
JUNK = (None, 0, -1, 2**70, "", "x", [], {}, [[]], True, 1.5, "\ud800")


@pytest.fixture
def province(store: Store, clock: SetClock) -> Store:
    """A focal point on both channels, a group with a topic, an officer and an admin."""

    def people(session: Session) -> None:
        trade, now = agency_id(session, "Sở Công Thương"), clock()
        for chat, role, where in (("100", "officer", None), ("101", "admin", None), (str(LAN), "focal", trade)):
            grant(
                session,
                contact_for(session, "telegram", chat, f"P{chat}", now).person_id or 0,
                role,
                where,
                SYSTEM,
                now,
            )
        zalo = contact_for(session, "zalo", "a1", "Lan", now)
        grant(session, zalo.person_id or 0, "focal", trade, SYSTEM, now)
        for chat in (str(GROUP), f"{GROUP}/9"):
            contact_for(session, "telegram", chat, "", now, kind="group").agency_id = trade

    store.write(people)
    return store


def torn(pick: random.Random, value: Any) -> Any:
    """The same with something in it gone, or another thing in its place."""
    value = copy.deepcopy(value)
    at = value
    for _ in range(pick.randrange(4)):
        inner = [one for one in at.values() if isinstance(one, dict) and one]
        if not inner:
            break
        at = pick.choice(inner)
    key = pick.choice(list(at))
    if pick.random() < 0.4:
        del at[key]
    else:
        at[key] = pick.choice(JUNK)
    return value


def test_every_event_is_handled_or_kept_or_not_for_us(province: Store, clock: SetClock) -> None:
    pick = random.Random(24)
    channels = {
        "telegram": Telegram("1:a", "http://127.0.0.1:9"),
        "zalo": Zalo("1:a", "http://127.0.0.1:9", lambda *_: ""),
    }
    seen: set[type] = set()
    with province.read() as session:
        for number in range(SEQUENCES):
            name, whole = pick.choice(EVENTS)
            payload = torn(pick, whole) if pick.random() < 0.7 else whole
            moment = clock() + dt.timedelta(minutes=number)
            reading = channels[name].read(payload)
            seen.add(type(reading))
            event = receive(session, name, f"e{number}", "", {}, moment) or 0
            settled(session, process.handle, event, reading, [], moment, 1_000_000)
            session.flush()
            row = session.get_one(Inbox, event, populate_existing=True)
            assert row.state in ("done", "unreadable", "anonymous", "flooded"), payload
            assert (row.state == "unreadable") == isinstance(reading, Unreadable), payload
            assert row.error or row.state != "unreadable"
        session.rollback()
    assert seen == {Incoming, NotForUs, Unreadable}


def answers(pick: random.Random, channel: str) -> Iterator[Outcome]:
    """What a platform says to one message, attempt after attempt; at last it takes it."""
    for _ in range(pick.randrange(14)):
        if channel == "zalo":
            yield zalo_outcome_of(pick.choice(ZALO))
        else:
            yield outcome_of(pick.choice(TELEGRAM))
    yield Sent("m1")


def test_every_message_is_sent_or_waits_with_a_reason_or_is_given_up_and_told(province: Store, clock: SetClock) -> None:
    pick = random.Random(24)
    ends: set[str] = set()
    with province.read() as session:
        chats = [
            chat.id or 0 for chat in session.exec(select(Contact).where(col(Contact.chat_id).not_in(("100", "101"))))
        ]
        for number in range(SEQUENCES):
            moment = clock() + dt.timedelta(days=2 * number)
            with session.begin_nested() as sequence:
                chat = session.get_one(Contact, pick.choice(chats))
                row_id = queue(session, chat, Message("lời"), moment, priority=pick.choice((REPLY, NOTICE, NUDGE)))
                _play(session, row_id, answers(pick, chat.channel), moment, pick)
                ends.add(_end(session, row_id, chat))
                sequence.rollback()
    assert ends == {"sent", "waits", "given up"}


def _play(session: Session, row_id: int, said: Iterator[Outcome], moment: dt.datetime, pick: random.Random) -> None:
    for outcome in said:
        if not mark_sending(session, row_id, moment):
            return
        settle(session, row_id, outcome, moment)
        session.expire_all()
        row = session.get_one(Outbox, row_id)
        if row.state != "queued" or pick.random() < 0.1:
            return
        moment = max(moment, row.not_before) + dt.timedelta(seconds=1)


def _end(session: Session, row_id: int, chat: Contact) -> str:
    session.flush()
    row = session.get_one(Outbox, row_id, populate_existing=True)
    if row.state == "sent":
        assert row.provider_message_id
        return "sent"
    if row.state == "queued":
        assert row.error, "it waits and nobody knows why"
        return "waits"
    assert row.state in ("failed", "ambiguous")
    assert row.error
    told = session.exec(
        select(Outbox).join(Contact, col(Contact.id) == col(Outbox.contact_id)).where(
            col(Outbox.id) > row_id, col(Contact.chat_id).in_(("100", "101"))
        )
    ).all()  # fmt: skip
    assert told or BY_OTHER_CHANNEL in row.error, f"given up ({row.error}) and nobody was told"
    return "given up"
