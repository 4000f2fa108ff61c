"""The officer's desk: accept or return what was reported, one by one through /duyet or several at once."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlmodel import col, select

from catalog.messaging.inbox_and_outbox import Choice, Message, Subject
from catalog.people.people import display_name
from catalog.people.rights import people_with
from catalog.tables import Assignment, Slot
from catalog.work import updates
from catalog.work.assignments import Said, snapshot_of
from catalog.work.snapshot import TO_DO
from handlers.conversation import notices
from handlers.conversation.board_address import button, page_of
from handlers.conversation.context import Context
from handlers.conversation.open_conversations import enter, leave
from handlers.conversation.reports_together import together
from handlers.conversation.which_task import assignment_of
from handlers.officer import desk
from handlers.replies import parse_reply
from scheduler.digests.wording import line_of
from templates.render import say


def queue(ctx: Context) -> list[Message]:
    """/duyet: the oldest thing that waits, with how many are left; after each decision the next one is shown."""
    skip = int(ctx.args.get("skip", 0))
    waiting = desk.waiting(ctx)
    if not waiting.total:
        return [Message(say("approvals.nothing"))]
    following = desk.entry(ctx, waiting, skip)
    if following is None:
        again = (Choice(say("approvals.button_from_start"), "queue", {"skip": 0}),)
        return [Message(say("approvals.end_of_queue", left=waiting.total), (again,))]
    if skip:
        return [following]
    several = (
        Choice(say("approvals.button_bulk", count=len(waiting.reports)), "bulk", {}),
        button(page_of({}, part="reported")),
    )
    counts = say(
        "approvals.queue", reports=len(waiting.reports), extensions=len(waiting.extensions),
        objections=len(waiting.objections), joins=len(waiting.joins),
    )  # fmt: skip
    # One message: where choices are typed as numbers, only the newest question can be answered.
    choices = (*following.choices, several) if len(waiting.reports) > 1 else following.choices
    return [Message(f"{counts}\n\n{following.text}", choices, about=following.about)]


def accept(ctx: Context) -> list[Message]:
    """One tap: accepted, if it is still the report that was shown. The agency is told."""
    assignment = assignment_of(ctx)
    ctx.require("accept", assignment)
    if changed := _changed(ctx, assignment):
        return changed
    try:
        updates.accept(ctx.session, assignment, ctx.actor, ctx.now, Said(inbox_id=ctx.inbox_id))
    except updates.Impossible as problem:
        return _settled(ctx, assignment, problem)
    line = line_of(ctx.session, assignment, ctx.now)
    accepted = Message(say("approvals.you_are_accepted", lines=[line]), about=(Subject(0, assignment.id or 0),))
    _tell_reporter(ctx, assignment, accepted)
    text = say("approvals.accepted", line=line, self_confirmed=assignment.self_confirmed)
    return [Message(text, about=(Subject(0, assignment.id or 0),)), *goes_on(ctx)]


def _changed(ctx: Context, assignment: Assignment) -> list[Message]:
    """An old notice decides nothing about a newer report: that one is shown instead."""
    report = notices.newest_report(ctx, assignment)
    if report is None or ctx.args.get("report") in (None, report.id):
        return []
    if assignment.state != "reported":
        # What stands of the milestones can be returned by any notice: which is asked, and said back.
        met = any(stand.met for stand in snapshot_of(ctx.session, assignment).slots)
        return [] if met and assignment.state in TO_DO else _settled(ctx, assignment)
    queue_at = ctx.args.get("queue")
    return [Message(say("approvals.impossible", reason="changed")), notices.done_notice(ctx, assignment, queue_at)]


def _settled(ctx: Context, assignment: Assignment, problem: updates.Impossible | None = None) -> list[Message]:
    """Nothing waits to be judged there any more: how it stands, and which colleague decided it a moment before."""
    if problem is not None and problem.reason != "not_reported":
        return [Message(say("approvals.impossible", reason=problem.reason)), *desk.following(ctx)]
    line, last = line_of(ctx.session, assignment, ctx.now), notices.newest_judgement(ctx, assignment)
    name = display_name(ctx.session, last.person_id) if last is not None else ""
    return [Message(say("approvals.settled", line=line, last=last, name=name)), *desk.following(ctx)]


def ask_reason(ctx: Context) -> list[Message]:
    """Return: which milestones where several are reported, then the reason."""
    assignment = assignment_of(ctx)
    ctx.require("return", assignment)
    if changed := _changed(ctx, assignment):
        return changed
    snapshot = snapshot_of(ctx.session, assignment)
    met = [stand.slot for stand in snapshot.slots if stand.met]
    reopen = bool(ctx.args.get("reopen"))
    if not met or not (snapshot.state == "done" if reopen else snapshot.open):
        return _settled(ctx, assignment)
    wanted = [int(slot) for slot in ctx.args.get("slots", [])]
    if len(met) > 1 and not wanted:
        return [_which_to_return(ctx, assignment, met)]
    kept: dict[str, Any] = {
        key: ctx.args[key] for key in ("queue", "report", "reopen", "bulk", "without") if key in ctx.args
    }
    enter(ctx, "return", {"assignment": assignment.id, "slots": wanted or met, **kept})
    line, milestones = line_of(ctx.session, assignment, ctx.now), _milestones(ctx, assignment, wanted or met)
    text = say("approvals.why_return", line=line, milestones=milestones, reopen=reopen)
    return [Message(text, about=(Subject(0, assignment.id or 0),))]


def _milestones(ctx: Context, assignment: Assignment, slots: Sequence[int]) -> list[Slot]:
    """These milestones of a task that has several, in order; [] of one that has not."""
    rows = ctx.session.exec(select(Slot).where(Slot.assignment_id == assignment.id).order_by(col(Slot.slot))).all()
    return [row for row in rows if row.slot in slots] if len(rows) > 1 else []


def _which_to_return(ctx: Context, assignment: Assignment, met: list[int]) -> Message:
    rows = _milestones(ctx, assignment, met)
    choices = [(Choice(say("updates.slot", slot=row), "return", {**ctx.args, "slots": [row.slot]}),) for row in rows]
    choices.append((Choice(say("updates.all_slots", count=len(met)), "return", {**ctx.args, "slots": met}),))
    text = say("approvals.which_return", line=line_of(ctx.session, assignment, ctx.now))
    return Message(text, tuple(choices), about=(Subject(0, assignment.id or 0),))


def reason_given(ctx: Context) -> list[Message]:
    """The reason came: return it, and tell the agency why."""
    if not re.search(r"[^\W\d_]{2}", ctx.words):  # a number is a choice of an earlier message, not a reason
        return [Message(say("approvals.reason_needed"))]
    assignment = assignment_of(ctx)
    ctx.require("return", assignment)
    leave(ctx)
    if changed := _changed(ctx, assignment):
        return changed
    documents = ", ".join(parse_reply(ctx.words, ctx.today).documents)
    slots = tuple(int(slot) for slot in ctx.args.get("slots", []))
    try:
        said = Said(ctx.words, ctx.inbox_id, documents)
        reopen = bool(ctx.args.get("reopen"))
        updates.send_back(ctx.session, assignment, ctx.actor, ctx.now, said, slots, accepted=reopen)
    except updates.Impossible as problem:
        return _settled(ctx, assignment, problem)
    line = line_of(ctx.session, assignment, ctx.now)
    again = {"assignment": assignment.id}
    buttons = (
        (
            Choice(say("evidence.button_send"), "evidence", again),
            Choice(say("updates.button_update"), "update", again),
        ),
    )
    facts = {"line": line, "milestones": _milestones(ctx, assignment, slots), "reopen": reopen}
    text = say("approvals.you_are_returned", **facts, reason=ctx.words)
    # Whoever is at the desk has to act on it, not only the one who reported.
    notices.tell_agency(ctx, assignment, Message(text, buttons, about=(Subject(0, assignment.id or 0),)))
    answer = Message(say("approvals.returned", **facts), about=(Subject(0, assignment.id or 0),))
    return [answer, *goes_on(ctx)]


def one(ctx: Context) -> list[Message]:
    """One report of the list, with its evidence and the buttons that judge it; after that the list goes on."""
    assignment = assignment_of(ctx)
    ctx.require("accept", assignment)
    if assignment.state != "reported":
        return [*_settled(ctx, assignment), *bulk(ctx)]
    shown, aside = notices.done_notice(ctx, assignment), _aside(ctx)
    page = {"page": ctx.args["page"]} if ctx.args.get("page") else {}
    kept = {"bulk": True, "without": aside, **page}
    rows = tuple(
        tuple(replace(c, args={**c.args, **kept}) if c.do in ("accept", "return") else c for c in row)
        for row in shown.choices
    )
    back = (
        Choice(say("approvals.button_aside"), "bulk", {"without": [*aside, assignment.id], **page}),
        Choice(say("approvals.button_to_list"), "bulk", {"without": aside, **page}),
    )
    return [replace(shown, choices=(*rows, back))]


def _aside(ctx: Context) -> list[int]:
    """The assignments that the list on the screen leaves out."""
    return [int(one) for one in ctx.args.get("without", [])]


def goes_on(ctx: Context) -> list[Message]:
    """What is next after a decision: of the queue, or of the list the report was taken from."""
    if ctx.args.get("bulk"):
        return bulk(ctx)
    return desk.following(ctx)


def bulk(ctx: Context) -> list[Message]:
    """Several reports on one screen, a page of them, to be accepted with one tap; one's own are left out."""
    rows, only = listed(ctx), ctx.args.get("only")
    if only is not None:
        rows = [row for row in rows if row.id in only] or rows
    page = int(ctx.args.get("page", 0))
    return [together(ctx, rows, _aside(ctx), page, desk=only is None) if rows else _only_aside(ctx)]


