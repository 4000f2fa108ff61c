"""The printed forms of dates, on folded text: one table, the first form that fits at a place wins.

Group names say what a figure is: d day, m month, y (or y2, yy) year, q quarter, w week, l.. lunar, me an English month.
"""

import calendar
import re

MONTH_WORDS = {
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
LUNAR_MONTHS = {"gieng": 1, "chap": 12}
ENGLISH = {name.lower(): at for at, name in enumerate(calendar.month_abbr) if at}
WEEKS = {"dau": 1, "nhat": 1, "hai": 2, "ba": 3, "tu": 4, "nam": 5, "cuoi": 9}
QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}

_D = r"(?P<d>3[01]|[12]\d|0?[1-9])(?!\d)"
_M = r"(?P<m>1[0-2]|0?[1-9])(?!\d)"
_Y = r"(?P<y>20\d\d)(?!\d)"
_YEAR_AFTER = rf"(?:\s*(?:/|,?\s*nam|-|\.(?=20))\s*{_Y})?"
_QUARTER = r"(?P<q>[il1]v|[il]{1,3}|[1-4])\b"


_FREE = r"(?<![\w/.:,])"  # not inside a number, a document number or "ISO 9001:2015"

_TIME = r"(?:[t\s,]{1,2}(?:[01]?\d|2[0-4])[:h]\d\d(?::\d\d(?:\.\d+)?)?(?:\s*(?:am|pm|z)\b|[+-]\d\d:?\d\d)?)?"
_ENGLISH_MONTH = rf"(?P<me>{'|'.join(ENGLISH)})[a-z]{{0,6}}\.?"
_LUNAR = r"\s*[(\[]?\s*(?:am\s*lich|a\.?l\b\.?)\s*[)\]]?"
_LUNAR_DAY = r"(?:\bngay\s+)?(?:(?P<full>\bram)|(?:\b(?:mung|mong)\s+)?(?P<ld>30|[12]\d|0?[1-9])(?!\d))"
_LUNAR_MONTH = r"(?P<lm>1[0-2]|0?[1-9])(?!\d)(?P<leap>\s*\(?nhuan\b\)?)?"
_OR_YEAR = r"(?:\s*(?:/|,?\s*nam|-)?\s*(?P<{}>20\d\d)(?!\d))?"

