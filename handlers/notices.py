"""Notices to officers: what waits for them, with everything needed to decide and one tap to do it."""

from sqlmodel import col, select

from catalog.messages import Choice, Message, Subject
from catalog.people import display_name
from catalog.tables import Assignment, Evidence, Extension, Slot, Update
from handlers.incoming import Context
from scheduler.wording import line_of
from templates.render import say


def done_notice(ctx: Context, assignment: Assignment) -> Message:
    """A report that waits to be accepted or returned: the words, the evidence, the buttons."""
    report = ctx.session.exec(
        select(Update)
        .where(Update.assignment_id == assignment.id, Update.kind == "report")
        .order_by(col(Update.id).desc())
    ).first()
    files = ctx.session.exec(
        select(Evidence).where(Evidence.assignment_id == assignment.id, col(Evidence.withdrawn_at).is_(None))
    ).all()
    about = {"assignment": assignment.id}
    rows = [
        (
            Choice(say("approvals.button_accept"), "accept", about),
            Choice(say("approvals.button_return"), "return", about),
        ),
        (Choice(say("tasks.button_card"), "card", about),),
    ]
    if files:
        rows[1] = (*rows[1], Choice(say("evidence.button_show", count=len(files)), "evidence_show", about))
    text = say(
        "approvals.waiting", line=line_of(ctx.session, assignment, ctx.now), report=report,
        name=display_name(ctx.session, report.person_id if report else None), files=files, today=ctx.today,
    )  # fmt: skip
    return Message(text, tuple(rows), about=(Subject(1, assignment.id or 0),))


def extension_notice(ctx: Context, extension: Extension) -> Message:
    """An extension that waits for a decision."""
    assignment = ctx.session.get_one(Assignment, extension.assignment_id)
    slot = ctx.session.get_one(Slot, (extension.assignment_id, extension.slot))
    text = say(
        "approvals.extension", line=line_of(ctx.session, assignment, ctx.now), extension=extension, slot=slot,
        name=display_name(ctx.session, extension.asked_by_id),
    )  # fmt: skip
    yes = Choice(say("approvals.button_grant"), "extend_decide", {"extension": extension.id, "grant": True})
    no = Choice(say("approvals.button_refuse"), "extend_decide", {"extension": extension.id, "grant": False})
    return Message(text, ((yes, no),))
