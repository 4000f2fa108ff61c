"""Later dates: the officer grants the day asked for, another one, or none, with the number of the document."""

import re
from dataclasses import replace

from catalog.messaging.inbox_and_outbox import Choice, Message, Subject
from catalog.people.people import display_name
from catalog.tables import Assignment, Extension
from catalog.work import updates
from catalog.work.assignments import Said
from handlers.conversation import notices
from handlers.conversation.context import Context, NotAllowed
from handlers.conversation.open_conversations import enter, leave
from handlers.officer import desk
from handlers.replies import parse_reply
from scheduler.digests.wording import line_of
from templates.render import say


def decide(ctx: Context) -> list[Message]:
    """One tap: the day asked for, or a refusal. The number of the document can follow."""
    extension, assignment = _asked(ctx)
    return _decided(ctx, extension, assignment, bool(ctx.args["grant"]), Said(inbox_id=ctx.inbox_id))


def ask_other_day(ctx: Context) -> list[Message]:
    """Another day than asked: which, and by which document?"""
    extension, assignment = _asked(ctx)
    if extension.decision:
        return _settled(ctx, extension, assignment)
    kept = {"queue": ctx.args["queue"]} if "queue" in ctx.args else {}
    enter(ctx, "extend_other", {"extension": extension.id, **kept})
    line = line_of(ctx.session, assignment, ctx.now)
    text = say("approvals.which_day", line=line, extension=extension)
    return [Message(text, about=(Subject(0, assignment.id or 0),))]


def other_day_given(ctx: Context) -> list[Message]:
    """The day (and the document) the officer typed."""
    extension, assignment = _asked(ctx)
    reply = parse_reply(f"xin gia hạn đến {re.sub(r'^(?:đến|den) ', '', ctx.words)}", ctx.today)
    if doubt := next((d for d in reply.doubts if d in ("impossible_date", "date_in_past")), None):
        return [Message(say("updates.doubt", doubt=doubt))]
    due = next((item.requested_due for item in reply.items if item.requested_due), None)
    if due is None:
        return [
            Message(say("approvals.which_day", line=line_of(ctx.session, assignment, ctx.now), extension=extension))
        ]
    said = Said(ctx.words, ctx.inbox_id, ", ".join(reply.documents))
    leave(ctx)
    try:
        updates.decide_extension(ctx.session, extension, due, ctx.actor, ctx.now, said)
    except updates.Impossible as problem:
        if problem.reason == "already_decided":
            return _settled(ctx, extension, assignment)
        enter(ctx, "extend_other", ctx.args)
        return [Message(say("approvals.impossible", reason=problem.reason))]
    return _tell_decision(ctx, extension, assignment)


def _decided(ctx: Context, extension: Extension, assignment: Assignment, grant: bool, said: Said) -> list[Message]:
    try:
        due = extension.asked_due if grant else None
        updates.decide_extension(ctx.session, extension, due, ctx.actor, ctx.now, said)
    except updates.Impossible as problem:
        if problem.reason == "already_decided":
            return _settled(ctx, extension, assignment)
        return [Message(say("approvals.impossible", reason=problem.reason)), *desk.following(ctx)]
    return _tell_decision(ctx, extension, assignment)


def _settled(ctx: Context, extension: Extension, assignment: Assignment) -> list[Message]:
    """It was decided, or withdrawn, before: how, and by which colleague."""
    line, name = line_of(ctx.session, assignment, ctx.now), display_name(ctx.session, extension.decided_by_id)
    text = say("approvals.extension_settled", line=line, extension=extension, name=name)
    return [Message(text), *desk.following(ctx)]


def _tell_decision(ctx: Context, extension: Extension, assignment: Assignment) -> list[Message]:
    line = line_of(ctx.session, assignment, ctx.now)
    about = (Subject(0, assignment.id or 0),)
    notice = Message(say("approvals.your_extension", line=line, extension=extension), about=about)
    own = extension.asked_by_id is not None and not notices.entered_by_officer(ctx, extension)
    people = int(own and ctx.tell(extension.asked_by_id or 0, notice)) or notices.tell_agency(ctx, assignment, notice)
    rows: tuple[tuple[Choice, ...], ...] = ()
    if not extension.document_number:
        number = Choice(
            say("approvals.button_document", code=line.code), "extend_document", {"extension": extension.id}
        )
        rows = ((number,),)
    text = say("approvals.extension_decided", line=line, extension=extension, people=people)
    following = desk.following(ctx)
    if not following:
        return [Message(text, rows, about=about)]
    # On the newest question, where it can be answered by a number, too.
    return [
        Message(text, about=about),
        *following[:-1],
        replace(following[-1], choices=(*following[-1].choices, *rows)),
    ]


def ask_document(ctx: Context) -> list[Message]:
    """By which document was it decided?"""
    extension, assignment = _asked(ctx)
    enter(ctx, "extend_document", {"extension": extension.id})
    return [Message(say("approvals.which_document", line=line_of(ctx.session, assignment, ctx.now)))]


def document_given(ctx: Context) -> list[Message]:
    """The number of the document, as typed."""
    extension, assignment = _asked(ctx)
    number = ", ".join(parse_reply(ctx.words, ctx.today).documents)
    line = line_of(ctx.session, assignment, ctx.now)
    if not number:
        return [Message(say("approvals.which_document", line=line))]
    leave(ctx)
    try:
        said = Said(ctx.words, ctx.inbox_id, number)
        updates.add_document(ctx.session, extension, ctx.actor, ctx.now, said)
    except updates.Impossible as problem:
        return [Message(say("approvals.impossible", reason=problem.reason))]
    return [Message(say("approvals.document_kept", line=line, number=number))]


def _asked(ctx: Context) -> tuple[Extension, Assignment]:
    """The request a button or flow names, and its assignment. Raises NotAllowed."""
    extension = ctx.session.get(Extension, int(ctx.args["extension"]))
    if extension is None:
        raise NotAllowed("decide_extension", "extension")
    assignment = ctx.session.get_one(Assignment, extension.assignment_id)
    ctx.require("decide_extension", assignment)
    return extension, assignment
