"""The agencies in order, quarter by quarter, as the provinces publish it: on time, late, update rate."""

import datetime as dt
from typing import Any

from sqlmodel import Session

from catalog.clock import local_day
from catalog.figures import Figures, picture
from catalog.stands import Scope


def quarter_of(day: dt.date) -> tuple[dt.date, dt.date]:
    """The first and the last day of the quarter `day` lies in."""
    first = dt.date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
    following = dt.date(first.year + first.month // 10, (first.month + 2) % 12 + 1, 1)
    return first, following - dt.timedelta(days=1)


def ranking(session: Session, day: dt.date, now: dt.datetime, scope: Scope) -> list[dict[str, Any]]:
    """The agencies in order at the end of the quarter of `day` (or at `day` where it still runs).

    Of what has fallen due (done or overdue), the share met on time decides; then fewer overdue, then the update rate,
    and who is equal in all three shares a place. An agency of which nothing has fallen due stands last, without a
    place: there is nothing to judge.
    """
    last = min(quarter_of(day)[1], local_day(now))
    groups = [g for g in picture(session, last, now, scope=scope, by="agency").groups if g.total]
    judged = [g for g in groups if _judged(g)]
    judged.sort(key=lambda g: (*_merit(g), g.name))
    waiting = sorted((g for g in groups if not _judged(g)), key=lambda g: g.name)
    merits = [_merit(g) for g in judged]
    places: list[int | None] = [merits.index(merit) + 1 for merit in merits]
    return [
        {
            "place": place, "agency": g.name, "total": g.total, "done_on_time": g.counts["done_on_time"],
            "done_late": g.counts["done_late"], "open_overdue": g.counts["open_overdue"],
            "on_time_rate": round(_on_time(g), 4) if _judged(g) else None, "update_rate": g.update_rate,
        }
        for place, g in zip([*places, *[None] * len(waiting)], [*judged, *waiting], strict=True)
    ]  # fmt: skip


def _merit(g: Figures) -> tuple[float, int, float]:
    """The smaller, the better."""
    return (-_on_time(g), g.counts["open_overdue"], -(g.update_rate or 0))


def _judged(g: Figures) -> int:
    return g.done + g.counts["open_overdue"]


def _on_time(g: Figures) -> float:
    return g.counts["done_on_time"] / _judged(g)
