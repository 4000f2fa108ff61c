"""What an agency asks for: help with a blocker, a later date, to be reminded later."""

import datetime as dt
import re
from typing import Any

from catalog import duties, updates
from catalog.agencies.called import agency_called
from catalog.assignments import Said, snapshot_of
from catalog.message import in_rows
from catalog.messages import Choice, Message, Subject
from catalog.progress import Snapshot
from catalog.recalled import recall
from catalog.tables import Assignment, Blocker, DutyPeriod, Extension, Update
from catalog.text import fold
from handlers import notices, onlookers, picking, said_back
from handlers.binding import assignment_of, named, open_assignments, require
from handlers.flow import enter, leave
from handlers.incoming import Context, NotAllowed
from handlers.replies import Item, later_by, parse_reply
from scheduler.putting_off import put_off
from scheduler.wording import line_of
from templates.render import say

FOR_A_SENTENCE = dt.timedelta(minutes=2)
"""How long a notice waits for the sentence that is asked for (what hinders, why later), so that officers read of it
once. Without that sentence it goes as it is; a sentence that comes later is told as an addition.
"""

BLOCKER_KINDS = ("funding", "staff", "guidance", "coordination", "procurement", "land", "technical", "other")

_REASON = re.compile(
    r"\b(?:vi|do|boi|tai|ly do|nguyen nhan|cho|doi|chua|vuong|thieu|khong kip|cham|phu thuoc|de (?!nghi)\w+)\b"
)
"""Words (folded) by which a request for a later date gives its reason; without any, the reason is asked for."""

_NUMBERED = re.compile(r"(?:#|(?:nv|nhiem vu|viec)\b)?\s*#?\d")


def start_blocker(ctx: Context) -> list[Message]:
    """/vuongmac: which task first, unless it is clear."""
    return _about_or_ask(ctx, "blocker")


def start_extension(ctx: Context) -> list[Message]:
    """/giahan: which task first, unless it is clear."""
    return _about_or_ask(ctx, "extend")


def _about_or_ask(ctx: Context, do: str) -> list[Message]:
    go = blocker_about if do == "blocker" else extension_about
    head, _, rest = ctx.words.partition(" ")
    target = named(ctx, head) if re.fullmatch(r"#?\d{1,6}", head) else None
    rows = [target] if target is not None else open_assignments(ctx)
    if not rows:
        return [onlookers.nothing_open(ctx)]
    if len(rows) > 1:
        return picking.pick(ctx, say("answering.ask_task"), rows, do)
    ctx.args = {"assignment": rows[0].id}
    answer = go(ctx)
    if target is None or not rest:
        return answer
    # "/giahan #12 đến 30/6 vì chờ hướng dẫn": all in one line.
    ctx.words = rest
    ctx.args = {"assignment": target.id, "kind": "other"}
    return blocker_text(ctx) if do == "blocker" else extension_text(ctx)


def blocker_about(ctx: Context) -> list[Message]:
    """What kind of obstacle?"""
    assignment = assignment_of(ctx)
    require(ctx, "report_blocker", assignment)
    if not snapshot_of(ctx.session, assignment).open:
        return [Message(say("answering.impossible", reason="closed"))]
    target = _target(ctx)
    enter(ctx, "blocker", {**target, "kind": "other"})
    buttons = [
        Choice(say("asking.blocker_name", kind=kind), "blocker_kind", {**target, "kind": kind})
        for kind in BLOCKER_KINDS
    ]
    text = say("asking.which_blocker", line=line_of(ctx.session, assignment, ctx.now))
    return [Message(text, tuple(in_rows(buttons, 2)), about=(Subject(0, assignment.id or 0),))]


def blocker_kind(ctx: Context) -> list[Message]:
    """The kind was tapped: recorded at once, so that leaving here loses nothing; a sentence about it is welcome."""
    assignment = assignment_of(ctx)
    behalf = require(ctx, "report_blocker", assignment)
    kind = str(ctx.args["kind"])
    try:
        record_blocker(ctx, assignment, kind, Said("", ctx.inbox_id, on_behalf=behalf), FOR_A_SENTENCE)
    except updates.Impossible as problem:
        return [Message(say("answering.impossible", reason=problem.reason))]
    enter(ctx, "blocker", {**_target(ctx), "kind": kind, "tapped": ctx.inbox_id})
    line = line_of(ctx.session, assignment, ctx.now)
    text = say("asking.describe_blocker", line=line, kind=kind, recorded=True)
    return [Message(text, (said_back.row(ctx, "blocker", **_target(ctx)),))]


