"""The lead assignments as they stand, filtered by everything a table offers and in its order, a page at a time.

A row is in it by the conditions that counted the figures (`figures.rows_behind`), so that a filter that says no more
than a figure does finds as many rows as the figure counts. The store filters and sorts; only a page is read.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sa
from sqlmodel import Session, col

from catalog.figures.early_warning import Kind
from catalog.figures.rows_behind import standing
from catalog.figures.standing_on_day import Scope
from catalog.figures.table.sought import tasks_with
from catalog.figures.table.warned import inline, warned
from catalog.tables import AgencyRow, Assignment, Plan, Task
from catalog.work.snapshot import OPEN

Order = Literal["due", "agency", "plan", "state", "update"]

ORDERS: tuple[Order, ...] = ("due", "agency", "plan", "state", "update")
"""By what rows are sorted; the first is what nobody asked for."""

_CODE_DIGITS = 9


@dataclass(frozen=True)
class Filter:
    """What of a scope is shown, in which order. `part`: a key of `figures.rows_behind.standing`, "" for all that counts
    in the total; `first` and `last`: due in these days, both in; `warning`: a kind of early warning, "" for any row;
    `words`: all of them stand in the task's words, with or without accents, or "#12" is its code.
    """

    part: str = ""
    first: dt.date | None = None
    last: dt.date | None = None
    warning: Kind | Literal[""] = ""
    words: str = ""
    order: Order = "due"
    backwards: bool = False

    @property
    def narrows(self) -> bool:
        """Whether anything but a part of the figures is left out: then a figure of the scope counts more rows."""
        return bool(self.first or self.last or self.warning or self.words)


def rows_filtered(
    session: Session, day: dt.date, scope: Scope, wanted: Filter, *, first: int = 0, limit: int = 1000,
    total: int | None = None,
) -> tuple[int, list[int]]:  # fmt: skip
    """(how many rows, the ids of those from `first` on) as they stand today, the province's `day`.

    `total` is how many there are where the caller knows: they are not counted then.
    """
    where = [col(Assignment.role) == "lead", *_within(scope), *_shown(session, day, scope, wanted)]
    if total is None:
        total = _count(session, where)
    if wanted.order == "due":
        return total, _by_due(session, where, wanted, first, limit)
    page = _ordered(sa.select(col(Assignment.id)).where(*where), wanted).offset(first).limit(limit)
    return total, [one for one in session.execute(page).scalars() if one is not None]


def _by_due(session: Session, where: list[sa.ColumnElement[bool]], wanted: Filter, first: int, limit: int) -> list[int]:
    """A page in the order of the dues, undated work last: an index holds that order, so only the page is read."""
    due, one = col(Assignment.due), col(Assignment.id)
    dated, undated = [*where, due.is_not(None)], [*where, due.is_(None)]
    way = due.desc() if wanted.backwards else due
    page = sa.select(one).where(*dated).order_by(way, one).offset(first).limit(limit)
    ids = list(session.execute(page).scalars())
    if len(ids) < limit:
        passed = first - _count(session, dated) if first and not ids else 0
        rest = sa.select(one).where(*undated).order_by(one).offset(passed).limit(limit - len(ids))
        ids += session.execute(rest).scalars()
    return [found for found in ids if found is not None]


def _count(session: Session, where: list[sa.ColumnElement[bool]]) -> int:
    return int(session.execute(sa.select(sa.func.count()).select_from(Assignment).where(*where)).scalar_one())


def tasks_filtered(session: Session, day: dt.date, scope: Scope, wanted: Filter, limit: int) -> tuple[int, list[int]]:
    """(how many tasks, the ids of the first of them in printed order) that have a row of the filter."""
    where = [col(Assignment.role) == "lead", *_within(scope), *_shown(session, day, scope, wanted)]
    tasks = sa.select(col(Assignment.task_id)).where(*where).distinct().subquery()
    total = session.execute(sa.select(sa.func.count()).select_from(tasks)).scalar_one()
    query = sa.select(col(Task.id)).where(col(Task.id).in_(sa.select(tasks.c.task_id)))
    page = query.order_by(col(Task.plan_id), col(Task.position), col(Task.id)).limit(limit)
    return total, [one for one in session.execute(page).scalars() if one is not None]


def dues_by_day(session: Session, day: dt.date, scope: Scope, first: dt.date, last: dt.date) -> dict[dt.date, int]:
    """How many rows that are still to be done fall due on each of these days, both in."""
    wanted = Filter("open", first, last)
    where = [col(Assignment.role) == "lead", *_within(scope), *_shown(session, day, scope, wanted)]
    query = sa.select(col(Assignment.due), sa.func.count()).where(*where).group_by(col(Assignment.due))
    return {due: count for due, count in session.execute(query) if due is not None}


def _within(scope: Scope) -> list[sa.ColumnElement[bool]]:
    """As `figures.standing_on_day.leads_within`, asked of tasks and plans only where the scope speaks of them."""
    where: list[sa.ColumnElement[bool]] = []
    tasks = sa.select(col(Task.id))
    if scope.plan_id is not None:
        of_plan = tasks.where(col(Task.plan_id) == scope.plan_id)
        if scope.section is not None:
            of_plan = of_plan.where(col(Task.annex) == scope.section[0], col(Task.section) == scope.section[1])
        where.append(col(Assignment.task_id).in_(of_plan))
    if scope.coordinator_ids is not None:
        plans = sa.select(col(Plan.id)).where(col(Plan.coordinator_id).in_(scope.coordinator_ids))
        coordinated = col(Assignment.task_id).in_(tasks.where(col(Task.plan_id).in_(plans)))
        where.append(sa.or_(coordinated, col(Assignment.agency_id).in_(scope.also_agency_ids)))
    if scope.agency_ids is not None:
        where.append(col(Assignment.agency_id).in_(scope.agency_ids))
    return where


def _shown(session: Session, day: dt.date, scope: Scope, wanted: Filter) -> list[sa.ColumnElement[bool]]:
    state, due = col(Assignment.state), col(Assignment.due)
    where: list[sa.ColumnElement[bool]] = []
    if wanted.part:
        where += standing(wanted.part, day)
    else:
        where.append(state.in_((*OPEN, "done")))
    if wanted.first is not None:
        where.append(due >= wanted.first)
    if wanted.last is not None:
        where.append(due <= wanted.last)
    if wanted.warning:
        where += warned(session, day, scope, wanted.warning)
    if wanted.words:
        code = wanted.words.strip().lstrip("#")
        if wanted.words.strip().startswith("#") and code.isascii() and code.isdigit() and len(code) <= _CODE_DIGITS:
            where.append(col(Assignment.task_id) == int(code))
        else:
            where.append(col(Assignment.task_id).in_(inline(tasks_with(session, wanted.words))))
    return where


def _ordered(query: sa.Select[Any], wanted: Filter) -> sa.Select[Any]:
    """In any order but that of the dues."""
    due = col(Assignment.due)

    def way(column: Any) -> Any:
        return column.desc() if wanted.backwards else column

    if wanted.order == "agency":
        query = query.join(AgencyRow, col(AgencyRow.id) == col(Assignment.agency_id))
        return query.order_by(way(col(AgencyRow.name)), due.is_(None), due, col(Assignment.id))
    if wanted.order == "plan":
        query = query.join(Task, col(Task.id) == col(Assignment.task_id))
        return query.order_by(way(col(Task.plan_id)), way(col(Task.position)), col(Assignment.id))
    if wanted.order == "state":
        return query.order_by(way(col(Assignment.state)), due.is_(None), due, col(Assignment.id))
    heard = col(Assignment.last_update_at)
    return query.order_by(heard.is_(None) if wanted.backwards else heard.is_not(None), way(heard), col(Assignment.id))
