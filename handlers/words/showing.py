"""What shows something: each intent to the screen that exists for it, narrowed by what was said."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from catalog.agencies.stored import agency_id
from catalog.messaging.inbox_and_outbox import Choice, Message
from catalog.plans.called_by_name import plan_called
from catalog.text import fold
from handlers.conversation import bystanders
from handlers.conversation.context import Context, NotAllowed
from handlers.conversation.which_task import named, numbers
from handlers.focal_point import evidence, tasks
from handlers.joining import help, privacy
from handlers.leader import compare, day_asked, reports, silent_agencies, status, status_rows, table_link, task_list
from handlers.leader import desk as leaders_desk
from handlers.officer import approvals, morning, people, remind
from handlers.officer.plans import import_plan, twins
from handlers.words.model import Period, Slots
from handlers.words.vocabulary import pattern
from scheduler.digests.wording import plan_label
from templates.render import say


class Which(Exception):
    """One thing has to be chosen first; `message` asks."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.text)
        self.message = message


WEEK = dt.timedelta(days=6)
"""From Monday to Sunday."""

AT_ONCE = 3
"""Of so many agencies named in one question each is answered, one screen after the other."""


def narrowed(ctx: Context, slots: Slots) -> dict[str, Any]:
    """Agency, group and plan of the slots as the args that screens take. Raises Which where a plan is not clear."""
    args: dict[str, Any] = {}
    names = each(slots.get("agency"))
    if names and (row := agency_id(ctx.session, names[0])) is not None:
        args["agency"] = row
    if slots.get("group") in ("communes", "departments"):
        args["group"] = slots["group"]
    if slots.get("plan"):
        plan, near = plan_called(ctx.session, str(slots["plan"]))
        if plan is None:
            rows = tuple((Choice(plan_label(one), "status", {"plan": one.id}),) for one in near[:6])
            raise Which(Message(say("asked.which_plan", words=str(slots["plan"]), any=bool(near)), rows))
        args["plan"] = plan.id
    return args


def each(value: Any) -> list[str]:
    """A slot that may hold one or several."""
    return [value] if isinstance(value, str) else list(value or ())


def _screen(show: Callable[[Context], list[Message]], **fixed: Any) -> Callable[[Context, Slots], list[Message]]:
    """A screen over agency, group and plan, with what is `fixed`."""

    def shown(ctx: Context, slots: Slots) -> list[Message]:
        if len(names := each(slots.get("agency"))) > 1:
            return [message for name in names[:AT_ONCE] for message in shown(ctx, {**slots, "agency": name})]
        try:
            ctx.args = {**narrowed(ctx, slots), **fixed}
        except Which as asked:
            return [asked.message]
        return show(ctx)

    return shown


def _tasks(kind: str) -> Callable[[Context, Slots], list[Message]]:
    """A list of tasks of one kind, within the period said."""

    def shown(ctx: Context, slots: Slots) -> list[Message]:
        period = slots.get("period")
        fixed: dict[str, Any] = {"kind": kind}
        if isinstance(period, Period):
            fixed |= {"first": period.first.isoformat(), "last": period.last.isoformat()}
        elif kind == "due":
            fixed |= {"first": ctx.today.isoformat(), "last": (ctx.today + dt.timedelta(days=14)).isoformat()}
        if slots.get("query"):
            fixed["words"] = str(slots["query"])
            if slots.get("plan") and plan_called(ctx.session, str(slots["plan"]))[0] is None:
                slots = {name: value for name, value in slots.items() if name != "plan"}  # "tìm kế hoạch sử dụng đất"
        return _screen(task_list.listed, **fixed)(ctx, slots)

    return shown


def my_tasks(ctx: Context, slots: Slots) -> list[Message]:
    """One's own list; an officer's is the desk, a leader's the whole."""
    if not ctx.rights.agencies("focal", "agency_leader"):
        return morning.desk(ctx) if ctx.rights.has("officer") or ctx.rights.has("admin") else _whole(ctx, slots)
    kind = {"done": "done", "all": "all"}.get(str(slots.get("state")), "due" if slots.get("period") else "open")
    if kind == "open" and not slots.get("plan"):
        ctx.args = {"page": 0}
        return tasks.page(ctx)
    return _tasks(kind)(ctx, slots)


