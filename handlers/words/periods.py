"""Stretches of time as people ask for them: "tuần này", "7 ngày tới", "từ 1/4 đến 30/9", "cùng kỳ".

A week runs from Monday to Sunday, a month from its first to its last day, both ends in. What a reply asks for as a
later day is read in `handlers.replies.dates`; here a stretch may lie in the past.
"""

import calendar
import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass

from handlers.replies.numbers import NAMED
from handlers.words.line import Line
from handlers.words.model import Period

_ONE = dt.timedelta(days=1)
_NUMBERS = {"muoi hai": 12, "muoi mot": 11, **NAMED}  # the longer before what it begins with
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_N = rf"(\d{{1,3}}|{'|'.join(_NUMBERS)})"
_DAY = r"(?:ngay |hom |mung )?(\d{1,2})[/.-](\d{1,2})(?:[/.-](20\d\d|\d\d))?(?![/.-]?\w)"
_AGO, _NOW, _NEXT = (
    r"(?:truoc|roi|vua roi|vua qua|qua)",
    r"(?:nay|the nay)",
    r"(?:sau|toi|ke|tiep theo|tiep|ke tiep|sap toi)",
)

Read = Callable[[re.Match[str], dt.date], "Period | None"]


@dataclass(frozen=True)
class When:
    """A period said at tokens [first, last). `past` where the words say that it is over or running."""

    first: int
    last: int
    period: Period


def find_periods(line: Line, today: dt.date) -> list[When]:
    """Every stretch of time in the line, in its order, none overlapping."""
    found: list[When] = []
    for pattern, read in _FORMS:
        for first, last, match in line.spans(pattern):
            if any(first < other.last and other.first < last for other in found):
                continue
            period = read(match, today)
            if period is not None:
                found.append(When(first, last, period))
    return sorted(found, key=lambda when: when.first)


def _count(word: str) -> int:
    return int(word) if word.isdigit() else _NUMBERS[word]


def day_of(day: int, month: int, year: str | None, today: dt.date, *, past: bool = False) -> dt.date | None:
    """A printed day; without a year the next such day from today, or with `past` the last one. None for 31/2."""
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


def _range(m: re.Match[str], today: dt.date) -> Period | None:
    last = day_of(int(m[4]), int(m[5]), m[6], today)
    first = day_of(int(m[1]), int(m[2]), m[3], today)
    if first is None or last is None:
        return None
    return Period(first, last) if first <= last else Period(first, first)


def _until(m: re.Match[str], today: dt.date) -> Period | None:
    last = day_of(int(m[1]), int(m[2]), m[3], today)
    return Period(today, last) if last else None


def _before(m: re.Match[str], today: dt.date) -> Period | None:
    last = day_of(int(m[1]), int(m[2]), m[3], today)
    return Period(min(today, last - _ONE), last - _ONE) if last else None


def _since(m: re.Match[str], today: dt.date) -> Period | None:
    first = day_of(int(m[1]), int(m[2]), m[3], today, past=True)
    return Period(first, max(today, first)) if first else None


def _the_day(m: re.Match[str], today: dt.date) -> Period | None:
    day = day_of(int(m[1]), int(m[2]), m[3], today)
    return Period(day, day) if day else None


def _around(days: int) -> Read:
    return lambda m, today: Period(today + dt.timedelta(days=days), today + dt.timedelta(days=days))


def _ahead(m: re.Match[str], today: dt.date) -> Period | None:
    days = _count(m[1]) * {"ngay": 1, "hom": 1, "tuan": 7, "thang": 30}[m[2]]
    return Period(today, today + dt.timedelta(days=days))


def _behind(m: re.Match[str], today: dt.date) -> Period | None:
    days = _count(m[1]) * {"ngay": 1, "hom": 1, "tuan": 7, "thang": 30}[m[2]]
    return Period(today - dt.timedelta(days=days), today)


def _week(weeks: int) -> Read:
    return lambda m, today: week_of(today, weeks)


def _month(months: int) -> Read:
    return lambda m, today: month_of(today.year, today.month + months)


