"""A letter the server had taken came back: the proof says so, and what it was to say goes another way."""

import datetime as dt

import sqlalchemy as sa
from sqlmodel import Session, col

from catalog import audit
from catalog.messaging.inbox_and_outbox import by_provider_id
from catalog.people.people import known_contact
from catalog.tables import Contact, Outbox
from scheduler.delivery.other_channel import goes_another_way
from scheduler.delivery.unreachable import tell_of_given_up, tell_officers


def came_back(session: Session, address: str, message_id: str, why: str, now: dt.datetime) -> None:
    """`why` begins with what it was: failed (the address is no good: closed), full, policy, or delayed (no end yet).

    Once a letter: reports of delivery come as often as servers like.
    """
    contact = known_contact(session, "email", address)
    outbox_id = by_provider_id(session, contact.id or 0, message_id) if contact is not None and message_id else None
    if contact is None or outbox_id is None or why.startswith("delayed"):
        return
    back = session.execute(
        sa.update(Outbox)
        .where(col(Outbox.id) == outbox_id, col(Outbox.state) == "sent")
        .values(state="failed", error=f"returned: {why}"[:500])
    )
    if back.rowcount != 1:  # type: ignore[attr-defined]
        return
    audit.append(session, audit.SYSTEM, "delivery.returned", f"outbox:{outbox_id}", now, {"why": why[:200]})
    row = session.get_one(Outbox, outbox_id, populate_existing=True)
    closed = why.startswith("failed") and contact.blocked_at is None
    if closed:
        _close(session, contact, now)
    goes_another_way(session, row, now)
    if closed:
        tell_officers(session, contact, now)
    elif contact.blocked_at is None:
        tell_of_given_up(session, contact, outbox_id, "rejected", now)


def _close(session: Session, contact: Contact, now: dt.datetime) -> None:
    contact.blocked_at = now
    session.add(contact)
    session.flush()
    audit.append(session, audit.SYSTEM, "contact.blocked", f"contact:{contact.id}", now, {})
