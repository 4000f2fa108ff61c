"""What stands in the way of an assignment: open until somebody resolves it, with who must act."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from sqlmodel import Session, col, select

from catalog import audit
from catalog.audit import Actor
from catalog.tables import Assignment, Audit, Blocker
from catalog.work import assignments
from catalog.work.assignments import Said
from catalog.work.guards import Impossible, open_snapshot
from catalog.work.snapshot import State


def open_blocker(
    session: Session,
    assignment: Assignment,
    kind: str,
    actor: Actor,
    now: dt.datetime,
    said: Said,
    must_act_agency_id: int | None = None,
) -> Blocker:
    """Report what stands in the way; the same kind twice is one blocker, with the newer words.

    `must_act_agency_id` is the agency that has to resolve it, where it was named. Raises Impossible("closed").
    """
    before = open_snapshot(session, assignment)
    state: State = "in_progress" if before.state == "not_started" else before.state
    known = session.exec(
        select(Blocker).where(
            Blocker.assignment_id == assignment.id, Blocker.kind == kind, col(Blocker.resolved_at).is_(None)
        )
    ).first()
    if known is None:
        assert assignment.id is not None
        blocker = Blocker(
            assignment_id=assignment.id, kind=kind, text=said.text, opened_at=now, must_act_agency_id=must_act_agency_id
        )
        session.add(blocker)
        session.flush()
        effect: dict[str, object] = {"new": f"blocker:{blocker.id}"}
    else:
        blocker = known
        earlier = {"text": blocker.text, "must_act_agency_id": blocker.must_act_agency_id}
        effect = {"changed": f"blocker:{blocker.id}", "before": earlier}
        blocker.text = said.text or blocker.text
        blocker.must_act_agency_id = must_act_agency_id or blocker.must_act_agency_id
    update_id = assignments.record(
        session, assignment, "blocker", replace(before, state=state), actor, now, said, effects=[effect]
    )
    blocker.update_id = blocker.update_id or update_id
    session.add(blocker)
    session.flush()
    return blocker


def resolve_blocker(session: Session, blocker: Blocker, actor: Actor, now: dt.datetime, said: Said) -> None:
    """The obstacle is gone. Raises Impossible("already_resolved")."""
    if blocker.resolved_at is not None:
        raise Impossible("already_resolved")
    assignment = session.get_one(Assignment, blocker.assignment_id)
    blocker.resolved_at, blocker.resolved_by_id = now, actor.person_id
    session.add(blocker)
    same = assignments.snapshot_of(session, assignment)
    effect = {"changed": f"blocker:{blocker.id}", "before": {"resolved_at": None, "resolved_by_id": None}}
    assignments.record(session, assignment, "blocker_resolved", same, actor, now, said, effects=[effect])


def redirect_blocker(
    session: Session, blocker: Blocker, agency_id: int, actor: Actor, now: dt.datetime, said: Said
) -> None:
    """Another agency than named so far has to act. Raises Impossible("already_resolved" | "same_agency")."""
    if blocker.resolved_at is not None:
        raise Impossible("already_resolved")
    if blocker.must_act_agency_id == agency_id:
        raise Impossible("same_agency")
    assignment = session.get_one(Assignment, blocker.assignment_id)
    effect = {"changed": f"blocker:{blocker.id}", "before": {"must_act_agency_id": blocker.must_act_agency_id}}
    blocker.must_act_agency_id = agency_id
    session.add(blocker)
    same = assignments.snapshot_of(session, assignment)
    assignments.record(session, assignment, "blocker_redirected", same, actor, now, said, effects=[effect])


def say_acted(session: Session, blocker: Blocker, actor: Actor, now: dt.datetime) -> bool:
    """The agency that must act says it has, on record; whether it is news: a second tap within a day tells nobody."""
    own = (Audit.person_id == actor.person_id, Audit.action == "blocker.acted")
    said = session.exec(select(Audit.detail).where(*own, col(Audit.at) >= now - dt.timedelta(days=1)))
    again = any(detail.get("blocker") == blocker.id for detail in said)
    if not again:
        subject = f"assignment:{blocker.assignment_id}"
        audit.append(session, actor, "blocker.acted", subject, now, {"blocker": blocker.id})
    return not again


def open_blockers(session: Session, assignment_id: int | None) -> Sequence[Blocker]:
    """The blockers of an assignment not yet resolved, oldest first."""
    return session.exec(
        select(Blocker)
        .where(Blocker.assignment_id == assignment_id, col(Blocker.resolved_at).is_(None))
        .order_by(col(Blocker.id))
    ).all()
