"""Group chats: which agency a group is bound to, and what becomes of the row when a group changes its chat.

A topic of a forum group is a chat of its own (`catalog.people.topics`): it can be bound to another agency than the
group, and without one is of the group's.
"""

import datetime as dt

import sqlalchemy as sa
from sqlmodel import Session, col, select

from catalog import audit
from catalog.audit import Actor
from catalog.people.topics import group_of, topic_chat, topic_of
from catalog.tables import Contact, Outbox


def bind_group(session: Session, group: Contact, agency_id: int, actor: Actor, now: dt.datetime) -> None:
    """From now on the group is that agency's: its digest is posted there, and nothing of another agency."""
    group.agency_id = agency_id
    session.add(group)
    session.flush()
    audit.append(session, actor, "group.bound", f"contact:{group.id}", now, {"agency": agency_id})


def unbind_group(session: Session, group: Contact, actor: Actor, now: dt.datetime) -> None:
    """The group is nobody's; what is queued for it is withheld on delivery. Nothing happens to one that was free."""
    if group.agency_id is None:
        return
    before, group.agency_id = group.agency_id, None
    session.add(group)
    session.flush()
    audit.append(session, actor, "group.unbound", f"contact:{group.id}", now, {"agency": before})


def agency_of(session: Session, group: Contact) -> int | None:
    """Whose group this is: its own agency, or of a topic that has none the agency of the whole group."""
    if group.agency_id is not None or not topic_of(group.chat_id):
        return group.agency_id
    whole = _row(session, group.channel, group_of(group.chat_id))
    return whole.agency_id if whole is not None else None


def with_topics(session: Session, group: Contact) -> list[Contact]:
    """The group's row and those of all its topics."""
    whole = group_of(group.chat_id)
    topics = col(Contact.chat_id).startswith(topic_chat(whole, "-")[:-1], autoescape=True)
    rows = select(Contact).where(
        Contact.channel == group.channel, sa.or_(col(Contact.chat_id) == whole, topics), Contact.kind == "group"
    )
    return list(session.exec(rows.order_by(col(Contact.id))).all())


def _row(session: Session, channel: str, chat_id: str) -> Contact | None:
    return session.exec(select(Contact).where(Contact.channel == channel, Contact.chat_id == chat_id)).first()


def move_chat(session: Session, contact: Contact, chat_id: str, now: dt.datetime) -> None:
    """The chat goes on under another id (Telegram: a group became a supergroup); its agency goes along.

    Somebody may have spoken there before we heard of it: then what waits goes to that row. Told twice (by the
    channel's event and by a refused message), it is done once.
    """
    if contact.chat_id == chat_id:
        return
    there = _row(session, contact.channel, chat_id)
    if there is None:
        contact.chat_id = chat_id
        session.add(contact)
    else:
        there.agency_id = there.agency_id or contact.agency_id
        contact.agency_id, contact.blocked_at = None, contact.blocked_at or now
        session.add_all([there, contact])
        session.flush()
        session.execute(
            sa.update(Outbox)
            .where(col(Outbox.contact_id) == contact.id, col(Outbox.state) == "queued")
            .values(contact_id=there.id)
        )
    audit.append(session, audit.SYSTEM, "contact.moved", f"contact:{contact.id}", now, {})
