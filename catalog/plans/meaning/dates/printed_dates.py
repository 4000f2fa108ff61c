"""Dates as officials print them: "20/02/2026", "Tháng 9/2026", "Quý I, II/2026", "2022-2025".

The printed forms (`date_forms`), and the two ways in which forms are joined: a span ("Từ tháng 6 - tháng 11/2026")
and a list ("tháng 3 và tháng 9/2026"). A form without a year takes the year of the form it is joined to, else the
plan's year. Nothing here knows what is due; that is `plans.deadlines`.
"""

import calendar
import datetime as dt
import unicodedata
from dataclasses import dataclass, replace
from typing import Literal

from catalog.plans.meaning.dates.date_forms import BARE, ENGLISH, LIST, LUNAR_MONTHS, MONTH_WORDS, QUARTERS, SCAN, SPAN
from catalog.plans.meaning.dates.spans_by_name import lunar_span, week_span
from catalog.text import strip_accents

DateKind = Literal["date", "month", "quarter", "year", "range"]


class _Letters(dict[int, str]):
    """Each letter's folded form, one letter for one, found when it is first met."""

    def __missing__(self, code: int) -> str:
        folded = strip_accents(chr(code)).lower()[:1] or " "
        self[code] = folded
        return folded


_LETTERS = _Letters({ord(dash): "-" for dash in "–—‑−"})
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\ufeff\u200b\u200c\u200d"))


@dataclass(frozen=True)
class PrintedDate:
    """A printed moment or span: its first and last day, and where it stands in the text ([begin, end)).

    `first`/`last` are None where the year is unknown or the day does not exist ("31/6/2026"). `sure` is False for
    "30/6" without any word that makes it a date. `grouped` marks neighbours of one list read as one span; `doubt`
    (Vietnamese) says what else it could mean, "" for nothing.
    """

    kind: DateKind
    first: dt.date | None
    last: dt.date | None
    begin: int
    end: int
    sure: bool = True
    grouped: bool = False
    doubt: str = ""


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
        printed = self.parts.get("y") or self.parts.get("y2")
        return int(printed) if printed else None


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
    for form, pattern in SCAN:
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
        for joint, pattern in (("span", SPAN), ("list", LIST)):
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
    days = {here.form, atom.form} <= {"date", "weak date"} if atom else False  # "15/3 và 15/9/2026"
    joined = atom is not None and atom.begin == place and (joint == "span" or atom.form == here.form or days)
    if joined and atom and not (here.form in BARE and atom.form == "weak date"):
        return atom
    bare = BARE[here.form].match(folded, place) if here.form in BARE else None
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
        elif {before.kind, following.kind} == {"date"} and before.sure != following.sure:
            merged[-1] = replace(before, sure=True)
            merged.append(replace(following, sure=True))
        else:
            merged.append(following)
    return merged


def _span(before: PrintedDate, after: PrintedDate, *, own_year: bool) -> PrintedDate:
    first, last = before.first, after.last
    if first and last and first > last and not own_year:
        first = _a_year_before(first)  # "tháng 11 - tháng 3/2026"
    if first and last and first > last:
        first = last = None
    sure, doubt = before.sure or after.sure, before.doubt or after.doubt
    return PrintedDate("range", first, last, before.begin, after.end, sure=sure, doubt=doubt)


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
    doubt = ""
    if "me" in parts:
        parts = {**parts, "m": str(ENGLISH[parts["me"]])}
    if atom.form in ("lunar", "new year"):
        kind, bounds, doubt = lunar_span(atom.form, parts, year)
    elif atom.form in ("week", "week of year"):
        kind, bounds, doubt = week_span(parts, year)
    elif atom.form == "half":
        kind, bounds = "range", _months(year, 1, 6) if parts["h"] in ("dau", "1") else _months(year, 7, 12)
    elif atom.form == "half month":
        days = ("1", "15") if parts["h"] == "dau" else ("16", str(_last(year, int(parts["m"]))))
        kind, bounds = "range", _days(year, parts["m"], *days)
    elif atom.form in ("date", "weak date"):
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
        quarter = QUARTERS[parts["q"].replace("l", "i").replace("1v", "iv")]
        kind, bounds = "quarter", _months(year, 3 * quarter - 2, 3 * quarter)
    elif atom.form == "month":
        month = MONTH_WORDS[parts["mw"]] if "mw" in parts else int(parts["m"])
        kind, bounds = "month", _months(year, month, month)
        if parts.get("mw") in LUNAR_MONTHS:
            doubt = "“tháng Giêng”, “tháng Chạp” thường là tháng âm lịch; đang tính theo dương lịch"
    else:
        kind, bounds = "year", _months(year, 1, 12)
    return PrintedDate(kind, bounds[0], bounds[1], atom.begin, atom.end, sure, doubt=doubt)


def _last(year: int | None, month: int) -> int:
    return calendar.monthrange(year or 2001, month)[1]


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
