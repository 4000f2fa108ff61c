"""Several reports accepted at one tap: those that were shown, and only as they were shown."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from catalog.messaging.inbox_and_outbox import Message, Subject
from catalog.people.rights import people_with
from catalog.tables import Assignment
from catalog.work import updates
from catalog.work.assignments import Said
from handlers.conversation import notices
from handlers.conversation.context import Context
from handlers.officer import approvals
from scheduler.digests.wording import line_of
from templates.render import say


def accept_listed(ctx: Context) -> list[Message]:
    """Accept the reports that were listed; what is left of the list goes on."""
    told = accepted(ctx, ctx.args["reports"])
    return [told, *approvals.list_goes_on(ctx)]


def accepted(ctx: Context, shown: Sequence[Any]) -> Message:
    """Accept these (assignment, report), and only those: what changed since is left for a second look. The agencies are
    told; the message says what became of all. Raises NotAllowed.
    """
    done: dict[int, list[Any]] = defaultdict(list)
    count = left = settled = 0
    for assignment_id, report_id in shown:
        assignment = ctx.session.get_one(Assignment, int(assignment_id))
        ctx.require("accept", assignment)
        report = notices.newest_report(ctx, assignment)
        if report is None or report.id != report_id or assignment.state != "reported":
            settled += assignment.state != "reported"
            left += assignment.state == "reported"
            continue
        updates.accept(ctx.session, assignment, ctx.actor, ctx.now, Said(inbox_id=ctx.inbox_id))
        count += 1
        focals = people_with(ctx.session, "focal", assignment.agency_id, ctx.now)
        line = line_of(ctx.session, assignment, ctx.now)
        for person in (report.person_id,) if report.person_id in focals else focals:
            done[person or 0].append(line)
    for person, lines in done.items():
        if person != ctx.person_id:
            about = tuple(Subject(-i, line.assignment_id) for i, line in enumerate(lines))
            ctx.tell(person, Message(say("approvals.you_are_accepted", lines=lines), about=about))
    return Message(say("approvals.bulk_accepted", count=count, left=left, settled=settled))