def _whole(ctx: Context, slots: Slots) -> list[Message]:
    return _figures(ctx, {name: value for name, value in slots.items() if name == "period"})


def _figures(ctx: Context, slots: Slots) -> list[Message]:
    """The figures as of the last day that was asked for; of a stretch that is not over, of today, which is said."""
    said, period = ctx.args, slots.get("period")
    if not isinstance(period, Period):
        typed = day_asked.no_such_day(ctx)
        return [Message(say("status.no_such_day", typed=typed))] if typed else _screen(status.overview)(ctx, slots)
    shown = _as_of(ctx, slots, status.overview)
    ctx.args = said
    _, early = day_asked.day_asked(ctx, period.first, period.last)
    return [replace(one, text=f"{early}\n{one.text}") for one in shown] if early else shown


def _as_of(
    ctx: Context, slots: Slots, show: Callable[[Context], list[Message]], key: str = "day", **fixed: Any
) -> list[Message]:
    """A screen of figures as of the day that was asked for, its arg `key`; where it has not come that is said."""
    period = slots.get("period")
    if not isinstance(period, Period):
        return _screen(show, **fixed)(ctx, slots)
    day, _ = day_asked.day_asked(ctx, period.first, period.last)
    return _screen(show, **fixed, **{key: day["day"]})(ctx, slots) if day else [day_asked.not_yet(period.first)]


def task_card(ctx: Context, slots: Slots) -> list[Message]:
    """One task: a row of the list on the screen, or a permanent code."""
    digits = each(slots.get("task"))[0]
    coded = f"#{digits}" in str(ctx.args.get("said", ""))
    target = named(ctx, digits) if not coded and int(digits) in numbers(ctx) else None
    if target is not None:
        ctx.args = {"assignment": target.id}
        return tasks.card(ctx)
    ctx.args = {"task": int(digits)}
    try:
        return tasks.card(ctx)
    except NotAllowed:
        if tasks.exists(ctx, int(digits)):
            raise
        return [bystanders.no_such_task(ctx, f"#{digits}")]


def overdue(ctx: Context, slots: Slots) -> list[Message]:
    """What is late: of the official figures where nothing but the scope is said, so that the number is theirs, and
    where it is asked as of a day; within a stretch of days, what fell due in it.
    """
    period, said = slots.get("period"), fold(str(ctx.args.get("said", "")))
    if isinstance(period, Period) and period.first == period.last == ctx.today:
        slots, period = {name: value for name, value in slots.items() if name != "period"}, None
    if isinstance(period, Period) and (period.first == period.last or day_asked.TO_THEN.search(said)):
        return _as_of(ctx, slots, status_rows.rows, part="open_overdue")
    if period or ctx.rights.agencies("focal"):
        return _tasks("overdue")(ctx, slots)
    return _screen(status_rows.rows, part="open_overdue")(ctx, slots)


def pending(ctx: Context, slots: Slots) -> list[Message]:
    """What waits for acceptance: the queue of who decides, the rows for who reads."""
    if ctx.rights.has("officer"):
        ctx.args = {}
        return approvals.queue(ctx)
    return _screen(status_rows.rows, part="reported")(ctx, slots)


def in_two_plans(ctx: Context, slots: Slots) -> list[Message]:
    """Work that two plans order, to be linked."""
    ctx.args = {}
    return twins.listing(ctx)


def desk(ctx: Context, slots: Slots) -> list[Message]:
    """What needs this person, ordered."""
    if ctx.rights.has("officer"):
        return morning.desk(ctx)
    if ctx.rights.agencies("focal", "agency_leader"):
        ctx.args = {"page": 0}
        return tasks.page(ctx)
    return morning.desk(ctx) if ctx.rights.has("admin") else leaders_desk.desk(ctx)


def ranking(ctx: Context, slots: Slots) -> list[Message]:
    """The slowest by what is overdue at the end of the period said, or the order of its quarter."""
    if slots.get("order") == "best":
        return _as_of(ctx, slots, reports.rank, "quarter")
    return _as_of(ctx, slots, status.groups, by="agency")


