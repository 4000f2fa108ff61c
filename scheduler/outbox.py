"""The rows of the outbox: which may go now, claiming one for an attempt, and writing what became of it.

Rights are looked at again here: a person who left gets nothing more.
"""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa
import structlog
from sqlmodel import Session, col, select

from catalog import audit
from catalog.groups import move_chat
from catalog.messages import NUDGE, Message
from catalog.reach import window_closed
from catalog.replicas import living
from catalog.rights import may_assignment, rights_of, still_grounded
from catalog.tables import Assignment, Contact, Outbox, Prompt
from scheduler.elsewhere import send_elsewhere
from scheduler.retry import DEFAULT_BACKOFF, Backoff, Outcome, decide
from scheduler.unreachable import tell_officers

log = structlog.get_logger()

BLOCKED, WINDOW = "chat is blocked", "the channel's window is closed"
CLOSED = (BLOCKED, WINDOW)
ELSEWHERE = "queued for another chat of the same person"

HELD_ATTEMPTS = 3
"""A message being retried keeps later ones of its chat waiting for so many attempts: order is worth seconds, but one
message that a provider chokes on must not silence a chat."""


@dataclass(frozen=True)
class Ready:
    """A message whose turn it is to ask for a turn."""

    outbox_id: int
    contact_id: int
    channel: str
    chat_id: str
    group: bool
    priority: int
    message: Message


def pick(
    session: Session, now: dt.datetime, channels: Collection[str], busy_chats: Collection[int], limit: int
) -> list[Ready]:
    """Messages that may go now, replies first, oldest first; one a chat at a time, so that its order is kept."""
    due = (
        sa.select(
            col(Outbox.id),
            sa.func.row_number()
            .over(partition_by=col(Outbox.contact_id), order_by=(col(Outbox.priority), col(Outbox.id)))
            .label("place"),
        )
        .where(
            col(Outbox.state) == "queued",
            col(Outbox.not_before) <= now,
            col(Outbox.channel).in_(channels),
            col(Outbox.contact_id).not_in(busy_chats),
        )
        .subquery()
    )
    rows = session.execute(
        sa.select(Outbox, Contact.chat_id, Contact.kind)  # type: ignore[call-overload]
        .join(due, sa.and_(due.c.id == col(Outbox.id), due.c.place == 1))
        .join(Contact, col(Contact.id) == col(Outbox.contact_id))
        .where(~_behind_a_retry(now))
        .order_by(col(Outbox.priority), col(Outbox.id))
        .limit(limit)
    )
    return [
        Ready(
            row.id, row.contact_id, row.channel, chat_id, kind == "group", row.priority, Message.from_json(row.payload)
        )
        for row, chat_id, kind in rows
    ]


def put_off_nudges(session: Session, now: dt.datetime, moment: dt.datetime) -> None:
    """Nudges that could go by `now` wait until `moment`, the next office hour."""
    session.execute(
        sa.update(Outbox)
        .where(col(Outbox.state) == "queued", col(Outbox.priority) == NUDGE, col(Outbox.not_before) <= now)
        .values(not_before=moment)
    )


def _behind_a_retry(now: dt.datetime) -> sa.ColumnElement[bool]:
    """An earlier message of the chat, as urgent or more, waits for its next attempt."""
    earlier = sa.orm.aliased(Outbox)
    return sa.exists(
        sa.select(earlier.id).where(  # type: ignore[call-overload]
            earlier.contact_id == Outbox.contact_id,
            earlier.state == "queued",
            col(earlier.not_before) > now,
            col(earlier.attempts).between(1, HELD_ATTEMPTS),
            col(earlier.priority) <= col(Outbox.priority),
            col(earlier.id) < col(Outbox.id),
        )
    )


@dataclass(frozen=True)
class InTheAir:
    """A message that was claimed and whose end is not yet written. `sender` is the replica that claimed it.

    None where there is only one; `alive` is whether that replica is (`catalog.replicas`).
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
    row = session.get_one(Outbox, outbox_id, populate_existing=True)
    if row.state != "queued":
        return False
    refusal = withheld(session, row, now) or _window(session, row, now)
    if refusal:
        if refusal in CLOSED and send_elsewhere(session, row, now) is not None:
            refusal = f"{refusal}; {ELSEWHERE}"
        row.state, row.error = "failed", refusal
        session.add(row)
        audit.append(session, audit.SYSTEM, "delivery.withheld", f"outbox:{outbox_id}", now, {"why": refusal})
        return False
    claimed = session.execute(
        sa.update(Outbox)
        .where(col(Outbox.id) == outbox_id, col(Outbox.state) == "queued")
        .values(state="sending", attempts=Outbox.attempts + 1, claimed_by=sender)
    )
    return bool(claimed.rowcount == 1)  # type: ignore[attr-defined]


def _window(session: Session, row: Outbox, now: dt.datetime) -> str:
    closed = window_closed(session, session.get_one(Contact, row.contact_id), now)
    return WINDOW if closed else ""


def withheld(session: Session, row: Outbox, now: dt.datetime) -> str:
    """Why this message may not be seen any more: its chat is blocked or a right it was written under has ended; ""."""
    contact = session.get_one(Contact, row.contact_id)
    if contact.blocked_at is not None:
        return BLOCKED
    if not still_grounded(session, contact, row.grounds, now):
        return "a role this was written under has ended"
    if contact.person_id is None:
        return ""
    about = session.exec(
        select(Assignment)
        .join(Prompt, col(Prompt.assignment_id) == col(Assignment.id))
        .where(Prompt.outbox_id == row.id)
    ).all()
    rights = rights_of(session, contact.person_id, now) if about else None
    if rights is not None and not all(may_assignment(session, rights, "see", a) for a in about):
        return "the person no longer has the right to see this"
    return ""


def settle(
    session: Session, outbox_id: int, outcome: Outcome, now: dt.datetime, backoff: Backoff = DEFAULT_BACKOFF
) -> None:
    """Write what became of an attempt (`scheduler.retry.decide`)."""
    row = session.get_one(Outbox, outbox_id, populate_existing=True)
    if row.state != "sending":
        return
    decision = decide(row.attempts, row.ambiguous, outcome, now, backoff)
    row.state, row.ambiguous, row.error = decision.state, decision.ambiguous, decision.note[:500]
    row.not_before = decision.not_before or row.not_before
    if decision.state == "sent":
        row.provider_message_id, row.sent_at = decision.message_id, now
    session.add(row)
    session.flush()
    log.info(
        f"outbox.{row.state}", message=row.inbox_id, outbox=outbox_id, attempts=row.attempts, lost=row.ambiguous,
        note=row.error,
    )  # fmt: skip
    contact = session.get_one(Contact, row.contact_id)
    if decision.stop_contact and contact.blocked_at is None:
        contact.blocked_at = now
        session.add(contact)
        audit.append(session, audit.SYSTEM, "contact.blocked", f"contact:{contact.id}", now, {})
        tell_officers(session, contact, now)
    if decision.stop_contact and send_elsewhere(session, row, now) is not None:
        row.error = f"{row.error}; {ELSEWHERE}"[:500]
        session.add(row)
    if decision.move_to:
        move_chat(session, contact, decision.move_to, now)
