"""Facts for the templates: how a task, a deadline and an agency are named in a message."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlmodel import Session, col, select

from catalog.clock import local_day
from catalog.progress import SlotStand, Snapshot, bucket_of
from catalog.tables import AgencyRow, Assignment, DutyPeriod, Plan, ReportingDutyRow, Slot, Task


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

    def at(self, position: int) -> "Line":
        """The same line under another number."""
        return replace(self, position=position)


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
    return lines_of(session, [(assignment.id or 0, slot)], now, position)[0]


def lines_of(session: Session, wanted: Sequence[tuple[int, str]], now: dt.datetime, first: int = 1) -> list[Line]:
    """The lines of several (assignment, milestone), numbered from `first`; read together, not one by one."""
    ids = {assignment_id for assignment_id, _ in wanted}
    rows = session.exec(
        select(Assignment, Task, Plan, AgencyRow.name)
        .join(Task, col(Task.id) == col(Assignment.task_id))
        .join(Plan, col(Plan.id) == col(Task.plan_id))
        .join(AgencyRow, col(AgencyRow.id) == col(Assignment.agency_id))
        .where(col(Assignment.id).in_(ids))
    ).all()
    known = {row[0].id: row for row in rows}
    slots: dict[int, list[Slot]] = defaultdict(list)
    for row in session.exec(select(Slot).where(col(Slot.assignment_id).in_(ids)).order_by(col(Slot.slot))):
        slots[row.assignment_id].append(row)
    return [
        _line(*known[assignment_id], slots[assignment_id], slot, position, local_day(now))
        for position, (assignment_id, slot) in enumerate(wanted, start=first)
    ]


def _line(
    assignment: Assignment, task: Task, plan: Plan, agency: str, slots: Sequence[Slot], slot: str, position: int,
    today: dt.date,
) -> Line:  # fmt: skip
    snapshot = Snapshot(
        state=assignment.state,  # type: ignore[arg-type]  # the column holds exactly the words of State
        percent=assignment.percent,
        slots=tuple(SlotStand(row.slot, row.due, row.reported_on) for row in slots),
    )
    meant = next((row for row in slots if slot.isdigit() and row.slot == int(slot)), None)
    shown = meant or _next_slot(slots)
    return Line(
        assignment_id=assignment.id or 0, code=task.id or 0, position=position, plan=plan_label(plan),
        place=place_of(task), title=shown_title(task), output="" if task.classified else task.output,
        agency=agency, state=assignment.state, percent=assignment.percent,
        due=shown.due if shown else assignment.due, milestone=shown.label if shown and not task.classified else "",
        bucket=bucket_of(snapshot, today), role=assignment.role, slot=shown.slot if shown else 0,
    )  # fmt: skip


def shown_title(task: Task) -> str:
    """The title, or a neutral wording for a classified task: its content never goes into a message."""
    return "Nhiệm vụ theo văn bản riêng" if task.classified else task.title


def _next_slot(slots: Sequence[Slot]) -> Slot | None:
    unmet = [row for row in slots if row.reported_on is None]
    dated = sorted((row for row in unmet if row.due), key=lambda row: row.due or dt.date.max)
    return dated[0] if dated else (unmet[0] if unmet else None)


@dataclass(frozen=True)
class DutyLine:
    """A report an agency owes, as one line of a message; `position` is the number it can be answered by."""

    duty_period_id: int
    position: int
    plan: str
    text: str
    addressee: str
    period: str
    agency: str
    due: dt.date

    def at(self, position: int) -> "DutyLine":
        """The same line under another number."""
        return replace(self, position=position)


def duty_lines_of(session: Session, wanted: Sequence[tuple[int, int]]) -> list[DutyLine]:
    """The lines of several (position, duty period)."""
    rows = session.exec(
        select(DutyPeriod, ReportingDutyRow, Plan, AgencyRow.name)
        .join(ReportingDutyRow, col(ReportingDutyRow.id) == col(DutyPeriod.duty_id))
        .join(Plan, col(Plan.id) == col(ReportingDutyRow.plan_id))
        .join(AgencyRow, col(AgencyRow.id) == col(DutyPeriod.agency_id))
        .where(col(DutyPeriod.id).in_([period for _, period in wanted]))
    ).all()
    known = {row[0].id: row for row in rows}
    found = [(position, *known[period]) for position, period in wanted]
    return [
        DutyLine(
            owed.id or 0, position, plan_label(plan), duty.text, duty.addressee, duty.period, agency, owed.due,
        )
        for position, owed, duty, plan, agency in found
    ]  # fmt: skip
