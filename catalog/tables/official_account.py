"""What a Zalo Official Account needs remembered: its tokens, what was uploaded there, its ways and what they cost."""

import datetime as dt

from sqlmodel import Field, SQLModel

from catalog.tables.base import UtcDateTime


class OaToken(SQLModel, table=True):
    """The one pair of tokens of an account. A refresh token is used once and replaces itself.

    `state`: "good"; "asking" from before the request for a new pair leaves until its answer is written, `asked` times
    with this refresh token, by the process `asked_by` since `asked_at`; "lost" where an administrator has to
    consent again, with `why`. `told_at`: when administrators heard of that. A backup holds none of it.
    """

    __tablename__ = "oa_token"
    channel: str = Field(primary_key=True)
    access: str = ""
    refresh: str = ""
    state: str = "good"
    renewed_at: dt.datetime = Field(sa_type=UtcDateTime)
    access_until: dt.datetime = Field(sa_type=UtcDateTime)
    refresh_until: dt.datetime = Field(sa_type=UtcDateTime)
    asked: int = 0
    asked_by: str = ""
    asked_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
    why: str = ""
    told_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)


class OaUpload(SQLModel, table=True):
    """A file that is at the platform already, by its content: sent to eighty agencies it is uploaded once.

    `ref` is the platform's name for it, good until `until`; `kind` is "image" or "file".
    """

    __tablename__ = "oa_upload"
    sha256: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    ref: str
    until: dt.datetime = Field(sa_type=UtcDateTime)


class ChannelCost(SQLModel, table=True):
    """Messages a channel took in a month ("2026-03") by what they cost there (`kind` as its platform calls it).

    `cost` is in đồng, at the prices of the settings when they were sent.
    """

    __tablename__ = "channel_cost"
    channel: str = Field(primary_key=True)
    month: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    messages: int = 0
    cost: int = 0


class ChannelWays(SQLModel, table=True):
    """Which ways of a channel with windows its platform has shut, until when, and what is left of its package.

    `package_left` is what the platform said last, None where it did not.
    """

    __tablename__ = "channel_ways"
    channel: str = Field(primary_key=True)
    package_left: int | None = None
    paid_shut_until: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
    template_shut_until: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
