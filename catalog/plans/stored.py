"""A stored plan as the plain values it was read as: for exporting and for the spreadsheet's round trip.

Who leads and supports is what stands in the assignments today, so that what an officer changed is what comes out.
"""

from sqlmodel import Session, col, select

from catalog.agencies.stored import agency_name
from catalog.plans.model import Actors, Deadline, ParsedIndicator, ParsedPlan, ParsedTask, PlanWarning, ReportingDuty
from catalog.tables import (
    AgencyRow,
    Assignment,
    Indicator,
    Milestone,
    Plan,
    ReportingDutyRow,
    Task,
)


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
    agencies = _agencies(session, plan)
    milestones = _milestones(session, plan)
    return ParsedPlan(
        number=plan.number, title=plan.title, issuer=plan.issuer, date=plan.date, year=plan.year,
        coordinator=agency_name(session, plan.coordinator_id),
        tasks=tuple(_task(t, milestones.get(t.id or 0, ()), agencies) for t in tasks),
        indicators=tuple(_indicator(i) for i in indicators),
        reporting=tuple(
            ReportingDuty(d.who, d.addressee, d.period, d.day_rule, d.text, d.due)  # type: ignore[arg-type]
            for d in duties
        ),
    )  # fmt: skip


def _agencies(session: Session, plan: Plan) -> dict[tuple[int, str], list[AgencyRow]]:
    """Agencies with a standing assignment, by (task, role)."""
    rows = session.exec(
        select(Assignment, AgencyRow)
        .join(Task, col(Task.id) == col(Assignment.task_id))
        .join(AgencyRow, col(AgencyRow.id) == col(Assignment.agency_id))
        .where(Task.plan_id == plan.id, Assignment.state != "cancelled")
        .order_by(col(Assignment.id))
    )
    found: dict[tuple[int, str], list[AgencyRow]] = {}
    for assignment, agency in rows:
        found.setdefault((assignment.task_id, assignment.role), []).append(agency)
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


def _task(
    task: Task, milestones: tuple[Milestone, ...], agencies: dict[tuple[int, str], list[AgencyRow]]
) -> ParsedTask:
    def named(role: str, groups: list[str], lead: list[str]) -> tuple[str, ...]:
        # The members of a lead group are assignments, but `lead` in the export never contains the expansion:
        # only who is named in the row, or was put there by an officer from outside the group.
        rows = agencies.get((task.id or 0, role), [])
        return tuple(row.name for row in rows if row.name in lead or not set(row.groups) & set(groups))

    return ParsedTask(
        annex=task.annex, section=task.section, section_title=task.section_title, number=task.number,
        title=task.title, output=task.output, deadline_raw=task.deadline_raw,
        deadlines=tuple(Deadline(m.kind, m.label, m.start, m.due) for m in milestones),  # type: ignore[arg-type]
        actors=Actors(
            lead_named=tuple(task.lead_named), lead=named("lead", task.lead_groups, task.lead),
            lead_groups=tuple(task.lead_groups),  # type: ignore[arg-type]
            support_named=tuple(task.support_named), support=named("support", [], task.support),
            support_groups=tuple(task.support_groups),  # type: ignore[arg-type]
        ),
        lead_raw=task.lead_raw, support_raw=task.support_raw, notes=task.notes, heading_only=task.heading_only,
        classified=task.classified, parent_number=task.parent_number, children=tuple(task.children),
        source_row=task.source_row, warnings=tuple(PlanWarning(w["kind"], w["text"]) for w in task.warnings),
    )  # fmt: skip


def _indicator(row: Indicator) -> ParsedIndicator:
    return ParsedIndicator(
        number=row.number, section=row.section, name=row.name, unit=row.unit, target_raw=row.target_raw,
        op=row.op, value=row.value,  # type: ignore[arg-type]
        actors=Actors(lead_named=tuple(row.lead_named), lead=tuple(row.lead), lead_groups=tuple(row.lead_groups)),  # type: ignore[arg-type]
        annex=row.annex, heading_only=row.heading_only,
    )  # fmt: skip
