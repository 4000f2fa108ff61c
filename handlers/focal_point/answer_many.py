"""Answers for many tasks at once, each in words of its own: a focal point's list filled in from top to bottom."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from catalog.messaging.inbox_and_outbox import Message
from catalog.tables import Assignment
from handlers.conversation.context import Context, NotAllowed, Received, Sorry
from handlers.conversation.which_task import Bound, require
from handlers.focal_point import evidence
from handlers.focal_point.recording import record
from handlers.replies import Item, parse_reply
from scheduler.digests.wording import line_of
from templates.render import say

STATES = ("not_started", "in_progress", "reported")
"""What can be said of a task without words."""


def answer_all(ctx: Context) -> list[Message]:
    """`ctx.args["rows"]`: of each assignment its state ("" where the words say it), percent, words and `files` (places
    in `ctx.received`). One notice tells officers of what was reported without files; what has files is told with them.
    """
    files, answers, bound, unclear = list(ctx.received), [], [], []
    ctx.received = []
    for row in ctx.args["rows"]:
        assignment = ctx.session.get(Assignment, int(row["assignment"]))
        if assignment is None:
            raise NotAllowed("update", "assignment")
        require(ctx, "update", assignment)
        own = [files[place] for place in row["files"]]
        item = _item(ctx, assignment, row)
        if item is None and not own:
            unclear.append(line_of(ctx.session, assignment, ctx.now))
        elif own:
            answers += _with_files(ctx, assignment, item, str(row["words"]), own)
        elif item is not None:
            bound.append(Bound(item, assignment, words=str(row["words"]) or _said(item)))
    if bound:
        ctx.words = "\n".join(f"{part.item.ref} {part.words}" for part in bound)
        answers = [*_recorded(ctx, bound), *answers]
    if unclear:
        answers.append(Message(say("table.unclear", lines=unclear)))
    return answers or [Message(say("table.nothing_filled"))]


def _recorded(ctx: Context, bound: Sequence[Bound]) -> list[Message]:
    """All that was said, as one message would be; where the only part does not fit, the sentence that says why."""
    try:
        with ctx.session.begin_nested():
            return record(ctx, bound)
    except Sorry as sorry:
        return [sorry.message]


def _with_files(
    ctx: Context, assignment: Assignment, item: Item | None, words: str, own: Sequence[Received]
) -> list[Message]:
    ctx.received, ctx.words = own, words
    try:
        if item is not None:
            return _recorded(ctx, [Bound(item, assignment, words=words or _said(item))])
        return evidence.keep_for(ctx, assignment)
    finally:
        ctx.received = []


def _item(ctx: Context, assignment: Assignment, row: dict[str, Any]) -> Item | None:
    """What the row says: the state that was chosen, with what its words say beside; None where it says nothing."""
    reply = parse_reply(str(row["words"]), ctx.today) if row["words"] else None
    said = reply.items[0] if reply is not None and len(reply.items) == 1 else Item()
    chosen = row["state"] if row["state"] in STATES else None
    percent = row["percent"] if chosen != "reported" else None
    if chosen is not None or percent is not None:
        said = replace(said, state=chosen or said.state or "in_progress", percent=percent, by_product=None)
    if said.state is None and said.percent is None and not said.blocker and not said.asks_extension:
        return None
    documents = reply.documents if reply is not None else ()
    return replace(said, ref=f"#{assignment.task_id}", documents=tuple(documents))


def _said(item: Item) -> str:
    """In words what was chosen without any: the record holds what was said."""
    return say("table.chosen", state=item.state, percent=item.percent)
