"""What a plan orders of whom, and how it came in: tasks, their deadlines, indicators and reporting duties."""

import datetime as dt
from typing import Any

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field, SQLModel

from catalog.tables.base import UtcDateTime


class ImportRun(SQLModel, table=True):
    """One import of a plan: what was read and what changed against the last one."""

    __tablename__ = "import_run"
    id: int | None = Field(default=None, primary_key=True)
    plan_id: int = Field(foreign_key="plan.id", index=True)
    at: dt.datetime = Field(sa_type=UtcDateTime)
    person_id: int | None = Field(default=None, foreign_key="person.id")
    source_name: str
    source_sha256: str
    report: dict[str, Any] = Field(sa_type=JSON)


class PlanFile(SQLModel, table=True):
    """A plan somebody sent in chat, on its way into the catalog; nothing of it counts before it is confirmed.

    `state`: waiting (to be read) -> read | refused | scanned (pages wait to be confirmed, then it waits again);
    read -> imported | dropped. `plan` is what was read
    (`catalog.plans.codec`), `answers` the doubtful rows already answered: source row -> task id, or null for new.
    """

    __tablename__ = "plan_file"
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    contact_id: int = Field(foreign_key="contact.id")
    channel: str
    sha256: str
    name: str
    sent_at: dt.datetime = Field(sa_type=UtcDateTime)
    state: str = Field(default="waiting", index=True)
    document_number: str = ""
    plan_id: int | None = Field(default=None, foreign_key="plan.id")
    plan: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    answers: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)


class ScanPage(SQLModel, table=True):
    """One page of a scanned plan, kept as soon as it was read: a crash reads none twice.

    `blocks` is what stands on it (`catalog.documents.as_json`), a cell a person settled without `seen`; `problem` why
    it could not be read; `picture` a JPEG of it. It counts once it has `confirmed_at`, unless it was `left_out`.
    """

    __tablename__ = "scan_page"
    __table_args__ = (UniqueConstraint("file_id", "number"),)
    id: int | None = Field(default=None, primary_key=True)
    file_id: int = Field(foreign_key="plan_file.id", index=True)
    number: int
    blocks: list[Any] = Field(default_factory=list, sa_type=JSON)
    picture: bytes = b""
    problem: str = ""
    read_at: dt.datetime = Field(sa_type=UtcDateTime)
    confirmed_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
    confirmed_by_id: int | None = Field(default=None, foreign_key="person.id")
    left_out: bool = False


class Task(SQLModel, table=True):
    """One printed row with work in it; its id is the permanent short code people write as "#12".

    `number` is as it should be, `number_printed` as it stands on paper. `lead_named`... are as printed; who answers
    today stands in `assignment`. A withdrawn task keeps its history.
    `printed` is the row as the document has it where an officer changed it since ({} for a task no document has),
    None where the columns themselves are as printed: a new edition changes only what it prints differently.
    `added_at` is when it came in: the figures of an earlier day do not know it (None: with the plan's first import).
    """

    __tablename__ = "task"
    id: int | None = Field(default=None, primary_key=True)
    plan_id: int = Field(foreign_key="plan.id", index=True)
    position: int
    annex: str = ""
    section: str = ""
    section_title: str = ""
    number: str = ""
    number_printed: str = ""
    title: str
    output: str = ""
    deadline_raw: str = ""
    notes: str = ""
    heading_only: bool = False
    classified: bool = False
    parent_number: str = ""
    lead_named: list[str] = Field(default_factory=list, sa_type=JSON)
    lead: list[str] = Field(default_factory=list, sa_type=JSON)
    lead_groups: list[str] = Field(default_factory=list, sa_type=JSON)
    support_named: list[str] = Field(default_factory=list, sa_type=JSON)
    support: list[str] = Field(default_factory=list, sa_type=JSON)
    support_groups: list[str] = Field(default_factory=list, sa_type=JSON)
    lead_raw: str = ""
    support_raw: str = ""
    children: list[str] = Field(default_factory=list, sa_type=JSON)
    warnings: list[dict[str, str]] = Field(default_factory=list, sa_type=JSON)
    source_row: int = 0
    printed: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    document_number: str = ""
    added_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
    withdrawn_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)


