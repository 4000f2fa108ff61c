"""The way of a message: what came in, what is to go out, who was nudged of what, which number meant which task."""

import datetime as dt
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from catalog.tables.base import UtcDateTime


class Inbox(SQLModel, table=True):
    """An event as the channel delivered it, stored before it is acknowledged. Ten deliveries are one row.

    `state`: new -> done, or failed after several tries, unreadable where no reader understood it (both are kept for
    `dondoc doctor`), flooded or anonymous where it was passed over. `chat_key` orders events of one chat. `claimed_by`
    is the replica that works on it, where there may be several (`catalog.store.replicas`).
    """

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("channel", "event_id"),
        Index("ix_inbox_state_id", "state", "id"),
    )
    id: int | None = Field(default=None, primary_key=True)
    channel: str
    event_id: str
    chat_key: str = ""
    received_at: dt.datetime = Field(sa_type=UtcDateTime)
    payload: dict[str, Any] = Field(sa_type=JSON)
    state: str = "new"
    claimed_by: int | None = None
    attempts: int = 0
    handled_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
    error: str = ""


class Outbox(SQLModel, table=True):
    """A message to one chat, decided and stored in the transaction that caused it.

    `state`: queued -> sending -> sent | failed | ambiguous. "sending" belongs to a request in the air of the one
    process that sends (`store.single_process`; `claimed_by` says which, where there may be several replicas); "sent"
    is written only with the provider's message id. `payload` is a `messaging.message.Message` as JSON; `priority` 0
    reply, 1 notice, 2 nudge. `grounds` are the roles it was written under (`people.rights.grounds_of`): it goes out
    only while all of them are in force. `way`: how it went where a channel has windows (`messaging.windows`).
    """

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("inbox_id", "sequence"),
        Index("ix_outbox_state_not_before", "state", "not_before"),
        Index("ix_outbox_contact_id_id", "contact_id", "id"),
    )
    id: int | None = Field(default=None, primary_key=True)
    contact_id: int = Field(foreign_key="contact.id")
    channel: str
    priority: int = 0
    inbox_id: int | None = Field(default=None, foreign_key="inbox.id")
    sequence: int | None = None
    payload: dict[str, Any] = Field(sa_type=JSON)
    grounds: list[list[Any]] = Field(default_factory=list, sa_type=JSON)
    has_choices: bool = False
    created_at: dt.datetime = Field(sa_type=UtcDateTime)
    state: str = "queued"
    claimed_by: int | None = None
    not_before: dt.datetime = Field(sa_type=UtcDateTime)
    attempts: int = 0
    ambiguous: int = 0
    provider_message_id: str = ""
    error: str = ""
    way: str = ""
    sent_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)


class Digest(SQLModel, table=True):
    """One digest a person a day: the unique key is the promise.

    `items` is what its numbers mean, in order: ["task", assignment, slot] or ["duty", duty period, ""].
    """

    __tablename__ = "digest"
    __table_args__ = (UniqueConstraint("person_id", "day"),)
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    day: dt.date
    items: list[list[Any]] = Field(default_factory=list, sa_type=JSON)
    created_at: dt.datetime = Field(sa_type=UtcDateTime)
    outbox_id: int | None = Field(default=None, foreign_key="outbox.id")


class GroupDigest(SQLModel, table=True):
    """One digest an agency's group chat a day; `items` as in `Digest`."""

    __tablename__ = "group_digest"
    __table_args__ = (UniqueConstraint("contact_id", "day"),)
    id: int | None = Field(default=None, primary_key=True)
    contact_id: int = Field(foreign_key="contact.id")
    day: dt.date
    items: list[list[Any]] = Field(default_factory=list, sa_type=JSON)
    created_at: dt.datetime = Field(sa_type=UtcDateTime)
    outbox_id: int | None = Field(default=None, foreign_key="outbox.id")


class Briefing(SQLModel, table=True):
    """That the desk of an officer or a leader was looked at on a day; `digest_id` None when nothing waited there."""

    __tablename__ = "briefing"
    person_id: int = Field(foreign_key="person.id", primary_key=True)
    day: dt.date = Field(primary_key=True)
    digest_id: int | None = Field(default=None, foreign_key="digest.id")


