"""Stretches of days by the calendar, and how each form of `periods` is made one of them."""

import calendar
import datetime as dt
import re
from collections.abc import Callable

from handlers.replies.numbers import NAMED
from handlers.words.model import Period

_ONE = dt.timedelta(days=1)
NUMBERS = {"muoi hai": 12, "muoi mot": 11, **NAMED}  # the longer before what it begins with
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
AGO, NOW, NEXT = (
    r"(?:truoc|roi|vua roi|vua qua|qua)",
    r"(?:nay|the nay)",
    r"(?:sau|toi|ke|tiep theo|tiep|ke tiep|sap toi)",
)
"""Said of the stretch before, the running one, the next one."""

Read = Callable[[re.Match[str], dt.date], "Period | None"]
"""From what a form matched and today to the days meant; None where they cannot be."""


def count(word: str) -> int:
    """A number, in digits or as a word."""
    return int(word) if word.isdigit() else NUMBERS[word]


def length(said: re.Match[str]) -> dt.timedelta:
    """ "2 tuần": the number and the unit of a match, a month as thirty days."""
    return count(said[1]) * dt.timedelta(days={"ngay": 1, "hom": 1, "tuan": 7, "thang": 30}[said[2]])


def day_of(day: int, month: int | str, year: str | None, today: dt.date, *, past: bool = False) -> dt.date | None:
    """A printed day; without a year the next such day from today, or with `past` the last one. None for 31/2.

    `month` may be a word: "15 tháng tư".
    """
    month = month if isinstance(month, int) else 4 if month == "tu" else count(month)
    try:
        if year:
            return dt.date(int(year) % 2000 + 2000, month, day)
        found = dt.date(today.year, month, day)
        if past:
            return found if found <= today else dt.date(today.year - 1, month, day)
        return found if found >= today else dt.date(today.year + 1, month, day)
    except ValueError:
        return None


