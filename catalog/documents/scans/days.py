"""Days, months and quarters in a cell, each looked at anew by itself: as figures alone, and by the shapes of its signs.

A stroke between figures is thin and often lost, "III" is often read as "II": how many signs there are, and which of
them are strokes, can be seen where they cannot be read. Several looks vote; what is no day at all outvotes nothing.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from catalog.documents.scans.cells import read_days
from catalog.documents.scans.ink import strokes
from catalog.documents.scans.letters import Word
from catalog.documents.scans.pictures import Picture
from catalog.documents.scans.rulings import Box

_FULL = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(20\d\d)")
_MONTH = re.compile(r"(\d{1,2})[/-](20\d\d)")
_PERIOD = re.compile(r"(20\d\d)-(20\d\d)")
_LIKE_DAY = re.compile(r"\(?[\dOolIiSB|()/.⁄-]{5,13}[.;,)]?")
_LIKE_QUARTER = re.compile(r"[IVXHUl1|!\[\]]{1,5}(?:[/⁄.IlU1]{0,2}20\d\d)?[.;,)]?")
_QUARTERS = ("I", "II", "III", "IV")
_YEAR = "20"
_SLANT = 0.75
"""How closely the ink of a sign follows one slanting line where it is a stroke between figures."""
_FIRST = 0.4
"""What the first look weighs beside its own sureness; each later one weighs 1."""
_SENSES = (18, 8)


@dataclass(frozen=True)
class Settled:
    """The word of a cell at `at` says `text`; `agreed`: looks that say so, and none that says something else."""

    at: int
    text: str
    agreed: bool


def is_day(text: str) -> bool:
    """Whether a text is a day, a month or a period of years as they are printed: "05/8/2026", "8/2026", "2026-2030"."""
    full, month, years = _FULL.fullmatch(text), _MONTH.fullmatch(text), _PERIOD.fullmatch(text)
    if full is not None:
        return 1 <= int(full[1]) <= 31 and 1 <= int(full[3]) <= 12
    if month is not None:
        return 1 <= int(month[1]) <= 12
    return years is not None and years[1] < years[2]


def settled_days(gray: Picture, cells: Sequence[Sequence[Word]], letter: float) -> list[list[Settled]]:
    """For each cell its words that are days or quarters, as all looks together have them."""
    asked = [(cell, at) for cell, words in enumerate(cells) for at in range(len(words)) if _is_like_day(words, at)]
    boxes = [_around(cells[cell][at], letter) for cell, at in asked]
    found: list[list[Settled]] = [[] for _ in cells]
    for (cell, at), box, readings in zip(asked, boxes, read_days(gray, boxes, letter), strict=True):
        word = cells[cell][at]
        one = _day(word, readings, _shapes(gray, box))
        if one is not None:
            found[cell].append(Settled(at, *one))
    for cell, words in enumerate(cells):
        for at in range(1, len(words)):
            if words[at - 1].text.lower() == "quý" and _LIKE_QUARTER.fullmatch(words[at].text):
                quarter = _quarter(words[at].text, _shapes(gray, _around(words[at], letter)))
                found[cell].append(Settled(at, *quarter))
    return found


def _is_like_day(words: Sequence[Word], at: int) -> bool:
    text = words[at].text
    return (
        _LIKE_DAY.fullmatch(text) is not None
        and sum(letter.isdigit() for letter in text) >= 4
        and not (at and words[at - 1].text.lower() == "quý")
        and len(text.strip(".;,()")) > 4  # a year alone
    )


def _around(word: Word, letter: float) -> Box:
    edge = round(letter / 4)
    return max(0, word.left - edge), max(0, word.top - edge), word.right + edge, word.bottom + edge


def _day(word: Word, readings: Sequence[str], shapes: Sequence[str]) -> tuple[str, bool] | None:
    """What the word says, and whether all looks agree; None where nobody can say."""
    end = re.search(r"[.;,)]*$", word.text)
    first = word.text[: end.start()] if end else word.text
    votes: defaultdict[str, float] = defaultdict(float)
    for text, weight in ((first, _FIRST + word.sure), *((one, 1.0) for one in readings)):
        for made in dict.fromkeys((*(_placed(re.sub(r"\D", "", text), one) for one in shapes), text)):
            if is_day(made):
                votes[made] += weight
                break
    if not votes:
        return None
    dotted = _FULL.fullmatch(first)
    (best, most), *others = sorted(votes.items(), key=lambda vote: -vote[1])[:2]
    if dotted is not None and dotted[2] != "/" and re.sub(r"\D", "", best) == re.sub(r"\D", "", first):
        best = first  # a point or a dash is no stroke that was misread where three parts agree
    agreed = not others or most > 2 * others[0][1]
    return best + (end[0] if end else ""), agreed


def _placed(digits: str, shapes: str) -> str:
    """Figures with the strokes where the shapes have them; "" where they do not fit."""
    if len(shapes) - shapes.count("/") != len(digits) or not 1 <= shapes.count("/") <= 2:
        return ""
    rest = iter(digits)
    return "".join("/" if shape == "/" else next(rest) for shape in shapes)


def _quarter(text: str, shapes: Sequence[str]) -> tuple[str, bool]:
    """The numeral of a quarter by its shapes, what stands behind it kept; doubtful where they say nothing."""
    found = next(filter(None, (re.fullmatch(r"(I{1,3}|I\?)(?:(/)\?{4})?", one) for one in shapes)), None)
    if found is None:
        return text, False  # a person looks: "II" and "III" are read for each other
    numeral = "IV" if "?" in found[1] else found[1]
    year = re.search(r"20\d\d", text)
    if (found[2] is None) == (year is not None):
        return text, False
    made = numeral + (f"/{year[0]}" if year is not None else "")
    end = re.search(r"[.;,)]*$", text)
    made += end[0] if end else ""
    first = re.sub(r"[/.;,)].*$", "", text)
    return made, made == text or first not in _QUARTERS


def _shapes(gray: Picture, box: Box) -> list[str]:
    """The signs of a word from left to right: "/" a slanting stroke, "I" an upright one, "?" any other.

    Looked at twice: the second time faint ink counts, too, which mends signs that fell apart and joins others.
    """
    left, top, right, bottom = box
    piece = gray[top:bottom, left:right]
    if piece.size == 0:
        return []
    big = cv2.resize(piece, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
    found = []
    for sense in _SENSES:
        count, labels, stats, _ = cv2.connectedComponentsWithStats(strokes(big, sense))
        signs = [at for at in range(1, count) if stats[at, 4] > 12]
        tall = max((int(stats[at, 3]) for at in signs), default=0)
        kept = sorted((at for at in signs if stats[at, 3] > 0.55 * tall), key=lambda at: int(stats[at, 0]))
        found.append("".join(_shape(labels == at, int(stats[at, 2]), int(stats[at, 3])) for at in kept))
    return found


def _shape(ink: NDArray[np.bool_], wide: int, tall: int) -> str:
    down, across = np.nonzero(ink)
    if wide < 0.75 * tall and wide > 0.12 * tall:
        middles = np.array([across[down == y].mean() for y in np.unique(down)])
        slant = np.polyfit(np.arange(len(middles)), middles, 1)
        off = float(np.abs(middles - np.polyval(slant, np.arange(len(middles)))).mean())
        thick = ink.sum() / tall
        if slant[0] < -0.12 and off < 0.06 * tall and -slant[0] * tall > _SLANT * (wide - thick) and thick < 0.6 * wide:
            return "/"
        if abs(slant[0]) < 0.06 and off < 0.03 * tall and wide < 0.62 * tall and _is_bar(ink, thick):
            return "I"
    elif wide <= 0.12 * tall:
        return "I"
    if _is_bar_and_stroke(ink):
        return "I/"
    return "I" * _bars(ink) or "?"


def _is_bar_and_stroke(ink: NDArray[np.bool_]) -> bool:
    """ "I/" in one piece: an upright bar on the left, and on the right ink only above the middle."""
    sign = ink[ink.any(1)][:, ink.any(0)]
    tall, wide = sign.shape
    if not 0.45 * tall < wide < tall:
        return False
    bar = sign[:, : round(0.45 * wide)].sum(0).max() >= 0.88 * tall
    return bool(bar) and not sign[round(0.6 * tall) :, round(0.75 * wide) :].any()


def _bars(ink: NDArray[np.bool_]) -> int:
    """How many upright bars a sign is that hang together by their feet ("II" in a book's type); 0 where it is none."""
    rows = ink[ink.any(1)][:, ink.any(0)]
    tall = len(rows)
    ends = (rows[: max(1, tall // 9)].any(0), rows[-max(1, tall // 9) :].any(0))
    if min(float(end.mean()) for end in ends) < 0.85:
        return 0
    middle = rows[tall // 4 : -tall // 4]
    edges = np.diff(np.pad(middle.astype(np.int8), ((0, 0), (1, 1))), axis=1)
    counts = {int(one) for one in (edges == 1).sum(1)}
    if len(counts) != 1 or not 2 <= (bars := counts.pop()) <= 3:
        return 0
    starts = np.nonzero(edges == 1)[1].reshape(-1, bars)
    return bars if np.ptp(starts, axis=0).max() <= 0.12 * tall else 0


def _is_bar(ink: NDArray[np.bool_], thick: float) -> bool:
    """An upright bar, its feet aside: in the middle half of its height one run of ink in every row."""
    rows = ink[ink.any(1)]
    middle = rows[len(rows) // 4 : -len(rows) // 4 or None]
    wide = middle.sum(1)
    span = np.array([np.ptp(np.nonzero(row)[0]) + 1 if row.any() else 0 for row in middle])
    return bool((span - wide <= 1).all() and span.max() <= 1.6 * max(thick, 1.0))
