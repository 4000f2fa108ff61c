"""From when the time of an assignment is counted: for the warning that progress stays far below it."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from catalog.clock import local_day
from catalog.store.columns import ask, portions
from catalog.tables import Assignment, Plan, Slot, Task, table_of
from catalog.work.snapshot import Snapshot

_SLOT, _ASSIGNMENT, _TASK, _PLAN = (table_of(row) for row in (Slot, Assignment, Task, Plan))
_IDS: sa.BindParameter[Any] = sa.bindparam("ids", expanding=True)
_SLOTS = (
    sa.select(
        _SLOT.c.assignment_id, _SLOT.c.slot, _SLOT.c.start, _ASSIGNMENT.c.created_at, _PLAN.c.date.label("printed")
    )
    .join_from(_SLOT, _ASSIGNMENT, _ASSIGNMENT.c.id == _SLOT.c.assignment_id)
    .join(_TASK, _TASK.c.id == _ASSIGNMENT.c.task_id)
    .join(_PLAN, _PLAN.c.id == _TASK.c.plan_id)
    .where(_SLOT.c.assignment_id.in_(_IDS))
)


def starts_of(session: Session, snapshots: Mapping[int, Snapshot]) -> dict[int, dt.date]:
    """Of each the printed start of its first unmet milestone, else the plan's date, else the day of assigning."""
    wanted = {a: min((slot.slot for slot in s.slots if not slot.met), default=0) for a, s in snapshots.items()}
    starts: dict[int, dt.date] = {}
    for part in portions(list(wanted)):
        for row in ask(session, _SLOTS, ids=part):
            if row.slot == wanted[row.assignment_id]:
                starts[row.assignment_id] = row.start or row.printed or local_day(row.created_at)
    return starts
