"""The body text as paragraphs: lines that the page width or a page break cut are put together again."""

import re
from collections.abc import Sequence

from catalog.plans.reading.blocks import Paragraph
from catalog.plans.reading.markup import one_line, plain

_MARKER = re.compile(
    r"^(?:[-+•–]\s|[IVX]{1,5}\.\s|\d{1,2}(?:\.\d{1,2})*[.)]\s|\d{1,2}\.\d{1,2}\.?\s|[a-zđ][.)]\s|Điều \d|Phụ lục)"
)
_HEADING = re.compile(r"^(?:[IVX]{1,5}\.\s|(?=\D*$)[^a-zà-ỹ]*[A-ZĐ]{2}[^a-zà-ỹ]*$)")
_HEADLINE = re.compile(r"^(?:\d{1,2}(?:\.\d{1,2})*|[IVX]{1,5}|[a-zđ])\s*[.)]\s*Về\b.{0,90}$")
_ENDED = re.compile(r"[.;:!?/]['”\")]*$")
_LONG, _FEW = 60, 4
_YEAR_END = re.compile(r"\d{4}$")
_YEAR_START = re.compile(r"^[-–]\s*\d{4}\b")


def paragraphs_of(lines: Sequence[Paragraph], *, torn: bool = True) -> list[Paragraph]:
    """Whole paragraphs with the position of their first line; page numbers and blank lines are left out.

    `torn`: the lines end where the page does, as in a text or a PDF; else each is a paragraph as it was typed.
    """
    torn = torn or _typed_by_lines(lines)
    whole: list[Paragraph] = []
    for line in lines:
        for text in plain(line.text).split("\n"):
            text = one_line(text)
            if not text or re.fullmatch(r"[-–—\s]*(?!20[2-9]\d$)\d{0,4}[-–—\s]*", text):
                continue
            if whole and not line.footnote and not whole[-1].footnote and _goes_on(whole[-1].text, text, torn=torn):
                whole[-1] = Paragraph(whole[-1].line, _joined(whole[-1].text, text))
            else:
                whole.append(Paragraph(line.line, text, line.footnote))
    return whole


def _typed_by_lines(lines: Sequence[Paragraph]) -> bool:
    """Whether somebody ended each line by hand: most of the long ones end in the middle of a sentence."""
    long = [text for one in lines if len(text := one_line(one.text)) > _LONG]
    return len(long) >= _FEW and sum(not _ENDED.search(text) for text in long) > len(long) / 2


def _goes_on(before: str, text: str, *, torn: bool) -> bool:
    if _YEAR_START.match(text) and _YEAR_END.search(before):  # "2025" / "- 2030": a range cut in two
        return True
    if _MARKER.match(text) or _is_title(before) != _is_title(text) or before.startswith("Phụ lục"):
        return False
    if _HEADLINE.match(before) and text[0].isupper():  # "2. Về công tác tuyên truyền" heads what is told below
        return False
    if text[0].islower():
        return True
    return torn and not _ENDED.search(before)


def _joined(before: str, text: str) -> str:
    cut_word = before.endswith("-") and before[-2:-1].strip()  # "số 70-" / "KL/TW"
    return f"{before}{'' if cut_word else ' '}{text}"


def _is_title(text: str) -> bool:
    """True for a line in capitals: a heading, never the middle of a sentence."""
    letters = [char for char in text if char.isalpha()]
    return len(letters) > 3 and sum(char.isupper() for char in letters) > 0.8 * len(letters)
