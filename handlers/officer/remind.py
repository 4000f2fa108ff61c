"""/nhac: an officer reminds one agency, everybody of one task, or all that is overdue; and what will be said anyway."""

import datetime as dt
import re

from sqlmodel import col, select

from catalog.agencies.typed.called_by_name import agency_called
from catalog.clock import ONE_DAY, local
from catalog.figures.standing_on_day import own_scope
from catalog.figures.unanswered import unanswered
from catalog.messaging.inbox_and_outbox import Choice, Message, Subject
from catalog.people.rights import may_assignment
from catalog.plans.keeping.doubts import doubtful_cells
from catalog.tables import Assignment, Plan, Task
from catalog.text import fold
from handlers.conversation.context import Context, NotAllowed, Sorry
from scheduler.digests import manual
from scheduler.digests.nudge_log import reminders
from scheduler.digests.officer_desk import coordinated
from scheduler.digests.preview import preview
from scheduler.digests.wording import line_of, shown_title
from templates.render import say

_TASK = re.compile(r"#\s*(\d+)|(?:nv|nhiem vu)\s*#?\s*(\d+)")
_OVERDUE = ("qua han", "tat ca qua han", "tre han", "cham")
_WEEK = ("tuan nay", "tuan")
_ASKED = re.compile(
    r"(?:\b(?:khong|ko|k|chang) ai tra loi\b|\b(?:tuan|hom) nay\b|\btuan (?:sau|toi)\b|\b(?:ngay )?mai\b)"
    r".*\bnhac\b.*\b(?:gi|ai|nao|may|bao nhieu)\b"
    r"|\bnhac\b.*\b(?:gi|ai|nao|may|bao nhieu)\b.*\b(?:tuan|hom nay|mai)\b"
)
LOG_SHOWN = 15
"""Reminders shown in chat; the whole log is on the command line."""


def start(ctx: Context) -> list[Message]:
    """/nhac alone: what can be reminded of. With words: an agency, "#12", "quá hạn", "tuần này"."""
    plans = _plans(ctx)
    words = fold(ctx.words)
    task = _TASK.fullmatch(words)
    if not words:
        rows: tuple[tuple[Choice, ...], ...] = (
            (Choice(say("remind.button_overdue"), "nudge_about", {"what": "overdue"}),),
            (
                Choice(say("remind.button_week"), "nudge_week", {}),
                Choice(say("remind.button_overdue_at_import"), "overdue_at_import", {}),
            ),
            (Choice(say("remind.button_ladder"), "ladder", {}),),
        )
        in_doubt = len(doubtful_cells(ctx.session, [plan.id or 0 for plan in plans]))
        if in_doubt:
            rows = ((Choice(say("doubtful_cells.button_waiting", count=in_doubt), "doubts", {}),), *rows)
        return [Message(say("remind.how", plans=len(plans)), rows)]
    if words in _WEEK:
        return week(ctx)
    if words in _OVERDUE:
        ctx.args = {"what": "overdue"}
    elif task is not None:
        ctx.args = {"what": "task", "task": int(task.group(1) or task.group(2))}
    else:
        ctx.args = {"what": "agency", "agency": _agency(ctx)}
    return about(ctx)


def _plans(ctx: Context) -> list[Plan]:
    plans = coordinated(ctx.session, ctx.rights)
    if not ctx.rights.has("officer"):
        raise NotAllowed("nudge", "plans")
    return plans


def _agency(ctx: Context) -> int:
    called = agency_called(ctx.session, ctx.words)
    if called.row is None:
        raise Sorry(say("remind.which_agency", typed=ctx.words[:80], near=called.names))
    return called.row


def about(ctx: Context) -> list[Message]:
    """How many it would reach; nothing is sent before it is confirmed."""
    chosen = _chosen(ctx)
    if not chosen:
        return [Message(say("remind.nothing"))]
    reach = manual.campaign(ctx.session, chosen, ctx.now)
    if not reach.people:
        return [Message(say("remind.nobody", reach=reach))]
    moment = manual.sending_moment(ctx.calendar, ctx.now)
    yes = {"ids": list(reach.assignments), "ordinal": reach.ordinal}
    row = (Choice(say("remind.button_send", reach=reach), "nudge_send", yes),)
    return [Message(say("remind.reach", reach=reach, later=moment if moment > ctx.now else None), (row,))]


def _chosen(ctx: Context) -> list[Assignment]:
    plans, what = _plans(ctx), ctx.args["what"]
    if what == "agency":
        return manual.of_agency(ctx.session, plans, int(ctx.args["agency"]), ctx.now)
    if what == "agencies":
        agencies = ctx.args.get("agencies")
        only = str(ctx.args.get("only", ""))
        rows = manual.of_agencies(ctx.session, plans, agencies, ctx.now, overdue_only=only == "overdue")
        if ctx.args.get("plan"):
            of_plan = select(Task.id).where(Task.plan_id == int(ctx.args["plan"]))
            within = set(ctx.session.exec(of_plan).all())
            rows = [row for row in rows if row.task_id in within]
        if only == "silent":
            silent = {one.agency_id for one in unanswered(ctx.session, own_scope(ctx.rights), ctx.now)}
            rows = [row for row in rows if row.agency_id in silent]
        return rows
    if what == "task":
        if ctx.session.get(Task, int(ctx.args["task"])) is None:
            raise Sorry(say("remind.no_task", code=ctx.args["task"]))
        return manual.of_task(ctx.session, plans, int(ctx.args["task"]))
    return manual.overdue(ctx.session, plans, ctx.now)


