"""The inbox and the outbox: what came in once, what goes out because of it.

A message is stored in the transaction that caused it and delivered later (`scheduler.delivery.delivery`). Texts are
plain: no markup travels, so nothing that people type can turn into markup.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from catalog.messaging.channel_limits import CHANNELS
from catalog.messaging.fit_to_channel import pieces, readable
from catalog.messaging.message import Choice as Choice
from catalog.messaging.message import DutySubject as DutySubject
from catalog.messaging.message import Message as Message
from catalog.messaging.message import OutFile as OutFile
from catalog.messaging.message import Subject as Subject
from catalog.people.rights import grounds_of_all
from catalog.store.columns import ask, insert_for_ids, insert_rows
from catalog.store.memory import note_own, own
from catalog.tables import Contact, DutyPrompt, Inbox, Outbox, Prompt, table_of

REPLY, NOTICE, NUDGE = 0, 1, 2
"""Priorities: replies go before notices, notices before nudges."""

RECENT, HIGHEST = 8, 60
"""So many messages of a chat can still be answered with a number; above that number, counting begins anew."""

LISTED = 400
"""So many numbers of a chat's lists are looked back through."""

_INBOX, _OUTBOX = table_of(Inbox), table_of(Outbox)
_BROUGHT = (
    "channel", "event_id", "chat_key", "payload", "received_at", "state", "attempts", "error",
)  # fmt: skip
_SAME = _INBOX.alias("same")
_RECEIVE = (
    sa.insert(_INBOX)
    .from_select(
        _BROUGHT,
        sa.select(*(sa.bindparam(f"_{name}", type_=_INBOX.c[name].type) for name in _BROUGHT)).where(
            ~sa.exists().where(
                _SAME.c.channel == sa.bindparam("_channel"), _SAME.c.event_id == sa.bindparam("_event_id")
            )
        ),
    )
    .returning(_INBOX.c.id)
)
_PROMPT, _DUTY_PROMPT = table_of(Prompt), table_of(DutyPrompt)
_SUBJECTS = (
    sa.select(_PROMPT.c.position, _PROMPT.c.assignment_id, _PROMPT.c.slot)
    .where(_PROMPT.c.outbox_id == sa.bindparam("message"))
    .order_by(_PROMPT.c.position)
)
_DUTIES = (
    sa.select(_DUTY_PROMPT.c.position, _DUTY_PROMPT.c.duty_period_id)
    .where(_DUTY_PROMPT.c.outbox_id == sa.bindparam("message"))
    .order_by(_DUTY_PROMPT.c.position)
)


def _last(table: sa.Table, *where: sa.ColumnElement[bool]) -> sa.ScalarSelect[Any]:
    """By the row's own id: rows are made in the order of their messages, and the index of the chat ends with it."""
    query = sa.select(table.c.outbox_id).where(table.c.contact_id == sa.bindparam("chat"), *where)
    return query.order_by(table.c.id.desc()).limit(1).scalar_subquery()


_NEWEST = sa.select(
    _last(_PROMPT), _last(_PROMPT, _PROMPT.c.position > 0),
    _last(_DUTY_PROMPT), _last(_DUTY_PROMPT, _DUTY_PROMPT.c.position > 0),
)  # fmt: skip


def _lately(table: sa.Table) -> sa.Select[Any]:
    numbered = sa.select(table.c.outbox_id).where(table.c.contact_id == sa.bindparam("chat"), table.c.position > 0)
    return sa.select(numbered.order_by(table.c.id.desc()).limit(LISTED).subquery().c.outbox_id)


_LISTS = sa.union(_lately(_PROMPT), _lately(_DUTY_PROMPT)).order_by(sa.desc("outbox_id"))
# The newest first: people reply to what they have just read, and the chat's index ends with the id.
_KNOWN_AS = (
    sa.select(_OUTBOX.c.id)
    .where(_OUTBOX.c.contact_id == sa.bindparam("chat"), _OUTBOX.c.provider_message_id == sa.bindparam("message"))
    .order_by(_OUTBOX.c.id.desc())
    .limit(1)
)
_ANSWERED = _OUTBOX.alias("answered")
_FOLLOWING = (
    sa.select(sa.func.coalesce(sa.func.max(_ANSWERED.c.sequence) + 1, 0))
    .where(_ANSWERED.c.inbox_id == sa.bindparam("_inbox_id"))
    .scalar_subquery()
)
_STORED = (
    "contact_id", "channel", "priority", "inbox_id", "payload", "grounds", "has_choices", "created_at", "state",
    "not_before", "attempts", "ambiguous", "provider_message_id", "error",
)  # fmt: skip
_FIRST_ANSWER = (
    sa.insert(_OUTBOX)
    .values({name: sa.bindparam(f"_{name}") for name in _STORED} | {"sequence": _FOLLOWING})
    .returning(_OUTBOX.c.id, _OUTBOX.c.sequence)
)


