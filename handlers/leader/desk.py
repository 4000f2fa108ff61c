"""What a leader's day begins with: what hinders, what is late, what nobody leads, each with its list a tap away."""

from sqlmodel import select

from catalog.figures.overview import overview
from catalog.figures.standing_on_day import own_scope
from catalog.figures.warnings import early_warnings
from catalog.messaging.inbox_and_outbox import Choice, Message
from catalog.messaging.message import in_rows
from catalog.tables import Plan
from handlers.conversation.context import Context
from handlers.leader import status
from scheduler.digests.officer_desk import escalated_query
from templates.render import say


def desk(ctx: Context) -> list[Message]:
    """ "Hôm nay tôi cần làm gì?" of somebody who decides over no plan: obstacles first; of nothing, the figures."""
    scope = own_scope(ctx.rights)
    held_up = early_warnings(ctx.session, ctx.today, scope, only="blocker")
    stand = overview(ctx.session, ctx.today, ctx.now, scope)
    late, unassigned = stand.whole.counts["open_overdue"], stand.whole.unassigned
    warned = sum(count for _, count in stand.warned()) - len(held_up)
    if not (held_up or late or unassigned or warned):
        ctx.args = {}
        return status.overview(ctx)
    wanted = [
        (len(held_up), "digest.button_held_up", "status_warnings", {"kind": "blocker"}),
        (late, "digest.button_late", "status_rows", {"part": "open_overdue"}),
        (unassigned, "digest.button_unassigned", "status_rows", {"part": "unassigned"}),
    ]
    buttons = [Choice(say(label, count=count), do, args) for count, label, do, args in wanted if count]
    if warned:
        buttons.append(Choice(say("digest.button_warnings"), "status_warnings", {}))
    buttons.append(Choice(say("digest.button_status"), "status", {}))
    text = say(
        "digest.leaders_desk", today=ctx.today, held_up_now=held_up, late=late, long_late=_long_late(ctx),
        worst=status.worst(stand.groups), unassigned=unassigned, warned=warned,
    )  # fmt: skip
    return [Message(text, tuple(in_rows(buttons, 2)))]


def _long_late(ctx: Context) -> int:
    """How many leaders of the province are told of in their Monday message; 0 for whoever sees only a part."""
    if not ctx.rights.sees_everything():
        return 0
    plans = ctx.session.exec(select(Plan)).all()
    return len(list(ctx.session.execute(escalated_query(plans, "leader", ctx.now, ctx.calendar)).scalars()))
