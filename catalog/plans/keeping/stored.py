"""A stored plan as the plain values it was read as: for exporting and for the spreadsheet's round trip.

Who leads and supports is what stands in the task's row, with whoever an officer gave the work to beside it, so that
what an officer changed is what comes out.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlmodel import Session, col, select

from catalog.agencies.on_a_day import members_on
from catalog.agencies.stored import agency_name, names_before
from catalog.plans.model import Actors, ParsedIndicator, ParsedPlan, ParsedTask, PlanWarning, ReportingDuty
from catalog.tables import (
    AgencyRow,
    Assignment,
    ImportRun,
    Indicator,
    Milestone,
    Plan,
    ReportingDutyRow,
    Task,
)
from catalog.work.deadline import Deadline


@dataclass
class _Given:
    """Who was given a task in one role beside those its row names: `to` stands, `instead_of` was cancelled."""

    to: list[AgencyRow] = field(default_factory=list)
    instead_of: set[str] = field(default_factory=set)


def read_stored(session: Session, plan: Plan) -> ParsedPlan:
    """Everything of one plan, in printed order; withdrawn rows are left out."""
    tasks = session.exec(
        select(Task).where(Task.plan_id == plan.id, col(Task.withdrawn_at).is_(None)).order_by(col(Task.position))
    ).all()
    indicators = session.exec(
        select(Indicator)
        .where(Indicator.plan_id == plan.id, col(Indicator.withdrawn_at).is_(None))
        .order_by(col(Indicator.position))
    ).all()
    duties = session.exec(
        select(ReportingDutyRow)
        .where(ReportingDutyRow.plan_id == plan.id, col(ReportingDutyRow.withdrawn_at).is_(None))
        .order_by(col(ReportingDutyRow.id))
    ).all()
    assert plan.id is not None
    given = _given(session, plan)
    milestones = _milestones(session, plan)
    return ParsedPlan(
        number=plan.number, title=plan.title, issuer=plan.issuer, date=plan.date, year=plan.year,
        coordinator=agency_name(session, plan.coordinator_id),
        tasks=tuple(_task(t, milestones.get(t.id or 0, ()), given) for t in tasks),
        indicators=tuple(_indicator(i) for i in indicators),
        reporting=tuple(
            ReportingDuty(d.who, d.addressee, d.period, d.day_rule, d.text, d.due)  # type: ignore[arg-type]
            for d in duties
        ),
        warnings=_warnings(plan.warnings), rows_read=len(tasks) + len(indicators), plan_id=plan.id,
    )  # fmt: skip


def documents_of(session: Session, plan_id: int) -> list[dict[str, object]]:
    """The documents that amended or replaced a plan, in the order they were applied: number, title, date, what."""
    runs = session.exec(select(ImportRun.report).where(ImportRun.plan_id == plan_id).order_by(col(ImportRun.id)))
    found: list[dict[str, object]] = []
    for report in runs:
        document = report.get("by_document")
        if document and document not in found:
            found.append(document)
    return found


def task_row(session: Session, task: Task) -> ParsedTask:
    """One stored task as the row it is, as its columns have it (without what was handed on beside them)."""
    milestones = session.exec(select(Milestone).where(Milestone.task_id == task.id).order_by(col(Milestone.slot))).all()
    return _task(task, milestones, {})


def _given(session: Session, plan: Plan) -> dict[tuple[int, str], _Given]:
    rows = session.exec(
        select(Assignment, Task, AgencyRow)
        .join(Task, col(Task.id) == col(Assignment.task_id))
        .join(AgencyRow, col(AgencyRow.id) == col(Assignment.agency_id))
        .where(Task.plan_id == plan.id)
        .order_by(col(Assignment.id))
    )
    found: dict[tuple[int, str], _Given] = {}
    known, members = names_before(session), members_on(session, plan.date)
    for assignment, task, agency in rows:
        named = set(task.lead if assignment.role == "lead" else task.support)
        grouped = assignment.role == "lead" and (
            bool(set(agency.groups) & set(task.lead_groups))
            or any(agency.id in members.get(group, ()) for group in task.lead_groups)
        )
        here = any(known.get(name) == agency.id for name in named)
        if assignment.state == "cancelled" and here:
            found.setdefault((assignment.task_id, assignment.role), _Given()).instead_of.add(agency.name)
        elif assignment.state != "cancelled" and not here and not grouped:
            found.setdefault((assignment.task_id, assignment.role), _Given()).to.append(agency)
    return found


def _milestones(session: Session, plan: Plan) -> dict[int, tuple[Milestone, ...]]:
    found: dict[int, tuple[Milestone, ...]] = {}
    for row in session.exec(
        select(Milestone)
        .join(Task, col(Task.id) == col(Milestone.task_id))
        .where(Task.plan_id == plan.id)
        .order_by(col(Milestone.task_id), col(Milestone.slot))
    ):
        found[row.task_id] = (*found.get(row.task_id, ()), row)
    return found


def _task(task: Task, milestones: Sequence[Milestone], given: dict[tuple[int, str], _Given]) -> ParsedTask:
    def named(role: str, names: list[str]) -> tuple[str, ...]:
        handed = given.get((task.id or 0, role))
        if handed is None or not handed.to:
            return tuple(names)
        # Handed on: whoever was named and cancelled gives way to those who stand now.
        return (*(name for name in names if name not in handed.instead_of), *(agency.name for agency in handed.to))

    return ParsedTask(
        annex=task.annex, section=task.section, section_title=task.section_title, number=task.number,
        number_printed=task.number_printed,
        title=task.title, output=task.output, deadline_raw=task.deadline_raw,
        deadlines=tuple(Deadline(m.kind, m.label, m.start, m.due) for m in milestones),  # type: ignore[arg-type]
        actors=Actors(
            lead_named=tuple(task.lead_named), lead=named("lead", task.lead),
            lead_groups=tuple(task.lead_groups),
            support_named=tuple(task.support_named), support=named("support", task.support),
            support_groups=tuple(task.support_groups),
        ),
        lead_raw=task.lead_raw, support_raw=task.support_raw, notes=task.notes, heading_only=task.heading_only,
        classified=task.classified, parent_number=task.parent_number, children=tuple(task.children),
        source_row=task.source_row, warnings=_warnings(task.warnings), task_id=task.id or 0,
    )  # fmt: skip


def _indicator(row: Indicator) -> ParsedIndicator:
    return ParsedIndicator(
        number=row.number, section=row.section, name=row.name, unit=row.unit, target_raw=row.target_raw,
        op=row.op, value=row.value,  # type: ignore[arg-type]
        actors=Actors(
            lead_named=tuple(row.lead_named), lead=tuple(row.lead),
            lead_groups=tuple(row.lead_groups),
            support_named=tuple(row.support_named), support=tuple(row.support),
            support_groups=tuple(row.support_groups),
        ),
        annex=row.annex, heading_only=row.heading_only, source_row=row.source_row, warnings=_warnings(row.warnings),
    )  # fmt: skip


def _warnings(rows: Sequence[dict[str, str]]) -> tuple[PlanWarning, ...]:
    return tuple(PlanWarning(row["kind"], row["text"]) for row in rows)
