"""Reporting duties: on which days the periodic reports that a plan orders are due (DESIGN section 3).

A rule is the short English text that plan export prints (`catalog.plans.duties` writes it): "before 20 of the last
month of the quarter", "before 5 of month 6", "before 05/06", "by 25 of the month", or "" where the plan names no day.
As with deadlines, only "before" (trước ngày) excludes the day: "trước ngày 20 hàng quý" is due on the 19th of the
quarter's last month; "by" (chậm nhất) includes it. Where no day is named the period's last day is the due.

The rungs of an occurrence are those of a slot of kind "duty" (`scheduler.ladder.rungs`).
"""

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from catalog.clock import ONE_DAY
from catalog.plans.model import Period

Place = Literal["first", "last", "next"]

_MONTHS: dict[Period, int] = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
_RULE = re.compile(
    r"""(?:(?P<before>before)|by|on|until)\s
        (?:the\s)?(?:(?P<day>\d{1,2})(?:st|nd|rd|th)?|last\sday)
        (?:\s?/\s?(?P<month>\d{1,2})
          |\sof\smonth\s(?P<of_month>\d{1,2})
          |\s(?:of|in)\s(?:the|each|every)\s(?:(?P<place>first|last|next)\s)?(?:month|quarter|half-year|year|period)
           (?:\sof\s(?:the|each|every)\s(?:quarter|half-year|half\syear|year|period))?)""",
    re.VERBOSE,
)


class NotADayRule(ValueError):
    """A text that is no rule of days; the message is a Vietnamese sentence that quotes it."""


@dataclass(frozen=True)
class DayRule:
    """A day within a period: `day` of `month` (a fixed month of the year), or of the period's `place` month.

    `day` None is the month's last day; a day that the month does not have is its last. `excluded` (said "before")
    makes it due the day earlier. `place` "next" is the month after the period, for a report on what has ended.
    """

    day: int | None = None
    excluded: bool = False
    month: int | None = None
    place: Place = "last"


@dataclass(frozen=True)
class Occurrence:
    """One report to make by `due`; `slot` names its period for keys, by its last month ("2026-03")."""

    slot: str
    due: dt.date


def parse_day_rule(text: str) -> DayRule:
    """The rule in `text`, in the forms named above; case, "the" before the day and blanks do not matter.

    Raises NotADayRule.
    """
    if not text.strip():
        return DayRule()
    found = _RULE.fullmatch(" ".join(text.lower().split()))
    if found is None:
        raise NotADayRule(f"Không hiểu quy tắc ngày báo cáo “{text}”.")
    month = found["month"] or found["of_month"]
    rule = DayRule(
        day=int(found["day"]) if found["day"] else None,
        excluded=found["before"] is not None,
        month=int(month) if month else None,
        place=_place(found["place"]),
    )
    if not 1 <= (1 if rule.day is None else rule.day) <= 31 or not 1 <= (1 if rule.month is None else rule.month) <= 12:
        raise NotADayRule(f"Quy tắc ngày báo cáo “{text}” có ngày hoặc tháng không tồn tại.")
    return rule


def occurrences(
    period: Period, rule: DayRule, first: dt.date, last: dt.date, once: dt.date | None = None
) -> Iterator[Occurrence]:
    """The reports whose due days lie in [first, last], in order. `once` is the due of a one-off order.

    A rule with a month of its own ("before 05/06") gives one report a year whatever the period is: the half-year's
    report in June, that of the whole year being a duty of its own.
    """
    if period == "once":
        if once is not None and first <= once <= last:
            yield Occurrence(f"{once:%Y-%m}", once)
        return
    step = 12 if rule.month else _MONTHS[period]
    for year in range(first.year - 1, last.year + 2):
        for final in range(step, 13, step):
            occurrence = _occurrence(rule, year, rule.month or final, step)
            if first <= occurrence.due <= last:
                yield occurrence


def _occurrence(rule: DayRule, year: int, final: int, step: int) -> Occurrence:
    slot = f"{year:04}-{final:02}"
    month = final
    if rule.month is None and rule.place == "first":
        month = final - step + 1
    elif rule.month is None and rule.place == "next":
        year, month = (year + 1, 1) if final == 12 else (year, final + 1)
    length = calendar.monthrange(year, month)[1]
    day = dt.date(year, month, min(rule.day or length, length))
    return Occurrence(slot, day - ONE_DAY if rule.excluded else day)


def _place(word: str | None) -> Place:
    if word == "first":
        return "first"
    return "next" if word == "next" else "last"
