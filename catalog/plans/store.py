"""Plans into the store: a first import, or a revision of a plan that is already there. All or nothing.

The caller's transaction is the "all": anything raised here leaves the store as it was.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session, col, select

from catalog import assignments, audit
from catalog.agencies.registry import resolve_printed
from catalog.agencies.stored import agency_id, ensure_agencies, members_of
from catalog.audit import Actor
from catalog.clock import local_day
from catalog.plans import revise
from catalog.plans.model import ParsedIndicator, ParsedPlan, ParsedTask
from catalog.tables import Assignment, ImportRun, Indicator, Milestone, Plan, ReportingDutyRow, Task
from catalog.text import fold

EXPANDED_GROUPS = ("departments", "communes")
"""Groups that become one assignment an agency; the others expand to nobody until an officer chooses."""


@dataclass
class ImportReport:
    """What an import read and what it changed; `warnings` carry the source row they speak of."""

    plan: dict[str, Any]
    rows_read: int
    tasks: int
    sub_rows: int
    indicators: int
    reporting: int
    warnings: list[dict[str, Any]]
    held: int = 0
    unassigned: int = 0
    added: list[dict[str, Any]] = field(default_factory=list)
    changed: list[dict[str, Any]] = field(default_factory=list)
    withdrawn: list[dict[str, Any]] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """The JSON of `plan import` (contract of DESIGN section 9)."""
        by_kind: dict[str, int] = {}
        for warning in self.warnings:
            by_kind[warning["kind"]] = by_kind.get(warning["kind"], 0) + 1
        return {**vars(self), "warnings_by_kind": by_kind}


def import_plan(
    session: Session,
    parsed: ParsedPlan,
    actor: Actor,
    now: dt.datetime,
    *,
    source_name: str = "",
    source_sha256: str = "",
    plan_id: int | None = None,
) -> ImportReport:
    """Store a plan that was read, or revise the stored one it is a new edition of.

    The same plan is found by number and issuer, else by `plan_id`, else by title. Raises
    `revise.Doubtful` when a row could be two stored tasks and a person must say which.
    """
    ensure_agencies(session)
    plan = _known_plan(session, parsed, plan_id)
    today = resolve_printed(parsed.coordinator, printed_on=parsed.date).name if parsed.coordinator else None
    coordinator = agency_id(session, today) if today else None
    if plan is None:
        plan = Plan(title=parsed.title, imported_at=now)
    plan.number, plan.issuer, plan.title = parsed.number or plan.number, parsed.issuer, parsed.title
    plan.date, plan.year, plan.source_name = parsed.date, parsed.year, source_name
    plan.coordinator_id = coordinator or plan.coordinator_id
    session.add(plan)
    session.flush()
    assert plan.id is not None
    report = ImportReport(
        plan=plan_facts(plan), rows_read=parsed.rows_read,
        tasks=sum(not task.heading_only for task in parsed.tasks),
        sub_rows=sum(bool(task.parent_number) for task in parsed.tasks),
        indicators=len(parsed.indicators), reporting=len(parsed.reporting), warnings=_warnings(parsed),
    )  # fmt: skip
    stored = session.exec(select(Task).where(Task.plan_id == plan.id, col(Task.withdrawn_at).is_(None))).all()
    pairs = revise.pair(stored, parsed.tasks)
    for position, (task, row) in enumerate(pairs.rows):
        if task is None:
            added = _add_task(session, plan.id, position, row, actor, now, report)
            report.added.append(revise.label(added))
        elif difference := revise.apply(session, task, position, row, actor, now):
            _match_assignments(session, task, row, actor, now)
            report.changed.append({**revise.label(task), "fields": difference})
    for task in pairs.gone:
        revise.withdraw(session, task, actor, now)
        report.withdrawn.append(revise.label(task))
    _replace_body(session, plan.id, parsed, now)
    report.held = _held(session, plan.id)
    run = ImportRun(
        plan_id=plan.id, at=now, person_id=actor.person_id, source_name=source_name, source_sha256=source_sha256,
        report=report.to_json(),
    )  # fmt: skip
    session.add(run)
    audit.append(
        session, actor, "plan.imported", f"plan:{plan.id}", now,
        {"tasks": report.tasks, "added": len(report.added), "changed": len(report.changed),
         "withdrawn": len(report.withdrawn), "source": source_sha256},
    )  # fmt: skip
    return report


def plan_facts(plan: Plan) -> dict[str, Any]:
    """Id, number, title, issuer and date (ISO or None) of a stored plan, as the contracts print them."""
    return {
        "id": plan.id, "number": plan.number, "title": plan.title, "issuer": plan.issuer,
        "date": plan.date.isoformat() if plan.date else None,
    }  # fmt: skip


def _known_plan(session: Session, parsed: ParsedPlan, plan_id: int | None) -> Plan | None:
    if parsed.number:
        found = session.exec(select(Plan).where(Plan.number == parsed.number, Plan.issuer == parsed.issuer)).first()
        if found is not None:
            return found
    if plan_id is not None:
        return session.get(Plan, plan_id)
    same_title = [p for p in session.exec(select(Plan)).all() if fold(p.title) == fold(parsed.title)]
    return same_title[0] if same_title else None


def _warnings(parsed: ParsedPlan) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [{"row": 0, "kind": w.kind, "text": w.text} for w in parsed.warnings]
    rows: list[ParsedTask | ParsedIndicator] = [*parsed.tasks, *parsed.indicators]
    for row in rows:
        for warning in row.warnings:
            found.append({"row": row.source_row, "number": row.number, "kind": warning.kind, "text": warning.text})
    return found


def _add_task(
    session: Session, plan_id: int, position: int, row: ParsedTask, actor: Actor, now: dt.datetime, report: ImportReport
) -> Task:
    task = Task(plan_id=plan_id, position=position, added_at=now, **revise.task_values(row))
    session.add(task)
    session.flush()
    assert task.id is not None
    for slot, deadline in enumerate(row.deadlines, start=1):
        session.add(
            Milestone(
                task_id=task.id,
                slot=slot,
                label=deadline.label,
                kind=deadline.kind,
                start=deadline.start,
                due=deadline.due,
            )
        )
    session.flush()
    if row.heading_only:
        return task
    leads = _lead_ids(session, row)
    report.unassigned += not leads
    assignments.create(session, task, leads, "lead", actor, now, hold_before=local_day(now))
    assignments.create(session, task, _support_ids(session, row, leads), "support", actor, now)
    return task


def _held(session: Session, plan_id: int) -> int:
    """How many assignments of the plan wait for the officer before anybody is reminded."""
    return len(
        session.exec(
            select(Assignment.id)
            .join(Task, col(Task.id) == col(Assignment.task_id))
            .where(Task.plan_id == plan_id, col(Assignment.held).is_(True))
        ).all()
    )


def _lead_ids(session: Session, row: ParsedTask) -> list[int]:
    """Named leads first, then the members of lead groups; named and in the group counts once."""
    named = [agency_id(session, name) for name in row.actors.lead]
    grouped = [m for group in row.actors.lead_groups if group in EXPANDED_GROUPS for m in members_of(session, group)]
    return list(dict.fromkeys(found for found in (*named, *grouped) if found is not None))


def _support_ids(session: Session, row: ParsedTask, leads: Sequence[int]) -> list[int]:
    named = [agency_id(session, name) for name in row.actors.support]
    return [found for found in dict.fromkeys(named) if found is not None and found not in leads]


def _match_assignments(session: Session, task: Task, row: ParsedTask, actor: Actor, now: dt.datetime) -> None:
    """After a revision: agencies that came in get their assignment, those that left are cancelled on record."""
    leads = _lead_ids(session, row)
    supports = _support_ids(session, row, leads)
    wanted = {(agency, "lead") for agency in leads} | {(agency, "support") for agency in supports}
    held = {
        (a.agency_id, a.role): a for a in session.exec(select(Assignment).where(Assignment.task_id == task.id)).all()
    }
    for role in ("lead", "support"):
        new = sorted(agency for agency, as_role in wanted - held.keys() if as_role == role)
        assignments.create(session, task, new, role, actor, now)
    for key in held.keys() - wanted:
        revise.cancel(session, held[key], actor, now, "plan_revised")


def _replace_body(session: Session, plan_id: int, parsed: ParsedPlan, now: dt.datetime) -> None:
    """Indicators and reporting duties of the new edition; the same ones stay the same rows."""
    old_indicators = {
        (i.annex, i.number, fold(i.name)): i
        for i in session.exec(
            select(Indicator).where(Indicator.plan_id == plan_id, col(Indicator.withdrawn_at).is_(None))
        )
    }
    for position, row in enumerate(parsed.indicators):
        indicator = old_indicators.pop((row.annex, row.number, fold(row.name)), None) or Indicator(
            plan_id=plan_id, position=position, name=row.name, op=row.op
        )
        indicator.annex, indicator.section, indicator.number = row.annex, row.section, row.number
        indicator.unit, indicator.target_raw, indicator.op, indicator.value = (
            row.unit,
            row.target_raw,
            row.op,
            row.value,
        )
        indicator.lead_named, indicator.lead = list(row.actors.lead_named), list(row.actors.lead)
        indicator.lead_groups = list(row.actors.lead_groups)
        indicator.heading_only = row.heading_only
        session.add(indicator)
    for gone in old_indicators.values():
        gone.withdrawn_at = now
    old_duties = {
        (d.who, d.period, d.day_rule, d.text): d
        for d in session.exec(
            select(ReportingDutyRow).where(
                ReportingDutyRow.plan_id == plan_id, col(ReportingDutyRow.withdrawn_at).is_(None)
            )
        )
    }
    for duty in parsed.reporting:
        if old_duties.pop((duty.who, duty.period, duty.day_rule, duty.text), None) is None:
            session.add(
                ReportingDutyRow(
                    plan_id=plan_id,
                    who=duty.who,
                    addressee=duty.to,
                    period=duty.period,
                    day_rule=duty.day_rule,
                    due=duty.due,
                    text=duty.text,
                )
            )
    for duty_gone in old_duties.values():
        duty_gone.withdrawn_at = now
