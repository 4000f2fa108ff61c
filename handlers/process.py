"""From a stored event to its effects: once, in one transaction, in the order of each chat.

The event's row, what it changed, the answers in the outbox and the audit links are committed together. A crash
before the commit leaves the event "new", and it is handled again; after it, the event is "done".
"""

import datetime as dt
import functools
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from catalog import audit
from catalog.audit import Actor
from catalog.messaging import confirmations, inbox_and_outbox, rate_limit
from catalog.messaging.channel_limits import CHANNELS
from catalog.messaging.fit_to_channel import apart
from catalog.messaging.inbox_and_outbox import Message
from catalog.people import group_chats, people
from catalog.people.rights import rights_of
from catalog.store.columns import ask, write_row
from catalog.store.replicas import living
from catalog.store.store import Instead
from catalog.tables import Contact, Inbox, table_of
from catalog.work.evidence import ACCEPTED
from handlers import absent, chat_standing, unreadable
from handlers.conversation import decided_by_letter
from handlers.conversation.context import Context, Incoming, NotForUs, Reading, Received, Sorry, Tapped, Unreadable
from handlers.dispatch import respond
from scheduler.delivery import next_way, returned
from scheduler.ladder.working_calendar import OfficeHours
from templates.render import say

MAX_ATTEMPTS = 3
"""After so many failures of ours the event is set aside as failed and the person told."""

_OF_THE_CHAT = ("blocked", "unblocked", "muted", "unmuted", "moved", "upload")
"""What the platform tells of the chat itself, and what an upload link was used up for: no flood, and no part of one."""

_INBOX = table_of(Inbox)
_TAKE = sa.update(_INBOX).where(_INBOX.c.id == sa.bindparam("event"), _INBOX.c.state == "new")
_WAITING = (
    sa.select(_INBOX.c.id, _INBOX.c.channel, _INBOX.c.chat_key, _INBOX.c.payload)
    .where(
        _INBOX.c.state == "new",
        sa.tuple_(_INBOX.c.channel, _INBOX.c.chat_key).not_in(sa.bindparam("busy", expanding=True)),
    )
    .order_by(_INBOX.c.id)
    .limit(sa.bindparam("most"))
)


@dataclass(frozen=True)
class Waiting:
    """An event that waits: its row and what the channel made of the payload later."""

    inbox_id: int
    channel: str
    chat_key: str
    payload: dict[str, object]


def waiting(session: Session, limit: int = 100, without: Collection[tuple[str, str]] = ()) -> list[Waiting]:
    """Events not handled yet, oldest first, but for those of the chats (channel, chat key) in `without`."""
    return [Waiting(*row) for row in ask(session, _WAITING, busy=list(without), most=limit)]


def claim(session: Session, replica: int, limit: int = 100, without: Collection[tuple[str, str]] = ()) -> list[Waiting]:
    """As `waiting`, where several replicas share the inbox: chats whose turn it is, from their first event, claimed for
    this one.

    Only with a chat's first event can what follows it be claimed, and it stays the first until it is settled: two
    events of a chat are never worked on at once or out of order. Another's claim counts while that other is alive
    (`store.replicas`). Rows that somebody is claiming right now are passed over, so that nobody waits (PostgreSQL,
    SKIP LOCKED).
    """
    earlier = sa.orm.aliased(Inbox)
    free = sa.or_(
        col(Inbox.claimed_by).is_(None), col(Inbox.claimed_by).not_in([o for o in living(session) if o != replica])
    )
    rows = session.execute(
        sa.select(col(Inbox.id), col(Inbox.channel), col(Inbox.chat_key), col(Inbox.payload))
        .where(
            col(Inbox.state) == "new",
            free,
            sa.tuple_(col(Inbox.channel), col(Inbox.chat_key)).not_in(list(without)),
            ~sa.exists(
                sa.select(earlier.id).where(  # type: ignore[call-overload]
                    earlier.state == "new",
                    earlier.channel == Inbox.channel,
                    earlier.chat_key == Inbox.chat_key,
                    col(earlier.id) < col(Inbox.id),
                )
            ),
        )
        .order_by(col(Inbox.id))
        .limit(limit)
        .with_for_update(skip_locked=True, of=Inbox)
    ).all()
    if rows and len(rows) < limit:
        rows = [*rows, *_following(session, rows, limit - len(rows))]
    if rows:
        session.execute(sa.update(Inbox).where(col(Inbox.id).in_([row.id for row in rows])).values(claimed_by=replica))
    return [Waiting(*row) for row in rows]


