"""Days that somebody asks to look back to: "tình hình ngày 20/3", "hôm thứ sáu", "đầu tháng trước"."""

import datetime as dt
import re

from catalog.text import fold
from handlers.words.model import Period
from handlers.words.names.periods import When
from handlers.words.names.said import Said
from handlers.words.names.stretches import NEXT, in_year, month_of

_YEAR = re.compile(rf"20\d\d|[/.-]\d\d?[/.-]\d\d$|\bnam (?:nay|ngoai|truoc|{NEXT})\b")
_AHEAD = re.compile(rf"(?<!^)\b{NEXT}\b|\b(?:mai|ngay mot|ngay kia|nua|sang)\b|^qua\b")
_WEEKDAY = re.compile(r"\b(?:thu (?:\d|hai|ba|tu|nam|sau|bay)|chu nhat)\b")
_BEGINS = re.compile(r"(?:hoi |ngay |luc |trong |o |cua )*dau\b(?!.*\b(?:den|toi) (?:nay|gio|bay gio|hien nay)$)")
_MIDDLE = re.compile(r"(?:trong |o |cua )?giua\b")


def as_of(said: Said, today: dt.date) -> Period:
    """The days that figures are asked for: those behind us where the words leave it open, of "đầu tháng trước" the
    first, of "giữa tháng trước" the middle. What lies ahead by its own words stays ahead: the screen says so.
    """
    others = [when for when in said.whens if not when.period.first == when.period.last == today]
    when = (others or said.whens)[0]
    period, typed = passed(when, said, today), _typed(when, said)
    if period.last <= today and _BEGINS.match(typed):
        return Period(period.first, period.first)
    if period.last < today and _MIDDLE.match(typed):
        middle = period.first + (period.last - period.first) / 2
        return Period(middle, middle)
    return period


def passed(when: When, said: Said, today: dt.date) -> Period:
    """A printed day, weekday, month or quarter without a year as the last one that is over or has begun."""
    period, typed = when.period, _typed(when, said)
    printed = re.search(r"\d|thang|quy", typed) is not None
    until_printed = period.first == today < period.last and re.search(r"\d[/.-]\d|\d thang", typed) is not None
    if not (period.first > today or until_printed) or year_said(when, said):
        return period
    if _WEEKDAY.search(typed):
        behind = period.last - dt.timedelta(weeks=1)
        return period if _AHEAD.search(_WEEKDAY.sub("", typed)) or behind > today else Period(behind, behind)
    if _AHEAD.search(typed) or not printed:
        return period
    if until_printed:
        return _a_year_before(Period(period.last, period.last))
    if period.first == period.last and not re.search(r"[/.-]|thang", typed):
        before = month_of(period.last.year, period.last.month - 1)  # "ngày 20"
        day = before.first.replace(day=min(period.last.day, before.last.day))
        return Period(day, day)
    return _a_year_before(period)


def year_said(when: When, said: Said) -> bool:
    """Whether the words name the year of the stretch."""
    return _YEAR.search(_typed(when, said)) is not None


def _a_year_before(period: Period) -> Period:
    return in_year(period, period.first.year - 1) or Period(
        *(day - dt.timedelta(days=366) for day in (period.first, period.last))
    )


def _typed(when: When, said: Said) -> str:
    return fold(said.line.typed(when.first, when.last))
