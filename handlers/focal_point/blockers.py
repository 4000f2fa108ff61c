"""What hinders an agency (vướng mắc): which kind, a sentence about it, who must act, and that it is gone."""

import datetime as dt
import re

from catalog.agencies.typed.called_by_name import agency_called
from catalog.messaging.inbox_and_outbox import Choice, Message, Subject
from catalog.messaging.message import in_rows
from catalog.messaging.withdrawn import recall
from catalog.tables import Assignment, Blocker
from catalog.work import updates
from catalog.work.assignments import Said, snapshot_of
from handlers.conversation import notices, pick_one, undo_buttons
from handlers.conversation.context import Context
from handlers.conversation.open_conversations import enter, leave
from handlers.conversation.which_task import assignment_of, require, target_of
from handlers.replies import parse_reply
from scheduler.digests.wording import line_of
from templates.render import say

KINDS = ("funding", "staff", "guidance", "coordination", "procurement", "land", "technical", "other")


def start(ctx: Context) -> list[Message]:
    """/vuongmac: which task first, unless it is clear."""
    return pick_one.one_or_ask(ctx, "blocker", about, described)


def about(ctx: Context) -> list[Message]:
    """What kind of obstacle?"""
    assignment = assignment_of(ctx)
    require(ctx, "report_blocker", assignment)
    if not snapshot_of(ctx.session, assignment).open:
        return [Message(say("updates.impossible", reason="closed"))]
    target = target_of(ctx)
    enter(ctx, "blocker", {**target, "kind": "other"})
    buttons = [
        Choice(say("asking.blocker_name", kind=kind), "blocker_kind", {**target, "kind": kind}) for kind in KINDS
    ]
    text = say("asking.which_blocker", line=line_of(ctx.session, assignment, ctx.now))
    return [Message(text, tuple(in_rows(buttons, 2)), about=(Subject(0, assignment.id or 0),))]


def kind_chosen(ctx: Context) -> list[Message]:
    """The kind was tapped: recorded at once, so that leaving here loses nothing; a sentence about it is welcome."""
    assignment = assignment_of(ctx)
    behalf = require(ctx, "report_blocker", assignment)
    kind = str(ctx.args["kind"])
    try:
        record(ctx, assignment, kind, Said("", ctx.inbox_id, on_behalf=behalf), notices.FOR_A_SENTENCE)
    except updates.Impossible as problem:
        return [Message(say("updates.impossible", reason=problem.reason))]
    enter(ctx, "blocker", {**target_of(ctx), "kind": kind, "tapped": ctx.inbox_id})
    line = line_of(ctx.session, assignment, ctx.now)
    text = say("asking.describe_blocker", line=line, kind=kind, recorded=True)
    return [Message(text, (undo_buttons.row(ctx, "blocker", **target_of(ctx)),))]


def described(ctx: Context) -> list[Message]:
    """The sentence: recorded as a blocker of the kind chosen, or of the kind its words show."""
    assignment = assignment_of(ctx)
    behalf = require(ctx, "report_blocker", assignment)
    kind, target = str(ctx.args["kind"]), target_of(ctx)
    line = line_of(ctx.session, assignment, ctx.now)
    if not re.search(r"\w", ctx.words):
        recorded = "tapped" in ctx.args
        return [Message(say("asking.describe_blocker", line=line, kind=kind, recorded=recorded))]
    reply = parse_reply(ctx.words, ctx.today)
    if kind == "other":
        kind = next((item.blocker for item in reply.items if item.blocker), "other")
    recall(ctx.session, ctx.args.get("tapped"))  # one notice with the words, where the one without was not sent yet
    leave(ctx)
    try:
        words = Said(ctx.words, ctx.inbox_id, ", ".join(reply.documents), behalf)
        heard = record(ctx, assignment, kind, words)
    except updates.Impossible as problem:
        return [Message(say("updates.impossible", reason=problem.reason))]
    text = say("asking.recorded", line=line_of(ctx.session, assignment, ctx.now), heard=heard)
    return [Message(text, (undo_buttons.row(ctx, "blocker", **target),), about=(Subject(0, assignment.id or 0),))]


def record(ctx: Context, assignment: Assignment, kind: str, said: Said, after: dt.timedelta = dt.timedelta()) -> str:
    """Store the blocker, tell the officers and the agency that must act; what to say of it in half a line.

    `after`: how long the notices wait for more to be said.

    Raises updates.Impossible.
    """
    require(ctx, "report_blocker", assignment)
    must_act = _must_act(ctx, assignment, said.text)
    blocker = updates.open_blocker(ctx.session, assignment, kind, ctx.actor, ctx.now, said, must_act)
    notices.tell_of_blocker(ctx, assignment, blocker, after)
    return say("asking.blocker_heard", kind=kind, agency=notices.must_act_name(ctx, blocker))


def _must_act(ctx: Context, assignment: Assignment, words: str) -> int | None:
    """The one agency the words surely name, unless it is the reporting one; a doubt names nobody."""
    named_one = agency_called(ctx.session, words).row if words else None
    return None if named_one == assignment.agency_id else named_one


def resolved(ctx: Context) -> list[Message]:
    """The obstacle is gone; the other side hears of it."""
    blocker = ctx.session.get_one(Blocker, int(ctx.args["blocker"]))
    assignment = ctx.session.get_one(Assignment, blocker.assignment_id)
    ctx.require("resolve_blocker", assignment)
    try:
        updates.resolve_blocker(ctx.session, blocker, ctx.actor, ctx.now, Said(inbox_id=ctx.inbox_id))
    except updates.Impossible as problem:
        return [Message(say("updates.impossible", reason=problem.reason))]
    notices.tell_of_resolved(ctx, assignment, blocker)
    line = line_of(ctx.session, assignment, ctx.now)
    return [Message(say("asking.blocker_gone", line=line, kind=blocker.kind), (undo_buttons.row(ctx),))]
