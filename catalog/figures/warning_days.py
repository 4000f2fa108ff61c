"""On which days a warning about one assignment holds, as long as nothing more is said about it.

Pure: a snapshot and a few dates in, first and last day out. `figures.warnings` puts these days into words and
`figures.measures` keeps count of them, so that the two cannot disagree.
"""

import datetime as dt
import math
from collections import defaultdict
from fractions import Fraction

from catalog.work.snapshot import TO_DO, Snapshot

Days = tuple[dt.date, dt.date]
"""The first and the last day, both inclusive (province days)."""

HALF_TIME = Fraction(1, 2)
"""From this share of the time on, progress is compared with it."""
FAR_BELOW = Fraction(1, 2)
"""Progress under this share of the time elapsed is far below it."""
SILENT_DAYS = 30
DAYS_LEFT = 30
CLUSTER_AHEAD = dt.timedelta(days=60)
"""So far ahead dues are looked at for clusters."""


def silent_days(snapshot: Snapshot, last: dt.date | None) -> Days | None:
    """When the agency's silence warns: near its due, and nothing said since `last` (None: never) for long enough."""
    due = snapshot.next_due()
    if due is None or snapshot.state not in TO_DO:
        return None
    first = due - dt.timedelta(days=DAYS_LEFT)
    if last is not None:
        first = max(first, last + dt.timedelta(days=SILENT_DAYS))
    return (first, due) if first <= due else None


def slow_days(snapshot: Snapshot, start: dt.date) -> Days | None:
    """When reported progress is far below the share of the time from `start` to the next due that has passed."""
    due = snapshot.next_due()
    if due is None or snapshot.state != "in_progress" or due <= start:
        return None
    given = (due - start).days
    # The earliest day n with n/given >= HALF_TIME and progress < FAR_BELOW * n/given.
    passed = max(math.ceil(HALF_TIME * given), math.floor(progress(snapshot) / FAR_BELOW * given) + 1)
    first = start + dt.timedelta(days=passed)
    return (first, due) if first <= due else None


def progress(snapshot: Snapshot) -> Fraction:
    """Reported progress, 0-1: the percentage, or the share of milestones met where that is more."""
    slots = snapshot.slots
    return max(Fraction(snapshot.percent) / 100, Fraction(sum(slot.met for slot in slots), len(slots)))


def weeks_of_dues(snapshot: Snapshot) -> dict[dt.date, Days]:
    """By the Monday of each week with an unmet due of work the agency still has to do: when that due is in sight."""
    if snapshot.state not in TO_DO:
        return {}
    weeks: dict[dt.date, list[dt.date]] = defaultdict(list)
    for slot in snapshot.slots:
        if slot.due is not None and not slot.met:
            weeks[slot.due - dt.timedelta(days=slot.due.weekday())].append(slot.due)
    return {monday: (min(dues) - CLUSTER_AHEAD, max(dues)) for monday, dues in weeks.items()}
