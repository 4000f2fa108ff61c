"""The rungs of one deadline in order: which is the strongest reached by a day, which comes next.

Pure functions on dates; what follows from it (what is due to be sent, when to look again) is in `scheduler.ladder.due`.

How the cases of DESIGN sections 4 and 5 are decided:
- Days of the "before" and "due" rungs that fall on a day off move to the working day before.
- A range counts down to its last day like any deadline, also before it has begun; a range with no end ("Từ tháng
  11/2022") is asked monthly like a recurring task, from its first day on.
- A conditional deadline whose date an officer has set is a deadline like others.
- Recurring and conditional rungs that passed before the task was tracked (`since`) are not made up for; those of a
  fixed deadline are: whoever gets a task ten days before its end hears of it at once.
- Silence (an update older than 30 days; or none at all with 30 days left) speaks only while the ladder does not: before
  its first rung, or where no date is set. Once a month.
"""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal, NamedTuple

from catalog.clock import ONE_DAY
from scheduler.ladder.definition import Ladder, Repeat
from scheduler.ladder.working_calendar import WorkCalendar

SlotKind = Literal["date", "month", "quarter", "year", "range", "recurring", "conditional", "duty", "none"]
NOTHING_SENT = -(10**9)
_MONTHLY = frozenset({"recurring", "conditional", "silence"})
_OF_A_DEADLINE = ("before_", "due", "overdue_", "duty_")


@dataclass(frozen=True)
class SlotState:
    """One milestone (or the period of a reporting duty, kind "duty") of one assignment, as it stands now.

    `due` is the date in force, after approved extensions. `kind` "none" is a task whose plan says no deadline.
    `reported_on` is set while a report waits for acceptance; a returned one clears it. `held` keeps everybody quiet:
    overdue already at import and not yet triaged, suspended, cancelled. `since` is the day from which the task is
    tracked, `last_update` the day of the agency's last update. `snooze` counts the snoozes so far.
    """

    slot: str
    kind: SlotKind
    start: dt.date | None = None
    due: dt.date | None = None
    met: bool = False
    reported_on: dt.date | None = None
    paused: bool = False
    since: dt.date | None = None
    last_update: dt.date | None = None
    snoozed_until: dt.date | None = None
    snooze: int = 0


class NudgeKey(NamedTuple):
    """What makes a nudge unique within an assignment and person, in the words in which it is stored.

    `slot` is the milestone ("1") or the period ("2026-03"), `rung` holds its ordinal ("overdue_8", "duty_before_10"),
    `due` is the due in force as ISO text, or "-" where the rung does not hang on one.
    """

    slot: str
    rung: str
    due: str
    snooze: int


class Rung(NamedTuple):
    """A rung and the working day on which it is reached.

    `ordinal` grows with strength: days before (negative), 0 on the due day, working days overdue; for the monthly
    ones year and month (202603).
    """

    day: dt.date
    name: str
    ordinal: int

    @property
    def track(self) -> str:
        """Rungs that outdo one another share a track: all of a deadline do, and each monthly one with itself."""
        return self.name if self.name in _MONTHLY else "deadline"


