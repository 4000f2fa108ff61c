"""The inbox and the outbox: what came in once, what goes out because of it.

A message is stored in the transaction that caused it and delivered later (`scheduler.delivery`). Texts are
plain: no markup travels, so nothing that people type can turn into markup.
"""

import datetime as dt
import itertools
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from catalog.bulk import insert_for_ids, insert_rows
from catalog.channels import CHANNELS
from catalog.rights import grounds_of_all
from catalog.tables import Contact, DutyPrompt, Inbox, Outbox, Prompt
from catalog.text import plain, plain_name

REPLY, NOTICE, NUDGE = 0, 1, 2
"""Priorities: replies go before notices, notices before nudges."""


ADDRESS_ROOM, HINT_ROOM = 400, 40
"""Characters for the address of a file that cannot be sent itself, and for saying how to answer with a number."""


@dataclass(frozen=True)
class Choice:
    """Something the reader can answer with one tap: `do` names the entry of the dispatch table, `args` plain JSON.

    `number` is what answers to it where there are no buttons; it is given when the message is queued.
    """

    label: str
    do: str
    args: dict[str, Any] = field(default_factory=dict)
    number: str = ""


@dataclass(frozen=True)
class OutFile:
    """A file to send: either stored evidence (`sha256`) or one made on delivery (`make` with `args`)."""

    name: str
    sha256: str = ""
    make: str = ""
    args: dict[str, Any] = field(default_factory=dict)
    picture: bool = False


@dataclass(frozen=True)
class Subject:
    """What a number in a message stands for: position -> assignment and slot."""

    position: int
    assignment_id: int
    slot: int = 0


@dataclass(frozen=True)
class DutySubject:
    """What a number stands for where it is a report an agency owes."""

    position: int
    duty_period_id: int


@dataclass(frozen=True)
class Message:
    """What is said to one chat. `choices` are rows of buttons (numbered lines where there are no buttons)."""

    text: str
    choices: tuple[tuple[Choice, ...], ...] = ()
    files: tuple[OutFile, ...] = ()
    about: tuple[Subject, ...] = ()
    duties: tuple[DutySubject, ...] = ()

    def flat_choices(self) -> list[Choice]:
        """All choices in reading order: the n-th answers to the number n."""
        return [choice for row in self.choices for choice in row]

    def to_json(self) -> dict[str, Any]:
        """Plain JSON, as stored in `outbox.payload`."""
        data: dict[str, Any] = {"text": self.text}
        if self.choices:
            data["choices"] = [[_plain_choice(choice) for choice in row] for row in self.choices]
        if self.files:
            data["files"] = [asdict(file) for file in self.files]
        return data

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Message":
        """The message that `to_json` printed (without `about` and `duties`, which live in `prompt`, `duty_prompt`)."""
        return cls(
            text=data["text"],
            choices=tuple(tuple(Choice(**choice) for choice in row) for row in data.get("choices", [])),
            files=tuple(OutFile(**file) for file in data.get("files", [])),
        )


def _plain_choice(choice: Choice) -> dict[str, Any]:
    data = dict(vars(choice))
    if not choice.number:
        del data["number"]
    return data


def receive(
    session: Session, channel: str, event_id: str, chat_key: str, payload: dict[str, Any], now: dt.datetime
) -> int | None:
    """Store an event; None when this event is already there (delivered again)."""
    if session.execute(
        sa.select(col(Inbox.id)).where(col(Inbox.channel) == channel, col(Inbox.event_id) == event_id)
    ).first():
        return None
    values = {
        "channel": channel, "event_id": event_id, "chat_key": chat_key, "payload": payload, "received_at": now,
        "state": "new", "attempts": 0, "error": "",
    }  # fmt: skip
    inserted = session.execute(sa.insert(Inbox).values(**values).returning(col(Inbox.id)))
    return int(inserted.scalar_one())


