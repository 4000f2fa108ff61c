"""The agencies in order, quarter by quarter, as provinces publish it: on time, late, overdue, update rate.

Each quarter stands for itself: what was finished in it, what was overdue at its end, and what was heard of in it. Work
finished before the quarter weighs no more, and a past quarter is computed from what was stored by its last day.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from catalog.clock import at_local, local_day
from catalog.figures.stands import Scope, Stand, stands_on
from catalog.progress import FIVE_FIGURES


def quarter_of(day: dt.date) -> tuple[dt.date, dt.date]:
    """The first and the last day of the quarter `day` lies in."""
    first = dt.date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
    following = dt.date(first.year + first.month // 10, (first.month + 2) % 12 + 1, 1)
    return first, following - dt.timedelta(days=1)


@dataclass
class _Score:
    """What one agency did in the quarter. `active` was its work then, `heard` the part of it with an update."""

    agency: str
    active: int = 0
    heard: int = 0
    on_time: int = 0
    late: int = 0
    overdue: int = 0

    @property
    def judged(self) -> int:
        return self.on_time + self.late + self.overdue

    @property
    def merit(self) -> tuple[float, int, float]:
        """The smaller, the better: share on time, then fewer overdue, then the update rate."""
        return (-self.on_time / self.judged, self.overdue, -self.heard / self.active)

    def to_json(self, place: int | None) -> dict[str, Any]:
        return {
            "place": place, "agency": self.agency, "total": self.active, "done_on_time": self.on_time,
            "done_late": self.late, "open_overdue": self.overdue,
            "on_time_rate": round(self.on_time / self.judged, 4) if self.judged else None,
            "update_rate": round(self.heard / self.active, 4) if self.active else None,
        }  # fmt: skip


def ranking(session: Session, day: dt.date, now: dt.datetime, scope: Scope) -> list[dict[str, Any]]:
    """The agencies in order for the quarter of `day`, at its end (or at `now` where it still runs).

    Of what was finished in the quarter or overdue at its end, the share finished on time decides; what was reported
    counts from the day of the report, unless it was returned. Who is equal in all shares a place. An agency with
    nothing to judge stands last, without a place.
    """
    last = min(quarter_of(day)[1], local_day(now))
    return ranked(last, stands_on(session, last, scope))


def ranked(day: dt.date, stands: Sequence[Stand]) -> list[dict[str, Any]]:
    """As `ranking`, over the rows of `day`, with which the quarter's time ends."""
    first = quarter_of(day)[0]
    scores: dict[int, _Score] = {}
    for stand in stands:
        if stand.bucket in FIVE_FIGURES:
            score = scores.setdefault(stand.agency_id, _Score(stand.agency))
            _count(score, stand, first)
    working = sorted((s for s in scores.values() if s.active), key=lambda s: s.agency)
    judged = sorted((s for s in working if s.judged), key=lambda s: (*s.merit, s.agency))
    merits = [s.merit for s in judged]
    placed = [s.to_json(merits.index(s.merit) + 1) for s in judged]
    return [*placed, *(s.to_json(None) for s in working if not s.judged)]


def _count(score: _Score, stand: Stand, first: dt.date) -> None:
    finished = stand.reported_on
    if finished is not None and finished < first:
        return
    score.active += 1
    score.heard += stand.last_update_at is not None and stand.last_update_at >= at_local(first, dt.time(0))
    if finished is not None:
        if any(slot.met_late for slot in stand.snapshot.slots):
            score.late += 1
        else:
            score.on_time += 1
    elif stand.bucket == "open_overdue":
        score.overdue += 1
