"""What a number looks like in a number format: ECMA-376 part 1, 18.8.30 and 18.8.31.

Written as Excel does in the language of the file format (decimal point, English month names) unless the format names
Vietnamese; the short date of the system is the Vietnamese one, day/month/year.
"""

import datetime as dt
import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from functools import lru_cache

from catalog.documents.model import Kind, Precision

BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    14: "dd/mm/yyyy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm",
    21: "h:mm:ss", 22: "dd/mm/yyyy hh:mm", 37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;-#,##0.00", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@",
}  # fmt: skip
"""Formats that files name by number alone; 14 and 22 follow the system's language."""

_TOKEN = re.compile(
    r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|AM/PM|A/P|General|y+|m+|d+|h+|s+(?:\.0+)?|[qQ]+|[#0?]+(?:,(?=[#0?]))?|.',
    re.I | re.S,
)
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_NGAY = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật")
_LAST_SERIAL = 2_958_466  # 31/12/9999


@dataclass(frozen=True)
class Shown:
    """What a cell shows, and what kind of value it is."""

    text: str
    kind: Kind = "number"
    value: float | dt.datetime | None = None
    precision: Precision = ""


@lru_cache(maxsize=512)
def _sections(code: str) -> tuple[tuple[str, ...], ...]:
    """The tokens of each of the up to four sections."""
    sections: list[list[str]] = [[]]
    for piece in _TOKEN.findall(code):
        if piece == ";":
            sections.append([])
        else:
            sections[-1].append(piece)
    return tuple(tuple(section) for section in sections)


@lru_cache(maxsize=512)
def is_date(code: str) -> bool:
    """True for a format that shows a date or a time of day."""
    first = _sections(code)[0] if code else ()
    return any(piece[0] in "ymdhsYMDHS" or piece.upper() in ("AM/PM", "A/P") for piece in first) and not any(
        piece.lower() == "general" or piece[0] in "#?" for piece in first
    )


def shown_number(value: float, code: str, *, since_1904: bool = False) -> Shown:
    """A number as the format `code` shows it; "" stands for General."""
    if not code or code.lower() == "general" or code == "@":
        return Shown(general(value), value=value)
    if is_date(code) and (moment := moment_of(value, since_1904=since_1904)) is not None:
        return _date(moment, _sections(code)[0], value)
    sections = _sections(code)
    section, value_shown = _chosen(sections, value)
    if not section:
        return Shown("", value=value)
    return Shown(_number(value_shown, section), value=value)


def shown_text(text: str, code: str) -> str:
    """A text as a format shows it: the fourth section, or the only one where it has "@", says what stands around it."""
    if "@" not in code or code == "@":
        return text
    section = next((one for one in _sections(code) if "@" in one), ())
    return "".join(text if piece == "@" else _literal(piece) for piece in section)


def general(value: float) -> str:
    """A number in the format General: whole numbers in full, others with up to eleven digits."""
    if abs(value) < 1e15 and value == int(value):
        return str(int(value))
    return f"{value:.11g}"


def moment_of(serial: float, *, since_1904: bool) -> dt.datetime | None:
    """The moment a serial number stands for; None for one no calendar has. 1900 counts a 29 February as Excel does."""
    if since_1904:
        serial += 1462
    if not 0 <= serial < _LAST_SERIAL:
        return None
    if serial < 60:
        serial += 1
    moment = dt.datetime(1899, 12, 30) + dt.timedelta(days=serial)  # noqa: DTZ001 - a sheet's dates have no zone
    return (moment + dt.timedelta(microseconds=500_000)).replace(microsecond=0)


def _chosen(sections: tuple[tuple[str, ...], ...], value: float) -> tuple[tuple[str, ...], float]:
    """The section for a value, and the value without its sign where the section writes the sign itself."""
    for place, section in enumerate(sections[:3]):
        for piece in section:
            found = re.fullmatch(r"\[(<=|>=|<>|<|>|=)(-?[\d.]+)\]", piece)
            if found:
                limit = float(found[2])
                holds = {"<": value < limit, ">": value > limit, "<=": value <= limit, ">=": value >= limit}
                if {**holds, "=": value == limit, "<>": value != limit}[found[1]]:
                    return section, abs(value) if place else value
                break
    numeric = [one for one in sections[:3] if "@" not in one] or [sections[0]]
    if value < 0 and len(numeric) > 1:
        return numeric[1], -value
    if value == 0 and len(numeric) > 2:
        return numeric[2], value
    return numeric[0], value


def _literal(piece: str) -> str:
    if piece[0] == '"':
        return piece[1:-1]
    if piece[0] == "\\" and len(piece) > 1:
        return piece[1:]
    if piece[0] == "_" and len(piece) > 1:
        return " "
    if piece[0] == "[":
        found = re.fullmatch(r"\[\$([^\]-]+)(?:-[^\]]*)?\]", piece)  # a currency sign
        return found[1] if found else ""
    return "" if piece[0] == "*" and len(piece) > 1 else piece


def _number(value: float, section: tuple[str, ...]) -> str:
    """A number in one section: its digits by the placeholders, everything else as it stands."""
    digits = [place for place, piece in enumerate(section) if piece[0] in "#0?"]
    if not digits:
        return "".join(general(value) if piece.lower() == "general" else _literal(piece) for piece in section)
    first, last = digits[0], digits[-1]
    if any(piece.upper() == "E" for piece in section[first:last]):
        return general(value)
    core = "".join(piece for piece in section[first : last + 1] if piece[0] in "#0?.,/")
    after = section[last + 1 :]
    if "/" in core:
        return _around(section, first, last, _fraction(value, core))
    for piece in after:
        if piece != ",":
            break
        value /= 1000
    percent = sum(piece == "%" for piece in section)
    whole, _, part = core.partition(".")
    places, needed = sum(char in "#0?" for char in part), part.rfind("0") + 1
    with localcontext(prec=400):
        written = str(
            (abs(Decimal(repr(float(value)))) * 100**percent).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
        )
    integer, _, decimals = written.partition(".")
    while len(decimals) > needed and decimals.endswith("0"):
        decimals = decimals[:-1]
    integer = integer.lstrip("0").zfill(whole.count("0")) if integer.strip("0") or whole.count("0") else ""
    if "," in whole:
        integer = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", ",", integer)
    sign = "-" if value < 0 and (integer.strip("0,") or decimals.strip("0")) else ""
    return _around(section, first, last, sign + integer + ("." if decimals else "") + decimals)


def _around(section: tuple[str, ...], first: int, last: int, text: str) -> str:
    before = "".join(map(_literal, section[:first]))
    after = "".join("" if piece == "," else _literal(piece) for piece in section[last + 1 :])
    return (before + text + after).strip()


def _fraction(value: float, core: str) -> str:
    denominator = core.rpartition("/")[2]
    part = Fraction(abs(value)).limit_denominator(10 ** max(1, len(denominator)) - 1)
    whole, rest = divmod(part.numerator, part.denominator)
    text = f"{whole} " if whole and rest else str(whole) if not rest else ""
    return ("-" if value < 0 else "") + (f"{text}{rest}/{part.denominator}" if rest else text)


def _date(moment: dt.datetime, section: tuple[str, ...], serial: float) -> Shown:
    vietnamese = any(re.fullmatch(r"\[\$-(?:\w*42A|vi[^\]]*)\]", piece, re.I) for piece in section)
    twelve = any(piece.upper() in ("AM/PM", "A/P") for piece in section)
    written: list[str] = []
    has: set[str] = set()
    for place, piece in enumerate(section):
        low = piece.lower()
        if low[0] == "m" and low not in ("m", "mm"):
            kind = "m"
        elif low[0] == "m":
            kind = "minute" if _is_minute(section, place) else "m"
        else:
            kind = low[0] if low[0] in "ydhsq" and set(low) <= set("ydhsq.0") else ""
        if low in ("am/pm", "a/p"):
            written.append("AM" if moment.hour < 12 else "PM")
        elif kind:
            has.add(kind)
            written.append(_part(moment, kind, low, vietnamese=vietnamese, twelve=twelve))
        else:
            written.append(_literal(piece))
    text = "".join(written).strip()
    if not has & set("ymdq"):
        return Shown(text, value=serial)  # a time of day or a length of time
    precision: Precision = "minute" if "h" in has else "day"
    if "d" not in has:
        precision = "month" if "m" in has else "quarter" if "q" in has else "year"
    return Shown(text, "date", moment, precision)


def _is_minute(section: tuple[str, ...], place: int) -> bool:
    """True for an "m" beside hours or seconds."""
    before = [piece[0].lower() for piece in section[:place] if piece[0].lower() in "ymdhs"]
    after = [piece[0].lower() for piece in section[place + 1 :] if piece[0].lower() in "ymdhs"]
    return (
        before[-1:] == ["h"] or after[:1] == ["s"] or any(piece.lower() in ("[h]", "[hh]") for piece in section[:place])
    )


def _part(moment: dt.datetime, kind: str, form: str, *, vietnamese: bool, twelve: bool) -> str:
    if kind == "y":
        return f"{moment.year % 100:02d}" if len(form) <= 2 else f"{moment.year:04d}"
    if kind == "q":
        return str((moment.month + 2) // 3)
    if kind == "m" and len(form) > 2:
        if vietnamese:
            return f"Thg {moment.month}" if len(form) == 3 else f"Tháng {moment.month}"
        return _MONTHS[moment.month - 1] if len(form) == 4 else _MONTHS[moment.month - 1][: 1 if len(form) > 4 else 3]
    if kind == "d" and len(form) > 2:
        if vietnamese:
            return _NGAY[moment.weekday()]
        return _DAYS[moment.weekday()] if len(form) > 3 else _DAYS[moment.weekday()][:3]
    hour = (moment.hour + 11) % 12 + 1 if twelve else moment.hour
    number = {"m": moment.month, "d": moment.day, "h": hour, "minute": moment.minute, "s": moment.second}[kind]
    return str(number).zfill(min(2, len(form)))
