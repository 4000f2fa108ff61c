"""Group chats: which agency a group is bound to, and what becomes of the row when a group changes its chat."""

import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import Session, col, select

from catalog import audit
from catalog.audit import Actor
from catalog.tables import Contact, Conversation, Outbox, Prompt


def groups_of(session: Session, agency_id: int) -> Sequence[Contact]:
    """The group chats where this agency's digest is posted; none that put the bot out."""
    rows = select(Contact).where(
        Contact.kind == "group", Contact.agency_id == agency_id, col(Contact.blocked_at).is_(None)
    )
    return session.exec(rows.order_by(col(Contact.id))).all()


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


def move_chat(session: Session, contact: Contact, new_chat_id: str, now: dt.datetime) -> Contact:
    """The chat goes on under another id (Telegram: a group became a supergroup). Returns the row that has it now.

    Somebody may have written in the new chat before we heard of it: then the two rows become one.
    """
    newer = session.exec(
        select(Contact).where(Contact.channel == contact.channel, Contact.chat_id == new_chat_id)
    ).first()
    if newer is not None and newer.id != contact.id:
        for table in (Outbox, Prompt):
            session.execute(sa.update(table).where(table.contact_id == newer.id).values(contact_id=contact.id))  # type: ignore[arg-type]
        conversation = session.get(Conversation, newer.id)
        if conversation is not None:
            session.delete(conversation)
        session.flush()
        session.delete(newer)
        session.flush()
    contact.chat_id, contact.blocked_at = new_chat_id, None
    session.add(contact)
    session.flush()
    audit.append(session, audit.SYSTEM, "contact.moved", f"contact:{contact.id}", now, {})
    return contact
