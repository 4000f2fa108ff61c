"""What certainly did not reach a person in one chat goes to another chat of theirs, once."""

import datetime as dt
from dataclasses import replace

import sqlalchemy as sa
from sqlmodel import Session, col

from catalog import audit
from catalog.messaging import inbox_and_outbox
from catalog.messaging.inbox_and_outbox import Message
from catalog.messaging.reachable_chats import contact_of
from catalog.tables import Contact, Digest, DutyNudge, Nudge, Outbox

BY_OTHER_CHANNEL = "queued for another chat of the same person"


def send_by_other_channel(session: Session, row: Outbox, now: dt.datetime) -> int | None:
    """Queue the message for the person's next chat; the new row, None where there is no other chat.

    Nothing whose answer was lost goes a second way: it may have arrived, and nobody gets one digest on two channels.
    The roles it was written under stay what they were; the proof of a reminder follows to the new row.
    """
    contact = session.get_one(Contact, row.contact_id)
    if row.ambiguous or contact.kind != "private" or contact.person_id is None:
        return None
    other = contact_of(session, contact.person_id, now)
    if other is None or other.id == contact.id:
        return None
    new_id = inbox_and_outbox.queue(
        session, other, _whole(session, row), now, priority=row.priority, inbox_id=row.inbox_id, grounds=row.grounds
    )
    for table in (Nudge, DutyNudge, Digest):
        session.execute(sa.update(table).where(col(table.outbox_id) == row.id).values(outbox_id=new_id))
    audit.append(session, audit.SYSTEM, "delivery.elsewhere", f"outbox:{row.id}", now, {"outbox": new_id})
    return new_id


def _whole(session: Session, row: Outbox) -> Message:
    """The message with what its numbers mean, which is stored beside it."""
    assert row.id is not None
    return replace(
        Message.from_json(row.payload),
        about=tuple(inbox_and_outbox.subjects_of(session, row.id)),
        duties=tuple(inbox_and_outbox.duties_of(session, row.id)),
    )
