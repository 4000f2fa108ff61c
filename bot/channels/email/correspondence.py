"""What the store knows of letters: why one of ours goes out, which of ours one of theirs answers, how far was read."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from bot.channels.email.letter import Answered, Occasion
from bot.channels.email.mailbox import Place
from bot.channels.email.opened import Letter
from bot.channels.email.reading import fingerprint
from bot.channels.email.reply_address import Kind, Mark, Marks
from catalog.messaging.inbox_and_outbox import duties_of, subjects_of
from catalog.messaging.message import Message
from catalog.people.people import known_contact
from catalog.people.rights import rights_of
from catalog.remembered import remember
from catalog.tables import Contact, Inbox, Outbox, Setting

ANSWERABLE = dt.timedelta(days=90)
"""How long a letter of ours can be answered: people answer old mail."""

MOST_LOOKED_AT = 40
"""So many answers to an address are looked at to see how often it was answered lately."""

_PLACE = "mail_place"
_DELIVERED = ("delivered-to", "x-original-to", "envelope-to", "to", "cc")
_THREAD = ("in-reply-to", "references")
_CALLED = re.compile(r"<[^<>\s]{1,250}>")


@dataclass(frozen=True)
class LetterOfOurs:
    """The letter of ours whose mark came with one of theirs: whom it went to, as the mark proves.

    `sent_id` is its Message-ID, `newest` whether it is the last of its chat: answering that is plain talk. `addresses`
    are those its owner has confirmed, `lines` what it said.
    """

    kind: Kind
    outbox_id: int
    address: str
    sent_id: str
    newest: bool
    addresses: Sequence[str]
    lines: Sequence[str]


def occasion_of(session: Session, outbox_id: int) -> Occasion:
    """Why this message goes out."""
    row = session.get_one(Outbox, outbox_id)
    came = session.get(Inbox, row.inbox_id) if row.inbox_id is not None else None
    answered = None
    if came is not None and came.channel == "email" and "letter" in came.payload:
        letter = Letter.from_json(came.payload["letter"])
        known = _CALLED.findall(" ".join(letter.headers.get("references", [])))
        called = next(iter(_CALLED.findall(letter.first("message-id"))), "")
        answered = Answered(called, known, letter.first("subject"))
    numbers = {one.position for one in subjects_of(session, outbox_id)}
    numbers |= {one.position for one in duties_of(session, outbox_id)}
    tasks = sorted(number for number in numbers if number > 0)
    return Occasion(row.contact_id, row.priority, row.created_at, tasks, answered)


def letter_of_ours(session: Session, marks: Marks, letter: Letter, now: dt.datetime) -> LetterOfOurs | None:
    """The letter of ours that this one proves to know, by any of its marks; None without a good one.

    The mark in an address comes first, a mark for bounces before all.
    """
    values = {name: letter.headers.get(name, []) for name in (*_DELIVERED, *_THREAD)}
    found = [mark for name in _DELIVERED for mark in marks.addressed(values[name])]
    found += [mark for name in _THREAD for mark in marks.called(values[name])]
    for mark in sorted(found[:40], key=lambda mark: mark.kind != "b"):
        if (known := _proven(session, marks, mark, now)) is not None:
            return known
    return None


def _proven(session: Session, marks: Marks, mark: Mark, now: dt.datetime) -> LetterOfOurs | None:
    row = session.get(Outbox, mark.number)
    if row is None or row.channel != "email" or now - row.created_at > ANSWERABLE:
        return None
    if not marks.valid(mark, row.contact_id):
        return None
    contact = session.get_one(Contact, row.contact_id)
    newest = session.exec(
        select(Outbox.id).where(Outbox.contact_id == row.contact_id).order_by(col(Outbox.id).desc()).limit(1)
    ).first()
    mine = select(Contact.chat_id).where(Contact.channel == "email", Contact.person_id == contact.person_id)
    message = Message.from_json(row.payload)
    lines = [*message.text.splitlines(), *(f"{choice.number}. {choice.label}" for choice in message.flat_choices())]
    sent_id, addresses = row.provider_message_id, list(session.exec(mine).all())
    return LetterOfOurs(mark.kind, mark.number, contact.chat_id, sent_id, newest == row.id, addresses, lines)


def answered_lately(session: Session, address: str, since: dt.datetime) -> list[tuple[dt.datetime, str]]:
    """When letters of that address came that were answered since then, and what they said, oldest first."""
    contact = known_contact(session, "email", address)
    if contact is None:
        return []
    rows = session.execute(
        select(col(Inbox.id), col(Inbox.received_at), col(Inbox.payload))
        .join(Outbox, col(Outbox.inbox_id) == col(Inbox.id))
        .where(Outbox.contact_id == contact.id, col(Inbox.channel) == "email", col(Outbox.created_at) > since)
        .order_by(col(Outbox.id).desc())
        .limit(MOST_LOOKED_AT)
    ).all()
    came = {number: (at, payload) for number, at, payload in reversed(rows) if "letter" in payload}
    return [
        (at, fingerprint(str(payload.get("typed", "")), Letter.from_json(payload["letter"])))
        for at, payload in came.values()
    ]


def holds_a_role(session: Session, address: str, now: dt.datetime) -> bool:
    """Whether somebody who holds a role has confirmed that address."""
    contact = known_contact(session, "email", address)
    return contact is not None and rights_of(session, contact.person_id or 0, now).linked


def strangers_answered(session: Session, since: dt.datetime, most: int) -> list[dt.datetime]:
    """When letters came since then whose writer nobody knew, `most` of the last, oldest first."""
    newest = select(Inbox.received_at).where(Inbox.state == "unproven").order_by(col(Inbox.id).desc()).limit(most)
    return [at for at in reversed(session.exec(newest).all()) if at > since]


def is_stored(session: Session, event_id: str) -> bool:
    """Whether that letter came before."""
    known = select(Inbox.id).where(Inbox.channel == "email", Inbox.event_id == event_id)
    return session.exec(known.limit(1)).first() is not None


def place(session: Session) -> Place | None:
    """How far the mailbox was read; None before the first time."""
    row = session.get(Setting, _PLACE)
    return Place(*row.value) if row is not None else None


def keep_place(session: Session, read: Place, now: dt.datetime) -> None:
    """The mailbox was read so far, and what was read is stored."""
    remember(session, _PLACE, [read.validity, read.last], now)
