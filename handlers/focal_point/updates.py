"""Updates: free text, replies to a digest, buttons. Understood, bound to the right task, then recorded."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from catalog.messaging.inbox_and_outbox import Choice, Message, Subject
from catalog.people.rights import may_assignment
from catalog.tables import Assignment
from catalog.text import fold
from catalog.work.assignments import snapshot_of
from handlers.conversation import bystanders, pick_one
from handlers.conversation.context import Context, Received
from handlers.conversation.open_conversations import enter, leave
from handlers.conversation.which_task import (
    Binding,
    Bound,
    assignment_of,
    bind_all,
    named,
    open_assignments,
    require,
    under_discussion,
)
from handlers.focal_point import evidence, files_beside, indicators, receipt, reporting_duties, tasks
from handlers.focal_point.doubts import asking, which
from handlers.focal_point.recording import record
from handlers.replies import Item, Reply, courtesy, parse_reply
from scheduler.digests.wording import line_of
from templates.render import say

_BARE_REF = re.compile(r"(#?)\s?(\d{1,6})")
_NAMED = re.compile(
    r"(#)\s?(\d{1,6})\b|\b(?:(?:nv|nhiem vu)(?: so)?|(?:viec|dau viec) so) ?(\d{1,3})"
    r"(?= *(?:$|[,.;:()-]|(?:a|nhe|em|anh|chi|ben|cua|cho|nay|va|trong)\b))"
)
"""A task named in a caption (folded) that says nothing else of it; not "nhiệm vụ 6 tháng đầu năm", nor "mục 2" and
"số 3", which may be parts of the document.
"""


def start(ctx: Context) -> list[Message]:
    """/capnhat, alone or with the update itself ("/capnhat #12 xong")."""
    if ctx.words or ctx.received:
        return free_text(ctx)
    candidates = open_assignments(ctx)
    if not candidates:
        return [bystanders.nothing_open(ctx)]
    if len(candidates) == 1:
        ctx.args = {"assignment": candidates[0].id}
        return about(ctx)
    return pick_one.pick(ctx, say("updates.ask_task"), candidates, "update")


def about(ctx: Context) -> list[Message]:
    """A task was chosen: offer the usual answers, and take free text."""
    assignment = assignment_of(ctx)
    require(ctx, "update", assignment)
    if not snapshot_of(ctx.session, assignment).open:
        return [Message(say("updates.impossible", reason="closed"))]
    target: dict[str, Any] = {"assignment": assignment.id}
    if ctx.args.get("on_behalf"):
        target["on_behalf"] = ctx.args["on_behalf"]
    if waiting := evidence.with_waiting(ctx, ()):
        target["files"] = [file.to_json() for file in waiting]
    enter(ctx, "update", target)
    line = line_of(ctx.session, assignment, ctx.now)
    answers = [("reported", None), ("in_progress", 75), ("in_progress", 50), ("in_progress", 25), ("not_started", 0)]
    buttons = [
        Choice(say("updates.quick", state=s, percent=p), "said", {**target, "state": s, "percent": p})
        for s, p in answers
    ]
    rows = (
        (buttons[0],),
        tuple(buttons[1:4]),
        (buttons[4], Choice(say("updates.button_blocker"), "blocker", target)),
    )
    return [Message(say("updates.how_far", line=line), choices=rows, about=(Subject(0, assignment.id or 0),))]


def said(ctx: Context) -> list[Message]:
    """A quick answer was tapped; what had been said before it stands with it (`handlers.focal_point.product_named`)."""
    percent = ctx.args["percent"]
    item = Item(ref=None, state=ctx.args["state"], percent=percent, documents=_documents(ctx))
    ctx.words = str(ctx.args.get("words", ""))
    ctx.received = Received.waiting_in(ctx.args)
    leave(ctx)
    return record(ctx, [Bound(item, assignment_of(ctx))])


def how_far(ctx: Context) -> list[Message]:
    """The task was chosen and its state is said in words; files that had waited for a task are its proof."""
    ctx.received = [*Received.waiting_in(ctx.args), *ctx.received]
    return free_text(ctx)


def free_text(ctx: Context, read: Reply | None = None) -> list[Message]:
    """Words: an update of one or several tasks, or none (a question, thanks) and then a short pointer.

    `read` is what they say where they were read already.
    """
    if (bare := _BARE_REF.fullmatch(ctx.words.strip())) and not ctx.received:
        return _opened(ctx, bare.group(0).replace(" ", ""))
    if (value := indicators.spoken(ctx)) is not None:
        return files_beside.not_taken(ctx, value) if ctx.received else value
    reply = read or parse_reply(ctx.words, ctx.today)
    if ctx.received and not reply.items:
        return _only_files(ctx)
    if not reply.items:
        if ctx.words and (kind := courtesy(ctx.words)):
            return [bystanders.thanked(ctx, kind)]
        if reply.doubts:
            return asking.asked(ctx, reply)
        again = pick_one.again(ctx, say("updates.no_update"))
        return again or ([bystanders.not_understood(ctx)] if ctx.words else [])
    items, answer = reporting_duties.claim(ctx, reply.items, reply.documents)
    if answer and not items:
        answer = receipt.with_waiting(ctx, answer, [item.ref for item in reply.items])
    binding = bind_all(ctx, items, [ref for ref in reply.unsure if ref]) if items else Binding()
    if binding.unknown:
        return [*answer, bystanders.no_such_task(ctx, binding.unknown)]
    doubt = reply.doubts[0] if reply.doubts else None
    if binding.bound:
        leave(ctx)
        ctx.args = {**ctx.args, "doubt": doubt, "repairs": reply.repairs}
        answer += record(ctx, [_with_source(ctx, part, reply.documents) for part in binding.bound])
        ctx.received = ()
    for item, candidates in binding.unclear:
        answer += which.ask(ctx, item, candidates)
    if doubt and not (answer and say("updates.doubt", doubt=doubt) in answer[-1].text):
        answer += asking.asked(ctx, reply, binding.bound)
    return answer


def which_typed(ctx: Context) -> list[Message]:
    """The question "which task?" is open and something was typed: a number answers it; an update stands by itself, and
    files that wait for their task are its proof: a photo, and then "2 xong".
    """
    waiting = ctx.args
    own = waiting.get("among") and any(file.kept for file in ctx.received)
    if own and ((tasks_named := _named_in(ctx)) or parse_reply(ctx.words, ctx.today).items):
        others = [one for one in tasks_named or () if one.id not in waiting["among"]]
        if others or not tasks_named:
            # The files that wait were sent with words about other tasks: they go on waiting for theirs.
            ctx.args, ctx.conversation = (
                {key: waiting[key] for key in ("on_behalf", "forwarded") if key in waiting},
                None,
            )
            return [*free_text(ctx), *_still_waiting(ctx, waiting)]
    typed = ctx.words.strip().lower().removeprefix("nv").removeprefix("số").strip()
    if _BARE_REF.fullmatch(typed):
        target = named(ctx, typed.replace(" ", ""))
        if target is None and not ctx.received:
            return [bystanders.no_such_task(ctx, typed)]
        if target is not None:
            ctx.args = {**ctx.args, "assignment": target.id}
            return which.chosen(ctx)
    says = bool(parse_reply(ctx.words, ctx.today).items)
    if ctx.received and not says and (tasks_named := _named_in(ctx)) and len(tasks_named) == 1:
        ctx.args = {**waiting, "words": waiting.get("words") or ctx.words, "assignment": tasks_named[0].id}
        return which.chosen(ctx)
    if says:
        refused = [file for file in ctx.received if file.kept is None]
        ctx.received = [*evidence.with_waiting(ctx, [one for one in ctx.received if one.kept is not None]), *refused]
    ctx.args = {key: waiting[key] for key in ("on_behalf", "forwarded") if key in waiting}
    return free_text(ctx)


def _still_waiting(ctx: Context, waiting: dict[str, Any]) -> list[Message]:
    """The question "which task?" again, for the files that still have none."""
    ctx.received, ctx.words = Received.waiting_in(waiting), str(waiting.get("words", ""))
    return evidence.ask_which(ctx, [ctx.session.get_one(Assignment, int(one)) for one in waiting["among"]])


def done_slot(ctx: Context) -> list[Message]:
    """Which milestone(s) "xong" was about."""
    ctx.words = str(ctx.args.get("words", ""))
    target = assignment_of(ctx)
    claim = Item(state="reported", documents=_documents(ctx))
    return record(ctx, [Bound(claim, target, int(slot)) for slot in ctx.args["slots"]])


def _with_source(ctx: Context, part: Bound, documents: Sequence[str]) -> Bound:
    """What is entered in an agency's place comes by a letter: its number is the source of all that it says."""
    if not ctx.args.get("on_behalf") or part.item.documents:
        return part
    return replace(part, item=replace(part.item, documents=tuple(documents)))


