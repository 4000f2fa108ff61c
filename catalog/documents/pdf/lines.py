"""The lines of text of a page, cut where a wide gap divides two columns, in the order a person reads them."""

from dataclasses import dataclass
from typing import Any

_SAME_LINE = 3.0  # points between the feet of two words on one line
_GAP = 1.6  # times the letters' size: a gap that divides columns
_BLANK = 0.25


@dataclass(frozen=True)
class Part:
    """Words that stand together on a line."""

    left: float
    right: float
    text: str


@dataclass(frozen=True)
class Line:
    """One printed line: its parts from left to right, and where it stands."""

    parts: tuple[Part, ...]
    top: float
    bottom: float
    size: float

    @property
    def text(self) -> str:
        """The whole line."""
        return " ".join(part.text for part in self.parts)


def lines_of(page: Any, top: float, bottom: float) -> list[Line]:
    """The lines between two heights, from top to bottom."""
    region = page.crop((0, max(0, top), page.width, min(bottom, page.height)), strict=False)
    words = region.extract_words(
        x_tolerance_ratio=_BLANK, y_tolerance=_SAME_LINE, extra_attrs=["size"], keep_blank_chars=False
    )
    rows: list[list[dict[str, Any]]] = []
    for word in sorted(words, key=lambda one: (one["bottom"], one["x0"])):
        if rows and abs(rows[-1][-1]["bottom"] - word["bottom"]) <= _SAME_LINE:
            rows[-1].append(word)
        else:
            rows.append([word])
    return [_line(sorted(row, key=lambda one: float(one["x0"]))) for row in rows]


def _line(words: list[dict[str, Any]]) -> Line:
    parts: list[Part] = []
    for word in words:
        gap = word["x0"] - parts[-1].right if parts else 0.0
        if parts and gap <= _GAP * word["size"]:
            parts[-1] = Part(parts[-1].left, word["x1"], f"{parts[-1].text} {word['text']}")
        else:
            parts.append(Part(word["x0"], word["x1"], word["text"]))
    return Line(
        tuple(parts), min(word["top"] for word in words), max(word["bottom"] for word in words),
        max(word["size"] for word in words),
    )  # fmt: skip
