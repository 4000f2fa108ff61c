"""Dates as officials print them: "20/02/2026", "Tháng 9/2026", "Quý I, II/2026", "2022-2025".

One table of printed forms (`_FORMS`), and the two ways in which forms are joined: a span ("Từ tháng 6 - tháng 11/2026")
and a list ("tháng 3 và tháng 9/2026"). A form without a year takes the year of the form it is joined to, else the
plan's year. Nothing here knows what is due; that is `plans.deadlines`.
"""

import calendar
import datetime as dt
import re
import unicodedata
from dataclasses import dataclass, replace
from typing import Literal

from catalog.text import strip_accents

DateKind = Literal["date", "month", "quarter", "year", "range"]

_MONTH_WORDS = {
    "gieng": 1,
    "hai": 2,
    "ba": 3,
    "tu": 4,
    "nam": 5,
    "sau": 6,
    "bay": 7,
    "tam": 8,
    "chin": 9,
    "muoi": 10,
    "muoi mot": 11,
    "muoi hai": 12,
    "chap": 12,
}
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}

_D = r"(?P<d>3[01]|[12]\d|0?[1-9])(?!\d)"
_M = r"(?P<m>1[0-2]|0?[1-9])(?!\d)"
_Y = r"(?P<y>20\d\d)(?!\d)"
_YEAR_AFTER = rf"(?:\s*(?:/|,?\s*nam|-)\s*{_Y})?"
_QUARTER = r"(?P<q>[il1]v|[il]{1,3}|[1-4])\b"


class _Letters(dict[int, str]):
    """Each letter's folded form, one letter for one, found when it is first met."""

    def __missing__(self, code: int) -> str:
        folded = strip_accents(chr(code)).lower()[:1] or " "
        self[code] = folded
        return folded


_LETTERS = _Letters({ord(dash): "-" for dash in "–—‑−"})
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\ufeff\u200b\u200c\u200d"))
_FREE = r"(?<![\w/.:,])"  # not inside a number, a document number or "ISO 9001:2015"

_FORMS: tuple[tuple[str, str], ...] = (
    # name, form on folded text (no accents, lower case); the first that fits at a place wins
    (
        "date",
        rf"{_FREE}(?:ngay\s+)?{_D}\s*(?P<sep>[/.-])\s*{_M}\s*(?P=sep)\s*{_Y}",
    ),  # 20/02/2026, ngày 15.5.2022
    ("date", rf"{_FREE}(?:ngay\s+)?{_D}\s*/\s*{_M}\s*/\s*(?P<yy>[2-9]\d)(?![\d/])"),  # 20/02/26
    ("date", rf"{_FREE}(?:ngay\s+)?{_D}\s*/\s*{_M}\s+nam\s+{_Y}"),  # 15/5 năm 2026
    ("date", rf"\bngay\s+{_D}\s+thang\s+{_M}{_YEAR_AFTER}"),  # ngày 15 tháng 5 năm 2022
    ("date", rf"\bngay\s+{_D}\s*/\s*{_M}(?![\d/])"),  # ngày 30/6
    (
        "days",
        rf"{_FREE}(?:ngay\s+)?(?P<d1>3[01]|[12]\d|0?[1-9])\s*(?:-|den)\s*(?:ngay\s+)?{_D}\s*/\s*{_M}(?:\s*/\s*{_Y})",
    ),
    ("part", rf"\b(?P<n>0?[3-9])\s+thang\s+(?P<h>dau|cuoi)(?:\s+cua)?\s+nam(?:\s+{_Y})?"),  # 6 tháng đầu năm 2026
    ("part", rf"\bsau\s+thang\s+(?P<h>dau|cuoi)\s+nam(?:\s+{_Y})?"),  # sáu tháng cuối năm
    ("quarter", rf"\bqu[yi]\s+{_QUARTER}{_YEAR_AFTER}"),  # Quý I/2026, Quý IV năm 2026, Quý 2
    ("quarter", rf"\bq\.?{_QUARTER}\s*/\s*{_Y}"),  # Q1/2026
    ("months", rf"{_FREE}(?P<m1>1[0-2]|0?[1-9])\s*-\s*{_M}\s*/\s*{_Y}"),  # 3-4/2026
    ("month", rf"\bthang\s*{_M}(?!\s*lan\b)\s*/\s*(?P<yy>[2-9]\d)(?![\d/])"),  # tháng 6/26
    ("month", rf"\bthang\s*{_M}(?!\s*lan\b){_YEAR_AFTER}"),  # Tháng 9/2026, trong tháng 6
    (
        "month",
        rf"\bthang\s+(?P<mw>{'|'.join(sorted(_MONTH_WORDS, key=len, reverse=True))})\s*(?:/|\bnam)\s*{_Y}",
    ),
    ("month", rf"\bt\.?{_M}\s*/\s*{_Y}"),  # T6/2026
    ("month", rf"{_FREE}{_M}\s*[/.]\s*{_Y}(?![/.]\d)"),  # 12/2026
    ("month", rf"{_FREE}{_M}-{_Y}(?!-)"),  # 12-2026
    ("weak date", rf"{_FREE}{_D}\s*/\s*{_M}(?![\d/%])"),  # 30/6: a date only where a deadline word says so
    ("year", rf"(?:\bnam\s+|{_FREE}\b){_Y}(?![/\d])"),  # Năm 2023, 2025
    (
        "year",
        r"\b(?:(?:trong|cuoi|het|ca)\s+nam\b(?:\s+nay\b)?|nam\s+nay\b)(?!\s*(?:\d|hoc|sau|toi|tiep|qua))",
    ),  # Trong năm, đến hết năm
)
_SCAN = tuple((name, re.compile(form)) for name, form in _FORMS)
_SPAN = re.compile(r"[ \t]*(?:-+>?|\bden\b(?:\s+(?:het|cuoi))?|\btoi\b(?:\s+het)?)\s*")
_LIST = re.compile(r"[ \t]*(?:,(?:\s*va\b)?|\bva\b|&|\+)\s*")
_BARE = {  # what may follow a joiner with its unit left out: "tháng 3, 6 và 9/2026", "quý I-II/2026"
    "month": re.compile(rf"{_M}(?!\s*(?:thang|lan|%)\b){_YEAR_AFTER}(?!/)"),
    "quarter": re.compile(rf"{_QUARTER}{_YEAR_AFTER}"),
}


