"""The figures of today kept ready: counters that follow the record, so that an overview need not count every row.

The rollup is a projection of the append-only updates up to a mark. `catch_up` (in the writer) takes in what came
after the mark; reading adds the rest in memory, so an answer is never behind the record. A test compares it with
counting from the record after random histories.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col

from catalog.clock import local_day
from catalog.figures import NOBODY, UPDATE_WINDOW_DAYS, By, Figures, group_name
from catalog.progress import FIVE_FIGURES, Bucket, Snapshot, bucket_of
from catalog.stands import NOT_SPOKEN, Scope, linked_agencies, unassigned_on
from catalog.tables import AgencyRow, Assignment, Plan, RollupCell, RollupMark, Task, Update

DATED = "dated"
"""The standing of open work whose part depends on the day: in time until its due has passed, overdue after it."""

_LONG_AGO = dt.date(1, 1, 1)


class Cell(NamedTuple):
    """What assignments that are counted together have in common; the key of `RollupCell`."""

    plan_id: int
    agency_id: int
    standing: str
    due: str
    updated_on: str
    waiting: bool
    vouched: bool

    def part(self, day: dt.date) -> Bucket:
        """The official part on `day`."""
        if self.standing == DATED:
            return "open_overdue" if dt.date.fromisoformat(self.due) < day else "open_in_time"
        return self.standing  # type: ignore[return-value]


@dataclass(frozen=True)
class Overview:
    """Today's whole and its groups, as `catalog.figures.picture` would count them."""

    whole: Figures
    groups: tuple[Figures, ...]


def cell_of(plan_id: int, agency_id: int, snapshot: Snapshot, updated_on: dt.date | None) -> Cell:
    """The cell an assignment is counted in."""
    standing: str = bucket_of(snapshot, _LONG_AGO)
    due = snapshot.next_due()
    # On a day long ago nothing was overdue but what was met late: what is "in time" there depends on the day.
    dated = standing == "open_in_time" and due is not None
    return Cell(
        plan_id, agency_id, DATED if dated else standing, due.isoformat() if dated and due else "",
        updated_on.isoformat() if updated_on else "", snapshot.state == "reported",
        snapshot.self_confirmed and snapshot.state == "done",
    )  # fmt: skip


def catch_up(session: Session) -> int:
    """Count in what was recorded since the mark; returns how many updates. Only in the writer."""
    newest, change = _since_the_mark(session)
    mark = session.get(RollupMark, 1) or RollupMark(update_id=0)
    taken = newest - mark.update_id
    if not taken:
        return 0
    for cell, difference in change.items():
        if difference:
            stored = session.get(RollupCell, tuple(cell))
            if stored is None:
                session.add(RollupCell(**cell._asdict(), count=difference))
            elif stored.count + difference:
                stored.count += difference
            else:
                session.delete(stored)
    mark.update_id = newest
    session.add(mark)
    session.flush()
    return taken


def overview(session: Session, today: dt.date, scope: Scope, by: By) -> Overview:
    """The figures of today over the scope, by plan or agency; equal to `picture(...)` of the same day.

    Raises ValueError for sections, which the rollup does not know.
    """
    if by == "section" or scope.section is not None:
        raise ValueError("the rollup does not know sections")
    counts = _counts(session, scope)
    linked = linked_agencies(session, today)
    nobody = unassigned_on(session, today, scope)
    members: dict[str, dict[Cell, int]] = defaultdict(dict)
    for cell, count in counts.items():
        members[str(cell.plan_id if by == "plan" else cell.agency_id)][cell] = count
    waiting = Counter(NOBODY if by == "agency" else str(task.place.plan_id) for task in nobody)
    names = _names(session, by)
    keys = dict.fromkeys([*members, *waiting])
    return Overview(
        _figures(counts, today, linked, len(nobody)),
        tuple(
            _figures(members[key], today, linked, waiting[key], key, names.get(key) or group_name(key)) for key in keys
        ),
    )


