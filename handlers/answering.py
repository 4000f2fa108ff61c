"""Updates: free text, replies to a digest, buttons. Understood, bound to the right task, said back in one line."""

from sqlmodel import col, select

from catalog import updates
from catalog.assignments import Said, snapshot_of
from catalog.messages import Choice, Message, Subject
from catalog.tables import Assignment, Slot
from handlers import asking, evidence
from handlers.binding import Bound, assignment_of, bind, open_assignments, under_discussion
from handlers.flow import enter, leave
from handlers.incoming import Context, Received, Sorry
from handlers.notices import done_notice
from handlers.replies import Item, parse_reply
from scheduler.wording import line_of
from templates.render import say


def start(ctx: Context) -> list[Message]:
    """/capnhat, alone or with the update itself ("/capnhat #12 xong")."""
    if ctx.words:
        return free_text(ctx)
    candidates = open_assignments(ctx)
    if not candidates:
        return [Message(say("answering.nothing_open"))]
    if len(candidates) == 1:
        ctx.args = {"assignment": candidates[0].id}
        return about(ctx)
    lines = [line_of(ctx.session, a, ctx.now, i) for i, a in enumerate(candidates[:10], start=1)]
    choices = tuple(
        (Choice(say("answering.pick", line=line), "update", {"assignment": line.assignment_id}),) for line in lines
    )
    subjects = tuple(Subject(line.position, line.assignment_id) for line in lines)
    return [Message(say("answering.which_task", lines=lines), choices=choices, about=subjects)]


def about(ctx: Context) -> list[Message]:
    """A task was chosen: offer the usual answers, and take free text."""
    assignment = assignment_of(ctx)
    ctx.require("update", assignment)
    enter(ctx, "update", {"assignment": assignment.id})
    line = line_of(ctx.session, assignment, ctx.now)
    answers = [("reported", 100), ("in_progress", 75), ("in_progress", 50), ("in_progress", 25), ("not_started", 0)]
    buttons = [
        Choice(
            say("answering.quick", state=s, percent=p), "said", {"assignment": assignment.id, "state": s, "percent": p}
        )
        for s, p in answers
    ]
    rows = (
        (buttons[0],),
        tuple(buttons[1:4]),
        (buttons[4], Choice(say("answering.button_blocker"), "blocker", ctx.args)),
    )
    return [Message(say("answering.how_far", line=line), choices=rows, about=(Subject(1, assignment.id or 0),))]


def said(ctx: Context) -> list[Message]:
    """A quick answer was tapped."""
    item = Item(ref=None, state=ctx.args["state"], percent=int(ctx.args["percent"]))
    leave(ctx)
    return _record(ctx, [Bound(item, assignment_of(ctx))], documents=())


def free_text(ctx: Context) -> list[Message]:
    """Words: an update of one or several tasks, or none (a question, thanks) and then a short pointer."""
    reply = parse_reply(ctx.words, ctx.today)
    if ctx.received and not reply.items:
        return _only_files(ctx)
    if not reply.items:
        if reply.doubts:
            return [Message(say("answering.doubt", doubt=reply.doubts[0]))]
        return [Message(say("answering.no_update"))] if ctx.words else []
    bound: list[Bound] = []
    for item in reply.items:
        found = bind(ctx, item)
        if not found:
            return _ask_which(ctx, item)
        bound.extend(found)
    leave(ctx)
    answer = _record(ctx, bound, reply.documents)
    if reply.doubts:
        answer.append(Message(say("answering.doubt", doubt=reply.doubts[0])))
    return answer


def which(ctx: Context) -> list[Message]:
    """The task was named after the update had been typed."""
    ctx.words = str(ctx.args["words"])
    ctx.args = {"assignment": ctx.args["assignment"]}
    return free_text(ctx)


def done_slot(ctx: Context) -> list[Message]:
    """Which milestone "xong" was about."""
    item = Item(ref=None, state="reported", percent=None)
    return _record(ctx, [Bound(item, assignment_of(ctx), int(ctx.args["slot"]))], documents=())


def undo(ctx: Context) -> list[Message]:
    """/hoantac: withdraw one's own last update."""
    last = updates.last_own_update(ctx.session, ctx.person_id, ctx.now)
    if last is None:
        return [Message(say("answering.nothing_to_undo"))]
    assignment = ctx.session.get_one(Assignment, last.assignment_id)
    ctx.require("update", assignment)
    try:
        updates.undo(ctx.session, last, ctx.actor, ctx.now, Said(ctx.words, ctx.inbox_id))
    except updates.Impossible as problem:
        return [Message(say("answering.impossible", reason=problem.reason))]
    return [Message(say("answering.undone", line=line_of(ctx.session, assignment, ctx.now)))]


def undo_choice(ctx: Context) -> list[Message]:
    """The "Hủy" under what was just recorded: only that update, only while it is the last."""
    last = updates.last_own_update(ctx.session, ctx.person_id, ctx.now)
    if last is None or last.id != ctx.args["update"]:
        return [Message(say("answering.impossible", reason="not_last"))]
    return undo(ctx)


