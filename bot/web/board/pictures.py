"""The leader's screen and the comparison of two months: figures with their change, each number a way to its rows.

Charts are drawn here, as numbers for an SVG of the page; the calendar is the work that falls due in the next weeks.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.web.board.access import Visitor
from bot.web.board.desk import Desk
from bot.web.board.past_days import PastDays
from catalog.clock import ONE_DAY
from catalog.figures.official import Figures
from catalog.figures.overview import kept_of, overview, whole_of
from catalog.figures.past_days import is_kept
from catalog.figures.reporting import TREND_WEEKS, trend
from catalog.figures.standing_on_day import Scope
from catalog.figures.table.filtered import dues_by_day
from catalog.work.snapshot import FIVE_FIGURES
from handlers.conversation.board_address import page_of
from handlers.leader.table_view import Unknown, view_of

WEEKS = 5
BARS = 15
FEW = 5000
"""So much work is counted from the record within a blink."""

WEEK = dt.timedelta(days=7)
_WIDE, _HIGH = 400.0, 160.0
_OLDEST = dt.date(2000, 1, 1)


@dataclass(frozen=True)
class Bar:
    """One group of a chart: its figures, and each part of the five as (part, where it begins, how wide, how many)."""

    figures: Figures
    address: str
    parts: Sequence[tuple[str, float, float, int]]


@dataclass(frozen=True)
class Moved:
    """One agency in two months."""

    name: str
    address: str
    now: Figures
    then: Figures | None

    def before(self, part: str) -> int:
        """How many of a part there were then."""
        return self.then.counts[part] if self.then is not None else 0

    @property
    def done_before(self) -> int:
        """How many were done then."""
        return self.then.done if self.then is not None else 0


class Pictures:
    """The screens of figures over one deployment."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._past = PastDays(desk.store)

    def routes(self) -> list[Route]:
        """What the application serves."""
        return [
            self._desk.route("tong-hop", self._summary),
            self._desk.route("so-sanh", self._comparison),
        ]

    async def _summary(self, request: Request, visitor: Visitor) -> Response:
        given, today, now = dict(request.query_params), self._desk.today, self._desk.clock()

        def facts(session: Session) -> dict[str, Any]:
            view = view_of(session, visitor.signed.rights, given, today)
            scope, kept = view.asked.scope, view.asked.kept
            shown = overview(session, today, now, scope)
            waits = _not_kept(session, scope, shown.whole, [today - WEEK])
            monday = today - today.weekday() * ONE_DAY
            days = [monday + ONE_DAY * n for n in range(7 * WEEKS)]
            dues = dues_by_day(session, today, scope, days[0], days[-1])
            by_plan = overview(session, today, now, scope, "plan").groups
            return {
                "view": view, "f": shown.whole, "waits": waits,
                "before": None if waits else whole_of(session, today - WEEK, now, scope),
                "week_ago": today - WEEK, "warnings": shown.warnings,
                "days": [(day, dues.get(day, 0), _due_on(kept, day)) for day in days],
                "agencies": bars(shown.groups, "agency", kept), "more": max(0, len(shown.groups) - BARS),
                "plans": bars(by_plan, "plan", kept), "line": _line(_weeks(session, today, now, scope, shown.whole)),
            }  # fmt: skip

        found = await self._desk.store.read_async(facts)
        self._past.count(found["waits"])
        return self._desk.shown(visitor, "summary.j2", **found)

    async def _comparison(self, request: Request, visitor: Visitor) -> Response:
        given, today, now = dict(request.query_params), self._desk.today, self._desk.clock()
        last = today.replace(day=1) - ONE_DAY
        day, against = _end_of(given.get("thang"), today, today), _end_of(given.get("voi"), last, today)

        def facts(session: Session) -> dict[str, Any]:
            view = view_of(session, visitor.signed.rights, given, today)
            whole = overview(session, today, now, view.asked.scope).whole
            if waits := _not_kept(session, view.asked.scope, whole, [one for one in (day, against) if one < today]):
                return {"view": view, "day": day, "against": against, "waits": waits, "rows": ()}
            shown, then = (overview(session, one, now, view.asked.scope) for one in (day, against))
            before = {group.key: group for group in then.groups}
            rows = [
                Moved(g.name, page_of({**view.asked.kept, "agency": g.key}) if g.key.isdigit() else "", g,
                      before.pop(g.key, None))
                for g in shown.groups
            ]  # fmt: skip
            gone = [Moved(g.name, "", Figures(dict.fromkeys(g.counts, 0), 0, 0, 0, 0, 0), g) for g in before.values()]
            return {
                "view": view, "day": day, "against": against, "waits": (),
                "whole": Moved(view.asked.title, page_of(view.asked.kept), shown.whole, then.whole),
                "rows": sorted([*rows, *gone], key=_most_moved),
            }  # fmt: skip

        found = await self._desk.store.read_async(facts)
        self._past.count(found["waits"])
        return self._desk.shown(visitor, "comparison.j2", **found)


