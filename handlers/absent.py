"""Somebody's mailbox answered by itself: they are away. Nobody is answered and nobody closed; officers see it."""

import datetime as dt

from sqlmodel import Session

from catalog import audit
from catalog.audit import Actor
from catalog.clock import local_day
from catalog.people.people import known_contact
from catalog.text import fold
from handlers.conversation.context import Incoming

AHEAD = dt.timedelta(days=120)
"""A later day than this is not the end of an absence."""


def noted(session: Session, incoming: Incoming, now: dt.datetime) -> None:
    """Keep that this address is away, and until when where its words name a day; on record once an absence."""
    contact = known_contact(session, incoming.channel, incoming.chat)
    if contact is None:
        return
    until = last_day(incoming.text, local_day(now))
    known = contact.absent_at is not None and contact.absent_until == until
    contact.absent_at, contact.absent_until = now, until
    session.add(contact)
    if not known:
        actor = Actor(contact.person_id, incoming.channel)
        day = until.isoformat() if until else None
        audit.append(session, actor, "contact.absent", f"contact:{contact.id}", now, {"until": day})


def last_day(words: str, today: dt.date) -> dt.date | None:
    """The last day ahead that is named ("từ 10/12 đến hết 15/12"); None without one."""
    from handlers.replies.dates import find_days

    days = [said.day for said in find_days(fold(words), today) if said.day is not None]
    return max((day for day in days if today <= day <= today + AHEAD), default=None)