def queue(
    session: Session,
    contact: Contact,
    message: Message,
    now: dt.datetime,
    *,
    priority: int = REPLY,
    inbox_id: int | None = None,
    not_before: dt.datetime | None = None,
    grounds: Sequence[Any] | None = None,
) -> int:
    """Put `message` into the outbox of one chat; returns the id of its (last) row.

    A text longer than the channel takes becomes several messages, cut between paragraphs or lines; choices and
    files stay with the last one, a file without words where they are too long for its caption. The roles its reader
    holds now (or `grounds`) are kept with it: whoever loses one of them before it is sent does not get it.
    """
    letter = (contact, message)
    return queue_all(
        session, [letter], now, priority=priority, inbox_id=inbox_id, not_before=not_before, grounds=grounds
    )[0]


def queue_all(
    session: Session,
    letters: Sequence[tuple[Contact, Message]],
    now: dt.datetime,
    *,
    priority: int = REPLY,
    inbox_id: int | None = None,
    not_before: dt.datetime | None = None,
    grounds: Sequence[Any] | None = None,
) -> list[int]:
    """`queue` for many chats at once, in a few statements; the ids of their (last) rows in the order of `letters`."""
    held = [grounds] * len(letters) if grounds is not None else grounds_of_all(session, [c for c, _ in letters], now)
    sequence = None if inbox_id is None else _next_sequence(session, inbox_id)
    rows: list[dict[str, Any]] = []
    kept: list[tuple[int, Message]] = []  # by row, the letter it is a piece of
    for index, ((contact, message), ground) in enumerate(zip(letters, held, strict=True)):
        whole = _readable(message)
        for piece in _pieces(contact.channel, whole):
            rows.append(
                {"contact_id": contact.id, "channel": contact.channel, "priority": priority, "inbox_id": inbox_id,
                 "sequence": None if sequence is None else sequence + len(rows), "payload": piece.to_json(),
                 "grounds": ground, "has_choices": bool(piece.choices), "created_at": now, "state": "queued",
                 "not_before": not_before or now, "attempts": 0, "ambiguous": 0, "provider_message_id": "",
                 "error": ""}
            )  # fmt: skip
            kept.append((index, whole))
    ids = insert_for_ids(session, Outbox, rows)
    _keep_numbers(
        session, [(row_id, row["contact_id"], m) for row_id, row, (_, m) in zip(ids, rows, kept, strict=True)]
    )
    last = {index: row_id for row_id, (index, _) in zip(ids, kept, strict=True)}
    return [last[index] for index in range(len(letters))]


def _keep_numbers(session: Session, sent: Sequence[tuple[int, int, Message]]) -> None:
    """What the numbers in these messages (row, chat, message) mean."""
    tasks = [
        {"outbox_id": row, "contact_id": chat, "position": s.position, "assignment_id": s.assignment_id, "slot": s.slot}
        for row, chat, message in sent
        for s in message.about
    ]
    duties = [
        {"outbox_id": row, "contact_id": chat, "position": s.position, "duty_period_id": s.duty_period_id}
        for row, chat, message in sent
        for s in message.duties
    ]
    insert_rows(session, Prompt, tasks)
    insert_rows(session, DutyPrompt, duties)


def _readable(message: Message) -> Message:
    """Without anything unseen that people typed: it could reverse or hide the words around it, or a file's name."""
    choices = tuple(tuple(replace(choice, label=plain(choice.label)) for choice in row) for row in message.choices)
    files = tuple(replace(file, name=plain_name(file.name)) for file in message.files)
    return replace(message, text=plain(message.text), choices=choices, files=files)


def _pieces(channel: str, message: Message) -> list[Message]:
    """The message as the channel can carry it."""
    if not CHANNELS[channel].buttons:
        message = replace(message, choices=_numbered(message))
    parts = split_text(message.text, _room(channel, message))
    if message.files and _units(parts[-1]) > CHANNELS[channel].caption:
        parts.append("")
    return [*(Message(text) for text in parts[:-1]), Message(parts[-1], message.choices, message.files)]


