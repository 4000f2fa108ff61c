"""How the work stands: assignments, their slots, and the append-only updates they can be computed from."""

import datetime as dt
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from catalog.tables.base import Percent, UtcDateTime

_ASKED = "asked_at IS NOT NULL"
_MET_LATE = "reported_on > due"


class Assignment(SQLModel, table=True):
    """Task x agency x role, with its current state; the truth behind it is the last `Update`.

    `overdue_at_import` waits for an officer and is not nudged meanwhile; so does `in_doubt`: the cells of the plan that
    were not read for certain (`catalog.work.in_doubt`). `follows_id` is the assignment of another plan that this
    one is reminded of and answered with (`catalog.work.twins`). `next_nudge_at` is when the sweep must look again;
    None means nothing is to be said. `due` is the earliest unmet due in force; `expected_on` the day by which the
    agency said that it means to be done, which moves no due.
    """

    __tablename__ = "assignment"
    __table_args__ = (
        UniqueConstraint("task_id", "agency_id", "role"),
        Index("ix_assignment_sweep", "next_nudge_at"),
        Index("ix_assignment_agency_state", "agency_id", "role", "state"),
        Index("ix_assignment_state_due", "state", "due"),
        # All that a table of rows is filtered and sorted by: it looks here and nowhere else.
        Index("ix_assignment_rows", "role", "due", "state", "agency_id", "task_id", "last_update_at"),
        Index("ix_assignment_agency_due", "agency_id", "role", "due", "state"),  # the same of one agency
        Index("ix_assignment_overdue_at_import", "overdue_at_import"),
        Index("ix_assignment_in_doubt", "in_doubt"),
        Index("ix_assignment_follows_id", "follows_id"),
        Index("ix_assignment_asked", "asked_at", sqlite_where=text(_ASKED), postgresql_where=text(_ASKED)),
    )
    id: int | None = Field(default=None, primary_key=True)
    task_id: int = Field(foreign_key="task.id", index=True)
    agency_id: int = Field(foreign_key="unit.id")
    role: str = "lead"
    state: str = "not_started"
    percent: float = Field(default=0, sa_type=Percent)
    due: dt.date | None = None
    overdue_at_import: bool = False
    in_doubt: str = ""
    follows_id: int | None = None
    self_confirmed: bool = False
    expected_on: dt.date | None = None
    snoozed_until: dt.date | None = None
    snoozes: int = 0
    asked_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
    created_at: dt.datetime = Field(sa_type=UtcDateTime)
    last_update_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
    next_nudge_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)


class Slot(SQLModel, table=True):
    """One milestone as one assignment has it: the due in force, and when it was reported met.

    A task without deadline has the single slot 0 of kind "none". `original_due` never changes.
    """

    __tablename__ = "slot"
    __table_args__ = (
        Index("ix_slot_met_late", "assignment_id", sqlite_where=text(_MET_LATE), postgresql_where=text(_MET_LATE)),
    )
    assignment_id: int = Field(foreign_key="assignment.id", primary_key=True)
    slot: int = Field(primary_key=True)
    label: str = ""
    kind: str = "none"
    start: dt.date | None = None
    original_due: dt.date | None = None
    due: dt.date | None = None
    reported_on: dt.date | None = None


class Update(SQLModel, table=True):
    """One thing that was said or decided about an assignment. Append-only; corrections are new rows.

    `before` and `after` are whole snapshots (`catalog.work.snapshot.Snapshot`): the last `after` is the current
    state, the last one stored by the end of a day is that day's. `effects` lists the rows beside the snapshot that
    this update made or changed, with what they held before (`catalog.work.undo`).
    """

    __tablename__ = "update_entry"
    __table_args__ = (
        Index("ix_update_entry_assignment_id_id", "assignment_id", "id"),
        UniqueConstraint("inbox_id", "assignment_id", "sequence"),
    )
    id: int | None = Field(default=None, primary_key=True)
    assignment_id: int = Field(foreign_key="assignment.id")
    kind: str
    at: dt.datetime = Field(sa_type=UtcDateTime)
    person_id: int | None = Field(default=None, foreign_key="person.id")
    channel: str = ""
    inbox_id: int | None = Field(default=None, foreign_key="inbox.id")
    sequence: int = 0
    text: str = ""
    document_number: str = ""
    on_behalf: bool = False
    undoes_id: int | None = Field(default=None, foreign_key="update_entry.id")
    before: dict[str, Any] = Field(sa_type=JSON)
    after: dict[str, Any] = Field(sa_type=JSON)
    effects: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)


