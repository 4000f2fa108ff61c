"""/giaoviec: an officer adds a task that arises during the year, or changes the date, the agencies or the mark of one.

Everything here names a document ("theo 123/UBND-TH"): first it is read back, then it is recorded.
"""

from dataclasses import asdict
from typing import Any

from sqlmodel import col, select

from catalog.agencies.stored import agency_name
from catalog.messaging.inbox_and_outbox import Choice, Message
from catalog.messaging.message import in_rows
from catalog.people.rights import people_with
from catalog.plans.keeping import amend
from catalog.plans.keeping.agency_rows import AgencyRows
from catalog.plans.keeping.amend import Impossible, Wish
from catalog.plans.keeping.stored import task_row
from catalog.plans.model import ParsedTask
from catalog.tables import Assignment, Plan, Task
from catalog.work.assignments import Said
from handlers.conversation.context import Context, NotAllowed
from handlers.conversation.open_conversations import enter, leave
from handlers.officer.plans import import_plan
from handlers.officer.plans.typed_form import DOCUMENT, read_form, split_document
from scheduler.digests.wording import place_of, plan_label
from templates.render import say

PAGE = 8
TOLD_AGENCIES = 5
"""A change is told to the people of so many agencies; where a whole group leads, the daily digest tells it."""


def start(ctx: Context) -> list[Message]:
    """/giaoviec: the plans to add to; /giaoviec #12: what can be changed of that task."""
    wanted = ctx.words.lstrip("#").strip()
    if wanted.isdigit():
        ctx.args = {"task": int(wanted)}
        return card(ctx)
    return plans(ctx)


def plans(ctx: Context) -> list[Message]:
    """The plans this officer coordinates: add a task, or see what nobody leads yet."""
    mine = [p for p in ctx.session.exec(select(Plan).order_by(col(Plan.id).desc())).all() if _may(ctx, p)]
    if not mine and not import_plan.may_import(ctx.rights):
        raise NotAllowed("edit_task", "plan")
    rows: list[tuple[Choice, ...]] = [
        (
            Choice(say("edit_plan.button_add", plan=plan_label(plan)), "task_new", {"plan": plan.id}),
            Choice(say("edit_plan.button_open"), "task_unassigned", {"plan": plan.id}),
            Choice(say("edit_plan.button_book"), "task_book", {"plan": plan.id}),
        )
        for plan in mine[:PAGE]
    ]
    if len(mine) > 1:  # one piece of work may stand in two of them
        rows.append((Choice(say("twins.button_all"), "twins", {}),))
    return [Message(say("edit_plan.plans", count=len(mine)), tuple(rows))]


def unassigned(ctx: Context) -> list[Message]:
    """The tasks of a plan nobody leads, some at a time; a number opens one to be given out."""
    plan = _plan(ctx)
    page = int(ctx.args.get("page", 0))
    led = select(Assignment.task_id).where(Assignment.role == "lead", Assignment.state != "cancelled")
    everything = ctx.session.exec(
        select(Task)
        .where(
            Task.plan_id == plan.id, col(Task.withdrawn_at).is_(None), col(Task.heading_only).is_(False),
            col(Task.classified).is_(False), col(Task.id).not_in(led),
        )
        .order_by(col(Task.position))
    ).all()  # fmt: skip
    shown = everything[page * PAGE : (page + 1) * PAGE]
    rows = in_rows([Choice(f"#{task.id}", "task_card", {"task": task.id}) for task in shown], 4)
    if len(everything) > (page + 1) * PAGE:
        rows.append((Choice(say("tasks.button_next"), "task_unassigned", {"plan": plan.id, "page": page + 1}),))
    return [
        Message(say("edit_plan.unassigned", plan=plan_label(plan), tasks=shown, total=len(everything)), tuple(rows))
    ]


def new(ctx: Context) -> list[Message]:
    """Add a task: the form is one message of labelled lines."""
    plan = _plan(ctx)
    enter(ctx, "task_new", {"plan": plan.id})
    return [Message(say("edit_plan.form", plan=plan_label(plan)))]


def new_in_words(ctx: Context, form: dict[str, str]) -> list[Message]:
    """A task ordered in a sentence: of which plan it is has to be said, then by which document."""
    mine = [p for p in ctx.session.exec(select(Plan).order_by(col(Plan.id).desc())).all() if _may(ctx, p)]
    if not mine:
        raise NotAllowed("edit_task", "plan")
    if len(mine) == 1:
        ctx.args = {"plan": mine[0].id, "form": form}
        return new_of_plan(ctx)
    rows = tuple((Choice(plan_label(p), "task_new_of", {"plan": p.id, "form": form}),) for p in mine[:PAGE])
    return [Message(say("edit_plan.new_of_which", form=form), rows)]


def new_of_plan(ctx: Context) -> list[Message]:
    """The plan is clear: what is missing of the task is asked for, with what was said read back."""
    plan = _plan(ctx)
    form = {str(name): str(value) for name, value in ctx.args["form"].items()}
    enter(ctx, "task_new", {"plan": plan.id, "form": form})
    return [Message(say("edit_plan.new_begun", form=form, plan=plan_label(plan)))]


