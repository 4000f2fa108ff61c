"""Who people are and what they may do.

Personal data (names, phones, chat ids) stands in `contact` and nowhere else: everything that is kept for ever
refers to a person by id, so that erasing a person leaves the record and its proof whole.
"""

import datetime as dt

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from catalog.tables.base import UtcDateTime


class Person(SQLModel, table=True):
    """A human being as the record knows one: a number. Names are in `contact`."""

    __tablename__ = "person"
    id: int | None = Field(default=None, primary_key=True)
    created_at: dt.datetime = Field(sa_type=UtcDateTime)
    erased_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
    warned_classified_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)


class Contact(SQLModel, table=True):
    """The personal-data table: a chat on a channel, the name shown there, and whose it is.

    `kind` is "private" (a person's chat) or "group"; `agency_id` is the agency a group was bound to, None before.
    `blocked_at`: this chat takes no messages from us (the channel said so, or the person never wrote to us here);
    `preferred` is the one chat its owner chose last, at `preferred_at`; those chosen before come next, in that order.
    `absent_at`: when this mailbox last said by itself that its owner is away, `absent_until` the day it named.
    `closed_told_at`: when officers last heard that a group is closed. `window_closed_at`: when its channel last said
    that it takes nothing more there until its owner writes again. A topic of a forum group is a row of its own
    (`people.topics`). `flood_level` messages stood in its bucket at `flood_at` (`messaging.rate_limit`).
    """

    __tablename__ = "contact"
    __table_args__ = (UniqueConstraint("channel", "chat_id"),)
    id: int | None = Field(default=None, primary_key=True)
    channel: str
    chat_id: str
    kind: str = "private"
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    agency_id: int | None = Field(default=None, foreign_key="unit.id")
    name: str = ""
    phone: str = ""
    preferred: bool = False
    preferred_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
    blocked_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
    closed_told_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
    absent_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
    absent_until: dt.date | None = None
    last_in_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
    window_closed_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
    flood_level: float = 0
    flood_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
    flood_silenced: bool = False
    created_at: dt.datetime = Field(sa_type=UtcDateTime)


class Membership(SQLModel, table=True):
    """A role a person holds, for an agency where the role belongs to one. Ended, never deleted.

    `until` is a deputy's last day (province time, inclusive).
    """

    __tablename__ = "membership"
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    role: str
    agency_id: int | None = Field(default=None, foreign_key="unit.id", index=True)
    deputy_of_id: int | None = Field(default=None, foreign_key="membership.id")
    until: dt.date | None = None
    granted_by_id: int | None = Field(default=None, foreign_key="person.id")
    since: dt.datetime = Field(sa_type=UtcDateTime)
    ended_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)


class Invitation(SQLModel, table=True):
    """A one-time code, stored only as its hash, bound to a role and an agency.

    `kind`: "role" (a new role), "channel" (one more chat of `person_id`), "deputy" (stands in for `membership_id`
    until the day `until`, province time, inclusive), "handover" (takes `membership_id` over).
    """

    __tablename__ = "invitation"
    id: int | None = Field(default=None, primary_key=True)
    code_sha256: str = Field(unique=True)
    kind: str = "role"
    role: str
    agency_id: int | None = Field(default=None, foreign_key="unit.id")
    person_id: int | None = Field(default=None, foreign_key="person.id")
    membership_id: int | None = Field(default=None, foreign_key="membership.id")
    until: dt.date | None = None
    created_by_id: int | None = Field(default=None, foreign_key="person.id")
    created_at: dt.datetime = Field(sa_type=UtcDateTime)
    expires_at: dt.datetime = Field(sa_type=UtcDateTime)
    used_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
    used_by_id: int | None = Field(default=None, foreign_key="person.id")


class JoinRequest(SQLModel, table=True):
    """Somebody named an agency and waits for an officer."""

    __tablename__ = "join_request"
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    agency_id: int = Field(foreign_key="unit.id")
    role: str = "focal"
    asked_at: dt.datetime = Field(sa_type=UtcDateTime)
    decision: str = ""
    decided_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
    decided_by_id: int | None = Field(default=None, foreign_key="person.id")
