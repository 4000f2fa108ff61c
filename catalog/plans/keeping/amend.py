"""One task added or changed by an officer, outside any edition of the plan: on record, with the document's number.

What the plan had printed is kept beside it, so that a later edition changes only what it prints otherwise. The rules by
which plans are read load with the first wish: a start waits for none of them.
"""

import datetime as dt
import re
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from catalog import audit
from catalog.agencies.stored import registry_of
from catalog.agencies.typed.matching import match
from catalog.audit import Actor
from catalog.plans.keeping.agency_rows import AgencyRows
from catalog.plans.keeping.edition import add_tasks, change_task
from catalog.plans.keeping.revise import Revision
from catalog.plans.keeping.stored import task_row
from catalog.plans.model import ParsedTask
from catalog.tables import Plan, Task
from catalog.work import in_doubt
from catalog.work.assignments import Said

_DIVIDED = re.compile(r"[;,\n]")


@dataclass(frozen=True)
class Wish:
    """What an officer wants of a task, as typed; None leaves it as it is."""

    title: str | None = None
    output: str | None = None
    deadline: str | None = None
    lead: str | None = None
    support: str | None = None
    classified: bool | None = None


class Impossible(Exception):
    """The wish cannot be read: `reason` "agency" (with `words` and up to five `near` names), "deadline" or "title"."""

    def __init__(self, reason: str, words: str = "", near: tuple[str, ...] = ()) -> None:
        super().__init__(reason)
        self.reason, self.words, self.near = reason, words, near


def wished_row(session: Session, plan: Plan, task: Task | None, wish: Wish) -> ParsedTask:
    """The row the task would become (a new one for None). Raises Impossible."""
    from catalog.plans.meaning.filled_in import empty_task, with_deadline, with_lead, with_support

    row = task_row(session, task) if task is not None else empty_task(wish.title or "")
    row = replace(
        row,
        title=row.title if wish.title is None else wish.title,
        output=row.output if wish.output is None else wish.output,
        classified=row.classified if wish.classified is None else wish.classified,
    )
    if not row.title.strip():
        raise Impossible("title")
    if wish.deadline is not None:
        row = with_deadline(row, wish.deadline, plan.year)
        if wish.deadline and not row.deadlines:
            raise Impossible("deadline", wish.deadline)
    if wish.lead is not None:
        row = with_lead(row, official_names(session, wish.lead), registry_of(session))
    if wish.support is not None:
        row = with_support(row, official_names(session, wish.support), registry_of(session))
    return row


def amend(session: Session, task: Task, wish: Wish, actor: Actor, now: dt.datetime, said: Said) -> dict[str, Any]:
    """Change a task as wished; the changes field by field, {} for none. Raises Impossible."""
    plan = session.get_one(Plan, task.plan_id)
    row = wished_row(session, plan, task, wish)
    revision = Revision(session, actor, now, AgencyRows.read(session), said)
    changes = change_task(revision, task, task.position, row)
    if changes:
        audit.append(
            session, actor, "task.changed", f"task:{task.id}", now,
            {"fields": sorted(changes), "document": said.document_number},
        )  # fmt: skip
    return changes


def confirm_cell(
    session: Session, task: Task, cell: str, value: str | None, actor: Actor, now: dt.datetime, said: Said
) -> None:
    """A cell that was in doubt is right as it was read (None), says `value`, or is left open ("").

    `cell` is "lead" or "deadline". Raises Impossible for a value that cannot be read.
    """
    if value is not None:
        wish = Wish(lead=value) if cell == "lead" else Wish(deadline=value)
        amend(session, task, wish, actor, now, said)
    assert task.id is not None
    in_doubt.settle(session, task.id, {cell}, actor, now, said)
    audit.append(
        session, actor, "task.cell_confirmed", f"task:{task.id}", now, {"cell": cell, "as_read": value is None}
    )


def add_task(session: Session, plan: Plan, wish: Wish, actor: Actor, now: dt.datetime, said: Said) -> Task:
    """A task that arose during the year (001, part II), at the end of its plan. Raises Impossible."""
    row = wished_row(session, plan, None, wish)
    assert plan.id is not None
    highest = session.execute(sa.select(sa.func.max(col(Task.position))).where(col(Task.plan_id) == plan.id)).scalar()
    revision = Revision(session, actor, now, AgencyRows.read(session), said)
    position = 0 if highest is None else int(highest) + 1
    [made] = add_tasks(revision, plan.id, [(position, row)], [{}], document_number=said.document_number)
    audit.append(
        session, actor, "task.added", f"task:{made['task']}", now,
        {"plan": plan.id, "document": said.document_number},
    )  # fmt: skip
    return session.get_one(Task, made["task"])


def official_names(session: Session, typed: str) -> str:
    """What was typed with every agency under its official name, divided by semicolons; groups stay as typed.

    Raises Impossible("agency") for a part that is no sure match.
    """
    from catalog.plans.meaning.actors.actors import read_actor_columns
    from catalog.plans.meaning.filled_in import UnknownAgency, check_known

    if not typed.strip():
        return ""
    registry = registry_of(session)
    try:
        read = read_actor_columns(typed, "", registry)
        check_known(read.lead_named, registry)
        if read.lead or read.lead_groups:
            return typed.strip()
    except UnknownAgency:
        pass
    names = []
    for part in filter(None, (part.strip() for part in _DIVIDED.split(typed))):
        alone = read_actor_columns(part, "", registry)
        found = match(part, registry)
        if found.decision == "match" and found.agency:
            names.append(found.agency)
        elif alone.lead_groups and not alone.lead_named:
            names.append(part)
        else:
            raise Impossible("agency", part, tuple(candidate.agency for candidate in found.candidates[:5]))
    return "; ".join(names)
