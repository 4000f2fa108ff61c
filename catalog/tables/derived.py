"""What is worked out from the record and kept: the rollup of the figures, and which report drafts went out."""

import datetime as dt

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from catalog.tables.base import UtcDateTime


class RollupCell(SQLModel, table=True):
    """How many lead assignments of one plan and agency stand alike (`catalog.rollup`).

    `due` is the earliest unmet due where the part still depends on the day, `updated_on` the province day of the last
    word on the work; both ISO text, "" for none, because a key may not be null.
    """

    __tablename__ = "rollup_cell"
    plan_id: int = Field(foreign_key="plan.id", primary_key=True)
    agency_id: int = Field(foreign_key="agency.id", primary_key=True)
    standing: str = Field(primary_key=True)
    due: str = Field(default="", primary_key=True)
    updated_on: str = Field(default="", primary_key=True)
    waiting: bool = Field(default=False, primary_key=True)
    vouched: bool = Field(default=False, primary_key=True)
    count: int


class RollupMark(SQLModel, table=True):
    """Up to which update the rollup has counted. One row."""

    __tablename__ = "rollup_mark"
    id: int = Field(default=1, primary_key=True)
    update_id: int = 0


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