def blocker_text(ctx: Context) -> list[Message]:
    """The sentence: recorded as a blocker of the kind chosen, or of the kind its words show."""
    assignment = assignment_of(ctx)
    behalf = require(ctx, "report_blocker", assignment)
    kind, target = str(ctx.args["kind"]), _target(ctx)
    line = line_of(ctx.session, assignment, ctx.now)
    if not re.search(r"\w", ctx.words):
        recorded = "tapped" in ctx.args
        return [Message(say("asking.describe_blocker", line=line, kind=kind, recorded=recorded))]
    reply = parse_reply(ctx.words, ctx.today)
    if kind == "other":
        kind = next((item.blocker for item in reply.items if item.blocker), "other")
    recall(ctx.session, ctx.args.get("tapped"))  # one notice with the words, where the one without was not sent yet
    leave(ctx)
    try:
        words = Said(ctx.words, ctx.inbox_id, ", ".join(reply.documents), behalf)
        heard = record_blocker(ctx, assignment, kind, words)
    except updates.Impossible as problem:
        return [Message(say("answering.impossible", reason=problem.reason))]
    text = say("asking.recorded", line=line_of(ctx.session, assignment, ctx.now), heard=heard)
    return [Message(text, (said_back.row(ctx, "blocker", **target),), about=(Subject(0, assignment.id or 0),))]


def record_blocker(
    ctx: Context, assignment: Assignment, kind: str, said: Said, after: dt.timedelta = dt.timedelta()
) -> str:
    """Store the blocker, tell the officers and the agency that must act; what to say of it in half a line.

    `after`: how long the notices wait for more to be said.

    Raises updates.Impossible.
    """
    require(ctx, "report_blocker", assignment)
    must_act = _must_act(ctx, assignment, said.text)
    blocker = updates.open_blocker(ctx.session, assignment, kind, ctx.actor, ctx.now, said, must_act)
    notices.tell_of_blocker(ctx, assignment, blocker, after)
    return say("asking.blocker_heard", kind=kind, agency=notices.must_act_name(ctx, blocker))


def _must_act(ctx: Context, assignment: Assignment, words: str) -> int | None:
    """The one agency the words surely name, unless it is the reporting one; a doubt names nobody."""
    named_one = agency_called(ctx.session, words).row if words else None
    return None if named_one == assignment.agency_id else named_one


def blocker_resolved(ctx: Context) -> list[Message]:
    """The obstacle is gone; the other side hears of it."""
    blocker = ctx.session.get_one(Blocker, int(ctx.args["blocker"]))
    assignment = ctx.session.get_one(Assignment, blocker.assignment_id)
    ctx.require("resolve_blocker", assignment)
    try:
        updates.resolve_blocker(ctx.session, blocker, ctx.actor, ctx.now, Said(inbox_id=ctx.inbox_id))
    except updates.Impossible as problem:
        return [Message(say("answering.impossible", reason=problem.reason))]
    notices.tell_of_resolved(ctx, assignment, blocker)
    line = line_of(ctx.session, assignment, ctx.now)
    return [Message(say("asking.blocker_gone", line=line, kind=blocker.kind), (said_back.row(ctx),))]


def extension_about(ctx: Context) -> list[Message]:
    """Until when, and why?"""
    assignment = assignment_of(ctx)
    require(ctx, "ask_extension", assignment)
    snapshot = snapshot_of(ctx.session, assignment)
    reason = _not_extended(snapshot)
    if not reason and updates.waits_for_all(ctx.session, assignment, snapshot):
        reason = "already_asked"
    if reason:
        return [Message(say("answering.impossible", reason=reason))]
    enter(ctx, "extend", _target(ctx))
    text = say("asking.extension_how", line=line_of(ctx.session, assignment, ctx.now))
    return [Message(text, about=(Subject(0, assignment.id or 0),))]


def _not_extended(snapshot: Snapshot) -> str:
    """Why this work has no date to be moved, "" where it has."""
    if not snapshot.open:
        return "closed"
    if snapshot.state == "reported":
        return "already_reported"
    return "no_due" if snapshot.next_due() is None else ""


