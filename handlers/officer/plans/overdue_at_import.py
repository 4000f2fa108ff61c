"""What was overdue already when its plan was imported: the officer closes, extends, hands over, or presses for it."""

import datetime as dt
import re
from collections.abc import Callable, Sequence
from itertools import groupby

from sqlmodel import col, select

from catalog.agencies.stored import agency_name
from catalog.agencies.typed.called_by_name import agency_called
from catalog.messaging.inbox_and_outbox import Choice, Message, Subject
from catalog.messaging.message import in_rows
from catalog.people.rights import Action
from catalog.tables import Assignment, Task
from catalog.work import overdue_at_import
from catalog.work.assignments import Said
from catalog.work.guards import Impossible
from handlers.conversation.context import Context, NotAllowed, Sorry
from handlers.conversation.open_conversations import enter, leave
from handlers.replies import later_by, parse_reply
from scheduler.digests.officer_desk import coordinated, overdue_at_import_query
from scheduler.digests.wording import line_of, lines_of
from templates.render import say

PAGE = 4
"""Two lines each: with heading and plans twelve lines, one screen of a phone."""

PLANS = 2
"""So many plans stand on one page, each above its tasks."""

_DATE = re.compile(r"(?<![\d/])(\d{1,2})[/.-](\d{1,2})[/.-](20\d\d)(?!\d)")

RIGHT: dict[str, Action] = {
    "close": "enter_on_behalf", "extend": "decide_extension", "move": "edit_task", "start": "nudge",
}  # fmt: skip
"""What each of the four choices takes."""


def listing(ctx: Context) -> list[Message]:
    """The tasks that wait, by plan, the longest overdue first, each with its agencies; a number opens one."""
    if not ctx.rights.has("officer"):
        raise NotAllowed("nudge", "overdue_at_import")
    by_task = _by_task(ctx)
    if not by_task:
        return [Message(say("overdue_at_import.nothing"))]
    pages = _pages([plan for plan, _ in by_task])
    page = min(int(ctx.args.get("page", 0)), len(pages) - 1)
    first, last = pages[page]
    shown = [ids for _, ids in by_task[first:last]]
    lines = lines_of(ctx.session, [(ids[0], "") for ids in shown], ctx.now, first + 1)
    buttons = [
        Choice(str(ln.position), "overdue_at_import_one", {"ids": ids}) for ln, ids in zip(lines, shown, strict=True)
    ]
    turn = []
    if page:
        turn.append(Choice(say("status.button_before"), "overdue_at_import", {"page": page - 1}))
    if last < len(by_task):
        label = say("digest.button_more", count=len(by_task) - last)
        turn.append(Choice(label, "overdue_at_import", {"page": page + 1}))
    entries = list(zip(lines, map(len, shown), strict=True))
    text = say(
        "overdue_at_import.listing", plans=groupby(entries, key=lambda entry: entry[0].plan), tasks=len(by_task),
        total=sum(len(ids) for _, ids in by_task), today=ctx.today,
    )  # fmt: skip
    return [Message(text, (*in_rows(buttons, PAGE), *((tuple(turn),) if turn else ())))]


def _pages(plans: Sequence[int]) -> list[tuple[int, int]]:
    """[first, last) of each page: at most so many tasks, of so many plans, as fit one screen with each said once."""
    found = [(0, 0)]
    for place, _ in enumerate(plans):
        first, _ = found[-1]
        full = place - first == PAGE or len(set(plans[first : place + 1])) > PLANS
        found[-1:] = [(first, place), (place, place + 1)] if full else [(first, place + 1)]
    return found


def _by_task(ctx: Context) -> list[tuple[int, list[int]]]:
    """(plan, held assignments) of each task of the officer's plans, plan by plan, the longest overdue first."""
    plans = [plan.id or 0 for plan in coordinated(ctx.session, ctx.rights)]
    query = overdue_at_import_query(plans).add_columns(col(Assignment.task_id), col(Task.plan_id))
    found: dict[int, tuple[int, list[int]]] = {}
    for one_id, task, plan in ctx.session.execute(
        query.order_by(col(Assignment.due), col(Task.id), col(Assignment.id))
    ):
        found.setdefault(task, (plan, []))[1].append(one_id)
    of_plans = list(dict.fromkeys(plan for plan, _ in found.values()))
    return sorted(found.values(), key=lambda one: of_plans.index(one[0]))


def one(ctx: Context) -> list[Message]:
    """One task, with the four things that can be done; done for all its agencies at once where there are several."""
    waiting = _assignments(ctx, "start")
    if not waiting:
        return [Message(say("overdue_at_import.impossible", reason="not_overdue_at_import"))]
    target = {"ids": [assignment.id for assignment in waiting]}
    several = len(waiting) > 1
    acts = ("close", "extend", "start") if several else ("close", "extend", "move", "start")
    buttons = [Choice(say(f"overdue_at_import.button_{what}"), f"overdue_at_import_{what}", target) for what in acts]
    card = Choice(say("tasks.button_card"), "card", {"assignment": waiting[0].id})
    line = line_of(ctx.session, waiting[0], ctx.now)
    text = say("overdue_at_import.one", line=line, agencies=len(waiting), today=ctx.today)
    about = () if several else (Subject(0, waiting[0].id or 0),)
    return [Message(text, (tuple(buttons[:2]), tuple(buttons[2:]), (card,)), about=about)]


