"""Personal data: what is stored on a person, forgetting what is no longer needed, erasing a person.

Names, phones and chat ids stand in `contact` alone; the record and its log know a person as a number. So a person can
be erased and every proof still holds. What somebody said about a task, and the files sent as evidence, are the
agency's official record: they stay, under the number.
"""

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from catalog import audit
from catalog.audit import Actor
from catalog.messaging import board_sessions, calendar_feeds
from catalog.people import people
from catalog.people.rights import in_force
from catalog.plans.keeping.scanned_pages import forget_pictures
from catalog.tables import (
    Audit,
    Contact,
    Conversation,
    Evidence,
    Inbox,
    Invitation,
    JoinRequest,
    Membership,
    Outbox,
    Person,
    Update,
)

FORGOTTEN: dict[str, Any] = {"forgotten": True}
"""What is left of an event's payload."""

SILENT: dict[str, Any] = {"text": ""}
"""What is left of a message that went out."""

AT_ONCE = 2000
"""So many messages are forgotten in one transaction: the writer must not be held up by it."""

_SHORTEST_ID = 4
_FINAL = ("sent", "failed", "ambiguous")


@dataclass(frozen=True)
class Stored:
    """What there is on one person: `chats` as (channel, name, phone), and how much of the rest."""

    chats: tuple[tuple[str, str, str], ...]
    messages: int
    updates: int
    files: int


def stored_about(session: Session, person_id: int) -> Stored:
    """Everything personal the store has, in words and counts."""
    contacts = _contacts(session, person_id)
    events = [_count(session, Inbox, _own(contact), still_kept()) for contact in contacts]
    return Stored(
        chats=tuple((contact.channel, contact.name, contact.phone) for contact in contacts),
        messages=sum(events),
        updates=_count(session, Update, col(Update.person_id) == person_id),
        files=_count(session, Evidence, col(Evidence.person_id) == person_id, col(Evidence.withdrawn_at).is_(None)),
    )


def ask_erasure(session: Session, person_id: int, actor: Actor, now: dt.datetime) -> bool:
    """Put on record that somebody wants to be erased; False when that is on record and waits already."""
    if person_id in waiting_for_erasure(session):
        return False
    audit.append(session, actor, "erasure.asked", f"person:{person_id}", now, {})
    return True


def waiting_for_erasure(session: Session) -> list[int]:
    """People who asked to be erased and have not been."""
    asked = session.exec(select(Audit.subject).where(Audit.action == "erasure.asked").distinct()).all()
    numbers = [int(subject.removeprefix("person:")) for subject in asked]
    rows = session.exec(select(Person.id).where(col(Person.id).in_(numbers), col(Person.erased_at).is_(None)))
    return sorted(number for number in rows if number is not None)


def erase(session: Session, person_id: int, actor: Actor, now: dt.datetime) -> None:
    """Take a person out: roles ended, chats cut off, every name, number and word of the chats gone for good.

    Record, log and the facts of delivery (when, how, the provider's number) stay. Rights are checked by the caller.
    """
    contacts = _contacts(session, person_id)
    names = {contact.name for contact in contacts if len(contact.name.split()) > 1}
    for contact in contacts:
        _forget_chat(session, contact)
    _forget_name(session, names)
    for contact in contacts:
        contact.name = contact.phone = ""
        contact.chat_id, contact.blocked_at, contact.preferred = f"erased-{contact.id}", now, False
        session.add(contact)
    open_roles = select(Membership).where(Membership.person_id == person_id, col(Membership.ended_at).is_(None))
    for membership in session.exec(open_roles).all():
        if membership.ended_at is None:  # a deputy's role may have ended with the one before
            people.end(session, membership, actor, now)
    board_sessions.end_all(session, person_id, actor, now)
    calendar_feeds.revoke(session, person_id, actor, now)
    unused = sa.update(Invitation).where(col(Invitation.person_id) == person_id, col(Invitation.used_at).is_(None))
    session.execute(unused.values(expires_at=now))
    asked = sa.update(JoinRequest).where(col(JoinRequest.person_id) == person_id, col(JoinRequest.decision) == "")
    session.execute(asked.values(decision="withdrawn", decided_at=now))
    person = session.get_one(Person, person_id)
    person.erased_at = now
    session.add(person)
    session.flush()
    audit.append(session, actor, "person.erased", f"person:{person_id}", now, {})


