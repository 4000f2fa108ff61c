"""The official plans themselves, whose tasks stand in `plans`: what is listed most often, and loaded alone."""

import datetime as dt
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel

from catalog.tables.base import UtcDateTime


class Plan(SQLModel, table=True):
    """An official plan. `number` is "" while the document leaves it open; `coordinator_id` answers for it."""

    __tablename__ = "plan"
    id: int | None = Field(default=None, primary_key=True)
    number: str = ""
    issuer: str = ""
    title: str
    date: dt.date | None = None
    year: int | None = None
    coordinator_id: int | None = Field(default=None, foreign_key="unit.id")
    acceptance: bool = True
    ladder: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    imported_at: dt.datetime = Field(sa_type=UtcDateTime)
    source_name: str = ""
    warnings: list[dict[str, str]] = Field(default_factory=list, sa_type=JSON)
