"""A person or a group can no longer be written to: the officers who coordinate that agency's work are told, once."""

import datetime as dt
from collections.abc import Sequence
from typing import Literal

import sqlalchemy as sa
from sqlmodel import Session, col

from catalog import audit
from catalog.agencies.stored import agency_name
from catalog.messaging import inbox_and_outbox
from catalog.messaging.inbox_and_outbox import Message
from catalog.messaging.reachable_chats import contact_of
from catalog.people.people import display_name
from catalog.people.rights import people_with, rights_of
from catalog.people.topics import topic_of
from catalog.tables import Assignment, Contact, Plan, Task
from scheduler.delivery.unattended import for_admins
from templates.render import say

GROUP_AGAIN = dt.timedelta(days=1)
"""A group may be opened by each word said in it and closed by each answer refused: officers hear of it so seldom."""


def tell_of_given_up(session: Session, contact: Contact, outbox_id: int, reason: str, now: dt.datetime) -> int:
    """Queue a notice that a message to somebody of an agency, or to its group, was given up; how many are told.

    Once a day a chat, however many messages: what it says is to look after the chat, not after the message. Nobody is
    told of what was to be said to strangers, or to those who would be told.
    """
    agencies = _agencies(session, contact, now)
    if not agencies or (contact.closed_told_at is not None and now - contact.closed_told_at < GROUP_AGAIN):
        return 0
    contact.closed_told_at = now
    session.add(contact)
    names = [agency_name(session, agency) for agency in agencies]
    name = display_name(session, contact.person_id)
    text = say("unreachable.given_up", name=name, agencies=names, why=reason, trace=f"o{outbox_id}")
    return _tell(session, agencies, text, f"contact:{contact.id}", now, contact.person_id)


def _agencies(session: Session, contact: Contact, now: dt.datetime) -> tuple[int, ...]:
    """For whom a chat listens: the group's agency, or those its owner speaks for."""
    if contact.kind == "group":
        return () if contact.agency_id is None else (contact.agency_id,)
    return rights_of(session, contact.person_id or 0, now).agencies("focal", "agency_leader")


Closed = Literal["blocked", "put_out", "muted", "closed_topic", "topic_gone"]
"""How a chat came to be closed: its owner blocked us or left; in a group we were put out or may not write, its topic
was closed, or is gone and the group goes on without it."""


def tell_officers(session: Session, contact: Contact, now: dt.datetime, how: Closed = "blocked") -> int:
    """Queue a notice about a chat that was just closed; how many officers are told.

    Nobody is told of a group that is no agency's, of somebody without a role, or of somebody who has another way to be
    reached; of a group once a day, however often it is opened and closed.
    """
    return _of_a_group(session, contact, how, now) if contact.kind == "group" else _of_a_person(session, contact, now)


def _of_a_person(session: Session, contact: Contact, now: dt.datetime) -> int:
    person_id = contact.person_id
    if person_id is None or contact_of(session, person_id, now) is not None:
        return 0
    rights = rights_of(session, person_id, now)
    agencies = rights.agencies()
    if not rights.linked:
        return 0
    text = say(
        "unreachable.blocked",
        name=display_name(session, person_id),
        agencies=[agency_name(session, agency_id) for agency_id in agencies],
        left=[agency_name(session, a) for a in agencies if not _somebody_else(session, a, person_id, now)],
        channel=contact.channel,
    )
    return _tell(session, agencies, text, f"person:{person_id}", now, person_id)


def _of_a_group(session: Session, contact: Contact, how: Closed, now: dt.datetime) -> int:
    lately = contact.closed_told_at is not None and now - contact.closed_told_at < GROUP_AGAIN
    if contact.agency_id is None or lately:
        return 0
    contact.closed_told_at = now
    session.add(contact)
    names = [agency_name(session, contact.agency_id)]
    text = say("unreachable.group_closed", agencies=names, how=how, topic=bool(topic_of(contact.chat_id)))
    return _tell(session, (contact.agency_id,), text, f"contact:{contact.id}", now)


def _tell(
    session: Session, agencies: tuple[int, ...], text: str, about: str, now: dt.datetime, but: int | None = None
) -> int:
    message = Message(text)
    told = _queued(session, officers_of_agencies(session, agencies, now), message, now, but)
    if not told:
        told = _queued(session, people_with(session, "admin", None, now), for_admins(session, None, message), now, but)
    if not told:
        audit.append(session, audit.SYSTEM, "notice.unreachable", about, now, {})
    return told


def _queued(session: Session, people: Sequence[int], message: Message, now: dt.datetime, but: int | None) -> int:
    chats = [contact_of(session, person, now) for person in people if person != but]
    for chat in chats:
        if chat is not None:
            inbox_and_outbox.queue(session, chat, message, now, priority=inbox_and_outbox.NOTICE)
    return sum(chat is not None for chat in chats)


def officers_of_agencies(session: Session, agencies: tuple[int, ...], now: dt.datetime) -> list[int]:
    """Of the departments whose plans these agencies work on, else all there are."""
    coordinators = session.execute(
        sa.select(col(Plan.coordinator_id))
        .join(Task, col(Task.plan_id) == col(Plan.id))
        .join(Assignment, col(Assignment.task_id) == col(Task.id))
        .where(col(Assignment.agency_id).in_(agencies), col(Plan.coordinator_id).is_not(None))
        .distinct()
    ).scalars()
    found = [person for agency in coordinators for person in people_with(session, "officer", agency, now)]
    return list(dict.fromkeys(found or people_with(session, "officer", None, now)))


def _somebody_else(session: Session, agency_id: int, person_id: int, now: dt.datetime) -> bool:
    focal = [p for p in people_with(session, "focal", agency_id, now) if p != person_id]
    return any(contact_of(session, p, now) is not None for p in focal)
