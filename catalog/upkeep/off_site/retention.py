"""Which copies stay: all of a day, the newest of each day for a month, the newest of each month for good."""

import datetime as dt
from collections.abc import Iterable

from catalog.clock import local_day

ALL_FOR, DAILY_FOR = dt.timedelta(days=1), dt.timedelta(days=31)


def to_drop(moments: Iterable[dt.datetime], now: dt.datetime) -> list[dt.datetime]:
    """The copies (aware moments) that nobody needs any more at `now`. The newest always stays."""
    newest_first = sorted(moments, reverse=True)
    days: set[dt.date] = set()
    months: set[tuple[int, int]] = set()
    dropped = []
    for place, moment in enumerate(newest_first):
        day, age = local_day(moment), now - moment
        keep = (
            not place or age <= ALL_FOR
            or (age <= DAILY_FOR and day not in days)
            or (age > DAILY_FOR and (day.year, day.month) not in months)
        )  # fmt: skip
        if age > ALL_FOR:
            days.add(day)
        if age > DAILY_FOR:
            months.add((day.year, day.month))
        if not keep:
            dropped.append(moment)
    return dropped
