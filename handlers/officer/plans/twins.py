"""One piece of work that stands in two plans: the officer says so, and it is reminded of once and answered once."""

from sqlmodel import select

from catalog.messaging.inbox_and_outbox import Choice, Message
from catalog.messaging.message import in_rows
from catalog.plans.keeping.twins import Twins, twins_of
from catalog.tables import Plan, Task
from catalog.work import twins
from catalog.work.assignments import Said
from catalog.work.guards import Impossible
from handlers.conversation.context import Context, NotAllowed
from scheduler.digests.officer_desk import coordinated
from templates.render import say

PAGE = 5


def listing(ctx: Context) -> list[Message]:
    """The tasks of a plan (without one: of all this officer coordinates) that another plan seems to order, too, some at
    a time; a number links the pair.
    """
    page = int(ctx.args.get("page", 0))
    found = _found(ctx)
    if not found:
        return [Message(say("twins.nothing"))]
    shown = list(enumerate(found, start=1))[page * PAGE : (page + 1) * PAGE]
    rows = in_rows([Choice(str(n), "twin_link", {"task": one.task, "other": one.other}) for n, one in shown], PAGE)
    left = len(found) - (page + 1) * PAGE
    if left > 0:
        rows.append((Choice(say("digest.button_more", count=left), "twins", {**ctx.args, "page": page + 1}),))
    return [Message(say("twins.listing", twins=shown, total=len(found)), tuple(rows))]


def _found(ctx: Context) -> list[Twins]:
    """Each pair once, the newer plan's task first."""
    if "plan" in ctx.args:
        return twins_of(ctx.session, _plan(ctx, int(ctx.args["plan"])).id or 0)
    plans = coordinated(ctx.session, ctx.rights)
    if not plans:
        raise NotAllowed("edit_task", "twins")
    pairs = {frozenset((one.task, one.other)): one for plan in plans for one in twins_of(ctx.session, plan.id or 0)}
    return sorted(pairs.values(), key=lambda one: one.task)


def link(ctx: Context) -> list[Message]:
    """They are one piece of work."""
    task, other = _task(ctx, "task"), ctx.session.get_one(Task, int(ctx.args["other"]))
    try:
        count = twins.link(ctx.session, task, other, ctx.actor, ctx.now, Said(inbox_id=ctx.inbox_id))
    except Impossible as problem:
        return [Message(say("twins.impossible", reason=problem.reason))]
    rows = (
        (Choice(say("twins.button_unlink"), "twin_unlink", {"task": task.id}),),
        (Choice(say("twins.button_next"), "twins", {"plan": task.plan_id}),),
    )
    return [Message(say("twins.linked", task=task, other=other, agencies=count), rows)]


def unlink(ctx: Context) -> list[Message]:
    """They are two after all."""
    task = _task(ctx, "task")
    twins.unlink(ctx.session, task, ctx.actor, ctx.now, Said(inbox_id=ctx.inbox_id))
    return [Message(say("twins.unlinked", task=task))]


def _task(ctx: Context, name: str) -> Task:
    task = ctx.session.exec(select(Task).where(Task.id == int(ctx.args[name]))).one()
    _plan(ctx, task.plan_id)
    return task


def _plan(ctx: Context, plan_id: int) -> Plan:
    plan = ctx.session.get_one(Plan, plan_id)
    if not ctx.rights.may("edit_task", coordinator_id=plan.coordinator_id):
        raise NotAllowed("edit_task", f"plan:{plan_id}")
    return plan
