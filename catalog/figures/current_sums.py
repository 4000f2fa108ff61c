"""The lead assignments as they stand, for the store itself to sum up: for figures that no counter is kept of.

No row becomes an object, so that it costs a tenth of counting from the record (`figures.standing_on_day`). An
assignment that nobody touched since a day stands as it stood then; of a past day only the others are read. The parts
are those of `catalog.work.snapshot.bucket_of`; a test compares both over random histories.
"""

import datetime as dt

import sqlalchemy as sa
from sqlmodel import Session, col

from catalog.clock import end_of_day, local_day
from catalog.figures.standing_on_day import AssignmentOnDay, Scope, assignments_on, leads_within
from catalog.tables import Assignment, Plan, Slot, Task, Update


def unmoved(day: dt.date, now: dt.datetime, scope: Scope) -> sa.Subquery:
    """One row for each lead assignment within the scope that stands at `now` as it stood at the end of `day`.

    Columns: `plan_id`, `annex`, `section`, `agency_id`, `part` (of the official figures), `waits` (reported, not judged
    yet), `self_confirmed`, `last_update_at`, `finished` (the day the last milestone was reported met, null while one
    is not), `late` (1 where a milestone was met after its due).
    """
    met_late = sa.case((col(Slot.reported_on) > col(Slot.due), 1), else_=0)
    slots = sa.func.count(col(Slot.slot))
    of_it = (
        sa.select(
            col(Task.plan_id), col(Task.annex), col(Task.section), col(Assignment.agency_id), col(Assignment.state),
            col(Assignment.due), col(Assignment.self_confirmed), col(Assignment.last_update_at),
            sa.func.max(met_late).label("late"), sa.func.max(col(Slot.due)).label("last_due"),
            sa.case((slots == sa.func.count(col(Slot.reported_on)), sa.func.max(col(Slot.reported_on))))
            .label("finished"),
        )
        .select_from(Assignment)
        .join(Task, col(Task.id) == col(Assignment.task_id))
        .join(Plan, col(Plan.id) == col(Task.plan_id))
        .outerjoin(Slot, col(Slot.assignment_id) == col(Assignment.id))
        .where(col(Assignment.role) == "lead", *leads_within(scope), *unmoved_since(day, now))
        .group_by(col(Assignment.id), col(Task.id))
        .subquery()
    )  # fmt: skip
    of = of_it.c
    part = sa.case(
        (of.state.in_(("suspended", "cancelled")), of.state),
        (sa.and_(of.state == "done", of.late == 1), "done_late"),
        (of.state == "done", "done_on_time"),
        (of.last_due.is_(None), "no_deadline"),
        (sa.or_(of.due < day, of.late == 1), "open_overdue"),
        else_="open_in_time",
    )
    return sa.select(
        of.plan_id, of.annex, of.section, of.agency_id, part.label("part"), (of.state == "reported").label("waits"),
        of.self_confirmed, of.last_update_at, of.finished, of.late,
    ).subquery()  # fmt: skip


def unmoved_since(day: dt.date, now: dt.datetime) -> list[sa.ColumnElement[bool]]:
    """As a condition on assignments: nothing on record after the end of `day`; none where that is still to come."""
    return [col(Assignment.id).not_in(touched_after(day))] if day < local_day(now) else []


def moved_since(session: Session, day: dt.date, now: dt.datetime, scope: Scope) -> list[AssignmentOnDay]:
    """The others, as they stood at the end of `day`."""
    return assignments_on(session, day, scope, touched_after(day)) if day < local_day(now) else []


def touched_after(day: dt.date) -> sa.Select[int]:
    """The ids of the assignments with something on record after the end of `day`."""
    return sa.select(col(Update.assignment_id)).where(col(Update.at) >= end_of_day(day))


def how_many(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    """The number of rows of which this holds."""
    return sa.func.coalesce(sa.func.sum(sa.case((condition, 1), else_=0)), 0)
