"""What falls due, for a calendar: the open work a person may see, a line a task and day, without classified tasks."""

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col

from catalog.figures.standing_on_day import leads_within, own_scope
from catalog.people.rights import Rights
from catalog.tables import AgencyRow, Assignment, Plan, Task
from catalog.work.snapshot import TO_DO

BEFORE, AFTER = dt.timedelta(days=60), dt.timedelta(days=400)
MOST = 2000


@dataclass(frozen=True)
class Due:
    """A task that falls due on a day, with one of the agencies that have it to do and how many there are."""

    task_id: int
    title: str
    plan: str
    day: dt.date
    agency: str
    agencies: int


def dues_of(session: Session, rights: Rights, today: dt.date) -> list[Due]:
    """The earliest `MOST` of them, from two months back to a year ahead."""
    due = col(Assignment.due)
    query = (
        sa.select(col(Task.id), col(Task.title), col(Plan.number), col(Plan.title), due,
                  sa.func.min(col(AgencyRow.name)), sa.func.count())
        .select_from(Assignment)
        .join(Task, col(Task.id) == col(Assignment.task_id))
        .join(Plan, col(Plan.id) == col(Task.plan_id))
        .join(AgencyRow, col(AgencyRow.id) == col(Assignment.agency_id))
        .where(col(Assignment.role) == "lead", col(Assignment.state).in_(TO_DO), col(Task.classified).is_(False),
               due >= today - BEFORE, due <= today + AFTER, *leads_within(own_scope(rights)))
        .group_by(col(Task.id), col(Task.title), col(Plan.number), col(Plan.title), due)
        .order_by(due, col(Task.id))
        .limit(MOST)
    )  # fmt: skip
    return [
        Due(task, title, number or plan, day, agency, count)
        for task, title, number, plan, day, agency, count in session.execute(query)
    ]
