"""Days and lengths as people type them in a reply: "30/6", "cuối tháng", "quý III", "thêm 2 tuần".

All on the plain form (`Words.plain`), resolved with `today` (province calendar). A period stands for its last day; only
"trước" excludes the day named (DESIGN section 3). A day without a year is this year's, or next year's when this
year's is long past; when it passed a short while ago the writer slipped, and that is a doubt.
"""

import calendar
import datetime as dt
import functools
import re
from collections.abc import Callable
from dataclasses import dataclass

from handlers.replies.model import Doubt
from handlers.replies.patterns import compiled

SLIPPED = dt.timedelta(days=60)  # a day without a year that passed within this time is no day of next year

_D, _M, _Y = r"(?P<d>\d{1,2})", r"(?P<m>\d{1,2})", r"(?P<y>20\d\d|\d\d)"
_YEAR = r"(?:\s*(?:/|-|,?\s*nam\s*)\s*(?P<y>20\d\d))?"
_PART = r"(?:(?P<part>dau|giua|cuoi|het|trong)\s+)?"
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_WEEKDAYS = {"hai": 0, "ba": 1, "tu": 2, "nam": 3, "sau": 4, "bay": 5}


@dataclass(frozen=True)
class Said:
    """A day found in [begin, end) of the text. `day` None where it cannot be or says too little; `doubt` says why."""

    begin: int
    end: int
    day: dt.date | None
    doubt: Doubt | None = None


def find_days(plain: str, today: dt.date) -> list[Said]:
    """Every day or period named in `plain`, in order, none overlapping."""
    return list(_found(plain, today)) if _HINT.search(plain) else []


@functools.lru_cache(maxsize=512)
def _found(plain: str, today: dt.date) -> tuple[Said, ...]:
    found: list[Said] = []
    plain = plain.replace("\n", "|")  # no day runs over a line
    for words, pattern, read in _FORMS:
        if not any(word in plain for word in words):
            continue
        for match in pattern.finditer(plain):
            if any(match.start() < other.end and other.begin < match.end() for other in found):
                continue
            day, doubt = read(match, today)
            before = plain[: match.start()].rstrip()
            if day and re.search(r"\btruoc(?: ngay| het)?$", before):
                day -= dt.timedelta(days=1)
            found.append(Said(match.start(), match.end(), day, doubt))
    return tuple(sorted(found, key=lambda said: said.begin))


_Read = Callable[[re.Match[str], dt.date], tuple[dt.date | None, Doubt | None]]


def _judged(day: dt.date, today: dt.date) -> tuple[dt.date | None, Doubt | None]:
    return (day, None) if day >= today else (None, "date_in_past")


def _full_day(match: re.Match[str], today: dt.date) -> tuple[dt.date | None, Doubt | None]:
    """30/6/2026, 30/6, ngày 30 tháng 6."""
    year = match.groupdict().get("y")
    day, month = int(match.group("d")), int(match.group("m"))
    try:
        if year:
            return _judged(dt.date(int(year) % 2000 + 2000, month, day), today)
        return _without_year(dt.date(today.year, month, day), today)
    except ValueError:
        return None, "impossible_date"


def _without_year(day: dt.date, today: dt.date) -> tuple[dt.date | None, Doubt | None]:
    if day >= today:
        return day, None
    if today - day <= SLIPPED:
        return None, "date_in_past"
    return dt.date(day.year + 1, day.month, min(day.day, _last_of(day.year + 1, day.month).day)), None


def _day_of_month(match: re.Match[str], today: dt.date) -> tuple[dt.date | None, Doubt | None]:
    """ngày 15: the next such day."""
    day, month, year = int(match.group("d")), today.month, today.year
    if day < today.day:
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    try:
        return dt.date(year, month, day), None
    except ValueError:
        return None, "impossible_date"


def _day_of_near_month(match: re.Match[str], today: dt.date) -> tuple[dt.date | None, Doubt | None]:
    """mùng 5 tháng sau, ngày 20 tháng này."""
    later = match.group("which") != "nay"
    try:
        day = dt.date(
            today.year + (later and today.month == 12),
            today.month % 12 + 1 if later else today.month,
            int(match.group("d")),
        )
    except ValueError:
        return None, "impossible_date"
    return _judged(day, today)