def _quarter(quarters: int) -> Read:
    return lambda m, today: quarter_of(today.year, (today.month + 2) // 3 + quarters)


def _year(years: int) -> Read:
    return lambda m, today: Period(dt.date(today.year + years, 1, 1), dt.date(today.year + years, 12, 31))


def _printed_month(m: re.Match[str], today: dt.date) -> Period | None:
    month = int(m[1]) if m[1].isdigit() else _NUMBERS.get(m[1], 0)
    return month_of(int(m[2]) if m[2] else today.year, month) if 1 <= month <= 12 else None


def _named_quarter(m: re.Match[str], today: dt.date) -> Period | None:
    return quarter_of(int(m[2]) if m[2] else today.year, _QUARTERS[m[1]])


def _half(m: re.Match[str], today: dt.date) -> Period | None:
    year = int(m[2]) if m[2] else today.year
    first = m[1] == "dau"
    return Period(dt.date(year, 1 if first else 7, 1), dt.date(year, 6, 30) if first else dt.date(year, 12, 31))


def _same_time(m: re.Match[str], today: dt.date) -> Period | None:
    return month_of(today.year - 1, today.month)


def _weekday(m: re.Match[str], today: dt.date) -> Period | None:
    named = m[1] or ""
    place = (
        6 if "chu nhat" in m[0] else {**_NUMBERS, "tu": 4}.get(named, 0) - 2 if not named.isdigit() else int(named) - 2
    )
    if not 0 <= place <= 6:
        return None
    which = m[2] or ""
    weeks = 1 if re.fullmatch(_NEXT, which) else -1 if re.fullmatch(_AGO, which) else 0
    day = week_of(today, weeks).first + dt.timedelta(days=place)
    if not which and day < today:
        day += dt.timedelta(days=7)
    return Period(day, day)


def _year_to_date(m: re.Match[str], today: dt.date) -> Period | None:
    return Period(dt.date(today.year, 1, 1), today)


def _month_to_date(m: re.Match[str], today: dt.date) -> Period | None:
    return Period(today.replace(day=1), today)


def _quarter_to_date(m: re.Match[str], today: dt.date) -> Period | None:
    return Period(quarter_of(today.year, (today.month + 2) // 3).first, today)


def _length_from_tomorrow(m: re.Match[str], today: dt.date) -> Period | None:
    first = today + (_ONE if "mai" in m[0] else dt.timedelta())
    days = _count(m[1]) * {"ngay": 1, "hom": 1, "tuan": 7, "thang": 30}[m[2]]
    return Period(first, first + dt.timedelta(days=days - 1))


def _from_near(m: re.Match[str], today: dt.date) -> Period | None:
    last = day_of(int(m[1]), int(m[2]), m[3], today)
    first = today + (_ONE if "mai" in m[0] else dt.timedelta())
    return Period(first, last) if last and last >= first else None


def _rest_of_month(m: re.Match[str], today: dt.date) -> Period | None:
    return Period(today, month_of(today.year, today.month).last)


def _rest_of_week(m: re.Match[str], today: dt.date) -> Period | None:
    return Period(today, week_of(today).last)


def _year_printed(m: re.Match[str], today: dt.date) -> Period | None:
    return Period(dt.date(int(m[1]), 1, 1), dt.date(int(m[1]), 12, 31))


_IN = r"(?:trong |o |cua )?"
_FORMS: tuple[tuple[re.Pattern[str], Read], ...] = tuple(
    (re.compile(rf"(?<![\w#/.-])(?:{form})(?![\w/])"), read)
    for form, read in (
        (rf"cung ky(?: (?:nam|thang) (?:ngoai|{_AGO}))?", _same_time),
        (r"(?:(?:tu|bat dau tu) )?(?:ngay )?(\d{1,2})[/.](\d{1,2})(?:[/.](20\d\d))? (?:den|"
r"toi|- |qua|-)(?: het)? ?(?:ngay )?"
         r"(\d{1,2})[/.](\d{1,2})(?:[/.](20\d\d))?", _range),
        (rf"(?:tu )?(?:ngay )?(?:mai|hom nay|nay)(?: (?:cho )?(?:den|toi))(?: het)? {_DAY}", _from_near),
        (rf"tu {_DAY}(?: (?:den|toi) (?:nay|hom nay|gio|bay gio))?", _since),
        (rf"{_IN}(?:den|toi)(?: het)? {_DAY}", _until),
        (rf"truoc {_DAY}", _before),
        (rf"(?:vao |trong |hoi |cua )?{_DAY}", _the_day),
        (rf"thu (\d|hai|ba|tu|nam|sau|bay)(?: (?:tuan )?({_NEXT}|{_AGO}|{_NOW}))?|"
rf"chu nhat(?: (x)?(?:tuan )?({_NEXT}|{_NOW}))?", _weekday),
        (rf"{_N} (ngay|hom|tuan|thang)(?: lien)?(?: (?:tu|ke tu|bat dau tu) (?:ngay )?(?:mai|"
rf"hom nay))", _length_from_tomorrow),
        (rf"{_IN}(?:vong )?{_N} (ngay|hom|tuan|thang)(?: nua)? (?:toi|sap toi|ke tiep|tiep theo|tiep|sau|nua)", _ahead),
        (rf"(?:trong )?vong {_N} (ngay|tuan|thang)", _ahead),
        (rf"{_N} (ngay|hom|tuan|thang) (?:qua|vua qua|vua roi|gan day|gan nhat|truoc|tro lai(?: day)?)", _behind),
        (rf"{_N} (ngay|hom|tuan|thang) nua", _ahead),
        (r"(?:6|sau) thang (dau|cuoi)(?: nam)?(?: (20\d\d))?", _half),
        (rf"(?:dau |tu dau )?nam(?: {_NOW})? (?:den|toi) (?:nay|gio|bay gio|hien nay)", _year_to_date),
        (r"tu dau nam", _year_to_date),
        (r"(?:hoi |tu |ngay |luc )?dau thang(?: nay)?"
         r"(?! (?:\d|sau|toi|truoc|mot|hai|ba|tu|nam|bay|tam|chin|muoi))", _month_to_date),
        (r"(?:hoi |tu |ngay |luc )?dau quy(?: nay)?(?! (?:\d|i|sau|toi|truoc))", _quarter_to_date),
        (r"hom nay|nay gio|bua nay|(?:sang|trua|chieu|toi|dem) nay|trong ngay|ngay hom nay", _around(0)),
        (r"(?:ngay )?(?<!anh )(?<!chi )(?<!co )(?<!ba )(?<!ong )(?<!ban )mai(?! mot| kia)", _around(1)),
        (r"ngay mot|ngay kia|hom kia(?= toi)|mai mot", _around(2)),
        (r"(?:ngay )?hom qua|bua qua", _around(-1)),
        (r"hom kia|hom truoc|hom no", _around(-2)),
        (r"(?:den )?(?:het|cuoi) tuan(?: nay)?", _rest_of_week),
        (rf"{_IN}(?:ca |dau |giua )?tuan (?:{_NEXT}) nua", _week(2)),
        (rf"{_IN}(?:ca |dau |giua |cuoi |het )?tuan {_NEXT}", _week(1)),
        (rf"{_IN}(?:ca |dau |giua |cuoi )?tuan {_AGO}", _week(-1)),
        (rf"{_IN}(?:ca |dau |giua )?tuan {_NOW}|trong tuan", _week(0)),
        (r"(?:(?:tu )?(?:nay )?(?:cho )?(?:den|toi) )?(?:het|cuoi) thang(?: nay)?(?! \d| mot| hai)", _rest_of_month),
        (rf"{_IN}(?:ca |dau |giua |cuoi |het )?thang {_NEXT}(?! nam \d)", _month(1)),
        (rf"{_IN}(?:ca |dau |giua |cuoi )?thang {_AGO}", _month(-1)),
        (rf"{_IN}(?:ca |dau |giua )?thang {_NOW}|trong thang(?! \d)", _month(0)),
        (rf"{_IN}(?:ca |dau |giua |cuoi |het |hoi |den het |den cuoi )?thang (\d{{1,2}}|"
rf"mot|hai|ba|tu|nam|sau|bay|tam|chin|muoi hai|muoi mot|muoi)"
         r"(?:(?: nam | ?/ ?)(20\d\d))?", _printed_month),
        (rf"{_IN}(?:ca |dau |cuoi |het )?quy {_NEXT}", _quarter(1)),
        (rf"{_IN}(?:ca |dau |cuoi )?quy {_AGO}", _quarter(-1)),
        (rf"{_IN}(?:ca |dau |cuoi |het |den het )?quy {_NOW}|trong quy(?! [i\d])|het quy(?! [i\d])", _quarter(0)),
        (rf"{_IN}(?:ca |dau |cuoi |het )?quy (i{{1,3}}|iv|[1-4])(?: ?/? ?(?:nam )?(20\d\d))?", _named_quarter),
        (rf"{_IN}(?:ca |dau )?nam (?:ngoai|{_AGO})", _year(-1)),
        (rf"{_IN}nam (?:{_NEXT}|sau)|sang nam", _year(1)),
        (rf"{_IN}(?:ca |cuoi |het |den het )?nam {_NOW}|ca nam|het nam|cuoi nam", _year(0)),
        (r"(?:trong |ca )?nam (20\d\d)", _year_printed),
    )
)  # fmt: skip
