"""The lead assignments as they stand, filtered by everything a table offers and in its order, a page at a time.

A row is in it by the conditions that counted the figures (`figures.rows_behind`), so that a filter that says no more
than a figure does finds as many rows as the figure counts. The store filters and sorts; only a page is read.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sa
from sqlmodel import Session, col

from catalog.clock import end_of_day
from catalog.figures.early_warning import Kind
from catalog.figures.rows_behind import standing
from catalog.figures.rows_sought import tasks_with
from catalog.figures.standing_on_day import Scope
from catalog.figures.warning_days import DAYS_LEFT, SILENT_DAYS
from catalog.figures.warnings import early_warnings
from catalog.tables import AgencyRow, Assignment, Plan, Task
from catalog.work.snapshot import OPEN, TO_DO

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
    session: Session, day: dt.date, scope: Scope, wanted: Filter, *, first: int = 0, limit: int = 1000
) -> tuple[int, list[int]]:
    """(how many rows, the ids of those from `first` on) as they stand today, the province's `day`."""
    where = [col(Assignment.role) == "lead", *_within(scope), *_shown(session, day, scope, wanted)]
    total = session.execute(sa.select(sa.func.count()).select_from(Assignment).where(*where)).scalar_one()
    query = sa.select(col(Assignment.id)).where(*where)
    page = _ordered(query, wanted).offset(first).limit(limit)
    return total, [one for one in session.execute(page).scalars() if one is not None]


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
    if wanted.warning == "silence":
        where += _silent(day)
    elif wanted.warning:
        warned = early_warnings(session, day, scope, only=wanted.warning)
        agencies = {w.agency_id for w in warned if w.assignment_id is None}
        ids = {w.assignment_id for w in warned if w.assignment_id is not None}
        open_there = sa.and_(col(Assignment.agency_id).in_(_inline(agencies)), state.in_(OPEN))
        where.append(sa.or_(col(Assignment.id).in_(_inline(ids)), open_there))
    if wanted.words:
        code = wanted.words.strip().lstrip("#")
        if wanted.words.strip().startswith("#") and code.isascii() and code.isdigit() and len(code) <= _CODE_DIGITS:
            where.append(col(Assignment.task_id) == int(code))
        else:
            where.append(col(Assignment.task_id).in_(_inline(tasks_with(session, wanted.words))))
    return where


def _silent(day: dt.date) -> list[sa.ColumnElement[bool]]:
    """`figures.warning_days.silent_days` of assignments as they stand: of all that falls due soon no row is read."""
    due, heard = col(Assignment.due), col(Assignment.last_update_at)
    long_ago = end_of_day(day - dt.timedelta(days=SILENT_DAYS))
    return [col(Assignment.state).in_(TO_DO), due >= day, due <= day + dt.timedelta(days=DAYS_LEFT),
            sa.or_(heard.is_(None), heard < long_ago)]  # fmt: skip


def _inline(ids: Iterable[int]) -> Any:
    """Ids of our own as they stand, in any number: a statement takes only so many parameters."""
    return sa.bindparam(None, sorted(ids), expanding=True, literal_execute=True, unique=True, type_=sa.Integer())


def _ordered(query: sa.Select[Any], wanted: Filter) -> sa.Select[Any]:
    due = col(Assignment.due)

    def way(column: Any) -> Any:
        return column.desc() if wanted.backwards else column

    by_due = (due.is_(None), way(due))
    if wanted.order == "agency":
        query = query.join(AgencyRow, col(AgencyRow.id) == col(Assignment.agency_id))
        return query.order_by(way(col(AgencyRow.name)), due.is_(None), due, col(Assignment.id))
    if wanted.order == "plan":
        query = query.join(Task, col(Task.id) == col(Assignment.task_id))
        return query.order_by(way(col(Task.plan_id)), way(col(Task.position)), col(Assignment.id))
    if wanted.order == "state":
        return query.order_by(way(col(Assignment.state)), due.is_(None), due, col(Assignment.id))
    if wanted.order == "update":
        heard = col(Assignment.last_update_at)
        return query.order_by(heard.is_(None) if wanted.backwards else heard.is_not(None), way(heard),
                              col(Assignment.id))  # fmt: skip
    return query.order_by(*by_due, col(Assignment.id))