def _not_kept(session: Session, scope: Scope, whole: Figures, days: Sequence[dt.date]) -> list[dt.date]:
    """The days whose figures are not at hand, where counting them from the record takes longer than a blink."""
    if scope.section is not None or whole.total <= FEW:
        return []
    return [day for day in days if not is_kept(session, day)]


def bars(groups: Sequence[Figures], by: str, kept: dict[str, Any]) -> list[Bar]:
    """The groups with the most overdue, each part as wide as it is many; the widest bar is the largest group."""
    ranked = sorted((g for g in groups if g.total), key=lambda g: (-g.counts["open_overdue"], -g.total, g.name))[:BARS]
    most = max((g.total for g in ranked), default=1)
    drawn = []
    for group in ranked:
        at, parts = 0.0, []
        for part in FIVE_FIGURES:
            wide = _WIDE * group.counts[part] / most
            if group.counts[part]:
                parts.append((part, round(at, 2), round(wide, 2), group.counts[part]))
            at += wide
        address = page_of({**kept, by: group.key}) if group.key.isdigit() else ""
        drawn.append(Bar(group, address, parts))
    return drawn


def _weeks(
    session: Session, today: dt.date, now: dt.datetime, scope: Scope, whole: Figures
) -> list[tuple[dt.date, Figures]]:
    """The last weeks, oldest first. Much work is only looked up where it was kept, never counted from the record."""
    if whole.total <= FEW:
        return list(trend(session, today, now, scope))
    days = [today - WEEK * n for n in range(TREND_WEEKS, 0, -1)]
    found = [(day, figures) for day in days if (figures := kept_of(session, day, now, scope)) is not None]
    return [*found, (today, whole)]


def _line(weeks: Sequence[tuple[dt.date, Figures]]) -> dict[str, Any] | None:
    """Overdue and done by week as points of a line; None with less than two weeks on record."""
    if len(weeks) < 2:
        return None
    most = max(1, *(max(f.counts["open_overdue"], f.done) for _, f in weeks))
    step = _WIDE / (len(weeks) - 1)

    def points(values: Sequence[int]) -> str:
        return " ".join(f"{n * step:.1f},{_HIGH - value * _HIGH / most:.1f}" for n, value in enumerate(values))

    return {
        "late": points([f.counts["open_overdue"] for _, f in weeks]), "done": points([f.done for _, f in weeks]),
        "weeks": [(day, f.counts["open_overdue"], f.done) for day, f in weeks], "most": most,
    }  # fmt: skip


def _due_on(kept: dict[str, Any], day: dt.date) -> str:
    return page_of(kept, first=day.isoformat(), last=day.isoformat(), part="open")


def _end_of(month: str | None, otherwise: dt.date, today: dt.date) -> dt.date:
    """The last day of a month ("2026-03") that has begun, today in the current one. Raises Unknown."""
    if not month:
        return otherwise
    try:
        first = dt.date.fromisoformat(f"{month}-01")
    except ValueError:
        raise Unknown("month") from None
    if not _OLDEST <= first <= today:
        raise Unknown("month")
    return min((first + dt.timedelta(days=31)).replace(day=1) - ONE_DAY, today)


def _most_moved(row: Moved) -> tuple[int, int, str]:
    late = row.now.counts["open_overdue"] - row.before("open_overdue")
    return (-abs(late) - abs(row.now.done - row.done_before), -row.now.counts["open_overdue"], row.name)
