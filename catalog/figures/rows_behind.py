"""The rows behind one number, a page at a time, by the indexes of the current state.

Every condition here is the one that counted the number (`catalog.work.snapshot.bucket_of`, `figures.official`); a test
compares them over random histories. Of a day that has passed only what changed since is read from the record.
"""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from catalog.figures.current_sums import moved_since, unmoved, unmoved_since
from catalog.figures.official import updated_since
from catalog.figures.standing_on_day import AssignmentOnDay, Scope, assignments_on, leads_within
from catalog.tables import AgencyRow, Assignment, Plan, Slot, Task
from catalog.work.snapshot import FIVE_FIGURES, OPEN, TO_DO

_COUNTED = (*OPEN, "done")

PARTS = (*FIVE_FIGURES, "suspended", "cancelled", "reported", "self_confirmed", "updated", "not_updated", "stale",
         "open")  # fmt: skip
"""What rows can be asked for by (`standing`)."""


def rows_behind(
    session: Session, day: dt.date, now: dt.datetime, scope: Scope, part: str, *, first: int = 0, limit: int = 10
) -> tuple[int, list[AssignmentOnDay]]:
    """(how many, those from `first` on) of a part of the figures of `day` (today or past), the earliest due first.

    `part` is one of the five, "suspended", "cancelled", "reported", "self_confirmed", "updated", "not_updated", or
    "stale": still to be done by the agency, and nothing heard of it in the time that counts; "open": neither done nor
    outside the total.
    """
    due = col(Assignment.due)
    query = (
        sa.select(col(Assignment.id), due, sa.func.count().over().label("total"))
        .join(Task, col(Task.id) == col(Assignment.task_id))
        .join(Plan, col(Plan.id) == col(Task.plan_id))
        .where(col(Assignment.role) == "lead", *leads_within(scope), *standing(part, day), *unmoved_since(day, now))
    )
    page = session.execute(query.order_by(due.is_(None), due, col(Assignment.id)).limit(first + limit)).all()
    total = page[0].total if page else 0
    rows = [(row.due or dt.date.max, row.id) for row in page]
    moved = [s for s in moved_since(session, day, now, scope) if _stood(s, part, day)]
    rows += [(s.snapshot.next_due() or dt.date.max, s.assignment_id) for s in moved]
    return total + len(moved), in_order(session, day, [one for _, one in sorted(rows)[first : first + limit]])


def to_press(session: Session, day: dt.date, now: dt.datetime, scope: Scope) -> Counter[tuple[int, str]]:
    """How much each agency (row, name) is overdue with on `day`; what it has reported waits for the officer."""
    row = unmoved(day, now, scope).c
    query = (
        sa.select(row.agency_id, col(AgencyRow.name), sa.func.count())
        .join(AgencyRow, col(AgencyRow.id) == row.agency_id)
        .where(row.part == "open_overdue", ~row.waits)
        .group_by(row.agency_id, col(AgencyRow.name))
    )
    found = Counter({(agency, name): count for agency, name, count in session.execute(query)})
    late = (s for s in moved_since(session, day, now, scope) if s.bucket == "open_overdue")
    found.update((s.agency_id, s.agency) for s in late if s.snapshot.state != "reported")
    return found


def in_order(session: Session, day: dt.date, ids: Sequence[int]) -> list[AssignmentOnDay]:
    """These assignments as they stood on `day`, in this order."""
    stands = {s.assignment_id: s for s in assignments_on(session, day, Scope(), ids)} if ids else {}
    return [stands[a] for a in ids]


def standing(part: str, day: dt.date) -> list[sa.ColumnElement[bool]]:
    """A part of the figures (as in `rows_behind`) as conditions on assignments as they stand. Raises KeyError."""
    state = col(Assignment.state)
    identity, due = col(Assignment.id), col(Assignment.due)
    # Few milestones were met late, and an index holds just these; most work has the due of one still to be met.
    met_late = identity.in_(sa.select(col(Slot.assignment_id)).where(col(Slot.reported_on) > col(Slot.due)))
    of_it = sa.select(col(Slot.slot)).where(col(Slot.assignment_id) == identity)
    dated = sa.or_(due.is_not(None), sa.exists(of_it.where(col(Slot.due).is_not(None))))
    late = sa.or_(sa.func.coalesce(due < day, sa.false()), met_late)
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
        "open": [state.in_(OPEN)],
    }
    return conditions[part]


def _stood(stand: AssignmentOnDay, part: str, day: dt.date) -> bool:
    """The same of a row that was read."""
    state, counted = stand.snapshot.state, stand.bucket in FIVE_FIGURES
    heard = stand.last_update_at is not None and stand.last_update_at >= updated_since(day)
    beside = {
        "reported": state == "reported",
        "self_confirmed": state == "done" and stand.snapshot.self_confirmed,
        "updated": counted and heard,
        "not_updated": counted and not heard,
        # What a leader asks after: still to be done by the agency, and nothing heard of it.
        "stale": state in TO_DO and not heard,
        "open": stand.snapshot.open,
    }
    return beside.get(part, stand.bucket == part)
