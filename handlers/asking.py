"""What an agency asks for: help with a blocker, a later date, to be reminded later."""

import datetime as dt
from typing import Any

from sqlmodel import col, select

from catalog import updates
from catalog.assignments import Said, snapshot_of
from catalog.messages import Choice, Message
from catalog.tables import Assignment, Blocker
from handlers.flow import enter, leave
from handlers.incoming import Context
from handlers.notices import extension_notice
from handlers.replies import Item, parse_reply
from handlers.replies.dates import later_by
from scheduler.calendar import shipped_calendar
from scheduler.due import snooze_until
from scheduler.wording import line_of
from templates.render import say

BLOCKER_KINDS = ("funding", "staff", "guidance", "coordination", "procurement", "land", "technical", "other")


def start_blocker(ctx: Context) -> list[Message]:
    """/vuongmac: which task first, unless it is clear."""
    return _about_or_ask(ctx, "blocker")


def start_extension(ctx: Context) -> list[Message]:
    """/giahan: which task first, unless it is clear."""
    return _about_or_ask(ctx, "extend")


def _about_or_ask(ctx: Context, do: str) -> list[Message]:
    agencies = ctx.rights.agencies("focal")
    rows = ctx.session.exec(
        select(Assignment)
        .where(
            col(Assignment.agency_id).in_(agencies), Assignment.role == "lead",
            col(Assignment.state).in_(("not_started", "in_progress")),
        )
        .order_by(col(Assignment.due).asc().nulls_last(), col(Assignment.id))
        .limit(10)
    ).all()  # fmt: skip
    if not rows:
        return [Message(say("answering.nothing_open"))]
    if len(rows) == 1:
        ctx.args = {"assignment": rows[0].id}
        return blocker_about(ctx) if do == "blocker" else extension_about(ctx)
    lines = [line_of(ctx.session, a, ctx.now, i) for i, a in enumerate(rows, start=1)]
    choices = tuple(
        (Choice(say("answering.pick", line=line), do, {"assignment": line.assignment_id}),) for line in lines
    )
    return [Message(say("answering.which_task", lines=lines), choices)]


def blocker_about(ctx: Context) -> list[Message]:
    """What kind of obstacle?"""
    assignment = _assignment(ctx)
    ctx.require("report_blocker", assignment)
    enter(ctx, "blocker", {"assignment": assignment.id, "kind": "other"})
    buttons = [
        Choice(say("asking.blocker_name", kind=kind), "blocker_kind", {"assignment": assignment.id, "kind": kind})
        for kind in BLOCKER_KINDS
    ]
    rows = tuple(tuple(buttons[i : i + 2]) for i in range(0, len(buttons), 2))
    return [Message(say("asking.which_blocker", line=line_of(ctx.session, assignment, ctx.now)), rows)]


def blocker_kind(ctx: Context) -> list[Message]:
    """The kind was tapped: now a sentence about it."""
    assignment = _assignment(ctx)
    ctx.require("report_blocker", assignment)
    enter(ctx, "blocker", {"assignment": assignment.id, "kind": ctx.args["kind"]})
    return [Message(say("asking.describe_blocker", kind=ctx.args["kind"]))]


def blocker_text(ctx: Context) -> list[Message]:
    """The sentence: recorded as a blocker of the kind chosen, or of the kind its words show."""
    if not ctx.words:
        return [Message(say("asking.describe_blocker", kind=ctx.args["kind"]))]
    assignment = _assignment(ctx)
    ctx.require("report_blocker", assignment)
    kind = ctx.args["kind"]
    if kind == "other":
        kind = next((item.blocker for item in parse_reply(ctx.words, ctx.today).items if item.blocker), "other")
    leave(ctx)
    try:
        return record_blocker(ctx, assignment, kind, Said(ctx.words, ctx.inbox_id))
    except updates.Impossible as problem:
        return [Message(say("answering.impossible", reason=problem.reason))]


def record_blocker(ctx: Context, assignment: Assignment, kind: str, words: Said) -> list[Message]:
    """Store the blocker, say it back, tell the officers. Raises updates.Impossible."""
    ctx.require("report_blocker", assignment)
    blocker = updates.open_blocker(ctx.session, assignment, kind, ctx.actor, ctx.now, words)
    line = line_of(ctx.session, assignment, ctx.now)
    resolved: dict[str, Any] = {"blocker": blocker.id}
    gone = (Choice(say("asking.button_resolved"), "blocker_resolved", resolved),)
    ctx.tell_officers(
        updates.plan_of(ctx.session, assignment).coordinator_id,
        Message(say("asking.blocker_notice", line=line, kind=kind, text=blocker.text), (gone,)),
    )
    return [Message(say("asking.blocker_recorded", line=line, kind=kind), (gone,))]


