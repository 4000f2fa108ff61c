"""The official figures for a day (DESIGN section 4): five parts that always sum to the total.

Counted from the stands of that day and from nothing else; the groups are counted from the same rows as the whole,
so that parts, groups and the rows one can open behind them cannot disagree.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from sqlmodel import Session

from catalog.clock import end_of_day, local_day
from catalog.figures.standing_on_day import (
    AssignmentOnDay,
    Scope,
    Unassigned,
    assignments_on,
    linked_agencies,
    unassigned_on,
)
from catalog.work.snapshot import FIVE_FIGURES, Bucket

__all__ = ["AssignmentOnDay", "By", "Figures", "Level", "Picture", "Scope", "count", "picture"]

Level = Literal["assignments", "tasks"]
By = Literal["plan", "agency", "section"]

UPDATE_WINDOW_DAYS = 30
"""update_rate counts assignments with an update in the last 30 days."""

NOBODY = "-"
"""The key of the group of tasks no agency leads, where figures are grouped by agency."""

SEVERAL = "+"
"""The key of the group of tasks that several agencies lead, where tasks are grouped by agency."""

_GROUP_NAMES = {NOBODY: "(chưa có cơ quan chủ trì)", SEVERAL: "(nhiều cơ quan cùng chủ trì)"}


@dataclass(frozen=True)
class Figures:
    """The five parts and what stands beside them. Rates are 0-1, None when there is nothing to divide.

    `reported` (waiting for acceptance) is a sub-count of the open, `self_confirmed` of the done.
    """

    counts: dict[str, int]
    reported: int
    unassigned: int = 0
    updated: int = 0
    agencies: int = 0
    linked: int = 0
    self_confirmed: int = 0
    key: str = ""
    name: str = ""

    @property
    def total(self) -> int:
        """The sum of the five parts."""
        return sum(self.counts[part] for part in FIVE_FIGURES)

    @property
    def done(self) -> int:
        """In time and late."""
        return self.counts["done_on_time"] + self.counts["done_late"]

    @property
    def update_rate(self) -> float | None:
        """Assignments with an update in the last 30 days."""
        return round(self.updated / self.total, 4) if self.total else None

    @property
    def linked_rate(self) -> float | None:
        """Agencies with at least one linked person."""
        return round(self.linked / self.agencies, 4) if self.agencies else None

    def counted(self, part: str) -> int | None:
        """How many rows stand behind a part of `figures.rows_behind.PARTS`, "" for the total; None: not known."""
        beside = {"": self.total, "reported": self.reported, "updated": self.updated,
                  "not_updated": self.total - self.updated, "self_confirmed": self.self_confirmed}  # fmt: skip
        return beside.get(part, self.counts.get(part))

    def share(self, part: str) -> float | None:
        """One of the five parts as a rate of the total."""
        return round(self.counts[part] / self.total, 4) if self.total else None

    def to_json(self) -> dict[str, Any]:
        """The keys of the contract (DESIGN section 9)."""
        return {
            **({"key": self.key, "name": self.name} if self.key else {}),
            "total": self.total,
            **{part: self.counts[part] for part in FIVE_FIGURES},
            "reported": self.reported,
            "self_confirmed": self.self_confirmed,
            "cancelled": self.counts["cancelled"],
            "suspended": self.counts["suspended"],
            "unassigned": self.unassigned,
            "update_rate": self.update_rate,
            "linked_rate": self.linked_rate,
        }


@dataclass(frozen=True)
class Picture:
    """The whole and its groups, with the rows behind them."""

    day: dt.date
    level: Level
    whole: Figures
    groups: tuple[Figures, ...] = ()
    assignments: tuple[AssignmentOnDay, ...] = field(default=(), repr=False)
    unassigned: tuple[Unassigned, ...] = field(default=(), repr=False)


def picture(
    session: Session,
    day: dt.date,
    now: dt.datetime,
    *,
    scope: Scope | None = None,
    by: By | None = None,
    level: Level = "assignments",
) -> Picture:
    """The figures of `day` (province day; today or past) over the scope, grouped if asked.

    Nothing stored after the day's end enters, so the answer for a past day is the one that was shown at its end.
    Raises ValueError for a day that has not come at `now`.
    """
    if day > local_day(now):
        raise ValueError(f"{day} has not come yet")
    scope = scope or Scope()
    stands = assignments_on(session, day, scope)
    nobody = unassigned_on(session, day, scope)
    return count(day, stands, nobody, linked_agencies(session, day), by=by, level=level)


def count(
    day: dt.date,
    stands: Sequence[AssignmentOnDay],
    nobody: Sequence[Unassigned],
    linked: frozenset[int],
    *,
    by: By | None = None,
    level: Level = "assignments",
) -> Picture:
    """The figures over rows already read: what `picture` does after reading, for several groupings of one reading."""
    whole = _figures(stands, level, day, linked, len(nobody))
    groups = () if by is None else tuple(_groups(stands, nobody, by, level, day, linked))
    return Picture(day, level, whole, groups, tuple(stands), tuple(nobody))


def updated_since(day: dt.date) -> dt.datetime:
    """From when an update counts for the update rate of `day`: the 30 days that end with it."""
    return end_of_day(day) - dt.timedelta(days=UPDATE_WINDOW_DAYS)


def _figures(
    stands: Sequence[AssignmentOnDay],
    level: Level,
    day: dt.date,
    linked: frozenset[int],
    unassigned: int,
    key: str = "",
    name: str = "",
) -> Figures:
    since = updated_since(day)
    counted = [s for s in stands if s.bucket in FIVE_FIGURES]
    agencies = {s.agency_id for s in counted}
    waiting = [s for s in counted if s.snapshot.state == "reported"]
    fresh = [s for s in counted if s.last_update_at is not None and s.last_update_at >= since]
    by_task = _of_tasks(stands) if level == "tasks" else None
    buckets: Iterable[Bucket] = (s.bucket for s in stands) if by_task is None else by_task.values()
    tally = Counter(buckets)
    vouched = [
        s
        for s in counted
        if s.snapshot.self_confirmed and (s.bucket if by_task is None else by_task[s.task_id]).startswith("done")
    ]
    return Figures(
        counts={part: tally[part] for part in (*FIVE_FIGURES, "cancelled", "suspended")},
        reported=_size(waiting, level),
        unassigned=unassigned,
        updated=_size(fresh, level),
        agencies=len(agencies),
        linked=len(agencies & linked),
        self_confirmed=_size(vouched, level),
        key=key,
        name=name,
    )


def _size(stands: Sequence[AssignmentOnDay], level: Level) -> int:
    return len(stands) if level == "assignments" else len({s.task_id for s in stands})


def _of_tasks(stands: Sequence[AssignmentOnDay]) -> dict[int, Bucket]:
    """One bucket a task: done when all its lead assignments are, overdue when any open one is."""
    of_task: dict[int, list[Bucket]] = defaultdict(list)
    for stand in stands:
        of_task[stand.task_id].append(stand.bucket)
    return {task: task_bucket(buckets) for task, buckets in of_task.items()}


def task_bucket(buckets: Sequence[Bucket]) -> Bucket:
    """The bucket of a task from those of its lead assignments; what is outside the total does not weigh."""
    counted = [b for b in buckets if b in FIVE_FIGURES]
    if not counted:
        return "suspended" if "suspended" in buckets else "cancelled"
    if all(b in ("done_on_time", "done_late") for b in counted):
        return "done_late" if "done_late" in counted else "done_on_time"
    for part in ("open_overdue", "open_in_time"):
        if part in counted:
            return part
    return "no_deadline"


def _groups(
    stands: Sequence[AssignmentOnDay],
    nobody: Sequence[Unassigned],
    by: By,
    level: Level,
    day: dt.date,
    linked: frozenset[int],
) -> Iterable[Figures]:
    """The groups, each row in exactly one of them, so that they sum to the whole.

    A task led by several agencies belongs to none of them alone: where tasks are grouped by agency such tasks are
    a group of their own. So are the tasks nobody leads, where assignments or tasks are grouped by agency.
    """
    leaders: dict[int, set[int]] = defaultdict(set)
    for stand in stands:
        leaders[stand.task_id].add(stand.agency_id)
    members: dict[str, list[AssignmentOnDay]] = defaultdict(list)
    names: dict[str, str] = {}
    for stand in stands:
        key, name = _group_of(stand, by)
        if by == "agency" and level == "tasks" and len(leaders[stand.task_id]) > 1:
            key, name = SEVERAL, _GROUP_NAMES[SEVERAL]
        members[key].append(stand)
        names.setdefault(key, name)
    waiting: Counter[str] = Counter()
    for task in nobody:
        key, name = (NOBODY, _GROUP_NAMES[NOBODY]) if by == "agency" else _group_of(task, by)
        names.setdefault(key, name)
        waiting[key] += 1
    return (_figures(members.get(key, []), level, day, linked, waiting[key], key, name) for key, name in names.items())


def _group_of(row: AssignmentOnDay | Unassigned, by: By) -> tuple[str, str]:
    if by == "agency" and isinstance(row, AssignmentOnDay):
        return str(row.agency_id), row.agency
    place = row.place
    if by == "plan":
        return str(place.plan_id), place.plan
    key = f"{place.plan_id}/{place.annex}/{place.section}"
    return key, section_name(place.annex, place.section, place.section_title)


def group_name(key: str) -> str:
    """The name of the groups that are no agency: of tasks nobody leads, of tasks several lead."""
    return _GROUP_NAMES[key]


def section_name(annex: str, section: str, title: str) -> str:
    """A part of a plan as it is called: "PL II, mục III. Phát triển hạ tầng số"; "" where the plan has no parts."""
    parts = [f"PL {annex}" if annex else "", f"mục {section}" if section else ""]
    head = ", ".join(part for part in parts if part)
    return f"{head}. {title}" if head and title else head or title
