"""Files that come where words are asked for, as when the letter is sent with the request: kept, never lost silently."""

from collections.abc import Callable
from dataclasses import replace

from catalog.messaging.inbox_and_outbox import Message
from catalog.people.rights import may_assignment
from catalog.tables import Assignment, Extension
from catalog.work import updates
from catalog.work.assignments import Said
from handlers.conversation.context import Context
from handlers.focal_point import evidence
from scheduler.digests.wording import line_of
from templates.render import say

OWN_WORK = frozenset({"blocker", "extend", "extend_reason"})
"""Conversations about one's own task: what is sent meanwhile proves that task."""


def taken(ctx: Context, flow: str, words: Callable[[Context], list[Message]]) -> list[Message]:
    """The answer to the words (or the question again), and what became of the files: kept with the task of the open
    conversation, or told that here they are not taken.
    """
    assignment = _task(ctx) if flow in OWN_WORK else None
    if assignment is None:
        return not_taken(ctx, words(ctx))
    kept = _kept(ctx, assignment)  # before the words: whoever judges them sees the proof with them
    return _under(kept, words(ctx))


def not_taken(ctx: Context, answer: list[Message]) -> list[Message]:
    """The answer to the words of a message whose files belong nowhere, and that they were not taken."""
    return _under(say("help.words_asked", names=[file.name for file in ctx.received]), answer)


def _under(told: str, answer: list[Message]) -> list[Message]:
    return [replace(answer[0], text=f"{told}\n{answer[0].text}"), *answer[1:]] if answer else [Message(told)]


def _task(ctx: Context) -> Assignment | None:
    """The one task the conversation is about, None where it is about several or none that this person proves."""
    ids = {ctx.args["assignment"]} if "assignment" in ctx.args else set()
    for one in ctx.args.get("extensions", ()):
        ids.add(ctx.session.get_one(Extension, int(one)).assignment_id)
    found = ctx.session.get(Assignment, int(ids.pop())) if len(ids) == 1 else None
    own = found is not None and may_assignment(ctx.session, ctx.rights, "evidence", found)
    return found if own or (found is not None and ctx.args.get("on_behalf") == found.agency_id) else None


def _kept(ctx: Context, assignment: Assignment) -> str:
    behalf = not may_assignment(ctx.session, ctx.rights, "evidence", assignment)
    try:
        heard = evidence.attach(ctx, assignment, Said(ctx.words, ctx.inbox_id, on_behalf=behalf))
    except updates.Impossible as problem:
        return say("updates.impossible", reason=problem.reason)
    line = line_of(ctx.session, assignment, ctx.now)
    kept = say("evidence.kept_for", line=line, heard=heard) if heard else ""
    return "\n".join(filter(None, (kept, evidence.remarks(ctx, assignment))))
