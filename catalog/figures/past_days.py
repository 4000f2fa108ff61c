"""Days that have passed and were not kept when they ended: counted from the record once, then kept like the others.

Counting one reads all there is on record of it (seconds for a hundred thousand assignments), so a page never does it
while somebody waits; what is kept gives the same numbers as the record (`figures.overview`; a test compares them).
"""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col

from catalog.clock import end_of_day, local_day
from catalog.figures.measures import counted
from catalog.figures.rollup_change import NOBODY_ID, UNASSIGNED, beside, newest
from catalog.figures.standing_on_day import Scope, assignments_on, unassigned_counts
from catalog.figures.time_given import starts_of
from catalog.store.columns import portions
from catalog.tables import Assignment, ShownDay, Update


@dataclass(frozen=True)
class CountedDay:
    """The measures of a day by plan and agency, as `ShownDay` keeps them, and up to which update it was read."""

    day: dt.date
    plans: dict[int, dict[str, dict[str, int]]]
    update_id: int


def is_kept(session: Session, day: dt.date) -> bool:
    """Whether the figures of a day that has ended are at hand."""
    return session.execute(sa.select(col(ShownDay.day)).where(col(ShownDay.day) == day).limit(1)).first() is not None


def count_day(session: Session, day: dt.date) -> CountedDay:
    """The measures of a day that has ended, from the record."""
    moment, today = end_of_day(day), day.isoformat()
    read_to = newest(session)[0]
    leads = session.execute(sa.select(col(Assignment.id)).where(col(Assignment.role) == "lead")).scalars().all()
    cells: Counter[tuple[int, int, str]] = Counter()
    for some in portions(leads):
        stands = assignments_on(session, day, Scope(), some)
        told = {s.assignment_id: s.snapshot for s in stands if s.snapshot.state == "in_progress" and s.last_update_at}
        starts = starts_of(session, told)
        blockers, extensions = beside(session, [s.assignment_id for s in stands if s.snapshot.open], moment)
        for stand in stands:
            one = stand.assignment_id
            heard = local_day(stand.last_update_at) if stand.last_update_at else None
            of = counted(stand.snapshot, heard, starts.get(one), blockers[one], extensions[one])
            for since, measure, count in of.cells():
                if since <= today:
                    cells[stand.place.plan_id, stand.agency_id, measure] += count
    plans: dict[int, dict[str, dict[str, int]]] = {NOBODY_ID: {}}
    for (plan, agency, measure), count in cells.items():
        if count:
            plans.setdefault(plan, {}).setdefault(str(agency), {})[measure] = count
    for plan, tasks in unassigned_counts(session, moment).items():
        plans.setdefault(plan, {})[str(NOBODY_ID)] = {UNASSIGNED: tasks}
    return CountedDay(day, plans, read_to)


def keep_day(session: Session, found: CountedDay) -> bool:
    """Keep it, in the writer; False where it was kept meanwhile, or something was recorded of that day since."""
    later = sa.select(col(Update.id)).where(
        col(Update.id) > found.update_id, col(Update.at) < end_of_day(found.day)
    )  # fmt: skip
    if is_kept(session, found.day) or session.execute(later.limit(1)).first() is not None:
        return False
    rows = [{"day": found.day, "plan_id": plan, "counts": counts} for plan, counts in found.plans.items()]
    session.execute(sa.insert(ShownDay), rows)
    return True
