"""A list of tasks that was asked for in words: what is late, falls due, is found; each row opens by its number.

One form for everybody: what one may see comes from the rights (`conversation.scope`), what is asked from `ctx.args`.
"""

import datetime as dt
from typing import Any

from sqlmodel import col, select

from catalog.figures.overview import whole_of
from catalog.figures.table.sought import Sought, rows_sought
from catalog.messaging.inbox_and_outbox import Choice, Message, Subject
from catalog.messaging.message import in_rows
from catalog.tables import DutyPeriod
from handlers.conversation.context import Context
from handlers.conversation.scope import Asked, asked_by
from scheduler.digests.wording import DutyLine, duty_lines_of, lines_of
from templates.render import say

PAGE = 5
"""Two lines each: with heading and hint one screen of a phone."""

REPORTS = 3
"""So many reports that fall due beside the tasks are shown: of more the reminder tells."""

KINDS = {"overdue": "to_do", "due": "to_do", "found": "any", "open": "open", "done": "done", "all": "any"}
"""What can be asked for -> the states that are looked through."""


def listed(ctx: Context) -> list[Message]:
    """One page of the list that `ctx.args` names: kind, first, last (ISO days), words, page, and the scope's keys."""
    asked, kind = asked_by(ctx), str(ctx.args["kind"])
    first, last = _day(ctx.args.get("first")), _day(ctx.args.get("last"))
    if kind == "overdue":
        last = min(last or ctx.today, ctx.today - dt.timedelta(days=1))
    sought = Sought(KINDS[kind], first, last, str(ctx.args.get("words", "")))
    found = rows_sought(ctx.session, asked.scope, sought)
    return [_page(ctx, asked, kind, sought, found)]


def _day(text: object) -> dt.date | None:
    return dt.date.fromisoformat(str(text)) if text else None


def _page(ctx: Context, asked: Asked, kind: str, sought: Sought, found: list[int]) -> Message:
    page = max(0, min(int(ctx.args.get("page", 0)), (len(found) - 1) // PAGE))
    shown = found[page * PAGE : (page + 1) * PAGE]
    lines = lines_of(ctx.session, [(one, "") for one in shown], ctx.now, page * PAGE + 1) if shown else []
    kept: dict[str, Any] = {
        **asked.kept, "kind": kind, **{k: ctx.args[k] for k in ("first", "last", "words") if ctx.args.get(k)}
    }  # fmt: skip
    rows = in_rows([Choice(str(line.position), "card", {"assignment": line.assignment_id}) for line in lines], 5)
    turn = []
    if page:
        turn.append(Choice(say("status.button_before"), "tasks_listed", {**kept, "page": page - 1}))
    if len(found) > (page + 1) * PAGE:
        left = len(found) - (page + 1) * PAGE
        turn.append(Choice(say("digest.button_more", count=left), "tasks_listed", {**kept, "page": page + 1}))
    mine = ctx.rights.agencies("focal")
    owed = _reports_owed(ctx, asked, kind, sought) if not page else []
    rows += [
        (Choice(say("digest.button_report", position=n if len(owed) > 1 else 0), "duty_reported",
                {"period": line.duty_period_id}),)
        for n, line in enumerate(owed, start=1)
    ]  # fmt: skip
    if not found:
        rows += [
            tuple(Choice(say("help.button_example", text=one), "example", {"text": one}) for one in _elsewhere(ctx))
        ]
    waiting = _late_but_reported(ctx, asked, kind, sought, len(found))
    text = say(
        "tasks.sought", waiting=waiting, kind=kind, title=asked.title, total=len(found), lines=lines, today=ctx.today,
        first=sought.first, last=None if kind == "overdue" else sought.last, words=sought.words,
        owed=owed, agencies=len({line.agency for line in lines}) > 1 or not mine, answers=bool(mine) and kind != "done",
    )  # fmt: skip
    about = tuple(Subject(line.position, line.assignment_id) for line in lines)
    return Message(text, (*rows, *((tuple(turn),) if turn else ())), about=about)


def _late_but_reported(ctx: Context, asked: Asked, kind: str, sought: Sought, listed: int) -> int:
    """What the figures count as overdue beside this list: it was reported, late, and waits to be accepted."""
    if kind != "overdue" or sought.first is not None or sought.words or sought.last != ctx.today - dt.timedelta(days=1):
        return 0
    return whole_of(ctx.session, ctx.today, ctx.now, asked.scope).counts["open_overdue"] - listed


def _reports_owed(ctx: Context, asked: Asked, kind: str, sought: Sought) -> list[DutyLine]:
    """The reports of one's own agencies that fall due in those days and were not sent: part of what a week holds."""
    own = set(ctx.rights.agencies("focal", "agency_leader")) & set(asked.scope.agency_ids or ())
    if kind not in ("due", "overdue") or not own or sought.words or "plan" in asked.kept:
        return []
    query = select(DutyPeriod.id).where(
        col(DutyPeriod.agency_id).in_(own), col(DutyPeriod.reported_at).is_(None), col(DutyPeriod.closed_at).is_(None)
    )
    if sought.first is not None:
        query = query.where(DutyPeriod.due >= sought.first)
    if sought.last is not None:
        query = query.where(DutyPeriod.due <= sought.last)
    ids = ctx.session.exec(query.order_by(col(DutyPeriod.due), col(DutyPeriod.id)).limit(REPORTS)).all()
    return duty_lines_of(ctx.session, [(n, one or 0) for n, one in enumerate(ids, start=1)])


def _elsewhere(ctx: Context) -> tuple[str, ...]:
    """Where to look when a list is empty: nobody is left with a bare sentence."""
    return ("/viec", "/tonghop") if ctx.rights.agencies("focal", "agency_leader") else ("/tonghop", "/tonghop quá hạn")
