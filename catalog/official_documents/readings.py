"""Readings stored beside the files they were made of: a file is read once, whoever sent it, for however many tasks."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, func, select

from catalog.official_documents.facts import Facts
from catalog.official_documents.reading import VERSION, Reading
from catalog.official_documents.remarks import Remark, remarks_on
from catalog.tables import AgencyRow, Assignment, Evidence, EvidenceBlob, EvidenceReading, Plan, Task
from catalog.text import fold


@dataclass(frozen=True)
class Proof:
    """One file of an assignment's evidence with what was read of it; `reading` is None while it was not read."""

    evidence_id: int
    name: str
    sha256: str
    reading: Reading | None
    remarks: tuple[Remark, ...]


def unread(session: Session, limit: int, after: int = 0) -> list[tuple[str, str]]:
    """(hash, a name it was sent under) of files that nobody read, or only an older version of this program did.

    Only evidence with a higher id than `after` is looked at, the newest first.
    """
    rows = session.exec(
        select(EvidenceBlob.sha256, Evidence.name)
        .join(Evidence, col(Evidence.sha256) == col(EvidenceBlob.sha256))
        .outerjoin(EvidenceReading, col(EvidenceReading.sha256) == col(EvidenceBlob.sha256))
        .where((col(EvidenceReading.sha256).is_(None)) | (col(EvidenceReading.version) < VERSION))
        .where(col(Evidence.id) > after)
        .order_by(col(Evidence.id).desc())
        .limit(limit)
    ).all()
    return list(dict(rows).items())


def newest_evidence(session: Session) -> int:
    """The highest id of evidence there is; 0 where there is none."""
    return session.exec(select(func.max(Evidence.id))).one() or 0


def keep_reading(session: Session, sha256: str, reading: Reading, now: dt.datetime) -> None:
    """Store what was read of a file; another version's reading is replaced. Runs in the writer."""
    row = session.get(EvidenceReading, sha256) or EvidenceReading(sha256=sha256, read_at=now)
    row.version, row.reading, row.key, row.read_at = VERSION, reading.to_json(), key_of(reading.facts), now
    session.add(row)
    session.flush()


def reading_of(session: Session, sha256: str) -> Reading | None:
    """What was read of a file, None while nobody read it."""
    row = session.get(EvidenceReading, sha256)
    return Reading.from_json(row.reading) if row is not None else None


def key_of(facts: Facts) -> str:
    """What makes two files the same document: number, issuer and year; "" where one of the first two is not known."""
    if not facts.number or not facts.issuer:
        return ""
    return f"{fold(facts.number)}|{fold(facts.issuer)}|{facts.day.year if facts.day else ''}"


def proofs_of(session: Session, assignment: Assignment, files: Sequence[Evidence]) -> list[Proof]:
    """The files of an assignment with their readings, and what an officer should know before accepting them."""
    hashes = {file.sha256 for file in files}
    rows = session.exec(select(EvidenceReading).where(col(EvidenceReading.sha256).in_(hashes))).all() if hashes else []
    readings = {row.sha256: (Reading.from_json(row.reading), row.key) for row in rows}
    elsewhere = _used_elsewhere(session, assignment.task_id, hashes, {key for _, key in readings.values() if key})
    task = session.get_one(Task, assignment.task_id)
    plan = session.get_one(Plan, task.plan_id)
    agency = session.get_one(AgencyRow, assignment.agency_id).full_name
    found = []
    for file in files:
        reading, key = readings.get(file.sha256, (None, ""))
        used = tuple(sorted(elsewhere[file.sha256] | (elsewhere[key] if key else set())))
        remarks = remarks_on(
            reading.facts if reading else Facts(), expected=task.output, agency=agency, plan_issuer=plan.issuer,
            plan_day=plan.date, used=used,
        )  # fmt: skip
        found.append(Proof(file.id or 0, file.name, file.sha256, reading, remarks))
    return found


def _used_elsewhere(
    session: Session, task_id: int, hashes: Collection[str], keys: Collection[str]
) -> defaultdict[str, set[int]]:
    """The other tasks that the same contents, or the same documents in other files, prove already."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    if not hashes:
        return found
    base = (
        select(Evidence.sha256, EvidenceReading.key, Assignment.task_id)
        .join(Assignment, col(Assignment.id) == col(Evidence.assignment_id))
        .outerjoin(EvidenceReading, col(EvidenceReading.sha256) == col(Evidence.sha256))
        .where(col(Evidence.withdrawn_at).is_(None), Assignment.task_id != task_id)
    )
    same = col(Evidence.sha256).in_(hashes)
    for sha256, key, task in session.exec(base.where(same | col(EvidenceReading.key).in_(keys) if keys else same)):
        found[sha256].add(task)
        if key:
            found[key].add(task)
    return found
