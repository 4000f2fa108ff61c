"""What agencies say is not their own work: it waits until an officer keeps the task there, moves it or ends it."""

import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import Session, col, select

from catalog import audit
from catalog.agencies.stored import agency_name
from catalog.audit import Actor
from catalog.tables import Assignment, Objection
from catalog.work.snapshot import TO_DO

KEPT = "kept"


def waits() -> sa.ColumnElement[bool]:
    """Of an `Assignment`: an officer has to answer for it. One that moved, ended or is reported needs no answer more.

    What was said comes first, by its index: of it there is little, of work that is open much.
    """
    said = sa.select(col(Objection.assignment_id)).where(col(Objection.answer) == "").correlate(None)
    return sa.and_(col(Assignment.id).in_(said), col(Assignment.state).in_(TO_DO))


def waiting(session: Session) -> Sequence[Objection]:
    """What waits for an answer, the oldest first."""
    query = select(Objection).join(Assignment, col(Assignment.id) == col(Objection.assignment_id))
    return session.exec(query.where(Objection.answer == "", waits()).order_by(col(Objection.id))).all()


def object_to(
    session: Session, assignment: Assignment, to_agency_id: int | None, text: str, actor: Actor, now: dt.datetime
) -> Objection:
    """On record that the task is said to be somebody else's; said again, the newest words and agency stand."""
    detail = {"to": agency_name(session, to_agency_id)} if to_agency_id is not None else {}
    audit.append(session, actor, "assignment.not_ours", f"assignment:{assignment.id}", now, detail)
    row = next(iter(_unanswered(session, assignment)), None) or Objection(
        assignment_id=assignment.id or 0, said_at=now, said_by_id=actor.person_id or 0
    )
    row.to_agency_id, row.text, row.said_by_id = to_agency_id, text, actor.person_id or 0
    session.add(row)
    session.flush()
    return row


def keep(session: Session, assignment: Assignment, actor: Actor, now: dt.datetime) -> None:
    """An officer's answer: the task stays with its agency."""
    for row in _unanswered(session, assignment):
        row.answer, row.answered_at, row.answered_by_id = KEPT, now, actor.person_id
        session.add(row)
    audit.append(session, actor, "assignment.kept", f"assignment:{assignment.id}", now, {})
    session.flush()


def _unanswered(session: Session, assignment: Assignment) -> Sequence[Objection]:
    return session.exec(select(Objection).where(Objection.assignment_id == assignment.id, Objection.answer == "")).all()
