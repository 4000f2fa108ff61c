"""After a silence too long for the platform's memory everybody is told which time may be missing."""

import datetime as dt

from sqlmodel import Session, col, select

from catalog import audit
from catalog.messaging import inbox_and_outbox
from catalog.messaging.channel_heartbeat import Gap, note_heard
from catalog.messaging.inbox_and_outbox import Message
from catalog.people.rights import in_force
from catalog.tables import Contact, Membership
from templates.render import say


def heard(session: Session, channel: str, now: dt.datetime, *, judge: bool, host: str = "") -> Gap | None:
    """Note that the channel is listened to by the machine `host`; after a gap queue one notice to every linked
    person's chat there.
    """
    gap = note_heard(session, channel, now, judge=judge, host=host)
    if gap is not None:
        tell_gap(session, channel, gap, now)
    return gap


def tell_gap(session: Session, channel: str, gap: Gap, now: dt.datetime) -> int:
    """Queue one notice of this time to every linked person's chat in the channel; how many."""
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
    return len(chats)


def tell_restored(session: Session, copied_at: dt.datetime, now: dt.datetime) -> int:
    """The store is a copy of `copied_at`: everybody is told which time to send again; how many chats.

    What came after the copy was acknowledged to the platforms and is gone with the machine.
    """
    audit.append(session, audit.SYSTEM, "store.restored", "store", now, {"copy": copied_at.isoformat()})
    channels = session.exec(select(Contact.channel).distinct().order_by(Contact.channel)).all()
    return sum(tell_gap(session, channel, Gap(copied_at, now), now) for channel in channels)