@dataclass(frozen=True)
class PrintedDate:
    """A printed moment or span: its first and last day, and where it stands in the text ([begin, end)).

    `first`/`last` are None where the year is unknown or the day does not exist ("31/6/2026"). `sure` is False for
    "30/6" without any word that makes it a date. `grouped` marks neighbours of one list read as one span.
    """

    kind: DateKind
    first: dt.date | None
    last: dt.date | None
    begin: int
    end: int
    sure: bool = True
    grouped: bool = False


@dataclass(frozen=True)
class _Atom:
    form: str
    parts: dict[str, str]
    begin: int
    end: int

    @property
    def year(self) -> int | None:
        if self.parts.get("yy"):
            return 2000 + int(self.parts["yy"])
        return int(self.parts["y"]) if self.parts.get("y") else None


def aligned(text: str) -> str:
    """`text` folded letter by letter: no accents, lower case, one kind of dash, every letter at its old place."""
    return text.translate(_LETTERS)


def as_printed(text: str) -> str:
    """NFC without invisible signs, white space as single blanks; dashes, case and accents stay."""
    return " ".join(unicodedata.normalize("NFC", text).translate(_INVISIBLE).split())


def find_dates(text: str, plan_year: int | None) -> list[PrintedDate]:
    """All printed dates of `text` (NFC) in order; `plan_year` fills in missing years."""
    folded = aligned(text)
    found: list[PrintedDate] = []
    place = 0
    while (atom := _next_atom(folded, place)) is not None:
        chain, joints = _chain(folded, atom)
        found.extend(_read_chain(chain, joints, plan_year))
        place = chain[-1].end
    return found


def _next_atom(folded: str, place: int) -> _Atom | None:
    best: _Atom | None = None
    for form, pattern in _SCAN:
        match = pattern.search(folded, place)
        if match and match.end() > match.start() and (best is None or match.start() < best.begin):
            parts = {name: value for name, value in match.groupdict().items() if value}
            best = _Atom(form, parts, match.start(), match.end())
    return best


