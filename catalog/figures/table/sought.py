"""Lead assignments looked for by when they fall due, how they stand or the words of their task: what people ask for."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col

from catalog.figures.standing_on_day import Scope, leads_within
from catalog.tables import Assignment, Plan, Task
from catalog.text import fold
from catalog.work.snapshot import OPEN, TO_DO

_STATES = {"open": OPEN, "to_do": TO_DO, "done": ("done",), "any": (*OPEN, "done")}


@dataclass(frozen=True)
class Sought:
    """What is looked for. `first` and `last`: due in these days, both in; `state`: a key of `_STATES`; `words`: all of
    them stand in the task's title, output or plan, with or without accents.
    """

    state: str = "any"
    first: dt.date | None = None
    last: dt.date | None = None
    words: str = ""


def rows_sought(session: Session, scope: Scope, sought: Sought) -> list[int]:
    """Ids of the assignments, the earliest due first; of words the ones that stand together come before the others.

    A classified task is not found by its words.
    """
    due = col(Assignment.due)
    where = [col(Assignment.role) == "lead", col(Assignment.state).in_(_STATES[sought.state]), *leads_within(scope)]
    if sought.first is not None:
        where.append(due >= sought.first)
    if sought.last is not None:
        where.append(due <= sought.last)
    query = (
        sa.select(col(Assignment.id), col(Assignment.task_id))
        .join(Task, col(Task.id) == col(Assignment.task_id))
        .join(Plan, col(Plan.id) == col(Task.plan_id))
        .where(*where)
        .order_by(due.is_(None), due, col(Assignment.id))
    )
    rows = session.execute(query).all()
    if not sought.words:
        return [one for one, _ in rows]
    fit = tasks_with(session, sought.words, {task for _, task in rows})
    found = [(fit[task], place, one) for place, (one, task) in enumerate(rows) if task in fit]
    return [one for _, _, one in sorted(found)]


def tasks_with(session: Session, words: str, tasks: Iterable[int] | None = None) -> dict[int, int]:
    """Task → how well its words fit: 0 they stand together in the title, 1 anywhere together, 2 each somewhere.

    Of these tasks where given. A classified one is not found by its words.
    """
    phrase = fold(words)
    each = phrase.split()
    wanted = None if tasks is None else set(tasks)
    query = (
        sa.select(col(Task.id), col(Task.title), col(Task.output), col(Task.section_title))
        .where(col(Task.classified).is_(False), col(Task.withdrawn_at).is_(None))
    )  # fmt: skip
    found: dict[int, int] = {}
    for task, title, output, section in session.execute(query):
        if wanted is not None and task not in wanted:
            continue
        named = fold(title)
        whole = f"{named} {fold(output)} {fold(section)}"
        if phrase in named:
            found[task] = 0
        elif phrase in whole:
            found[task] = 1
        elif all(f" {word}" in f" {whole}" for word in each):
            found[task] = 2
    return found
