"""What a deployment decides for itself while it runs: settings, and days that are worked or off."""

import datetime as dt
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel

from catalog.tables.base import UtcDateTime


class CalendarOverride(SQLModel, table=True):
    """A day that is off or worked against the rule (swapped days), with its source; inactive until confirmed."""

    __tablename__ = "calendar_override"
    day: dt.date = Field(primary_key=True)
    working: bool
    note: str = ""
    source: str = ""
    active: bool = True


class Setting(SQLModel, table=True):
    """A setting changed while running (by an admin); the environment's value holds where there is no row."""

    __tablename__ = "setting"
    key: str = Field(primary_key=True)
    value: Any = Field(sa_type=JSON)
    changed_at: dt.datetime = Field(sa_type=UtcDateTime)
