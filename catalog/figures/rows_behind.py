"""The rows behind one number of today, a page at a time, by the indexes of the current state.

Every condition here is the one that counted the number (`catalog.progress.bucket_of`, `figures.official`); a test
compares them over random histories. Days that have passed are read from the record (`figures.stands`).
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from catalog.figures.official import updated_since
from catalog.figures.stands import Scope, Stand, leads_within, stands_on
from catalog.progress import OPEN, TO_DO
from catalog.tables import Assignment, Plan, Slot, Task

_COUNTED = (*OPEN, "done")


def rows_behind(
    session: Session, day: dt.date, scope: Scope, part: str, *, first: int = 0, limit: int = 10
) -> tuple[int, list[Stand]]:
    """(how many, those from `first` on) of a part of today's figures, the earliest due first.

    `part` is one of the five, "suspended", "cancelled", "reported", "self_confirmed", "updated", "not_updated", or
    "stale": still to be done by the agency, and nothing heard of it in the time that counts.
    """
    query = (
        sa.select(col(Assignment.id))
        .join(Task, col(Task.id) == col(Assignment.task_id))
        .join(Plan, col(Plan.id) == col(Task.plan_id))
        .where(col(Assignment.role) == "lead", *leads_within(scope), *_standing(part, day))
    )
    total = session.execute(sa.select(sa.func.count()).select_from(query.subquery())).scalar_one()
    due = col(Assignment.due)
    page = query.order_by(due.is_(None), due, col(Assignment.id)).offset(first).limit(limit)
    ids = [row for row in session.execute(page).scalars() if row is not None]
    return total, in_order(session, day, ids)


def in_order(session: Session, day: dt.date, ids: Sequence[int]) -> list[Stand]:
    """These assignments as they stand today, in this order."""
    stands = {s.assignment_id: s for s in stands_on(session, day, Scope(), ids)} if ids else {}
    return [stands[a] for a in ids]


def _standing(part: str, day: dt.date) -> list[sa.ColumnElement[bool]]:
    state = col(Assignment.state)
    of_it = sa.select(col(Slot.slot)).where(col(Slot.assignment_id) == col(Assignment.id))
    met_late = sa.exists(of_it.where(col(Slot.reported_on) > col(Slot.due)))
    dated = sa.exists(of_it.where(col(Slot.due).is_not(None)))
    late = sa.or_(sa.func.coalesce(col(Assignment.due) < day, sa.false()), met_late)
    heard = sa.func.coalesce(col(Assignment.last_update_at) >= updated_since(day), sa.false())
    conditions: dict[str, list[Any]] = {
        "done_on_time": [state == "done", ~met_late],
        "done_late": [state == "done", met_late],
        "open_in_time": [state.in_(OPEN), dated, ~late],
        "open_overdue": [state.in_(OPEN), late],
        "no_deadline": [state.in_(OPEN), ~dated],
        "suspended": [state == "suspended"],
        "cancelled": [state == "cancelled"],
        "reported": [state == "reported"],
        "self_confirmed": [state == "done", col(Assignment.self_confirmed).is_(True)],
        "updated": [state.in_(_COUNTED), heard],
        "not_updated": [state.in_(_COUNTED), ~heard],
        "stale": [state.in_(TO_DO), ~heard],
    }
    return conditions[part]
