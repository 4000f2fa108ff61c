"""Rows that open a scope over those below: "THÁNG 3" is their deadline, "SỞ TÀI CHÍNH" leads them.

A scope ends with the next heading of its kind of number (roman, letter, figure, none) or of a wider one.
"""

import re
from collections.abc import Sequence

from catalog.plans.meaning.actors.body_words import is_body
from catalog.plans.meaning.actors.capitals import in_small_letters
from catalog.plans.meaning.dates.deadlines import read_deadlines
from catalog.plans.meaning.numerals import roman
from catalog.plans.meaning.rows import Row
from catalog.plans.reading.markup import one_line

_AROUND = re.compile(
    r"\b(?:các|những|nhiệm vụ|công việc|công tác|hoạt động|thực hiện|triển khai|hoàn thành|trong|của|trọng tâm|phải"
    r"|cần|thuộc|kỳ|giai đoạn)\b",
    re.IGNORECASE,
)
_PERIOD = re.compile(
    r"\W*(?:tháng\s+\S+(?:\s*/\s*\d{4}|\s+năm\s+\d{4})?|quý\s+\S+(?:\s+năm\s+\d{4})?|năm\s+\d{4}|(?:6|sáu|9"
    r"|chín)\s+tháng\s+(?:đầu|cuối)\s+năm(?:\s+\d{4})?"
    r"|(?:trước\s+)?(?:ngày\s+)?\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{4})?|thường xuyên|hằng năm|hàng năm|hằng tháng"
    r"|hàng tháng|hằng quý|hàng quý)\W*",
    re.IGNORECASE,
)
_KINDS = ("letter", "roman", "figure", "small", "none")


def put_under(rows: Sequence[Row]) -> None:
    """Give the rows below each heading of a period or an agency what the heading says, where they say nothing."""
    deadlines: dict[str, str] = {}
    leads: dict[str, str] = {}
    for row in rows:
        kind = kind_of(row["number"])
        title = one_line(row["title"])
        if row.is_heading and (row.wide or kind != "none" or title.isupper() or period_of(title) or is_body(title)):
            for narrower in _KINDS[_KINDS.index(kind) :]:
                deadlines.pop(narrower, None)
                leads.pop(narrower, None)
            if period_of(title):
                deadlines[kind] = title
            elif is_body(title):
                leads[kind] = in_small_letters(title) if title.isupper() else title
            continue
        if deadlines and not row["deadline"]:
            row.cells["deadline"] = list(deadlines.values())[-1]
        if leads and not (row["lead"] or row["assignment"]):
            row.cells["lead"] = list(leads.values())[-1]


def kind_of(number: str) -> str:
    """The kind of number a heading has; a narrower one stands inside a wider one."""
    printed = one_line(number).strip(" .()/:")
    if not printed:
        return "none"
    if roman(printed) is not None:
        return "roman"
    if re.fullmatch(r"[A-ZĐ]", printed):
        return "letter"
    return "figure" if printed[0].isdigit() else "small"


def period_of(title: str) -> bool:
    """Whether a heading is nothing but a period ("THÁNG 3", "Nhiệm vụ thường xuyên", "Hoàn thành trong quý II")."""
    bare = _AROUND.sub(" ", title).strip(" :.-–")
    return bool(_PERIOD.fullmatch(bare)) and bool(read_deadlines(bare, plan_year=2026).deadlines)