def receive(
    session: Session, channel: str, event_id: str, chat_key: str, payload: dict[str, Any], now: dt.datetime
) -> int | None:
    """Store an event; None when this event is already there (delivered again)."""
    stored: int | None = ask(
        session, _RECEIVE, _channel=channel, _event_id=event_id, _chat_key=chat_key, _payload=payload,
        _received_at=now, _state="new", _attempts=0, _error="",
    ).scalar()  # fmt: skip
    return stored


def queue(
    session: Session,
    contact: Contact,
    message: Message,
    now: dt.datetime,
    *,
    priority: int = REPLY,
    inbox_id: int | None = None,
    not_before: dt.datetime | None = None,
    grounds: Sequence[Any] | None = None,
    after: int = 0,
) -> int:
    """Put `message` into the outbox of one chat; returns the id of its (last) row.

    A text longer than the channel takes becomes several messages, cut between paragraphs or lines; choices and
    files stay with the last one, a file without words where they are too long for its caption. The roles its reader
    holds now (or `grounds`) are kept with it: whoever loses one of them before it is sent does not get it. `after` as
    `fit_to_channel.apart` has it, where several messages answer together.
    """
    letter = (contact, message)
    return queue_all(
        session, [letter], now, priority=priority, inbox_id=inbox_id, not_before=not_before, grounds=grounds,
        above=after,
    )[0]  # fmt: skip


def queue_all(
    session: Session,
    letters: Sequence[tuple[Contact, Message]],
    now: dt.datetime,
    *,
    priority: int = REPLY,
    inbox_id: int | None = None,
    not_before: dt.datetime | None = None,
    grounds: Sequence[Any] | None = None,
    above: int = 0,
) -> list[int]:
    """`queue` for many chats at once, in a few statements; the ids of their (last) rows in the order of `letters`."""
    held = [grounds] * len(letters) if grounds is not None else grounds_of_all(session, [c for c, _ in letters], now)
    rows: list[dict[str, Any]] = []
    kept: list[tuple[int, Message]] = []  # by row, the letter it is a piece of
    for index, ((contact, message), ground) in enumerate(zip(letters, held, strict=True)):
        whole = readable(message)
        after = above if priority == REPLY else _highest_number(session, contact, whole)
        for piece in pieces(contact.channel, whole, after):
            rows.append(
                {"contact_id": contact.id, "channel": contact.channel, "priority": priority, "inbox_id": inbox_id,
                 "payload": piece.to_json(),
                 "grounds": ground, "has_choices": bool(piece.choices), "created_at": now, "state": "queued",
                 "not_before": not_before or now, "attempts": 0, "ambiguous": 0, "provider_message_id": "",
                 "error": ""}
            )  # fmt: skip
            kept.append((index, whole))
    ids = _stored(session, inbox_id, rows)
    _keep_numbers(
        session, [(row_id, row["contact_id"], m) for row_id, row, (_, m) in zip(ids, rows, kept, strict=True)]
    )
    last = {index: row_id for row_id, (index, _) in zip(ids, kept, strict=True)}
    return [last[index] for index in range(len(letters))]


def _highest_number(session: Session, contact: Contact, message: Message) -> int:
    """The highest number that still answers something here: what comes unasked must not take over a number that
    somebody is about to type. Begun anew when the numbers have become long.
    """
    if CHANNELS[contact.channel].buttons or not message.choices:
        return 0
    rows = recent_with_choices(session, contact.id or 0)
    numbers = [c.number for row in rows for c in Message.from_json(row.payload).flat_choices()]
    highest = max((int(number) for number in numbers if number), default=0)
    return highest if highest < HIGHEST else 0


