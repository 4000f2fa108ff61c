"""/viec: what my agency has to do, and the card of one task."""

import itertools
from typing import Any

from sqlmodel import col, select

from catalog.agencies.stored import agency_name
from catalog.messaging.channel_limits import CHANNELS
from catalog.messaging.fit_to_channel import SCREEN, lines_on_phone, screens
from catalog.messaging.inbox_and_outbox import Choice, Message, Subject
from catalog.messaging.message import in_rows
from catalog.people.people import display_name
from catalog.people.rights import may_assignment, people_with
from catalog.tables import Assignment, Extension, Slot, Task, Update
from catalog.work import blockers, evidence_of_assignment
from catalog.work.assignments import snapshot_of
from catalog.work.snapshot import OPEN, TO_DO
from catalog.work.updates import plan_of
from handlers.conversation import notices
from handlers.conversation.context import Context, NotAllowed
from handlers.conversation.proofs import proof_lines
from handlers.focal_point import support
from scheduler.digests import digest
from scheduler.digests.wording import line_of, lines_of, place_of, plan_label, shown_title
from templates.render import say

PAGE = 8
"""So many tasks fit one screen of a phone with their day only, and one message can answer all of them."""
ROOMY = 5
"""So many have room for two lines each."""

HISTORY_PAGE = 6

CARD_BUTTONS = 6
"""So many have room under a card, on Zalo a line each."""


def listing(ctx: Context) -> list[Message]:
    """/viec: the open work, most urgent first; /viec 12 or /viec #12: the card of task #12."""
    wanted = ctx.words.lstrip("#").strip()
    if wanted.isdigit() and len(wanted) <= 9:
        ctx.args = {"task": int(wanted)}
        return card(ctx)
    ctx.args = {"page": 0}
    return page(ctx)


def page(ctx: Context) -> list[Message]:
    """One page of the list; numbers go on across pages."""
    number = int(ctx.args.get("page", 0))
    agencies = ctx.rights.agencies("focal", "agency_leader")
    if not agencies:
        return [Message(say("tasks.no_agency"))]
    open_ones = ctx.session.exec(
        select(col(Assignment.id))
        .where(
            col(Assignment.agency_id).in_(agencies), Assignment.role == "lead",
            col(Assignment.state).in_(OPEN),
        )
        .order_by(col(Assignment.due).asc().nulls_last(), col(Assignment.id))
    ).all()  # fmt: skip
    size = max(digest.size_in(ctx.incoming.channel), PAGE)  # a letter says all at once
    shown = open_ones[number * size : (number + 1) * size]
    lines = lines_of(ctx.session, [(one or 0, "") for one in shown], ctx.now, number * size + 1)
    rows = in_rows([Choice(str(line.position), "card", {"assignment": line.assignment_id}) for line in lines], PAGE)
    if (left := len(open_ones) - (number + 1) * size) > 0:
        rows.append((Choice(say("digest.button_more", count=left), "list", {"page": number + 1}),))
    text = say(
        "tasks.listing", lines=lines, total=len(open_ones), today=ctx.today, own=bool(ctx.rights.agencies("focal")),
        brief=len(lines) > ROOMY,
    )  # fmt: skip
    return [
        Message(text, choices=tuple(rows), about=tuple(Subject(line.position, line.assignment_id) for line in lines))
    ]


def digest_page(ctx: Context) -> list[Message]:
    """ "Xem tiếp" under a digest."""
    shown = digest.more(ctx.session, ctx.args, ctx.person_id, ctx.contact.id or 0, ctx.now)
    return [shown or Message(say("help.old_button"))]


def card(ctx: Context) -> list[Message]:
    """The "6 rõ" of one task on one phone screen (document 001), with history, evidence, and what can be done."""
    assignment = _wanted(ctx)
    ctx.require("see", assignment)
    files = evidence_of_assignment.evidence_of(ctx.session, assignment.id)
    shown = [] if notices.is_classified(ctx, assignment) else files[-1:]
    proofs = proof_lines(ctx.session, assignment, shown, remarks=ctx.rights.has("officer"))
    text = say("tasks.card", **facts(ctx, assignment), evidence=files, proofs=proofs,
               history=history(ctx, assignment, 1))  # fmt: skip
    can = acts(ctx, assignment)
    if len(can) > CARD_BUTTONS:
        more = Choice(say("tasks.button_further"), "card_further", {"assignment": assignment.id})
        can = [*can[: CARD_BUTTONS - 1], more]
    return [Message(text, tuple(in_rows(can, 2)), about=(Subject(0, assignment.id or 0),))]