def month_of(year: int, month: int) -> Period:
    """A calendar month; `month` may lie outside 1-12 and counts on."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return Period(dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1]))


def week_of(day: dt.date, weeks: int = 0) -> Period:
    """Monday to Sunday of the week of `day`, moved on by `weeks`."""
    monday = day - dt.timedelta(days=day.weekday()) + dt.timedelta(weeks=weeks)
    return Period(monday, monday + dt.timedelta(days=6))


def quarter_of(year: int, quarter: int) -> Period:
    """A quarter; `quarter` may lie outside 1-4 and counts on."""
    return Period(month_of(year, 3 * quarter - 2).first, month_of(year, 3 * quarter).last)


def from_to(m: re.Match[str], today: dt.date) -> Period | None:
    """ "1/4 đến 30/9"."""
    last = day_of(int(m[4]), m[5], m[6], today)
    first = day_of(int(m[1]), m[2], m[3], today)
    if first is None or last is None:
        return None
    return Period(first, last) if first <= last else Period(first, first)


def until(m: re.Match[str], today: dt.date) -> Period | None:
    """ "Đến hết 30/4": from today."""
    last = day_of(int(m[1]), m[2], m[3], today)
    return Period(today, last) if last else None


def before(m: re.Match[str], today: dt.date) -> Period | None:
    """ "Trước 30/4": the day before is the last."""
    last = day_of(int(m[1]), m[2], m[3], today)
    return Period(min(today, last - _ONE), last - _ONE) if last else None


def since(m: re.Match[str], today: dt.date) -> Period | None:
    """ "Từ 1/4" until today."""
    first = day_of(int(m[1]), m[2], m[3], today, past=True)
    return Period(first, max(today, first)) if first else None


def the_day(m: re.Match[str], today: dt.date) -> Period | None:
    """One printed day."""
    day = day_of(int(m[1]), m[2], m[3], today)
    return Period(day, day) if day else None


def day_of_month(m: re.Match[str], today: dt.date) -> Period | None:
    """ "Ngày 20": the next such day, "ngày 20 tháng sau" of the next month, "ngày 20 tháng trước" of the last; "trước
    ngày 20" is the day before.
    """
    months = 1 if m[3] and re.fullmatch(NEXT, m[3]) else 0 if m[3] or int(m[2]) >= today.day else 1
    months = -1 if m[3] and re.fullmatch(AGO, m[3]) else months
    month = month_of(today.year, today.month + months).first
    try:
        day = month.replace(day=int(m[2]))
    except ValueError:
        return None
    if (m[1] or "").strip() == "truoc":
        return Period(min(today, day - _ONE), day - _ONE)
    return Period(min(today, day), day) if m[1] else Period(day, day)


def rest_of_quarter(m: re.Match[str], today: dt.date) -> Period | None:
    """ "Đến hết quý"."""
    return Period(today, quarter_of(today.year, (today.month + 2) // 3).last)


def rest_of_year(m: re.Match[str], today: dt.date) -> Period | None:
    """ "Đến hết năm"."""
    return Period(today, dt.date(today.year, 12, 31))


def tomorrow_and_after(m: re.Match[str], today: dt.date) -> Period | None:
    """ "Mai và mốt"."""
    return Period(today + _ONE, today + 2 * _ONE)


def half_month(m: re.Match[str], today: dt.date) -> Period | None:
    """ "Nửa tháng nữa"."""
    return Period(today, today + 15 * _ONE)


def around(days: int) -> Read:
    """A day so many from today."""
    return lambda m, today: Period(today + dt.timedelta(days=days), today + dt.timedelta(days=days))


def ahead(m: re.Match[str], today: dt.date) -> Period | None:
    """ "10 ngày tới", "2 tuần nữa"."""
    return Period(today, today + length(m))


def behind(m: re.Match[str], today: dt.date) -> Period | None:
    """ "10 ngày qua"."""
    return Period(today - length(m), today)


def week(weeks: int) -> Read:
    """The week so many from this one."""
    return lambda m, today: week_of(today, weeks)


def month(months: int) -> Read:
    """The month so many from this one."""
    return lambda m, today: month_of(today.year, today.month + months)


def quarter(quarters: int) -> Read:
    """The quarter so many from this one."""
    return lambda m, today: quarter_of(today.year, (today.month + 2) // 3 + quarters)


def year(years: int) -> Read:
    """The year so many from this one."""
    return lambda m, today: Period(dt.date(today.year + years, 1, 1), dt.date(today.year + years, 12, 31))


def printed_month(m: re.Match[str], today: dt.date) -> Period | None:
    """ "Tháng 4", "tháng 4/2026"."""
    month = int(m[1]) if m[1].isdigit() else NUMBERS.get(m[1], 0)
    return month_of(int(m[2]) if m[2] else today.year, month) if 1 <= month <= 12 else None


def named_quarter(m: re.Match[str], today: dt.date) -> Period | None:
    """ "Quý II", "quý 3/2026"."""
    return quarter_of(int(m[2]) if m[2] else today.year, _QUARTERS[m[1]])


def half_year(m: re.Match[str], today: dt.date) -> Period | None:
    """ "6 tháng đầu năm"."""
    year = int(m[2]) if m[2] else today.year
    first = m[1] == "dau"
    return Period(dt.date(year, 1 if first else 7, 1), dt.date(year, 6, 30) if first else dt.date(year, 12, 31))


def same_day(m: re.Match[str], today: dt.date) -> Period | None:
    """ "Ngày này tháng trước": the day of that number, the last of a month that is shorter."""
    if m[1] == "tuan":
        day = today - dt.timedelta(weeks=1)
    else:
        month = month_of(today.year, today.month - {"thang": 1, "quy": 3, "nam": 12}[m[1]])
        day = month.first.replace(day=min(today.day, month.last.day))
    return Period(day, day)


def in_year(period: Period, year: int) -> Period | None:
    """The same stretch of that year, whole months as whole months; None for 29/2 where there is none."""
    first, last = period.first, period.last
    if first.day == 1 and (last + _ONE).day == 1:
        end = year + last.year - first.year
        return Period(month_of(year, first.month).first, month_of(end, last.month).last)
    try:
        return Period(first.replace(year=year), last.replace(year=year + last.year - first.year))
    except ValueError:
        return None


def same_time(m: re.Match[str], today: dt.date) -> Period | None:
    """ "Cùng kỳ": the same month a year ago."""
    return month_of(today.year - 1, today.month)


WEEKDAY = rf"(?:thu (\d|hai|ba|tu|nam|sau|bay)|chu nhat)(?: ((?:tuan )?(?:{NEXT}|{AGO}|{NOW})))?"


def weekday(m: re.Match[str], today: dt.date) -> Period | None:
    """ "Thứ sáu tuần sau": without a week the next such day."""
    day = _weekday(m[1], m[2], today)
    return Period(day, day) if day else None


def _weekday(named: str | None, which: str | None, today: dt.date) -> dt.date | None:
    """By its number or word, None for Sunday's; "thứ sáu tới" is the next such day, "tuần tới" another week."""
    if named is None:
        place = 6
    else:
        place = int(named) - 2 if named.isdigit() else {**NUMBERS, "tu": 4}[named] - 2
    if not 0 <= place <= 6:
        return None
    day = week_of(today).first + dt.timedelta(days=place)
    week = (which or "").removeprefix("tuan ")
    if re.fullmatch(AGO, week):
        return day - dt.timedelta(days=7)
    if re.fullmatch(NEXT, week) and (which != "toi" or day <= today):
        return day + dt.timedelta(days=7)
    return day if which or day >= today else day + dt.timedelta(days=7)


