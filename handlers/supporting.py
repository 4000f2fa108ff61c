"""Supporting agencies: asked by the lead or an officer with one tap, and only then reminded."""

from catalog import support
from catalog.agencies.stored import agency_name
from catalog.messages import Choice, Message
from catalog.rights import may_assignment
from catalog.tables import Assignment
from handlers.incoming import Context
from templates.render import say


def button(ctx: Context, assignment: Assignment) -> tuple[Choice, ...]:
    """The button on the card of a task whose named supporting agencies were not all asked yet."""
    if assignment.role != "lead" or not may_assignment(ctx.session, ctx.rights, "ask_support", assignment):
        return ()
    waiting = [row for row in support.supports_of(ctx.session, assignment.task_id) if row.asked_at is None]
    if not waiting:
        return ()
    return (Choice(say("nudging.button_support"), "ask_support", {"assignment": assignment.id}),)


def ask(ctx: Context) -> list[Message]:
    """All named supporting agencies of the task are asked; from now on they are reminded."""
    lead = ctx.session.get_one(Assignment, int(ctx.args["assignment"]))
    ctx.require("ask_support", lead)
    asked = [
        agency_name(ctx.session, row.agency_id)
        for row in support.supports_of(ctx.session, lead.task_id)
        if support.ask(ctx.session, row, ctx.actor, ctx.now)
    ]
    return [Message(say("nudging.support_asked", agencies=asked) if asked else say("nudging.support_none"))]
