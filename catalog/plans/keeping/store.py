"""Plans into the store: a first import, or a revision of a plan that is already there. All or nothing.

The caller's transaction is the "all": anything raised here leaves the store as it was.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from catalog import audit
from catalog.agencies.registry import Registry
from catalog.agencies.stored import registry_of
from catalog.audit import Actor
from catalog.clock import local_day
from catalog.plans.codec import task_from_json, task_to_json
from catalog.plans.keeping import revise
from catalog.plans.keeping.agency_rows import AgencyRows
from catalog.plans.keeping.doubts import doubtful_cells
from catalog.plans.keeping.identity import known_plan
from catalog.plans.keeping.indicators_and_duties import replace_body
from catalog.plans.keeping.merging import merge, same_facts
from catalog.plans.keeping.pairing import Answers, label, pair
from catalog.plans.keeping.revise import Revision
from catalog.plans.keeping.stored import task_row
from catalog.plans.keeping.withdrawal import check_withdrawn
from catalog.plans.meaning.certainty import cells_in_doubt
from catalog.plans.meaning.foreign import unlike_those_held
from catalog.plans.model import ParsedIndicator, ParsedPlan, ParsedTask
from catalog.tables import Assignment, ImportRun, Milestone, Plan, Task
from catalog.work import assignments
from catalog.work.assignments import Giving, Said
from catalog.work.in_doubt import written


@dataclass
class ImportReport:
    """What an import read and what it changed; `warnings` carry the source row they speak of.

    `new`: whether the plan itself is new. `overdue_at_import`: assignments overdue already, waiting for the officer.
    `in_doubt`: the cells that wait for an officer before anybody is reminded (`doubts.CellInDoubt.to_json`).
    `self_check`: what became of every printed row (`SelfCheck`); None for a workbook of ours.
    """

    plan: dict[str, Any]
    rows_read: int
    tasks: int
    sub_rows: int
    indicators: int
    reporting: int
    warnings: list[dict[str, Any]]
    new: bool = True
    overdue_at_import: int = 0
    unassigned: int = 0
    in_doubt: list[dict[str, Any]] = field(default_factory=list)
    self_check: dict[str, Any] | None = None
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
    plan = plan or Plan(title=parsed.title, imported_at=now)
    plan.number, plan.issuer, plan.title = parsed.number or plan.number, parsed.issuer, parsed.title
    plan.date, plan.year, plan.source_name = parsed.date, parsed.year, source_name
    plan.warnings = [{"kind": w.kind, "text": w.text} for w in parsed.warnings]
    plan.coordinator_id = _coordinator(agencies, registry_of(session), parsed) or plan.coordinator_id or coordinator_id
    session.add(plan)
    session.flush()
    assert plan.id is not None
    report = ImportReport(
        plan=plan_facts(plan), rows_read=parsed.rows_read, new=new,
        tasks=sum(not task.heading_only for task in parsed.tasks),
        sub_rows=sum(bool(task.parent_number) for task in parsed.tasks),
        indicators=len(parsed.indicators), reporting=len(parsed.reporting), warnings=_warnings(parsed),
    )  # fmt: skip
    said = Said(document_number=document_number or plan.number)
    revision = Revision(session, actor, now, agencies, said, hold_doubtful)
    if new and not any(warning.kind == "elsewhere" for warning in parsed.warnings):
        held = session.exec(select(Plan.issuer).where(Plan.id != plan.id)).all()
        report.warnings += [
            {"row": 0, "kind": one.kind, "text": one.text} for one in unlike_those_held(parsed.issuer, held)
        ]
    fresh = list(enumerate(parsed.tasks)) if new else _revise(revision, plan, parsed, answers, report, withdraw)
    report.added = add_tasks(revision, plan.id, fresh, [_printed(parsed, row) for _, row in fresh])
    replace_body(session, plan.id, parsed, now)
    session.flush()
    report.overdue_at_import, report.unassigned = _overdue_at_import(session, plan.id), _unassigned(session, plan.id)
    report.self_check = asdict(parsed.self_check) if parsed.self_check else None
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


def plan_facts(plan: Plan) -> dict[str, Any]:
    """Id, number, title, issuer and date (ISO or None) of a stored plan, as the contracts print them."""
    return {
        "id": plan.id, "number": plan.number, "title": plan.title, "issuer": plan.issuer,
        "date": plan.date.isoformat() if plan.date else None,
    }  # fmt: skip


def add_tasks(
    revision: Revision,
    plan_id: int,
    rows: Sequence[tuple[int, ParsedTask]],
    printed: Sequence[dict[str, Any] | None],
    *,
    document_number: str = "",
) -> list[dict[str, Any]]:
    """New tasks (position, row) with their milestones and assignments; how a report names them, in order.

    `printed` goes with each row as `Task.printed`: no new edition withdraws what no document has ({}).
    """
    if not rows:
        return []
    session = revision.session
    values = [
        {"plan_id": plan_id, "position": position, "added_at": revision.now, "document_number": document_number,
         "printed": was, **revise.task_values(row)}
        for (position, row), was in zip(rows, printed, strict=True)
    ]  # fmt: skip
    made = session.execute(sa.insert(Task).returning(col(Task.id), sort_by_parameter_order=True), values)
    ids = [int(row[0]) for row in made]
    milestones = [
        {"task_id": task_id, "slot": n, "label": d.label, "kind": d.kind, "start": d.start, "due": d.due}
        for task_id, (_, row) in zip(ids, rows, strict=True)
        for n, d in enumerate(row.deadlines, start=1)
    ]
    if milestones:
        session.execute(sa.insert(Milestone), milestones)
    givings: list[Giving] = []
    for task_id, (_, row) in zip(ids, rows, strict=True):
        leads, supports = revision.agencies.wanted(row)
        deadlines = revise.open_labels(row.deadlines, row.classified)
        doubtful = written(cells_in_doubt(row)) if revision.hold_doubtful else ""
        givings += [
            Giving(task_id, leads, "lead", deadlines, doubtful),
            Giving(task_id, supports, "support", deadlines),
        ]
    assignments.create_all(
        session, givings, revision.actor, revision.now, hold_before=local_day(revision.now), said=revision.said
    )
    return [
        {
            "task": task_id,
            "annex": row.annex,
            "section": row.section,
            "number": row.number,
            "title": row.title,
            "classified": row.classified,
        }
        for task_id, (_, row) in zip(ids, rows, strict=True)
    ]


def change_task(revision: Revision, task: Task, position: int, row: ParsedTask) -> dict[str, dict[str, Any]]:
    """What an officer changes of a task, outside any document; what was printed is kept for the next edition."""
    printed = task.printed if task.printed is not None else task_to_json(task_row(revision.session, task))
    changes = revise.apply(replace(revision, hold_doubtful=False), task, position, row)
    if changes:
        task.printed = printed
    return changes


def _revise(
    revision: Revision,
    plan: Plan,
    parsed: ParsedPlan,
    answers: Answers | None,
    report: ImportReport,
    withdraw: bool,
) -> list[tuple[int, ParsedTask]]:
    """Change and withdraw stored tasks; the rows that are new tasks, with their positions."""
    session = revision.session
    everything = session.exec(select(Task).where(Task.plan_id == plan.id).order_by(col(Task.position))).all()
    standing = [task for task in everything if task.withdrawn_at is None]
    pairs = pair(standing, parsed.tasks, answers)
    gone = [
        task for task in pairs.gone if (task.id in parsed.removed if parsed.removed is not None else task.printed != {})
    ]
    if not withdraw:
        check_withdrawn(plan, standing, gone)
    back = _come_back([task for task in everything if task.withdrawn_at is not None])
    fresh: list[tuple[int, ParsedTask]] = []
    for position, (known, row) in enumerate(pairs.rows):
        task = known or back.pop((row.annex, row.section, row.number, row.title), None)
        if task is None:
            fresh.append((position, row))
            continue
        changes = _edition(revision, task, position, row) if _document(parsed) else _edited(revision, task, row)
        if changes:
            report.changed.append({**label(task), "fields": changes})
    for task in gone:
        revise.withdraw(session, task, revision.actor, revision.now, revision.said)
        report.withdrawn.append(label(task))
    return fresh


def _edition(revision: Revision, task: Task, position: int, row: ParsedTask) -> dict[str, dict[str, Any]]:
    """A row of a new edition of the document: what an officer had changed stays unless it is printed otherwise now."""
    if task.printed is None:
        return revise.apply(revision, task, position, row)
    current = task_row(revision.session, task)
    merged = merge(task_from_json(task.printed), row, current) if task.printed else row
    changes = revise.apply(revision, task, position, merged)
    printed = None if same_facts(merged, row) else task_to_json(row)
    if printed != task.printed:
        task.printed = printed
    return changes


def _edited(revision: Revision, task: Task, row: ParsedTask) -> dict[str, dict[str, Any]]:
    """A row of a workbook: only what was changed in it since it was made."""
    current = task_row(revision.session, task)
    merged = replace(merge(row.base or row, row, current), source_row=task.source_row)
    if same_facts(merged, current):
        return {}
    return change_task(revision, task, task.position, merged)


def _printed(parsed: ParsedPlan, row: ParsedTask) -> dict[str, Any] | None:
    """`Task.printed` of a new task: a workbook's row was printed as it stood when the workbook was made, or never."""
    if _document(parsed):
        return None
    if row.base is None:
        return {}
    return None if same_facts(row.base, row) else task_to_json(row.base)


def _document(parsed: ParsedPlan) -> bool:
    """Whether this is a document, whole by itself, and no workbook of ours."""
    return parsed.removed is None


def _come_back(withdrawn: Sequence[Task]) -> dict[tuple[str, str, str, str], Task]:
    """Withdrawn tasks by place and title: an edition that prints one again gets the old one, with its history."""
    return {(task.annex, task.section, task.number, task.title): task for task in withdrawn}


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
