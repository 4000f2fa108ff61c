"""The official figures for a day (DESIGN section 4): five parts that always sum to the total.

Every figure is counted from snapshots: today's from the current rows, a past day's from the last update stored
by that day's end. Groups are counted from the same rows as the whole, so they cannot disagree.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import sqlalchemy as sa
from sqlmodel import Session, col

from catalog.clock import end_of_day, local_day
from catalog.progress import FIVE_FIGURES, Bucket, Snapshot, bucket_of
from catalog.tables import AgencyRow, Assignment, Contact, Membership, Plan, Task, Update

Level = Literal["assignments", "tasks"]
By = Literal["plan", "agency", "section"]

UPDATE_WINDOW_DAYS = 30
"""update_rate counts assignments with an update in the last 30 days."""


@dataclass(frozen=True)
class Stand:
    """One lead assignment on the day asked about."""

    assignment_id: int
    task_id: int
    plan_id: int
    plan: str
    section: str
    agency_id: int
    agency: str
    snapshot: Snapshot
    last_update_at: dt.datetime | None
    bucket: Bucket


@dataclass(frozen=True)
class Figures:
    """The five parts and what stands beside them. Rates are 0-1, None when there is nothing to divide."""

    counts: dict[str, int]
    reported: int
    unassigned: int = 0
    updated: int = 0
    agencies: int = 0
    linked: int = 0
    key: str = ""
    name: str = ""

    @property
    def total(self) -> int:
        return sum(self.counts[part] for part in FIVE_FIGURES)

    @property
    def update_rate(self) -> float | None:
        return round(self.updated / self.total, 4) if self.total else None

    @property
    def linked_rate(self) -> float | None:
        return round(self.linked / self.agencies, 4) if self.agencies else None

    def to_json(self) -> dict[str, Any]:
        """The keys of the contract (DESIGN section 9)."""
        return {
            **({"key": self.key, "name": self.name} if self.key else {}),
            "total": self.total,
            **{part: self.counts[part] for part in FIVE_FIGURES},
            "reported": self.reported,
            "cancelled": self.counts["cancelled"],
            "suspended": self.counts["suspended"],
            "unassigned": self.unassigned,
            "update_rate": self.update_rate,
            "linked_rate": self.linked_rate,
        }


@dataclass(frozen=True)
class Scope:
    """Which lead assignments are asked about; None means no restriction."""

    plan_id: int | None = None
    agency_ids: tuple[int, ...] | None = None
    coordinator_ids: tuple[int, ...] | None = None


@dataclass(frozen=True)
class Picture:
    """The whole and its groups, with the rows behind them."""

    day: dt.date
    level: Level
    whole: Figures
    groups: tuple[Figures, ...] = ()
    stands: tuple[Stand, ...] = field(default=(), repr=False)


def picture(
    session: Session,
    day: dt.date,
    now: dt.datetime,
    *,
    scope: Scope | None = None,
    by: By | None = None,
    level: Level = "assignments",
) -> Picture:
    """The figures of `day` (province day; today or past) over the scope, grouped if asked."""
    scope = scope or Scope()
    stands = _stands(session, day, now, scope)
    linked = _linked_agencies(session, min(end_of_day(day), now))
    unassigned = _unassigned(session, day, scope)
    whole = _figures(stands, level, day, linked, sum(unassigned.values()))
    groups = [] if by is None else _groups(stands, by, level, day, linked, unassigned)
    return Picture(day, level, whole, tuple(groups), tuple(stands))


def _stands(session: Session, day: dt.date, now: dt.datetime, scope: Scope) -> list[Stand]:
    past = day < local_day(now)
    if past:
        moment = end_of_day(day)
        newest = (
            sa.select(sa.func.max(Update.id).label("id"))
            .where(col(Update.at) < moment)
            .group_by(col(Update.assignment_id))
            .subquery()
        )
        # "Last update" leaves out the row that only created the assignment: nobody said anything by it.
        spoken = (
            sa.select(col(Update.assignment_id).label("assignment_id"), sa.func.max(Update.at).label("at"))
            .where(col(Update.at) < moment, col(Update.kind) != "created")
            .group_by(col(Update.assignment_id))
            .subquery()
        )
        query = (
            _base_query(scope, col(Update.after), spoken.c.at)
            .join(Update, col(Update.assignment_id) == col(Assignment.id))
            .join(newest, newest.c.id == col(Update.id))
            .outerjoin(spoken, spoken.c.assignment_id == col(Assignment.id))
        )
    else:
        newest = sa.select(sa.func.max(Update.id).label("id")).group_by(col(Update.assignment_id)).subquery()
        query = (
            _base_query(scope, col(Update.after), col(Assignment.last_update_at))
            .join(Update, col(Update.assignment_id) == col(Assignment.id))
            .join(newest, newest.c.id == col(Update.id))
        )
    stands = []
    for row in session.execute(query):
        snapshot = Snapshot.from_json(row.after)
        stands.append(
            Stand(
                row.assignment_id,
                row.task_id,
                row.plan_id,
                row.plan_title,
                row.section,
                row.agency_id,
                row.agency,
                snapshot,
                row.last_at,
                bucket_of(snapshot, day),
            )
        )
    return stands


def _base_query(scope: Scope, after: Any, last_at: Any) -> Any:
    query = (
        sa.select(
            col(Assignment.id).label("assignment_id"), col(Assignment.task_id), col(Task.plan_id),
            col(Plan.title).label("plan_title"), col(Task.annex), col(Task.section), col(Assignment.agency_id),
            col(AgencyRow.name).label("agency"), after.label("after"), last_at.label("last_at"),
        )
        .select_from(Assignment)
        .join(Task, col(Task.id) == col(Assignment.task_id))
        .join(Plan, col(Plan.id) == col(Task.plan_id))
        .join(AgencyRow, col(AgencyRow.id) == col(Assignment.agency_id))
        .where(col(Assignment.role) == "lead")
        .order_by(col(Assignment.id))
    )  # fmt: skip
    if scope.plan_id is not None:
        query = query.where(col(Task.plan_id) == scope.plan_id)
    if scope.agency_ids is not None:
        query = query.where(col(Assignment.agency_id).in_(scope.agency_ids))
    if scope.coordinator_ids is not None:
        query = query.where(col(Plan.coordinator_id).in_(scope.coordinator_ids))
    return query


def _figures(
    stands: Sequence[Stand],
    level: Level,
    day: dt.date,
    linked: frozenset[int],
    unassigned: int,
    key: str = "",
    name: str = "",
) -> Figures:
    since = end_of_day(day) - dt.timedelta(days=UPDATE_WINDOW_DAYS)
    counted = [s for s in stands if s.bucket in FIVE_FIGURES]
    agencies = {s.agency_id for s in counted}
    parts: Iterable[Bucket] = (s.bucket for s in stands) if level == "assignments" else _task_buckets(stands)
    waiting = [s for s in counted if s.snapshot.state == "reported"]
    fresh = [s for s in counted if s.last_update_at is not None and s.last_update_at >= since]
    tally = Counter(parts)
    return Figures(
        counts={part: tally[part] for part in (*FIVE_FIGURES, "cancelled", "suspended")},
        reported=len(waiting) if level == "assignments" else len({s.task_id for s in waiting}),
        unassigned=unassigned,
        updated=len(fresh) if level == "assignments" else len({s.task_id for s in fresh}),
        agencies=len(agencies),
        linked=len(agencies & linked),
        key=key,
        name=name,
    )


def _task_buckets(stands: Sequence[Stand]) -> Iterable[Bucket]:
    """One bucket a task: done when all its lead assignments are, overdue when any open one is."""
    of_task: dict[int, list[Bucket]] = defaultdict(list)
    for stand in stands:
        of_task[stand.task_id].append(stand.bucket)
    for buckets in of_task.values():
        counted = [b for b in buckets if b in FIVE_FIGURES]
        if not counted:
            yield "suspended" if "suspended" in buckets else "cancelled"
        elif all(b in ("done_on_time", "done_late") for b in counted):
            yield "done_late" if "done_late" in counted else "done_on_time"
        elif "open_overdue" in counted:
            yield "open_overdue"
        else:
            yield "open_in_time" if "open_in_time" in counted else _open_kind(counted)


def _open_kind(counted: list[Bucket]) -> Bucket:
    return "no_deadline" if "no_deadline" in counted else "open_in_time"


def _groups(
    stands: Sequence[Stand],
    by: By,
    level: Level,
    day: dt.date,
    linked: frozenset[int],
    unassigned: dict[tuple[int, str, str], int],
) -> list[Figures]:
    members: dict[str, list[Stand]] = defaultdict(list)
    names: dict[str, str] = {}
    waiting: Counter[str] = Counter()
    for stand in stands:
        key, name = _group_of(stand, by)
        members[key].append(stand)
        names[key] = name
    for (plan_id, plan, section), count in unassigned.items():
        # A task nobody leads belongs to no agency: shown beside the whole only.
        if by != "agency":
            key = str(plan_id) if by == "plan" else f"{plan_id}/{section}"
            names.setdefault(key, plan if by == "plan" else section)
            waiting[key] += count
    return [_figures(members.get(key, []), level, day, linked, waiting[key], key, name) for key, name in names.items()]


def _group_of(stand: Stand, by: By) -> tuple[str, str]:
    if by == "plan":
        return str(stand.plan_id), stand.plan
    if by == "agency":
        return str(stand.agency_id), stand.agency
    return f"{stand.plan_id}/{stand.section}", stand.section


def _unassigned(session: Session, day: dt.date, scope: Scope) -> dict[tuple[int, str, str], int]:
    """Tasks with work in them that no agency leads, by plan and section; an agency's own view has none."""
    if scope.agency_ids is not None:
        return {}
    led = sa.exists().where(
        col(Assignment.task_id) == col(Task.id),
        col(Assignment.role) == "lead",
        col(Assignment.created_at) < end_of_day(day),
    )
    query = (
        sa.select(col(Task.plan_id), col(Plan.title), col(Task.section), sa.func.count())
        .join(Plan, col(Plan.id) == col(Task.plan_id))
        .where(
            col(Task.heading_only).is_(False),
            sa.or_(col(Task.withdrawn_at).is_(None), col(Task.withdrawn_at) >= end_of_day(day)),
            col(Plan.imported_at) < end_of_day(day),
            ~led,
        )
        .group_by(col(Task.plan_id), col(Plan.title), col(Task.section))
    )
    if scope.plan_id is not None:
        query = query.where(col(Task.plan_id) == scope.plan_id)
    if scope.coordinator_ids is not None:
        query = query.where(col(Plan.coordinator_id).in_(scope.coordinator_ids))
    return {(plan_id, title, section): count for plan_id, title, section, count in session.execute(query)}


def _linked_agencies(session: Session, moment: dt.datetime) -> frozenset[int]:
    """Agencies with at least one person linked and reachable at that moment."""
    query = (
        sa.select(col(Membership.agency_id))
        .join(Contact, col(Contact.person_id) == col(Membership.person_id))
        .where(
            col(Membership.role).in_(("focal", "agency_leader")),
            col(Membership.since) <= moment,
            sa.or_(col(Membership.ended_at).is_(None), col(Membership.ended_at) > moment),
            sa.or_(col(Membership.until).is_(None), col(Membership.until) >= local_day(moment)),
        )
        .distinct()
    )
    return frozenset(row[0] for row in session.execute(query) if row[0] is not None)