def _filled(ctx: Context) -> dict[str, str]:
    """The lines of the form, over what was said before; a number of a document alone is the document."""
    known = {str(name): str(value) for name, value in ctx.args.get("form", {}).items()}
    typed = read_form(ctx.words)
    if known and not typed and (document := DOCUMENT.search(ctx.words)) is not None:
        left = split_document(ctx.words)[0]
        typed = {"document": document["number"], **({"title": left} if left and not known.get("title") else {})}
    return {**known, **typed}


def new_text(ctx: Context) -> list[Message]:
    """The filled form, read back before anything is stored."""
    plan = _plan(ctx)
    form = _filled(ctx)
    if ctx.args.get("form"):
        enter(ctx, "task_new", {"plan": plan.id, "form": form})
    missing = [name for name in ("title", "lead", "document") if not form.get(name)]
    if missing:
        return [Message(say("edit_plan.form_missing", missing=missing))]
    document = DOCUMENT.search(form["document"])
    if document is None:
        return [Message(say("edit_plan.document_needed"))]
    wish = Wish(form["title"], form.get("output"), form.get("deadline"), form["lead"], form.get("support"))
    try:
        row = amend.wished_row(ctx.session, plan, None, wish)
    except Impossible as problem:
        return [Message(say("edit_plan.impossible", problem=problem))]
    args = {"plan": plan.id, "wish": _kept(wish), "document": document["number"]}
    choices = (
        (Choice(say("edit_plan.button_give"), "task_add", args), Choice(say("edit_plan.button_not"), "task_leave")),
    )
    return [Message(say("edit_plan.new_preview", row=row, document=document["number"], plan=plan_label(plan)), choices)]


def add(ctx: Context) -> list[Message]:
    """ "Giao": the task is in the plan from now on."""
    plan = _plan(ctx)
    leave(ctx)
    said = Said(text=say("edit_plan.added_words"), inbox_id=ctx.inbox_id, document_number=ctx.args["document"])
    try:
        task = amend.add_task(ctx.session, plan, Wish(**ctx.args["wish"]), ctx.actor, ctx.now, said)
    except Impossible as problem:
        return [Message(say("edit_plan.impossible", problem=problem))]
    row = task_row(ctx.session, task)
    _tell_agencies(ctx, task, Message(say("edit_plan.given_to_you", task=task, row=row, document=said.document_number)))
    edit = (Choice(say("edit_plan.button_edit"), "task_card", {"task": task.id}),)
    return [Message(say("edit_plan.added", task=task, row=row, plan=plan_label(plan)), (edit,))]


def not_now(ctx: Context) -> list[Message]:
    """ "Bỏ": nothing is recorded."""
    leave(ctx)
    return [Message(say("edit_plan.nothing_recorded"))]


def card(ctx: Context) -> list[Message]:
    """What an officer may change of one task."""
    task, plan = _task(ctx)
    about = {"task": task.id}
    secret = (Choice(say("edit_plan.button_secret", classified=task.classified), "task_secret", about),)
    fields = (
        (
            Choice(say("edit_plan.button_field", field="deadline"), "task_field", {**about, "field": "deadline"}),
            Choice(say("edit_plan.button_field", field="lead"), "task_field", {**about, "field": "lead"}),
        ),
        (Choice(say("edit_plan.button_field", field="support"), "task_field", {**about, "field": "support"}),),
    )
    secret_now = _nothing_but_the_mark(task)
    row = None if secret_now else task_row(ctx.session, task)
    text = say("edit_plan.card", task=task, row=row, plan=plan_label(plan), place="" if row is None else place_of(task))
    return [Message(text, (secret,) if secret_now else (*fields, secret))]


def _nothing_but_the_mark(task: Task) -> bool:
    """Whether of this task only the mark "classified" may be changed: one guard for the card and all of its buttons,
    which stay in the chat when the task becomes classified.
    """
    return task.classified


def ask_field(ctx: Context) -> list[Message]:
    """Which new date or agency, and by which document?"""
    task, _ = _task(ctx)
    if _nothing_but_the_mark(task):
        return card(ctx)
    field = str(ctx.args["field"])
    if ctx.args.get("value"):  # it was said already; what is missing is the document
        ctx.words = ""
        return field_text(ctx)
    enter(ctx, "task_field", {"task": task.id, "field": field})
    return [Message(say("edit_plan.ask_field", task=task, row=task_row(ctx.session, task), field=field))]


