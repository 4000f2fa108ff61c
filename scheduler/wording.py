"""Facts for the templates: how a task, a deadline and an agency are named in a message."""

import datetime as dt
from dataclasses import dataclass

from sqlmodel import Session, col, select

from catalog.agencies.stored import agency_name
from catalog.assignments import snapshot_of
from catalog.clock import local_day
from catalog.progress import Snapshot, bucket_of
from catalog.tables import Assignment, Plan, Slot, Task


@dataclass(frozen=True)
class Line:
    """One assignment as one line of a message; `position` is the number it can be answered by."""

    assignment_id: int
    code: int
    position: int
    plan: str
    place: str
    title: str
    output: str
    agency: str
    state: str
    percent: int
    due: dt.date | None
    milestone: str
    bucket: str
    role: str
    slot: int


def plan_label(plan: Plan) -> str:
    """A plan's short name: its number, else the beginning of its title."""
    return f"KH {plan.number}" if plan.number else plan.title[:40].rstrip() + ("…" if len(plan.title) > 40 else "")


def place_of(task: Task) -> str:
    """Where the row stands in the plan: "PL III, mục II, số 13"."""
    parts = [f"PL {task.annex}" if task.annex else "", f"mục {task.section}" if task.section else ""]
    parts.append(f"số {task.number}" if task.number else "không đánh số")
    return ", ".join(part for part in parts if part)


def line_of(session: Session, assignment: Assignment, now: dt.datetime, position: int = 0, *, slot: str = "") -> Line:
    """The line of one assignment, about milestone `slot` or else the next unmet one.

    A classified task shows only its code.
    """
    task = session.get_one(Task, assignment.task_id)
    plan = session.get_one(Plan, task.plan_id)
    snapshot = snapshot_of(session, assignment)
    meant = session.get(Slot, (assignment.id, int(slot))) if slot.isdigit() else None
    shown = meant or _next_slot(session, assignment, snapshot)
    return Line(
        assignment_id=assignment.id or 0, code=task.id or 0, position=position, plan=plan_label(plan),
        place=place_of(task), title=shown_title(task), output="" if task.classified else task.output,
        agency=agency_name(session, assignment.agency_id), state=assignment.state, percent=assignment.percent,
        due=shown.due if shown else assignment.due, milestone=shown.label if shown else "",
        bucket=bucket_of(snapshot, local_day(now)), role=assignment.role,
        slot=shown.slot if shown else 0,
    )  # fmt: skip


def shown_title(task: Task) -> str:
    """The title, or a neutral wording for a classified task: its content never goes into a message."""
    return "Nhiệm vụ theo văn bản riêng" if task.classified else task.title


def _next_slot(session: Session, assignment: Assignment, snapshot: Snapshot) -> Slot | None:
    unmet = snapshot.unmet()
    rows = session.exec(
        select(Slot).where(Slot.assignment_id == assignment.id, col(Slot.slot).in_(unmet)).order_by(col(Slot.slot))
    ).all()
    dated = sorted((row for row in rows if row.due), key=lambda row: row.due or dt.date.max)
    return dated[0] if dated else (rows[0] if rows else None)