def compared(ctx: Context, slots: Slots) -> list[Message]:
    """The figures with their change against the day said; a week ago where none is.

    Against last week = a week ago, as on Mondays and behind the button: its last day may be yesterday.
    """
    against, week_ago = slots.get("against"), ctx.today - dt.timedelta(days=7)
    day = against.last if isinstance(against, Period) else week_ago
    if isinstance(against, Period) and against.last - against.first == WEEK and week_ago < day < ctx.today:
        day = week_ago
    if day >= ctx.today and isinstance(against, Period):
        day = against.first - dt.timedelta(days=1)
    if day >= ctx.today:
        return [day_asked.not_yet(against.last if isinstance(against, Period) else day)]
    return _screen(compare.changes, against=day.isoformat())(ctx, slots)


def report(ctx: Context, slots: Slots) -> list[Message]:
    """A document at once where its form was said."""
    if not ctx.rights.anywhere("report"):
        raise NotAllowed("report")
    kind = {"xlsx": "xlsx", "docx": "docx", "pdf": "docx"}.get(str(slots.get("format")))
    return _as_of(ctx, slots, reports.make, kind=kind) if kind else _as_of(ctx, slots, reports.start)


def print_list(ctx: Context, slots: Slots) -> list[Message]:
    """Rows on paper: which list the words say, whose the slots."""
    ctx.words = str(ctx.args.get("said", ""))
    part = "open_overdue" if pattern("{LATE}").search(fold(ctx.words)) else status.asked_list(ctx)
    ctx.words = ""
    return _screen(table_link.to_print, part=part)(ctx, slots)


def contact(ctx: Context, slots: Slots) -> list[Message]:
    """Who is in charge."""
    answers = []
    for name in each(slots.get("agency"))[:AT_ONCE] or [""]:
        ctx.words = name
        answers += people.directory(ctx)
    return answers


def why_reminded(ctx: Context, slots: Slots) -> list[Message]:
    """Why a reminder comes, of the task said or of those last reminded of, with what stops it."""
    digits = each(slots.get("task"))
    target = named(ctx, digits[0]) if digits else None
    if target is None and digits and f"#{digits[0]}" in str(ctx.args.get("said", "")):
        target = named(ctx, f"#{digits[0]}")
    return [remind.why(ctx, target)]


def send_evidence(ctx: Context, slots: Slots) -> list[Message]:
    """Where files go: of the task said, else of the one that is chosen."""
    digits = each(slots.get("task"))
    ctx.words = digits[0] if digits else ""
    if digits and f"#{digits[0]}" in str(ctx.args.get("said", "")):
        ctx.words = f"#{digits[0]}"
    return evidence.start(ctx)


def import_(ctx: Context, slots: Slots) -> list[Message]:
    """A plan goes in: the next file is it."""
    return import_plan.ask_for_file(ctx)


def unconnected(ctx: Context, slots: Slots) -> list[Message]:
    """Who has no focal point, a page at a time."""
    ctx.args = {"group": slots["group"]} if slots.get("group") in ("communes", "departments") else {}
    return people.unconnected(ctx)


SCREENS: dict[str, Callable[[Context, Slots], list[Message]]] = {
    "my_tasks": my_tasks,
    "task_card": task_card,
    "overdue": overdue,
    "due_within": _tasks("due"),
    "search": _tasks("found"),
    "desk": desk,
    "pending": pending,
    "blocked": _screen(status_rows.warnings, kind="blocker"),
    "silent_agencies": _screen(silent_agencies.listed),
    "unconnected_agencies": unconnected,
    "contact": contact,
    "whoami": lambda ctx, slots: privacy.me(ctx),
    "ranking": ranking,
    "status": _whole,
    "plan_status": _figures,
    "agency_status": _figures,
    "compare": compared,
    "report": report,
    "print_list": print_list,
    "help": lambda ctx, slots: [first] if (first := morning.first_plan(ctx)) else help.guide(ctx),
    "why_reminded": why_reminded,
    "import_plan": import_,
    "twins": in_two_plans,
    "send_evidence": send_evidence,
}
