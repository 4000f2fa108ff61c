"""When a plan is pressed for: an officer sees its reminders' days and gives it others, or the province's again."""

import re
from typing import Any

from catalog.messaging.inbox_and_outbox import Choice, Message
from catalog.tables import Plan
from catalog.text import fold
from handlers.conversation.context import Context, NotAllowed
from handlers.conversation.open_conversations import enter, leave
from scheduler.digests.officer_desk import coordinated
from scheduler.digests.wording import plan_label
from scheduler.ladder.definition import LadderError
from scheduler.ladder.deployment_overrides import set_ladder
from scheduler.ladder.obligations import ladder_of
from templates.render import say

_BEFORE = re.compile(r"truoc(?: han)?\s*:?\s*((?:\d+[\s,va]*)+)")
_OVERDUE = re.compile(r"(?:qua han|tre(?: han)?|sau(?: han)?)\s*:?\s*((?:\d+[\s,va]*)+)")
_EVERY = re.compile(r"(?:cu|moi|lap lai moi)\s*(\d+)")


def plans(ctx: Context) -> list[Message]:
    """Which plan?"""
    known = coordinated(ctx.session, ctx.rights)
    if not known:
        raise NotAllowed("nudge", "plans")
    rows = tuple((Choice(plan_label(plan), "ladder_of", {"plan": plan.id}),) for plan in known)
    return [Message(say("ladder.which"), rows)]


def of_plan(ctx: Context) -> list[Message]:
    """Its days in words; new ones are typed, or the province's are taken again with one tap."""
    plan = _plan(ctx)
    enter(ctx, "ladder", {"plan": plan.id})
    rows = ((Choice(say("ladder.button_default"), "ladder_default", {"plan": plan.id}),),) if plan.ladder else ()
    text = say("ladder.shown", label=plan_label(plan), ladder=ladder_of(plan), own=plan.ladder is not None)
    return [Message(text, rows)]


def default(ctx: Context) -> list[Message]:
    """The province's days again."""
    plan = _plan(ctx)
    leave(ctx)
    return _set(ctx, plan, None)


def typed(ctx: Context) -> list[Message]:
    """ "trước 14, 3; quá hạn 2, 5; mỗi 10": what is not named stays as it is."""
    plan = _plan(ctx)
    override = _read(ctx.words)
    if not override:
        return [Message(say("ladder.how"))]
    merged = {**(plan.ladder or {}), **override}
    if "every" in merged:
        stands = ladder_of(plan).overdue
        at = override.get("overdue", {}).get("at") or list(stands.at)
        merged["overdue"] = {"at": at, "every": merged.pop("every")}
    answer = _set(ctx, plan, merged)
    if plan.ladder == merged:
        leave(ctx)
    return answer


def _read(words: str) -> dict[str, Any]:
    folded = fold(words)
    found: dict[str, Any] = {}
    if before := _BEFORE.search(folded):
        found["before"] = [int(n) for n in re.findall(r"\d+", before.group(1))]
    every = _EVERY.search(folded)
    if overdue := _OVERDUE.search(folded):
        found["overdue"] = {"at": [int(n) for n in re.findall(r"\d+", overdue.group(1))], "every": None}
    if every:
        found["every"] = int(every.group(1))
    return found


def _set(ctx: Context, plan: Plan, override: dict[str, Any] | None) -> list[Message]:
    try:
        ladder = set_ladder(ctx.session, plan, override, ctx.actor, ctx.now)
    except LadderError as problem:
        return [Message(say("ladder.refused", problems=problem.problems))]
    return [Message(say("ladder.set", label=plan_label(plan), ladder=ladder))]


def _plan(ctx: Context) -> Plan:
    plan = ctx.session.get_one(Plan, int(ctx.args["plan"]))
    ctx.require_role("nudge", coordinator_id=plan.coordinator_id)
    return plan