def _numbered(message: Message) -> tuple[tuple[Choice, ...], ...]:
    """The choices with the numbers that answer to them.

    One that is itself called by a number ("11" on the second page of a list) answers to that. The others get numbers
    that neither such a choice nor a task of the message has: "1" must not mean two things.
    """
    called = {choice.label for choice in message.flat_choices() if choice.label.isdigit()}
    meant = (*(subject.position for subject in message.about), *(duty.position for duty in message.duties))
    free = itertools.count(max((*(int(number) for number in called), *meant), default=0) + 1)
    return tuple(
        tuple(replace(c, number=c.label if c.label in called else str(next(free))) for c in row)
        for row in message.choices
    )


def _room(channel: str, message: Message) -> int:
    """Characters the text may take: what the channel prints of choices and files needs room of its own."""
    rules = CHANNELS[channel]
    lines = 0 if rules.buttons else sum(_units(c.label) + 6 for c in message.flat_choices() if c.number != c.label)
    address = 0 if rules.files_out or not message.files else ADDRESS_ROOM
    return max(rules.text - lines - (HINT_ROOM if lines else 0) - address, rules.text // 4)


def _next_sequence(session: Session, inbox_id: int) -> int:
    highest = session.execute(sa.select(sa.func.max(Outbox.sequence)).where(col(Outbox.inbox_id) == inbox_id)).scalar()
    return 0 if highest is None else int(highest) + 1


def split_text(text: str, room: int) -> list[str]:
    """The text in pieces of at most `room` characters (counted as Telegram counts, UTF-16 units).

    Cut at the latest blank line that fits, else line end, else blank, else hard.
    """
    pieces = []
    while _units(text) > room:
        head = _head(text, room)
        for mark in ("\n\n", "\n", " "):
            cut = head.rfind(mark)
            if cut > len(head) // 3:
                break
        else:
            cut = len(head)
        pieces.append(text[:cut].rstrip())
        text = text[cut:].lstrip("\n ") or ""
    return [*pieces, text] if text or not pieces else pieces


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _head(text: str, room: int) -> str:
    """The longest beginning of at most `room` units."""
    head = text[:room]
    while _units(head) > room:
        head = head[: -max(1, (_units(head) - room) // 2)]
    return head


def last_with_choices(session: Session, contact_id: int) -> Outbox | None:
    """The newest message to this chat that offered choices: a bare number answers it."""
    return session.exec(
        select(Outbox)
        .where(Outbox.contact_id == contact_id, col(Outbox.has_choices).is_(True))
        .order_by(col(Outbox.id).desc())
        .limit(1)
    ).first()


def last_answer(session: Session, contact_id: int) -> Outbox | None:
    """The newest answer to this chat: what somebody who types now has just read."""
    return session.exec(
        select(Outbox)
        .where(Outbox.contact_id == contact_id, Outbox.priority == REPLY)
        .order_by(col(Outbox.id).desc())
        .limit(1)
    ).first()


def asks_by_number(row: Outbox) -> bool:
    """Whether that message's choices were printed as numbers (its channel has no buttons)."""
    return not CHANNELS[row.channel].buttons


def subjects_of(session: Session, outbox_id: int) -> Sequence[Prompt]:
    """What the numbers in that message meant, by position."""
    return session.exec(select(Prompt).where(Prompt.outbox_id == outbox_id).order_by(col(Prompt.position))).all()


def duties_of(session: Session, outbox_id: int) -> Sequence[DutyPrompt]:
    """Which numbers in that message meant a report an agency owes, by position."""
    query = select(DutyPrompt).where(DutyPrompt.outbox_id == outbox_id).order_by(col(DutyPrompt.position))
    return session.exec(query).all()


def by_provider_id(session: Session, contact_id: int, provider_message_id: str) -> Outbox | None:
    """Our message that the provider knows by this id in this chat (somebody replied to it)."""
    return session.exec(
        select(Outbox).where(Outbox.contact_id == contact_id, Outbox.provider_message_id == provider_message_id)
    ).first()
