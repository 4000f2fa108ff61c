"""The lines of text of a page, cut where a wide gap divides two columns, in the order a person reads them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from catalog.documents.model import Seen

_SAME_LINE = 3.0  # points between the feet of two words on one line
_GAP = 0.75  # times the letters' size: a gap that may divide columns
_BLANK = 0.25


@dataclass(frozen=True)
class Part:
    """A word, or words that stand together on a line; `seen` where a machine read it from a picture."""

    left: float
    right: float
    text: str
    seen: Seen | None = None


@dataclass(frozen=True)
class Line:
    """One printed line: its words from left to right, and where it stands."""

    words: tuple[Part, ...]
    top: float
    bottom: float
    size: float

    @property
    def text(self) -> str:
        """The whole line."""
        return " ".join(word.text for word in self.words)

    def parts(self, gap: float = _GAP) -> tuple[Part, ...]:
        """The words put together, cut where a gap is wider than `gap` times the letters."""
        parts: list[Part] = []
        for word in self.words:
            if parts and word.left - parts[-1].right <= gap * self.size:
                whole = together([parts[-1].seen, word.seen])
                parts[-1] = Part(parts[-1].left, word.right, f"{parts[-1].text} {word.text}", whole)
            else:
                parts.append(word)
        return tuple(parts)


def together(seen: Iterable[Seen | None]) -> Seen | None:
    """How words that stand together were seen: as sure as the least sure of them. None where none was."""
    found = [one for one in seen if one is not None]
    if not found:
        return None
    lefts, tops, rights, bottoms = zip(*(one.box for one in found), strict=True)
    before = " ".join(one.before for one in found if one.before)
    return Seen(min(one.sure for one in found), (min(lefts), min(tops), max(rights), max(bottoms)), before)


def lines_of(page: Any, top: float, bottom: float) -> list[Line]:
    """The lines between two heights, from top to bottom."""
    region = page.filter(lambda one: one["object_type"] != "char" or top <= (one["top"] + one["bottom"]) / 2 < bottom)
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
    return Line(
        tuple(Part(word["x0"], word["x1"], word["text"]) for word in words), min(word["top"] for word in words),
        max(word["bottom"] for word in words), max(word["size"] for word in words),
    )  # fmt: skip
