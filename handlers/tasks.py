"""/viec: what my agency has to do, and the card of one task."""

from sqlmodel import col, select

from catalog.assignments import snapshot_of
from catalog.messages import Choice, Message, Subject
from catalog.people import display_name
from catalog.rights import may_assignment
from catalog.tables import Assignment, Blocker, Evidence, Extension, Slot, Task, Update
from catalog.updates import plan_of
from handlers.incoming import Context, NotAllowed
from scheduler import digest
from scheduler.wording import line_of, place_of, plan_label, shown_title
from templates.render import say

PAGE = 10


def listing(ctx: Context) -> list[Message]:
    """/viec: the open work, most urgent first; /viec 12: the card of task #12."""
    wanted = ctx.words.lstrip("#")
    if wanted.isdigit():
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
        select(Assignment)
        .where(
            col(Assignment.agency_id).in_(agencies), Assignment.role == "lead",
            col(Assignment.state).in_(("not_started", "in_progress", "reported")),
        )
        .order_by(col(Assignment.due).asc().nulls_last(), col(Assignment.id))
    ).all()  # fmt: skip
    shown = open_ones[number * PAGE : (number + 1) * PAGE]
    lines = [line_of(ctx.session, a, ctx.now, number * PAGE + i) for i, a in enumerate(shown, start=1)]
    rows = [tuple(Choice(str(line.position), "card", {"assignment": line.assignment_id}) for line in lines[i : i + 5])
            for i in range(0, len(lines), 5)]  # fmt: skip
    if len(open_ones) > (number + 1) * PAGE:
        rows.append((Choice(say("tasks.button_next"), "list", {"page": number + 1}),))
    text = say("tasks.listing", lines=lines, total=len(open_ones), today=ctx.today)
    return [
        Message(text, choices=tuple(rows), about=tuple(Subject(line.position, line.assignment_id) for line in lines))
    ]


def digest_page(ctx: Context) -> list[Message]:
    """ "Xem tiếp" under a digest."""
    shown = digest.more(ctx.session, ctx.args, ctx.person_id, ctx.contact.id or 0, ctx.now)
    return [shown or Message(say("orientation.old_button"))]


def card(ctx: Context) -> list[Message]:
    """Everything about one task on one screen: the "6 rõ", history, evidence, and what can be done."""
    assignment = _wanted(ctx)
    ctx.require("see", assignment)
    assert assignment.id is not None
    task = ctx.session.get_one(Task, assignment.task_id)
    plan = plan_of(ctx.session, assignment)
    line = line_of(ctx.session, assignment, ctx.now)
    text = say(
        "tasks.card", line=line, task=task, title=shown_title(task), plan=plan, plan_label=plan_label(plan),
        place=place_of(task), slots=_slots(ctx, assignment), history=_history(ctx, assignment),
        evidence=_evidence(ctx, assignment), blockers=_blockers(ctx, assignment), today=ctx.today,
        waiting_extension=_waiting(ctx, assignment),
    )  # fmt: skip
    return [Message(text, choices=_buttons(ctx, assignment), about=(Subject(1, assignment.id),))]


def _wanted(ctx: Context) -> Assignment:
    """The assignment meant: by id, or by the task's code among those this person may see."""
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
    for row in rows:
        if may_assignment(ctx.session, ctx.rights, "see", row):
            return row
    raise NotAllowed("see", f"task:{ctx.args['task']}")


def _slots(ctx: Context, assignment: Assignment) -> list[Slot]:
    return list(
        ctx.session.exec(select(Slot).where(Slot.assignment_id == assignment.id).order_by(col(Slot.slot))).all()
    )


def _history(ctx: Context, assignment: Assignment) -> list[tuple[Update, str]]:
    rows = ctx.session.exec(
        select(Update)
        .where(Update.assignment_id == assignment.id, Update.kind != "created")
        .order_by(col(Update.id).desc())
        .limit(5)
    ).all()
    return [(row, display_name(ctx.session, row.person_id)) for row in rows]


def _evidence(ctx: Context, assignment: Assignment) -> list[Evidence]:
    return list(
        ctx.session.exec(
            select(Evidence).where(Evidence.assignment_id == assignment.id, col(Evidence.withdrawn_at).is_(None))
        ).all()
    )


def _blockers(ctx: Context, assignment: Assignment) -> list[Blocker]:
    return list(
        ctx.session.exec(
            select(Blocker).where(Blocker.assignment_id == assignment.id, col(Blocker.resolved_at).is_(None))
        ).all()
    )


def _waiting(ctx: Context, assignment: Assignment) -> Extension | None:
    return ctx.session.exec(
        select(Extension).where(Extension.assignment_id == assignment.id, Extension.decision == "")
    ).first()


def _buttons(ctx: Context, assignment: Assignment) -> tuple[tuple[Choice, ...], ...]:
    about = {"assignment": assignment.id}
    rows: list[tuple[Choice, ...]] = []
    if may_assignment(ctx.session, ctx.rights, "update", assignment) and snapshot_of(ctx.session, assignment).open:
        rows.append(update_buttons(assignment.id or 0))
        rows.append(
            (
                Choice(say("answering.button_blocker"), "blocker", about),
                Choice(say("answering.button_extend"), "extend", about),
            )
        )
    if assignment.state == "reported" and may_assignment(ctx.session, ctx.rights, "accept", assignment):
        rows.append(
            (
                Choice(say("approvals.button_accept"), "accept", about),
                Choice(say("approvals.button_return"), "return", about),
            )
        )
    files = _evidence(ctx, assignment)
    if files:
        rows.append((Choice(say("evidence.button_show", count=len(files)), "evidence_show", about),))
    return tuple(rows)


def update_buttons(assignment_id: int) -> tuple[Choice, ...]:
    """The two things one does most often with a task."""
    about = {"assignment": assignment_id}
    return (
        Choice(say("answering.button_update"), "update", about),
        Choice(say("evidence.button_send"), "evidence", about),
    )