def _following(session: Session, first: Sequence[sa.Row[Any]], limit: int) -> Sequence[sa.Row[Any]]:
    """What waits behind these first events of their chats, oldest first: whoever has the chat does them in order."""
    return session.execute(
        sa.select(col(Inbox.id), col(Inbox.channel), col(Inbox.chat_key), col(Inbox.payload))
        .where(
            col(Inbox.state) == "new",
            sa.tuple_(col(Inbox.channel), col(Inbox.chat_key)).in_([(row.channel, row.chat_key) for row in first]),
            col(Inbox.id).not_in([row.id for row in first]),
        )
        .order_by(col(Inbox.id))
        .limit(limit)
    ).all()


def waiting_in(session: Session, channel: str, chat_key: str) -> list[Waiting]:
    """Events of one chat not handled yet, oldest first."""
    rows = session.execute(
        sa.select(col(Inbox.id), col(Inbox.channel), col(Inbox.chat_key), col(Inbox.payload))
        .where(col(Inbox.state) == "new", col(Inbox.channel) == channel, col(Inbox.chat_key) == chat_key)
        .order_by(col(Inbox.id))
    )
    return [Waiting(*row) for row in rows]


class _TakenBack(Exception):
    """What an event did is taken back; `answers` are all that stays, and what became of its button."""

    def __init__(self, answers: Callable[[Session], list[Message]], tapped: Tapped) -> None:
        super().__init__("taken back")
        self.answers, self.tapped = answers, tapped


def handle(
    session: Session,
    inbox_id: int,
    reading: Reading,
    received: Sequence[Received],
    now: dt.datetime,
    upload_limit: int,
    parts: Sequence[int] = (),
    hours: OfficeHours | None = None,
    kinds: Sequence[str] = ACCEPTED,
    shows_pages: bool = False,
    instead: _TakenBack | None = None,
) -> Tapped | None:
    """Do what the event says and mark it done. Runs in the writer; whatever it raises undoes all of it.

    Of a tapped button it returns what became of it: what its message still offers, and what to say to the tap itself.

    `parts` are further events that `reading` was put together from (an album): done with it. `hours` are the office
    hours of this deployment (DESIGN section 5's where none are given), `kinds` the evidence it takes; `shows_pages`:
    whether a page of a document can be drawn here. Raises `store.Instead` where of all it did only an answer may stay;
    it is `instead` then.
    """
    # Two workers may hold the same event: only one finds it new.
    claimed = ask(session, _TAKE, event=inbox_id, state="done", handled_at=now)
    if claimed.rowcount != 1:
        return None
    if parts:
        session.execute(sa.update(Inbox).where(col(Inbox.id).in_(parts)).values(state="done", handled_at=now))
    match reading:
        case Unreadable():
            unreadable.keep(session, inbox_id, reading, now)
        case NotForUs(why, aside) if aside:
            unreadable.set_aside(session, inbox_id, aside, why)
        case Incoming(event="anonymous"):
            unreadable.nobody(session, inbox_id, reading, now)
        case Incoming(event="unproven"):
            unreadable.unproven(session, inbox_id, reading, now)
        case Incoming(event="absent"):
            absent.noted(session, reading, now)
        case Incoming(event="returned"):
            returned.came_back(session, reading.chat, reading.reply_to, reading.text, now)
        case Incoming():
            try:
                return _do(
                    session, inbox_id, reading, received, now, upload_limit, hours or OfficeHours(), kinds,
                    shows_pages, instead,
                )  # fmt: skip
            except _TakenBack as only:
                again = functools.partial(
                    handle, inbox_id=inbox_id, reading=reading, received=received, now=now, upload_limit=upload_limit,
                    parts=parts, hours=hours, kinds=kinds, shows_pages=shows_pages, instead=only,
                )  # fmt: skip
                raise Instead(again) from only
    return None