def blocker_resolved(ctx: Context) -> list[Message]:
    """The obstacle is gone."""
    blocker = ctx.session.get_one(Blocker, int(ctx.args["blocker"]))
    assignment = ctx.session.get_one(Assignment, blocker.assignment_id)
    ctx.require("resolve_blocker", assignment)
    try:
        updates.resolve_blocker(ctx.session, blocker, ctx.actor, ctx.now, Said(inbox_id=ctx.inbox_id))
    except updates.Impossible as problem:
        return [Message(say("answering.impossible", reason=problem.reason))]
    return [Message(say("asking.blocker_gone", line=line_of(ctx.session, assignment, ctx.now), kind=blocker.kind))]


def extension_about(ctx: Context) -> list[Message]:
    """Until when, and why?"""
    assignment = _assignment(ctx)
    ctx.require("ask_extension", assignment)
    if assignment.due is None:
        return [Message(say("answering.impossible", reason="no_due"))]
    enter(ctx, "extend", {"assignment": assignment.id})
    return [Message(say("asking.extension_how", line=line_of(ctx.session, assignment, ctx.now)))]


def extension_text(ctx: Context) -> list[Message]:
    """The new date and the reason, in one's own words."""
    assignment = _assignment(ctx)
    ctx.require("ask_extension", assignment)
    reply = parse_reply(f"xin gia hạn {ctx.words}", ctx.today)
    item = next((item for item in reply.items if item.requested_due or item.extend_by), None)
    if item is None:
        return [Message(say("asking.extension_date_needed"))]
    try:
        answer = record_extension(ctx, assignment, item, None, Said(ctx.words, ctx.inbox_id))
    except updates.Impossible as problem:
        return [Message(say("answering.impossible", reason=problem.reason))]
    leave(ctx)
    return answer


def record_extension(ctx: Context, assignment: Assignment, item: Item, slot: int | None, words: Said) -> list[Message]:
    """Store the request and pass it to the officers. Raises updates.Impossible."""
    ctx.require("ask_extension", assignment)
    stands = [s for s in snapshot_of(ctx.session, assignment).slots if not s.met and s.due]
    wanted = [s for s in stands if s.slot == slot] if slot is not None else stands
    if not wanted:
        raise updates.Impossible("no_due")
    stand = min(wanted, key=lambda s: s.due or dt.date.max)
    assert stand.due is not None
    due = item.requested_due or (later_by(max(stand.due, ctx.today), item.extend_by) if item.extend_by else None)
    if due is None:
        enter(ctx, "extend", {"assignment": assignment.id})
        return [Message(say("asking.extension_date_needed"))]
    extension = updates.ask_extension(ctx.session, assignment, stand.slot, due, ctx.actor, ctx.now, words)
    ctx.tell_officers(updates.plan_of(ctx.session, assignment).coordinator_id, extension_notice(ctx, extension))
    line = line_of(ctx.session, assignment, ctx.now)
    return [Message(say("asking.extension_asked", line=line, extension=extension))]


def snooze(ctx: Context) -> list[Message]:
    """Remind me later: recorded, at most 7 days, not past the due day."""
    days = min(int(ctx.args.get("days", 3)), 7)
    moved: list[dt.date] = []
    for assignment_id in ctx.args["assignments"]:
        assignment = ctx.session.get(Assignment, int(assignment_id))
        if assignment is None:
            continue
        ctx.require("update", assignment)
        until = snooze_until(ctx.today, days, assignment.due, shipped_calendar())
        if until is None:
            continue
        assignment.snoozed_until, assignment.snoozes = until, assignment.snoozes + 1
        assignment.next_nudge_at = ctx.now
        ctx.session.add(assignment)
        moved.append(until)
    return [Message(say("asking.snoozed", count=len(moved), until=min(moved, default=None)))]


def open_blockers(ctx: Context, assignment: Assignment) -> list[Blocker]:
    """Blockers of an assignment not yet resolved, oldest first."""
    return list(
        ctx.session.exec(
            select(Blocker)
            .where(Blocker.assignment_id == assignment.id, col(Blocker.resolved_at).is_(None))
            .order_by(col(Blocker.id))
        ).all()
    )


def _assignment(ctx: Context) -> Assignment:
    return ctx.session.get_one(Assignment, int(ctx.args["assignment"]))
