"""The figures kept ready: counters that follow the record, so that an overview need not look at every row.

The counters (`rollup_cell`) are sums of what each assignment counts (`figures.measures`) up to a mark in the record.
`catch_up` (in the writer, by the sweep) takes in what came after the mark and closes the days that have ended;
`sums` adds in memory what came since, so that an answer is never behind the record. A test compares both with counting
from the record after random histories.
"""

import datetime as dt
import functools
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from catalog import audit
from catalog.clock import ONE_DAY, end_of_day, local_day
from catalog.figures.measures import ALWAYS, Counted
from catalog.figures.rollup_change import NOBODY_ID, UNASSIGNED, Key, change_since, newest, unassigned_change
from catalog.figures.standing_on_day import unassigned_counts
from catalog.tables import RollupCell, RollupKept, RollupMark, ShownDay, Update, table_of

STEP = 2000
"""So many updates are taken in by one call: a reply never waits long for the writer."""

TRIES = 5
"""So often the counters are read anew where another replica counts at the same moment; then the record is counted."""

KEPT_DAYS = 400
"""Days further back than this are not closed one by one after a long standstill."""

_CELLS = table_of(RollupCell)
_KEPT = table_of(RollupKept)

ALL_PLANS = 0

Sums = dict[tuple[int, int], dict[str, int]]
"""By (plan id, agency id): every measure with its count on the day asked about."""


def behind(session: Session, now: dt.datetime) -> bool:
    """Whether there is something to catch up with: a look at three indexes and one row."""
    mark = mark_of(session)
    return mark.day is None or mark.day < local_day(now) or newest(session) != (
        mark.update_id, mark.task_id, mark.import_id,
    )  # fmt: skip


def catch_up(session: Session, now: dt.datetime, step: int = STEP) -> bool:
    """Take in what was recorded since the mark and close the days that have ended. Only in the writer.

    True when more is left than one call takes in.
    """
    audit.hold(session)  # all that is numbered up to now is there to be seen, and no other replica counts it, too
    mark, today = mark_of(session), local_day(now)
    mark.day = mark.day or today
    for day in _days(max(mark.day, today - dt.timedelta(days=KEPT_DAYS)), today):
        if _take_in(session, mark, end_of_day(day), step):
            return True
        _close(session, day)
        _add(session, unassigned_change(session))
        mark.day = day + ONE_DAY
        _fold(session, mark.day)
    return _take_in(session, mark, None, step)


def sums(
    session: Session,
    day: dt.date,
    within: "Within | None" = None,
    *,
    plans_apart: bool = True,
    measures: Collection[str] | None = None,
) -> Sums | None:
    """The measures of today (or a later day, as it will be if nothing is said) by plan and agency; of these where
    some are named, and perhaps others.

    Without `plans_apart` all plans are summed up under 0. None where the counters have gone past that day.
    """
    within = within or Within()
    for _ in range(TRIES):
        mark = mark_of(session)
        if mark.day is not None and day < mark.day:
            return None
        found = _sums(session, mark, day, within, plans_apart, measures)
        # Another replica may have counted meanwhile: what was read is one picture only if the mark stands still.
        if session.get_bind().dialect.name != "postgresql" or mark_of(session).update_id == mark.update_id:
            return found
    return None


def _sums(
    session: Session, mark: RollupMark, day: dt.date, within: "Within", plans_apart: bool,
    measures: Collection[str] | None,
) -> Sums:  # fmt: skip
    found: Sums = defaultdict(dict)
    named = [] if measures is None else [col(RollupCell.measure).in_(measures)]
    for plan, agency, measure, count in session.execute(_summed(day, plans_apart).where(*within.where(), *named)):
        found[plan, agency][measure] = int(count)
    if newest(session) != (mark.update_id, mark.task_id, mark.import_id):
        for key, count in change_since(session, mark, None).cells.items():
            if key.day <= day.isoformat() and within.holds(key.plan_id, key.agency_id):
                of = found[key.plan_id if plans_apart else ALL_PLANS, key.agency_id]
                of[key.measure] = of.get(key.measure, 0) + count
    return found


def closed(session: Session, day: dt.date, within: "Within | None" = None) -> Sums | None:
    """The measures as they stood when `day` ended; None where that day was not closed (or was corrected since)."""
    within = within or Within()
    rows = session.execute(sa.select(col(ShownDay.plan_id), col(ShownDay.counts)).where(col(ShownDay.day) == day)).all()
    if not rows:
        return None
    return {
        (plan, int(agency)): measures
        for plan, counts in rows
        for agency, measures in counts.items()
        if within.holds(plan, int(agency))
    }


@dataclass(frozen=True)
class Within:
    """Which counters are asked about; None means all. What `also_agencies` have is in beside all of `plans`."""

    plans: frozenset[int] | None = None
    agencies: frozenset[int] | None = None
    plan: int | None = None
    also_agencies: frozenset[int] = frozenset()

    def where(self) -> list[sa.ColumnElement[bool]]:
        """As conditions on `RollupCell`."""
        plan, agency = col(RollupCell.plan_id), col(RollupCell.agency_id)
        found: list[sa.ColumnElement[bool]] = []
        if self.plan is not None:
            found.append(plan == self.plan)
        if self.plans is not None:
            found.append(sa.or_(plan.in_(self.plans), agency.in_(self.also_agencies)))
        if self.agencies is not None:
            found.append(agency.in_(self.agencies))
        return found

    def holds(self, plan: int, agency: int) -> bool:
        """Whether this plan and agency are among them."""
        return (
            (self.plan is None or plan == self.plan)
            and (self.plans is None or plan in self.plans or agency in self.also_agencies)
            and (self.agencies is None or agency in self.agencies)
        )