def extension_text(ctx: Context) -> list[Message]:
    """The new date and the reason, in one's own words."""
    assignment = assignment_of(ctx)
    behalf = require(ctx, "ask_extension", assignment)
    reply = parse_reply(f"xin gia hạn {ctx.words}", ctx.today)
    if doubt := next((d for d in reply.doubts if d in ("impossible_date", "date_in_past")), None):
        return [Message(say("answering.doubt", doubt=doubt))]
    item = next((item for item in reply.items if item.requested_due or item.extend_by), None)
    if item is None:
        return [Message(say("asking.extension_date_needed", line=line_of(ctx.session, assignment, ctx.now)))]
    said, target = Said(ctx.words, ctx.inbox_id, ", ".join(reply.documents), behalf), _target(ctx)
    leave(ctx)
    try:
        heard, questions = record_extension(ctx, assignment, item, None, said)
    except updates.Impossible as problem:
        enter(ctx, "extend", _target(ctx))
        return [Message(say("answering.impossible", reason=problem.reason))]
    text = say("asking.recorded", line=line_of(ctx.session, assignment, ctx.now), heard=heard)
    recorded = Message(text, (said_back.row(ctx, "extend", **target),), about=(Subject(0, assignment.id or 0),))
    return said_back.with_questions(recorded, questions)


def record_extension(
    ctx: Context, assignment: Assignment, item: Item, slot: int | None, said: Said
) -> tuple[str, list[Message]]:
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
        enter(ctx, "extend", {**_target(ctx), "assignment": assignment.id})
        if ctx.args.get("doubt") in ("impossible_date", "date_in_past"):
            return "", [Message(say("answering.doubt", doubt=ctx.args["doubt"]))]
        return "", [Message(say("asking.extension_date_needed", line=line_of(ctx.session, assignment, ctx.now)))]
    reason = said.text if item.blocker or _REASON.search(fold(said.text)) else ""
    extension = updates.ask_extension(
        ctx.session, assignment, stand.slot, due, ctx.actor, ctx.now, said, reason
    )  # fmt: skip
    plan = updates.plan_of(ctx.session, assignment)
    after = dt.timedelta() if reason else FOR_A_SENTENCE  # one notice with the reason, but never none
    ctx.tell_officers(plan.coordinator_id, notices.extension_notice(ctx, extension), after)
    heard = say("asking.extension_heard", extension=extension)
    if reason:
        return heard, []
    asked = ctx.conversation.data["extensions"] if ctx.conversation and ctx.conversation.flow == "extend_reason" else []
    enter(ctx, "extend_reason", {**_target(ctx), "extensions": [*asked, extension.id]})  # one reason for all of them
    return heard, [Message(say("asking.why_extension"))]


def reason_text(ctx: Context) -> list[Message]:
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
            refused = Message(say("answering.impossible", reason=problem.reason))
            continue
        plan = updates.plan_of(ctx.session, assignment)
        added = not unread.get(events.get(extension.update_id))
        ctx.tell_officers(plan.coordinator_id, notices.extension_notice(ctx, extension, added=added))
        lines.append(line_of(ctx.session, assignment, ctx.now))
    return [Message(say("asking.reason_kept", lines=lines), (said_back.row(ctx),))] if lines else [refused]


def reports_on_others(ctx: Context) -> bool:
    """Whether the words, instead of a reason, say by their numbers how far other tasks are ("4 xong, 5 được 50%")."""
    items = parse_reply(ctx.words, ctx.today).items
    if not _NUMBERED.match(fold(ctx.words)) or not all(item.state and item.ref not in (None, "*") for item in items):
        return False
    asked = {ctx.session.get_one(Extension, int(one)).assignment_id for one in ctx.args.get("extensions", ())}
    meant = [named(ctx, item.ref or "") for item in items]
    return bool(meant) and all(one is not None and one.id not in asked for one in meant)


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
        if not duties.may_report(ctx.session, ctx.rights, owed):
            raise NotAllowed("update", f"duty_period:{owed.id}")
        rows.append(owed)
    days = min(int(ctx.args.get("days", 3)), 7)
    moved = put_off(ctx.session, rows, days, ctx.actor, ctx.now, ctx.calendar)
    return [Message(say("asking.snoozed", count=len(moved), until=min(moved, default=None)))]


def _target(ctx: Context) -> dict[str, Any]:
    return {key: ctx.args[key] for key in ("assignment", "on_behalf") if ctx.args.get(key)}
