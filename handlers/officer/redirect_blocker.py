"""Who has to resolve a blocker: an officer names another agency, which is told, and so is the one that waits; and what
that agency answers.
"""

from catalog.agencies.stored import agency_name
from catalog.agencies.typed.called_by_name import agency_called
from catalog.messaging.inbox_and_outbox import Choice, Message, Subject
from catalog.tables import Assignment, Blocker
from catalog.work import blockers
from catalog.work.assignments import Said
from catalog.work.guards import Impossible
from handlers.conversation import notices
from handlers.conversation.context import Context, NotAllowed
from handlers.conversation.open_conversations import enter, leave
from scheduler.digests.wording import line_of
from templates.render import say


def ask(ctx: Context) -> list[Message]:
    """Which agency has to act?"""
    blocker, assignment = _meant(ctx)
    if blocker.resolved_at is not None:
        return [Message(say("updates.impossible", reason="already_resolved"))]
    enter(ctx, "redirect", {"blocker": blocker.id})
    agency = notices.must_act_name(ctx, blocker)
    line = line_of(ctx.session, assignment, ctx.now)
    return [Message(say("asking.redirect_to_whom", line=line, kind=blocker.kind, agency=agency))]


def named(ctx: Context) -> list[Message]:
    """The agency was typed: a sure one is taken, near ones are asked."""
    _meant(ctx)
    called = agency_called(ctx.session, ctx.words)
    if not called.near:
        return [Message(say("overdue_at_import.no_such_agency", typed=ctx.words[:80]))]
    if called.row is not None:
        ctx.args = {**ctx.args, "agency": called.row}
        return to(ctx)
    blocker = ctx.args["blocker"]
    rows = tuple((Choice(name, "redirect_to", {"blocker": blocker, "agency": row}),) for row, name in called.near)
    return [Message(say("asking.redirect_which"), rows)]


def to(ctx: Context) -> list[Message]:
    """The agency is known: recorded; it is told, and so is the agency that waits for it."""
    blocker, assignment = _meant(ctx)
    agency = int(ctx.args["agency"])
    said = Said(agency_name(ctx.session, agency), ctx.inbox_id)
    try:
        blockers.redirect_blocker(ctx.session, blocker, agency, ctx.actor, ctx.now, said)
    except Impossible as problem:
        return [Message(say("updates.impossible", reason=problem.reason))]
    leave(ctx)
    told = notices.tell_who_must_act(ctx, assignment, blocker)
    line, name = line_of(ctx.session, assignment, ctx.now), notices.must_act_name(ctx, blocker)
    about = (Subject(0, assignment.id or 0),)
    notices.tell_agency(
        ctx,
        assignment,
        Message(say("asking.redirected_notice", line=line, kind=blocker.kind, agency=name), about=about),
    )
    return [Message(say("asking.redirected", line=line, kind=blocker.kind, agency=name, told=told), about=about)]


def acted(ctx: Context) -> list[Message]:
    """The agency that must act says it has: passed on, on record. It changes nothing of another agency's task: the
    blocker is open until the agency that waits, or its officer, says it is gone. Raises NotAllowed for any other.
    """
    blocker = ctx.session.get_one(Blocker, int(ctx.args["blocker"]))
    if blocker.must_act_agency_id not in ctx.rights.agencies("focal"):
        raise NotAllowed("resolve_blocker", f"blocker:{blocker.id}")
    if blocker.resolved_at is not None:
        return [Message(say("updates.impossible", reason="already_resolved"))]
    assignment = ctx.session.get_one(Assignment, blocker.assignment_id)
    if blockers.say_acted(ctx.session, blocker, ctx.actor, ctx.now):
        notices.tell_of_acting(ctx, assignment, blocker)
    return [Message(say("asking.acted", line=line_of(ctx.session, assignment, ctx.now)))]


def _meant(ctx: Context) -> tuple[Blocker, Assignment]:
    """The blocker and its assignment. Raises NotAllowed for whoever does not coordinate its plan."""
    blocker = ctx.session.get_one(Blocker, int(ctx.args["blocker"]))
    assignment = ctx.session.get_one(Assignment, blocker.assignment_id)
    ctx.require("edit_task", assignment)
    return blocker, assignment
