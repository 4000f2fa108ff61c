"""The work of a unit goes to another: every open assignment goes on there, as it stood, and nothing is said twice.

The assignment of the unit that ends is cancelled on record and one of the heir takes over its state: figures of past
days read the record and stay what they were. What hangs on an open assignment - requests, obstacles, files, what was
reminded, the numbers of messages on their way - goes with it.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from catalog.agencies.stored import agency_name
from catalog.audit import Actor
from catalog.tables import Assignment, Blocker, Evidence, Extension, Nudge, Prompt, Slot, UploadLink
from catalog.work import assignments
from catalog.work.assignments import Giving, Said
from catalog.work.deadline import Deadline

OPEN = ("not_started", "in_progress", "reported", "suspended")


@dataclass(frozen=True)
class Handed:
    """One assignment handed over: the old one, the one that goes on, whether the heir had the task itself already."""

    old: int
    new: int
    had: bool


def open_assignments(session: Session, unit: int) -> Sequence[Assignment]:
    """What of a unit's work is not closed, in the order it was given."""
    query = select(Assignment).where(Assignment.agency_id == unit, col(Assignment.state).in_(OPEN))
    return session.exec(query.order_by(col(Assignment.id))).all()


def hand_over(
    session: Session, work: Sequence[Assignment], heir: int, actor: Actor, now: dt.datetime, document: str
) -> list[Handed]:
    """Each assignment goes on with the heir. One the heir has itself in the same role stands; the other ends."""
    name = agency_name(session, heir)
    done = []
    for old in work:
        assert old.id is not None
        there = session.exec(
            select(Assignment).where(
                Assignment.task_id == old.task_id, Assignment.agency_id == heir, Assignment.role == old.role
            )
        ).first()
        before = assignments.snapshot_of(session, old)
        had = there is not None and there.state != "cancelled"
        if there is None:
            there = _made(session, old, heir, actor, now, document)
        assert there.id is not None
        if not had:
            said = Said(text=f"Tiếp nhận từ {agency_name(session, old.agency_id)}", document_number=document)
            assignments.record(session, there, "taken_over", before, actor, now, said)
            _carry(session, old, there)
        _move(session, old.id, there.id, with_history=not had)
        said = Said(text=f"Chuyển sang {name}", document_number=document)
        after = replace(assignments.snapshot_of(session, old), state="cancelled")
        assignments.record(session, old, "cancelled", after, actor, now, said)
        done.append(Handed(old.id, there.id, had))
    return done


def _made(session: Session, old: Assignment, heir: int, actor: Actor, now: dt.datetime, document: str) -> Assignment:
    """The heir's assignment of the task, with the milestones and dues in force."""
    slots = session.exec(select(Slot).where(Slot.assignment_id == old.id).order_by(col(Slot.slot))).all()
    deadlines = [Deadline(s.kind, s.label, s.start, s.original_due) for s in slots if s.slot]  # type: ignore[arg-type]
    giving = Giving(old.task_id, [heir], old.role, deadlines)
    (made,) = assignments.create_all(session, [giving], actor, now, said=Said(document_number=document))
    return session.get_one(Assignment, made)


def _carry(session: Session, old: Assignment, new: Assignment) -> None:
    """What an assignment holds beside its snapshot: how it was triaged, put off and asked about, its last word."""
    new.overdue_at_import, new.in_doubt = old.overdue_at_import, old.in_doubt
    new.follows_id = old.follows_id
    session.execute(sa.update(Assignment).where(col(Assignment.follows_id) == old.id).values(follows_id=new.id))
    new.snoozed_until, new.snoozes = old.snoozed_until, old.snoozes
    new.asked_at, new.last_update_at = old.asked_at, old.last_update_at
    session.add(new)
    session.flush()


def _move(session: Session, old: int, new: int, *, with_history: bool) -> None:
    """Rows that hang on the old assignment hang on the new one.

    Reminders that were given count as given (the ladder asks for them), so that none is given twice.
    """
    session.flush()
    _point(session, Prompt, new, col(Prompt.assignment_id) == old)
    _point(session, Blocker, new, col(Blocker.assignment_id) == old, col(Blocker.resolved_at).is_(None))
    _point(session, Extension, new, col(Extension.assignment_id) == old, col(Extension.decision) == "")
    _point(session, UploadLink, new, col(UploadLink.assignment_id) == old)
    known = sa.select(col(Evidence.sha256)).where(col(Evidence.assignment_id) == new)
    _point(session, Evidence, new, col(Evidence.assignment_id) == old, col(Evidence.sha256).not_in(known))
    if with_history:
        _point(session, Nudge, new, col(Nudge.assignment_id) == old)


def _point(session: Session, table: Any, new: int, *where: sa.ColumnElement[bool]) -> None:
    session.execute(
        sa.update(table).where(*where).values(assignment_id=new).execution_options(synchronize_session="fetch")
    )
