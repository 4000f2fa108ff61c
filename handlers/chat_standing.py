"""What the platform tells of the bot's own place in a chat: let in, put out, silenced, allowed to speak again."""

import datetime as dt

from sqlmodel import Session

from catalog import audit
from catalog.audit import Actor
from catalog.people import group_chats
from catalog.tables import Contact
from handlers.conversation.context import Incoming
from scheduler.delivery.unreachable import tell_officers


def changed(session: Session, contact: Contact, incoming: Incoming, now: dt.datetime) -> None:
    """Note it for the chat and the topics in it; officers hear of a chat that is closed now.

    Put out of a group the bot forgets whose it was: whoever puts it in again says that anew. Silenced in one it does
    not.
    """
    actor = Actor(contact.person_id, incoming.channel)
    audit.append(session, actor, f"contact.{incoming.event}", f"contact:{contact.id}", now, {})
    closed = incoming.event in ("blocked", "muted")
    chats = group_chats.with_topics(session, contact) if contact.kind == "group" else [contact]
    for chat in chats:
        was_open = chat.blocked_at is None
        chat.blocked_at = now if closed else None
        session.add(chat)
        if closed and was_open:
            tell_officers(session, chat, now, "put_out" if incoming.event == "blocked" else "muted")
        if contact.kind == "group" and incoming.event == "blocked":
            group_chats.unbind_group(session, chat, actor, now)
