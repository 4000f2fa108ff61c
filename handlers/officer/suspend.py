"""An officer takes work out of the total for a time or for good, or takes it up again: reason and document number."""

from catalog.messaging.inbox_and_outbox import Message, Subject
from catalog.work import updates
from catalog.work.assignments import Said
from catalog.work.snapshot import OPEN
from handlers.conversation import notices
from handlers.conversation.context import Context
from handlers.conversation.open_conversations import enter, leave
from handlers.conversation.which_task import assignment_of
from handlers.replies import parse_reply
from scheduler.digests.wording import line_of
from templates.render import say

FROM: dict[str, tuple[str, ...]] = {
    "suspend": OPEN, "cancel": (*OPEN, "suspended"), "resume": ("suspended", "cancelled"),
}  # fmt: skip
"""In which states each act makes sense: a button of an old card may come late."""

ACTS = {"suspend": updates.suspend, "cancel": updates.cancel, "resume": updates.resume}


def ask(ctx: Context) -> list[Message]:
    """Suspend, cancel or resume was tapped: why, and by which document?"""
    assignment = assignment_of(ctx)
    ctx.require("edit_task", assignment)
    act = str(ctx.args["act"])
    if assignment.state not in FROM[act]:
        return [Message(say("approvals.standing_now", line=line_of(ctx.session, assignment, ctx.now)))]
    enter(ctx, "suspend", {"assignment": assignment.id, "act": act})
    text = say("approvals.why_standing", line=line_of(ctx.session, assignment, ctx.now), act=act)
    return [Message(text, about=(Subject(0, assignment.id or 0),))]


def reason_given(ctx: Context) -> list[Message]:
    """Reason and document number came: done on record, and the agency is told."""
    assignment = assignment_of(ctx)
    ctx.require("edit_task", assignment)
    act = str(ctx.args["act"])
    documents = ", ".join(parse_reply(ctx.words, ctx.today).documents)
    try:
        ACTS[act](ctx.session, assignment, ctx.actor, ctx.now, Said(ctx.words, ctx.inbox_id, documents))
    except updates.Impossible as problem:
        if problem.reason != "document_needed":
            leave(ctx)
        if problem.reason in ("closed", "not_outside"):
            return [Message(say("approvals.standing_now", line=line_of(ctx.session, assignment, ctx.now)))]
        return [Message(say("approvals.impossible", reason=problem.reason))]
    leave(ctx)
    line = line_of(ctx.session, assignment, ctx.now)
    about = (Subject(0, assignment.id or 0),)
    told = say("approvals.your_standing", line=line, act=act, reason=ctx.words)
    people = notices.tell_agency(ctx, assignment, Message(told, about=about))
    return [Message(say("approvals.standing_changed", line=line, act=act, people=people), about=about)]
