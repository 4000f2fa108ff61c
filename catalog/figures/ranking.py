"""The agencies in order, quarter by quarter, as provinces publish it: on time, late, overdue, update rate.

Each quarter stands for itself: what was finished in it, what was overdue at its end, and what was heard of in it. Work
finished before the quarter weighs no more, and a past quarter is computed from what was stored by its last day.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from catalog.clock import local_day, start_of_day
from catalog.figures.current_sums import how_many, moved_since, unmoved
from catalog.figures.standing_on_day import AssignmentOnDay, Scope
from catalog.tables import AgencyRow
from catalog.work.snapshot import FIVE_FIGURES


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
    first = quarter_of(last)[0]
    scores = _unmoved_scores(session, last, now, scope, first)
    for stand in moved_since(session, last, now, scope):
        _count(scores, stand, first)
    return _in_order(scores)


def ranked(day: dt.date, stands: Sequence[AssignmentOnDay]) -> list[dict[str, Any]]:
    """As `ranking`, over the rows of `day`, with which the quarter's time ends."""
    scores: dict[int, _Score] = {}
    for stand in stands:
        _count(scores, stand, quarter_of(day)[0])
    return _in_order(scores)


def _in_order(scores: dict[int, _Score]) -> list[dict[str, Any]]:
    working = sorted((s for s in scores.values() if s.active), key=lambda s: s.agency)
    judged = sorted((s for s in working if s.judged), key=lambda s: (*s.merit, s.agency))
    merits = [s.merit for s in judged]
    placed = [s.to_json(merits.index(s.merit) + 1) for s in judged]
    return [*placed, *(s.to_json(None) for s in working if not s.judged)]


def _unmoved_scores(
    session: Session, day: dt.date, now: dt.datetime, scope: Scope, first: dt.date
) -> dict[int, _Score]:
    """What `_count` counts, summed up by the store over all that stands as it stood at the end of `day`."""
    row = unmoved(day, now, scope).c
    open_then, done = row.finished.is_(None), row.finished.is_not(None)
    query = (
        sa.select(
            row.agency_id, col(AgencyRow.name), sa.func.count(), how_many(row.last_update_at >= start_of_day(first)),
            how_many(sa.and_(done, row.late == 0)), how_many(sa.and_(done, row.late == 1)),
            how_many(sa.and_(open_then, row.part == "open_overdue")),
        )
        .join(AgencyRow, col(AgencyRow.id) == row.agency_id)
        .where(row.part.in_(FIVE_FIGURES), sa.or_(open_then, row.finished >= first))
        .group_by(row.agency_id, col(AgencyRow.name))
    )  # fmt: skip
    return {agency: _Score(*counted) for agency, *counted in session.execute(query)}


def _count(scores: dict[int, _Score], stand: AssignmentOnDay, first: dt.date) -> None:
    finished = stand.reported_on
    if stand.bucket not in FIVE_FIGURES or (finished is not None and finished < first):
        return
    score = scores.setdefault(stand.agency_id, _Score(stand.agency))
    score.active += 1
    score.heard += stand.last_update_at is not None and stand.last_update_at >= start_of_day(first)
    if finished is not None:
        if any(slot.met_late for slot in stand.snapshot.slots):
            score.late += 1
        else:
            score.on_time += 1
    elif stand.bucket == "open_overdue":
        score.overdue += 1
