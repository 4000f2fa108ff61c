"""The audit log: a hash chain over everything that changed."""

import datetime as dt
from typing import Any

from sqlalchemy import JSON, Index
from sqlmodel import Field, SQLModel

from catalog.tables.base import UtcDateTime


class Audit(SQLModel, table=True):
    """One link of the chain (`catalog.audit`). Holds ids, never names, phones or chat ids."""

    __tablename__ = "audit"
    __table_args__ = (Index("ix_audit_person_id_action_at", "person_id", "action", "at"),)
    id: int | None = Field(default=None, primary_key=True)
    at: dt.datetime = Field(sa_type=UtcDateTime)
    person_id: int | None = None
    channel: str = ""
    action: str
    subject: str = ""
    detail: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    previous: str
    hash: str = Field(unique=True)


class AuditHead(SQLModel, table=True):
    """Where the chain ends: one row, brought along by every link, so that links cut off the end are missed."""

    __tablename__ = "audit_head"
    id: int | None = Field(default=None, primary_key=True)
    links: int
    hash: str
