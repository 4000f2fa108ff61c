"""The five figures with their change against another day, and who moved: "so với tháng trước thế nào?"."""

import datetime as dt
from collections.abc import Sequence

from catalog.figures.official import Figures
from catalog.figures.overview import overview
from catalog.messaging.inbox_and_outbox import Choice, Message
from catalog.messaging.message import in_rows
from handlers.conversation.context import Context, NotAllowed
from handlers.conversation.scope import Asked, asked_by
from templates.render import say

PAGE = 5
"""Two lines an agency: with heading and buttons one screen of a phone."""

MOVERS = 3
"""So many agencies are named on either side."""


def changes(ctx: Context) -> list[Message]:
    """The figures of today beside those of the day `ctx.args["against"]` (ISO), over agency, group and plan."""
    if not ctx.rights.anywhere("status"):
        raise NotAllowed("status")
    asked, against = asked_by(ctx), dt.date.fromisoformat(str(ctx.args["against"]))
    now, then = (overview(ctx.session, day, ctx.now, asked.scope) for day in (asked.day, against))
    better, worse = movers(now.groups, then.groups)
    text = say(
        "status.compare", title=asked.title, day=asked.day, against=against, now=now.whole, then=then.whole,
        better=better, worse=worse,
    )  # fmt: skip
    return [Message(text, _buttons(asked, against, ctx.today))]


def by_agency(ctx: Context) -> list[Message]:
    """What every agency has done and what is overdue with it, each with its change; who moved most comes first."""
    if not ctx.rights.anywhere("status"):
        raise NotAllowed("status")
    asked, against = asked_by(ctx), dt.date.fromisoformat(str(ctx.args["against"]))
    page = int(ctx.args.get("page", 0))
    now, then = (overview(ctx.session, day, ctx.now, asked.scope) for day in (asked.day, against))
    before = {g.key: g for g in then.groups}
    moved = [(g, g.done - _done(before.get(g.key)), _late(g) - _late(before.get(g.key))) for g in now.groups if g.total]
    moved.sort(key=lambda one: (-abs(one[1]) - abs(one[2]), -_late(one[0]), one[0].name))
    first = page * PAGE
    shown = moved[first : first + PAGE]
    rows = in_rows(
        [
            Choice(str(first + n), "compare", {**asked.kept, "agency": int(one[0].key), "against": against.isoformat()})
            for n, one in enumerate(shown, start=1)
        ],
        4,
    )
    if len(moved) > first + PAGE:
        more = {**asked.kept, "against": against.isoformat(), "page": page + 1}
        label = say("digest.button_more", count=len(moved) - first - PAGE)
        rows.append((Choice(label, "compare_by", more),))
    text = say("status.compare_by", title=asked.title, day=asked.day, against=against, rows=shown, first=first)
    return [Message(text, (*rows, (Choice(say("status.button_back"), "status", asked.kept),)))]


def _done(figures: Figures | None) -> int:
    return figures.done if figures is not None else 0


def _late(figures: Figures | None) -> int:
    return figures.counts["open_overdue"] if figures is not None else 0


def movers(now: Sequence[Figures], then: Sequence[Figures]) -> tuple[list[tuple[str, int]], list[tuple[str, int]]]:
    """(who has less overdue than then, who has more), each with the difference, the most first."""
    before = {g.key: g.counts["open_overdue"] for g in then}
    moved = [(g.name, g.counts["open_overdue"] - before.get(g.key, 0)) for g in now]
    moved.sort(key=lambda one: (-abs(one[1]), one[0]))
    better = [(name, change) for name, change in moved if change < 0]
    return better[:MOVERS], [(name, change) for name, change in moved if change > 0][:MOVERS]


def _buttons(asked: Asked, against: dt.date, today: dt.date) -> tuple[tuple[Choice, ...], ...]:
    """The usual days to compare with, and the way back."""
    days = {
        "week": today - dt.timedelta(days=7), "month": today.replace(day=1) - dt.timedelta(days=1),
        "quarter": today.replace(month=3 * ((today.month - 1) // 3) + 1, day=1) - dt.timedelta(days=1),
    }  # fmt: skip
    turn = tuple(
        Choice(say("status.button_against", span=span), "compare", {**asked.kept, "against": day.isoformat()})
        for span, day in days.items()
        if day != against
    )
    by = (
        ()
        if "agency" in asked.kept
        else (
            Choice(say("status.button_by", by="agency"), "compare_by", {**asked.kept, "against": against.isoformat()}),
        )
    )
    return (turn, (*by, Choice(say("status.button_back"), "status", asked.kept)))
