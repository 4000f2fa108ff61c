"""What changes or sends something for others: each order is read back as it was understood and done at one tap.

Only an officer gives such an order; a leader's goes to the officers, who have it as one tap.
"""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

from sqlmodel import col, select

from catalog.agencies.stored import agency_id, agency_name, members_of
from catalog.messaging.inbox_and_outbox import Choice, Message, Subject
from catalog.people.rights import may_assignment
from catalog.tables import Assignment, Task
from handlers.conversation import bystanders, notices, pick_one
from handlers.conversation.context import Context, NotAllowed
from handlers.conversation.reports_together import together
from handlers.conversation.which_task import named, numbers, open_assignments
from handlers.focal_point import not_ours
from handlers.officer import approvals, remind
from handlers.officer.plans import edit_plan
from handlers.officer.plans.typed_form import split_document
from handlers.officer.reports import return_with_reason
from handlers.replies import later_by, length_said
from handlers.words import inviting
from handlers.words.model import Meant, Slots, meant_json
from handlers.words.showing import Which, each, narrowed
from scheduler.digests.wording import lines_of
from templates.render import say

_BUT = re.compile(r"\b(?:trừ|tru|ngoại trừ|ngoai tru|chừa|chua ra|bỏ ra|để lại)\b(?! hạn)", re.IGNORECASE)
"""Of all but these: "duyệt hết trừ việc 3"."""

Order = Callable[[Context, Slots], list[Message]]


def for_officers(intent: str, order: Order) -> Order:
    """The order as an officer's; somebody else may pass it on to the officers, an inspector changes nothing."""

    def given(ctx: Context, slots: Slots) -> list[Message]:
        if ctx.rights.has("officer"):
            try:
                return order(ctx, slots)
            except Which as asked:
                return [asked.message]
        if not ctx.rights.has("leader"):
            raise NotAllowed(intent, "order")
        said = str(ctx.args.get("said", ""))
        args = {**meant_json(Meant(intent, slots)), "text": said}
        return [
            Message(
                say("asked.pass_on_really", text=said), ((Choice(say("asked.button_pass_on"), "words_pass", args),),)
            )
        ]

    return given


def pass_on(ctx: Context) -> list[Message]:
    """A leader's order goes to the officers as he said it, with the button that reads it back to them."""
    if not ctx.rights.has("leader"):
        raise NotAllowed("pass_on", "order")
    button = Choice(say("asked.button_open"), "words", dict(ctx.args))
    reached = ctx.tell_officers(
        None, Message(say("asked.passed_on", name=ctx.contact.name, text=ctx.args["text"]), ((button,),))
    )
    return [Message(say("asked.passed", reached=reached))]


def codes(ctx: Context, slots: Slots) -> list[int]:
    """The permanent codes of the tasks said: a row of the list on the screen where there is one of that number."""
    found = []
    for digits in each(slots.get("task")):
        row = None
        if f"#{digits}" not in str(ctx.args.get("said", "")) and int(digits) in numbers(ctx):
            row = named(ctx, digits)
        found.append(row.task_id if row is not None else int(digits))
    return found


def _task(ctx: Context, code: int) -> Task:
    task = ctx.session.get(Task, code)
    if task is None:
        raise Which(bystanders.no_such_task(ctx, f"#{code}"))
    return task


def remind_(ctx: Context, slots: Slots) -> list[Message]:
    """Whom it would reach, before anything is sent."""
    only = str(slots.get("only", ""))
    if slots.get("task"):
        ctx.args = {"what": "task", "task": _task(ctx, codes(ctx, slots)[0]).id}
        return remind.about(ctx)
    args = narrowed(ctx, {name: value for name, value in slots.items() if name == "plan"})
    agencies = [row for name in each(slots.get("agency")) if (row := agency_id(ctx.session, name)) is not None]
    if slots.get("group") in ("communes", "departments"):
        agencies = members_of(ctx.session, str(slots["group"]))
    if only == "unconnected":
        return inviting.invite(ctx, slots)
    if not agencies and not only and not args and slots.get("group") != "all":
        return remind.start(ctx)
    ctx.args = {"what": "agencies", "agencies": agencies or None, "only": only, **args}
    return remind.about(ctx)


def extend_due(ctx: Context, slots: Slots) -> list[Message]:
    """Another due day of a task, read back with its document; without a document it is asked for."""
    due = slots.get("due")
    if not isinstance(due, dt.date):
        due = _later_than_now(ctx, slots)
    value = f"{due.day}/{due.month}/{due.year}" if due is not None else ""
    return _changed(ctx, slots, "deadline", value)


def _later_than_now(ctx: Context, slots: Slots) -> dt.date | None:
    """ "Thêm 15 ngày" counts from the day in force; None where no length was said or the task has no day."""
    wanted = codes(ctx, slots)
    length = length_said(str(ctx.args.get("said", "")))
    if not wanted or length is None:
        return None
    in_force = select(col(Assignment.due)).where(Assignment.task_id == wanted[0], Assignment.role == "lead")
    due = max((day for day in ctx.session.exec(in_force) if day is not None), default=None)
    return later_by(due, length) if due is not None else None


def move_task(ctx: Context, slots: Slots) -> list[Message]:
    """Another agency leads."""
    return _changed(ctx, slots, "lead", (each(slots.get("agency")) or [""])[0])