def _keep_numbers(session: Session, sent: Sequence[tuple[int, int, Message]]) -> None:
    """What the numbers in these messages (row, chat, message) mean."""
    tasks = [
        {"outbox_id": row, "contact_id": chat, "position": s.position, "assignment_id": s.assignment_id, "slot": s.slot}
        for row, chat, message in sent
        for s in message.about
    ]
    duties = [
        {"outbox_id": row, "contact_id": chat, "position": s.position, "duty_period_id": s.duty_period_id}
        for row, chat, message in sent
        for s in message.duties
    ]
    insert_rows(session, Prompt, tasks)
    insert_rows(session, DutyPrompt, duties)


def _stored(session: Session, inbox_id: int | None, rows: list[dict[str, Any]]) -> list[int]:
    """Their ids; what answers an event is numbered among all its answers."""
    if inbox_id is None:
        return insert_for_ids(session, Outbox, [{**row, "sequence": None} for row in rows])
    following: int | None = own(session, ("answers", inbox_id))
    if following is None and len(rows) == 1:
        row_id, number = ask(session, _FIRST_ANSWER, **{f"_{name}": value for name, value in rows[0].items()}).one()
        note_own(session, ("answers", inbox_id), number + 1)
        return [row_id]
    if following is None:
        following = int(ask(session, sa.select(_FOLLOWING), _inbox_id=inbox_id).scalar_one())
    note_own(session, ("answers", inbox_id), following + len(rows))
    return insert_for_ids(session, Outbox, [{**row, "sequence": n} for n, row in enumerate(rows, start=following)])


def recent_with_choices(session: Session, contact_id: int) -> Sequence[Outbox]:
    """The newest messages to this chat that offered choices, the newest first: a bare number answers one of them."""
    return session.exec(
        select(Outbox)
        .where(Outbox.contact_id == contact_id, col(Outbox.has_choices).is_(True))
        .order_by(col(Outbox.id).desc())
        .limit(RECENT)
    ).all()


def last_answer(session: Session, contact_id: int) -> Outbox | None:
    """The newest answer to this chat: what somebody who types now has just read."""
    return session.exec(
        select(Outbox)
        .where(Outbox.contact_id == contact_id, Outbox.priority == REPLY)
        .order_by(col(Outbox.id).desc())
        .limit(1)
    ).first()


def asks_by_number(row: Outbox) -> bool:
    """Whether that message's choices were printed as numbers (its channel has no buttons)."""
    return not CHANNELS[row.channel].buttons


def is_question(session: Session, outbox_id: int) -> bool:
    """Whether that message listed things to choose one of (its choices are `listed`), not work to be done."""
    row = session.get_one(Outbox, outbox_id)
    return any(choice.listed for choice in Message.from_json(row.payload).flat_choices())


def subjects_of(session: Session, outbox_id: int) -> list[Subject]:
    """What the numbers in that message meant, by position."""
    return [Subject(*row) for row in ask(session, _SUBJECTS, message=outbox_id)]


def duties_of(session: Session, outbox_id: int) -> list[DutySubject]:
    """Which numbers in that message meant a report an agency owes, by position."""
    return [DutySubject(*row) for row in ask(session, _DUTIES, message=outbox_id)]


@dataclass(frozen=True)
class Newest:
    """The newest messages of a chat (ids in the outbox), None where there is none.

    `about_tasks`, `about_duties`: that were about any; `tasks`, `duties`: that listed them under numbers.
    """

    about_tasks: int | None
    tasks: int | None
    about_duties: int | None
    duties: int | None

    @property
    def about(self) -> int | None:
        """The newest that was about anything."""
        return max((one for one in (self.about_tasks, self.about_duties) if one is not None), default=None)

    @property
    def listing(self) -> int | None:
        """The newest that had numbers."""
        return max((one for one in (self.tasks, self.duties) if one is not None), default=None)


def newest_in(session: Session, contact_id: int) -> Newest:
    """Which messages of this chat somebody who types now can mean."""
    return Newest(*ask(session, _NEWEST, chat=contact_id).one())


def lists_in(session: Session, contact_id: int) -> list[int]:
    """The messages of this chat that showed numbers, of tasks or of reports that are owed; newest first."""
    return list(ask(session, _LISTS, chat=contact_id).scalars())


def by_provider_id(session: Session, contact_id: int, provider_message_id: str) -> int | None:
    """Our message (its id in the outbox) that the provider knows by this id in this chat: somebody replied to it."""
    return ask(session, _KNOWN_AS, chat=contact_id, message=provider_message_id).scalar()
