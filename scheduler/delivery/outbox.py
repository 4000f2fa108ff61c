"""The rows of the outbox: which may go now, claiming one for an attempt, and writing what became of it.

Rights are looked at again here: a person who left gets nothing more.
"""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from catalog import audit
from catalog.messaging.channel_limits import CHANNELS
from catalog.messaging.inbox_and_outbox import NUDGE, REPLY, Message
from catalog.messaging.quota import is_spent
from catalog.messaging.windows import close_way, count_cost
from catalog.people.group_chats import move_chat, with_topics
from catalog.people.rights import may_assignment, rights_of, still_grounded
from catalog.people.topics import group_of
from catalog.store.columns import ask
from catalog.store.replicas import living
from catalog.tables import Assignment, Contact, Outbox, Prompt, table_of
from scheduler.delivery.next_way import WAITING, note_template_failed, take_next_way, way_for
from scheduler.delivery.other_channel import BY_OTHER_CHANNEL, goes_another_way, send_by_other_channel
from scheduler.delivery.quota_notices import count_and_tell
from scheduler.delivery.retry import (
    DEFAULT_BACKOFF,
    Ambiguous,
    Backoff,
    Decision,
    NotNow,
    Outcome,
    Rejected,
    Sent,
    ServerError,
    WayClosed,
    WindowClosed,
    decide,
)
from scheduler.delivery.spent_month import spare
from scheduler.delivery.unreachable import tell_of_given_up, tell_officers

BLOCKED = "chat is blocked"

HELD_ATTEMPTS = 3
"""A message being retried keeps later ones of its chat waiting for so many attempts: order is worth seconds, but one
message that a provider chokes on must not silence a chat."""

_OUTBOX, _PROMPT, _ASSIGNMENT, _CONTACT = (table_of(one) for one in (Outbox, Prompt, Assignment, Contact))
_THIS = _OUTBOX.c.id == sa.bindparam("message")
_CHAT = select(Contact).where(Contact.id == sa.bindparam("chat"))
_WAITING = sa.select(_OUTBOX.c.state, _OUTBOX.c.contact_id, _OUTBOX.c.grounds, _OUTBOX.c.priority).where(_THIS)
_ABOUT = (
    sa.select(_ASSIGNMENT.c.agency_id, _ASSIGNMENT.c.task_id)
    .join(_PROMPT, _PROMPT.c.assignment_id == _ASSIGNMENT.c.id)
    .where(_PROMPT.c.outbox_id == sa.bindparam("message"))
)
_CLAIM = (
    sa.update(_OUTBOX)
    .where(_THIS, _OUTBOX.c.state == "queued")
    .values(state="sending", attempts=_OUTBOX.c.attempts + 1)
)
_ATTEMPT = sa.select(
    _OUTBOX.c.channel, _OUTBOX.c.state, _OUTBOX.c.attempts, _OUTBOX.c.ambiguous, _OUTBOX.c.inbox_id, _OUTBOX.c.way
).where(_THIS)
_SETTLE = sa.update(_OUTBOX).where(_THIS)


def _ready() -> sa.Select[Any]:
    """What may go: one a chat, and none behind an earlier one, as urgent or more, that waits for its next attempt."""
    at, one, chat, earlier = sa.bindparam("at", type_=_OUTBOX.c.not_before.type), _OUTBOX.c, _CONTACT.c, _OUTBOX.alias()
    due = (
        sa.select(
            one.id,
            sa.func.row_number().over(partition_by=one.contact_id, order_by=(one.priority, one.id)).label("place"),
        )
        .where(
            one.state == "queued",
            one.not_before <= at,
            one.channel.in_(sa.bindparam("channels", expanding=True)),
            one.contact_id.not_in(sa.bindparam("busy", expanding=True)),
        )
        .subquery()
    )
    behind_a_retry = sa.exists(
        sa.select(earlier.c.id).where(
            earlier.c.contact_id == one.contact_id,
            earlier.c.state == "queued",
            earlier.c.not_before > at,
            earlier.c.attempts <= HELD_ATTEMPTS,
            sa.or_(earlier.c.attempts > 0, earlier.c.error != ""),
            earlier.c.error.not_in(WAITING),  # for its reader's next word: what may go another way goes ahead
            earlier.c.priority <= one.priority,
            earlier.c.id < one.id,
        )
    )
    return (
        sa.select(
            one.id, one.contact_id, one.channel, chat.chat_id, chat.kind == "group", one.priority, one.payload,
            one.created_at, one.ambiguous,
        )
        .join(due, sa.and_(due.c.id == one.id, due.c.place == 1))
        .join(_CONTACT, chat.id == one.contact_id)
        .where(~behind_a_retry)
        .order_by(one.priority, one.id)
        .limit(sa.bindparam("most"))
    )  # fmt: skip


_READY = _ready()


