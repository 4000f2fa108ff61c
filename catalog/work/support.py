"""Supporting agencies: they see the task, and are reminded of it only after the lead or an officer asked."""

import datetime as dt
from collections.abc import Sequence

from sqlmodel import Session, col, select

from catalog import audit
from catalog.audit import Actor
from catalog.tables import Assignment
from catalog.work.snapshot import TO_DO


def supports_of(session: Session, task_id: int) -> Sequence[Assignment]:
    """The open assignments of the agencies that support a task."""
    return [part for part in parts_of(session, task_id) if part.state in TO_DO]


def parts_of(session: Session, task_id: int) -> Sequence[Assignment]:
    """What the supporting agencies of a task have to do or did, in any state but ended by an officer."""
    return session.exec(
        select(Assignment)
        .where(
            Assignment.task_id == task_id, Assignment.role == "support",
            col(Assignment.state).not_in(("cancelled", "suspended")),
        )
        .order_by(col(Assignment.id))
    ).all()  # fmt: skip


def leads_of(session: Session, task_id: int) -> Sequence[Assignment]:
    """The lead assignments of a task."""
    return session.exec(
        select(Assignment).where(Assignment.task_id == task_id, Assignment.role == "lead").order_by(col(Assignment.id))
    ).all()


def ask(session: Session, support: Assignment, actor: Actor, now: dt.datetime) -> bool:
    """Ask this agency for its part; False when it was asked before. From now on it is reminded like a lead."""
    if support.asked_at is not None:
        return False
    support.asked_at, support.next_nudge_at = now, now
    session.add(support)
    session.flush()
    audit.append(session, actor, "support.asked", f"assignment:{support.id}", now, {"agency": support.agency_id})
    return True
