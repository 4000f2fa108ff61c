"""What the bot notes about itself and its channels: nothing here is part of the official record."""

import datetime as dt

from sqlmodel import Field, SQLModel

from catalog.tables.base import UtcDateTime


class ChannelHeartbeat(SQLModel, table=True):
    """When a channel was last heard: `at` moves on while it works.

    `gap_from`..`gap_until` is the last silence longer than the platform keeps what was sent meanwhile. `host` is the
    machine that hears now; `other_host` one that heard before it until `other_at` and never said that it had ended.
    """

    __tablename__ = "channel_heartbeat"
    channel: str = Field(primary_key=True)
    at: dt.datetime = Field(sa_type=UtcDateTime)
    gap_from: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
    gap_until: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
    host: str = ""
    other_host: str = ""
    other_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)


class ChannelMonth(SQLModel, table=True):
    """How many messages a channel took in a month ("2026-03"), and at which percent of its plan people were told last
    (`messaging.quota`)."""

    __tablename__ = "channel_month"
    channel: str = Field(primary_key=True)
    month: str = Field(primary_key=True)
    messages: int = 0
    told_messages: int = 0
    told_users: int = 0