@dataclass(frozen=True)
class Ready:
    """A message whose turn it is to ask for a turn; `ambiguous` is how many answers to it were lost."""

    outbox_id: int
    contact_id: int
    channel: str
    chat_id: str
    group: bool
    priority: int
    message: Message
    created_at: dt.datetime
    ambiguous: int = 0

    @property
    def paced_as(self) -> str:
        """The chat whose pace counts: of a topic that of its group."""
        return group_of(self.chat_id)


def pick(
    session: Session, now: dt.datetime, channels: Collection[str], busy_chats: Collection[int], limit: int
) -> list[Ready]:
    """Messages that may go now, replies first, oldest first; one a chat at a time, so that its order is kept."""
    rows = ask(session, _READY, at=now, channels=list(channels), busy=list(busy_chats), most=limit)
    return [
        Ready(outbox_id, contact_id, channel, chat, group, priority, Message.from_json(payload), made, lost)
        for outbox_id, contact_id, channel, chat, group, priority, payload, made, lost in rows
    ]


def put_off_nudges(
    session: Session, now: dt.datetime, moment: dt.datetime, made_before: dt.datetime | None = None
) -> None:
    """Nudges that could go by `now` (those made before a moment) wait until `moment`, the next office hour."""
    where = [col(Outbox.state) == "queued", col(Outbox.priority) == NUDGE, col(Outbox.not_before) <= now]
    if made_before is not None:
        where.append(col(Outbox.created_at) < made_before)
    session.execute(sa.update(Outbox).where(*where).values(not_before=moment))


def anything_waits(session: Session, channel: str) -> bool:
    """Whether a message of this channel is still to go, now or later."""
    waiting = sa.select(col(Outbox.id)).where(col(Outbox.state) == "queued", col(Outbox.channel) == channel).limit(1)
    return session.execute(waiting).first() is not None


@dataclass(frozen=True)
class InTheAir:
    """A message that was claimed and whose end is not yet written. `sender` is the replica that claimed it.

    None where there is only one; `alive` is whether that replica is (`catalog.store.replicas`).
    """

    outbox_id: int
    contact_id: int
    sender: int | None
    alive: bool


def in_the_air(session: Session, channels: Collection[str]) -> list[InTheAir]:
    """Messages somebody has claimed and not yet written the end of."""
    rows = session.execute(
        sa.select(col(Outbox.id), col(Outbox.contact_id), col(Outbox.claimed_by)).where(
            col(Outbox.state) == "sending", col(Outbox.channel).in_(channels)
        )
    ).all()
    alive = living(session) if any(sender is not None for _, _, sender in rows) else []
    return [InTheAir(outbox_id, contact_id, sender, sender in alive) for outbox_id, contact_id, sender in rows]


def mark_sending(session: Session, outbox_id: int, now: dt.datetime, sender: int | None = None) -> bool:
    """Claim the message for this one attempt; False when it may not or need not be sent any more.

    One conditional UPDATE settles the race between two senders, and between sending and taking a right away.
    """
    waiting = ask(session, _WAITING, message=outbox_id).one()
    if waiting.state != "queued":
        return False
    chat = session.execute(_CHAT, {"chat": waiting.contact_id}).scalars().one()
    refusal = _withheld(session, chat, outbox_id, waiting.grounds, now)
    if refusal:
        _refuse(session, session.get_one(Outbox, outbox_id), refusal, now)
        return False
    way = way_for(session, chat, outbox_id, now)
    if way == "closed":
        take_next_way(session, session.get_one(Outbox, outbox_id), now)
        return False
    if waiting.priority != REPLY and is_spent(session, chat.channel, now):
        spare(session, session.get_one(Outbox, outbox_id), now)
        return False
    return ask(session, _CLAIM, message=outbox_id, claimed_by=sender, way=way).rowcount == 1


def _refuse(session: Session, row: Outbox, refusal: str, now: dt.datetime) -> None:
    if refusal == BLOCKED and send_by_other_channel(session, row, now) is not None:
        refusal = f"{refusal}; {BY_OTHER_CHANNEL}"
    row.state, row.error = "failed", refusal
    session.add(row)
    audit.append(session, audit.SYSTEM, "delivery.withheld", f"outbox:{row.id}", now, {"why": refusal})


def withheld(session: Session, row: Outbox, now: dt.datetime) -> str:
    """Why this message may not be seen any more: its chat is blocked or a right it was written under has ended; ""."""
    return _withheld(session, session.get_one(Contact, row.contact_id), row.id or 0, row.grounds, now)


def _withheld(session: Session, chat: Contact, outbox_id: int, grounds: list[list[Any]], now: dt.datetime) -> str:
    if chat.blocked_at is not None:
        return BLOCKED
    if not still_grounded(session, chat, grounds, now):
        return "a role this was written under has ended"
    if chat.person_id is None:
        return ""
    about = ask(session, _ABOUT, message=outbox_id).all()
    rights = rights_of(session, chat.person_id, now) if about else None
    if rights is not None and not all(may_assignment(session, rights, "see", a) for a in about):
        return "the person no longer has the right to see this"
    return ""