def _once(name: str, *columns: str, where: str) -> Index:
    """Once among the rows without a person, whom the unique key of the table does not tell apart."""
    return Index(name, *columns, unique=True, sqlite_where=text(where), postgresql_where=text(where))


_GROUP = "contact_id IS NOT NULL"
_NOBODY = "person_id IS NULL AND contact_id IS NULL"


class Nudge(SQLModel, table=True):
    """One reminder of one slot to one person, one group chat, or nobody. Never twice: the key is DESIGN section 5's.

    `person_id` is None for what an agency's group was told (`contact_id`), and for what nobody could be told (`note`).

    `slot` is the milestone ("1") or the period ("2026-03") and never null, because SQL counts nulls as different.
    `due` is the due in force as ISO text, or "-"; `note` says why it was not sent, where it was not.
    """

    __tablename__ = "nudge"
    __table_args__ = (
        UniqueConstraint("assignment_id", "slot", "rung", "person_id", "due", "snooze"),
        _once("ix_nudge_group", "assignment_id", "slot", "rung", "due", "snooze", "contact_id", where=_GROUP),
        _once("ix_nudge_nobody", "assignment_id", "slot", "rung", "due", "snooze", where=_NOBODY),
    )
    id: int | None = Field(default=None, primary_key=True)
    assignment_id: int = Field(foreign_key="assignment.id", index=True)
    slot: str
    rung: str
    person_id: int | None = Field(default=None, foreign_key="person.id")
    contact_id: int | None = Field(default=None, foreign_key="contact.id")
    due: str = "-"
    snooze: int = 0
    created_at: dt.datetime = Field(sa_type=UtcDateTime)
    digest_id: int | None = Field(default=None, foreign_key="digest.id")
    outbox_id: int | None = Field(default=None, foreign_key="outbox.id")
    note: str = ""


class DutyNudge(SQLModel, table=True):
    """One reminder of one duty period to one person, one group or nobody, never twice; else as `Nudge`."""

    __tablename__ = "duty_nudge"
    __table_args__ = (
        UniqueConstraint("duty_period_id", "rung", "person_id", "snooze"),
        _once("ix_duty_nudge_group", "duty_period_id", "rung", "snooze", "contact_id", where=_GROUP),
        _once("ix_duty_nudge_nobody", "duty_period_id", "rung", "snooze", where=_NOBODY),
    )
    id: int | None = Field(default=None, primary_key=True)
    duty_period_id: int = Field(foreign_key="duty_period.id")
    rung: str
    person_id: int | None = Field(default=None, foreign_key="person.id")
    contact_id: int | None = Field(default=None, foreign_key="contact.id")
    snooze: int = 0
    created_at: dt.datetime = Field(sa_type=UtcDateTime)
    digest_id: int | None = Field(default=None, foreign_key="digest.id")
    outbox_id: int | None = Field(default=None, foreign_key="outbox.id")
    note: str = ""


class DutyPrompt(SQLModel, table=True):
    """Which report a number in a message meant, beside `Prompt`: the two share the positions of a message."""

    __tablename__ = "duty_prompt"
    __table_args__ = (UniqueConstraint("outbox_id", "position"),)
    id: int | None = Field(default=None, primary_key=True)
    outbox_id: int = Field(foreign_key="outbox.id")
    contact_id: int = Field(foreign_key="contact.id", index=True)
    position: int
    duty_period_id: int = Field(foreign_key="duty_period.id")


class Prompt(SQLModel, table=True):
    """Which assignment a number in a message meant: "2 xong" in reply to it is about position 2."""

    __tablename__ = "prompt"
    __table_args__ = (UniqueConstraint("outbox_id", "position"),)
    id: int | None = Field(default=None, primary_key=True)
    outbox_id: int = Field(foreign_key="outbox.id", index=True)
    contact_id: int = Field(foreign_key="contact.id", index=True)
    position: int
    assignment_id: int = Field(foreign_key="assignment.id")
    slot: int = 0


class Conversation(SQLModel, table=True):
    """The flow a chat is in; it survives a restart and is left with /huy.

    `person_id` is who is in the middle of it: in a group nobody else's words belong to it.
    """

    __tablename__ = "conversation"
    contact_id: int = Field(foreign_key="contact.id", primary_key=True)
    flow: str
    person_id: int | None = Field(default=None, foreign_key="person.id")
    data: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    updated_at: dt.datetime = Field(sa_type=UtcDateTime)
