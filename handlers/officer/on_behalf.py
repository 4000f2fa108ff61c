"""An officer enters what an agency said by phone or letter: "/capnhat hộ Sở Y tế #12 xong, CV 45/SYT-VP".

It is recorded as any update, marked as entered on behalf and with where it came from, and the agency is told.
"""

import re
from typing import Any

from sqlmodel import col, select

from catalog.agencies.typed.called_by_name import agency_called
from catalog.messaging.inbox_and_outbox import Message, Subject
from catalog.people.rights import may_assignment
from catalog.tables import Assignment
from catalog.text import fold
from catalog.work.snapshot import OPEN
from handlers.conversation import pick_one
from handlers.conversation.context import Context, Received
from handlers.conversation.open_conversations import enter, leave
from handlers.conversation.which_task import assignment_of
from handlers.focal_point import updates
from handlers.replies import parse_reply
from scheduler.digests.wording import line_of
from templates.render import say

_HEAD = re.compile(r"(?:ho|thay)\b")
_PHONE = re.compile(r"\b(?:dien thoai|dt|goi|phone|zalo|email|thu dien tu|truc tiep|hop)\b")
"""How an answer without a document number can have come in, said in the words (folded)."""


def update(ctx: Context) -> list[Message]:
    """/capnhat: one's own update, or with "hộ" an entry on behalf of an agency."""
    return start(ctx) if asked_for(ctx) else updates.start(ctx)


def asked_for(ctx: Context) -> bool:
    """Whether the words of a command begin with "hộ": for an agency, not of one's own."""
    return _HEAD.match(fold(ctx.words)) is not None


def by_phone(words: str) -> bool:
    """Whether the words say how an answer without a document number came in."""
    return _PHONE.search(fold(words)) is not None


def start(ctx: Context) -> list[Message]:
    """/capnhat hộ <agency> #<code> <what was said>; what is missing is asked for."""
    _, _, rest = ctx.words.partition(" ")
    before, mark, after = rest.partition("#")
    code, _, said = after.strip().partition(" ")
    code = code.rstrip(":,.")
    rows = _assignments(ctx, before.strip(), int(code) if mark and code.partition(".")[0].isdigit() else None)
    if isinstance(rows, Message):
        return [rows]
    kept: dict[str, Any] = {"words": said}
    if len(rows) == 1:
        ctx.args = {**kept, "assignment": rows[0].id}
        return chosen(ctx)
    return pick_one.pick(ctx, say("updates.ask_behalf"), rows, "on_behalf", kept)


def chosen(ctx: Context) -> list[Message]:
    """The task is known: enter what was said, or ask for it."""
    assignment = assignment_of(ctx)
    ctx.require("enter_on_behalf", assignment)
    if assignment.state not in OPEN:
        return [Message(say("updates.impossible", reason="closed"))]
    ctx.words = str(ctx.args.get("words", ""))
    enter(ctx, "on_behalf", {"assignment": assignment.id})
    if ctx.words or ctx.received:
        return entered(ctx)
    line = line_of(ctx.session, assignment, ctx.now)
    return [Message(say("updates.behalf_how", line=line), about=(Subject(0, assignment.id or 0),))]


def entered(ctx: Context) -> list[Message]:
    """What the agency said, with where it came from; without that it waits for one more line."""
    assignment = assignment_of(ctx)
    ctx.require("enter_on_behalf", assignment)
    earlier = str(ctx.args.get("words", "")) if ctx.args.get("waiting") else ""
    words = f"{earlier}, {ctx.words}" if earlier else ctx.words
    line = line_of(ctx.session, assignment, ctx.now)
    reply = parse_reply(words, ctx.today)
    if not reply.documents and not by_phone(words) and not ctx.received:
        if not reply.items:
            return [Message(say("updates.behalf_how", line=line))]
        enter(ctx, "on_behalf", {"assignment": assignment.id, "words": words, "waiting": True})
        return [Message(say("updates.behalf_source", line=line))]
    leave(ctx)
    ctx.args = {"assignment": assignment.id, "on_behalf": assignment.agency_id}
    ctx.words = words
    return updates.free_text(ctx)


def handed_on(ctx: Context) -> list[Message]:
    """A forwarded message to which this officer has said yes: entered for the agency whose task it names.

    That it was handed on is where it came from, so that nothing more is asked.
    """
    kept = {key: ctx.args[key] for key in ("words", "files", "code")}
    if "assignment" in ctx.args:
        assignment = assignment_of(ctx)
    else:
        rows = _assignments(ctx, "", int(ctx.args["code"]))
        if isinstance(rows, Message):
            return [rows]
        if len(rows) > 1:
            return pick_one.pick(ctx, say("updates.ask_behalf"), rows, "forwarded_behalf", kept)
        (assignment,) = rows
    ctx.require("enter_on_behalf", assignment)
    ctx.words, ctx.received = str(kept["words"]), Received.waiting_in(kept)
    ctx.args = {"assignment": assignment.id, "on_behalf": assignment.agency_id}
    return updates.free_text(ctx)


def _assignments(ctx: Context, agency: str, code: int | None) -> list[Assignment] | Message:
    """The lead assignments meant that this officer may enter for, or why there are none."""
    query = select(Assignment).where(Assignment.role == "lead", col(Assignment.state).in_(OPEN))
    if agency:
        called = agency_called(ctx.session, agency)
        if called.row is None:
            return Message(say("updates.behalf_agency", typed=agency[:80], names=called.names))
        query = query.where(Assignment.agency_id == called.row)
    if code is not None:
        query = query.where(Assignment.task_id == code)
    if not agency and code is None:
        return Message(say("updates.behalf_form"))
    rows = ctx.session.exec(query.order_by(col(Assignment.due).asc().nulls_last(), col(Assignment.id))).all()
    mine = [a for a in rows if may_assignment(ctx.session, ctx.rights, "enter_on_behalf", a)]
    if not mine:
        return Message(say("updates.behalf_none", code=code))
    return mine
