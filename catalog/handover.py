"""What a focal point leaves behind: open prompts, messages not sent yet and the conversation go to the successor."""

import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import Session, col, select

from catalog import audit
from catalog.audit import Actor
from catalog.messages import contact_of
from catalog.rights import grounds_of
from catalog.tables import Assignment, Contact, Conversation, Outbox, Prompt

_OPEN = ("not_started", "in_progress")


def move_open_work(
    session: Session, agency_id: int, leaver_id: int, successor: Contact, actor: Actor, now: dt.datetime
) -> list[Prompt]:
    """Hand the agency's open prompts, queued messages and conversation of one person over to another's chat.

    Returns the prompts of the newest message that was answered to by number and that the successor has not seen:
    he is to be told them anew, with the same numbers. Prompts of other agencies stay where they are.
    """
    seen: list[Prompt] = []
    chats = session.exec(select(Contact).where(Contact.person_id == leaver_id, Contact.kind == "private")).all()
    known = contact_of(session, leaver_id)
    for chat in chats:
        queued = _move_queued(session, agency_id, chat, successor, now)
        prompts = _prompts(session, agency_id, chat)
        waiting = [prompt for prompt in prompts if prompt.outbox_id not in queued]
        if waiting and (chat is known or not seen):
            newest = max(prompt.outbox_id for prompt in waiting)
            seen = sorted((p for p in waiting if p.outbox_id == newest), key=lambda p: p.position)
        for prompt in prompts:
            prompt.contact_id = successor.id or 0
            session.add(prompt)
        _move_conversation(session, agency_id, chat, successor)
    session.flush()
    audit.append(
        session, actor, "prompts.moved", f"agency:{agency_id}", now,
        {"from": leaver_id, "to": successor.person_id, "prompts": [prompt.id for prompt in seen]},
    )  # fmt: skip
    return seen


def _prompts(session: Session, agency_id: int, chat: Contact) -> list[Prompt]:
    """What the numbers in this chat mean, as far as it is open work of the agency."""
    rows = (
        select(Prompt)
        .join(Assignment, col(Assignment.id) == col(Prompt.assignment_id))
        .where(
            Prompt.contact_id == chat.id, Assignment.agency_id == agency_id, col(Assignment.state).in_(_OPEN)
        )
    )  # fmt: skip
    return list(session.exec(rows).all())


def _move_queued(
    session: Session, agency_id: int, chat: Contact, successor: Contact, now: dt.datetime
) -> Sequence[int]:
    """Messages not sent yet that speak of nothing but this agency's work go to the successor's chat instead.

    One that speaks of another agency's work too stays, and delivery withholds it: nobody may see all of it now.
    """
    foreign = (
        sa.select(col(Prompt.outbox_id))
        .join(Assignment, col(Assignment.id) == col(Prompt.assignment_id))
        .where(col(Assignment.agency_id) != agency_id)
    )
    about = sa.select(col(Prompt.outbox_id)).where(col(Prompt.contact_id) == chat.id)
    rows = session.exec(
        select(Outbox).where(
            Outbox.contact_id == chat.id, Outbox.state == "queued", col(Outbox.id).in_(about),
            col(Outbox.id).not_in(foreign),
        )
    ).all()  # fmt: skip
    for row in rows:
        row.contact_id, row.channel = successor.id or 0, successor.channel
        row.grounds = grounds_of(session, successor, now)
        session.add(row)
    session.flush()
    return [row.id or 0 for row in rows]


def _move_conversation(session: Session, agency_id: int, chat: Contact, successor: Contact) -> None:
    """What the leaver was in the middle of, if it is about a task of this agency."""
    flow = session.get(Conversation, chat.id)
    named = flow.data.get("assignment") if flow is not None else None
    assignment = session.get(Assignment, int(named)) if named is not None else None
    if flow is None or assignment is None or assignment.agency_id != agency_id:
        return
    if session.get(Conversation, successor.id) is None:
        moved = Conversation(
            contact_id=successor.id or 0, flow=flow.flow, person_id=successor.person_id, data=dict(flow.data),
            updated_at=flow.updated_at,
        )  # fmt: skip
        session.add(moved)
    session.delete(flow)
    session.flush()