def _opened(ctx: Context, ref: str) -> list[Message]:
    """A bare number or "#12" asks for that task, as a tap on it would."""
    target = named(ctx, ref)
    if target is None and ref.startswith("#"):
        ctx.args = {"task": int(ref[1:])}
        return tasks.card(ctx)
    if target is None and (report := reporting_duties.opened(ctx, int(ref))) is not None:
        return [report]
    if target is None:
        return [bystanders.no_such_task(ctx, ref)]
    ctx.args = {**ctx.args, "assignment": target.id}
    if may_assignment(ctx.session, ctx.rights, "update", target) and snapshot_of(ctx.session, target).open:
        return about(ctx)
    return tasks.card(ctx)


def _only_files(ctx: Context) -> list[Message]:
    """Files without an update in their caption: evidence of the task under discussion, else ask."""
    if (late := evidence.late_part(ctx)) is not None:
        return late
    tasks_named = _named_in(ctx)
    if tasks_named is not None:
        return evidence.keep_for_each(ctx, tasks_named) if tasks_named else evidence.ask_which(ctx)
    target = under_discussion(ctx)
    if target is None:
        return evidence.ask_which(ctx)
    return evidence.keep_for(ctx, target)


def _named_in(ctx: Context) -> list[Assignment] | None:
    """The tasks a caption names ("#2", "minh chứng nv 3"), [] where one of them is none of the person's; None: none."""
    refs = [mark + (code or number) for mark, code, number in _NAMED.findall(fold(ctx.words))]
    if not refs:
        return None
    found = [named(ctx, ref) for ref in dict.fromkeys(refs)]
    return [] if None in found else [one for one in found if one is not None]


def _documents(ctx: Context) -> tuple[str, ...]:
    """The document numbers that wait in a choice."""
    return tuple(filter(None, str(ctx.args.get("documents", "")).split(", ")))