@dataclass(frozen=True)
class Settled:
    """What became of an attempt, for the log: written outside of the transaction."""

    state: str
    message: int | None
    attempts: int
    lost: int
    note: str


def settle(
    session: Session,
    outbox_id: int,
    outcome: Outcome,
    now: dt.datetime,
    backoff: Backoff = DEFAULT_BACKOFF,
    *,
    own: bool = True,
) -> Settled | None:
    """Write what became of an attempt (`scheduler.delivery.retry.decide`); None where that is written already."""
    attempt = ask(session, _ATTEMPT, message=outbox_id).one()
    if attempt.state != "sending":
        return None
    decision = decide(attempt.attempts, attempt.ambiguous, outcome, now, backoff, own=own)
    values: dict[str, Any] = {"state": decision.state, "ambiguous": decision.ambiguous, "error": decision.note[:500]}
    if not decision.counts:
        values["attempts"] = max(attempt.attempts - 1, 0)
    if decision.not_before is not None:
        values["not_before"] = decision.not_before
    if decision.state == "sent":
        values |= {"provider_message_id": decision.message_id, "sent_at": now}
    ask(session, _SETTLE, message=outbox_id, **values)
    if isinstance(outcome, Sent | Ambiguous) and CHANNELS[attempt.channel].quota is not None:
        count_and_tell(session, attempt.channel, now)
    _charge(session, attempt, outcome, now)
    if isinstance(outcome, WindowClosed | WayClosed):
        _closed(session, outbox_id, outcome, now)
    elif decision.stop_contact or decision.move_to or decision.topic_gone:
        _of_the_chat(session, outbox_id, decision, now)
    elif decision.state in ("failed", "ambiguous") or isinstance(outcome, NotNow):
        row = session.get_one(Outbox, outbox_id, populate_existing=True)
        # The next try of "not now" is so far away that another chat of the person is the better way.
        certain = isinstance(outcome, Rejected | NotNow | ServerError) and decision.state != "ambiguous"
        if note_template_failed(session, row):
            pass  # what it spoke for waits, and its reader is to be phoned
        elif not (certain and goes_another_way(session, row, now)) and decision.state != "queued":
            tell_of_given_up(session, session.get_one(Contact, row.contact_id), outbox_id, decision.why, now)
    return Settled(decision.state, attempt.inbox_id, attempt.attempts, decision.ambiguous, values["error"])


def _charge(session: Session, attempt: Any, outcome: Outcome, now: dt.datetime) -> None:
    """What the message cost. One whose answer was lost was counted then, as dear as it may have been."""
    if isinstance(outcome, Sent) and outcome.kind and not (outcome.kind == "unknown" and attempt.ambiguous):
        count_cost(session, attempt.channel, attempt.way, outcome.kind, outcome.left, now)
    elif isinstance(outcome, Ambiguous) and attempt.way:
        count_cost(session, attempt.channel, attempt.way, "unknown", None, now)


def _closed(session: Session, outbox_id: int, outcome: WindowClosed | WayClosed, now: dt.datetime) -> None:
    """The platform knows better than we did which ways are open: the message takes the next one."""
    row = session.get_one(Outbox, outbox_id, populate_existing=True)
    if isinstance(outcome, WindowClosed):
        contact = session.get_one(Contact, row.contact_id)
        contact.window_closed_at = max(now, contact.last_in_at or now)
        session.add(contact)
        session.flush()
    else:
        close_way(session, row.channel, outcome.way, outcome.until)
        if row.way == "free":  # not even what is free: nothing else to try there today
            row.not_before = outcome.until
            session.add(row)
    if way_for(session, session.get_one(Contact, row.contact_id), outbox_id, now) == "closed":
        take_next_way(session, row, now)


def _of_the_chat(session: Session, outbox_id: int, decision: Decision, now: dt.datetime) -> None:
    """What an answer says of the chat itself: nothing more is taken there, or the group goes on elsewhere."""
    row = session.get_one(Outbox, outbox_id, populate_existing=True)
    contact = session.get_one(Contact, row.contact_id)
    if decision.stop_contact:
        _close(session, contact, decision, now)
        goes_another_way(session, row, now)
    if decision.move_to:
        move_chat(session, contact, decision.move_to, now)
    if decision.topic_gone:
        tell_officers(session, contact, now, "topic_gone")
        move_chat(session, contact, group_of(contact.chat_id), now)


def _close(session: Session, contact: Contact, decision: Decision, now: dt.datetime) -> None:
    """Nothing is taken there any more: in that topic alone, or in the whole group with all its topics."""
    whole = contact.kind == "group" and not decision.topic_only
    for chat in with_topics(session, contact) if whole else [contact]:
        if chat.blocked_at is None:
            chat.blocked_at = now
            session.add(chat)
            audit.append(session, audit.SYSTEM, "contact.blocked", f"contact:{chat.id}", now, {})
            tell_officers(session, chat, now, "closed_topic" if decision.topic_only else "muted")
