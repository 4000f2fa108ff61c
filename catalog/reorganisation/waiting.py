"""What waits after a split: tasks and people, in one list until an officer says which heir takes each."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col, select

from catalog.agencies.stored import agency_names, standing_heirs
from catalog.audit import Actor
from catalog.people.rights import in_force
from catalog.reorganisation.changes import WAITS, ChangeRefused
from catalog.reorganisation.following import follow
from catalog.reorganisation.handing_over import OPEN, hand_over
from catalog.tables import AgencyRow, Assignment, Membership, Succession, Task, Update
from catalog.work import updates
from catalog.work.assignments import Said

LONGEST_WAIT = 5
"""Working days after which every officer hears of what waits, not only the plan's."""


@dataclass(frozen=True)
class Waiting:
    """One task that waits: its assignment and plan, the unit that had it, since when, and those who may take it."""

    assignment: int
    task: int
    plan: int
    title: str
    unit: str
    since: dt.date
    heirs: tuple[str, ...]


@dataclass(frozen=True)
class PersonWaiting:
    """One person whose unit was split, who belongs to none of its heirs yet."""

    person: int
    role: str
    unit: str
    unit_id: int
    heirs: tuple[str, ...]


def waiting(session: Session) -> list[Waiting]:
    """Open tasks of units that ended by a split, in the order they were given."""
    split = _split(session)
    if not split:
        return []
    rows = session.exec(
        select(Assignment, Task)
        .join(Task, col(Task.id) == col(Assignment.task_id))
        .where(col(Assignment.agency_id).in_(split), col(Assignment.state).in_(OPEN))
        .order_by(col(Assignment.id))
    ).all()
    if not rows:
        return []
    names, heirs = agency_names(session), standing_heirs(session)
    return [
        Waiting(
            one.id or 0, task.id or 0, task.plan_id, task.title, names[one.agency_id], split[one.agency_id],
            tuple(names[heir] for heir in heirs(one.agency_id)),
        )
        for one, task in rows
    ]  # fmt: skip


def people_waiting(session: Session, now: dt.datetime) -> list[PersonWaiting]:
    """Who still has a role for a unit that ended by a split."""
    split = _split(session)
    if not split:
        return []
    held = select(Membership).where(col(Membership.agency_id).in_(split), in_force(now)).order_by(col(Membership.id))
    rows = session.exec(held).all()
    if not rows:
        return []
    names, heirs = agency_names(session), standing_heirs(session)
    return [
        PersonWaiting(
            row.person_id, row.role, names[row.agency_id], row.agency_id,
            tuple(names[heir] for heir in heirs(row.agency_id)),
        )
        for row in rows
        if row.agency_id is not None
    ]  # fmt: skip


def assign(session: Session, tasks: Collection[int], heir: int, actor: Actor, now: dt.datetime, document: str) -> int:
    """The waiting assignments of these tasks (of all, where none is named) go to the heir; how many did.

    What an officer had suspended before the split stays so with the heir. Raises ChangeRefused where a named task waits
    for nobody, or the unit is none of the heirs.
    """
    there = [one for one in waiting(session) if not tasks or one.task in tasks]
    if not there or set(tasks) - {one.task for one in there}:
        raise ChangeRefused("nothing_waits")
    name = agency_names(session)[heir]
    other = next((one for one in there if name not in one.heirs), None)
    if other is not None:
        raise ChangeRefused("no_heir", other.unit)
    rows = [session.get_one(Assignment, one.assignment) for one in there]
    for row in rows:
        if row.state == "suspended" and _put_to_wait(session, row):
            updates.resume(session, row, actor, now, Said(document_number=document or "phân công"))
    hand_over(session, rows, heir, actor, now, document)
    return len(rows)


def people_to(
    session: Session, unit: int, heir: int, actor: Actor, now: dt.datetime, persons: Sequence[int] = ()
) -> list[int]:
    """People of a unit that was split (all, where none is named) go to one of its heirs; who did.

    Raises ChangeRefused where nobody waits there, or the unit is none of the heirs.
    """
    there = [one for one in people_waiting(session, now) if one.unit_id == unit]
    if not there or set(persons) - {one.person for one in there}:
        raise ChangeRefused("nobody_waits")
    if agency_names(session)[heir] not in there[0].heirs:
        raise ChangeRefused("no_heir", there[0].unit)
    return follow(session, unit, heir, actor, now, persons)


def _split(session: Session) -> dict[int, dt.date]:
    """Units that ended by a split → the day."""
    rows = (
        sa.select(col(Succession.from_unit), sa.func.max(col(Succession.day)))
        .join(AgencyRow, col(AgencyRow.id) == col(Succession.from_unit))
        .where(col(Succession.how) == "split", col(AgencyRow.active).is_(False))
        .group_by(col(Succession.from_unit))
    )
    return dict(session.execute(rows).all())


def _put_to_wait(session: Session, row: Assignment) -> bool:
    newest = select(Update).where(Update.assignment_id == row.id, Update.kind == "suspended")
    last = session.exec(newest.order_by(col(Update.id).desc())).first()
    return last is not None and last.text == WAITS