def year_to_date(m: re.Match[str], today: dt.date) -> Period | None:
    """ "Từ đầu năm"."""
    return Period(dt.date(today.year, 1, 1), today)


def month_to_date(m: re.Match[str], today: dt.date) -> Period | None:
    """ "Đầu tháng tới nay"."""
    return Period(today.replace(day=1), today)


def quarter_to_date(m: re.Match[str], today: dt.date) -> Period | None:
    """ "Từ đầu quý"."""
    return Period(quarter_of(today.year, (today.month + 2) // 3).first, today)


def length_from_tomorrow(m: re.Match[str], today: dt.date) -> Period | None:
    """ "3 ngày từ mai"."""
    first = today + (_ONE if "mai" in m[0] else dt.timedelta())
    return _long(m, first)


def length_from_day(m: re.Match[str], today: dt.date) -> Period | None:
    """ "3 ngày từ 16/3"."""
    return _long(m, day_of(int(m[3]), m[4], m[5], today))


def length_from_weekday(m: re.Match[str], today: dt.date) -> Period | None:
    """ "3 ngày từ thứ hai tới"."""
    return _long(m, _weekday(m[3], m[4], today))


def _long(m: re.Match[str], first: dt.date | None) -> Period | None:
    return Period(first, first + length(m) - _ONE) if first else None


def from_near(m: re.Match[str], today: dt.date) -> Period | None:
    """ "Mai đến 20/4"."""
    last = day_of(int(m[1]), m[2], m[3], today)
    first = today + (_ONE if "mai" in m[0] else dt.timedelta())
    return Period(first, last) if last and last >= first else None


def rest_of_month(m: re.Match[str], today: dt.date) -> Period | None:
    """ "Đến cuối tháng"."""
    return Period(today, month_of(today.year, today.month).last)


def rest_of_week(m: re.Match[str], today: dt.date) -> Period | None:
    """ "Đến hết tuần"."""
    return Period(today, week_of(today).last)


def year_printed(m: re.Match[str], today: dt.date) -> Period | None:
    """ "Năm 2025"."""
    return Period(dt.date(int(m[1]), 1, 1), dt.date(int(m[1]), 12, 31))
