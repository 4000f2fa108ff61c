"""One piece of work that two plans order: linked by an officer, it is reminded of once and answered once for both.

The assignment of the second plan follows that of the first (`Assignment.follows_id`), agency by agency. Each plan
keeps its own figures, dates and acceptance. Rights are checked by the caller.
"""

import datetime as dt
from dataclasses import replace

import sqlalchemy as sa
from sqlmodel import Session, col, select

from catalog.audit import Actor
from catalog.store.memory import Question
from catalog.tables import Assignment, Task, table_of
from catalog.work import assignments
from catalog.work.assignments import Said
from catalog.work.guards import Impossible, plan_of
from catalog.work.snapshot import Snapshot

_ASSIGNMENT = table_of(Assignment)
_LINKED = Question(
    sa.select(_ASSIGNMENT.c.id)
    .where((_ASSIGNMENT.c.follows_id == sa.bindparam("first")) | (_ASSIGNMENT.c.id == sa.bindparam("first")))
    .order_by(_ASSIGNMENT.c.id)
)


def link(session: Session, task: Task, first: Task, actor: Actor, now: dt.datetime, said: Said) -> int:
    """`task` is the same work as `first`: for how many agencies. Raises Impossible("same_task" | "nothing_shared").

    What was answered for the first already is answered for the second, too.
    """
    if task.id == first.id:
        raise Impossible("same_task")
    leading = {one.agency_id: one for one in _leads(session, first)}
    linked = 0
    for row in _leads(session, task):
        of_first = leading.get(row.agency_id)
        if of_first is None or row.follows_id is not None:
            continue
        followed = of_first.follows_id or of_first.id
        if followed == row.id:
            continue
        _follow(session, row, followed, "linked", actor, now, said)
        for other in session.exec(select(Assignment).where(Assignment.follows_id == row.id)).all():
            _follow(session, other, followed, "linked", actor, now, said)
        _answer(session, of_first, row, "progress", actor, now, replace(said, text=""))
        linked += 1
    if not linked:
        raise Impossible("nothing_shared")
    return linked


def unlink(session: Session, task: Task, actor: Actor, now: dt.datetime, said: Said) -> int:
    """The task is reminded of by itself again: for how many agencies. What was answered stays."""
    following = [row for row in _leads(session, task) if row.follows_id is not None]
    for row in following:
        _follow(session, row, None, "unlinked", actor, now, said)
    return len(following)


def answer_for_both(
    session: Session, assignment: Assignment, kind: str, actor: Actor, now: dt.datetime, said: Said
) -> None:
    """What the agency said of one holds for those linked with it; `kind` of its record ("progress", "report")."""
    if assignment.role != "lead":
        return
    first = assignment.follows_id or assignment.id
    for (other,) in _LINKED.ask(session, first=first):
        if other != assignment.id:
            _answer(session, assignment, session.get_one(Assignment, other), kind, actor, now, said)


def _answer(
    session: Session, said_of: Assignment, other: Assignment, kind: str, actor: Actor, now: dt.datetime, said: Said
) -> None:
    stands, before = assignments.snapshot_of(session, said_of), assignments.snapshot_of(session, other)
    if not before.open or stands.state in ("suspended", "cancelled"):
        return
    after = _as_answered(stands, before)
    if after.state == "reported" and not plan_of(session, other).acceptance:
        after = replace(after, state="done")
    if after != before:
        assignments.record(session, other, kind, after, actor, now, said, before=before)


def _as_answered(stands: Snapshot, before: Snapshot) -> Snapshot:
    """How the other stands: its own dues; met where the same milestone, or the whole, is met."""
    if stands.state in ("reported", "done"):
        day = max((slot.reported_on for slot in stands.slots if slot.reported_on), default=None)
        if day is None:
            return before
        whole = before.reported_done(before.unmet(), day)
        return replace(whole, state="reported", percent=100)
    slots = before.slots
    if len(slots) == len(stands.slots):
        slots = tuple(
            replace(slot, reported_on=same.reported_on) for slot, same in zip(slots, stands.slots, strict=True)
        )
    return replace(before, state=stands.state, percent=stands.percent, slots=slots, expected=stands.expected)


def _leads(session: Session, task: Task) -> list[Assignment]:
    rows = session.exec(
        select(Assignment)
        .where(Assignment.task_id == task.id, Assignment.role == "lead", Assignment.state != "cancelled")
        .order_by(col(Assignment.id))
    )
    return list(rows)


def _follow(
    session: Session, row: Assignment, first: int | None, kind: str, actor: Actor, now: dt.datetime, said: Said
) -> None:
    effects = [{"changed": f"assignment:{row.id}", "before": {"follows_id": row.follows_id}}]
    row.follows_id = first
    assignments.record(
        session, row, kind, assignments.snapshot_of(session, row), actor, now, said, effects=effects
    )  # fmt: skip