class Blocker(SQLModel, table=True):
    """Something that stands in the way, open until somebody resolves it."""

    __tablename__ = "blocker"
    id: int | None = Field(default=None, primary_key=True)
    assignment_id: int = Field(foreign_key="assignment.id", index=True)
    kind: str
    text: str = ""
    update_id: int | None = Field(default=None, foreign_key="update_entry.id")
    opened_at: dt.datetime = Field(sa_type=UtcDateTime)
    must_act_agency_id: int | None = Field(default=None, foreign_key="unit.id")
    resolved_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
    resolved_by_id: int | None = Field(default=None, foreign_key="person.id")


class Extension(SQLModel, table=True):
    """A request for a later due, and what the officer decided."""

    __tablename__ = "extension"
    id: int | None = Field(default=None, primary_key=True)
    assignment_id: int = Field(foreign_key="assignment.id", index=True)
    slot: int
    old_due: dt.date | None = None
    asked_due: dt.date
    reason: str = ""
    update_id: int | None = Field(default=None, foreign_key="update_entry.id")
    asked_at: dt.datetime = Field(sa_type=UtcDateTime)
    asked_by_id: int | None = Field(default=None, foreign_key="person.id")
    decision: str = ""
    granted_due: dt.date | None = None
    decided_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
    decided_by_id: int | None = Field(default=None, foreign_key="person.id")
    document_number: str = ""


class Objection(SQLModel, table=True):
    """What an agency said is not its own work, and what an officer answered ("kept"; "" while it waits).

    A task that moves or ends leaves nothing to answer (`catalog.work.objections`). `to_agency_id` is whose it is said
    to be, None where nobody was named.
    """

    __tablename__ = "objection"
    # What waits is few of what ever was said; officers' mornings and the admins' look for just that.
    __table_args__ = (Index("ix_objection_waits", "answer", "assignment_id"),)
    id: int | None = Field(default=None, primary_key=True)
    assignment_id: int = Field(foreign_key="assignment.id")
    to_agency_id: int | None = Field(default=None, foreign_key="unit.id")
    text: str = ""
    said_at: dt.datetime = Field(sa_type=UtcDateTime)
    said_by_id: int = Field(foreign_key="person.id")
    answer: str = ""
    answered_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
    answered_by_id: int | None = Field(default=None, foreign_key="person.id")


class EvidenceBlob(SQLModel, table=True):
    """A file by content: stored once however often it is sent. `mime` was found from the bytes."""

    __tablename__ = "evidence_blob"
    sha256: str = Field(primary_key=True)
    size: int
    mime: str
    stored_at: dt.datetime = Field(sa_type=UtcDateTime)


class EvidenceReading(SQLModel, table=True):
    """What was read of a file (`catalog.official_documents.reading.Reading` as JSON), once for all who sent it.

    `key` is the same for the same document in another file: number, issuer, year; "" where they are not known.
    """

    __tablename__ = "evidence_reading"
    __table_args__ = (Index("ix_evidence_reading_key", "key"),)
    sha256: str = Field(primary_key=True, foreign_key="evidence_blob.sha256")
    version: int = 0
    key: str = ""
    reading: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    read_at: dt.datetime = Field(sa_type=UtcDateTime)


class Evidence(SQLModel, table=True):
    """A file somebody sent as proof, with the name it had and the update it belongs to.

    `album` is the channel's mark of files sent together ("" for one alone): a part that comes late finds its set by it.
    """

    __tablename__ = "evidence"
    __table_args__ = (UniqueConstraint("assignment_id", "sha256"),)
    id: int | None = Field(default=None, primary_key=True)
    assignment_id: int = Field(foreign_key="assignment.id", index=True)
    update_id: int | None = Field(default=None, foreign_key="update_entry.id")
    sha256: str = Field(foreign_key="evidence_blob.sha256")
    name: str
    album: str = ""
    person_id: int | None = Field(default=None, foreign_key="person.id")
    at: dt.datetime = Field(sa_type=UtcDateTime)
    withdrawn_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
