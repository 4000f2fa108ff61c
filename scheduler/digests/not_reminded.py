"""Whom no reminder reaches, because the month's messages of their only channel are used up or its window is over: the
officer's to call."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import Session, col

from catalog.agencies.stored import agency_names
from catalog.clock import local_day
from catalog.messaging.channel_limits import CHANNELS
from catalog.messaging.quota import is_spent
from catalog.messaging.reachable_chats import contacts_of
from catalog.people.rights import Rights, in_force
from catalog.tables import Assignment, Membership, Task
from catalog.work.snapshot import TO_DO
from scheduler.delivery.phone_list import unheard
from scheduler.delivery.unreachable import officers_of_agencies


def not_reminded(session: Session, plan_ids: Sequence[int], now: dt.datetime) -> tuple[str, ...]:
    """Agencies with overdue work of these plans all of whose focal points have only a channel that is used up."""
    spent = {channel for channel in CHANNELS if is_spent(session, channel, now)}
    if not spent:
        return ()
    overdue = (
        sa.select(col(Assignment.agency_id))
        .join(Task, col(Task.id) == col(Assignment.task_id))
        .where(
            col(Task.plan_id).in_(plan_ids), col(Assignment.state).in_(TO_DO), col(Assignment.role) == "lead",
            col(Assignment.due) < local_day(now),
        )
    )  # fmt: skip
    held = session.execute(
        sa.select(col(Membership.agency_id), col(Membership.person_id)).where(
            col(Membership.role) == "focal", in_force(now), col(Membership.agency_id).in_(overdue)
        )
    ).all()
    chats = contacts_of(session, [person for _, person in held], now)
    channels: dict[int, set[str]] = defaultdict(set)
    for agency, person in held:
        if person in chats:
            channels[agency].add(chats[person].channel)
    names = agency_names(session)
    return tuple(sorted(names[agency] for agency, used in channels.items() if used <= spent))


def to_phone(session: Session, rights: Rights, now: dt.datetime) -> tuple[str, ...]:
    """Agencies with somebody for whom a message waits that no way reaches; those this officer is not told of are left
    to others."""
    found = unheard(session, now)
    mine = {
        one.contact_id for one in found
        if not one.agency_ids or rights.person_id in officers_of_agencies(session, one.agency_ids, now)
    }  # fmt: skip
    named = (one.agencies or (one.name,) for one in found if one.contact_id in mine)
    return tuple(dict.fromkeys(name for names in named for name in names if name))
