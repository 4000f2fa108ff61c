"""A cell's lines joined again: a break in a PDF is mostly the width of the column."""

import re
from collections.abc import Iterable

from catalog.documents.shown import shown

_ITEM = re.compile(r"^(?:[-–+•]\s|\d{1,2}[.)]\s+[A-ZĐ])")
_SIGNED = re.compile(
    r"^(?:Người ký|Ký bởi|Thời gian ký|Ngày ký|Signed by|Digitally signed|Signature Not Verified|Date: ?\d{4}[.-]\d\d)"
)
_CUT_DATE = re.compile(r"\d{1,2}[/.]\d{1,2}[/.]\d{0,3}$|\d[/.]$")


def is_signature(line: str) -> bool:
    """True for a line of the visible part of a digital signature."""
    return _SIGNED.match(line) is not None


def unwrapped(lines: Iterable[str]) -> str:
    """The lines as one text, a line break kept only where an item begins; a date cut by the column's edge is whole."""
    text = ""
    for line in lines:
        line = line.strip()
        if not line or is_signature(line):
            continue
        joint = "\n" if _ITEM.match(line) else "" if _CUT_DATE.search(text) and line[0].isdigit() else " "
        text = f"{text}{joint}{line}" if text else line
    return shown(text)
