"""What comes in, without any trace of the channel it came through, and the room a handler works in."""

import datetime as dt
import functools
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from sqlmodel import Session

from catalog import audit
from catalog.audit import Actor
from catalog.clock import local_day
from catalog.messaging import inbox_and_outbox
from catalog.messaging.channel_limits import CHANNELS
from catalog.messaging.inbox_and_outbox import Choice, Message
from catalog.messaging.reachable_chats import contact_of
from catalog.people.rights import Action, Rights, may_assignment, officers_of, people_with
from catalog.people.topics import topic_chat
from catalog.tables import Assignment, Contact, Conversation
from catalog.work.evidence import ACCEPTED, Kept
from scheduler.delivery.unattended import for_admins
from scheduler.ladder.deployment_overrides import calendar_in
from scheduler.ladder.working_calendar import OfficeHours, WorkCalendar


@dataclass(frozen=True)
class Attachment:
    """A file as announced by the channel: `ref` is what the channel fetches it by, `size` in bytes if known."""

    ref: str
    name: str
    size: int | None = None


@dataclass(frozen=True)
class Received:
    """An attachment after fetching: `kept` in the evidence store, or the reason (stable word) why not."""

    name: str
    kept: Kept | None = None
    refused: str = ""

    def to_json(self) -> dict[str, Any]:
        """Plain JSON, to wait in a choice until the task is named."""
        return {"name": self.name, "kept": asdict(self.kept) if self.kept else None, "refused": self.refused}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Received":
        """What `to_json` printed."""
        return cls(data["name"], Kept(**data["kept"]) if data["kept"] else None, data["refused"])

    @classmethod
    def waiting_in(cls, data: Mapping[str, Any]) -> list["Received"]:
        """The files that wait in a choice, a conversation or an event, as its "files"; [] where there are none."""
        return [cls.from_json(file) for file in data.get("files", [])]


@dataclass(frozen=True)
class Incoming:
    """One event of one chat. `choice` is (our message's id, index) of a tapped button, `reply_to` the provider's id.

    `event` "message" is the ordinary case; "blocked"/"unblocked" tell of the chat itself ("unblocked" in a group: the
    bot was added), "muted"/"unmuted" that the bot may not or may again write in a group it is in, "moved" that it goes
    on as `moved_to`, "anonymous" that somebody of a group spoke to us and hid who it is, "unsupported" is what we
    cannot read (sticker, voice ...), "edited" an earlier message with other words (not read again: what was recorded
    is corrected by a new record), "upload" came through the upload page. By mail "unproven" is a letter that proves to
    know none of ours (`text`: its subject, then its words), "absent" a mailbox that answered by itself, "empty" an
    answer with nothing new in it, "returned" one of ours that came back (`reply_to` says which, `text` why).

    `thread` is the topic of a forum group. `forwarded`: the words were written elsewhere or by another, whoever sends
    them here; `author` is whom the platform names for them. `confirmed`: said again on the page that a letter led to.
    `at` is when it was said, where a platform tells: how long one may answer there is counted from it.
    """

    channel: str
    chat_id: str
    sender_id: str
    name: str
    text: str = ""
    choice: tuple[int, int] | None = None
    callback_id: str = ""
    attachments: tuple[Attachment, ...] = ()
    album: str = ""
    reply_to: str = ""
    group: bool = False
    event: Literal[
        "message", "blocked", "unblocked", "muted", "unmuted", "moved", "anonymous", "unsupported", "edited", "upload",
        "unproven", "empty", "returned", "absent",
    ] = "message"  # fmt: skip
    moved_to: str = ""
    thread: str = ""
    forwarded: bool = False
    author: str = ""
    confirmed: bool = False
    at: dt.datetime | None = None

    @property
    def chat(self) -> str:
        """The chat as it is stored: a topic of a forum group is one of its own."""
        return topic_chat(self.chat_id, self.thread)


@dataclass(frozen=True)
class NotForUs:
    """An event that is understood and asks nothing of us; `why` is a stable word.

    `aside` is the state it is kept in where somebody should see it (`Inbox.state`), "" where nobody need.
    """

    why: str
    aside: str = ""


@dataclass(frozen=True)
class Unreadable:
    """An event nobody could read: kept whole, counted, and its sender told (`handlers.process`).

    `why` says what failed (English, technical); `chat_id` is where it came from, "" where that cannot be found.
    """

    why: str
    chat_id: str = ""
    group: bool = False


Reading = Incoming | NotForUs | Unreadable
"""What a channel makes of a stored event."""


class NotAllowed(Exception):
    """The person may not do this; answered politely, put on record, nothing changed."""

    def __init__(self, action: str, subject: str = "") -> None:
        super().__init__(action)
        self.action = action
        self.subject = subject