def _last_of(year: int, month: int) -> dt.date:
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def _in_month(year: int, month: int, part: str | None) -> tuple[dt.date | None, Doubt | None]:
    if part == "dau":
        return None, "unclear"  # "đầu tháng 8" names no day
    return (dt.date(year, month, 15) if part == "giua" else _last_of(year, month)), None


def _month(match: re.Match[str], today: dt.date) -> tuple[dt.date | None, Doubt | None]:
    """tháng 8, cuối tháng 8/2026, 8/2026."""
    month, year = int(match.group("m")), match.group("y")
    if not 1 <= month <= 12:
        return None, "impossible_date"
    chosen = int(year) if year else today.year + (month < today.month)
    day, doubt = _in_month(chosen, month, match.groupdict().get("part"))
    return _judged(day, today) if day else (None, doubt)


def _near_month(match: re.Match[str], today: dt.date) -> tuple[dt.date | None, Doubt | None]:
    """cuối tháng, tháng sau, giữa tháng tới."""
    following = match.group("which") in ("sau", "toi")
    year, month = (today.year + today.month // 12, today.month % 12 + 1) if following else (today.year, today.month)
    day, doubt = _in_month(year, month, match.group("part"))
    return _judged(day, today) if day else (None, doubt)


def _quarter(match: re.Match[str], today: dt.date) -> tuple[dt.date | None, Doubt | None]:
    """quý III, cuối quý 2/2026."""
    month, year = 3 * _QUARTERS[match.group("q")], match.group("y")
    return _judged(_last_of(int(year) if year else today.year + (month < today.month), month), today)


def _near_quarter(match: re.Match[str], today: dt.date) -> tuple[dt.date | None, Doubt | None]:
    """quý sau, cuối quý, hết quý này."""
    month = (today.month + 2) // 3 * 3 + (3 if match.group("which") in ("sau", "toi") else 0)
    return _last_of(today.year + (month > 12), (month - 1) % 12 + 1), None


def _week(match: re.Match[str], today: dt.date) -> tuple[dt.date | None, Doubt | None]:
    """cuối tuần, tuần sau, đầu tuần tới: a week ends on Sunday."""
    monday = today - dt.timedelta(days=today.weekday())
    if match.group("which") in ("sau", "toi"):
        monday += dt.timedelta(days=14 if match.group("more") else 7)
    offset = {"dau": 0, "giua": 2}.get(match.group("part") or "", 6)
    return _judged(monday + dt.timedelta(days=offset), today)


def _weekday(match: re.Match[str], today: dt.date) -> tuple[dt.date | None, Doubt | None]:
    """thứ 6, thứ sáu tuần sau, chủ nhật."""
    name = match.group("w")
    place = 6 if name is None else (int(name) - 2 if name.isdigit() else _WEEKDAYS[name])
    monday = today - dt.timedelta(days=today.weekday())
    if match.group("which") in ("sau", "toi"):
        weeks = 2 if match.group("more") else 1
        return monday + dt.timedelta(days=7 * weeks + place), None
    day = monday + dt.timedelta(days=place)
    return (day if day >= today else day + dt.timedelta(days=7)), None


def _year(match: re.Match[str], today: dt.date) -> tuple[dt.date | None, Doubt | None]:
    """cuối năm, hết năm 2026, sang năm."""
    named = match.groupdict().get("y")
    return _judged(dt.date(int(named) if named else today.year, 12, 31), today)


def _next_year(match: re.Match[str], today: dt.date) -> tuple[dt.date | None, Doubt | None]:
    return dt.date(today.year + 1, 12, 31), None


def _half_year(match: re.Match[str], today: dt.date) -> tuple[dt.date | None, Doubt | None]:
    month = 6 if match.group("half") == "dau" else 12
    return _judged(_last_of(today.year, month), today)


def _in_days(match: re.Match[str], today: dt.date) -> tuple[dt.date | None, Doubt | None]:
    days = {"nay": 0, "mai": 1, "kia": 2, "mot": 2}[match.group("near")]
    return today + dt.timedelta(days=days), None


_WHICH = r"(?:\s+(?P<which>nay|sau|toi))"
# Each with what it cannot do without, which is looked for first.
_FORMS: tuple[tuple[tuple[str, ...], re.Pattern[str], _Read], ...] = tuple(
    (words, compiled(form), read)
    for words, form, read in (
        (
            ("/", ".", "-"),
            rf"(?<![\d/.])(?:ngay\s+)?{_D}\s?(?P<sep>[/.-])\s?{_M}\s?(?P=sep)\s?{_Y}(?![\d/])",
            _full_day,
        ),
        (
            ("thang",),
            rf"\b(?=\d|ngay|m[uo]ng)(?<!nhiem vu )(?<!viec )(?<!vu so )(?<!gia han )(?<!them )(?<!lui )(?:(?:ngay|mung"
            rf"|mong)\s+)?{_D}\s+thang\s+{_M}{_YEAR}(?!\d)",
            _full_day,
        ),
        (("/",), rf"(?<![\d/.])(?:ngay\s+)?{_D}\s?/\s?{_M}(?:\s+nam\s+(?P<y>20\d\d))?(?![\d/%])", _full_day),
        (
            (".", "-"),
            rf"\b(?:(?<=den )|(?<=toi )|(?<=sang )|(?<=qua )|(?<=truoc ))(?:ngay\s+)?{_D}[.-]{_M}(?![\d/%.])",
            _full_day,
        ),
        (("ngay",), rf"\bngay\s+{_D}[.-]{_M}(?![\d/%.])", _full_day),
        (
            ("thang",),
            rf"\b(?:(?:ngay|mung|mong)\s+|(?<=den )|(?<=toi )|(?<=sang )|(?<=qua ))(?P<d>\d{{1,2}})\s+thang{_WHICH}\b",
            _day_of_near_month,
        ),
        (("thang",), rf"(?<!\d )\b{_PART}thang\s+{_M}(?!\s*(?:ngay|tuan|%)){_YEAR}(?!\d)", _month),
        (("thang",), rf"\b{_PART}thang{_WHICH}\b", _near_month),
        (("thang",), r"\b(?P<part>giua|cuoi|het|trong)\s+thang\b(?P<which>)", _near_month),
        (("quy",), rf"\b{_PART}quy\s+(?P<q>iv|i{{1,3}}|[1-4])\b{_YEAR}", _quarter),
        (("quy",), rf"\b{_PART}quy{_WHICH}\b", _near_quarter),
        (("quy",), r"\b(?:cuoi|het|trong)\s+quy\b(?P<which>)", _near_quarter),
        (
            ("thu", "chu nhat", "cn"),
            rf"\b(?:thu\s+(?P<w>[2-7]|{'|'.join(_WEEKDAYS)})|(?:chu nhat"
            rf"|cn))\b(?:\s+tuan)?{_WHICH}?(?P<more>\s+nu[a_])?",
            _weekday,
        ),
        (("tuan",), rf"\b{_PART}tuan{_WHICH}\b(?P<more>\s+nu[a_])?", _week),
        (("tuan",), r"\b(?P<part>giua|cuoi|het|trong)\s+tuan\b(?P<which>)(?P<more>)", _week),
        (("/",), rf"(?<![\d/.-]){_M}\s?/\s?(?P<y>20\d\d)(?![\d/])", _month),
        (("thang",), r"\b(?:0?6|sau)\s+thang\s+(?P<half>dau|cuoi)\s+nam\b", _half_year),
        (("nam",), r"\b(?:cuoi |het |trong )?(?:nam\s+(?:sau|toi)|sang\s+nam)\b", _next_year),
        (("nam",), r"\b(?:(?:cuoi|het|trong)\s+)?nam\s+(?P<y>20\d\d)\b", _year),
        (("nam",), r"\b(?:cuoi|het|trong)\s+nam\b(?:\s+nay)?", _year),
        (("hom", "ngay"), r"\b(?:hom|ngay)\s+(?P<near>nay|mai|kia|mot)\b", _in_days),
        (("mai",), r"\b(?:sang|chieu|to[i_])?\s?(?P<near>mai)\b", _in_days),
        (
            ("ngay", "mung", "mong"),
            r"(?<!\d )\b(?:ngay|mung|mong)\s+(?P<d>\d{1,2})\b(?!\s*(?:[/%.-]\s?\d|thang|lam viec))",
            _day_of_month,
        ),
    )
)
_HINT = compiled(r"\d|\b(?:ngay|hom|tuan|thang|quy|nam|thu|chu nhat|cn|mai)\b")  # every form holds one of these
