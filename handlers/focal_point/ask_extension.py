"""A later date (xin gia hạn): until when, why, and the reason that is said after the date."""

import datetime as dt
import re

from catalog.messaging.inbox_and_outbox import Choice, Message, Subject
from catalog.messaging.message import in_rows
from catalog.messaging.withdrawn import recall
from catalog.tables import Assignment, Extension, Update
from catalog.text import fold
from catalog.work import updates
from catalog.work.assignments import Said, snapshot_of
from catalog.work.snapshot import Snapshot
from handlers.conversation import notices, pick_one, undo_buttons
from handlers.conversation.context import Context
from handlers.conversation.open_conversations import enter, leave
from handlers.conversation.which_task import assignment_of, named, require, target_of
from handlers.replies import Item, later_by, parse_reply
from scheduler.digests.wording import line_of
from templates.render import say

_REASON = re.compile(
    r"\b(?:vi|do|boi|tai|ly do|nguyen nhan|cho|doi|chua|vuong|thieu|khong kip|cham|phu thuoc|de (?!nghi)\w+)\b"
)
"""Words (folded) by which a request for a later date gives its reason; without any, the reason is asked for."""

_NUMBERED = re.compile(r"(?:#|(?:nv|nhiem vu|viec)\b)?\s*#?\d")


def start(ctx: Context) -> list[Message]:
    """/giahan: which task first, unless it is clear."""
    return pick_one.one_or_ask(ctx, "extend", about, date_given)


def about(ctx: Context) -> list[Message]:
    """Until when, and why?"""
    assignment = assignment_of(ctx)
    require(ctx, "ask_extension", assignment)
    snapshot = snapshot_of(ctx.session, assignment)
    reason = _not_extended(snapshot)
    if not reason and updates.waits_for_all(ctx.session, assignment, snapshot):
        reason = "already_asked"
    if reason:
        return [Message(say("updates.impossible", reason=reason))]
    enter(ctx, "extend", target_of(ctx))
    text = say("asking.extension_how", line=line_of(ctx.session, assignment, ctx.now))
    return [Message(text, about=(Subject(0, assignment.id or 0),))]


def _not_extended(snapshot: Snapshot) -> str:
    """Why this work has no date to be moved, "" where it has."""
    if not snapshot.open:
        return "closed"
    if snapshot.state == "reported":
        return "already_reported"
    return "no_due" if snapshot.next_due() is None else ""


def date_given(ctx: Context) -> list[Message]:
    """The new date and the reason, in one's own words."""
    assignment = assignment_of(ctx)
    behalf = require(ctx, "ask_extension", assignment)
    reply = parse_reply(f"xin gia hạn {ctx.words}", ctx.today)
    if doubt := next((d for d in reply.doubts if d in ("impossible_date", "date_in_past")), None):
        line = line_of(ctx.session, assignment, ctx.now)
        question = say("updates.doubt_of", line=line, question=say("updates.doubt", doubt=doubt))
        return [_which_day(ctx, assignment, question)]
    item = next((item for item in reply.items if item.requested_due or item.extend_by), None)
    if item is None:
        line = line_of(ctx.session, assignment, ctx.now)
        return [_which_day(ctx, assignment, say("asking.extension_date_needed", line=line))]
    return _requested(ctx, assignment, item, Said(ctx.words, ctx.inbox_id, ", ".join(reply.documents), behalf))


def day_chosen(ctx: Context) -> list[Message]:
    """A day was tapped instead of typed: the words said before it give the reason, where they do."""
    assignment = assignment_of(ctx)
    behalf = require(ctx, "ask_extension", assignment)
    item = Item(requested_due=dt.date.fromisoformat(str(ctx.args["day"])), asks_extension=True)
    return _requested(ctx, assignment, item, Said(str(ctx.args.get("words", "")), ctx.inbox_id, "", behalf))


def _which_day(ctx: Context, assignment: Assignment, question: str) -> Message:
    """The question for a day, with the usual ones behind the date in force as buttons."""
    due = snapshot_of(ctx.session, assignment).next_due() or ctx.today
    args = {**target_of(ctx), "assignment": assignment.id, "words": ctx.words}
    days = [
        Choice(say("asking.button_day", day=day), "extend_to", {**args, "day": day.isoformat()})
        for day in days_offered(max(due, ctx.today))
    ]
    return Message(question, tuple(in_rows(days, 2)), about=(Subject(0, assignment.id or 0),))


def days_offered(after: dt.date) -> list[dt.date]:
    """A week on, and the next three ends of a month behind a day, each once, in order."""
    ends = [later_by(after.replace(day=1), f"P{months}M") - dt.timedelta(days=1) for months in (1, 2, 3)]
    return sorted({after + dt.timedelta(days=7), *(day for day in ends if day > after)})


