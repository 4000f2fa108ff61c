"""A task that its agency says is somebody else's: told to the plan's officers, who move it or keep it.

One way for all who say so, in words of their own or by a button of a doubt. Nothing changes before an officer's yes,
and the deadline stands while it waits.
"""

from sqlmodel import func, select

from catalog.agencies.stored import agency_id, agency_name
from catalog.messaging.inbox_and_outbox import Choice, Message, Subject
from catalog.people.people import display_name
from catalog.people.rights import officers_of
from catalog.tables import Assignment, Objection
from catalog.work import objections, updates
from handlers.conversation import notices
from handlers.conversation.context import Context
from handlers.conversation.which_task import assignment_of
from scheduler.digests.wording import line_of
from templates.render import say


def ask(ctx: Context) -> list[Message]:
    """The task is clear: read back before anybody is told, with the agency it was said to be of."""
    target = assignment_of(ctx)
    ctx.require("update", target)
    text = say("asked.not_ours_really", line=line_of(ctx.session, target, ctx.now), agency=_agency(ctx))
    send = Choice(say("asked.button_tell_officer"), "task_not_ours_yes", dict(ctx.args))
    return [Message(text, ((send,),), about=_about(target))]


def tell(ctx: Context) -> list[Message]:
    """On record, and told to the officers with the move as one tap."""
    target, agency = assignment_of(ctx), _agency(ctx)
    ctx.require("update", target)
    line = line_of(ctx.session, target, ctx.now)
    words = "" if notices.is_classified(ctx, target) else str(ctx.args.get("said", ""))[:300]
    to = agency_id(ctx.session, agency) if agency else None
    said = objections.object_to(ctx.session, target, to, words, ctx.actor, ctx.now)
    coordinator = updates.plan_of(ctx.session, target).coordinator_id
    ctx.tell_officers(coordinator, notice(ctx, said, agency=agency))
    attended = bool(officers_of(ctx.session, coordinator, ctx.now))
    return [Message(say("asked.not_ours_told", line=line, attended=attended), about=_about(target))]


def notice(ctx: Context, said: Objection, queue: int | None = None, *, agency: str = "") -> Message:
    """What an officer sees of it, with the ways to answer; `queue`: its place in the queue where it is shown there."""
    target = ctx.session.get_one(Assignment, said.assignment_id)
    line, shared = line_of(ctx.session, target, ctx.now), _leading(ctx, target)
    agency = agency or (agency_name(ctx.session, said.to_agency_id) if said.to_agency_id is not None else "")
    at = {} if queue is None else {"queue": queue}
    keep = {"assignment": target.id, "person": said.said_by_id, **at}
    later = () if queue is None else (Choice(say("approvals.button_later"), "queue", {"skip": queue + 1}),)
    rows = (
        (_way_out(target, agency, line.agency, shared),),
        (
            Choice(say("asked.button_keep"), "task_not_ours_kept", keep),
            Choice(say("tasks.button_card"), "card", {"assignment": target.id}),
            *later,
        ),
    )
    text = say(
        "asked.not_ours_notice", line=line, agency=agency, words=said.text,
        name=display_name(ctx.session, said.said_by_id), shared=shared,
    )  # fmt: skip
    return Message(text, rows, about=_about(target))


def _way_out(target: Assignment, agency: str, of: str, shared: int) -> Choice:
    """The task moves to another agency; where several lead it, this one alone is let go and the others keep theirs."""
    if shared > 1:
        return Choice(say("asked.button_stop", agency=of), "suspend", {"assignment": target.id, "act": "cancel"})
    move = {"task": target.task_id, "field": "lead", **({"value": agency} if agency else {})}
    return Choice(say("asked.button_move", agency=agency), "task_field", move)


def _leading(ctx: Context, target: Assignment) -> int:
    """How many agencies have this task to lead."""
    standing = (Assignment.task_id == target.task_id, Assignment.role == "lead", Assignment.state != "cancelled")
    return ctx.session.exec(select(func.count()).select_from(Assignment).where(*standing)).one()


def _agency(ctx: Context) -> str:
    return str(ctx.args.get("agency", ""))


def _about(target: Assignment) -> tuple[Subject, ...]:
    return (Subject(0, target.id or 0),)