def _summed(day: dt.date, plans_apart: bool = True) -> Any:
    of = (col(RollupCell.agency_id), col(RollupCell.measure))
    plan = col(RollupCell.plan_id)
    return (
        sa.select(plan if plans_apart else sa.literal(ALL_PLANS), *of, sa.func.sum(col(RollupCell.count)))
        .where(col(RollupCell.day) <= day.isoformat())
        .group_by(*((plan, *of) if plans_apart else of))
        .having(sa.func.sum(col(RollupCell.count)) != 0)
    )


def mark_of(session: Session) -> RollupMark:
    """Up to what of the record the counters count; without a day while nothing was ever counted."""
    found = session.exec(select(RollupMark).where(RollupMark.id == 1)).first()
    if found is None:
        return RollupMark()
    session.expunge(found)
    return found


def _days(first: dt.date, until: dt.date) -> Iterator[dt.date]:
    while first < until:
        yield first
        first += ONE_DAY


def _take_in(session: Session, mark: RollupMark, moment: dt.datetime | None, step: int) -> bool:
    """Count what was stored after the mark and before `moment`; True when `step` was not enough."""
    upto = last = newest(session)[0]
    if moment is not None:
        later = sa.select(sa.func.min(col(Update.id))).where(col(Update.id) > mark.update_id, col(Update.at) >= moment)
        first_later = session.execute(later).scalar()
        upto = last if first_later is None else first_later - 1
    more = upto - mark.update_id > step
    change = change_since(session, mark, moment, min(upto, mark.update_id + step))
    _add(session, change.cells)
    _keep(session, change.kept)
    if change.since is not None and mark.day is not None and change.since < mark.day:
        # Said on a day that was closed already (clocks, or the moment of midnight): it is counted from the record.
        session.execute(sa.delete(ShownDay).where(col(ShownDay.day) >= change.since))
    mark.update_id, mark.task_id, mark.import_id = change.update_id, change.task_id, change.import_id
    session.add(mark)
    session.flush()
    return more


def _add(session: Session, cells: Counter[Key]) -> None:
    """Add the differences to the counters; a counter of nothing is removed."""
    rows = [{**key._asdict(), "count": count} for key, count in cells.items() if count]
    if not rows:
        return
    session.flush()
    session.connection().execute(_adding(session.get_bind().dialect.name), rows)
    less = [{f"the_{name}": row[name] for name in Key._fields} for row in rows if row["count"] < 0]
    if less:
        session.connection().execute(_GONE, less)


def _keep(session: Session, kept: dict[int, Counted]) -> None:
    if not kept:
        return
    rows = [{"assignment_id": a, "counted": of.to_text()} for a, of in kept.items()]
    session.connection().execute(_keeping(session.get_bind().dialect.name), rows)


_GONE = sa.delete(_CELLS).where(
    *(_CELLS.c[name] == sa.bindparam(f"the_{name}") for name in Key._fields), _CELLS.c.count == 0
)


@functools.cache
def _adding(dialect: str) -> Any:
    insert = _insert(dialect, _CELLS)
    counts = {"count": _CELLS.c.count + insert.excluded.count}
    return insert.on_conflict_do_update(index_elements=list(Key._fields), set_=counts)


@functools.cache
def _keeping(dialect: str) -> Any:
    insert = _insert(dialect, _KEPT)
    return insert.on_conflict_do_update(index_elements=["assignment_id"], set_={"counted": insert.excluded.counted})


def _insert(dialect: str, table: sa.Table) -> Any:
    """An INSERT that may say what to do with a row that is there: both stores know it, each in its dialect."""
    return (postgresql if dialect == "postgresql" else sqlite).insert(table)


def _fold(session: Session, day: dt.date) -> None:
    """What changes up to `day` has changed: it goes into what holds always, so that reading stays short."""
    come = sa.and_(col(RollupCell.day) > ALWAYS, col(RollupCell.day) <= day.isoformat())
    columns = (col(RollupCell.measure), col(RollupCell.plan_id), col(RollupCell.agency_id))
    query = sa.select(*columns, sa.func.sum(col(RollupCell.count))).where(come).group_by(*columns)
    cells = Counter({Key(ALWAYS, m, plan, agency): int(n) for m, plan, agency, n in session.execute(query)})
    session.execute(sa.delete(RollupCell).where(come))
    _add(session, cells)


def _close(session: Session, day: dt.date) -> None:
    """Keep the measures of a day that has ended, as they stand."""
    plans: dict[int, dict[str, dict[str, int]]] = {NOBODY_ID: {}}
    for plan, agency, measure, count in session.execute(_summed(day).where(col(RollupCell.measure) != UNASSIGNED)):
        if count:
            plans.setdefault(plan, {}).setdefault(str(agency), {})[measure] = int(count)
    for plan, tasks in unassigned_counts(session, end_of_day(day)).items():
        plans.setdefault(plan, {})[str(NOBODY_ID)] = {UNASSIGNED: tasks}
    session.execute(sa.delete(ShownDay).where(col(ShownDay.day) == day))
    session.execute(
        sa.insert(ShownDay), [{"day": day, "plan_id": plan, "counts": counts} for plan, counts in plans.items()]
    )
