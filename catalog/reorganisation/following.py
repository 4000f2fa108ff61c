"""The people of a unit follow it: their roles, invitations and groups, and what is on its way to them.

Who coordinated a plan or had to act on an obstacle is followed too. Roles end and are given anew; nobody loses a chat.
"""

import datetime as dt
from collections.abc import Collection
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from catalog.audit import Actor
from catalog.people import people
from catalog.people.rights import in_force
from catalog.tables import Blocker, Contact, Invitation, JoinRequest, Membership, Outbox, Plan


def people_of(session: Session, unit: int, now: dt.datetime) -> list[Membership]:
    """Roles in force for the unit, in the order they were given, deputies behind those they stand in for."""
    rows = select(Membership).where(Membership.agency_id == unit, in_force(now))
    return sorted(session.exec(rows).all(), key=lambda row: (row.deputy_of_id is not None, row.id or 0))


def follow(
    session: Session, unit: int, heir: int, actor: Actor, now: dt.datetime, persons: Collection[int] = ()
) -> list[int]:
    """Everybody goes along, or only `persons` where a unit was split; the persons who did, each once.

    What belongs to nobody in particular (invitations, group chats, coordinated plans) goes with everybody, or with the
    last of those who wait.
    """
    gone: dict[int, int] = {}
    there = people_of(session, unit, now)
    held = [row for row in there if not persons or row.person_id in persons]
    for old in held:
        new = people.grant(
            session, old.person_id, old.role, heir, actor, now, old.granted_by_id, until=old.until,
            deputy_of_id=gone.get(old.deputy_of_id or 0),
        )  # fmt: skip
        gone[old.id or 0] = new.id or 0
    for old in reversed(held):
        if old.ended_at is None:
            people.end(session, old, actor, now)
    who = list(dict.fromkeys(row.person_id for row in held))
    if len(held) < len(there):
        _on_its_way(session, who, unit, heir)
        return who
    _invited(session, unit, heir, gone)
    session.execute(sa.update(Contact).where(col(Contact.agency_id) == unit).values(agency_id=heir))
    session.execute(sa.update(Plan).where(col(Plan.coordinator_id) == unit).values(coordinator_id=heir))
    waits = sa.and_(col(Blocker.must_act_agency_id) == unit, col(Blocker.resolved_at).is_(None))
    session.execute(sa.update(Blocker).where(waits).values(must_act_agency_id=heir))
    _on_its_way(session, who, unit, heir)  # after the chats of groups have moved: theirs, too
    return who


def _invited(session: Session, unit: int, heir: int, gone: dict[int, int]) -> None:
    """Codes that were given out and requests that wait are for the heir."""
    unused = select(Invitation).where(Invitation.agency_id == unit, col(Invitation.used_at).is_(None))
    for row in session.exec(unused).all():
        row.agency_id = heir
        row.membership_id = gone.get(row.membership_id or 0, row.membership_id)
        session.add(row)
    asked = sa.and_(col(JoinRequest.agency_id) == unit, col(JoinRequest.decision) == "")
    session.execute(sa.update(JoinRequest).where(asked).values(agency_id=heir))


def _on_its_way(session: Session, persons: Collection[int], unit: int, heir: int) -> None:
    """A message that waits to be sent was written under roles for the unit: they are held for the heir now."""
    chats = sa.select(col(Contact.id)).where(
        sa.or_(col(Contact.person_id).in_(persons), col(Contact.agency_id) == heir)
    )
    waiting = select(Outbox).where(col(Outbox.state).in_(("queued", "sending")), col(Outbox.contact_id).in_(chats))
    for row in session.exec(waiting).all():
        grounds: list[list[Any]] = [[role, heir if agency == unit else agency] for role, agency in row.grounds]
        if grounds != row.grounds:
            row.grounds = grounds
            session.add(row)
    session.flush()
