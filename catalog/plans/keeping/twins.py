"""Tasks of a plan that another plan seems to order, too: the same words, led by the same agency or group."""

from collections import Counter, defaultdict
from dataclasses import asdict, dataclass
from typing import Any

from sqlmodel import Session, col, select

from catalog.plans.keeping.pairing import likeness, shared_words
from catalog.tables import Assignment, Plan, Task
from catalog.text import fold

ALIKE, SHARED = 0.85, 0.75
"""Titles at least this alike (0-1), with at least this share of their words in common, may be one piece of work."""

_FEWEST_WORDS = 4
"""A title of fewer words ("Báo cáo năm") stands in every plan."""


@dataclass(frozen=True)
class Twins:
    """A task and one of an earlier plan that may be the same work; titles are "" for what is classified."""

    task: int
    title: str
    other: int
    other_title: str
    other_plan: str
    likeness: float

    def to_json(self) -> dict[str, Any]:
        """As the import's report carries it."""
        return asdict(self)


def twins_of(session: Session, plan_id: int) -> list[Twins]:
    """The standing tasks of a plan that may be those of another one and are not linked yet, in printed order."""
    linked = select(Assignment.task_id).where(col(Assignment.follows_id).is_not(None))
    standing = (col(Task.withdrawn_at).is_(None), col(Task.heading_only).is_(False), col(Task.classified).is_(False))
    mine = session.exec(
        select(Task).where(Task.plan_id == plan_id, *standing, col(Task.id).not_in(linked)).order_by(col(Task.position))
    ).all()
    mine = [task for task in mine if len(task.title.split()) >= _FEWEST_WORDS]
    if not mine:
        return []
    others: dict[str, list[tuple[Task, Plan, Counter[str]]]] = defaultdict(list)
    rows = session.exec(
        select(Task, Plan)
        .join(Plan, col(Plan.id) == col(Task.plan_id))
        .where(Task.plan_id != plan_id, *standing, col(Task.id).not_in(linked))
    )
    for task, plan in rows:
        words = Counter(fold(task.title).split())
        for name in (*task.lead, *task.lead_groups):
            others[name].append((task, plan, words))
    found = [_nearest(task, others) for task in mine]
    return [one for one in found if one is not None]


def _nearest(task: Task, others: dict[str, list[tuple[Task, Plan, Counter[str]]]]) -> Twins | None:
    words = Counter(fold(task.title).split())
    near = {
        other.id: (likeness(task.title, other.title), other, plan)
        for name in (*task.lead, *task.lead_groups)
        for other, plan, theirs in others.get(name, ())
        if shared_words(words, theirs) >= SHARED
    }
    best = max(near.values(), key=lambda one: (one[0], -(one[1].id or 0)), default=None)
    if best is None or best[0] < ALIKE:
        return None
    score, other, plan = best
    called = plan.number or plan.title[:60]
    return Twins(task.id or 0, task.title, other.id or 0, other.title, called, round(score, 2))