def send(ctx: Context) -> list[Message]:
    """Confirmed: sent once, however often the button is tapped."""
    ids = [int(one) for one in ctx.args["ids"]]
    for row in ctx.session.exec(select(Assignment).where(col(Assignment.id).in_(ids))):
        ctx.require("nudge", row)
    done = manual.send(ctx.session, ids, int(ctx.args["ordinal"]), ctx.actor, ctx.now, ctx.calendar)
    if done is None:
        return [Message(say("remind.already"))]
    people, moment = done
    return [Message(say("remind.sent", people=people, later=local(moment) if moment > ctx.now else None))]


def asked(ctx: Context) -> list[Message] | None:
    """Typed: "nếu không ai trả lời thì tuần này nhắc những gì", by an officer or by who is reminded; None for others.

    A question is no update: nothing of it is put on record.
    """
    if ctx.received or not _ASKED.search(fold(ctx.words)):
        return None
    if ctx.rights.has("officer"):
        return week(ctx)
    agencies = [*ctx.rights.agencies("focal"), *ctx.rights.agencies("agency_leader")]
    return _ahead(ctx, None, agencies) if agencies else None


def week(ctx: Context) -> list[Message]:
    """What will be said until Sunday if nobody answers, day by day, over the officer's plans."""
    return _ahead(ctx, [plan.id or 0 for plan in _plans(ctx)], None)


def _span(today: dt.date, words: str) -> tuple[dt.date, dt.date]:
    """The days meant: tomorrow, today, next week, else what is left of this week."""
    if re.search(r"\bhom nay\b", words):
        return today, today
    if re.search(r"\bmai\b", words):
        return today + ONE_DAY, today + ONE_DAY
    sunday = today + dt.timedelta(days=6 - today.weekday())
    if re.search(r"\btuan (?:sau|toi)\b", words):
        return sunday + ONE_DAY, sunday + dt.timedelta(days=7)
    # At the end of a week one asks about the next.
    return today, sunday if sunday - today >= dt.timedelta(days=2) else sunday + dt.timedelta(days=7)


def _ahead(ctx: Context, plans: list[int] | None, agencies: list[int] | None) -> list[Message]:
    first, last = _span(ctx.today, fold(ctx.words))
    found = preview(ctx.session, ctx.now, first, last, ctx.calendar, plans, agencies)
    if agencies is not None:
        own = ("person", ctx.person_id)
        found = {day: {own: digests[own]} for day, digests in found.items() if own in digests}
    days = []
    for day, digests in sorted(found.items()):
        imagined = sum(kind == "agency" for kind, _ in digests)
        rungs = [item.rung for items in digests.values() for item in items]
        days.append((day, len(digests) - imagined, imagined, _by_kind(rungs)))
    return [Message(say("remind.week", days=days, first=first, last=last, own=agencies is not None))]


def _by_kind(rungs: list[str]) -> list[tuple[str, int]]:
    kinds = [rung.partition("_")[0] for rung in rungs]
    return [(kind, kinds.count(kind)) for kind in dict.fromkeys(sorted(kinds))]


def why(ctx: Context, target: Assignment | None) -> Message:
    """ "Sao lại nhắc?": by which rule the last reminder came and what stops it; no task named: of the last digest."""
    agencies = ctx.rights.agencies("focal", "agency_leader")
    task = target.task_id if target is not None else None
    last = next(iter(reminders(ctx.session, task_id=task, agency_ids=agencies, limit=1)), None) if agencies else None
    rows: list[tuple[Choice, ...]] = []
    line = None
    if target is not None:
        about = {"assignment": target.id}
        line = line_of(ctx.session, target, ctx.now)
        rows = [
            (
                Choice(say("tasks.button_card"), "card", about),
                Choice(say("remind.button_log"), "nudge_log", {"task": task}),
            ),
        ]
    text = say("remind.why", line=line, last=last, today=ctx.today, working=ctx.calendar.is_working_day(ctx.today))
    return Message(text, tuple(rows), about=(Subject(0, target.id or 0),) if target is not None else ())


def log(ctx: Context) -> list[Message]:
    """ "Lịch sử nhắc" on the card of a task: every reminder that this person may see, the newest first."""
    task = ctx.session.get_one(Task, int(ctx.args["task"]))
    rows = ctx.session.exec(select(Assignment).where(Assignment.task_id == task.id)).all()
    agencies = [row.agency_id for row in rows if may_assignment(ctx.session, ctx.rights, "see", row)]
    if not agencies:
        raise NotAllowed("see", f"task:{task.id}")
    page = int(ctx.args.get("page", 0))
    found = reminders(ctx.session, task_id=task.id, agency_ids=agencies, limit=(page + 1) * LOG_SHOWN + 1)
    more: tuple[tuple[Choice, ...], ...] = ()
    if len(found) > (page + 1) * LOG_SHOWN:
        more = ((Choice(say("tasks.button_next"), "nudge_log", {"task": task.id, "page": page + 1}),),)
    shown = found[page * LOG_SHOWN : (page + 1) * LOG_SHOWN]
    return [Message(say("remind.log", code=task.id, title=shown_title(task), found=shown), more)]
