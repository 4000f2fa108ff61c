"""What somebody does on the web: the chat's own handlers, run in the name of whoever is signed in.

There is no second way to the store: a button of a page is a choice of the dispatch table, words are given to the open
question they answer. What is posted is kept as an event of the person's chat, once however often it comes, and its
effects, notices and audit links are committed with it. The question that is open in the chat itself stays as it is.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from catalog import audit
from catalog.messaging import inbox_and_outbox, rate_limit
from catalog.messaging.board_sessions import SignedIn
from catalog.messaging.inbox_and_outbox import Message
from catalog.tables import Conversation, Inbox
from catalog.work.evidence import ACCEPTED
from handlers.conversation import bystanders
from handlers.conversation.context import Context, Incoming, NotAllowed, Received, Sorry
from handlers.dispatch_table import CHOICES, FLOWS, FOR_STRANGERS
from scheduler.ladder.working_calendar import OfficeHours
from templates.render import say

Handler = Callable[[Context], list[Message]]


@dataclass(frozen=True)
class Shown:
    """What is answered: messages, and the question that now waits for words (a key of `FLOWS`, "" for none) with what
    it keeps. `known`: this post was done before, and was not done again.
    """

    messages: Sequence[Message] = ()
    flow: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    known: bool = False

    @property
    def text(self) -> str:
        """The answers as one text."""
        return "\n\n".join(message.text for message in self.messages if message.text)


@dataclass(frozen=True)
class Desk:
    """What a deployment sets and handlers ask for."""

    upload_limit: int = 20_000_000
    hours: OfficeHours = field(default_factory=OfficeHours)
    evidence_kinds: Sequence[str] = ACCEPTED


@dataclass(frozen=True)
class Post:
    """One post of a page: `event` names it for good, `words` and `files` are what came with it."""

    event: str
    words: str = ""
    files: Sequence[Received] = ()

    def payload(self) -> dict[str, Any]:
        """As the inbox keeps it until it is forgotten."""
        return {"board": self.event, "words": self.words, "files": [file.to_json() for file in self.files]}


def looking(session: Session, signed: SignedIn, now: dt.datetime, desk: Desk | None = None) -> Context:
    """The room in which a page is made: it changes nothing."""
    return _context(session, signed, now, 0, Post(""), desk or Desk())


def act(
    session: Session, signed: SignedIn, post: Post, do: Handler, now: dt.datetime, desk: Desk, data: Any = None,
    flow: str = "",
) -> Shown:  # fmt: skip
    """Do it, once. Runs in the writer; a refusal or a doubt is an answer, what else it raises undoes all of it.

    `data` is what the handler finds as its arguments; with `flow` it is the open question of that name.
    """
    contact = signed.contact
    inbox_id = inbox_and_outbox.receive(
        session, contact.channel, f"board-{signed.session_id}-{post.event}", contact.chat_id, post.payload(), now
    )
    if inbox_id is None:
        return Shown(known=True)
    session.execute(sa.update(Inbox).where(col(Inbox.id) == inbox_id).values(state="done", handled_at=now))
    if rate_limit.pour(session, contact, now) != "take":
        return Shown([Message(say("help.too_fast"))])
    ctx = _context(session, signed, now, inbox_id, post, desk)
    ctx.args = dict(data or {})
    if flow:
        ctx.conversation = Conversation(contact_id=contact.id or 0, flow=flow, data=ctx.args, updated_at=now)
    in_chat = _kept(session, contact.id or 0)
    answers = _answers(session, ctx, do)
    opened = ctx.conversation
    shown = Shown(answers, opened.flow, dict(opened.data)) if opened is not None else Shown(answers)
    _put_back(session, contact.id or 0, in_chat)
    return shown


def tap(do: str) -> Handler:
    """What a button with this name does. Raises NotAllowed for one that nobody offers here."""
    if do not in CHOICES or do in FOR_STRANGERS:
        raise NotAllowed(do, "board")
    return CHOICES[do]


def answer(flow: str) -> Handler:
    """What words mean while this question is open. Raises NotAllowed for one that nobody asks."""
    if flow not in FLOWS:
        raise NotAllowed(flow, "board")
    return FLOWS[flow]


def _answers(session: Session, ctx: Context, do: Handler) -> list[Message]:
    try:
        with session.begin_nested():
            return do(ctx)
    except Sorry as sorry:
        return [sorry.message]
    except NotAllowed as refusal:
        audit.append(session, ctx.actor, f"refused.{refusal.action}", refusal.subject, ctx.now, {"on": "board"})
        return [bystanders.refused(ctx, refusal)]


def _context(
    session: Session, signed: SignedIn, now: dt.datetime, inbox_id: int, post: Post, desk: Desk
) -> Context:  # fmt: skip
    contact = signed.contact
    # The one-time link went to this person's own chat or confirmed address: what is done here needs no second page.
    incoming = Incoming(
        contact.channel, contact.chat_id, contact.chat_id, contact.name, text=post.words, confirmed=True
    )
    return Context(
        session, now, incoming, contact, None, signed.rights, inbox_id, post.files, words=post.words,
        upload_limit=desk.upload_limit, hours=desk.hours, evidence_kinds=desk.evidence_kinds,
    )  # fmt: skip


def _kept(session: Session, contact_id: int) -> dict[str, Any] | None:
    row = session.get(Conversation, contact_id)
    return None if row is None else row.model_dump()


def _put_back(session: Session, contact_id: int, kept: dict[str, Any] | None) -> None:
    """The question that was open in the chat before is open there after."""
    if _kept(session, contact_id) == kept:
        return
    session.execute(sa.delete(Conversation).where(col(Conversation.contact_id) == contact_id))
    session.expire_all()
    if kept is not None:
        session.execute(sa.insert(Conversation).values(**kept))
