"""From when the time of an assignment is counted: for the warning that progress stays far below it."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from catalog.bulk import portions
from catalog.clock import local_day
from catalog.progress import Snapshot
from catalog.tables import Assignment, Plan, Slot, Task


def starts_of(session: Session, snapshots: Mapping[int, Snapshot]) -> dict[int, dt.date]:
    """Of each the printed start of its first unmet milestone, else the plan's date, else the day of assigning."""
    wanted = {a: min((slot.slot for slot in s.slots if not slot.met), default=0) for a, s in snapshots.items()}
    query: Any = (
        sa.select(
            col(Slot.assignment_id), col(Slot.slot), col(Slot.start), col(Assignment.created_at),
            col(Plan.date).label("printed"),
        )
        .join(Assignment, col(Assignment.id) == col(Slot.assignment_id))
        .join(Task, col(Task.id) == col(Assignment.task_id))
        .join(Plan, col(Plan.id) == col(Task.plan_id))
    )  # fmt: skip
    starts: dict[int, dt.date] = {}
    for part in portions(list(wanted)):
        for row in session.execute(query.where(col(Slot.assignment_id).in_(part))):
            if row.slot == wanted[row.assignment_id]:
                starts[row.assignment_id] = row.start or row.printed or local_day(row.created_at)
    return starts