def _chain(folded: str, first: _Atom) -> tuple[list[_Atom], list[str]]:
    """The forms joined to `first` by a dash, "đến", a comma or "và", and the joints between them."""
    chain, joints = [first], []
    while True:
        here = chain[-1]
        for joint, pattern in (("span", _SPAN), ("list", _LIST)):
            match = pattern.match(folded, here.end)
            follower = _follower(folded, match.end(), here, joint) if match and match.group() else None
            if follower is not None:
                chain.append(follower)
                joints.append(joint)
                break
        else:
            return chain, joints


def _follower(folded: str, place: int, here: _Atom, joint: str) -> _Atom | None:
    atom = _next_atom(folded, place)
    joined = atom is not None and atom.begin == place and (joint == "span" or atom.form == here.form)
    if joined and atom and not (here.form in _BARE and atom.form == "weak date"):
        return atom
    bare = _BARE[here.form].match(folded, place) if here.form in _BARE else None
    if bare is None:
        return None
    parts = {name: value for name, value in bare.groupdict().items() if value}
    return _Atom(here.form, parts, bare.start(), bare.end())


def _read_chain(chain: list[_Atom], joints: list[str], plan_year: int | None) -> list[PrintedDate]:
    years: list[int | None] = []
    later: int | None = None
    for atom in reversed(chain):
        later = atom.year or later
        years.insert(0, later or plan_year)
    read = [_read(atom, year) for atom, year in zip(chain, years, strict=True)]
    merged = [read[0]]
    for atom, joint, following in zip(chain, joints, read[1:], strict=False):
        before = merged[-1]
        if joint == "span":
            merged[-1] = _span(before, following, own_year=atom.year is not None)
        elif _neighbours(before, following):
            merged[-1] = replace(_span(before, following, own_year=True), grouped=True)
        else:
            merged.append(following)
    return merged


def _span(before: PrintedDate, after: PrintedDate, *, own_year: bool) -> PrintedDate:
    first, last = before.first, after.last
    if first and last and first > last and not own_year:
        first = _a_year_before(first)  # "tháng 11 - tháng 3/2026"
    if first and last and first > last:
        first = last = None
    return PrintedDate("range", first, last, before.begin, after.end, sure=before.sure or after.sure)


def _a_year_before(day: dt.date) -> dt.date:
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def _neighbours(before: PrintedDate, after: PrintedDate) -> bool:
    """Quarters that follow each other ("Quý I, II/2026") are one stretch of work, not two results."""
    if after.kind != "quarter" or before.last is None or after.first is None:
        return False
    return (before.kind == "quarter" or before.grouped) and before.last + dt.timedelta(days=1) == after.first


def _read(atom: _Atom, year: int | None) -> PrintedDate:
    parts, sure = atom.parts, atom.form != "weak date"
    kind: DateKind
    if atom.form in ("date", "weak date"):
        kind, bounds = "date", _days(year, parts["m"], parts["d"], parts["d"])
    elif atom.form == "days":
        kind, bounds = "range", _days(year, parts["m"], parts["d1"], parts["d"])
    elif atom.form == "part":
        count = int(parts.get("n", "6"))
        kind, bounds = "range", _months(year, 1, count) if parts["h"] == "dau" else _months(year, 13 - count, 12)
    elif atom.form == "months":
        first, last = sorted((int(parts["m1"]), int(parts["m"])))
        kind, bounds = "range", _months(year, first, last)
    elif atom.form == "quarter":
        quarter = _QUARTERS[parts["q"].replace("l", "i").replace("1v", "iv")]
        kind, bounds = "quarter", _months(year, 3 * quarter - 2, 3 * quarter)
    elif atom.form == "month":
        month = _MONTH_WORDS[parts["mw"]] if "mw" in parts else int(parts["m"])
        kind, bounds = "month", _months(year, month, month)
    else:
        kind, bounds = "year", _months(year, 1, 12)
    return PrintedDate(kind, bounds[0], bounds[1], atom.begin, atom.end, sure)


def _days(year: int | None, month: str, first: str, last: str) -> tuple[dt.date | None, dt.date | None]:
    try:
        bounds = dt.date(year or 0, int(month), int(first)), dt.date(year or 0, int(month), int(last))
    except ValueError:
        return None, None
    return bounds if bounds[0] <= bounds[1] else (None, None)


def _months(year: int | None, first: int, last: int) -> tuple[dt.date | None, dt.date | None]:
    if not year:
        return None, None
    return dt.date(year, first, 1), dt.date(year, last, calendar.monthrange(year, last)[1])