def _do(
    session: Session,
    inbox_id: int,
    incoming: Incoming,
    received: Sequence[Received],
    now: dt.datetime,
    upload_limit: int,
    hours: OfficeHours,
    kinds: Sequence[str],
    shows_pages: bool,
    instead: _TakenBack | None,
) -> Tapped | None:
    kind = "group" if incoming.group else "private"
    heard = incoming.event not in ("blocked", "muted", "upload")
    contact, conversation = people.chat_for(session, incoming.channel, incoming.chat, now, kind=kind, heard=heard)
    seen = people.seen_of(contact, incoming.name, now, kind=kind, heard=heard, said_at=incoming.at)
    counted = incoming.event not in _OF_THE_CHAT or (incoming.group and incoming.event == "unblocked")
    verdict, flood = rate_limit.poured(contact, now) if counted else ("take", {})
    if seen or flood:
        write_row(session, contact, **seen, **flood)
    if contact.kind != kind:
        return None  # no chat is a group today and one person's tomorrow: an event that says so is torn
    if incoming.event == "moved":
        group_chats.move_chat(session, contact, incoming.moved_to, now)
        return None
    if incoming.event in ("blocked", "unblocked", "muted", "unmuted"):
        chat_standing.changed(session, contact, incoming, now)
        if not (incoming.group and incoming.event == "unblocked"):
            return None
    if incoming.event not in ("blocked", "upload"):
        next_way.release(session, contact, now)
    person = contact if not incoming.group else _sender(session, incoming, now)
    verdicts: set[rate_limit.Verdict] = {verdict}
    if counted and person.id != contact.id:
        verdicts.add(rate_limit.pour(session, person, now))
    if verdicts != {"take"}:
        _too_fast(session, inbox_id, contact, person, now, told="silent" in verdicts)
        return None
    upload = incoming.event == "upload"
    limit = upload_limit if upload else min(upload_limit, CHANNELS[incoming.channel].file_in)
    rights = rights_of(session, person.person_id or 0, now)
    ctx = Context(
        session, now, incoming, contact, conversation, rights, inbox_id, received, upload_limit=limit,
        hours=hours, evidence_kinds=kinds, shows_pages=shows_pages,
    )  # fmt: skip
    if incoming.group:
        # Everybody in the group reads along: there one sees and changes only what is the group's agency's.
        ctx.speaker_id, ctx.rights = person.person_id, rights.within(group_chats.agency_of(session, contact))
    if instead is None:
        answers = _answers(ctx)
    else:
        answers, ctx.tapped = instead.answers(session), instead.tapped
    for answer, after in zip(answers, apart(contact.channel, answers), strict=True):
        inbox_and_outbox.queue(session, contact, answer, now, inbox_id=inbox_id, after=after)
    if incoming.choice is None:
        return None
    return replace(ctx.tapped, words=answers[0].text if ctx.tapped.void and answers else "")


def takes_files(session: Session, incoming: Incoming, now: dt.datetime) -> bool:
    """Whether files of this event are worth fetching: not a stranger's, who could fill the disk, nor in a flood."""
    sender = people.known_contact(session, incoming.channel, incoming.sender_id)
    if sender is None or rate_limit.is_silenced(sender, now):
        return False
    return rights_of(session, sender.person_id or 0, now).linked


def _too_fast(session: Session, inbox_id: int, chat: Contact, person: Contact, now: dt.datetime, *, told: bool) -> None:
    """A flood: told once, then met with silence until it is over. The event stays in the inbox, marked."""
    session.execute(sa.update(Inbox).where(col(Inbox.id) == inbox_id).values(state="flooded"))
    if not told:
        inbox_and_outbox.queue(session, chat, Message(say("help.too_fast")), now, inbox_id=inbox_id)
        audit.append(session, Actor(person.person_id, chat.channel), "flood", f"contact:{chat.id}", now, {})


def _answers(ctx: Context) -> list[Message]:
    """The answers, with what `ctx` did. Raises _TakenBack where only an answer is to stay of it."""
    before = decided_by_letter.newest(ctx)
    try:
        answers = respond(ctx)
    except Sorry as sorry:
        message = sorry.message
        raise _TakenBack(lambda _: [message], ctx.tapped) from sorry
    if before is not None and decided_by_letter.decides(ctx, before):
        raise _TakenBack(lambda s: [_on_a_page(s, ctx.inbox_id, ctx.now)], ctx.tapped)
    return answers


def _on_a_page(session: Session, inbox_id: int, now: dt.datetime) -> Message:
    return Message(say("mail.confirm", page=confirmations.offer(session, inbox_id, now)))


def _sender(session: Session, incoming: Incoming, now: dt.datetime) -> Contact:
    """In a group the one who wrote decides what may be done, not the group."""
    return people.contact_for(session, incoming.channel, incoming.sender_id, incoming.name, now, heard=False)


def failed(session: Session, inbox_id: int, reading: Reading | None, error: str, now: dt.datetime) -> bool:
    """A fault of ours: count it; after MAX_ATTEMPTS set the event aside and tell the person. True then."""
    row = session.get_one(Inbox, inbox_id)
    row.attempts += 1
    row.error = error[:500]
    if row.attempts >= MAX_ATTEMPTS:
        row.state, row.handled_at = "failed", now
        if isinstance(reading, Incoming) and not reading.group:
            contact = people.contact_for(session, reading.channel, reading.chat, reading.name, now)
            inbox_and_outbox.queue(
                session, contact, Message(say("help.our_fault", event=inbox_id)), now, inbox_id=inbox_id
            )
    session.add(row)
    return row.state == "failed"
