"""Whose deployment this is: every command asks for it, and for its units only some do."""

import datetime as dt

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel

from catalog.tables.base import UtcDateTime


class Organisation(SQLModel, table=True):
    """The organisation of this deployment: one row, or none before it is set.

    `pack`: province, commune, ministry, party, hospital, university, other. `level`: its kind in small letters
    ("tỉnh", "phường", "bộ"), `place` its name without it, `also` other names of its ground, `within` the place it lies
    in or the body it is under. `code`: of the national list, "" for none. `facts_version`: the day of the facts it was
    laid out from, None where the names of its units are still to be laid out (a store of a version before).
    `revision` is another text after every change to the organisation or a unit: what was made from them is kept by it.
    """

    __tablename__ = "organisation"
    id: int | None = Field(default=None, primary_key=True)
    pack: str
    level: str
    name: str
    full_name: str
    place: str = ""
    also: list[str] = Field(default_factory=list, sa_type=JSON)
    within: str = ""
    code: str = ""
    since: dt.date | None = None
    facts_version: dt.date | None = None
    revision: str = ""
    set_at: dt.datetime = Field(sa_type=UtcDateTime)
