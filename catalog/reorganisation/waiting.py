"""Tasks of units that were split: in one list until an officer says which heir takes each."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from catalog.agencies.stored import agency_names, heirs_of
from catalog.audit import Actor
from catalog.reorganisation.changes import ChangeRefused
from catalog.reorganisation.following import follow
from catalog.reorganisation.handing_over import OPEN, hand_over
from catalog.tables import AgencyRow, Assignment, Succession, Task
from catalog.work import updates
from catalog.work.assignments import Said


@dataclass(frozen=True)
class Waiting:
    """One task that waits: its assignment, the unit that had it, and those who may take it."""

    assignment: int
    task: int
    title: str
    unit: str
    heirs: tuple[str, ...]


def waiting(session: Session) -> list[Waiting]:
    """Open tasks of units that ended by a split, in the order they were given."""
    split = select(Succession.from_unit).where(Succession.how == "split").distinct()
    rows = session.exec(
        select(Assignment, Task)
        .join(Task, col(Task.id) == col(Assignment.task_id))
        .join(AgencyRow, col(AgencyRow.id) == col(Assignment.agency_id))
        .where(col(AgencyRow.active).is_(False), col(Assignment.state).in_(OPEN), col(AgencyRow.id).in_(split))
        .order_by(col(Assignment.id))
    ).all()
    names = agency_names(session)
    return [
        Waiting(
            one.id or 0, task.id or 0, task.title, names[one.agency_id],
            tuple(names[heir] for heir in heirs_of(session, one.agency_id)),
        )
        for one, task in rows
    ]  # fmt: skip


def assign(session: Session, tasks: Sequence[int], heir: int, actor: Actor, now: dt.datetime, document: str) -> int:
    """The waiting assignments of these tasks (of all, where none is named) go to the heir; how many did.

    Raises ChangeRefused where a named task waits for nobody, or the unit is none of the heirs.
    """
    there = [one for one in waiting(session) if not tasks or one.task in tasks or one.assignment in tasks]
    if not there:
        raise ChangeRefused("nothing_waits")
    name = agency_names(session)[heir]
    other = next((one for one in there if name not in one.heirs), None)
    if other is not None:
        raise ChangeRefused("no_heir", other.unit)
    rows = [session.get_one(Assignment, one.assignment) for one in there]
    for row in rows:
        updates.resume(session, row, actor, now, Said(document_number=document or "phân công"))
    hand_over(session, rows, heir, actor, now, document)
    return len(rows)


def people_to(session: Session, unit: int, heir: int, actor: Actor, now: dt.datetime) -> int:
    """The people of a unit that was split go to one of its heirs; how many did."""
    return len(follow(session, unit, heir, actor, now))