def _figures(
    counts: dict[Cell, int], day: dt.date, linked: frozenset[int], unassigned: int, key: str = "", name: str = ""
) -> Figures:
    since = (day - dt.timedelta(days=UPDATE_WINDOW_DAYS - 1)).isoformat()
    tally: Counter[str] = Counter()
    for cell, count in counts.items():
        tally[cell.part(day)] += count
    counted = {cell: count for cell, count in counts.items() if cell.part(day) in FIVE_FIGURES}
    agencies = {cell.agency_id for cell in counted}
    return Figures(
        counts={part: tally[part] for part in (*FIVE_FIGURES, "cancelled", "suspended")},
        reported=sum(count for cell, count in counted.items() if cell.waiting),
        unassigned=unassigned,
        updated=sum(count for cell, count in counted.items() if cell.updated_on >= since),
        agencies=len(agencies),
        linked=len(agencies & linked),
        self_confirmed=sum(count for cell, count in counted.items() if cell.vouched),
        key=key,
        name=name,
    )


def _counts(session: Session, scope: Scope) -> dict[Cell, int]:
    """The cells within the scope, those stored and what came after the mark."""
    plans: set[int] | None = None
    if scope.plan_id is not None or scope.coordinator_ids is not None:
        query = sa.select(col(Plan.id))
        if scope.plan_id is not None:
            query = query.where(col(Plan.id) == scope.plan_id)
        if scope.coordinator_ids is not None:
            query = query.where(col(Plan.coordinator_id).in_(scope.coordinator_ids))
        plans = {plan for plan in session.execute(query).scalars() if plan is not None}
    counts: Counter[Cell] = Counter()
    for row in session.execute(sa.select(*(col(getattr(RollupCell, name)) for name in (*Cell._fields, "count")))):
        counts[Cell(*row[:-1])] += row[-1]
    counts.update(_since_the_mark(session)[1])
    return {
        cell: count
        for cell, count in counts.items()
        if count
        and (plans is None or cell.plan_id in plans)
        and (scope.agency_ids is None or cell.agency_id in scope.agency_ids)
    }


def _since_the_mark(session: Session) -> tuple[int, Counter[Cell]]:
    """(the newest update, what the updates after the mark change in the cells)."""
    mark = session.execute(sa.select(col(RollupMark.update_id))).scalar() or 0
    newest = session.execute(sa.select(sa.func.max(Update.id))).scalar() or 0
    change: Counter[Cell] = Counter()
    if newest == mark:
        return newest, change
    query = (
        sa.select(
            col(Update.assignment_id), col(Update.kind), col(Update.at), col(Update.before), col(Update.after),
            col(Task.plan_id), col(Assignment.agency_id),
        )
        .join(Assignment, col(Assignment.id) == col(Update.assignment_id))
        .join(Task, col(Task.id) == col(Assignment.task_id))
        .where(col(Update.id) > mark, col(Update.id) <= newest, col(Assignment.role) == "lead")
        .order_by(col(Update.id))
    )  # fmt: skip
    fresh: dict[int, list[sa.Row[tuple[int, str, dt.datetime, dict[str, object], dict[str, object], int, int]]]]
    fresh = defaultdict(list)
    for row in session.execute(query):
        fresh[row.assignment_id].append(row)
    known = [assignment for assignment, rows in fresh.items() if rows[0].kind != "created"]
    spoken = _last_words(session, known, mark)
    for assignment, rows in fresh.items():
        first, last = rows[0], rows[-1]
        before = spoken.get(assignment)
        if first.kind != "created":
            change[cell_of(first.plan_id, first.agency_id, Snapshot.from_json(first.before), before)] -= 1
        said = [local_day(row.at) for row in rows if row.kind not in NOT_SPOKEN]
        after = max([*said, *([before] if before else [])], default=None)
        change[cell_of(last.plan_id, last.agency_id, Snapshot.from_json(last.after), after)] += 1
    return newest, change


def _last_words(session: Session, assignments: Sequence[int], mark: int) -> dict[int, dt.date]:
    """The day of the last word on each of these up to the mark."""
    found: dict[int, dt.date] = {}
    for ids in (assignments[i : i + 500] for i in range(0, len(assignments), 500)):
        query = (
            sa.select(col(Update.assignment_id), sa.func.max(Update.at))
            .where(col(Update.assignment_id).in_(ids), col(Update.id) <= mark, col(Update.kind).not_in(NOT_SPOKEN))
            .group_by(col(Update.assignment_id))
        )
        found |= {assignment: local_day(at) for assignment, at in session.execute(query)}
    return found


def _names(session: Session, by: By) -> dict[str, str]:
    query: Iterable[tuple[int | None, str]] = (
        session.execute(sa.select(col(Plan.id), col(Plan.title))).all()
        if by == "plan"
        else session.execute(sa.select(col(AgencyRow.id), col(AgencyRow.name))).all()
    )
    return {str(key): name for key, name in query}