def _requested(ctx: Context, assignment: Assignment, item: Item, said: Said) -> list[Message]:
    target = target_of(ctx)
    leave(ctx)
    try:
        heard, questions = record(ctx, assignment, item, None, said)
    except updates.Impossible as problem:
        enter(ctx, "extend", target_of(ctx))
        return [Message(say("updates.impossible", reason=problem.reason))]
    text = say("asking.recorded", line=line_of(ctx.session, assignment, ctx.now), heard=heard)
    recorded = Message(text, (undo_buttons.row(ctx, "extend", **target),), about=(Subject(0, assignment.id or 0),))
    return undo_buttons.with_questions(recorded, questions)


def record(ctx: Context, assignment: Assignment, item: Item, slot: int | None, said: Said) -> tuple[str, list[Message]]:
    """Store the request and pass it to the officers: what to say of it in half a line, and what has to be asked yet.

    Without a date nothing is stored; without a reason the request stands and the reason is asked for. Raises
    updates.Impossible.
    """
    require(ctx, "ask_extension", assignment)
    snapshot = snapshot_of(ctx.session, assignment)
    if reason := _not_extended(snapshot):
        raise updates.Impossible(reason)
    stands = [s for s in snapshot.slots if not s.met and s.due]
    wanted = [s for s in stands if slot is None or s.slot == slot or (len(stands) == 1 and slot == 1)]
    if not wanted:
        raise updates.Impossible("no_due")
    stand = min(wanted, key=lambda s: s.due or dt.date.max)
    assert stand.due is not None
    due = item.requested_due or (later_by(max(stand.due, ctx.today), item.extend_by) if item.extend_by else None)
    if due is None:
        enter(ctx, "extend", {**target_of(ctx), "assignment": assignment.id})
        question = say("asking.extension_date_needed", line=line_of(ctx.session, assignment, ctx.now))
        if ctx.args.get("doubt") in ("impossible_date", "date_in_past"):
            line = line_of(ctx.session, assignment, ctx.now)
            question = say("updates.doubt_of", line=line, question=say("updates.doubt", doubt=ctx.args["doubt"]))
        return "", [_which_day(ctx, assignment, question)]
    reason = said.text if item.blocker or _REASON.search(fold(said.text)) else ""
    extension = updates.ask_extension(
        ctx.session, assignment, stand.slot, due, ctx.actor, ctx.now, said, reason
    )  # fmt: skip
    plan = updates.plan_of(ctx.session, assignment)
    after = dt.timedelta() if reason else notices.FOR_A_SENTENCE  # one notice with the reason, but never none
    ctx.tell_officers(plan.coordinator_id, notices.extension_notice(ctx, extension), after)
    heard = say("asking.extension_heard", extension=extension)
    if reason:
        return heard, []
    asked = ctx.conversation.data["extensions"] if ctx.conversation and ctx.conversation.flow == "extend_reason" else []
    enter(ctx, "extend_reason", {**target_of(ctx), "extensions": [*asked, extension.id]})  # one reason for all of them
    return heard, [Message(say("asking.why_extension"))]


def reason_given(ctx: Context) -> list[Message]:
    """Why the later date is needed, said after the request(s): the officers see it with each."""
    asked = ctx.args.get("extensions") or [ctx.args["extension"]]  # one alone: begun before there could be several
    rows = [ctx.session.get_one(Extension, int(one)) for one in asked]
    targets = [ctx.session.get_one(Assignment, row.assignment_id) for row in rows]
    behalf = [require(ctx, "ask_extension", target) for target in targets]
    if not re.search(r"[^\W\d_]{2}", ctx.words):
        return [Message(say("asking.why_extension"))]
    leave(ctx)
    lines = []
    requests = [ctx.session.get(Update, row.update_id) for row in rows if row.update_id is not None]
    events = {request.id: request.inbox_id for request in requests if request is not None}
    unread = {event: recall(ctx.session, event, held_back=True) > 0 for event in dict.fromkeys(events.values())}
    for extension, assignment, entered in zip(rows, targets, behalf, strict=True):
        try:
            said = Said(ctx.words, ctx.inbox_id, on_behalf=entered)
            updates.add_reason(ctx.session, extension, ctx.actor, ctx.now, said)
        except updates.Impossible as problem:
            refused = Message(say("updates.impossible", reason=problem.reason))
            continue
        plan = updates.plan_of(ctx.session, assignment)
        added = not unread.get(events.get(extension.update_id))
        ctx.tell_officers(plan.coordinator_id, notices.extension_notice(ctx, extension, added=added))
        lines.append(line_of(ctx.session, assignment, ctx.now))
    return [Message(say("asking.reason_kept", lines=lines), (undo_buttons.row(ctx),))] if lines else [refused]


def reports_on_others(ctx: Context) -> bool:
    """Whether the words, instead of a reason, say by their numbers how far other tasks are ("4 xong, 5 được 50%")."""
    items = parse_reply(ctx.words, ctx.today).items
    if not _NUMBERED.match(fold(ctx.words)) or not all(item.state and item.ref not in (None, "*") for item in items):
        return False
    asked = {ctx.session.get_one(Extension, int(one)).assignment_id for one in ctx.args.get("extensions", ())}
    meant = [named(ctx, item.ref or "") for item in items]
    return bool(meant) and all(one is not None and one.id not in asked for one in meant)
