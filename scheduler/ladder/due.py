"""What is due to be said about a deadline today, and when to look at it again: pure functions, `now` passed in.

The sweep asks `reached` for the *strongest* rung reached and not yet sent, never for "exactly N days before": after
an outage one nudge goes out, not one per rung missed, and a clock that steps back repeats nothing. `next_moment` is
what the sweep stores and polls by an index; whenever anything about the assignment is recorded it is worked out anew.
"""

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from catalog.clock import local_day, start_of_day
from scheduler.ladder.definition import Ladder
from scheduler.ladder.rungs import NudgeKey, Rungs, SlotState
from scheduler.ladder.working_calendar import WorkCalendar


@dataclass(frozen=True)
class Due:
    """A rung that is due to be sent, under `key`. `day` is when it was reached.

    `rung` is the word for people and contracts ("before_30", "overdue_8", "recurring", "duty" for all rungs of a
    reporting duty); `ordinal` as in `scheduler.ladder.rungs.Rung`; `escalate` the roles who hear of it besides.
    """

    key: NudgeKey
    rung: str
    ordinal: int
    slot: str
    due: dt.date | None
    day: dt.date
    escalate: frozenset[str] = frozenset()


def reached(
    slot: SlotState, today: dt.date, calendar: WorkCalendar, ladder: Ladder, sent: Collection[NudgeKey] = ()
) -> Due | None:
    """The strongest rung the agency has reached by `today` and was not sent; None while nothing is to be said.

    `sent` are the keys already sent for this assignment; those of other slots, dues and snoozes do not matter.
    """
    again = _speaks_again(slot)
    if _agency_is_left_alone(slot) or (again is not None and today < again):
        return None
    rungs = Rungs(slot, calendar, ladder)
    rung = rungs.strongest(today)
    if rung is None or rung.ordinal <= rungs.last_sent(rung.track, sent):
        return None
    name = "duty" if slot.kind == "duty" else rung.name
    escalate = escalated(slot, today, calendar, ladder)
    return Due(rungs.key(rung), name, rung.ordinal, slot.slot, slot.due, rung.day, escalate)


def acceptance_reached(
    slot: SlotState, today: dt.date, calendar: WorkCalendar, ladder: Ladder, sent: Collection[NudgeKey] = ()
) -> Due | None:
    """The reminder an officer has to get for a report that waits to be accepted or returned.

    Its key holds the day of the report in place of the due day: a task reported a second time is asked anew.
    """
    if slot.reported_on is None or slot.met or slot.paused:
        return None
    waited = ladder.acceptance.last_up_to(calendar.working_days_between(slot.reported_on, today))
    if waited is None or waited <= _last_acceptance(slot, sent):
        return None
    key = NudgeKey(slot.slot, f"acceptance_{waited}", slot.reported_on.isoformat(), 0)
    day = calendar.add_working_days(slot.reported_on, waited)
    return Due(key, key.rung, waited, slot.slot, slot.due, day)


def next_moment(
    slot: SlotState, sent: Collection[NudgeKey], now: dt.datetime, calendar: WorkCalendar, ladder: Ladder
) -> dt.datetime | None:
    """When the sweep must look at this slot again: a moment for sending, aware UTC, not before `now`; None for never.

    At that moment `reached` (or, for a report that waits, `acceptance_reached`) has something to say, unless
    anything was recorded in between. Raises ValueError for a naive `now`.
    """
    if slot.reported_on is not None and not slot.met and not slot.paused:
        return _next_acceptance(slot, sent, now, calendar, ladder)
    if _agency_is_left_alone(slot):
        return None
    again = _speaks_again(slot)
    if again is not None:
        now = max(now, start_of_day(again))
    today = local_day(now)
    if reached(slot, today, calendar, ladder, sent):
        return calendar.next_sending_moment(now)
    upcoming = Rungs(slot, calendar, ladder).upcoming(today, sent)
    return calendar.next_sending_moment(start_of_day(upcoming.day)) if upcoming else None


def escalated(slot: SlotState, today: dt.date, calendar: WorkCalendar, ladder: Ladder) -> frozenset[str]:
    """The roles that hear, by `today`, that this slot is overdue: in its nudges and in their own digests."""
    if slot.due is None or today <= slot.due or _agency_is_left_alone(slot):
        return frozenset()
    late = calendar.working_days_between(slot.due, today)
    return frozenset(role for role, days in ladder.escalate if late >= days)


def unanswered(
    slot: SlotState,
    sent: Collection[NudgeKey],
    now: dt.datetime,
    until: dt.date,
    calendar: WorkCalendar,
    ladder: Ladder,
) -> Iterator[tuple[dt.datetime, Due]]:
    """Every nudge to the agency from `now` through the day `until` if nobody answers, each with its moment."""
    if slot.reported_on is not None:
        return
    strongest: dict[str, NudgeKey] = {}  # the last of each kind says all: ordinals only grow
    so_far: Collection[NudgeKey] = sent
    while (moment := next_moment(slot, so_far, now, calendar, ladder)) and local_day(moment) <= until:
        nudge = reached(slot, local_day(moment), calendar, ladder, so_far)
        if nudge is None:
            return
        yield moment, nudge
        strongest[nudge.rung.partition("_")[0]] = nudge.key
        so_far = (*sent, *strongest.values())
        now = moment


def snooze_until(today: dt.date, days: int, due: dt.date | None, calendar: WorkCalendar) -> dt.date | None:
    """The day on which a snoozed nudge speaks again: `days` (1-7) calendar days on, never after the due day.

    A day off gives way to the working day before it, if that is still to come. None when there is no working day left
    before the due day has passed: such a nudge cannot be snoozed. Raises ValueError for other numbers of days.
    """
    if not 1 <= days <= 7:
        raise ValueError(f"snooze is 1 to 7 days, not {days}")
    if due is not None and calendar.add_working_days(today, 1) > due:
        return None
    target = today + dt.timedelta(days=days)
    if due is not None:
        target = min(target, due)
    working = calendar.working_day_on_or_before(target)
    return working if working > today else target


def _agency_is_left_alone(slot: SlotState) -> bool:
    return slot.met or slot.paused or slot.reported_on is not None


def _speaks_again(slot: SlotState) -> dt.date | None:
    """The day a snooze ends. A due day that was moved to before it ends it, too."""
    if slot.snoozed_until is None or slot.due is None:
        return slot.snoozed_until
    return min(slot.snoozed_until, slot.due)


def _next_acceptance(
    slot: SlotState, sent: Collection[NudgeKey], now: dt.datetime, calendar: WorkCalendar, ladder: Ladder
) -> dt.datetime | None:
    assert slot.reported_on is not None
    if acceptance_reached(slot, local_day(now), calendar, ladder, sent):
        return calendar.next_sending_moment(now)
    waited = calendar.working_days_between(slot.reported_on, local_day(now))
    following = ladder.acceptance.first_after(max(waited, _last_acceptance(slot, sent)))
    if following is None:
        return None
    return calendar.next_sending_moment(start_of_day(calendar.add_working_days(slot.reported_on, following)))


def _last_acceptance(slot: SlotState, sent: Collection[NudgeKey]) -> int:
    """The longest wait, in working days, of which this report's officer was reminded; 0 for none."""
    reported = slot.reported_on.isoformat() if slot.reported_on else "-"
    waits = (
        key.rung.removeprefix("acceptance_")
        for key in sent
        if (key.slot, key.due) == (slot.slot, reported) and key.rung.startswith("acceptance_")
    )
    return max((int(wait) for wait in waits), default=0)
