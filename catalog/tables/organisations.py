"""The units of the organisation with their names and groups over time, and who followed whom."""

import datetime as dt
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from catalog.tables.base import UtcDateTime


class AgencyRow(SQLModel, table=True):
    """A unit of the organisation, with an id that never changes. Its life and its names are dated.

    `name`, `full_name` and `groups` are those of today; `unit_name` and `unit_group` have them for every day.
    `bundled_as` is its name in the pack it was laid out from, None for one added here. `active` is false from the day
    `died`. `part_of`: the unit it is part of, None for the organisation itself. `source`: pack, file or officer.
    """

    __tablename__ = "unit"
    __table_args__ = (  # named as they were while the table was called so
        UniqueConstraint("name", name="uq_agency_name"),
        UniqueConstraint("bundled_as", name="uq_agency_bundled_as"),
    )
    id: int | None = Field(default=None, primary_key=True)
    name: str
    bundled_as: str | None = None
    full_name: str
    code: str = ""
    kind: str
    groups: list[str] = Field(default_factory=list, sa_type=JSON)
    active: bool = True
    part_of: int | None = Field(default=None, foreign_key="unit.id")
    born: dt.date | None = None
    died: dt.date | None = None
    source: str = ""


class UnitName(SQLModel, table=True):
    """A name of a unit from `since` on and until the day before `until`; both open where None.

    `role`: short, full, also (plans print it too), typed (people type it), asked (may mean several), family (shared
    with its siblings), district (an abolished one on whose ground it lies). `key` is the folded text.
    """

    __tablename__ = "unit_name"
    id: int | None = Field(default=None, primary_key=True)
    unit_id: int = Field(foreign_key="unit.id", index=True)
    role: str
    text: str
    key: str = Field(index=True)
    since: dt.date | None = None
    until: dt.date | None = None
    source: str = ""


class UnitGroup(SQLModel, table=True):
    """A group that a unit belongs to from `since` on and until the day before `until`, as plans print it."""

    __tablename__ = "unit_group"
    id: int | None = Field(default=None, primary_key=True)
    unit_id: int = Field(foreign_key="unit.id", index=True)
    group: str
    since: dt.date | None = None
    until: dt.date | None = None


class Succession(SQLModel, table=True):
    """Who followed a unit on a day. `how`: merged, split, removed. `main`: the one that follows up its work.

    `work`: words of the work that went to `to_unit` where it was divided.
    """

    __tablename__ = "succession"
    id: int | None = Field(default=None, primary_key=True)
    from_unit: int = Field(foreign_key="unit.id", index=True)
    to_unit: int = Field(foreign_key="unit.id")
    day: dt.date
    how: str
    main: bool = True
    work: str = ""
    document: str = ""


class FormerName(SQLModel, table=True):
    """A name from before this store: a body, district or commune that never was a unit here. Read only.

    `successors` are units, the first one of them follows its work where `followed`; `work` says by unit which went
    where. `district` tells communes of one name apart.
    """

    __tablename__ = "former_name"
    id: int | None = Field(default=None, primary_key=True)
    kind: str
    name: str
    how: str
    also: list[str] = Field(default_factory=list, sa_type=JSON)
    typed: list[str] = Field(default_factory=list, sa_type=JSON)
    district: str = ""
    followed: bool = False
    successors: list[int] = Field(default_factory=list, sa_type=JSON)
    work: dict[str, str] = Field(default_factory=dict, sa_type=JSON)


class UnitChange(SQLModel, table=True):
    """A change of units that was decided: carried out on its `day`, at once where that has come.

    `how`: renamed, merged, split, removed, organisation_renamed. `wish` says of what and into what, `effects` what it
    did, so that it can be undone.
    """

    __tablename__ = "unit_change"
    __table_args__ = (Index("ix_unit_change_waiting", "done_at", "day"),)
    id: int | None = Field(default=None, primary_key=True)
    how: str
    day: dt.date
    document: str
    wish: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    effects: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    person_id: int | None = Field(default=None, foreign_key="person.id")
    channel: str
    decided_at: dt.datetime = Field(sa_type=UtcDateTime)
    done_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
    undone_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
