"""Ways into the table on the web: one-time links, the sessions they open, and the calendars people subscribe to."""

import datetime as dt
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel

from catalog.tables.base import UtcDateTime


class BoardSession(SQLModel, table=True):
    """A link of `person_id`, asked for in the chat `contact_id`, and the session of one browser that it opened.

    Link and session are stored as hashes only. `page` is where the link leads, under the board's address; `grounds`
    are the roles held when it was opened (`catalog.people.rights.grounds_of`): losing one ends the session. The link
    is good once and until `expires_at`, the session until `ends_at`.
    """

    __tablename__ = "board_session"
    id: int | None = Field(default=None, primary_key=True)
    link_sha256: str = Field(unique=True)
    session_sha256: str | None = Field(default=None, unique=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    contact_id: int = Field(foreign_key="contact.id", index=True)
    page: str = ""
    grounds: list[Any] = Field(default_factory=list, sa_type=JSON)
    created_at: dt.datetime = Field(sa_type=UtcDateTime)
    expires_at: dt.datetime = Field(sa_type=UtcDateTime)
    opened_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
    ends_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
    ended_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
    ended_by_id: int | None = Field(default=None, foreign_key="person.id")


class CalendarFeed(SQLModel, table=True):
    """The secret address of one person's calendar, stored as its hash; good until it is revoked."""

    __tablename__ = "calendar_feed"
    id: int | None = Field(default=None, primary_key=True)
    token_sha256: str = Field(unique=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    created_at: dt.datetime = Field(sa_type=UtcDateTime)
    revoked_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