class Rungs:
    """The rungs of one slot in order. Nothing is listed that is not asked for: overdue rungs have no end."""

    def __init__(self, slot: SlotState, calendar: WorkCalendar, ladder: Ladder) -> None:
        self._slot = slot
        self._calendar = calendar
        self._ladder = ladder

    def strongest(self, today: dt.date) -> Rung | None:
        """The strongest rung reached by `today`."""
        slot, ladder = self._slot, self._ladder
        if slot.due is not None:
            return self._strongest_to(slot.due, today) or self._silence_by(today)
        if slot.kind == "conditional":
            return self._period_by("conditional", ladder.conditional, today)
        if slot.kind in ("recurring", "range"):
            return self._period_by("recurring", ladder.recurring, today)
        return self._silence_by(today)

    def upcoming(self, today: dt.date, sent: Collection[NudgeKey]) -> Rung | None:
        """The first rung that is reached after `today` and stronger than what was sent."""
        slot, ladder = self._slot, self._ladder
        if slot.due is not None:
            last = self.last_sent("deadline", sent)
            return self._silence_after(today, sent) or self._next_to(slot.due, today, last)
        if slot.kind == "conditional":
            return self._period_after("conditional", ladder.conditional, today, sent)
        if slot.kind in ("recurring", "range"):
            return self._period_after("recurring", ladder.recurring, today, sent)
        return self._silence_after(today, sent)

    def key(self, rung: Rung) -> NudgeKey:
        """The key under which that rung of this slot is sent once."""
        if rung.name in _MONTHLY:
            return NudgeKey(f"{rung.day:%Y-%m}", rung.name, "-", self._slot.snooze)
        return NudgeKey(self._slot.slot, rung.name, self._due_text(), self._slot.snooze)

    def last_sent(self, track: str, sent: Collection[NudgeKey]) -> int:
        """The strongest ordinal among the keys of this slot, due and snooze on that track, or NOTHING_SENT."""
        slot = self._slot
        if track in _MONTHLY:
            months = (key.slot for key in sent if (key.rung, key.snooze) == (track, slot.snooze))
            return max((int(month.replace("-", "")) for month in months), default=NOTHING_SENT)
        mine = (slot.slot, self._due_text(), slot.snooze)
        names = (key.rung for key in sent if (key.slot, key.due, key.snooze) == mine)
        ordinals = (_ordinal(name) for name in names if name.startswith(_OF_A_DEADLINE))
        return max(ordinals, default=NOTHING_SENT)

    def _due_text(self) -> str:
        return self._slot.due.isoformat() if self._slot.due else "-"

    def _fixed(self, due: dt.date) -> list[Rung]:
        """The rungs before and on the due day, weakest first."""
        calendar, ladder = self._calendar, self._ladder
        on_due = calendar.working_day_on_or_before(due)
        if self._slot.kind == "duty":
            days = [(n, calendar.add_working_days(due, -n)) for n in ladder.duty_before]
            return [*(Rung(day, f"duty_before_{n}", -n) for n, day in days), Rung(on_due, "duty_due", 0)]
        days = [(n, calendar.working_day_on_or_before(due - dt.timedelta(days=n))) for n in ladder.before]
        return [*(Rung(day, f"before_{n}", -n) for n, day in days), Rung(on_due, "due", 0)]

    def _late(self) -> Repeat:
        return self._ladder.duty_overdue if self._slot.kind == "duty" else self._ladder.overdue

    def _overdue(self, due: dt.date, count: int) -> Rung:
        name = "duty_overdue" if self._slot.kind == "duty" else "overdue"
        return Rung(self._calendar.add_working_days(due, count), f"{name}_{count}", count)

    def _strongest_to(self, due: dt.date, today: dt.date) -> Rung | None:
        late = self._calendar.working_days_between(due, today) if today > due else 0
        count = self._late().last_up_to(late)
        if count is not None:
            return self._overdue(due, count)
        return next((rung for rung in reversed(self._fixed(due)) if rung.day <= today), None)

    def _next_to(self, due: dt.date, today: dt.date, last: int) -> Rung | None:
        for rung in self._fixed(due):
            if rung.day > today and rung.ordinal > last:
                return rung
        late = self._calendar.working_days_between(due, today) if today > due else 0
        count = self._late().first_after(max(late, last))
        return None if count is None else self._overdue(due, count)

    def _period_by(self, name: str, months: int, today: dt.date) -> Rung | None:
        """The latest first working day of a period that is neither after `today` nor before the task was tracked."""
        if not months:
            return None
        rung = self._period(name, months, today)
        if rung.day > today:
            rung = self._period(name, months, today.replace(day=1) - ONE_DAY)
        return rung if rung.day >= self._not_before() else None

    def _period_after(self, name: str, months: int, today: dt.date, sent: Collection[NudgeKey]) -> Rung | None:
        if not months:
            return None
        last = self.last_sent(name, sent)
        rung = self._period(name, months, max(today, self._not_before()))
        while rung.day <= today or rung.day < self._not_before() or rung.ordinal <= last:
            rung = self._period(name, months, _months_on(rung.day, months))
        return rung

    def _period(self, name: str, months: int, day: dt.date) -> Rung:
        find = self._calendar.first_working_day_of_month if months == 1 else self._calendar.first_working_day_of_quarter
        return Rung(find(day), name, _year_month(find(day)))

    def _not_before(self) -> dt.date:
        return max(self._slot.since or dt.date.min, self._slot.start or dt.date.min)

    def _silence_by(self, today: dt.date) -> Rung | None:
        anchor = self._silent_from()
        if anchor is None:
            return None
        full = (today - anchor).days // self._ladder.silence_after
        # The next one may already have come: on a day off it moves to the working day before.
        rungs = (self._silence(anchor, nth) for nth in (full + 1, full) if nth > 0)
        return next((rung for rung in rungs if rung.day <= today and self._silence_may_speak(rung.day)), None)

    def _silence_after(self, today: dt.date, sent: Collection[NudgeKey]) -> Rung | None:
        anchor = self._silent_from()
        if anchor is None:
            return None
        last = self.last_sent("silence", sent)
        nth = max((today - anchor).days // self._ladder.silence_after, 1)
        while (rung := self._silence(anchor, nth)).day <= today or rung.ordinal <= last:
            nth += 1
        return rung if self._silence_may_speak(rung.day) else None

    def _silence(self, anchor: dt.date, nth: int) -> Rung:
        after = anchor + dt.timedelta(days=nth * self._ladder.silence_after)
        day = self._calendar.working_day_on_or_before(after)
        return Rung(day, "silence", _year_month(day))

    def _silent_from(self) -> dt.date | None:
        """The day from which silence is counted: the last update, or for none as if just before the last stretch."""
        slot, ladder = self._slot, self._ladder
        if not ladder.silence_after or slot.kind == "duty":
            return None
        if slot.last_update is not None:
            return slot.last_update
        if slot.due is None:
            return None
        last_stretch = slot.due - dt.timedelta(days=ladder.silence_left)
        return max(last_stretch, slot.since or last_stretch) - dt.timedelta(days=ladder.silence_after)

    def _silence_may_speak(self, day: dt.date) -> bool:
        """Once the ladder speaks of the due day, silence adds nothing."""
        return self._slot.due is None or day < self._fixed(self._slot.due)[0].day


def _ordinal(name: str) -> int:
    """The ordinal a deadline's rung name holds: "before_30" -30, "due" 0, "duty_overdue_3" 3."""
    words = name.split("_")
    if words[-1] == "due":
        return 0
    return -int(words[-1]) if "before" in words else int(words[-1])


def _year_month(day: dt.date) -> int:
    return day.year * 100 + day.month


def _months_on(day: dt.date, months: int) -> dt.date:
    """The first of the month, so many months after that of `day`."""
    years, month = divmod(day.month - 1 + months, 12)
    return dt.date(day.year + years, month + 1, 1)
