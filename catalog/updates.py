"""What may happen to an assignment, one function an act. Rights are checked by the caller (`catalog.rights`).

All run inside the caller's transaction and go through `assignments.record`, so each is on record with what was
before and after.
"""

import datetime as dt
from dataclasses import replace

import sqlalchemy as sa
from sqlmodel import Session, col, select

from catalog import assignments, audit
from catalog.assignments import Said
from catalog.audit import Actor
from catalog.clock import local_day
from catalog.progress import Snapshot, State
from catalog.tables import Assignment, Blocker, Evidence, EvidenceBlob, Extension, Plan, Task, Update

UNDO_HOURS = 24
"""How long one's own last update can be withdrawn (DESIGN section 4)."""


class Impossible(Exception):
    """The act does not fit how things stand; `reason` is a stable word the conversation turns into a sentence."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def plan_of(session: Session, assignment: Assignment) -> Plan:
    """The plan an assignment belongs to."""
    return session.exec(
        select(Plan).join(Task, col(Task.plan_id) == col(Plan.id)).where(Task.id == assignment.task_id)
    ).one()


def progress(
    session: Session,
    assignment: Assignment,
    state: State,
    percent: int | None,
    actor: Actor,
    now: dt.datetime,
    said: Said,
) -> Update:
    """A plain report of how far it is. Raises Impossible for one that is closed, or a percent outside 0-100."""
    before = _open(session, assignment)
    if percent is not None and not 0 <= percent <= 100:
        raise Impossible("percent_out_of_range")
    assignment.held = False
    if before.state == "reported":
        # Saying "chưa xong" after "xong" takes the claim back; the claim itself stays on record.
        before = before.returned()
    return assignments.record(session, assignment, "progress", before.progressed(state, percent), actor, now, said)


def report_done(
    session: Session, assignment: Assignment, slots: tuple[int, ...], actor: Actor, now: dt.datetime, said: Said
) -> Update:
    """A claim that these slots are done. With acceptance switched off in the plan it is done at once."""
    before = _open(session, assignment)
    if before.state == "reported":
        raise Impossible("already_reported")
    assignment.held = False
    after = before.reported_done(slots or before.unmet(), local_day(now))
    if after.state == "reported" and not plan_of(session, assignment).acceptance:
        after = replace(after, state="done")
    return assignments.record(session, assignment, "report", after, actor, now, said)


def accept(session: Session, assignment: Assignment, actor: Actor, now: dt.datetime, said: Said) -> Update:
    """Accept what was reported; completion counts from the day it was reported.

    The one who reported cannot vouch for it: accepted by the same person it is marked self-confirmed.
    """
    before = assignments.snapshot_of(session, assignment)
    if before.state != "reported":
        raise Impossible("not_reported")
    reporter = session.exec(
        select(Update.person_id)
        .where(Update.assignment_id == assignment.id, Update.kind == "report")
        .order_by(col(Update.id).desc())
    ).first()
    after = replace(before, state="done", percent=100, self_confirmed=reporter == actor.person_id)
    return assignments.record(session, assignment, "accept", after, actor, now, said)


def send_back(session: Session, assignment: Assignment, actor: Actor, now: dt.datetime, said: Said) -> Update:
    """Return what was reported, with the reason (`said.text`); it is open again from its old due."""
    before = assignments.snapshot_of(session, assignment)
    if before.state != "reported":
        raise Impossible("not_reported")
    return assignments.record(session, assignment, "return", before.returned(), actor, now, said)


def open_blocker(
    session: Session, assignment: Assignment, kind: str, actor: Actor, now: dt.datetime, said: Said
) -> Blocker:
    """Report what stands in the way; open until somebody resolves it. The same kind twice is one blocker."""
    before = _open(session, assignment)
    state: State = "in_progress" if before.state == "not_started" else before.state
    update = assignments.record(session, assignment, "blocker", replace(before, state=state), actor, now, said)
    known = session.exec(
        select(Blocker).where(
            Blocker.assignment_id == assignment.id, Blocker.kind == kind, col(Blocker.resolved_at).is_(None)
        )
    ).first()
    blocker = known or Blocker(assignment_id=update.assignment_id, kind=kind, opened_at=now, update_id=update.id)
    blocker.text = said.text or blocker.text
    session.add(blocker)
    session.flush()
    return blocker


def resolve_blocker(session: Session, blocker: Blocker, actor: Actor, now: dt.datetime, said: Said) -> None:
    """The obstacle is gone. Raises Impossible when it was resolved before."""
    if blocker.resolved_at is not None:
        raise Impossible("already_resolved")
    assignment = session.get_one(Assignment, blocker.assignment_id)
    blocker.resolved_at, blocker.resolved_by_id = now, actor.person_id
    session.add(blocker)
    assignments.record(
        session, assignment, "blocker_resolved", assignments.snapshot_of(session, assignment), actor, now, said
    )


def ask_extension(
    session: Session, assignment: Assignment, slot: int, due: dt.date, actor: Actor, now: dt.datetime, said: Said
) -> Extension:
    """Ask for a later due of one slot. Raises Impossible("not_later" | "in_past" | "no_due" | "already_asked")."""
    before = _open(session, assignment)
    old = next((stand.due for stand in before.slots if stand.slot == slot), None)
    if old is None:
        raise Impossible("no_due")
    if due <= old:
        raise Impossible("not_later")
    if due < local_day(now):
        raise Impossible("in_past")
    waiting = session.exec(
        select(Extension).where(
            Extension.assignment_id == assignment.id, Extension.slot == slot, Extension.decision == ""
        )
    ).first()
    if waiting is not None:
        raise Impossible("already_asked")
    update = assignments.record(session, assignment, "extension_asked", before, actor, now, said)
    extension = Extension(
        assignment_id=update.assignment_id, slot=slot, old_due=old, asked_due=due, reason=said.text,
        update_id=update.id, asked_at=now, asked_by_id=actor.person_id,
    )  # fmt: skip
    session.add(extension)
    session.flush()
    return extension


def decide_extension(
    session: Session, extension: Extension, due: dt.date | None, actor: Actor, now: dt.datetime, said: Said
) -> None:
    """Grant a new due (the one asked for or another), or refuse with None. The original due stays on record."""
    if extension.decision:
        raise Impossible("already_decided")
    if extension.asked_by_id is not None and extension.asked_by_id == actor.person_id:
        raise Impossible("own_request")
    assignment = session.get_one(Assignment, extension.assignment_id)
    before = assignments.snapshot_of(session, assignment)
    extension.decision = "granted" if due else "refused"
    extension.granted_due, extension.decided_at, extension.decided_by_id = due, now, actor.person_id
    extension.document_number = said.document_number
    session.add(extension)
    after = before.extended(extension.slot, due) if due else before
    assignment.held = assignment.held and due is None
    assignments.record(session, assignment, f"extension_{extension.decision}", after, actor, now, said)


def attach(
    session: Session, assignment: Assignment, sha256: str, mime: str, size: int, name: str,
    actor: Actor, now: dt.datetime, said: Said,
) -> Evidence | None:  # fmt: skip
    """A kept file as evidence of this assignment; None when the same file is already there."""
    if session.get(EvidenceBlob, sha256) is None:
        session.add(EvidenceBlob(sha256=sha256, size=size, mime=mime, stored_at=now))
        session.flush()
    known = session.exec(
        select(Evidence).where(Evidence.assignment_id == assignment.id, Evidence.sha256 == sha256)
    ).first()
    if known is not None and known.withdrawn_at is None:
        return None
    same = assignments.snapshot_of(session, assignment)
    update = assignments.record(session, assignment, "evidence", same, actor, now, said)
    if known is not None:
        known.withdrawn_at, known.update_id = None, update.id
        session.add(known)
        return known
    evidence = Evidence(
        assignment_id=update.assignment_id, update_id=update.id, sha256=sha256, name=name[:255],
        person_id=actor.person_id, at=now,
    )  # fmt: skip
    session.add(evidence)
    session.flush()
    audit.append(session, actor, "evidence.kept", f"evidence:{evidence.id}", now, {"sha256": sha256, "size": size})
    return evidence


def last_own_update(session: Session, person_id: int, now: dt.datetime) -> Update | None:
    """The newest update of this person that can still be withdrawn, None when there is none."""
    undone = sa.select(col(Update.undoes_id)).where(col(Update.undoes_id).is_not(None))
    return session.exec(
        select(Update)
        .where(
            Update.person_id == person_id,
            col(Update.at) > now - dt.timedelta(hours=UNDO_HOURS),
            col(Update.kind).in_(("progress", "report", "blocker", "extension_asked", "evidence")),
            col(Update.id).not_in(undone),
        )
        .order_by(col(Update.id).desc())
    ).first()


def undo(session: Session, update: Update, actor: Actor, now: dt.datetime, said: Said) -> Update:
    """Withdraw one's own last update by a new record. Raises Impossible("not_last" | "too_old" | "accepted")."""
    assignment = session.get_one(Assignment, update.assignment_id)
    newest = session.exec(
        select(Update).where(Update.assignment_id == assignment.id).order_by(col(Update.id).desc())
    ).first()
    if assignment.state == "done":
        raise Impossible("accepted")
    if newest is None or newest.id != update.id:
        raise Impossible("not_last")
    if update.at <= now - dt.timedelta(hours=UNDO_HOURS):
        raise Impossible("too_old")
    for evidence in session.exec(select(Evidence).where(Evidence.update_id == update.id)).all():
        evidence.withdrawn_at = now
    for blocker in session.exec(select(Blocker).where(Blocker.update_id == update.id)).all():
        blocker.resolved_at, blocker.resolved_by_id = now, actor.person_id
    for extension in session.exec(select(Extension).where(Extension.update_id == update.id)).all():
        extension.decision, extension.decided_at = "withdrawn", now
    after = Snapshot.from_json(update.before)
    return assignments.record(session, assignment, "undo", after, actor, now, said, undoes_id=update.id)


def _open(session: Session, assignment: Assignment) -> Snapshot:
    snapshot = assignments.snapshot_of(session, assignment)
    if not snapshot.open:
        raise Impossible("closed")
    return snapshot
