"""Facts for the templates: how a task, a deadline and an agency are named in a message."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col

from catalog.clock import local_day
from catalog.figures.standing_on_day import CLASSIFIED_TITLE
from catalog.store.columns import ask
from catalog.store.memory import Question
from catalog.tables import AgencyRow, Assignment, DutyPeriod, Plan, ReportingDutyRow, Task, table_of
from catalog.work.assignments import SLOTS
from catalog.work.snapshot import SlotStand, Snapshot, bucket_of


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
    percent: float
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
    return _label(plan.number, plan.title)


def _label(number: str, title: str) -> str:
    return f"KH {number}" if number else title[:40].rstrip() + ("…" if len(title) > 40 else "")


Row = sa.Row[*tuple[Any, ...]]
"""Only the columns a line needs: a plan's row holds its whole warnings, and a morning makes thousands of lines."""


def place_of(task: Task | Row) -> str:
    """Where the row stands in the plan: "PL III, mục II, số 13"."""
    parts = [f"PL {task.annex}" if task.annex else "", f"mục {task.section}" if task.section else ""]
    parts.append(f"số {task.number}" if task.number else "không đánh số")
    return ", ".join(part for part in parts if part)


def line_of(session: Session, assignment: Assignment, now: dt.datetime, position: int = 0, *, slot: str = "") -> Line:
    """The line of one assignment, about milestone `slot` or else the next unmet one.

    A classified task shows only its code.
    """
    assert assignment.id is not None
    stands = _Stands(
        assignment.id, assignment.state, assignment.percent, assignment.due, assignment.role, assignment.task_id,
        assignment.agency_id,
    )  # fmt: skip
    return _lines(session, [stands], [(assignment.id, slot)], now, position)[0]


def lines_of(session: Session, wanted: Sequence[tuple[int, str]], now: dt.datetime, first: int = 1) -> list[Line]:
    """The lines of several (assignment, milestone), numbered from `first`; read together, not one by one."""
    ids = {assignment_id for assignment_id, _ in wanted}
    return _lines(session, [_Stands(*row) for row in ask(session, _STANDS, ids=ids)], wanted, now, first)


class _Stands(NamedTuple):
    """How an assignment stands, and whose and what it is."""

    assignment_id: int
    state: str
    percent: float
    due: dt.date | None
    role: str
    task_id: int
    agency_id: int


def _lines(
    session: Session, stands: Sequence[_Stands], wanted: Sequence[tuple[int, str]], now: dt.datetime, first: int
) -> list[Line]:
    known = {one.assignment_id: one for one in stands}
    tasks = _TASKS.ask_each(session, [one.task_id for one in stands])
    agencies = _AGENCIES.ask_each(session, [one.agency_id for one in stands])
    slots = SLOTS.ask_each(session, list(known))
    return [
        _line(
            one := known[assignment_id], tasks[one.task_id][0], agencies[one.agency_id][0].name, slots[assignment_id],
            slot, position, local_day(now),
        )
        for position, (assignment_id, slot) in enumerate(wanted, start=first)
    ]  # fmt: skip


_IDS: sa.BindParameter[int] = sa.bindparam("ids", expanding=True)
_ASSIGNMENT, _TASK, _PLAN, _AGENCY = (table_of(row) for row in (Assignment, Task, Plan, AgencyRow))
_STANDS = sa.select(
    _ASSIGNMENT.c.id, _ASSIGNMENT.c.state, _ASSIGNMENT.c.percent, _ASSIGNMENT.c.due, _ASSIGNMENT.c.role,
    _ASSIGNMENT.c.task_id, _ASSIGNMENT.c.agency_id,
).where(_ASSIGNMENT.c.id.in_(_IDS))  # fmt: skip
_TASKS = Question(
    sa.select(
        _TASK.c.id, _TASK.c.annex, _TASK.c.section, _TASK.c.number, _TASK.c.title, _TASK.c.output, _TASK.c.classified,
        _PLAN.c.number.label("plan_number"), _PLAN.c.title.label("plan_title"),
    )
    .join(_PLAN, _PLAN.c.id == _TASK.c.plan_id)
    .where(_TASK.c.id.in_(_IDS))
)  # fmt: skip
_AGENCIES = Question(sa.select(_AGENCY.c.id, _AGENCY.c.name).where(_AGENCY.c.id.in_(_IDS)))


def _line(
    stands: _Stands, task: Row, agency: str, slots: Sequence[Row], slot: str, position: int, today: dt.date
) -> Line:
    snapshot = Snapshot(
        state=stands.state,  # type: ignore[arg-type]  # the column holds exactly the words of State
        percent=stands.percent,
        slots=tuple(SlotStand(one.slot, one.due, one.reported_on) for one in slots),
    )
    meant = next((one for one in slots if slot.isdigit() and one.slot == int(slot)), None)
    shown = meant or _next_slot(slots)
    return Line(
        assignment_id=stands.assignment_id, code=task.id, position=position,
        plan=_label(task.plan_number, task.plan_title), place=place_of(task), title=shown_title(task).rstrip(" .;,"),
        output="" if task.classified else task.output, agency=agency, state=stands.state, percent=stands.percent,
        due=shown.due if shown else stands.due, milestone=shown.label if shown and not task.classified else "",
        bucket=bucket_of(snapshot, today), role=stands.role, slot=shown.slot if shown else 0,
    )  # fmt: skip


def shown_title(task: Task | Row) -> str:
    """The title, or a neutral wording for a classified task: its content never goes into a message."""
    return CLASSIFIED_TITLE if task.classified else str(task.title)


def _next_slot(slots: Sequence[Row]) -> Row | None:
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
    known = {row.id: row for row in session.execute(_DUTY_PERIODS, {"ids": [period for _, period in wanted]})}
    return [
        DutyLine(
            row.id, position, _label(row.plan_number, row.plan_title), row.text, row.addressee, row.period, row.agency,
            row.due,
        )
        for position, row in ((position, known[period]) for position, period in wanted)
    ]  # fmt: skip


_DUTY_COLUMNS: tuple[Any, ...] = (
    col(DutyPeriod.id), col(DutyPeriod.due), col(ReportingDutyRow.text), col(ReportingDutyRow.addressee),
    col(ReportingDutyRow.period), col(Plan.number).label("plan_number"), col(Plan.title).label("plan_title"),
    col(AgencyRow.name).label("agency"),
)  # fmt: skip
_DUTY_PERIODS = (
    sa.select(*_DUTY_COLUMNS)
    .join(ReportingDutyRow, col(ReportingDutyRow.id) == col(DutyPeriod.duty_id))
    .join(Plan, col(Plan.id) == col(ReportingDutyRow.plan_id))
    .join(AgencyRow, col(AgencyRow.id) == col(DutyPeriod.agency_id))
    .where(col(DutyPeriod.id).in_(_IDS))
)
