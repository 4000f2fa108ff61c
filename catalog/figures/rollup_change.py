"""What the record holds beyond the rollup's mark: the differences it makes to the counters (`figures.rollup`)."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col

from catalog.clock import local_day
from catalog.figures.measures import ALWAYS, Counted, counted
from catalog.figures.standing_on_day import NOT_SPOKEN, unassigned_counts
from catalog.figures.time_given import starts_of
from catalog.store.columns import ask, portions
from catalog.tables import (
    Assignment,
    Blocker,
    Extension,
    ImportRun,
    RollupCell,
    RollupKept,
    RollupMark,
    Task,
    Update,
    UtcDateTime,
    table_of,
)
from catalog.work.snapshot import Snapshot

UNASSIGNED = "unassigned"
NOBODY_ID = 0

_LEADING = ("created", "cancelled", "plan_revised")
"""Kinds of update by which a task may get or lose the agency that leads it."""


_UPDATE, _TASK, _RUN, _ASSIGNMENT = (table_of(row) for row in (Update, Task, ImportRun, Assignment))
_KEPT, _BLOCKER, _EXTENSION = (table_of(row) for row in (RollupKept, Blocker, Extension))
_NEWEST = sa.select(*(sa.select(sa.func.max(table.c.id)).scalar_subquery() for table in (_UPDATE, _TASK, _RUN)))
_SAID = (
    sa.select(
        _UPDATE.c.assignment_id, _UPDATE.c.kind, _UPDATE.c.at, _UPDATE.c.after, _TASK.c.plan_id,
        _ASSIGNMENT.c.agency_id,
    )
    .join_from(_UPDATE, _ASSIGNMENT, _ASSIGNMENT.c.id == _UPDATE.c.assignment_id)
    .join(_TASK, _TASK.c.id == _ASSIGNMENT.c.task_id)
    .where(_UPDATE.c.id > sa.bindparam("since"), _UPDATE.c.id <= sa.bindparam("upto"), _ASSIGNMENT.c.role == "lead")
    .order_by(_UPDATE.c.id)
)  # fmt: skip


def _of_these(table: sa.Table, what: sa.ColumnElement[Any]) -> sa.Select[Any]:
    ids: sa.BindParameter[Any] = sa.bindparam("ids", expanding=True)
    return sa.select(table.c.assignment_id, what).where(table.c.assignment_id.in_(ids))


_MOMENT: sa.BindParameter[Any] = sa.bindparam("moment", type_=UtcDateTime())
_KNOWN = _of_these(_KEPT, _KEPT.c.counted)
_BLOCKERS = _of_these(_BLOCKER, sa.func.count()).group_by(_BLOCKER.c.assignment_id)
_OPEN = _BLOCKERS.where(_BLOCKER.c.resolved_at.is_(None))
_OPEN_THEN = _BLOCKERS.where(
    _BLOCKER.c.opened_at < _MOMENT, sa.or_(_BLOCKER.c.resolved_at.is_(None), _BLOCKER.c.resolved_at >= _MOMENT)
)
_ASKED = (
    _of_these(_EXTENSION, sa.func.count())
    .where(_EXTENSION.c.decision.in_(("", "granted")))
    .group_by(_EXTENSION.c.assignment_id)
)
_ASKED_THEN = _ASKED.where(_EXTENSION.c.asked_at < _MOMENT)


class Key(NamedTuple):
    """The key of a counter."""

    day: str
    measure: str
    plan_id: int
    agency_id: int


@dataclass
class Change:
    """What the record holds beyond the mark, up to `update_id`: differences of counters and what to keep for later."""

    update_id: int
    task_id: int
    import_id: int
    cells: Counter[Key] = field(default_factory=Counter)
    kept: dict[int, Counted] = field(default_factory=dict)
    since: dt.date | None = None


def newest(session: Session) -> tuple[int, int, int]:
    """The newest update, task and import on record by number, 0 where there is none."""
    update, task, run = ask(session, _NEWEST).one()
    return update or 0, task or 0, run or 0


def change_since(session: Session, mark: RollupMark, moment: dt.datetime | None, upto: int | None = None) -> Change:
    """What the updates after the mark change, up to the update `upto` (None: the newest), as it stood before `moment`.

    Up to a `moment` that has passed only updates are looked at; tasks and imports are left for the last step.
    """
    update, task, run = newest(session)
    if moment is not None:
        task, run = mark.task_id, mark.import_id
    change = Change(update if upto is None else max(upto, mark.update_id), task, run)
    rows = ask(session, _SAID, since=mark.update_id, upto=change.update_id).all()
    imported = _imported(session, mark, change)
    last = {row.assignment_id: row for row in (*_redated(session, imported), *rows)}
    spoken = {row.assignment_id: local_day(row.at) for row in rows if row.kind not in NOT_SPOKEN}
    _count_anew(session, last, spoken, moment, change)
    led = {row.plan_id for row in rows if row.kind in _LEADING}
    _count_unassigned(session, led | imported | _new_tasks_plans(session, mark, change), change)
    change.since = min((local_day(row.at) for row in rows), default=None)
    return change


def _count_anew(
    session: Session, last: dict[int, Any], spoken: dict[int, dt.date], moment: dt.datetime | None, change: Change
) -> None:
    """For each assignment: what it counted goes out of the counters, what it counts now comes in."""
    ids = list(last)
    before = {a: Counted.from_text(text) for a, text in _by_assignment(session, _KNOWN, ids)}
    updated: dict[int, dt.date | None] = {}
    snapshots: dict[int, Snapshot] = {}
    for a, row in last.items():
        known = before.get(a)
        known_day = dt.date.fromisoformat(known.updated_on) if known and known.updated_on else None
        updated[a] = max(filter(None, (spoken.get(a), known_day)), default=None)
        snapshots[a] = Snapshot.from_json(row.after)
    working = {a: s for a, s in snapshots.items() if s.state == "in_progress" and updated[a]}
    starts = starts_of(session, working)
    blockers, extensions = beside(session, [a for a, s in snapshots.items() if s.open], moment)
    for a, row in last.items():
        known, now = before.get(a), counted(snapshots[a], updated[a], starts.get(a), blockers[a], extensions[a])
        if known == now:
            continue
        change.kept[a] = now
        for sign, of in ((-1, known), (1, now)):
            for day, measure, count in of.cells() if of else ():
                change.cells[Key(day, measure, row.plan_id, row.agency_id)] += sign * count


def beside(session: Session, ids: list[int], moment: dt.datetime | None) -> tuple[Counter[int], Counter[int]]:
    """(open blockers, extensions asked for and not refused) by assignment, as they were before `moment`."""
    if moment is None:
        blockers, extensions = _by_assignment(session, _OPEN, ids), _by_assignment(session, _ASKED, ids)
    else:
        blockers = _by_assignment(session, _OPEN_THEN, ids, moment=moment)
        extensions = _by_assignment(session, _ASKED_THEN, ids, moment=moment)
    return Counter(dict(blockers)), Counter(dict(extensions))


def _by_assignment(session: Session, question: sa.Executable, ids: Sequence[int], **given: Any) -> Iterator[Any]:
    for part in portions(ids):
        yield from ask(session, question, ids=part, **given)


def _imported(session: Session, mark: RollupMark, change: Change) -> set[int]:
    """Plans with a new import since the mark: their date and their tasks may be others."""
    runs = sa.select(col(ImportRun.plan_id)).where(
        col(ImportRun.id) > mark.import_id, col(ImportRun.id) <= change.import_id
    )
    return set(session.execute(runs).scalars())


def _redated(session: Session, plans: Iterable[int]) -> Sequence[Any]:
    """Assignments of these plans that are compared with the time given, which starts with the plan's date."""
    newest = (
        sa.select(sa.func.max(col(Update.id)))
        .where(col(Update.assignment_id) == col(Assignment.id))
        .correlate(Assignment)
        .scalar_subquery()
    )
    query = (
        sa.select(col(Assignment.id).label("assignment_id"), col(Update.after), col(Task.plan_id),
                  col(Assignment.agency_id))
        .join(Task, col(Task.id) == col(Assignment.task_id))
        .join(Update, col(Update.id) == newest)
        .where(col(Task.plan_id).in_(plans), col(Assignment.role) == "lead", col(Assignment.state) == "in_progress")
    )  # fmt: skip
    return session.execute(query).all() if plans else ()


def _new_tasks_plans(session: Session, mark: RollupMark, change: Change) -> set[int]:
    query = sa.select(col(Task.plan_id)).where(col(Task.id) > mark.task_id, col(Task.id) <= change.task_id)
    return set(session.execute(query.distinct()).scalars())


def _count_unassigned(session: Session, plans: set[int], change: Change) -> None:
    """Tasks nobody leads are counted anew for the plans where that may have changed: it is rare."""
    if plans:
        change.cells.update(unassigned_change(session, plans))


def unassigned_change(session: Session, plans: set[int] | None = None) -> Counter[Key]:
    """What the counters of the tasks nobody leads differ by from the tasks as they are; of these plans where given."""
    known = sa.select(col(RollupCell.plan_id), sa.func.sum(col(RollupCell.count))).where(
        col(RollupCell.measure) == UNASSIGNED
    )
    before = dict(session.execute(known.group_by(col(RollupCell.plan_id))).all())
    now = unassigned_counts(session, None, plans)
    differ = plans if plans is not None else {*before, *now}
    return Counter(
        {Key(ALWAYS, UNASSIGNED, plan, NOBODY_ID): now.get(plan, 0) - int(before.get(plan) or 0) for plan in differ}
    )
