"""After a silence too long for the platform's memory everybody is told which time may be missing."""

import datetime as dt

from sqlmodel import Session, col, select

from catalog.messaging import inbox_and_outbox
from catalog.messaging.channel_heartbeat import Gap, note_heard
from catalog.messaging.inbox_and_outbox import Message
from catalog.people.rights import in_force
from catalog.tables import Contact, Membership
from templates.render import say


def heard(session: Session, channel: str, now: dt.datetime, *, judge: bool) -> Gap | None:
    """Note that the channel is listened to; after a gap queue one notice to every linked person's chat there."""
    gap = note_heard(session, channel, now, judge=judge)
    if gap is not None:
        linked = select(Membership.person_id).where(in_force(now))
        chats = session.exec(
            select(Contact)
            .where(
                Contact.channel == channel, Contact.kind == "private", col(Contact.blocked_at).is_(None),
                col(Contact.person_id).in_(linked),
            )
            .order_by(col(Contact.id))
        ).all()  # fmt: skip
        for contact in chats:
            text = say("help.gap", start=gap.start, end=gap.end)
            inbox_and_outbox.queue(session, contact, Message(text), now, priority=inbox_and_outbox.NOTICE)
    return gap
