"""What one lead assignment adds to the kept counters: each measure of it, and the days on which it changes by itself.

Pure. Every measure is a sum over assignments and every day's change is known when something is recorded ("overdue from
1 June on"), so the counters of any later day are sums, too, and nobody has to go through the rows at midnight.
"""

import datetime as dt
import json
from collections.abc import Iterator
from typing import NamedTuple

from catalog.clock import ONE_DAY
from catalog.figures.official import UPDATE_WINDOW_DAYS
from catalog.figures.warning_days import Days, silent_days, slow_days, weeks_of_dues
from catalog.work.snapshot import FIVE_FIGURES, Snapshot, bucket_of

ALWAYS = ""
"""The day of what holds from the beginning; sorts before every ISO day."""

WEEK = "week:"
"""The measure "week:2026-06-01" counts assignments with a due in that week in sight (for clusters)."""

MANY_EXTENSIONS = 2

_LONG_AGO = dt.date(1, 1, 1)


class Counted(NamedTuple):
    """One assignment as the counters have it; days are ISO text, "" for none. Spans hold first and last day."""

    part: str
    overdue_from: str = ""
    updated_on: str = ""
    reported: bool = False
    vouched: bool = False
    blockers: int = 0
    extended: bool = False
    spans: tuple[tuple[str, str, str], ...] = ()

    def to_text(self) -> str:
        """As stored, to be taken out of the counters again when the assignment changes."""
        return json.dumps(self, separators=(",", ":"))

    @classmethod
    def from_text(cls, text: str) -> "Counted":
        """What `to_text` wrote."""
        part, overdue_from, updated_on, reported, vouched, blockers, extended, spans = json.loads(text)
        return cls(
            part, overdue_from, updated_on, reported, vouched, blockers, extended,
            tuple((measure, first, last) for measure, first, last in spans),
        )  # fmt: skip

    @staticmethod
    def holds_on(text: str, measure: str, day: dt.date) -> bool:
        """Whether a span of this measure in what `to_text` wrote holds the day, without reading the rest of it."""
        begin, today = f'["{measure}","', day.isoformat()
        at = text.find(begin)
        if at < 0:
            return False
        first = at + len(begin)
        last = first + len(today) + len('","')
        return text[first : first + len(today)] <= today <= text[last : last + len(today)]

    def cells(self) -> Iterator[tuple[str, str, int]]:
        """(from which day, measure, by how much): the sum up to a day is what the assignment counts on that day."""
        yield ALWAYS, self.part, 1
        if self.overdue_from:
            yield self.overdue_from, "open_in_time", -1
            yield self.overdue_from, "open_overdue", 1
        if self.updated_on and self.part in FIVE_FIGURES:
            over = dt.date.fromisoformat(self.updated_on) + dt.timedelta(days=UPDATE_WINDOW_DAYS)
            yield ALWAYS, "updated", 1
            yield over.isoformat(), "updated", -1
        for measure, count in (
            ("reported", self.reported), ("self_confirmed", self.vouched), ("blocker", self.blockers),
            ("extensions", self.extended),
        ):  # fmt: skip
            if count:
                yield ALWAYS, measure, int(count)
        for measure, first, last in self.spans:
            yield first, measure, 1
            yield (dt.date.fromisoformat(last) + ONE_DAY).isoformat(), measure, -1


def counted(
    snapshot: Snapshot, updated_on: dt.date | None, start: dt.date | None, blockers: int, extensions: int
) -> Counted:
    """What to count of an assignment that stands so.

    `updated_on` is the day of the last word on it, `start` from when its time is counted, `blockers` how many are open
    and `extensions` how many were asked for and not refused.
    """
    part = bucket_of(snapshot, _LONG_AGO)
    due = snapshot.next_due()
    # On a day long ago nothing was overdue but what was met late: what is "in time" there depends on the day.
    turns = part == "open_in_time" and due is not None
    return Counted(
        part,
        (due + ONE_DAY).isoformat() if turns and due else "",
        updated_on.isoformat() if updated_on else "",
        snapshot.state == "reported",
        snapshot.self_confirmed and snapshot.state == "done",
        blockers if snapshot.open else 0,
        snapshot.open and extensions >= MANY_EXTENSIONS,
        tuple(_spans(snapshot, updated_on, start)),
    )


def _spans(snapshot: Snapshot, updated_on: dt.date | None, start: dt.date | None) -> Iterator[tuple[str, str, str]]:
    spans: list[tuple[str, Days | None]] = [("silence", silent_days(snapshot, updated_on))]
    if updated_on and start:
        spans.append(("trajectory", slow_days(snapshot, start)))
    spans += [(f"{WEEK}{monday.isoformat()}", days) for monday, days in weeks_of_dues(snapshot).items()]
    for measure, days in spans:
        if days is not None:
            yield measure, days[0].isoformat(), days[1].isoformat()
