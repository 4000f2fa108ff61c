"""What may happen to an assignment, one function an act. Rights are checked by the caller (`catalog.people.rights`).

All run inside the caller's transaction and go through `assignments.record`, so each is on record with what was
before and after. Blockers, extensions, evidence and undoing have files of their own and are offered here too.
"""

import datetime as dt
from dataclasses import replace

from sqlmodel import Session, col, select

from catalog.audit import Actor
from catalog.clock import local_day
from catalog.tables import Assignment, Task, Update
from catalog.work import assignments, twins
from catalog.work.assignments import Said
from catalog.work.blockers import open_blocker, resolve_blocker
from catalog.work.evidence_of_assignment import attach
from catalog.work.extensions import add_document, add_reason, ask_extension, decide_extension, lapse, waits_for_all
from catalog.work.guards import Impossible, let_go, open_snapshot, plan_of
from catalog.work.snapshot import Snapshot, State
from catalog.work.undo import UNDO_HOURS, last_own_update, said_now, undo

__all__ = [
    "UNDO_HOURS", "Impossible", "accept", "add_document", "add_reason", "ask_extension", "attach", "cancel",
    "claimants", "decide_extension", "last_claimed", "last_own_update", "open_blocker", "plan_of", "progress",
    "report_done", "resolve_blocker", "resume", "said_now", "send_back", "suspend", "undo",
    "waits_for_all",
]  # fmt: skip


def progress(
    session: Session,
    assignment: Assignment,
    state: State,
    percent: float | None,
    actor: Actor,
    now: dt.datetime,
    said: Said,
    expected: dt.date | None = None,
) -> int:
    """A plain report of how far it is. Raises Impossible("closed" | "percent_out_of_range").

    `expected` = the day (province) by which it is meant to be done, where one was named.

    Saying "chưa xong" after "xong" takes the last claim back; the claim itself stays on record.
    """
    before = stands = assignments.snapshot_of(session, assignment)
    if assignment.role == "support" and before.state == "done":
        stands = replace(before, state="reported")  # nobody judged it: the supporting agency itself takes it up again
    elif not before.open:
        raise Impossible("closed")
    if percent is not None and not 0 <= percent <= 100:
        raise Impossible("percent_out_of_range")
    effects = let_go(assignment)
    if stands.state == "reported":
        stands = _reopened(session, assignment, stands, last_claimed(session, assignment, stands))
    after = stands.progressed(state, percent, expected)
    update = assignments.record(
        session, assignment, "progress", after, actor, now, said, before=before, effects=effects
    )
    twins.answer_for_both(session, assignment, "progress", actor, now, said)
    return update


def report_done(
    session: Session, assignment: Assignment, slots: tuple[int, ...], actor: Actor, now: dt.datetime, said: Said
) -> int:
    """A claim that these slots (all unmet ones when none is named) are done.

    With acceptance switched off in the plan the whole is done at once, and so is the part of a supporting agency: the
    lead answers for the task, and hears of it. Raises Impossible("closed" |
    "already_reported" | "milestone_reported" | "no_such_milestone").
    """
    before = open_snapshot(session, assignment)
    if set(slots) - {stand.slot for stand in before.slots}:
        raise Impossible("no_such_milestone")
    wanted = slots or before.unmet()
    if before.state == "reported":
        raise Impossible("already_reported")
    if not set(wanted) & set(before.unmet()):
        raise Impossible("milestone_reported")
    effects = let_go(assignment)
    after = before.reported_done(wanted, local_day(now))
    judged = assignment.role == "lead" and plan_of(session, assignment).acceptance
    if after.state == "reported" and not judged:
        after = replace(after, state="done")
        effects += lapse(session, assignment, now)
    update = assignments.record(session, assignment, "report", after, actor, now, said, before=before, effects=effects)
    twins.answer_for_both(session, assignment, "report", actor, now, said)
    return update


def accept(session: Session, assignment: Assignment, actor: Actor, now: dt.datetime, said: Said) -> int:
    """Accept what was reported; completion counts from the day it was reported.

    Who reported (also on behalf of the agency) cannot vouch for it: accepted by the same person it is marked
    self-confirmed (DESIGN section 2). Requests for a later date that still wait have lapsed. Raises
    Impossible("not_reported").
    """
    before = assignments.snapshot_of(session, assignment)
    if before.state != "reported":
        raise Impossible("not_reported")
    own = actor.person_id in claimants(session, assignment, before)
    after = replace(before, state="done", percent=100, self_confirmed=own)
    effects = lapse(session, assignment, now)
    return assignments.record(session, assignment, "accept", after, actor, now, said, before=before, effects=effects)


