"""Whom nothing reaches any more because a channel's window is over: officers get the list, to phone them.

A message that waits for its reader's next word is not lost, but nobody has heard of it. Officers are told once for each
silence, all of theirs in one message; what goes on waiting stands on their desk every day.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col

from catalog import audit
from catalog.agencies.stored import agency_names
from catalog.clock import local_day
from catalog.messaging import inbox_and_outbox
from catalog.messaging.inbox_and_outbox import Message
from catalog.messaging.reachable_chats import contact_of
from catalog.people.people import phone_of
from catalog.people.rights import people_with, rights_of
from catalog.tables import Assignment, Contact, Outbox, Prompt
from scheduler.delivery.next_way import LOOKED_AT_AGAIN, WINDOW
from scheduler.delivery.unattended import for_admins
from scheduler.delivery.unreachable import officers_of_agencies
from templates.render import say

TOGETHER = dt.timedelta(minutes=2)
"""A morning's list is told when it is whole."""


@dataclass(frozen=True)
class Unheard:
    """Somebody who has not heard what waits for them: `tasks` things, the nearest on `due`."""

    contact_id: int
    name: str
    phone: str
    agencies: tuple[str, ...]
    agency_ids: tuple[int, ...]
    tasks: int
    due: dt.date | None
    told: bool
    since: dt.datetime


def unheard(session: Session, now: dt.datetime) -> list[Unheard]:
    """Everybody for whom something waits that no way reaches, by the index of what is queued."""
    waiting = session.execute(
        sa.select(col(Outbox.contact_id), sa.func.min(col(Outbox.not_before)), sa.func.max(col(Outbox.id)))
        .where(col(Outbox.state) == "queued", col(Outbox.error) == WINDOW, col(Outbox.not_before) > now)
        .group_by(col(Outbox.contact_id))
    ).all()
    return [_of(session, contact, until, newest, now) for contact, until, newest in waiting] if waiting else []


def _of(session: Session, contact_id: int, until: dt.datetime, newest: int, now: dt.datetime) -> Unheard:
    contact = session.get_one(Contact, contact_id)
    rights = rights_of(session, contact.person_id or 0, now)
    agencies, names = rights.agencies("focal", "agency_leader"), agency_names(session)
    count, due = session.execute(
        sa.select(sa.func.count(), sa.func.min(col(Assignment.due)))
        .join(Prompt, col(Prompt.assignment_id) == col(Assignment.id))
        .where(col(Prompt.outbox_id) == newest)
    ).one()
    told = contact.closed_told_at is not None and contact.closed_told_at > (contact.last_in_at or contact.created_at)
    return Unheard(
        contact_id, contact.name, phone_of(session, contact.person_id), tuple(names[agency] for agency in agencies),
        agencies, max(int(count), 1), due, told, until - LOOKED_AT_AGAIN,
    )  # fmt: skip


def tell_whom_to_phone(session: Session, now: dt.datetime) -> int:
    """Tell the officers of those agencies, each once with a list; how many people are newly on one."""
    new = [one for one in unheard(session, now) if not one.told]
    if not new or any(now - one.since < TOGETHER for one in new):
        return 0
    by_officer: dict[int, list[Unheard]] = defaultdict(list)
    nobodys: list[Unheard] = []
    for one in new:
        officers = [o for o in officers_of_agencies(session, one.agency_ids, now) if _reachable(session, o, one, now)]
        for officer in officers:
            by_officer[officer].append(one)
        if not officers:
            nobodys.append(one)
        contact = session.get_one(Contact, one.contact_id)
        contact.closed_told_at = now
        session.add(contact)
    for officer, waiting in by_officer.items():
        _tell(session, officer, Message(_text(waiting, now)), now)
    if nobodys:
        _tell_admins(session, nobodys, now)
    return len(new)


def _text(waiting: Sequence[Unheard], now: dt.datetime) -> str:
    return say("official_account.to_phone", waiting=waiting, today=local_day(now))


def _reachable(session: Session, officer: int, one: Unheard, now: dt.datetime) -> bool:
    chat = contact_of(session, officer, now)
    return chat is not None and chat.id != one.contact_id


def _tell(session: Session, person: int, message: Message, now: dt.datetime) -> None:
    chat = contact_of(session, person, now)
    if chat is not None:
        inbox_and_outbox.queue(session, chat, message, now, priority=inbox_and_outbox.NOTICE)


def _tell_admins(session: Session, waiting: Sequence[Unheard], now: dt.datetime) -> None:
    admins = [one for one in people_with(session, "admin", None, now) if contact_of(session, one, now) is not None]
    for admin in admins:
        _tell(session, admin, for_admins(session, None, Message(_text(waiting, now))), now)
    if not admins:
        for one in waiting:
            audit.append(session, audit.SYSTEM, "notice.unreachable", f"contact:{one.contact_id}", now, {})
