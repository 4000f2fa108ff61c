"""What a focal point leaves behind: open prompts, messages not sent yet and the conversation go to the successor."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col, select

from catalog import audit
from catalog.audit import Actor
from catalog.messaging.inbox_and_outbox import NUDGE
from catalog.people.rights import grounds_of
from catalog.tables import Assignment, Contact, Conversation, DutyPeriod, DutyPrompt, Outbox, Prompt
from catalog.work.snapshot import TO_DO


@dataclass(frozen=True)
class OpenPrompts:
    """What the leaver was last asked and had not answered, in the order it was numbered. The successor has not seen it:
    he is to be asked anew, with numbers of his own."""

    tasks: Sequence[Prompt] = ()
    duties: Sequence[DutyPrompt] = ()

    def __bool__(self) -> bool:
        return bool(self.tasks or self.duties)


def move_open_work(
    session: Session, agency_id: int, leaver_id: int, successor: Contact, actor: Actor, now: dt.datetime
) -> OpenPrompts:
    """Hand the agency's open prompts, queued messages and conversation of one person over to another's chat.

    Prompts of other agencies stay where they are.
    """
    chats = session.exec(select(Contact).where(Contact.person_id == leaver_id, Contact.kind == "private")).all()
    tasks: list[Prompt] = []
    duties: list[DutyPrompt] = []
    queued: list[int] = []
    for chat in chats:
        queued += _move_queued(session, agency_id, chat, successor, now)
        tasks += _task_prompts(session, agency_id, chat)
        duties += _duty_prompts(session, agency_id, chat)
        _move_conversation(session, agency_id, chat, successor)
    prompts: list[Prompt | DutyPrompt] = [*tasks, *duties]
    newest = _newest_list(session, {p.outbox_id for p in prompts if p.position > 0} - set(queued))
    for prompt in prompts:
        prompt.contact_id = successor.id or 0
        session.add(prompt)
    session.flush()
    audit.append(
        session, actor, "prompts.moved", f"agency:{agency_id}", now,
        {"from": leaver_id, "to": successor.person_id, "prompts": len(prompts)},
    )  # fmt: skip
    return OpenPrompts(
        sorted((p for p in tasks if p.outbox_id == newest and p.position > 0), key=lambda p: p.position),
        sorted((p for p in duties if p.outbox_id == newest and p.position > 0), key=lambda p: p.position),
    )


def _newest_list(session: Session, outbox_ids: Collection[int]) -> int | None:
    """Of these messages the newest reminder; where none is one, the newest there is."""
    return session.exec(
        select(Outbox.id)
        .where(col(Outbox.id).in_(outbox_ids))
        .order_by((col(Outbox.priority) == NUDGE).desc(), col(Outbox.id).desc())
    ).first()


def _task_prompts(session: Session, agency_id: int, chat: Contact) -> Sequence[Prompt]:
    """What the numbers in this chat mean, as far as it is open work of the agency."""
    return session.exec(
        select(Prompt)
        .join(Assignment, col(Assignment.id) == col(Prompt.assignment_id))
        .where(Prompt.contact_id == chat.id, Assignment.agency_id == agency_id, col(Assignment.state).in_(TO_DO))
    ).all()


def _duty_prompts(session: Session, agency_id: int, chat: Contact) -> Sequence[DutyPrompt]:
    """Likewise the reports the agency still owes."""
    return session.exec(
        select(DutyPrompt)
        .join(DutyPeriod, col(DutyPeriod.id) == col(DutyPrompt.duty_period_id))
        .where(
            DutyPrompt.contact_id == chat.id, DutyPeriod.agency_id == agency_id,
            col(DutyPeriod.reported_at).is_(None), col(DutyPeriod.closed_at).is_(None),
        )
    ).all()  # fmt: skip


def _move_queued(
    session: Session, agency_id: int, chat: Contact, successor: Contact, now: dt.datetime
) -> Sequence[int]:
    """Messages not sent yet that speak of nothing but this agency's work go to the successor's chat instead.

    One that speaks of another agency's work too stays, and delivery withholds it: nobody may see all of it now.
    """
    about, foreign = _spoken_of(None), _spoken_of(agency_id)
    rows = session.exec(
        select(Outbox).where(Outbox.contact_id == chat.id, Outbox.state == "queued", about, sa.not_(foreign))
    ).all()
    for row in rows:
        row.contact_id, row.channel = successor.id or 0, successor.channel
        row.grounds = grounds_of(session, successor, now)
        session.add(row)
    session.flush()
    return [row.id or 0 for row in rows]


def _spoken_of(but: int | None) -> sa.ColumnElement[bool]:
    """Whether a row of the outbox is about any agency's work, leaving out that of the agency `but`."""
    tasks = sa.select(col(Prompt.id)).join(Assignment, col(Assignment.id) == col(Prompt.assignment_id))
    owed = sa.select(col(DutyPrompt.id)).join(DutyPeriod, col(DutyPeriod.id) == col(DutyPrompt.duty_period_id))
    tasks = tasks.where(col(Prompt.outbox_id) == col(Outbox.id))
    owed = owed.where(col(DutyPrompt.outbox_id) == col(Outbox.id))
    if but is not None:
        tasks = tasks.where(col(Assignment.agency_id) != but)
        owed = owed.where(col(DutyPeriod.agency_id) != but)
    return sa.or_(sa.exists(tasks), sa.exists(owed))


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