def _record(ctx: Context, bound: list[Bound], documents: tuple[str, ...]) -> list[Message]:
    """Store what was said, then say it back. All or nothing: one impossible part refuses the message."""
    for part in bound:
        ctx.require("update", part.assignment)
    extra: list[Message] = []
    last_update = None
    for part in bound:
        words = Said(ctx.words, ctx.inbox_id, ", ".join(documents))
        if ctx.received:
            # Before the claim, so that whoever judges it sees the proof with it.
            extra += evidence.attach_all(ctx, part.assignment)
        try:
            if part.item.state == "reported":
                question, last_update = _claim(ctx, part, words)
                extra += question
            elif part.item.state or part.item.percent is not None:
                last_update = updates.progress(
                    ctx.session,
                    part.assignment,
                    part.item.state or "in_progress",
                    part.item.percent,
                    ctx.actor,
                    ctx.now,
                    words,
                ).id
            if part.item.blocker:
                extra += asking.record_blocker(ctx, part.assignment, part.item.blocker, words)
            if part.item.asks_extension:
                extra += asking.record_extension(ctx, part.assignment, part.item, part.slot, words)
        except updates.Impossible as problem:
            raise Sorry(say("answering.impossible", reason=problem.reason)) from problem
    lines = [line_of(ctx.session, part.assignment, ctx.now) for part in bound]
    buttons: tuple[tuple[Choice, ...], ...] = ()
    if len(bound) == 1 and last_update is not None:
        target = {"assignment": bound[0].assignment.id}
        buttons = (
            (
                Choice(say("answering.button_edit"), "update", target),
                Choice(say("answering.button_undo"), "undo", {"update": last_update}),
            ),
        )
    subjects = tuple(Subject(i, part.assignment.id or 0) for i, part in enumerate(bound, start=1))
    if all(part.item.state is None and part.item.percent is None for part in bound):
        return extra
    return [Message(say("answering.recorded", lines=lines, today=ctx.today), buttons, about=subjects), *extra]


def _claim(ctx: Context, part: Bound, words: Said) -> tuple[list[Message], int | None]:
    """A "done": stored as a claim; with several open milestones one must say which."""
    unmet = snapshot_of(ctx.session, part.assignment).unmet()
    slots = (part.slot,) if part.slot is not None else unmet
    if len(unmet) > 1 and part.slot is None:
        rows = ctx.session.exec(
            select(Slot)
            .where(Slot.assignment_id == part.assignment.id, col(Slot.slot).in_(unmet))
            .order_by(col(Slot.slot))
        ).all()
        choices = tuple(
            (
                Choice(
                    say("answering.slot", slot=row), "done_slot", {"assignment": part.assignment.id, "slot": row.slot}
                ),
            )
            for row in rows
        )
        return [
            Message(say("answering.which_slot", line=line_of(ctx.session, part.assignment, ctx.now)), choices)
        ], None
    update = updates.report_done(ctx.session, part.assignment, slots, ctx.actor, ctx.now, words)
    if part.assignment.state == "reported":
        ctx.tell_officers(
            updates.plan_of(ctx.session, part.assignment).coordinator_id, done_notice(ctx, part.assignment)
        )
    return [], update.id


def _only_files(ctx: Context) -> list[Message]:
    """Files without an update in their caption: evidence of the task under discussion, else ask."""
    target = assignment_of(ctx) if "assignment" in ctx.args and not ctx.incoming.reply_to else under_discussion(ctx)
    if target is None:
        return evidence.ask_which(ctx)
    answer = evidence.attach_all(ctx, target)
    enter(ctx, "evidence", {"assignment": target.id})
    return answer


def files_for(ctx: Context) -> list[Message]:
    """The task was named after the files had come: they waited in the choice."""
    ctx.received = [Received.from_json(item) for item in ctx.args["files"]]
    ctx.words = str(ctx.args.get("words", ""))
    ctx.args = {"assignment": ctx.args["assignment"]}
    leave(ctx)
    return free_text(ctx)


def _ask_which(ctx: Context, item: Item) -> list[Message]:
    """One short question with choices; the words are kept until it is answered."""
    candidates = open_assignments(ctx)
    if item.ref and item.ref not in ("*",):
        return [Message(say("answering.no_such_task", ref=item.ref))]
    if not candidates:
        return [Message(say("answering.nothing_open"))]
    lines = [line_of(ctx.session, a, ctx.now, i) for i, a in enumerate(candidates[:8], start=1)]
    enter(ctx, "which", {"words": ctx.words})
    choices = tuple(
        (
            Choice(
                say("answering.pick", line=line), "which", {"assignment": line.assignment_id, "words": ctx.words[:500]}
            ),
        )
        for line in lines
    )
    return [Message(say("answering.which_task", lines=lines), choices)]
