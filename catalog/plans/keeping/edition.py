"""What a document does to the tasks of a plan: an edition, a workbook of ours, an amendment, tasks that are new."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from catalog.clock import local_day
from catalog.plans.codec import task_from_json, task_to_json
from catalog.plans.keeping import revise
from catalog.plans.keeping.amendment import amended, pairs_of
from catalog.plans.keeping.merging import merge, same_facts
from catalog.plans.keeping.pairing import Answers, label, pair
from catalog.plans.keeping.report import ImportReport
from catalog.plans.keeping.revise import Revision
from catalog.plans.keeping.stored import task_row
from catalog.plans.keeping.withdrawal import check_withdrawn
from catalog.plans.meaning.certainty import cells_in_doubt
from catalog.plans.model import ParsedPlan, ParsedTask
from catalog.tables import Milestone, Plan, Task
from catalog.work import assignments
from catalog.work.assignments import Giving
from catalog.work.in_doubt import written


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


def change_task(
    revision: Revision, task: Task, position: int, row: ParsedTask, *, by_officer: bool = True
) -> dict[str, dict[str, Any]]:
    """What an officer or an amendment changes of a task; what was printed is kept for the next edition.

    `by_officer`: nothing of it is in doubt.
    """
    revision = replace(revision, hold_doubtful=revision.hold_doubtful and not by_officer)
    printed = task.printed if task.printed is not None else task_to_json(task_row(revision.session, task))
    changes = revise.apply(revision, task, position, row)
    if changes:
        task.printed = printed
    return changes


def revised(
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


def amended_by(
    revision: Revision, plan: Plan, parsed: ParsedPlan, answers: Answers | None, report: ImportReport
) -> list[tuple[int, ParsedTask]]:
    """Change what an amendment prints otherwise; the rows it adds, placed behind those that stand. Raises Doubtful."""
    session = revision.session
    everything = session.exec(select(Task).where(Task.plan_id == plan.id).order_by(col(Task.position))).all()
    standing = [task for task in everything if task.withdrawn_at is None]
    last = max((task.position for task in everything), default=-1)
    fresh: list[tuple[int, ParsedTask]] = []
    for task, row in pairs_of(standing, parsed, answers):
        if task is None:
            fresh.append((last + 1 + len(fresh), row))
            continue
        current = task_row(session, task)
        after = replace(amended(current, row), source_row=current.source_row)
        if not same_facts(after, current):
            changes = change_task(revision, task, task.position, after, by_officer=False)
            report.changed.append({**label(task), "fields": changes})
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


def printed_before(parsed: ParsedPlan, row: ParsedTask) -> dict[str, Any] | None:
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
