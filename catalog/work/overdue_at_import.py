"""What was overdue already when its plan was imported: closed, extended, handed over, or pressed for after all.

Such assignments are `held`: nobody is reminded of them before an officer decided (DESIGN section 5). Rights are checked
by the caller.
"""

import datetime as dt
from dataclasses import replace

from sqlmodel import Session, col, select

from catalog.audit import Actor
from catalog.clock import local_day
from catalog.tables import Assignment, Extension, Task
from catalog.work import assignments, updates
from catalog.work.assignments import Said
from catalog.work.guards import Impossible, let_go, open_snapshot


def close_with_document(
    session: Session, assignment: Assignment, done_on: dt.date, actor: Actor, now: dt.datetime, said: Said
) -> None:
    """Done on that day, as a document proves (`said.document_number`): entered on behalf of the agency and accepted.

    Accepted by whoever entered it, so it is marked self-confirmed. Raises Impossible("closed" | "document_needed" |
    "in_future").
    """
    if not said.document_number:
        raise Impossible("document_needed")
    if done_on > local_day(now):
        raise Impossible("in_future")
    before = open_snapshot(session, assignment)
    effects = let_go(assignment)
    said = replace(said, on_behalf=True)
    if before.state != "reported":
        after = before.reported_done(before.unmet(), done_on)
        assignments.record(session, assignment, "report", after, actor, now, said, effects=effects)
    updates.accept(session, assignment, actor, now, said)


def extend(session: Session, assignment: Assignment, due: dt.date, actor: Actor, now: dt.datetime, said: Said) -> None:
    """A new date for every milestone that has passed. Raises Impossible("closed" | "in_past" | "no_due")."""
    before = open_snapshot(session, assignment)
    today = local_day(now)
    if due < today:
        raise Impossible("in_past")
    passed = [stand for stand in before.slots if stand.due is not None and stand.due < today and not stand.met]
    if not passed:
        raise Impossible("no_due")
    after = before
    for stand in passed:
        after = after.extended(stand.slot, due)
        session.add(
            Extension(
                assignment_id=assignment.id or 0, slot=stand.slot, old_due=stand.due, asked_due=due, reason=said.text,
                asked_at=now, decision="granted", granted_due=due, decided_at=now, decided_by_id=actor.person_id,
                document_number=said.document_number,
            )
        )  # fmt: skip
    effects = let_go(assignment)
    assignments.record(session, assignment, "extension_granted", after, actor, now, said, effects=effects)


def hand_over(
    session: Session, assignment: Assignment, agency_id: int, actor: Actor, now: dt.datetime, said: Said
) -> Assignment:
    """The task goes to another agency; the old assignment ends outside the total. Returns the one that goes on.

    The new one is pressed for from now on: the officer has looked at it. Raises Impossible("closed" | "same_agency" |
    "already_there").
    """
    before = open_snapshot(session, assignment)
    if agency_id == assignment.agency_id:
        raise Impossible("same_agency")
    there = session.exec(
        select(Assignment).where(
            Assignment.task_id == assignment.task_id, Assignment.agency_id == agency_id, Assignment.role == "lead"
        )
    ).first()
    if there is not None and there.state == "cancelled":
        raise Impossible("already_there")
    if there is None:
        task = session.get_one(Task, assignment.task_id)
        made = assignments.create(session, task, [agency_id], assignment.role, actor, now)
        there = session.exec(select(Assignment).where(col(Assignment.id) == made[0])).one()
    effects = let_go(assignment)
    after = replace(before, state="cancelled")
    assignments.record(session, assignment, "cancelled", after, actor, now, said, effects=effects)
    return there


def start_nudging(session: Session, assignment: Assignment, actor: Actor, now: dt.datetime, said: Said) -> None:
    """Press for it as for any other. Raises Impossible("closed" | "not_overdue_at_import")."""
    before = open_snapshot(session, assignment)
    effects = let_go(assignment)
    if not effects:
        raise Impossible("not_overdue_at_import")
    assignments.record(session, assignment, "nudging_started", before, actor, now, said, effects=effects)
