"""The officer's desk: accept or return what was reported, decide extensions, and the queue of all that waits."""

from sqlmodel import col, select

from catalog import updates
from catalog.assignments import Said
from catalog.messages import Message
from catalog.people import display_name
from catalog.rights import may_assignment
from catalog.tables import Assignment, Extension, Update
from handlers.flow import enter, leave
from handlers.incoming import Context
from handlers.notices import done_notice, extension_notice
from scheduler.wording import line_of
from templates.render import say


def queue(ctx: Context) -> list[Message]:
    """/duyet: the oldest thing that waits, one at a time, with how many are left."""
    waiting = [
        a
        for a in ctx.session.exec(
            select(Assignment).where(Assignment.state == "reported").order_by(col(Assignment.last_update_at))
        ).all()
        if may_assignment(ctx.session, ctx.rights, "accept", a)
    ]
    asked = [
        e
        for e in ctx.session.exec(select(Extension).where(Extension.decision == "").order_by(col(Extension.id))).all()
        if may_assignment(ctx.session, ctx.rights, "decide_extension", ctx.session.get_one(Assignment, e.assignment_id))
    ]
    if not waiting and not asked:
        return [Message(say("approvals.nothing"))]
    head = Message(say("approvals.queue", reports=len(waiting), extensions=len(asked)))
    first = done_notice(ctx, waiting[0]) if waiting else extension_notice(ctx, asked[0])
    return [head, first]


def accept(ctx: Context) -> list[Message]:
    """One tap: accepted. The agency is told."""
    assignment = ctx.session.get_one(Assignment, int(ctx.args["assignment"]))
    ctx.require("accept", assignment)
    try:
        updates.accept(ctx.session, assignment, ctx.actor, ctx.now, Said(inbox_id=ctx.inbox_id))
    except updates.Impossible as problem:
        return [Message(say("approvals.impossible", reason=problem.reason))]
    line = line_of(ctx.session, assignment, ctx.now)
    _tell_reporter(ctx, assignment, Message(say("approvals.you_are_accepted", line=line)))
    return [Message(say("approvals.accepted", line=line, self_confirmed=assignment.self_confirmed))]


def ask_reason(ctx: Context) -> list[Message]:
    """Return: first the reason."""
    assignment = ctx.session.get_one(Assignment, int(ctx.args["assignment"]))
    ctx.require("return", assignment)
    if assignment.state != "reported":
        return [Message(say("approvals.impossible", reason="not_reported"))]
    enter(ctx, "return", {"assignment": assignment.id})
    return [Message(say("approvals.why_return", line=line_of(ctx.session, assignment, ctx.now)))]


def reason_given(ctx: Context) -> list[Message]:
    """The reason came: return it, and tell the agency why."""
    if not ctx.words:
        return [Message(say("approvals.reason_needed"))]
    assignment = ctx.session.get_one(Assignment, int(ctx.args["assignment"]))
    ctx.require("return", assignment)
    leave(ctx)
    try:
        updates.send_back(ctx.session, assignment, ctx.actor, ctx.now, Said(ctx.words, ctx.inbox_id))
    except updates.Impossible as problem:
        return [Message(say("approvals.impossible", reason=problem.reason))]
    line = line_of(ctx.session, assignment, ctx.now)
    _tell_reporter(ctx, assignment, Message(say("approvals.you_are_returned", line=line, reason=ctx.words)))
    return [Message(say("approvals.returned", line=line))]


def decide_extension(ctx: Context) -> list[Message]:
    """Grant the asked date, or refuse."""
    extension = ctx.session.get_one(Extension, int(ctx.args["extension"]))
    assignment = ctx.session.get_one(Assignment, extension.assignment_id)
    ctx.require("decide_extension", assignment)
    due = extension.asked_due if ctx.args["grant"] else None
    try:
        updates.decide_extension(ctx.session, extension, due, ctx.actor, ctx.now, Said(inbox_id=ctx.inbox_id))
    except updates.Impossible as problem:
        return [Message(say("approvals.impossible", reason=problem.reason))]
    line = line_of(ctx.session, assignment, ctx.now)
    if extension.asked_by_id is not None:
        ctx.tell(extension.asked_by_id, Message(say("approvals.your_extension", line=line, extension=extension)))
    return [Message(say("approvals.extension_decided", line=line, extension=extension))]


def _tell_reporter(ctx: Context, assignment: Assignment, message: Message) -> None:
    """To whoever reported; the name is only looked up to know that the person was not erased."""
    reporter = ctx.session.exec(
        select(Update.person_id)
        .where(Update.assignment_id == assignment.id, Update.kind == "report")
        .order_by(col(Update.id).desc())
    ).first()
    if reporter is not None and reporter != ctx.person_id and display_name(ctx.session, reporter):
        ctx.tell(reporter, message)
