"""What was overdue already when its plan was imported: the officer closes, extends, hands over, or presses for it."""

import datetime as dt
import re

from sqlmodel import col, select

from catalog import triage
from catalog.agencies.matching import match
from catalog.agencies.stored import agency_id, agency_name, registry_of
from catalog.assignments import Said
from catalog.messages import Choice, Message, Subject
from catalog.rights import Action
from catalog.steps import Impossible
from catalog.tables import Assignment
from handlers.flow import enter, leave
from handlers.incoming import Context, NotAllowed
from handlers.replies import parse_reply
from handlers.replies.dates import later_by
from scheduler.desk import coordinated, held_query
from scheduler.wording import Line, line_of, lines_of
from templates.render import say

PAGE = 8

_DATE = re.compile(r"(?<![\d/])(\d{1,2})[/.-](\d{1,2})[/.-](20\d\d)(?!\d)")

RIGHT: dict[str, Action] = {
    "close": "enter_on_behalf", "extend": "decide_extension", "move": "edit_task", "start": "nudge",
}  # fmt: skip
"""What each of the four choices takes."""


def listing(ctx: Context) -> list[Message]:
    """Those that wait, the longest overdue first; a number opens one."""
    if not ctx.rights.has("officer"):
        raise NotAllowed("nudge", "held")
    page = int(ctx.args.get("page", 0))
    plans = [plan.id or 0 for plan in coordinated(ctx.session, ctx.rights)]
    ids = [
        one
        for one in ctx.session.execute(
            held_query(plans).order_by(col(Assignment.due), col(Assignment.task_id), col(Assignment.id))
        ).scalars()
        if one is not None
    ]
    if not ids:
        return [Message(say("held.none"))]
    shown = ids[page * PAGE : (page + 1) * PAGE]
    lines = lines_of(ctx.session, [(one, "") for one in shown], ctx.now, page * PAGE + 1)
    buttons = [Choice(str(line.position), "held_one", {"assignment": line.assignment_id}) for line in lines]
    rows = [tuple(buttons[i : i + 4]) for i in range(0, len(buttons), 4)]
    left = len(ids) - (page + 1) * PAGE
    if left > 0:
        rows.append((Choice(say("digest.button_more", count=left), "held", {"page": page + 1}),))
    about = tuple(Subject(line.position, line.assignment_id, line.slot) for line in lines)
    return [Message(say("held.listing", lines=lines, total=len(ids), today=ctx.today), tuple(rows), about=about)]


def one(ctx: Context) -> list[Message]:
    """One of them, with the four things that can be done."""
    assignment = _assignment(ctx, "start")
    target = {"assignment": assignment.id}
    close_, extend_, move_, start_ = (
        Choice(say(f"held.button_{what}"), f"held_{what}", target) for what in ("close", "extend", "move", "start")
    )
    rows = ((close_, extend_), (move_, start_), (Choice(say("tasks.button_card"), "card", target),))
    line = line_of(ctx.session, assignment, ctx.now)
    return [Message(say("held.one", line=line, today=ctx.today), rows, about=(Subject(0, assignment.id or 0),))]


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
    assignment = _assignment(ctx, what)
    enter(ctx, f"held_{what}", {"assignment": assignment.id})
    return [Message(say(f"held.how_{what}", line=line_of(ctx.session, assignment, ctx.now)))]


def close(ctx: Context) -> list[Message]:
    """The document came ("123/BC-SNV ngày 15/12/2023"); without a day of its own it counts from today."""
    assignment = _assignment(ctx, "close")
    documents = parse_reply(ctx.words, ctx.today).documents
    if not documents:
        return [Message(say("held.document_needed"))]
    day = _day(ctx.words) or ctx.today
    said = Said(ctx.words, ctx.inbox_id, ", ".join(documents), on_behalf=True)
    try:
        triage.close_with_document(ctx.session, assignment, day, ctx.actor, ctx.now, said)
    except Impossible as problem:
        return [Message(say("held.impossible", reason=problem.reason))]
    leave(ctx)
    return _done(say("held.closed", line=_line(ctx, assignment), documents=documents, day=day))


def extend(ctx: Context) -> list[Message]:
    """The new date came."""
    assignment = _assignment(ctx, "extend")
    reply = parse_reply(f"xin gia hạn {ctx.words}", ctx.today)
    item = next((item for item in reply.items if item.requested_due or item.extend_by), None)
    due = None
    if item is not None:
        due = item.requested_due or (later_by(ctx.today, item.extend_by) if item.extend_by else None)
    if due is None:
        return [Message(say("asking.extension_date_needed"))]
    said = Said(ctx.words, ctx.inbox_id, ", ".join(reply.documents))
    try:
        triage.extend(ctx.session, assignment, due, ctx.actor, ctx.now, said)
    except Impossible as problem:
        return [Message(say("held.impossible", reason=problem.reason))]
    leave(ctx)
    return _done(say("held.extended", line=_line(ctx, assignment), due=due))


def move(ctx: Context) -> list[Message]:
    """The agency was named: sure, or asked with choices."""
    assignment = _assignment(ctx, "move")
    found = match(ctx.words, registry_of(ctx.session))
    names = [found.agency] if found.decision == "match" and found.agency else [c.agency for c in found.candidates[:5]]
    known = [(name, row) for name in names if name and (row := agency_id(ctx.session, name)) is not None]
    if not known or found.decision == "none":
        return [Message(say("held.no_such_agency", typed=ctx.words[:80]))]
    rows = tuple(
        (Choice(say("held.button_to", agency=name), "held_to", {"assignment": assignment.id, "agency": row}),)
        for name, row in known
    )
    return [Message(say("held.to_whom", line=_line(ctx, assignment)), rows)]


def to_agency(ctx: Context) -> list[Message]:
    """The agency was confirmed."""
    assignment = _assignment(ctx, "move")
    name = agency_name(ctx.session, int(ctx.args["agency"]))
    said = Said(say("held.handed_over_to", agency=name), ctx.inbox_id)
    try:
        triage.hand_over(ctx.session, assignment, int(ctx.args["agency"]), ctx.actor, ctx.now, said)
    except Impossible as problem:
        return [Message(say("held.impossible", reason=problem.reason))]
    leave(ctx)
    return _done(say("held.moved", line=_line(ctx, assignment), agency=name))


def start(ctx: Context) -> list[Message]:
    """Press for it: the agency is reminded from the next hour of sending on."""
    assignment = _assignment(ctx, "start")
    try:
        triage.start_nudging(ctx.session, assignment, ctx.actor, ctx.now, Said(inbox_id=ctx.inbox_id))
    except Impossible as problem:
        return [Message(say("held.impossible", reason=problem.reason))]
    return _done(say("held.started", line=_line(ctx, assignment)))


def _assignment(ctx: Context, what: str) -> Assignment:
    found = ctx.session.exec(select(Assignment).where(Assignment.id == int(ctx.args["assignment"]))).first()
    if found is None:
        raise NotAllowed(RIGHT[what], "assignment")
    ctx.require(RIGHT[what], found)
    return found


def _day(words: str) -> dt.date | None:
    """The last full date in the words, the day of the document: a reply's dates are those to come."""
    days = [_real(*map(int, found.groups())) for found in _DATE.finditer(words)]
    return next((day for day in reversed(days) if day is not None), None)


def _real(day: int, month: int, year: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _line(ctx: Context, assignment: Assignment) -> Line:
    return line_of(ctx.session, assignment, ctx.now)


def _done(text: str) -> list[Message]:
    return [Message(text, ((Choice(say("held.button_next"), "held", {}),),))]
