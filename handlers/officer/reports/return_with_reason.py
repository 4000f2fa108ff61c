"""Returning a report whose reason was said in the order itself: read back, then returned at one tap."""

from collections.abc import Sequence

from catalog.messaging.inbox_and_outbox import Choice, Message, Subject
from catalog.tables import Assignment
from catalog.work.assignments import snapshot_of
from handlers.conversation import notices
from handlers.conversation.context import Context
from handlers.conversation.open_conversations import enter
from handlers.officer import approvals
from scheduler.digests.wording import lines_of
from templates.render import say


def preview(ctx: Context, rows: Sequence[Assignment], reason: str) -> Message:
    """What would go back, and why."""
    lines = lines_of(ctx.session, [(row.id or 0, "") for row in rows], ctx.now)
    reports = [report.id if (report := notices.newest_report(ctx, row)) else None for row in rows]
    args = {"ids": [row.id for row in rows], "reports": reports, "reason": reason}
    yes = Choice(say("asked.button_return_yes", count=len(rows)), "return_yes", args)
    about = tuple(Subject(-i, line.assignment_id) for i, line in enumerate(lines))
    return Message(say("asked.return_really", lines=lines, reason=reason), ((yes,),), about=about)


def really(ctx: Context) -> list[Message]:
    """The agency was chosen; without a reason it is asked for."""
    rows = [ctx.session.get_one(Assignment, int(one)) for one in ctx.args["ids"]]
    for row in rows:
        ctx.require("return", row)
    if ctx.args.get("reason"):
        return [preview(ctx, rows, str(ctx.args["reason"]))]
    ctx.args = {"assignment": rows[0].id}
    return approvals.ask_reason(ctx)


def send_back(ctx: Context) -> list[Message]:
    """Confirmed: each goes back as if its reason had been typed; what changed since is left as it is.

    One message says of each what became of it; after several the list of those that still wait follows.
    """
    said = sent_back(ctx)
    if len(ctx.args["ids"]) == 1:
        return said
    about = tuple(
        Subject(-place, message.about[0].assignment_id) for place, message in enumerate(said) if message.about
    )
    ctx.args = {"bulk": True}
    return [Message("\n".join(message.text for message in said), about=about), *approvals.goes_on(ctx)]


def sent_back(ctx: Context) -> list[Message]:
    """What became of each of the reports in `ctx.args`; of a single one also what follows."""
    args, said = dict(ctx.args), []
    for one, report in zip(args["ids"], args["reports"], strict=True):
        row = ctx.session.get_one(Assignment, int(one))
        met = [stand.slot for stand in snapshot_of(ctx.session, row).slots if stand.met]
        data = {"assignment": row.id, "slots": met, "report": report}
        enter(ctx, "return", data)
        ctx.args, ctx.words = data, str(args["reason"])
        answers = approvals.reason_given(ctx)
        said += answers if len(args["ids"]) == 1 else answers[:1]
    ctx.args = args
    return said
