"""A task that its agency says is somebody else's: told to the plan's officers, who move it or keep it.

One way for all who say so, in words of their own or by a button of a doubt. Nothing changes before an officer's yes,
and the deadline stands while it waits.
"""

from sqlmodel import func, select

from catalog import audit
from catalog.messaging.inbox_and_outbox import Choice, Message, Subject
from catalog.tables import Assignment
from catalog.work import updates
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
    detail = {"to": agency} if agency else {}
    audit.append(ctx.session, ctx.actor, "assignment.not_ours", f"assignment:{target.id}", ctx.now, detail)
    shared = _leading(ctx, target)
    keep = {"assignment": target.id, "person": ctx.person_id}
    rows = (
        (_way_out(target, agency, line.agency, shared),),
        (
            Choice(say("asked.button_keep"), "task_not_ours_kept", keep),
            Choice(say("tasks.button_card"), "card", {"assignment": target.id}),
        ),
    )
    words = "" if notices.is_classified(ctx, target) else str(ctx.args.get("said", ""))[:300]
    text = say("asked.not_ours_notice", line=line, agency=agency, words=words, name=ctx.contact.name, shared=shared)
    coordinator = updates.plan_of(ctx.session, target).coordinator_id
    reached = ctx.tell_officers(coordinator, Message(text, rows, about=_about(target)))
    return [Message(say("asked.not_ours_told", line=line, reached=bool(reached)), about=_about(target))]


def kept(ctx: Context) -> list[Message]:
    """An officer says that the task stays where it is; who asked hears it."""
    target = assignment_of(ctx)
    ctx.require("edit_task", target)
    line = line_of(ctx.session, target, ctx.now)
    ctx.tell(int(ctx.args["person"]), Message(say("asked.not_ours_kept", line=line), about=_about(target)))
    return [Message(say("asked.kept_told", line=line), about=_about(target))]


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
