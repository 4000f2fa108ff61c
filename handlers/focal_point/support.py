"""Supporting agencies: asked by the lead or an officer with one tap, and only then reminded."""

from catalog.agencies.stored import agency_name
from catalog.messaging.inbox_and_outbox import Choice, Message, Subject
from catalog.people.rights import may_assignment
from catalog.tables import Assignment
from catalog.work import support
from handlers.conversation import notices
from handlers.conversation.context import Context
from scheduler.digests.wording import line_of
from templates.render import say


def button(ctx: Context, assignment: Assignment) -> tuple[Choice, ...]:
    """The button on the card of a task whose named supporting agencies were not all asked yet."""
    if assignment.role != "lead" or not may_assignment(ctx.session, ctx.rights, "ask_support", assignment):
        return ()
    waiting = [row for row in support.supports_of(ctx.session, assignment.task_id) if row.asked_at is None]
    if not waiting:
        return ()
    return (Choice(say("remind.button_support"), "ask_support", {"assignment": assignment.id}),)


MOST_LEADS = 10
"""A task that a whole group leads has no lead who waits for the part of one supporting agency."""


def supporters_asked(ctx: Context, assignment: Assignment) -> list[tuple[str, Assignment]]:
    """On a lead's card: the supporting agencies that were asked or have said something, and how far they are."""
    if assignment.role != "lead":
        return []
    rows = support.parts_of(ctx.session, assignment.task_id)
    return [(agency_name(ctx.session, row.agency_id), row) for row in rows
            if row.asked_at is not None or row.state != "not_started"]  # fmt: skip


def tell_leads(ctx: Context, part: Assignment) -> str:
    """The lead agencies hear that a supporting agency did its part; what to say of it in half a line, "" where none."""
    leads = support.leads_of(ctx.session, part.task_id)
    if len(leads) > MOST_LEADS:
        return ""
    told = [lead for lead in leads if _tell_lead(ctx, part, lead)]
    return say("remind.lead_told", agencies=[agency_name(ctx.session, lead.agency_id) for lead in told]) if told else ""


def _tell_lead(ctx: Context, part: Assignment, lead: Assignment) -> int:
    agency = agency_name(ctx.session, part.agency_id)
    text = say("remind.part_done", line=line_of(ctx.session, lead, ctx.now), agency=agency)
    return notices.tell_agency(ctx, lead, Message(text, about=(Subject(0, lead.id or 0),)))


def ask(ctx: Context) -> list[Message]:
    """All named supporting agencies of the task are asked; from now on they are reminded."""
    lead = ctx.session.get_one(Assignment, int(ctx.args["assignment"]))
    ctx.require("ask_support", lead)
    asked = [
        agency_name(ctx.session, row.agency_id)
        for row in support.supports_of(ctx.session, lead.task_id)
        if support.ask(ctx.session, row, ctx.actor, ctx.now)
    ]
    return [Message(say("remind.support_asked", agencies=asked) if asked else say("remind.support_none"))]
