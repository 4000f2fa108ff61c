"""The officer's desk on request: what the message of eight o'clock says, at any hour, each item with its tap."""

from catalog.messaging.inbox_and_outbox import Choice, Message
from handlers.conversation.context import Context, NotAllowed
from handlers.officer.plans import import_plan
from scheduler.digests.briefing import admins_part, officers_part
from scheduler.digests.officer_desk import coordinated
from templates.render import say


def desk(ctx: Context) -> list[Message]:
    """ "Hôm nay tôi cần làm gì?": what waits, ordered; with nothing waiting, what could be done next."""
    if not ctx.rights.has("officer"):
        return _admins_desk(ctx)
    part = officers_part(ctx.session, ctx.rights, ctx.now, ctx.calendar)
    if part is not None:
        return [Message(part.text, part.choices)]
    if not coordinated(ctx.session, ctx.rights):
        return [Message(say("asked.no_plan_yet"), import_plan.buttons(ctx))]
    rows = ((Choice(say("digest.button_status"), "status", {}), Choice(say("remind.button_week"), "nudge_week", {})),)
    return [Message(say("asked.empty_desk"), rows)]


def _admins_desk(ctx: Context) -> list[Message]:
    """An admin's: what waits for departments that have no officer."""
    if not ctx.rights.has("admin"):
        raise NotAllowed("accept", "desk")
    if (part := admins_part(ctx.session, ctx.now)) is not None:
        return [Message(part.text, part.choices)]
    return [first_plan(ctx) or Message(say("asked.empty_desk"))]


def first_plan(ctx: Context) -> Message | None:
    """What comes first where there is no plan yet, for who may bring one in or invite who may; else None."""
    if not (ctx.rights.has("officer") or ctx.rights.has("admin")) or import_plan.any_plan(ctx):
        return None
    if import_plan.may_import(ctx.rights):
        return Message(say("asked.no_plan_yet"), import_plan.buttons(ctx))
    invite = Choice(say("asked.button_invite_officer"), "example", {"text": "/moi"})
    return Message(say("asked.no_plan_admin"), ((invite,),))
