"""What of a message was not clear, said back with its answers as buttons: which task, which state, whose task it is.

What was clear is recorded beside it; a doubt is never recorded as anything.
"""

import re
from collections.abc import Sequence
from typing import Any

from catalog.messaging.inbox_and_outbox import Choice, Message, Subject
from catalog.tables import Assignment
from catalog.work.snapshot import TO_DO
from handlers.conversation import bystanders, pick_one
from handlers.conversation.context import Context
from handlers.conversation.which_task import Bound, named, numbers, open_assignments, under_discussion
from handlers.focal_point.doubts import which
from handlers.focal_point.doubts.said import as_typed, parts_of
from handlers.focal_point.doubts.whose import whose
from handlers.replies import Reply
from scheduler.digests.wording import line_of
from templates.render import say

_NUMBERS = re.compile(r"#?\d{1,6}")
_ABOUT_A_DAY = ("impossible_date", "date_in_past")
_OF_SOME_TASK = (
    "not_ours",
    "percent_out_of_range",
    "done_or_noted",
    "share_or_day",
    "done_or_not",
    "how_far",
)
"""Doubts that belong to a task even where none is named: which one, is asked with the answer."""


def asked(ctx: Context, reply: Reply, bound: Sequence[Bound] = ()) -> list[Message]:
    """The one question a message leaves open, [] for none; `bound` = what of it was recorded."""
    if not reply.doubts or _instead(ctx):
        return [bystanders.not_understood(ctx, reply.doubts[0])] if reply.doubts else []
    doubt = reply.doubts[0]
    question = say("updates.doubt", doubt=doubt)
    if reply.left_over:
        question = say("updates.left_over", stretches=[as_typed(ctx.words, one) for one in reply.left_over])
    if doubt == "which_task":
        return _of_which(ctx, reply, question, bound)
    meant = _meant(ctx, reply)
    if doubt in _ABOUT_A_DAY:
        return [_of_one(ctx, question, meant[0]) if len(meant) == 1 else bystanders.with_usual(ctx, question)]
    if not (meant or bound or doubt in _OF_SOME_TASK):
        return pick_one.again(ctx, question) or [bystanders.with_usual(ctx, question)]
    candidates = meant or _unanswered(ctx, bound)
    if doubt == "not_ours":
        return _of_whom(ctx, question, candidates, _refs(reply))
    if len(candidates) == 1:
        likely = "in_progress" if doubt == "how_far" else "reported"
        return [_of_one(ctx, question, candidates[0], quick(ctx, candidates[0], likely=likely))]
    if not candidates:
        return [bystanders.with_usual(ctx, question)]
    return pick_one.pick(ctx, question, candidates, "update", _behalf(ctx))


def _of_which(ctx: Context, reply: Reply, question: str, bound: Sequence[Bound]) -> list[Message]:
    """Which task: with all that was said of it, so that the task is all there is to choose."""
    named_ones = _named(ctx, reply)
    candidates = named_ones or _unanswered(ctx, bound)
    if len(candidates) > 1 and (parts := parts_of(ctx, reply, len(candidates))):
        return which.ask_each(ctx, parts, candidates)
    spoken = None if named_ones else under_discussion(ctx)
    alone = candidates[0] if len(candidates) == 1 else spoken if spoken and spoken.state in TO_DO else None
    if alone is not None:
        return [_of_one(ctx, say("updates.doubt", doubt="how_far"), alone, quick(ctx, alone))]
    if not candidates:
        return [bystanders.with_usual(ctx, question)]
    return pick_one.pick(ctx, question, candidates, "update", _behalf(ctx))


def _of_one(ctx: Context, question: str, target: Assignment, rows: tuple[tuple[Choice, ...], ...] = ()) -> Message:
    """A question about one task, which it names."""
    line = line_of(ctx.session, target, ctx.now)
    return Message(say("updates.doubt_of", line=line, question=question), rows, about=(Subject(0, target.id or 0),))


def quick(
    ctx: Context, target: Assignment, kept: dict[str, Any] | None = None, *, likely: str = "reported"
) -> tuple[tuple[Choice, ...], ...]:
    """How far a task is, at one tap; the likely state stands first."""
    args = {"assignment": target.id, **_behalf(ctx), **(kept or {})}
    states = sorted((("reported", None), ("in_progress", None), ("not_started", 0)), key=lambda one: one[0] != likely)
    return (
        tuple(
            Choice(say("updates.state", state=state), "said", {**args, "state": state, "percent": percent})
            for state, percent in states
        ),
    )


def _of_whom(ctx: Context, question: str, candidates: Sequence[Assignment], refs: Sequence[str]) -> list[Message]:
    """Which task is somebody else's: choosing it reads that back before an officer is told."""
    kept = {"said": ctx.words, "agency": whose(ctx, refs, candidates)}
    if len(candidates) == 1:
        choice = Choice(say("updates.button_not_ours"), "task_not_ours", {"assignment": candidates[0].id, **kept})
        return [_of_one(ctx, say("updates.not_ours_one"), candidates[0], ((choice,),))]
    if not candidates:
        return [bystanders.with_usual(ctx, question)]
    return pick_one.pick(ctx, question, candidates, "task_not_ours", kept)


def _meant(ctx: Context, reply: Reply) -> list[Assignment]:
    """The tasks the doubt is about, as far as the words name them; the one under discussion where they name none."""
    refs = _refs(reply)
    found = _named(ctx, reply)
    if found or refs or (reply.items and None not in reply.unsure):
        return found
    target = under_discussion(ctx)
    return [target] if target is not None and target.state in TO_DO else []


def _refs(reply: Reply) -> list[str]:
    named_in = [ref for stretch in reply.left_over for ref in _NUMBERS.findall(stretch)]
    return [ref for ref in reply.unsure if ref] or named_in


def _named(ctx: Context, reply: Reply) -> list[Assignment]:
    """The tasks still to be done that the doubt names."""
    rows = [named(ctx, ref) for ref in dict.fromkeys(_refs(reply))]
    return [row for row in rows if row is not None and row.state in TO_DO]


def _unanswered(ctx: Context, bound: Sequence[Bound]) -> list[Assignment]:
    """The open tasks of the last list, else all of the agency, that this message has not answered."""
    answered = {part.assignment.id for part in bound}
    listed = [ctx.session.get_one(Assignment, one) for one in numbers(ctx, questions=False).values()]
    rows = [row for row in listed if row.state in TO_DO] or open_assignments(ctx)
    return [row for row in rows if row.id not in answered]


def _behalf(ctx: Context) -> dict[str, Any]:
    return {"on_behalf": ctx.args["on_behalf"]} if ctx.args.get("on_behalf") else {}


def _instead(ctx: Context) -> bool:
    """Whether the writer reports for nobody: what those hear is said by `bystanders`."""
    return not ctx.rights.agencies("focal") and not ctx.args.get("on_behalf")