def _only_aside(ctx: Context) -> Message:
    """Nothing is left on the list: the reports that were laid aside still wait, one's own for a colleague."""
    reports = desk.waiting(ctx).reports
    own = sum(_own(ctx, report) for report in reports)
    aside = len(reports) - own
    if not reports:
        return Message(say("approvals.nothing"))
    again = (Choice(say("approvals.button_aside_again", count=aside), "bulk", {}),) if aside else ()
    return Message(say("approvals.only_aside", aside=aside, own=own), (again,) if again else ())


def listed(ctx: Context) -> list[Assignment]:
    """The reports that can be accepted together: not one's own, not laid aside."""
    aside = _aside(ctx)
    return [a for a in desk.waiting(ctx).reports if not _own(ctx, a) and a.id not in aside]


def list_goes_on(ctx: Context) -> list[Message]:
    """After several of the list were accepted: what is left of it, or the queue."""
    aside = _aside(ctx)
    ctx.args = {"without": aside}
    left = listed(ctx)
    if len(left) > 1:
        return [together(ctx, left, aside, desk=True)]
    return [_only_aside(ctx)] if aside and not left else queue(ctx)


def _own(ctx: Context, assignment: Assignment) -> bool:
    stands = snapshot_of(ctx.session, assignment)
    return ctx.person_id in updates.claimants(ctx.session, assignment, stands)


def _tell_reporter(ctx: Context, assignment: Assignment, message: Message) -> None:
    """To whoever reported; where an officer entered it, or who reported has left, to the agency's focal points."""
    report = notices.newest_report(ctx, assignment)
    focals = people_with(ctx.session, "focal", assignment.agency_id, ctx.now)
    reporter = report.person_id if report is not None and not report.on_behalf else None
    if reporter in focals and (reporter == ctx.person_id or ctx.tell(reporter or 0, message)):
        return
    notices.tell_agency(ctx, assignment, message)
