"""Where a channel's window is closed: the ways a message has, one after the other, to the officer who takes the phone.

free -> paid, for what is urgent -> a template that says how much waits -> another channel of the person -> the message
waits for the person's next word, and officers are told whom to phone (`phone_list`). Nothing is sent outside a window,
and nothing is dropped.
"""

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from catalog import audit
from catalog.agencies.stored import agency_name
from catalog.messaging.channel_limits import CHANNELS
from catalog.messaging.inbox_and_outbox import NUDGE
from catalog.messaging.windows import Way, is_free, way_of
from catalog.people.people import display_name
from catalog.store.columns import insert_row
from catalog.tables import Assignment, Contact, DutyNudge, DutyPeriod, DutyPrompt, Nudge, Outbox, Prompt
from scheduler.delivery.other_channel import BY_OTHER_CHANNEL, TEMPLATE, send_by_other_channel
from templates.render import say

WINDOW = "the channel's window is closed"
BY_TEMPLATE = f"{WINDOW}; told by template"
WAITING = (WINDOW, BY_TEMPLATE)
"""What is noted of a message that waits for its reader's next word; the second was told that something waits."""

LOOKED_AT_AGAIN = dt.timedelta(days=7)
"""So long a message waits before its ways are asked for anew, where its reader stays silent."""

_EARLY = ("before_", "recurring", "conditional", "silence", "duty_before_")
"""Reminders that are not urgent: before the day, and those of a month or a quarter."""

_LONGEST = {"name": 30, "count": 20, "due": 20}


def way_for(session: Session, chat: Contact, outbox_id: int, now: dt.datetime) -> Way:
    """How this message would go now; "closed" where it has to take its next way (`take_next_way`)."""
    if CHANNELS[chat.channel].window is None:
        return ""
    row = session.get_one(Outbox, outbox_id)
    if TEMPLATE in row.payload:
        return "template" if way_of(session, chat, now) == "template" else "closed"
    if is_free(chat, now):
        return "free"
    way = way_of(session, chat, now, urgent=is_urgent(session, row), reminder=False)
    return way if way == "paid" else "closed"


def is_urgent(session: Session, row: Outbox) -> bool:
    """Answers, notices, and reminders of what is due today or overdue; not those ahead of time."""
    if row.priority != NUDGE:
        return True
    rungs = _rungs(session, row)
    return not rungs or not all(is_early(rung) for rung in rungs)


def is_early(rung: str) -> bool:
    """Whether a reminder is of what is neither due today nor overdue."""
    return rung.startswith(_EARLY)


def _rungs(session: Session, row: Outbox) -> list[str]:
    """The reminders of a digest, in whichever of its pieces they stand."""
    found: list[str] = []
    for table in (Nudge, DutyNudge):
        query = (
            sa.select(col(table.rung))
            .join(Outbox, col(Outbox.id) == col(table.outbox_id))
            .where(col(Outbox.contact_id) == row.contact_id, col(Outbox.created_at) == row.created_at)
        )
        found += session.execute(query).scalars()
    return found


def take_next_way(session: Session, row: Outbox, now: dt.datetime) -> None:
    """The way there is closed: a template, another channel, or waiting for the person's next word."""
    if TEMPLATE in row.payload:
        _template_failed(session, row)
        return
    chat = session.get_one(Contact, row.contact_id)
    told = _template_of(session, chat)
    if row.priority == NUDGE and told is not None and now - told < LOOKED_AT_AGAIN:
        _wait(session, row, BY_TEMPLATE, now)
    elif row.priority == NUDGE and told is None and (filled := _by_template(session, row, chat, now)):
        _queue_template(session, row, filled, now)
        _wait(session, row, BY_TEMPLATE, now)
    elif send_by_other_channel(session, row, now) is not None:
        row.state, row.error = "failed", f"{WINDOW}; {BY_OTHER_CHANNEL}"
        session.add(row)
        audit.append(session, audit.SYSTEM, "delivery.withheld", f"outbox:{row.id}", now, {"why": row.error})
    else:
        _wait(session, row, WINDOW, now)


def _template_of(session: Session, chat: Contact) -> dt.datetime | None:
    """When a template was sent in this silence. One is enough: who does not answer it is to be phoned a week later."""
    since = chat.last_in_at or chat.created_at
    query = sa.select(sa.func.max(col(Outbox.created_at))).where(
        col(Outbox.contact_id) == chat.id, col(Outbox.way) == "template", col(Outbox.state) != "failed",
        col(Outbox.created_at) > since,
    )  # fmt: skip
    return session.execute(query).scalar()


