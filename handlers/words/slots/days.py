"""Periods and days of an intent: which of those named it means, and of which year."""

import datetime as dt
import re

from catalog.text import fold
from handlers.replies import first_day
from handlers.words.model import Period
from handlers.words.names.said import Said
from handlers.words.names.stretches import NUMBERS, length, month_of
from handlers.words.slots.as_of import as_of, passed

LOOKS_BACK = ("status", "plan_status", "agency_status", "ranking")
"""What shows the figures as of a day."""

LENGTH = re.compile(rf"(?<![\w#/.-])(\d{{1,2}}|{'|'.join(NUMBERS)}) (ngay|hom|tuan)\b")
""" "Im 3 ngày": from today, today counted."""


def period(intent: str, said: Said, today: dt.date) -> Period | None:
    """The days that are asked about; a printed day without a year is the one that fits the intent."""
    if intent == "mute" and not said.whens and (found := LENGTH.search(said.plain)) and (long := length(found)):
        return Period(today, today + long - dt.timedelta(days=1))
    if said.whens and intent in LOOKS_BACK:
        asked = as_of(said, today)
        return None if asked.last == today and intent != "ranking" else asked  # the figures are always those of today
    if not said.whens or (intent == "my_tasks" and said.whens[0].period.first == said.whens[0].period.last == today):
        return None
    if intent in ("deputy", "mute"):
        return _to_come(said, today)
    first = said.whens[0]
    period = first.period
    if intent in ("report", "overdue"):
        return passed(first, said, today)
    if intent in ("due_within",) and period.last < today and not _year_said(said, first.first, first.last):
        return _next_year(period)
    return period


_TO_THE_END = re.compile(r"(?:cho )?(?:den|toi|het)\b(?! cuoi tuan (?:sau|toi))")
""" "Đến hết tháng 9", "hết tuần sau": from today."""


def _to_come(said: Said, today: dt.date) -> Period | None:
    """The days that somebody is away or wants quiet: they lie ahead; None where their end was not said."""
    first, last = said.whens[0], said.whens[-1]
    typed = said.line.typed(first.first, first.last).lower()
    if "mùng" in typed and re.search(r"\btet\b", said.plain):
        return None  # a day of the lunar calendar
    begin, end = first.period.first, last.period.last
    if last is first and begin < today < end:
        return Period(today, end)  # what is left of "tuần này"
    if begin < today and not _year_said(said, first.first, first.last):
        open_ended = last is first and end == today
        begin = begin.replace(year=begin.year + 1) if (begin.month, begin.day) != (2, 29) else begin
        if open_ended or end < begin:
            return None
    if last is first and end > today and (_until(said, first.first) or _TO_THE_END.match(fold(typed))):
        return Period(today, end)
    if last is first and fold(typed) in ("cuoi tuan", "cuoi tuan nay"):
        return Period(end - dt.timedelta(days=1), end)
    return Period(begin, end) if begin <= end else first.period


def _until(said: Said, first: int) -> bool:
    """ "Đừng gửi tin đến thứ hai": a day that something lasts to; without accents "cho toi thu hai" is "cho tôi"."""
    tokens = said.line.tokens
    before = tokens[first - 1].typed if first else ""
    if before in ("đến", "tới", "den"):
        return True
    return before == "toi" and tokens[first - 2].plain not in ("cho", "nhac", "bao", "nhan", "gui", "phien")


def against(intent: str, said: Said, today: dt.date) -> Period | None:
    """The day or period to compare with."""
    if not said.whens:
        return None
    spoken = said.plain
    when = said.whens[0]
    if len(said.whens) > 1 and re.search(r"\b(?:WHEN|DAY) .*\b(?:so voi|so sanh voi|voi|hon|so) (?:WHEN|DAY)", spoken):
        when = said.whens[-1]
    if when.period.first > today:
        return passed(when, said, today)
    typed = said.line.typed(when.first, when.last)
    if when.period.last == today and "dau" in fold(typed).split() and "nay" not in fold(typed).split():
        return Period(when.period.first, when.period.first)  # "so với đầu năm"
    if when.period.first == today and when.period.last > today and re.search(r"\d[/.-]\d", typed):
        return Period(when.period.last, when.period.last)
    return when.period


def _year_said(said: Said, first: int, last: int) -> bool:
    return re.search(r"20\d\d|/\d\d$", said.line.typed(first, last)) is not None


def _next_year(period: Period) -> Period:
    return (
        Period(period.first.replace(year=period.first.year + 1), month_of(period.last.year + 1, period.last.month).last)
        if period.first.day == 1
        else period
    )


def due(intent: str, said: Said, today: dt.date) -> dt.date | None:
    """The last day that is named."""
    for when in reversed(said.whens):
        return when.period.last
    return first_day(said.line.plain, today)