def whole(ctx: Context) -> list[Message]:
    """What the card shortens, in full, then the history: a phone's screen at a time, a letter as a whole."""
    assignment = _wanted(ctx)
    ctx.require("see", assignment)
    said = facts(ctx, assignment)
    room = 10 * SCREEN if CHANNELS[ctx.incoming.channel].letters else SCREEN
    parts = screens(say("tasks.whole", **said), room)
    page = min(int(ctx.args.get("page", 0)), len(parts) - 1)
    shown = [] if "skip" in ctx.args or not parts else [parts[page]]
    if shown and page < len(parts) - 1:
        further = {"page": page + 1}
    else:
        past, further = _past(ctx, assignment, room - sum(map(lines_on_phone, shown)))
        shown += past
    below = [_reminders(assignment)]
    if further:
        below.append(Choice(say("tasks.button_next"), "card_whole", {"assignment": assignment.id, **further}))
    text = "\n".join((say("tasks.whole_head", line=said["line"], expected=said["expected"]), *shown))
    return [Message(text, (tuple(below),), about=(Subject(0, assignment.id or 0),))]


def _past(ctx: Context, assignment: Assignment, room: int) -> tuple[list[str], dict[str, int]]:
    """The history from `skip` on as far as so many lines take it, and how it goes on."""
    skip = int(ctx.args.get("skip", 0))
    if notices.is_classified(ctx, assignment):
        return [say("tasks.past_classified")], {}
    rows = history(ctx, assignment, HISTORY_PAGE + 1, skip)
    if not rows:
        return [say("tasks.past_none")], {}
    told = [say("tasks.past", history=[row], length=200) for row in rows[:HISTORY_PAGE]]
    sizes = itertools.accumulate(map(lines_on_phone, told), initial=2)
    fits = sum(size <= room for size in [*sizes][1:]) or ("skip" in ctx.args)
    further = {"skip": skip + fits} if fits < len(rows) else {}
    return ([say("tasks.past_head"), *told[:fits]] if fits else []), further


def facts(ctx: Context, assignment: Assignment) -> dict[str, Any]:
    """What both forms of the card say."""
    task = ctx.session.get_one(Task, assignment.task_id)
    plan = plan_of(ctx.session, assignment)
    line = line_of(ctx.session, assignment, ctx.now)
    slots = ctx.session.exec(select(Slot).where(Slot.assignment_id == assignment.id).order_by(col(Slot.slot))).all()
    open_ones = blockers.open_blockers(ctx.session, assignment.id)
    waiting = ctx.session.exec(
        select(Extension).where(Extension.assignment_id == assignment.id, Extension.decision == "")
    ).all()
    names = [
        display_name(ctx.session, person) for person in people_with(ctx.session, "focal", assignment.agency_id, ctx.now)
    ]
    return {
        "line": line, "task": task, "title": shown_title(task), "plan": plan, "plan_label": plan_label(plan),
        "place": place_of(task), "slots": slots, "today": ctx.today, "waiting_extensions": waiting,
        "blockers": [(row, notices.must_act_name(ctx, row)) for row in open_ones], "focals": [n for n in names if n],
        "supporters": support.supporters_asked(ctx, assignment),
        "classified": task.classified, "self_confirmed": assignment.self_confirmed,
        "expected": assignment.expected_on if assignment.state in TO_DO else None,
        "coordinator": agency_name(ctx.session, plan.coordinator_id), "acceptance": plan.acceptance,
    }  # fmt: skip


def exists(ctx: Context, code: int) -> bool:
    """Whether there is a task with this code at all."""
    return ctx.session.get(Task, code) is not None


def _wanted(ctx: Context) -> Assignment:
    """The assignment meant: by id, or by the task's code among those this person may see, their own first."""
    if "assignment" in ctx.args:
        found = ctx.session.get(Assignment, int(ctx.args["assignment"]))
        if found is None:
            raise NotAllowed("see", "assignment")
        return found
    rows = ctx.session.exec(
        select(Assignment)
        .where(Assignment.task_id == int(ctx.args["task"]))
        .order_by(col(Assignment.role), col(Assignment.id))
    ).all()
    seen = [row for row in rows if may_assignment(ctx.session, ctx.rights, "see", row)]
    own = [row for row in seen if row.agency_id in ctx.rights.agencies("focal", "agency_leader")]
    if not seen:
        raise NotAllowed("see", f"task:{ctx.args['task']}")
    return (own or seen)[0]


