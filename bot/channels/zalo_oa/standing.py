"""How the account stands, in the store: when we last heard anybody, and what administrators must hear of it."""

import datetime as dt

import sqlalchemy as sa
from sqlmodel import Session, col

from catalog.messaging import inbox_and_outbox, oa_tokens
from catalog.messaging.inbox_and_outbox import Message
from catalog.messaging.oa_tokens import CHANNEL
from catalog.messaging.reachable_chats import contact_of
from catalog.people.people import known_contact
from catalog.people.rights import people_with
from catalog.remembered import remember
from catalog.tables import Inbox, Setting
from templates.render import say

SILENCE = dt.timedelta(minutes=30)
"""After a longer silence it is looked up what was missed."""

OVERLAP = dt.timedelta(minutes=5)
"""So much further back is read: when an event was said is not when it was taken."""

_TOLD = "zalo_oa.webhook_told"


def last_heard(session: Session) -> dt.datetime | None:
    """When an event was last taken; None where none ever was. By walking back from the newest."""
    newest = sa.select(col(Inbox.received_at)).where(col(Inbox.channel) == CHANNEL).order_by(col(Inbox.id).desc())
    return session.execute(newest.limit(1)).scalar()


def name_contact(session: Session, person: str, name: str) -> None:
    """What somebody is called there, as soon as there is a chat of theirs."""
    contact = known_contact(session, CHANNEL, person)
    if contact is not None and not contact.name:
        contact.name = name[:200]
        session.add(contact)


def tell_of_lost_consent(session: Session, now: dt.datetime) -> None:
    """Administrators hear once, on every other channel, that somebody has to consent again."""
    pair = oa_tokens.tokens_of(session)
    if pair is None or pair.state != "lost" or pair.told:
        return
    text = Message(say("official_account.consent_lost", why=pair.why))
    chats = [contact_of(session, person, now, away=(CHANNEL,)) for person in people_with(session, "admin", None, now)]
    for chat in chats:
        if chat is not None:
            inbox_and_outbox.queue(session, chat, text, now, priority=inbox_and_outbox.NOTICE)
    if any(chat is not None for chat in chats):
        oa_tokens.note_told(session, now)


def tell_of_silent_webhook(session: Session, found: int, now: dt.datetime) -> None:
    """Administrators hear once a day that messages came which the webhook did not bring: the console has it off."""
    row = session.get(Setting, _TOLD)
    if row is not None and now - row.changed_at < dt.timedelta(days=1):
        return
    text = Message(say("official_account.webhook_silent", found=found))
    for person in people_with(session, "admin", None, now):
        if (chat := contact_of(session, person, now)) is not None:
            inbox_and_outbox.queue(session, chat, text, now, priority=inbox_and_outbox.NOTICE)
    remember(session, _TOLD, now.isoformat(), now)