def send_back(
    session: Session,
    assignment: Assignment,
    actor: Actor,
    now: dt.datetime,
    said: Said,
    slots: tuple[int, ...] = (),
    *,
    accepted: bool = False,
) -> int:
    """Return what was reported, with the reason (`said.text`): these slots, or those of the last claim.

    They are open again from their old due. A milestone can be returned while others are still open. With `accepted`
    what was accepted by mistake, and only that, is open again: the acceptance stays on record. Raises
    Impossible("not_reported").
    """
    before = assignments.snapshot_of(session, assignment)
    met = {stand.slot for stand in before.slots if stand.met}
    whole = before.state in ("reported", "done")
    wanted = slots or (last_claimed(session, assignment, before) if whole else ())
    fits = before.state == "done" if accepted else before.open
    if not fits or not wanted or not set(wanted) <= met:
        raise Impossible("not_reported")
    after = _reopened(session, assignment, before, wanted)
    return assignments.record(session, assignment, "return", after, actor, now, said, before=before)


def _reopened(session: Session, assignment: Assignment, before: Snapshot, slots: tuple[int, ...]) -> Snapshot:
    """These slots open again, the percent as it was said before the newest claim: "done" alone says no figure."""
    claim = session.exec(
        select(Update)
        .where(Update.assignment_id == assignment.id, Update.kind == "report")
        .order_by(col(Update.id).desc())
    ).first()
    percent = Snapshot.from_json(claim.before).percent if claim is not None else before.percent
    whole = before.state in ("reported", "done")
    return replace(before.returned(slots), percent=percent if whole else before.percent, self_confirmed=False)


def suspend(session: Session, assignment: Assignment, actor: Actor, now: dt.datetime, said: Said) -> int:
    """Put an open assignment outside the total for a time. Needs a reason and a document number."""
    return _put_outside(session, assignment, "suspended", actor, now, said)


def cancel(session: Session, assignment: Assignment, actor: Actor, now: dt.datetime, said: Said) -> int:
    """Put an assignment outside the total for good. Needs a reason and a document number."""
    return _put_outside(session, assignment, "cancelled", actor, now, said)


def resume(session: Session, assignment: Assignment, actor: Actor, now: dt.datetime, said: Said) -> int:
    """Take a suspended or cancelled assignment up again where it was left, with a document number.

    Raises Impossible("not_outside" | "document_needed" | "withdrawn").
    """
    before = assignments.snapshot_of(session, assignment)
    if before.open or before.state == "done":
        raise Impossible("not_outside")
    if not said.document_number:
        raise Impossible("document_needed")
    if session.get_one(Task, assignment.task_id).withdrawn_at is not None:
        raise Impossible("withdrawn")
    left = session.exec(
        select(Update)
        .where(Update.assignment_id == assignment.id, col(Update.kind).in_(("suspended", "cancelled")))
        .order_by(col(Update.id).desc())
    ).first()
    state = Snapshot.from_json(left.before).state if left is not None else "in_progress"
    if state in ("suspended", "cancelled", "done"):
        state = "in_progress"
    return assignments.record(session, assignment, "resumed", replace(before, state=state), actor, now, said)


def _put_outside(
    session: Session, assignment: Assignment, state: State, actor: Actor, now: dt.datetime, said: Said
) -> int:
    before = assignments.snapshot_of(session, assignment)
    if before.state in ("done", state):
        raise Impossible("closed")
    if not said.document_number:
        raise Impossible("document_needed")
    return assignments.record(session, assignment, state, replace(before, state=state), actor, now, said)


def last_claimed(session: Session, assignment: Assignment, stands: Snapshot) -> tuple[int, ...]:
    """The slots that the newest claim still standing put forward; () when nothing is claimed."""
    met = {stand.slot for stand in stands.slots if stand.met}
    for _, slots in _claims(session, assignment):
        if still := tuple(slot for slot in slots if slot in met):
            return still
    return tuple(met)


def claimants(session: Session, assignment: Assignment, stands: Snapshot) -> set[int | None]:
    """Who made the claims that stand now: for every met slot the one who claimed it last."""
    left = {stand.slot for stand in stands.slots if stand.met}
    found: set[int | None] = set()
    for person, slots in _claims(session, assignment):
        if left & set(slots):
            found.add(person)
            left -= set(slots)
    return found


def _claims(session: Session, assignment: Assignment) -> list[tuple[int | None, tuple[int, ...]]]:
    """Every claim on record, newest first: who made it and the slots it newly claimed."""
    reports = session.exec(
        select(Update)
        .where(Update.assignment_id == assignment.id, Update.kind == "report")
        .order_by(col(Update.id).desc())
    ).all()
    found = []
    for report in reports:
        earlier = set(Snapshot.from_json(report.before).unmet())
        now_met = {stand.slot for stand in Snapshot.from_json(report.after).slots if stand.met}
        found.append((report.person_id, tuple(sorted(earlier & now_met))))
    return found