def forget_before(session: Session, moment: dt.datetime) -> int:
    """Take the words out of messages handled and delivered before `moment`; how many. The rest of their rows stays.

    The pictures of scanned pages go by the same rule, once nobody needs them to confirm anything; the file itself
    stays where it was kept.
    """
    forget_pictures(session, moment)
    inbox = sa.select(col(Inbox.id)).where(
        col(Inbox.received_at) < moment, col(Inbox.state) != "new", still_kept()
    ).limit(AT_ONCE)  # fmt: skip
    spoken = sa.cast(col(Outbox.payload), sa.Text) != _text(SILENT)
    outbox = sa.select(col(Outbox.id)).where(
        col(Outbox.created_at) < moment, col(Outbox.state).in_(_FINAL), spoken
    ).limit(AT_ONCE)  # fmt: skip
    forgotten = 0
    for table, ids, left in ((Inbox, inbox, FORGOTTEN), (Outbox, outbox, SILENT)):
        rows = list(session.execute(ids).scalars())
        session.execute(sa.update(table).where(sa.column("id").in_(rows)).values(payload=left))
        forgotten += len(rows)
    return forgotten


def may_be_erased_by(session: Session, person_id: int, may: Iterable[str], now: dt.datetime) -> bool:
    """Whether whoever may take these roles (`may`) may take all that this person holds."""
    held = session.exec(select(Membership.role).where(Membership.person_id == person_id, in_force(now))).all()
    return set(held) <= set(may)


def _forget_chat(session: Session, contact: Contact) -> None:
    """Everything said in the chat, on both sides, and this person's words in other chats."""
    mine = sa.update(Inbox).where(_own(contact))
    session.execute(mine.values(payload=FORGOTTEN, chat_key=f"erased-{contact.id}"))
    unhandled = sa.update(Inbox).where(col(Inbox.chat_key) == f"erased-{contact.id}", col(Inbox.state) == "new")
    session.execute(unhandled.values(state="done"))
    if len(contact.chat_id) >= _SHORTEST_ID:
        seen = sa.select(col(Inbox.id), col(Inbox.payload)).where(
            col(Inbox.channel) == contact.channel, col(Inbox.state) != "new",
            sa.cast(col(Inbox.payload), sa.Text).contains(contact.chat_id, autoescape=True),
        )  # fmt: skip
        named = [row.id for row in session.execute(seen) if _mentions(row.payload, contact.chat_id)]
        session.execute(sa.update(Inbox).where(col(Inbox.id).in_(named)).values(payload=FORGOTTEN))
    told = sa.update(Outbox).where(col(Outbox.contact_id) == contact.id)
    session.execute(told.where(col(Outbox.state) == "queued").values(state="failed", error="the person was erased"))
    session.execute(told.values(payload=SILENT, has_choices=False))
    session.execute(sa.delete(Conversation).where(col(Conversation.contact_id) == contact.id))
    contact.flood_level, contact.flood_at, contact.flood_silenced = 0, None, False


def _forget_name(session: Session, names: set[str]) -> None:
    """The full name in messages to others (notices, directories), and in what they sent back of them (a tap, a reply).

    One word alone could be part of another name; it goes when all old messages go.
    """
    for name in names:
        printed = _text(name)[1:-1]
        told = sa.select(col(Outbox.id), col(Outbox.payload)).where(
            sa.cast(col(Outbox.payload), sa.Text).contains(printed, autoescape=True)
        )
        for row in session.execute(told).all():
            values = {"payload": _without(row.payload, name)}
            session.execute(sa.update(Outbox).where(col(Outbox.id) == row.id).values(**values))
        quoted = sa.update(Inbox).where(
            col(Inbox.state) != "new", sa.cast(col(Inbox.payload), sa.Text).contains(printed, autoescape=True)
        )
        session.execute(quoted.values(payload=FORGOTTEN))


def _without(value: Any, name: str) -> Any:
    if isinstance(value, str):
        return value.replace(name, "(đã xóa)")
    if isinstance(value, list):
        return [_without(one, name) for one in value]
    if isinstance(value, dict):
        return {key: _without(one, name) for key, one in value.items()}
    return value


def _mentions(value: Any, chat_id: str) -> bool:
    """Whether some value anywhere in there is exactly this id: the text search before it finds longer numbers too."""
    if isinstance(value, dict):
        return any(_mentions(one, chat_id) for one in value.values())
    if isinstance(value, list):
        return any(_mentions(one, chat_id) for one in value)
    return str(value) == chat_id


def _contacts(session: Session, person_id: int) -> list[Contact]:
    found = session.exec(
        select(Contact).where(Contact.person_id == person_id, Contact.kind == "private").order_by(col(Contact.id))
    )
    return list(found.all())


def _own(contact: Contact) -> sa.ColumnElement[bool]:
    return sa.and_(col(Inbox.channel) == contact.channel, col(Inbox.chat_key) == contact.chat_id)


def still_kept() -> sa.ColumnElement[bool]:
    """Whether an event still holds what came: neither old nor a person's who was erased."""
    return sa.cast(col(Inbox.payload), sa.Text) != _text(FORGOTTEN)


def _text(value: Any) -> str:
    """How a JSON column prints it."""
    return json.dumps(value)


def _count(session: Session, table: Any, *where: sa.ColumnElement[bool]) -> int:
    return int(session.execute(sa.select(sa.func.count()).select_from(table).where(*where)).scalar_one())