class Milestone(SQLModel, table=True):
    """A deadline of a task as the plan sets it. Slot 1, 2, ...; extensions live with each assignment."""

    __tablename__ = "milestone"
    __table_args__ = (UniqueConstraint("task_id", "slot"),)
    id: int | None = Field(default=None, primary_key=True)
    task_id: int = Field(foreign_key="task.id", index=True)
    slot: int
    label: str = ""
    kind: str
    start: dt.date | None = None
    due: dt.date | None = None


class Indicator(SQLModel, table=True):
    """A target with a number (004, Phụ lục I)."""

    __tablename__ = "indicator"
    id: int | None = Field(default=None, primary_key=True)
    plan_id: int = Field(foreign_key="plan.id", index=True)
    position: int
    annex: str = ""
    section: str = ""
    number: str = ""
    name: str
    unit: str = ""
    target_raw: str = ""
    op: str
    value: float | None = None
    heading_only: bool = False
    lead_named: list[str] = Field(default_factory=list, sa_type=JSON)
    lead: list[str] = Field(default_factory=list, sa_type=JSON)
    lead_groups: list[str] = Field(default_factory=list, sa_type=JSON)
    support_named: list[str] = Field(default_factory=list, sa_type=JSON)
    support: list[str] = Field(default_factory=list, sa_type=JSON)
    support_groups: list[str] = Field(default_factory=list, sa_type=JSON)
    warnings: list[dict[str, str]] = Field(default_factory=list, sa_type=JSON)
    source_row: int = 0
    withdrawn_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)


class IndicatorValue(SQLModel, table=True):
    """One reported value; append-only, the series is kept. `on_behalf`: an officer entered what the agency said by
    letter (`document_number`) or phone.
    """

    __tablename__ = "indicator_value"
    id: int | None = Field(default=None, primary_key=True)
    indicator_id: int = Field(foreign_key="indicator.id", index=True)
    agency_id: int = Field(foreign_key="unit.id")
    person_id: int | None = Field(default=None, foreign_key="person.id")
    at: dt.datetime = Field(sa_type=UtcDateTime)
    value: float | None = None
    text: str
    on_behalf: bool = False
    document_number: str = ""


LOOK_AT_ONCE = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
"""A moment that has always passed: whoever polls by it looks at the row on the next round."""


class ReportingDutyRow(SQLModel, table=True):
    """An order in a plan's body to report; nudged like a task, never counted in the official figures.

    `opens_at` is when its next period has to be opened for the agencies; None when there is none to come.
    """

    __tablename__ = "reporting_duty"
    id: int | None = Field(default=None, primary_key=True)
    plan_id: int = Field(foreign_key="plan.id", index=True)
    who: str
    addressee: str
    period: str
    day_rule: str
    due: dt.date | None = None
    text: str
    opens_at: dt.datetime | None = Field(default=LOOK_AT_ONCE, sa_type=UtcDateTime, index=True)
    withdrawn_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)


class DutyPeriod(SQLModel, table=True):
    """One report one agency owes by `due`: the duty x agency x period ("2026-03", its last month).

    Open until it is reported, or until the next period opens (`closed_at`). `next_nudge_at`, `snoozed_until` and
    `snoozes` as in `Assignment`.
    """

    __tablename__ = "duty_period"
    __table_args__ = (UniqueConstraint("duty_id", "agency_id", "period"),)
    id: int | None = Field(default=None, primary_key=True)
    duty_id: int = Field(foreign_key="reporting_duty.id")
    agency_id: int = Field(foreign_key="unit.id", index=True)
    period: str
    due: dt.date
    opened_at: dt.datetime = Field(sa_type=UtcDateTime)
    next_nudge_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime, index=True)
    closed_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
    reported_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
    reported_by_id: int | None = Field(default=None, foreign_key="person.id")
    document_number: str = ""
    snoozed_until: dt.date | None = None
    snoozes: int = 0
