"""What those hear who report no progress themselves: leaders, inspectors, officers without an agency of their own."""

from catalog.agencies.stored import agency_name
from catalog.messaging.inbox_and_outbox import Choice, Message
from catalog.tables import Plan, Task
from handlers.conversation.context import Context, NotAllowed
from templates.render import say

REPORTING = frozenset({"update", "evidence", "report_blocker", "ask_extension"})
"""Actions by which an agency reports on its work."""


def nothing_open(ctx: Context) -> Message:
    """There is nothing to report on."""
    return _instead(ctx) or Message(say("updates.nothing_open"))


def no_such_task(ctx: Context, ref: str) -> Message:
    """`ref` is none of the person's tasks."""
    if (instead := _instead(ctx, ref)) is not None:
        return instead
    shown = Choice(say("help.button_example", text="/viec"), "example", {"text": "/viec"})
    return Message(say("updates.no_such_task", ref=ref), () if ctx.incoming.group else ((shown,),))


def not_understood(ctx: Context, doubt: str = "") -> Message:
    """The words say no update, or leave a `doubt`."""
    pointer = say("updates.doubt", doubt=doubt) if doubt else say("updates.no_update")
    said = _instead(ctx)
    return with_usual(ctx, said.text if said else pointer)


def with_usual(ctx: Context, text: str) -> Message:
    """What is said with what one mostly wants beside it: nobody is left with a bare sentence."""
    return Message(text, () if ctx.incoming.group else _usual(ctx))


def _usual(ctx: Context) -> tuple[tuple[Choice, ...], ...]:
    """What people in such a role mostly want, one tap each."""
    if ctx.rights.agencies("focal"):
        commands = ("/viec", "/capnhat")
    else:
        commands = ("/duyet", "/tonghop") if ctx.rights.has("officer") else ("/tonghop", "/tonghop quá hạn")
    texts = (*commands, "/trogiup")
    return (tuple(Choice(say("help.button_example", text=text), "example", {"text": text}) for text in texts),)


def thanked(ctx: Context, kind: str) -> Message:
    """A word of politeness; nobody is asked for results who gives none."""
    return Message(say("updates.courtesy", kind=kind if ctx.rights.agencies("focal") else "noted"))


def refused(ctx: Context, refusal: NotAllowed) -> Message:
    """What may not be done: a leader or an officer who means to report hears who does and what to do instead."""
    reads = not ctx.incoming.group and any(
        ctx.rights.has(role) for role in ("officer", "leader", "inspector", "agency_leader")
    )
    meant = reads and refusal.subject.startswith("assignment:") and refusal.action in REPORTING
    return (_instead(ctx) if meant else None) or Message(say("help.not_allowed", **_whose(ctx, refusal)))


def _whose(ctx: Context, refusal: NotAllowed) -> dict[str, str]:
    """What the refusal says: to an officer which department's plan the task belongs to, whom else to turn to.

    `code` is "" where no task was named, `coordinator` where it is nobody else's or not for this person to know.
    """
    code = refusal.subject.removeprefix("task:") if refusal.subject.startswith("task:") else ""
    task = ctx.session.get(Task, int(code)) if code.isdigit() else None
    officer = ctx.rights.has("officer")
    plan = ctx.session.get(Plan, task.plan_id) if task is not None and officer else None
    coordinator = agency_name(ctx.session, plan.coordinator_id) if plan is not None else ""
    kind = "admin" if officer else "order" if refusal.subject == "order" else "task" if task is not None else ""
    return {"kind": kind, "code": code if task is not None else "", "coordinator": coordinator}


def _instead(ctx: Context, ref: str = "") -> Message | None:
    """None for whoever reports for an agency."""
    if ctx.rights.agencies("focal") or ctx.args.get("on_behalf"):
        return None
    roles = [role for role in ("officer", "agency_leader") if ctx.rights.has(role)]
    return Message(say("updates.onlooker", role=roles[0] if roles else "", code=ref if ref.startswith("#") else "#12"))
