"""Plans into the store: a first import, or a revision of a plan that is already there. All or nothing.

The caller's transaction is the "all": anything raised here leaves the store as it was.
"""

import datetime as dt
from dataclasses import asdict
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from catalog import audit
from catalog.agencies.registry import Registry
from catalog.agencies.stored import registry_of
from catalog.audit import Actor
from catalog.plans.facts import plan_facts
from catalog.plans.keeping.agency_rows import AgencyRows
from catalog.plans.keeping.amendment import is_difference
from catalog.plans.keeping.doubts import doubtful_cells
from catalog.plans.keeping.edition import add_tasks, amended_by, printed_before, revised
from catalog.plans.keeping.identity import known_plan
from catalog.plans.keeping.indicators_and_duties import replace_body
from catalog.plans.keeping.pairing import Answers
from catalog.plans.keeping.report import ImportReport
from catalog.plans.keeping.revise import Revision
from catalog.plans.keeping.twins import twins_of
from catalog.plans.meaning.foreign import unlike_those_held
from catalog.plans.model import ParsedIndicator, ParsedPlan, ParsedTask
from catalog.tables import Assignment, ImportRun, Plan, Task
from catalog.work.assignments import Said


def import_plan(
    session: Session,
    parsed: ParsedPlan,
    actor: Actor,
    now: dt.datetime,
    *,
    source_name: str = "",
    source_sha256: str = "",
    plan_id: int | None = None,
    answers: Answers | None = None,
    document_number: str = "",
    coordinator_id: int | None = None,
    withdraw: bool = False,
    hold_doubtful: bool = False,
) -> ImportReport:
    """Store a plan that was read, or revise the stored one it is a new edition of.

    `plan_id` says which stored plan it is where the number does not; `answers` decide doubtful rows;
    `document_number` is the document the change is made by (the plan's own number where it has one);
    `coordinator_id` answers for the plan where it does not say who does; `withdraw` says that a person wants more than
    a fifth of its tasks withdrawn; `hold_doubtful` keeps what was not read for certain from being reminded before an
    officer has looked at it.
    Raises `identity.Unconfirmed` where it is not certain that it is a stored plan and something would change,
    `pairing.Doubtful` when a row may be a stored task and a person must say which,
    `withdrawal.ManyWithdrawn` when more than a fifth of the tasks would go and nobody has said so.
    """
    agencies = AgencyRows.read(session, parsed.date)
    plan = known_plan(session, parsed, plan_id, source_sha256)
    new = plan is None
    difference = is_difference(parsed, plan)
    plan = plan or Plan(title=parsed.title, imported_at=now)
    if not difference:
        plan.number, plan.issuer, plan.title = parsed.number or plan.number, parsed.issuer, parsed.title
        plan.date, plan.year, plan.source_name = parsed.date, parsed.year, source_name
        plan.warnings = [{"kind": w.kind, "text": w.text} for w in parsed.warnings]
        known = _coordinator(agencies, registry_of(session), parsed)
        plan.coordinator_id = known or plan.coordinator_id or coordinator_id
    session.add(plan)
    session.flush()
    assert plan.id is not None
    report = ImportReport(
        plan=plan_facts(plan), rows_read=parsed.rows_read, new=new,
        tasks=sum(not task.heading_only for task in parsed.tasks),
        sub_rows=sum(bool(task.parent_number) for task in parsed.tasks),
        indicators=len(parsed.indicators), reporting=len(parsed.reporting), warnings=_warnings(parsed),
    )  # fmt: skip
    said = Said(document_number=document_number or parsed.number or plan.number)
    if parsed.amends is not None and not new:
        report.by_document = _document_facts(parsed)
    revision = Revision(session, actor, now, agencies, said, hold_doubtful)
    if new and not any(warning.kind == "elsewhere" for warning in parsed.warnings):
        held = session.exec(select(Plan.issuer).where(Plan.id != plan.id)).all()
        report.warnings += [
            {"row": 0, "kind": one.kind, "text": one.text} for one in unlike_those_held(parsed.issuer, held)
        ]
    if difference:
        fresh = amended_by(revision, plan, parsed, answers, report)
        report.added = add_tasks(revision, plan.id, fresh, [{}] * len(fresh), document_number=said.document_number)
    else:
        fresh = list(enumerate(parsed.tasks)) if new else revised(revision, plan, parsed, answers, report, withdraw)
        report.added = add_tasks(revision, plan.id, fresh, [printed_before(parsed, row) for _, row in fresh])
        replace_body(session, plan.id, parsed, now)
    session.flush()
    report.overdue_at_import, report.unassigned = _overdue_at_import(session, plan.id), _unassigned(session, plan.id)
    report.self_check = asdict(parsed.self_check) if parsed.self_check else None
    report.twins = [one.to_json() for one in twins_of(session, plan.id)]
    report.in_doubt = [one.to_json() for one in doubtful_cells(session, [plan.id])]
    run = ImportRun(
        plan_id=plan.id, at=now, person_id=actor.person_id, source_name=source_name, source_sha256=source_sha256,
        report=report.to_json(),
    )  # fmt: skip
    session.add(run)
    audit.append(
        session, actor, "plan.imported", f"plan:{plan.id}", now,
        {"tasks": report.tasks, "added": len(report.added), "changed": len(report.changed),
         "withdrawn": len(report.withdrawn), "source": source_sha256, "document": document_number},
    )  # fmt: skip
    return report


def _document_facts(parsed: ParsedPlan) -> dict[str, Any]:
    """The amending document, for the record of the import."""
    day = parsed.date.isoformat() if parsed.date else None
    return {"number": parsed.number, "title": parsed.title, "date": day, "what": parsed.amends and parsed.amends.what}


def _coordinator(agencies: AgencyRows, registry: Registry, parsed: ParsedPlan) -> int | None:
    today = registry.resolve_printed(parsed.coordinator, printed_on=parsed.date).name if parsed.coordinator else None
    return agencies.by_name.get(today or parsed.coordinator)


def _warnings(parsed: ParsedPlan) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [{"row": 0, "kind": w.kind, "text": w.text} for w in parsed.warnings]
    rows: list[ParsedTask | ParsedIndicator] = [*parsed.tasks, *parsed.indicators]
    for row in rows:
        for warning in dict.fromkeys((*row.warnings, *row.actors.warnings)):
            hidden = {"classified": True} if isinstance(row, ParsedTask) and row.classified else {}
            found.append(
                {"row": row.source_row, "number": row.number, "kind": warning.kind, "text": warning.text, **hidden}
            )
    return found


def _overdue_at_import(session: Session, plan_id: int) -> int:
    """How many assignments of the plan wait for the officer before anybody is reminded."""
    of_plan = sa.select(sa.func.count()).select_from(Assignment).join(Task, col(Task.id) == col(Assignment.task_id))
    return int(
        session.execute(of_plan.where(col(Task.plan_id) == plan_id, col(Assignment.overdue_at_import))).scalar_one()
    )


def _unassigned(session: Session, plan_id: int) -> int:
    """How many standing tasks of the plan nobody leads."""
    leads = sa.exists().where(
        col(Assignment.task_id) == col(Task.id), col(Assignment.role) == "lead", col(Assignment.state) != "cancelled"
    )
    tasks = sa.select(sa.func.count()).select_from(Task).where(
        col(Task.plan_id) == plan_id, col(Task.withdrawn_at).is_(None), col(Task.heading_only).is_(False), ~leads
    )  # fmt: skip
    return int(session.execute(tasks).scalar_one())
