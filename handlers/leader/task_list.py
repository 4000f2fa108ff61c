"""A list of tasks that was asked for in words: what is late, falls due, is found; each row opens by its number.

One form for everybody: what one may see comes from the rights (`conversation.scope`), what is asked from `ctx.args`.
"""

import datetime as dt
from typing import Any

from catalog.figures.rows_sought import Sought, rows_sought
from catalog.messaging.inbox_and_outbox import Choice, Message, Subject
from catalog.messaging.message import in_rows
from handlers.conversation.context import Context
from handlers.conversation.scope import Asked, asked_by
from scheduler.digests.wording import lines_of
from templates.render import say

PAGE = 5
"""Two lines each: with heading and hint one screen of a phone."""

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
    text = say(
        "tasks.sought", kind=kind, title=asked.title, total=len(found), lines=lines, today=ctx.today,
        first=sought.first, last=None if kind == "overdue" else sought.last, words=sought.words,
        agencies=len({line.agency for line in lines}) > 1 or not mine, answers=bool(mine) and kind != "done",
    )  # fmt: skip
    about = tuple(Subject(line.position, line.assignment_id) for line in lines)
    return Message(text, (*rows, *((tuple(turn),) if turn else ())), about=about)