def _changed(ctx: Context, slots: Slots, field: str, value: str) -> list[Message]:
    wanted = codes(ctx, slots)
    if not wanted:
        return [Message(say("asked.which_task"))]
    task = _task(ctx, wanted[0])
    document = str(slots.get("doc", "")) or split_document(str(ctx.args.get("said", "")))[1]
    ctx.args = {"task": task.id, "field": field}
    if not value:
        return edit_plan.ask_field(ctx)
    ctx.words = f"{value} theo {document}" if document else value
    return edit_plan.field_text(ctx)


def assign(ctx: Context, slots: Slots) -> list[Message]:
    """A new task for an agency: which plan it belongs to, then its document, then it is read back."""
    due = slots.get("due")
    form = {
        "title": str(slots.get("what", "")), "lead": "; ".join(each(slots.get("agency"))),
        "deadline": f"{due.day}/{due.month}/{due.year}" if isinstance(due, dt.date) else "",
    }  # fmt: skip
    return edit_plan.new_in_words(ctx, {name: value for name, value in form.items() if value})


def _reported(ctx: Context, slots: Slots) -> list[Assignment]:
    """The reports that wait under the tasks said, of those this officer may judge; a row of the list is that one."""
    said, listed, digits = str(ctx.args.get("said", "")), numbers(ctx), each(slots.get("task"))
    query = select(Assignment).where(Assignment.role == "lead", Assignment.state == "reported")
    if digits and all(f"#{one}" not in said and int(one) in listed for one in digits):
        query = query.where(col(Assignment.id).in_([listed[int(one)] for one in digits]))
    else:
        query = query.where(col(Assignment.task_id).in_(codes(ctx, slots)))
    rows = ctx.session.exec(query.order_by(col(Assignment.id))).all()
    return [row for row in rows if may_assignment(ctx.session, ctx.rights, "accept", row)]


def accept(ctx: Context, slots: Slots) -> list[Message]:
    """The report as it came, with the buttons that judge it; several tasks on one screen with one tap for all."""
    if not slots.get("task"):
        return approvals.bulk(ctx)
    rows = _reported(ctx, slots)
    if _BUT.search(str(ctx.args.get("said", ""))):
        ctx.args = {"without": [row.id for row in rows]}
        return approvals.bulk(ctx)
    if not rows:
        return [_nothing_waits(ctx, slots)]
    if len(rows) == 1:
        return [notices.done_notice(ctx, rows[0])]
    return [together(ctx, rows)]


def return_report(ctx: Context, slots: Slots) -> list[Message]:
    """Send it back: with the reason read back, without one it is asked for."""
    rows = _reported(ctx, slots)
    if not rows:
        return [_nothing_waits(ctx, slots)]
    if len(rows) > 1 and len(each(slots.get("task"))) == 1:
        return [_of_which_agency(ctx, rows, str(slots.get("reason", "")))]
    reason = str(slots.get("reason", ""))
    if not reason:
        ctx.args = {"assignment": rows[0].id}
        return approvals.ask_reason(ctx)
    return [return_with_reason.preview(ctx, rows, reason)]


def _of_which_agency(ctx: Context, rows: list[Assignment], reason: str) -> Message:
    buttons = tuple(
        (Choice(agency_name(ctx.session, row.agency_id), "return_really", {"ids": [row.id], "reason": reason}),)
        for row in rows
    )
    return Message(say("asked.of_which_agency"), buttons)


def _nothing_waits(ctx: Context, slots: Slots) -> Message:
    """No report waits there: how the task stands, to be opened."""
    wanted = codes(ctx, slots)
    rows = [
        row
        for row in ctx.session.exec(
            select(Assignment).where(col(Assignment.task_id).in_(wanted), Assignment.role == "lead")
        )
        if may_assignment(ctx.session, ctx.rights, "see", row)
    ]
    if not rows:
        return bystanders.no_such_task(ctx, "#" + ", #".join(map(str, wanted)))
    lines = lines_of(ctx.session, [(row.id or 0, "") for row in rows[:3]], ctx.now)
    buttons = tuple(
        (Choice(say("tasks.button_card"), "card", {"assignment": line.assignment_id}),) for line in lines[:1]
    )
    about = tuple(Subject(-i, line.assignment_id) for i, line in enumerate(lines))
    return Message(say("asked.nothing_waits", lines=lines, today=ctx.today), buttons, about=about)


def wrong_agency(ctx: Context, slots: Slots) -> list[Message]:
    """ "This is not ours": which task, then one tap tells the officer, who has the move as one tap."""
    digits = each(slots.get("task"))
    coded = bool(digits) and f"#{digits[0]}" in str(ctx.args.get("said", ""))
    target = named(ctx, f"#{digits[0]}" if coded else digits[0]) if digits else None
    target = target or (named(ctx, f"#{digits[0]}") if digits else None)
    if digits and target is None:
        return [bystanders.no_such_task(ctx, digits[0])]
    args: dict[str, Any] = {
        "agency": (each(slots.get("agency")) or [""])[0], "said": str(ctx.args.get("said", ""))[:300]
    }  # fmt: skip
    if target is None:
        return pick_one.pick(ctx, say("asked.whose_task"), open_assignments(ctx), "task_not_ours", args)
    ctx.args = {**args, "assignment": target.id}
    return not_ours.ask(ctx)


ORDERS: dict[str, Order] = {
    "remind": for_officers("remind", remind_),
    "invite": inviting.order(for_officers("invite", inviting.invite)),
    "extend_due": for_officers("extend_due", extend_due),
    "move_task": for_officers("move_task", move_task),
    "assign": for_officers("assign", assign),
    "accept": for_officers("accept", accept),
    "return_report": for_officers("return_report", return_report),
    "wrong_agency": wrong_agency,
}