_FORMS: tuple[tuple[str, str], ...] = (
    # name, form on folded text (no accents, lower case); the first that fits at a place wins
    (
        "lunar",
        rf"{_LUNAR_DAY}\s*(?:/|-|\s+thang\s+)\s*{_LUNAR_MONTH}{_OR_YEAR.format('y')}{_LUNAR}{_OR_YEAR.format('y2')}",
    ),
    (
        "lunar",
        rf"{_LUNAR_DAY}\s+thang\s+(?P<lw>gieng|chap)\b{_OR_YEAR.format('y')}(?:{_LUNAR})?{_OR_YEAR.format('y2')}",
    ),
    (
        "lunar",
        rf"\bthang\s+(?:{_LUNAR_MONTH}|(?P<lw>gieng|chap)\b){_OR_YEAR.format('y')}{_LUNAR}{_OR_YEAR.format('y2')}",
    ),
    ("new year", rf"\btet\s+(?:nguyen\s+dan|am\s+lich|co\s+truyen)(?:\s+[a-z]+\s+[a-z]+)??{_OR_YEAR.format('y')}"),
    ("date", rf"{_FREE}{_Y}(?P<iso>[-/.]){_M}(?P=iso){_D}{_TIME}"),  # 2026-06-30, 2026-06-30T00:00:00
    ("month", rf"{_FREE}{_Y}-(?P<m>0[1-9]|1[0-2])(?![-\d])"),  # 2026-06
    ("date", rf"{_FREE}{_D}[\s-]+{_ENGLISH_MONTH}[\s,-]+(?:{_Y}|(?P<yy>[2-9]\d)(?!\d))"),  # 30-Jun-26
    ("date", rf"\b{_ENGLISH_MONTH}\s+{_D},?\s+{_Y}"),  # June 30, 2026
    ("month", rf"\b{_ENGLISH_MONTH}[\s,-]+(?:{_Y}|(?P<yy>[2-9]\d)(?!\d))"),  # Jun-26
    (
        "date",
        rf"{_FREE}(?:ngay\s+)?{_D}\s*(?P<sep>[/.-])\s*{_M}\s*(?P=sep)\s*{_Y}{_TIME}",
    ),  # 20/02/2026, ngày 15.5.2022, 30/6/2026 17:00
    ("week", rf"\btuan\s+(?:thu\s+)?(?P<w>[1-5]|{'|'.join(WEEKS)})\s+(?:cua\s+)?thang\s*{_M}{_YEAR_AFTER}"),
    ("week of year", rf"{_FREE}{_Y}-?w(?P<w>5[0-3]|[0-4]\d)(?:-?[1-7])?\b"),  # 2026-W24, ISO 8601
    ("week of year", rf"\btuan\s+(?:thu\s+)?(?P<w>5[0-3]|[1-4]?\d)\s*(?:/|,?\s*(?:cua\s+)?nam)\s*{_Y}"),
    ("half", rf"\bnua\s+(?P<h>dau|cuoi)\s+(?:cua\s+)?nam(?:\s+{_Y})?"),  # nửa đầu năm 2026
    ("half month", rf"\bnua\s+(?P<h>dau|cuoi)\s+(?:cua\s+)?thang\s*{_M}{_YEAR_AFTER}"),
    ("half", rf"\bh(?P<h>[12])\s*[/-]\s*{_Y}"),  # H1/2026
    ("date", rf"{_FREE}(?:ngay\s+)?{_D}\s*/\s*{_M}\s*/\s*(?P<yy>[2-9]\d)(?![\d/])"),  # 20/02/26
    ("date", rf"{_FREE}(?:ngay\s+)?{_D}\s*/\s*{_M}\s+nam\s+{_Y}"),  # 15/5 năm 2026
    ("date", rf"\bngay\s+{_D}\s+thang\s+{_M}{_YEAR_AFTER}"),  # ngày 15 tháng 5 năm 2022
    ("date", rf"{_FREE}{_D}\s+thang\s+{_M}\s*(?:/|,?\s*nam)\s*{_Y}"),  # 15 tháng 5 năm 2022
    ("date", rf"\bngay\s+{_D}\s*/\s*{_M}(?![\d/])"),  # ngày 30/6
    (
        "days",
        rf"{_FREE}(?:ngay\s+)?(?P<d1>3[01]|[12]\d|0?[1-9])\s*(?:-|den)\s*(?:ngay\s+)?{_D}\s*/\s*{_M}(?:\s*/\s*{_Y})",
    ),
    ("part", rf"\b(?P<n>0?[3-9])\s+thang\s+(?P<h>dau|cuoi)(?:\s+cua)?\s+nam(?:\s+{_Y})?"),  # 6 tháng đầu năm 2026
    ("part", rf"\bsau\s+thang\s+(?P<h>dau|cuoi)\s+nam(?:\s+{_Y})?"),  # sáu tháng cuối năm
    ("quarter", rf"\bqu[yi]\s+{_QUARTER}{_YEAR_AFTER}"),  # Quý I/2026, Quý IV năm 2026, Quý 2
    ("quarter", rf"\bq\.?{_QUARTER}\s*[/.-]\s*{_Y}"),  # Q1/2026
    ("quarter", rf"{_FREE}{_Y}[\s/-]*q\.?{_QUARTER}"),  # 2026-Q1
    ("months", rf"{_FREE}(?P<m1>1[0-2]|0?[1-9])\s*-\s*{_M}\s*/\s*{_Y}"),  # 3-4/2026
    ("month", rf"\bthang\s*{_M}(?!\s*lan\b)\s*/\s*(?P<yy>[2-9]\d)(?![\d/])"),  # tháng 6/26
    ("month", rf"\bthang\s*{_M}(?!\s*lan\b){_YEAR_AFTER}"),  # Tháng 9/2026, trong tháng 6
    (
        "month",
        rf"\bthang\s+(?P<mw>{'|'.join(sorted(MONTH_WORDS, key=len, reverse=True))})\s*(?:/|\bnam)\s*{_Y}",
    ),
    ("month", rf"\bt(?:h?g)?\.?\s*{_M}\s*(?:[/.-]|\s+nam)\s*(?:{_Y}|(?P<yy>[2-9]\d)(?![\d/]))"),  # T6/2026, Thg 6-26
    ("month", rf"{_FREE}{_M}\s*[/.]\s*{_Y}(?![/.]\d)"),  # 12/2026
    ("month", rf"{_FREE}{_M}-{_Y}(?!-)"),  # 12-2026
    ("weak date", rf"{_FREE}{_D}\s*/\s*{_M}(?![\d/%])"),  # 30/6: a date only where a deadline word says so
    ("year", rf"(?:\bnam\s+|{_FREE}\b){_Y}(?![/\w])"),  # Năm 2023, 2025
    (
        "year",
        r"\b(?:(?:trong|cuoi|het|ca)\s+nam\b(?:\s+nay\b)?|nam\s+nay\b)(?!\s*(?:\d|hoc|sau|toi|tiep|qua))",
    ),  # Trong năm, đến hết năm
)
SCAN = tuple((name, re.compile(form)) for name, form in _FORMS)
SPAN = re.compile(r"[ \t]*(?:-+>?|\bden\b(?:\s+(?:het|cuoi))?|\btoi\b(?:\s+het)?)\s*")
LIST = re.compile(r"[ \t]*(?:,(?:\s*va\b)?|\bva\b|&|\+)\s*")
BARE = {  # what may follow a joiner with its unit left out: "tháng 3, 6 và 9/2026", "quý I-II/2026"
    "month": re.compile(rf"{_M}(?!\s*(?:thang|lan|%)\b){_YEAR_AFTER}(?!/)"),
    "quarter": re.compile(rf"{_QUARTER}{_YEAR_AFTER}"),
}
