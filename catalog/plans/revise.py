"""A new edition of a stored plan: which row is which task, what changed, what is gone.

Ids and history stay. A task is recognised by (annex, section, number) if the titles agree, else by the best
title; where two stored tasks fit equally well a person must say which (`Doubtful`), and nothing is stored.
"""

import datetime as dt
import difflib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlmodel import Session, col, select

from catalog import assignments
from catalog.assignments import Said
from catalog.audit import Actor
from catalog.plans.model import Deadline, ParsedTask
from catalog.progress import SlotStand
from catalog.tables import Assignment, Milestone, Slot, Task
from catalog.text import fold

SAME_TITLE = 0.8
"""Titles this alike (0-1) at the same place are one task with new wording."""

SURE_TITLE = 0.9
"""A task that moved to another place needs a title at least this alike."""

CLOSE_CALL = 0.03
"""Two candidates nearer to each other than this are a doubt."""

_COMPARED = (
    "annex", "section", "section_title", "number", "title", "output", "deadline_raw", "notes", "heading_only",
    "parent_number", "lead_named", "lead", "lead_groups", "support_named", "support_groups", "children",
)  # fmt: skip


class Doubtful(Exception):
    """Rows that could be more than one stored task; nothing may be stored until a person says which."""

    def __init__(self, rows: list[dict[str, Any]]) -> None:
        super().__init__(f"{len(rows)} dòng chưa xác định được là nhiệm vụ nào của lần nhập trước")
        self.rows = rows


@dataclass
class Pairs:
    """New rows in printed order with the stored task they are (None: a new one), and stored tasks no row is."""

    rows: list[tuple[Task | None, ParsedTask]] = field(default_factory=list)
    gone: list[Task] = field(default_factory=list)


def pair(stored: Sequence[Task], rows: Sequence[ParsedTask]) -> Pairs:
    """Match the rows of a new edition with the stored tasks. Raises Doubtful."""
    left = {id(task): task for task in stored}
    found: dict[int, Task] = {}
    by_place: dict[tuple[str, str, str], list[Task]] = {}
    for task in stored:
        by_place.setdefault((task.annex, task.section, task.number), []).append(task)
    for index, row in enumerate(rows):
        here = [t for t in by_place.get((row.annex, row.section, row.number), []) if id(t) in left]
        best = max(here, key=lambda t: likeness(t.title, row.title), default=None)
        if best is not None and likeness(best.title, row.title) >= SAME_TITLE:
            found[index] = left.pop(id(best))
    doubts = []
    for index, row in enumerate(rows):
        if index in found or not left:
            continue
        ranked = sorted(((likeness(t.title, row.title), t) for t in left.values()), key=lambda pair: -pair[0])
        score, best = ranked[0]
        if score < SURE_TITLE:
            continue
        if len(ranked) > 1 and ranked[1][0] > score - CLOSE_CALL:
            doubts.append({"row": row.source_row, "title": row.title, "candidates": [label(t) for _, t in ranked[:2]]})
        else:
            found[index] = left.pop(id(best))
    if doubts:
        raise Doubtful(doubts)
    return Pairs([(found.get(index), row) for index, row in enumerate(rows)], list(left.values()))


def likeness(one: str, other: str) -> float:
    """How alike two titles are, 0-1, case and accents aside."""
    a, b = fold(one), fold(other)
    return 1.0 if a == b else difflib.SequenceMatcher(None, a, b, autojunk=False).ratio()


def label(task: Task) -> dict[str, Any]:
    """How a report names a task."""
    return {"task": task.id, "annex": task.annex, "section": task.section, "number": task.number, "title": task.title}


def task_values(row: ParsedTask) -> dict[str, Any]:
    """The columns of `task` that come from the printed row."""
    return {
        "annex": row.annex, "section": row.section, "section_title": row.section_title, "number": row.number,
        "title": row.title, "output": row.output, "deadline_raw": row.deadline_raw, "notes": row.notes,
        "heading_only": row.heading_only, "classified": row.classified, "parent_number": row.parent_number,
        "lead_named": list(row.actors.lead_named), "lead": list(row.actors.lead),
        "lead_groups": list(row.actors.lead_groups),
        "support_named": list(row.actors.support_named), "support": list(row.actors.support),
        "support_groups": list(row.actors.support_groups),
        "lead_raw": row.lead_raw, "support_raw": row.support_raw, "children": list(row.children),
        "warnings": [{"kind": w.kind, "text": w.text} for w in row.warnings], "source_row": row.source_row,
    }  # fmt: skip


