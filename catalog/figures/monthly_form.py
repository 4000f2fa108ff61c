"""The month's report on the tasks that are followed on a central monitoring system: the printed table, filled in.

Source: Phụ lục II of the 2026 plan on science, technology and digital transformation (document 004) lists the tasks
followed on the central system; its footnote 1 orders a report every month and names no form of its own. So the form is
the annex's own table - TT, Tên nhiệm vụ, Cơ quan chủ trì, Cơ quan phối hợp, Kết quả, Thời gian hoàn thành, Ghi chú, as
printed - with what is known of each task behind it. Which annexes these are is read from the plans' monthly duties.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from catalog.clock import end_of_day
from catalog.figures.official import task_bucket
from catalog.figures.standing_on_day import CLASSIFIED_TITLE, Scope
from catalog.tables import Plan, ReportingDutyRow, Task
from catalog.work.reporting_duties import annex_of_leads

PRINTED = {
    "tt": "TT", "title": "Tên nhiệm vụ", "lead": "Cơ quan chủ trì", "support": "Cơ quan phối hợp", "output": "Kết quả",
    "deadline": "Thời gian hoàn thành", "notes": "Ghi chú",
}  # fmt: skip
"""The columns of the annex, in its order."""


def monthly_annexes(session: Session) -> dict[int, set[str]]:
    """By plan: the annexes whose tasks are reported every month ("" stands for all of the plan)."""
    duties = session.exec(
        select(ReportingDutyRow).where(ReportingDutyRow.period == "month", col(ReportingDutyRow.withdrawn_at).is_(None))
    )
    found: dict[int, set[str]] = defaultdict(set)
    for duty in duties:
        annex = annex_of_leads(duty.who)
        if annex is not None:
            found[duty.plan_id].add(annex)
    return found


def filled_in(
    session: Session, day: dt.date, scope: Scope, rows: Iterable[dict[str, Any]], troubles: Iterable[tuple[int, str]]
) -> list[dict[str, Any]]:
    """A row a task as of `day`, in printed order, also of tasks nobody leads yet.

    `rows` are the assignments of that day (`figures.published.row_documents`), `troubles` (task, what is in the way).
    """
    of_task: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        if row["state"] != "cancelled":
            of_task[row["task"]].append(row)
    blocked: dict[int, list[str]] = defaultdict(list)
    for task_id, words in troubles:
        blocked[task_id].append(words)
    tasks = [t for t in _tasks(session, day, scope) if of_task[t.id or 0] or scope.agency_ids is None]
    return [
        {
            "month": f"{day:%Y-%m}", "task": task.id, "plan": plan, "annex": task.annex, "section": task.section,
            **_printed(task), **_known(of_task[task.id or 0]), "troubles": "; ".join(blocked[task.id or 0]),
        }
        for task, plan in ((task, _plan(session, task.plan_id)) for task in tasks)
    ]  # fmt: skip


def _tasks(session: Session, day: dt.date, scope: Scope) -> Sequence[Task]:
    moment = end_of_day(day)
    named = [
        col(Task.plan_id) == plan if "" in annexes else sa.and_(col(Task.plan_id) == plan, col(Task.annex).in_(annexes))
        for plan, annexes in monthly_annexes(session).items()
        if scope.plan_id in (None, plan)
    ]
    query = (
        select(Task)
        .join(Plan, col(Plan.id) == col(Task.plan_id))
        .where(
            sa.or_(sa.false(), *named), col(Task.heading_only).is_(False),
            sa.or_(col(Task.withdrawn_at).is_(None), col(Task.withdrawn_at) >= moment),
            sa.func.coalesce(col(Task.added_at), col(Plan.imported_at)) < moment,
        )
        .order_by(col(Task.plan_id), col(Task.position))
    )  # fmt: skip
    if scope.coordinator_ids is not None:
        query = query.where(col(Plan.coordinator_id).in_(scope.coordinator_ids))
    return session.exec(query).all()


def _plan(session: Session, plan_id: int) -> str:
    plan = session.get_one(Plan, plan_id)
    return plan.number or plan.title


def _printed(task: Task) -> dict[str, str]:
    open_ones = {"title": task.title, "output": task.output, "notes": task.notes}
    hidden = {"title": CLASSIFIED_TITLE, "output": "", "notes": ""}
    return {
        "tt": task.number, "title": "", "lead": task.lead_raw or "; ".join(task.lead_named),
        "support": task.support_raw or "; ".join(task.support_named), "output": "", "deadline": task.deadline_raw,
        **(hidden if task.classified else open_ones),
    }  # fmt: skip


def _known(parts: Sequence[dict[str, Any]]) -> dict[str, Any]:
    if not parts:
        return {"leads": 0, "done": 0, "overdue": 0, "due": None, "percent": None, "part": "unassigned", "result": ""}
    return {
        "leads": len(parts), "done": sum(part["state"] == "done" for part in parts),
        "overdue": sum(part["part"] == "open_overdue" for part in parts),
        "due": min((part["due"] for part in parts if part["due"]), default=None),
        "percent": round(sum(part["percent"] for part in parts) / len(parts)),
        "part": task_bucket([part["part"] for part in parts]),
        "result": "; ".join(f"{part['agency']}: {part['words']}" for part in parts if part["words"])[:2000],
    }  # fmt: skip