class Sorry(Exception):
    """What was asked cannot be done; `message` is the clear answer. Nothing of this event is kept but the answer."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.message = Message(text)


@dataclass(frozen=True)
class Tapped:
    """The message whose button was tapped (its id at the provider and in the outbox) and what became of the tap.

    `used`: the choice is used up; `void`: it meant nothing any more, or never did, nothing was done, and `words` say
    so. `left` is what the message offers on, each choice with its place among all that it offered.
    """

    message_id: str = ""
    outbox_id: int = 0
    used: bool = False
    void: bool = False
    left: Sequence[tuple[int, Choice]] = ()
    words: str = ""


@dataclass
class Context:
    """One event being handled, inside one transaction. `now` was read once; `received` are the fetched files.

    `conversation` is what was open in this chat when the event came; `hours` are the office hours and `evidence_kinds`
    the kinds of files (`catalog.work.evidence`) that this deployment set; `shows_pages`: whether it can draw a page.
    `by_code`: what is done is done for a one-time code.
    """

    session: Session
    now: dt.datetime
    incoming: Incoming
    contact: Contact
    conversation: Conversation | None
    rights: Rights
    inbox_id: int
    received: Sequence[Received] = ()
    args: dict[str, Any] = field(default_factory=dict)
    words: str = ""
    upload_limit: int = 20_000_000
    evidence_kinds: Sequence[str] = ACCEPTED
    shows_pages: bool = False
    hours: OfficeHours = field(default_factory=OfficeHours)
    speaker_id: int | None = None
    tapped: Tapped = Tapped()
    by_code: bool = False

    @functools.cached_property
    def replied_to(self) -> int | None:
        """The id in the outbox of the message of ours that was replied to; None where it was no reply to one."""
        if not self.incoming.reply_to:
            return None
        return inbox_and_outbox.by_provider_id(self.session, self.contact.id or 0, self.incoming.reply_to)

    @property
    def points_at_ours(self) -> bool:
        """Whether a message of ours was picked out to reply to: in letters everything is a reply, and says nothing."""
        return bool(self.incoming.reply_to) and not CHANNELS[self.incoming.channel].letters

    @property
    def person_id(self) -> int:
        """Who speaks: in a group the one who wrote, else the owner of the chat."""
        person = self.speaker_id or self.contact.person_id
        assert person is not None
        return person

    @property
    def today(self) -> dt.date:
        """The province's day."""
        return local_day(self.now)

    @property
    def calendar(self) -> WorkCalendar:
        """The working days and office hours of this deployment."""
        return calendar_in(self.session, self.hours)

    @property
    def actor(self) -> Actor:
        """Who acts, for the record: this person on this channel."""
        return Actor(self.person_id, self.incoming.channel)

    def require(self, action: Action, assignment: Assignment) -> None:
        """Raises NotAllowed unless this person may do `action` on the assignment."""
        if not may_assignment(self.session, self.rights, action, assignment):
            raise NotAllowed(action, f"assignment:{assignment.id}")

    def require_role(self, action: Action, *, agency_id: int | None = None, coordinator_id: int | None = None) -> None:
        """Raises NotAllowed unless one of the person's roles allows `action` there."""
        if not self.rights.may(action, agency_id=agency_id, coordinator_id=coordinator_id):
            raise NotAllowed(action, f"agency:{agency_id}")

    def tell(self, person_id: int, message: Message, after: dt.timedelta = dt.timedelta()) -> bool:
        """Queue a notice to another person, `after` so long; False when no chat of theirs can be written to."""
        contact = contact_of(self.session, person_id, self.now, may_wait=True)
        if contact is None:
            audit.append(self.session, self.actor, "notice.unreachable", f"person:{person_id}", self.now, {})
            return False
        inbox_and_outbox.queue(
            self.session, contact, message, self.now, priority=inbox_and_outbox.NOTICE, inbox_id=self.inbox_id,
            not_before=self.now + after,
        )  # fmt: skip
        return True

    def tell_officers(self, coordinator_id: int | None, message: Message, after: dt.timedelta = dt.timedelta()) -> int:
        """Queue a notice to the officers of a coordinating department; where none can be told, to the admins."""
        officers = officers_of(self.session, coordinator_id, self.now)
        told = sum(self.tell(person, message, after) for person in officers if person != self.person_id)
        if told or self.person_id in officers:
            return told
        return sum(
            self.tell(admin, for_admins(self.session, coordinator_id, message), after)
            for admin in people_with(self.session, "admin", None, self.now)
            if admin != self.person_id
        )