def apply(
    session: Session, task: Task, position: int, row: ParsedTask, actor: Actor, now: dt.datetime
) -> dict[str, dict[str, Any]]:
    """Bring a stored task up to its new row; returns the changes field by field, {} when there is none."""
    new = task_values(row)
    changes = {
        name: {"before": getattr(task, name), "after": new[name]}
        for name in _COMPARED
        if getattr(task, name) != new[name]
    }
    for name, value in new.items():
        setattr(task, name, value)
    task.position = position
    session.add(task)
    before = session.exec(select(Milestone).where(Milestone.task_id == task.id).order_by(col(Milestone.slot))).all()
    old = [Deadline(m.kind, m.label, m.start, m.due) for m in before]  # type: ignore[arg-type]
    if old != list(row.deadlines):
        changes["deadlines"] = {"before": [_printable(d) for d in old], "after": [_printable(d) for d in row.deadlines]}
        _redate(session, task, row.deadlines, actor, now)
    return changes


def _printable(deadline: Deadline) -> dict[str, Any]:
    return {
        "label": deadline.label, "kind": deadline.kind,
        "start": deadline.start.isoformat() if deadline.start else None,
        "due": deadline.due.isoformat() if deadline.due else None,
    }  # fmt: skip


def _redate(session: Session, task: Task, deadlines: Sequence[Deadline], actor: Actor, now: dt.datetime) -> None:
    """New milestones; open assignments follow, with what they had met kept and the change on record."""
    for milestone in session.exec(select(Milestone).where(Milestone.task_id == task.id)).all():
        session.delete(milestone)
    session.flush()
    assert task.id is not None
    for number, d in enumerate(deadlines, start=1):
        session.add(Milestone(task_id=task.id, slot=number, label=d.label, kind=d.kind, start=d.start, due=d.due))
    session.flush()
    for assignment in session.exec(select(Assignment).where(Assignment.task_id == task.id)).all():
        _reslot(session, assignment, deadlines, actor, now)


def _reslot(
    session: Session, assignment: Assignment, deadlines: Sequence[Deadline], actor: Actor, now: dt.datetime
) -> None:
    before = assignments.snapshot_of(session, assignment)
    reported = {stand.slot: stand.reported_on for stand in before.slots}
    for slot in session.exec(select(Slot).where(Slot.assignment_id == assignment.id)).all():
        session.delete(slot)
    session.flush()
    assert assignment.id is not None
    rows = [
        Slot(
            assignment_id=assignment.id, slot=number, label=d.label, kind=d.kind, start=d.start, original_due=d.due,
            due=d.due, reported_on=reported.get(number),
        )
        for number, d in enumerate(deadlines, start=1)
    ] or [Slot(assignment_id=assignment.id, slot=0, reported_on=reported.get(0))]  # fmt: skip
    session.add_all(rows)
    session.flush()
    stands = tuple(SlotStand(row.slot, row.due, row.reported_on) for row in rows)
    assignments.record(session, assignment, "plan_revised", replace(before, slots=stands), actor, now, before=before)


def withdraw(session: Session, task: Task, actor: Actor, now: dt.datetime) -> None:
    """The new edition has no such row: the task keeps its history, its assignments end outside the total."""
    task.withdrawn_at = now
    session.add(task)
    for assignment in session.exec(select(Assignment).where(Assignment.task_id == task.id)).all():
        cancel(session, assignment, actor, now, "plan_revised")


def cancel(session: Session, assignment: Assignment, actor: Actor, now: dt.datetime, reason: str) -> None:
    """End an assignment that no longer stands in the plan; nothing happens to one already cancelled."""
    if assignment.state != "cancelled":
        after = replace(assignments.snapshot_of(session, assignment), state="cancelled")
        assignments.record(session, assignment, "cancelled", after, actor, now, Said(text=reason))
