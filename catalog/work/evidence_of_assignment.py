"""The evidence of an assignment: which kept files prove it, who sent them, with which update."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from catalog import audit
from catalog.audit import Actor
from catalog.tables import AgencyRow, Assignment, Evidence, EvidenceBlob, Task, Update
from catalog.work import assignments
from catalog.work.assignments import Said
from catalog.work.evidence import Kept
from catalog.work.guards import Impossible


@dataclass(frozen=True)
class Attached:
    """What became of a set of files: new rows, and the names of those that were there already."""

    rows: tuple[Evidence, ...] = ()
    again: tuple[str, ...] = ()


def attach(
    session: Session,
    assignment: Assignment,
    files: Sequence[tuple[str, Kept]],
    actor: Actor,
    now: dt.datetime,
    said: Said,
    album: str = "",
) -> Attached:
    """Kept files, each with its original name, as one set of evidence: one update however many they are.

    The same file is never there twice; one that was withdrawn comes back. Raises Impossible("closed") where the
    work was suspended or cancelled; after acceptance a file can still complete the record.
    """
    same = assignments.snapshot_of(session, assignment)
    if not same.open and same.state != "done":
        raise Impossible("closed")
    rows: list[Evidence] = []
    again: list[str] = []
    for name, kept in files:
        row = _row(session, assignment, kept.sha256)
        if row is not None and row.withdrawn_at is None:
            again.append(name)
            continue
        _keep_blob(session, kept, now)
        assert assignment.id is not None
        row = row or Evidence(assignment_id=assignment.id, sha256=kept.sha256, name=name[:255], at=now)
        row.name, row.album, row.person_id, row.at, row.withdrawn_at = name[:255], album, actor.person_id, now, None
        session.add(row)
        session.flush()
        rows.append(row)
    if rows:
        effects = [{"new": f"evidence:{row.id}"} for row in rows]
        update_id = assignments.record(session, assignment, "evidence", same, actor, now, said, effects=effects)
        for row in rows:
            row.update_id = update_id
            session.add(row)
            detail = {"sha256": row.sha256, "update": update_id}
            audit.append(session, actor, "evidence.kept", f"evidence:{row.id}", now, detail)
        session.flush()
    return Attached(tuple(rows), tuple(again))


def evidence_of(session: Session, assignment_id: int | None) -> Sequence[Evidence]:
    """The evidence of an assignment that was not withdrawn, oldest first."""
    return session.exec(
        select(Evidence)
        .where(Evidence.assignment_id == assignment_id, col(Evidence.withdrawn_at).is_(None))
        .order_by(col(Evidence.id))
    ).all()


def _row(session: Session, assignment: Assignment, sha256: str) -> Evidence | None:
    return session.exec(
        select(Evidence).where(Evidence.assignment_id == assignment.id, Evidence.sha256 == sha256)
    ).first()


def _keep_blob(session: Session, kept: Kept, now: dt.datetime) -> None:
    if session.get(EvidenceBlob, kept.sha256) is None:
        session.add(EvidenceBlob(sha256=kept.sha256, size=kept.size, mime=kept.mime, stored_at=now))
        session.flush()


@dataclass(frozen=True)
class Listed:
    """One file of the evidence as a list prints it; `sent_at` aware UTC, `person_id` who sent it."""

    evidence_id: int
    task: int
    agency: str
    name: str
    sha256: str
    mime: str
    size: int
    sent_at: dt.datetime
    person_id: int | None
    words: str
    document_number: str
    classified: bool


def listed(
    session: Session, *, plan_id: int | None = None, agency_id: int | None = None, task_id: int | None = None
) -> list[Listed]:
    """All evidence that was not withdrawn, of one plan, agency or task where asked; by task, then by time."""
    query = (
        select(Evidence, EvidenceBlob, Task, AgencyRow)
        .join(EvidenceBlob, col(EvidenceBlob.sha256) == col(Evidence.sha256))
        .join(Assignment, col(Assignment.id) == col(Evidence.assignment_id))
        .join(Task, col(Task.id) == col(Assignment.task_id))
        .join(AgencyRow, col(AgencyRow.id) == col(Assignment.agency_id))
        .where(col(Evidence.withdrawn_at).is_(None))
        .order_by(col(Task.id), col(Evidence.id))
    )
    if plan_id is not None:
        query = query.where(Task.plan_id == plan_id)
    if agency_id is not None:
        query = query.where(Assignment.agency_id == agency_id)
    if task_id is not None:
        query = query.where(Task.id == task_id)
    found = []
    for row, blob, task, agency in session.exec(query):
        update = session.get(Update, row.update_id) if row.update_id is not None else None
        found.append(
            Listed(
                evidence_id=row.id or 0, task=task.id or 0, agency=agency.name, name=row.name, sha256=blob.sha256,
                mime=blob.mime, size=blob.size, sent_at=row.at, person_id=row.person_id,
                words=update.text if update is not None else "",
                document_number=update.document_number if update is not None else "", classified=task.classified,
            )
        )  # fmt: skip
    return found