def history(ctx: Context, assignment: Assignment, count: int, skip: int = 0) -> list[tuple[Update, str]]:
    """The last updates, the newest first, each with the name of whoever it is from; `skip` of them left out."""
    rows = ctx.session.exec(
        select(Update)
        .where(Update.assignment_id == assignment.id, Update.kind != "created")
        .order_by(col(Update.id).desc())
        .offset(skip)
        .limit(count)
    ).all()
    return [(row, display_name(ctx.session, row.person_id)) for row in rows]


def acts(ctx: Context, assignment: Assignment) -> list[Choice]:
    """All that this person can do with the task, what is pressing and common first."""
    about: dict[str, Any] = {"assignment": assignment.id}
    still_open = snapshot_of(ctx.session, assignment).open
    found = _judging(ctx, assignment)
    if may_update := still_open and _may(ctx, "update", assignment):
        later = (Choice(say("updates.button_extend"), "extend", about),) if assignment.due else ()
        found += [*update_buttons(assignment.id or 0), Choice(say("updates.button_blocker"), "blocker", about), *later]
    found.append(Choice(say("tasks.button_whole"), "card_whole", about))
    if files := evidence_of_assignment.evidence_of(ctx.session, assignment.id):
        found.append(Choice(say("evidence.button_show", count=len(files)), "evidence_show", about))
    may_edit = _may(ctx, "edit_task", assignment)
    for blocker in blockers.open_blockers(ctx.session, assignment.id)[:3]:
        which = {"blocker": blocker.id}
        if _may(ctx, "resolve_blocker", assignment):
            found.append(Choice(say("asking.button_gone", kind=blocker.kind), "blocker_resolved", which))
        if may_edit:
            found.append(Choice(say("asking.button_redirect_of", kind=blocker.kind), "redirect", which))
    found += support.button(ctx, assignment)
    if still_open and not may_update and _may(ctx, "enter_on_behalf", assignment):
        found.append(Choice(say("tasks.button_on_behalf"), "on_behalf", about))
    if may_edit and assignment.state != "done":
        found.append(Choice(say("edit_plan.button_change"), "task_card", {"task": assignment.task_id}))
    if ctx.rights.has("officer"):
        found.append(_reminders(assignment))
    if may_edit and assignment.state != "done":
        for act in ("suspend", "cancel") if still_open else ("resume",):
            found.append(Choice(say("tasks.button_act", act=act), "suspend", {**about, "act": act}))
    return found


def further_acts(ctx: Context) -> list[Message]:
    """What the card had no room for."""
    assignment = _wanted(ctx)
    ctx.require("see", assignment)
    rows = tuple(in_rows(acts(ctx, assignment)[CARD_BUTTONS - 1 :], 2))
    text = say("tasks.further_acts", line=line_of(ctx.session, assignment, ctx.now))
    return [Message(text, rows, about=(Subject(0, assignment.id or 0),))]


def _reminders(assignment: Assignment) -> Choice:
    return Choice(say("remind.button_log"), "nudge_log", {"task": assignment.task_id})


def _judging(ctx: Context, assignment: Assignment) -> list[Choice]:
    """Yes or no to what was reported, or a second look at what was accepted."""
    again = assignment.state == "done" and assignment.role == "lead" and _may(ctx, "return", assignment)
    if not again and not (assignment.state == "reported" and _may(ctx, "accept", assignment)):
        return []
    report = notices.newest_report(ctx, assignment)
    judged: dict[str, Any] = {"assignment": assignment.id, "report": report.id if report else None}
    if again:
        return [Choice(say("approvals.button_reopen"), "return", {**judged, "reopen": True})]
    return [
        Choice(say("approvals.button_accept"), "accept", judged),
        Choice(say("approvals.button_return"), "return", judged),
    ]


def _may(ctx: Context, action: Any, assignment: Assignment) -> bool:
    return may_assignment(ctx.session, ctx.rights, action, assignment)


def update_buttons(assignment_id: int) -> tuple[Choice, ...]:
    """The two things one does most often with a task."""
    about = {"assignment": assignment_id}
    return (
        Choice(say("updates.button_update"), "update", about),
        Choice(say("evidence.button_send"), "evidence", about),
    )