def field_text(ctx: Context) -> list[Message]:
    """The new value with its document, read back before it is recorded."""
    task, plan = _task(ctx)
    field = str(ctx.args["field"])
    if field != "classified" and _nothing_but_the_mark(task):
        leave(ctx)
        return card(ctx)
    value, document = split_document(ctx.words)
    value = value or str(ctx.args.get("value", ""))
    if not document:
        enter(ctx, "task_field", {"task": task.id, "field": field, "value": value})
        row = task_row(ctx.session, task)
        return [Message(say("edit_plan.by_which_document", task=task, row=row, field=field, value=value))]
    if field == "classified":
        ctx.args = {"task": task.id, "wish": {"classified": False}, "document": document}
        return change(ctx)
    if not value:
        return [Message(say("edit_plan.ask_field", task=task, row=task_row(ctx.session, task), field=field))]
    wish = Wish(
        deadline=value if field == "deadline" else None,
        lead=value if field == "lead" else None,
        support=value if field == "support" else None,
    )
    try:
        row = amend.wished_row(ctx.session, plan, task, wish)
    except Impossible as problem:
        return [Message(say("edit_plan.impossible", problem=problem))]
    args = {"task": task.id, "wish": _kept(wish), "document": document}
    choices = (
        (
            Choice(say("edit_plan.button_record"), "task_change", args),
            Choice(say("edit_plan.button_not"), "task_leave"),
        ),
    )
    was = task_row(ctx.session, task)
    text = say(
        "edit_plan.change_preview", task=task, was=was, row=row, field=field, document=document,
        ended=_ended(ctx, task, row) if field == "lead" else [],
    )  # fmt: skip
    return [Message(text, choices)]


def change(ctx: Context) -> list[Message]:
    """ "Ghi nhận": the change is on record, the agencies concerned are told."""
    task, _ = _task(ctx)
    leave(ctx)
    if "classified" not in ctx.args["wish"] and _nothing_but_the_mark(task):
        return card(ctx)
    said = Said(text=say("edit_plan.changed_words"), inbox_id=ctx.inbox_id, document_number=ctx.args["document"])
    before = _led(ctx, task)
    try:
        changes = amend.amend(ctx.session, task, Wish(**ctx.args["wish"]), ctx.actor, ctx.now, said)
    except Impossible as problem:
        return [Message(say("edit_plan.impossible", problem=problem))]
    if not changes:
        return [Message(say("edit_plan.no_change", task=task))]
    if not task.classified:
        row = task_row(ctx.session, task)
        notice = Message(say("edit_plan.changed_for_you", task=task, row=row, document=said.document_number))
        _tell_agencies(ctx, task, notice, before)
    edit = (Choice(say("edit_plan.button_edit"), "task_card", {"task": task.id}),)
    return [Message(say("edit_plan.changed", task=task, changes=changes, document=said.document_number), (edit,))]


def secret(ctx: Context) -> list[Message]:
    """Marking a task classified takes effect at once; taking the mark off needs a document."""
    task, _ = _task(ctx)
    if task.classified:
        enter(ctx, "task_field", {"task": task.id, "field": "classified"})
        return [Message(say("edit_plan.why_open", task=task))]
    said = Said(text=say("edit_plan.secret_words"), inbox_id=ctx.inbox_id)
    amend.amend(ctx.session, task, Wish(classified=True), ctx.actor, ctx.now, said)
    return [Message(say("edit_plan.now_secret", task=task))]


def _may(ctx: Context, plan: Plan) -> bool:
    return ctx.rights.may("edit_task", coordinator_id=plan.coordinator_id)


def _plan(ctx: Context) -> Plan:
    plan = ctx.session.get(Plan, int(ctx.args["plan"]))
    if plan is None or not _may(ctx, plan):
        raise NotAllowed("edit_task", f"plan:{ctx.args['plan']}")
    return plan


def _task(ctx: Context) -> tuple[Task, Plan]:
    task = ctx.session.get(Task, int(ctx.args["task"]))
    plan = ctx.session.get(Plan, task.plan_id) if task is not None else None
    if task is None or plan is None or not _may(ctx, plan):
        raise NotAllowed("edit_task", f"task:{ctx.args['task']}")
    return task, plan


def _kept(wish: Wish) -> dict[str, Any]:
    """The wish as plain JSON, to wait in a choice."""
    return {name: value for name, value in asdict(wish).items() if value is not None}


def _led(ctx: Context, task: Task) -> set[int]:
    """The agencies that have the task now."""
    standing = (Assignment.task_id == task.id, Assignment.state != "cancelled", Assignment.role == "lead")
    return set(ctx.session.exec(select(Assignment.agency_id).where(*standing)).all())


def _ended(ctx: Context, task: Task, row: ParsedTask) -> list[str]:
    """The agencies that have the task now and would have it no more, by name."""
    leads, _ = AgencyRows.read(ctx.session).wanted(row)
    return sorted(agency_name(ctx.session, one) for one in _led(ctx, task) - set(leads))


def _tell_agencies(ctx: Context, task: Task, notice: Message, before: set[int] | None = None) -> None:
    """The focal points of who leads now, and of who led before."""
    agencies = _led(ctx, task) | (before or set())
    if task.classified or len(agencies) > TOLD_AGENCIES:
        return
    for agency in sorted(agencies):
        for person in people_with(ctx.session, "focal", agency, ctx.now):
            if person != ctx.person_id:
                ctx.tell(person, notice)
