"""To be reminded later ("Nhắc lại sau"): of tasks and of reports that are owed."""

from catalog.messaging.inbox_and_outbox import Message
from catalog.people.rights import may_report_duty
from catalog.tables import Assignment, DutyPeriod
from handlers.conversation.context import Context, NotAllowed
from scheduler.digests.snooze import put_off
from templates.render import say


def snooze(ctx: Context) -> list[Message]:
    """Remind me later: recorded, at most 7 days, not past the due day. Of tasks and of reports that are owed."""
    rows: list[Assignment | DutyPeriod] = []
    for one in ctx.args.get("assignments", ()):
        assignment = ctx.session.get(Assignment, int(one))
        if assignment is not None:
            ctx.require("update", assignment)
            rows.append(assignment)
    for one in ctx.args.get("periods", ()):
        owed = ctx.session.get_one(DutyPeriod, int(one))
        if not may_report_duty(ctx.session, ctx.rights, owed):
            raise NotAllowed("update", f"duty_period:{owed.id}")
        rows.append(owed)
    days = min(int(ctx.args.get("days", 3)), 7)
    moved = put_off(ctx.session, rows, days, ctx.actor, ctx.now, ctx.calendar)
    return [Message(say("asking.snoozed", count=len(moved), until=min(moved, default=None)))]
