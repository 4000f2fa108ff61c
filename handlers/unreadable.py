"""Events nobody can answer in earnest: those that could not be read, and those whose sender hides who it is.

The first are kept whole (`dondoc trace`, `dondoc messages reread`), the second are done with; whoever sent them is
told, seldom.
"""

import datetime as dt

import sqlalchemy as sa
from sqlmodel import Session, col

from catalog.messaging import inbox_and_outbox
from catalog.messaging.inbox_and_outbox import Choice, Message
from catalog.people import one_time_codes, people
from catalog.people.rights import rights_of
from catalog.tables import Contact, Inbox, Outbox
from handlers.conversation.context import Incoming, Unreadable
from handlers.joining.help import EXAMPLE
from handlers.officer.invite_address import ACCEPT
from templates.render import say

TOLD_AGAIN = dt.timedelta(days=1)
"""How long after it was told that a message could not be read somebody is not told again."""

TOLD_A_DAY = 5
"""So often on a day whoever holds a role is told that a letter counts only as an answer."""

SHOWN = ("/viec", "/tonghop", "/kehoach", "/trogiup")
"""What a letter that proves nothing may ask to see: it is offered to the address, and shown to its answer."""

NOBODY_AGAIN = dt.timedelta(hours=1)
"""Likewise a group in which somebody without a name speaks to us."""


def keep(session: Session, inbox_id: int, event: Unreadable, now: dt.datetime) -> None:
    """Set the event aside, whole. It opens its chat as any other; in private its sender is told, once a day."""
    _mark(session, inbox_id, "unreadable", event.why)
    if not event.chat_id:
        return
    row = session.get_one(Inbox, inbox_id)
    kind = "group" if event.group else "private"
    contact = people.contact_for(session, row.channel, event.chat_id, "", now, kind=kind)
    if contact.kind == kind == "private" and not _answered_since(session, contact, "unreadable", now - TOLD_AGAIN):
        inbox_and_outbox.queue(session, contact, Message(say("help.unreadable")), now, inbox_id=inbox_id)


def nobody(session: Session, inbox_id: int, incoming: Incoming, now: dt.datetime) -> None:
    """Somebody of a group who writes as the group itself, or as a channel: never acted upon, told once an hour."""
    _mark(session, inbox_id, "anonymous")
    contact = people.contact_for(session, incoming.channel, incoming.chat, "", now, kind="group")
    if contact.kind == "group" and not _answered_since(session, contact, "anonymous", now - NOBODY_AGAIN):
        inbox_and_outbox.queue(session, contact, Message(say("group_chat.anonymous")), now, inbox_id=inbox_id)


def unproven(session: Session, inbox_id: int, incoming: Incoming, now: dt.datetime) -> None:
    """A letter whose writer nobody can know: it does nothing, and opens no chat that was closed.

    The address in it is told how to answer so that it counts: what is sent there only its owner reads. Once a day, one
    of somebody who holds a role a few times. What it asked to see, or the code it brought, is offered as a choice.
    """
    _mark(session, inbox_id, "unproven")
    subject, _, typed = incoming.text.partition("\n")
    contact = people.known_contact(session, incoming.channel, incoming.chat)
    if contact is None:
        contact = people.contact_for(session, incoming.channel, incoming.chat, incoming.name, now)
    linked = rights_of(session, contact.person_id or 0, now).linked
    told = _answered_since(session, contact, "unproven", now - TOLD_AGAIN)
    if contact.blocked_at is not None or told >= (TOLD_A_DAY if linked else 1):
        return
    code = one_time_codes.code_in(typed) or one_time_codes.code_in(subject)
    text = say("mail.unproven", subject=subject, linked=linked, code=bool(code))
    if linked:
        shown = next((word for word in (typed.strip().lower(), subject.lower()) if word in SHOWN), SHOWN[0])
        choice = Choice(say("help.button_example", text=shown), EXAMPLE, {"text": shown})
    else:
        choice = Choice(say("mail.button_accept"), ACCEPT, {"code": code})
    choices = ((choice,),) if linked or code else ()
    inbox_and_outbox.queue(session, contact, Message(text, choices), now, inbox_id=inbox_id)


def set_aside(session: Session, inbox_id: int, state: str, why: str) -> None:
    """Kept for people to look at, and never acted upon."""
    _mark(session, inbox_id, state, why)


def _mark(session: Session, inbox_id: int, state: str, error: str = "") -> None:
    session.execute(sa.update(Inbox).where(col(Inbox.id) == inbox_id).values(state=state, error=error[:500]))


def _answered_since(session: Session, contact: Contact, state: str, since: dt.datetime) -> int:
    """How often this chat was answered to an event of that state since then."""
    answered = (
        sa.select(sa.func.count())
        .select_from(Outbox)
        .join(Inbox, col(Inbox.id) == col(Outbox.inbox_id))
        .where(col(Outbox.contact_id) == contact.id, col(Outbox.created_at) > since, col(Inbox.state) == state)
    )
    return int(session.execute(answered).scalar_one())