def _by_template(session: Session, row: Outbox, chat: Contact, now: dt.datetime) -> dict[str, str] | None:
    """What a template would say of this digest, where one may go; None where not."""
    return _filled(session, row) if way_of(session, chat, now) == "template" else None


def _wait(session: Session, row: Outbox, why: str, now: dt.datetime) -> None:
    if row.error != why:
        audit.append(session, audit.SYSTEM, "delivery.waits", f"outbox:{row.id}", now, {"why": why})
    row.state, row.error, row.not_before = "queued", why, now + LOOKED_AT_AGAIN
    session.add(row)
    session.flush()


def release(session: Session, contact: Contact, now: dt.datetime) -> None:
    """The person has spoken: what waited for that goes now."""
    if CHANNELS[contact.channel].window is None:
        return
    closed, last = contact.window_closed_at, contact.last_in_at
    if closed is not None and last is not None and last >= closed:
        contact.window_closed_at = None
        session.add(contact)
    session.execute(
        sa.update(Outbox)
        .where(col(Outbox.contact_id) == contact.id, col(Outbox.state) == "queued", col(Outbox.error).in_(WAITING))
        .values(not_before=now, error="")
    )


def _filled(session: Session, row: Outbox) -> dict[str, str] | None:
    """What a template says of a digest: whose it is, how many things, the nearest day; never a title, nothing that may
    be classified. None for a piece that lists nothing.
    """
    tasks = session.execute(
        sa.select(col(Assignment.agency_id), col(Assignment.due))
        .join(Prompt, col(Prompt.assignment_id) == col(Assignment.id))
        .where(col(Prompt.outbox_id) == row.id)
    ).all()
    duties = session.execute(
        sa.select(col(DutyPeriod.agency_id), col(DutyPeriod.due))
        .join(DutyPrompt, col(DutyPrompt.duty_period_id) == col(DutyPeriod.id))
        .where(col(DutyPrompt.outbox_id) == row.id)
    ).all()
    about: list[Any] = [*tasks, *duties]
    if not about:
        return None
    agencies = {agency for agency, _ in about}
    contact = session.get_one(Contact, row.contact_id)
    name = agency_name(session, agencies.pop()) if len(agencies) == 1 else display_name(session, contact.person_id)
    due = min((due for _, due in about if due is not None), default=None)
    filled = {"name": name or "Quý cơ quan", "count": str(len(about)), "due": f"{due:%d/%m/%Y}" if due else "-"}
    return {key: value[: _LONGEST[key]] for key, value in filled.items()}


def _queue_template(session: Session, row: Outbox, filled: dict[str, str], now: dt.datetime) -> None:
    text = say("official_account.template", **filled)
    insert_row(session, Outbox, {
        "contact_id": row.contact_id, "channel": row.channel, "priority": NUDGE, "inbox_id": None, "sequence": None,
        "payload": {"text": text, TEMPLATE: {"filled": filled, "of": row.id}}, "grounds": row.grounds,
        "has_choices": False, "created_at": now, "state": "queued", "not_before": now, "attempts": 0, "ambiguous": 0,
        "provider_message_id": "", "error": "", "way": "template",
    })  # fmt: skip


def _template_failed(session: Session, row: Outbox) -> None:
    """The template did not go: whom it was for is to be phoned."""
    row.state, row.error = "failed", WINDOW
    session.add(row)
    note_template_failed(session, row)


def note_template_failed(session: Session, row: Outbox) -> bool:
    """The message that a template spoke for waits without its reader knowing; False where this is no template."""
    if TEMPLATE not in row.payload:
        return False
    session.execute(
        sa.update(Outbox)
        .where(col(Outbox.id) == row.payload[TEMPLATE]["of"], col(Outbox.error) == BY_TEMPLATE)
        .values(error=WINDOW)
    )
    return True


def claimed_way(session: Session, outbox_id: int) -> tuple[str, dict[str, str] | None]:
    """The way a message was claimed for, and what its template is filled with, where that is the way."""
    row = session.get_one(Outbox, outbox_id)
    template = row.payload.get(TEMPLATE)
    return row.way, dict(template["filled"]) if isinstance(template, dict) else None
