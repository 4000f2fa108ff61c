"""What waits on officers' desks after a unit was split; after a week of it, on all of them."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from catalog.clock import local_day
from catalog.reorganisation.waiting import LONGEST_WAIT, people_waiting, waiting
from scheduler.ladder.working_calendar import WorkCalendar


@dataclass(frozen=True)
class AfterSplit:
    """What waits for a choice after units were split: tasks, people, since how many working days the longest."""

    tasks: int
    people: int
    units: tuple[str, ...]
    days: int
    too_long: bool

    @property
    def waiting(self) -> int:
        """Tasks and people together."""
        return self.tasks + self.people


def after_split(
    session: Session, plan_ids: Sequence[int], now: dt.datetime, calendar: WorkCalendar
) -> AfterSplit | None:
    """Of these plans; of every plan what has waited for `LONGEST_WAIT` working days. None where nothing waits."""
    today = local_day(now)
    rows = [(one, calendar.working_days_between(one.since, today)) for one in waiting(session)]
    ours = [(one, days) for one, days in rows if one.plan in plan_ids or days >= LONGEST_WAIT]
    people = people_waiting(session, now)
    if not ours and not people:
        return None
    longest = max((days for _, days in ours), default=0)
    units = dict.fromkeys([*(one.unit for one, _ in ours), *(person.unit for person in people)])
    persons = len({person.person for person in people})
    return AfterSplit(len(ours), persons, tuple(units), longest, longest >= LONGEST_WAIT)
