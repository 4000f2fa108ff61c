"""What is worked out from the record and kept: the rollup of the figures, and which report drafts went out."""

import datetime as dt

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field, SQLModel

from catalog.tables.base import UtcDateTime


class RollupCell(SQLModel, table=True):
    """By how much one measure of a plan and agency changes from `day` on (`figures.measures`, `figures.rollup`).

    `day` is ISO text, "" for what holds from the beginning: the sum up to a day is the figure of that day.
    `agency_id` is 0 for what belongs to no agency.
    """

    __tablename__ = "rollup_cell"
    day: str = Field(default="", primary_key=True)
    measure: str = Field(primary_key=True)
    plan_id: int = Field(primary_key=True)
    agency_id: int = Field(primary_key=True)
    count: int


class RollupKept(SQLModel, table=True):
    """What was counted of an assignment last (`catalog.figures.measures.Counted`), to be taken out when it changes."""

    __tablename__ = "rollup_kept"
    assignment_id: int = Field(foreign_key="assignment.id", primary_key=True)
    counted: str


class RollupMark(SQLModel, table=True):
    """How far the rollup has counted: the newest update, task and import it knows, and the day it has come to.

    Days before `day` are closed: their figures stand in `shown_day`. One row.
    """

    __tablename__ = "rollup_mark"
    id: int = Field(default=1, primary_key=True)
    update_id: int = 0
    task_id: int = 0
    import_id: int = 0
    day: dt.date | None = None


class ShownDay(SQLModel, table=True):
    """The measures of one plan as they stood when the province's day ended: {agency id: {measure: count}}.

    A row with `plan_id` 0 says that the day was closed. Dropped again where something stored later belongs to the day.
    """

    __tablename__ = "shown_day"
    day: dt.date = Field(primary_key=True)
    plan_id: int = Field(primary_key=True)
    counts: dict[str, dict[str, int]] = Field(default_factory=dict, sa_type=JSON)


class ReportDraft(SQLModel, table=True):
    """A periodic report was drafted for an officer. The unique key is the promise that it is drafted once."""

    __tablename__ = "report_draft"
    __table_args__ = (UniqueConstraint("duty_id", "period", "person_id"),)
    id: int | None = Field(default=None, primary_key=True)
    duty_id: int = Field(foreign_key="reporting_duty.id")
    period: str
    person_id: int = Field(foreign_key="person.id")
    due: dt.date
    created_at: dt.datetime = Field(sa_type=UtcDateTime)
    outbox_id: int | None = Field(default=None, foreign_key="outbox.id")
