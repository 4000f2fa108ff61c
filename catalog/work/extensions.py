"""Later dates: asked for with a reason, granted, granted for another day, or refused; the original due is kept."""

import datetime as dt
from typing import Any

from sqlmodel import Session, select

from catalog.audit import Actor
from catalog.clock import local_day
from catalog.tables import Assignment, Extension
from catalog.work import assignments
from catalog.work.assignments import Said
from catalog.work.guards import Impossible, let_go, open_snapshot
from catalog.work.snapshot import Snapshot


def ask_extension(
    session: Session,
    assignment: Assignment,
    slot: int,
    due: dt.date,
    actor: Actor,
    now: dt.datetime,
    said: Said,
    reason: str | None = None,
) -> Extension:
    """Ask for a later due of one slot; `reason` is `said.text` unless given.

    Raises Impossible("closed" | "no_due" | "milestone_reported" | "not_later" | "in_past" | "already_asked").
    """
    before = open_snapshot(session, assignment)
    stand = next((stand for stand in before.slots if stand.slot == slot), None)
    if stand is None or stand.due is None:
        raise Impossible("no_due")
    if stand.met:
        raise Impossible("milestone_reported")
    if due <= stand.due:
        raise Impossible("not_later")
    if due < local_day(now):
        raise Impossible("in_past")
    if _waiting(session, assignment, slot) is not None:
        raise Impossible("already_asked")
    assert assignment.id is not None
    extension = Extension(
        assignment_id=assignment.id, slot=slot, old_due=stand.due, asked_due=due, asked_at=now,
        reason=said.text if reason is None else reason, asked_by_id=actor.person_id,
    )  # fmt: skip
    session.add(extension)
    session.flush()
    extension.update_id = assignments.record(
        session, assignment, "extension_asked", before, actor, now, said,
        effects=[{"new": f"extension:{extension.id}"}],
    )  # fmt: skip
    session.add(extension)
    session.flush()
    return extension


def add_reason(session: Session, extension: Extension, actor: Actor, now: dt.datetime, said: Said) -> None:
    """The reason, given after the date. Raises Impossible("already_decided")."""
    if extension.decision:
        raise Impossible("already_decided")
    effect: dict[str, Any] = {"changed": f"extension:{extension.id}", "before": {"reason": extension.reason}}
    extension.reason = said.text
    _note(session, extension, "extension_reason", actor, now, said, effect)


def decide_extension(
    session: Session, extension: Extension, due: dt.date | None, actor: Actor, now: dt.datetime, said: Said
) -> None:
    """Grant a new due (the one asked for or another), or refuse with None. The original due stays on record.

    Raises Impossible("already_decided" | "own_request" | "closed" | "no_due" | "not_later").
    """
    if extension.decision:
        raise Impossible("already_decided")
    if extension.asked_by_id is not None and extension.asked_by_id == actor.person_id:
        raise Impossible("own_request")
    assignment = session.get_one(Assignment, extension.assignment_id)
    before = open_snapshot(session, assignment)
    # The plan may have been revised since: what is granted must be later than the due in force now.
    stand = next((stand for stand in before.slots if stand.slot == extension.slot), None)
    if due is not None and (stand is None or stand.due is None):
        raise Impossible("no_due")
    if due is not None and stand is not None and stand.due is not None and due <= stand.due:
        raise Impossible("not_later")
    extension.decision = "granted" if due else "refused"
    extension.granted_due, extension.decided_at, extension.decided_by_id = due, now, actor.person_id
    extension.document_number = said.document_number
    session.add(extension)
    after = before.extended(extension.slot, due) if due else before
    effects = let_go(assignment) if due else []
    assignments.record(session, assignment, f"extension_{extension.decision}", after, actor, now, said, effects=effects)


def add_document(session: Session, extension: Extension, actor: Actor, now: dt.datetime, said: Said) -> None:
    """The number of the document that decided it, given after the decision. Raises Impossible("not_decided")."""
    if extension.decision not in ("granted", "refused"):
        raise Impossible("not_decided")
    effect: dict[str, Any] = {
        "changed": f"extension:{extension.id}",
        "before": {"document_number": extension.document_number},
    }
    extension.document_number = said.document_number
    _note(session, extension, "extension_document", actor, now, said, effect)


def lapse(session: Session, assignment: Assignment, now: dt.datetime) -> list[dict[str, object]]:
    """Requests that wait have no object any more once the work is done; the effects to record."""
    effects: list[dict[str, object]] = []
    rows = session.exec(
        select(Extension).where(Extension.assignment_id == assignment.id, Extension.decision == "")
    ).all()
    for extension in rows:
        extension.decision, extension.decided_at = "lapsed", now
        session.add(extension)
        effects.append({"changed": f"extension:{extension.id}", "before": {"decision": "", "decided_at": None}})
    return effects


def waits_for_all(session: Session, assignment: Assignment, stands: Snapshot) -> bool:
    """Whether every date that could be moved has a request that waits: nothing is left to ask for."""
    dated = {stand.slot for stand in stands.slots if stand.due and not stand.met}
    query = select(Extension.slot).where(Extension.assignment_id == assignment.id, Extension.decision == "")
    return dated <= set(session.exec(query))


def _waiting(session: Session, assignment: Assignment, slot: int) -> Extension | None:
    return session.exec(
        select(Extension).where(
            Extension.assignment_id == assignment.id, Extension.slot == slot, Extension.decision == ""
        )
    ).first()


def _note(
    session: Session,
    extension: Extension,
    kind: str,
    actor: Actor,
    now: dt.datetime,
    said: Said,
    effect: dict[str, Any],
) -> None:
    """A record that changes the request and not how the work stands."""
    session.add(extension)
    assignment = session.get_one(Assignment, extension.assignment_id)
    same = assignments.snapshot_of(session, assignment)
    assignments.record(session, assignment, kind, same, actor, now, said, effects=[effect])