def ask_close(ctx: Context) -> list[Message]:
    """Done before: which document proves it?"""
    return _ask(ctx, "close")


def ask_extend(ctx: Context) -> list[Message]:
    """Until when?"""
    return _ask(ctx, "extend")


def ask_move(ctx: Context) -> list[Message]:
    """To which agency?"""
    return _ask(ctx, "move")


def _ask(ctx: Context, what: str) -> list[Message]:
    waiting = _assignments(ctx, what)
    if not waiting:
        return [Message(say("overdue_at_import.impossible", reason="not_overdue_at_import"))]
    enter(ctx, f"overdue_at_import_{what}", {"ids": [assignment.id for assignment in waiting]})
    line = line_of(ctx.session, waiting[0], ctx.now)
    return [Message(say(f"overdue_at_import.how_{what}", line=line, agencies=len(waiting)))]


def close(ctx: Context) -> list[Message]:
    """The document came ("123/BC-SNV ngày 15/12/2023"); without a day of its own it counts from today."""
    documents = parse_reply(ctx.words, ctx.today).documents
    if not documents:
        return [Message(say("overdue_at_import.document_needed"))]
    day = _day(ctx.words) or ctx.today
    said = Said(ctx.words, ctx.inbox_id, ", ".join(documents), on_behalf=True)

    def act(assignment: Assignment) -> None:
        overdue_at_import.close_with_document(ctx.session, assignment, day, ctx.actor, ctx.now, said)

    return _do(ctx, "close", act, "overdue_at_import.closed", documents=documents, day=day)


def extend(ctx: Context) -> list[Message]:
    """The new date came."""
    reply = parse_reply(f"xin gia hạn {ctx.words}", ctx.today)
    item = next((item for item in reply.items if item.requested_due or item.extend_by), None)
    due = None
    if item is not None:
        due = item.requested_due or (later_by(ctx.today, item.extend_by) if item.extend_by else None)
    if due is None:
        return [Message(say("asking.extension_date_needed"))]
    said, until = Said(ctx.words, ctx.inbox_id, ", ".join(reply.documents)), due

    def act(assignment: Assignment) -> None:
        overdue_at_import.extend(ctx.session, assignment, until, ctx.actor, ctx.now, said)

    return _do(ctx, "extend", act, "overdue_at_import.extended", due=due)


def _do(ctx: Context, what: str, act: Callable[[Assignment], None], told: str, **facts: object) -> list[Message]:
    """The act on each of them, all or none, and one line that says so."""
    waiting = _assignments(ctx, what)
    if not waiting:
        return [Message(say("overdue_at_import.impossible", reason="not_overdue_at_import"))]
    try:
        for assignment in waiting:
            act(assignment)
    except Impossible as problem:
        raise Sorry(say("overdue_at_import.impossible", reason=problem.reason)) from problem
    leave(ctx)
    line = line_of(ctx.session, waiting[0], ctx.now)
    return _done(say(told, line=line, agencies=len(waiting), **facts))


def move(ctx: Context) -> list[Message]:
    """The agency was named: sure, or asked with choices."""
    waiting = _assignments(ctx, "move")
    near = agency_called(ctx.session, ctx.words).near
    if not waiting or not near:
        return [Message(say("overdue_at_import.no_such_agency", typed=ctx.words[:80]))]
    rows = tuple(
        (
            Choice(
                say("overdue_at_import.button_to", agency=name),
                "overdue_at_import_to",
                {"ids": [waiting[0].id], "agency": row},
            ),
        )
        for row, name in near
    )
    return [Message(say("overdue_at_import.to_whom", line=line_of(ctx.session, waiting[0], ctx.now)), rows)]


def to_agency(ctx: Context) -> list[Message]:
    """The agency was confirmed."""
    agency = int(ctx.args["agency"])
    name = agency_name(ctx.session, agency)
    said = Said(say("overdue_at_import.handed_over_to", agency=name), ctx.inbox_id)

    def act(assignment: Assignment) -> None:
        overdue_at_import.hand_over(ctx.session, assignment, agency, ctx.actor, ctx.now, said)

    return _do(ctx, "move", act, "overdue_at_import.moved", agency=name)


def start(ctx: Context) -> list[Message]:
    """Press for it: the agency is reminded from the next hour of sending on."""

    def act(assignment: Assignment) -> None:
        overdue_at_import.start_nudging(ctx.session, assignment, ctx.actor, ctx.now, Said(inbox_id=ctx.inbox_id))

    return _do(ctx, "start", act, "overdue_at_import.started")


def _assignments(ctx: Context, what: str) -> list[Assignment]:
    """Those that are meant and still wait; raises NotAllowed for one that is not this officer's."""
    ids = [int(one_id) for one_id in ctx.args["ids"]]
    found = ctx.session.exec(select(Assignment).where(col(Assignment.id).in_(ids)).order_by(col(Assignment.id))).all()
    for assignment in found:
        ctx.require(RIGHT[what], assignment)
    return [assignment for assignment in found if assignment.overdue_at_import]


def _day(words: str) -> dt.date | None:
    """The last full date in the words, the day of the document: a reply's dates are those to come."""
    days = [_real(*map(int, found.groups())) for found in _DATE.finditer(words)]
    return next((day for day in reversed(days) if day is not None), None)


def _real(day: int, month: int, year: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _done(text: str) -> list[Message]:
    return [Message(text, ((Choice(say("overdue_at_import.button_next"), "overdue_at_import", {}),),))]
