"""Cell by cell: each is cut out of the page, put in the size that Tesseract reads best, and read."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from catalog.documents.scans.ink import strokes
from catalog.documents.scans.letters import Word, read_block, read_dates, read_figures, read_line
from catalog.documents.scans.pictures import Picture
from catalog.documents.scans.rulings import Box

_MARGIN = 14
_HEIGHT = 24.0
"""Pixels that a small letter (x) should be tall."""
_SPECKS = 12
_NUMBER_SIZES = (0.6, 1.3)
_DAY_SIZES = (0.8, 1.1, 1.5)


def letter_height(gray: Picture) -> float:
    """How tall a small letter of this page is, in pixels; the usual 300 dpi where there are hardly any letters."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(strokes(gray))
    tall, wide = stats[1:, 3], stats[1:, 2]
    letters = tall[(tall > 6) & (tall < 90) & (wide > 4) & (wide < 90) & (tall < 3 * wide) & (wide < 3 * tall)]
    return float(np.median(letters)) if letters.size > 30 else _HEIGHT


@dataclass(frozen=True)
class _Cut:
    """A piece of a page ready to be read: where it lay, and how many times larger it was made."""

    picture: Picture
    left: int
    top: int
    grown: float

    def on_page(self, word: Word) -> Word:
        """The word at its place on the page."""
        across = [round((value - _MARGIN) / self.grown) + self.left for value in (word.left, word.right)]
        down = [round((value - _MARGIN) / self.grown) + self.top for value in (word.top, word.bottom)]
        return replace(word, left=across[0], right=across[1], top=down[0], bottom=down[1])


def read_cells(gray: Picture, boxes: Sequence[Box], letter: float, *, larger: float = 1.0) -> list[list[Word]]:
    """The words in each box of a page whose rulings have been wiped out; `larger` for a second look."""
    cuts = [_cut(gray, box, min(4.0, max(0.4, larger * _HEIGHT / letter))) for box in boxes]
    found: list[list[Word]] = [[] for _ in boxes]
    wanted = [(at, cut) for at, cut in enumerate(cuts) if cut is not None]
    lines = [(at, cut) for at, cut in wanted if cut.picture.shape[0] - 2 * _MARGIN < 2.6 * cut.grown * letter]
    blocks = [(at, cut) for at, cut in wanted if cut.picture.shape[0] - 2 * _MARGIN >= 2.6 * cut.grown * letter]
    for some, read in ((lines, read_line), (blocks, read_block)):
        for (at, cut), words in zip(some, read([cut.picture for _, cut in some]), strict=True):
            found[at] = [cut.on_page(word) for word in words]
    return found


def read_numbers(gray: Picture, boxes: Sequence[Box], letter: float) -> list[tuple[str, float]]:
    """The figures in each box and how sure they are.

    A figure that stands alone is misread one time in three: each is shown in two sizes, alone and three times side by
    side, and the readings vote.
    """
    shown: list[tuple[int, bool, Picture]] = []
    for larger in _NUMBER_SIZES:
        for at, box in enumerate(boxes):
            cut = _cut(gray, box, min(5.0, max(0.3, larger * _HEIGHT / letter)), margin=10)
            if cut is not None:
                shown += [(at, False, cut.picture), (at, True, _thrice(cut.picture))]
    votes: list[Counter[str]] = [Counter() for _ in boxes]
    for (at, thrice, _), words in zip(shown, read_figures([one for _, _, one in shown]), strict=True):
        for word in words[:1] if len(words) == 1 else ():
            text = word.text.strip(".")
            third = len(text) // 3
            if thrice:
                text = text[:third] if text == 3 * text[:third] else ""
            if text:
                votes[at][text] += round(100 * word.sure)
    return [_elected(one) for one in votes]


def read_days(gray: Picture, boxes: Sequence[Box], letter: float) -> list[list[str]]:
    """What figures and strokes alone say in each box ("6/2026"), in several sizes."""
    found: list[list[str]] = [[] for _ in boxes]
    shown: list[tuple[int, Picture]] = []
    for larger in _DAY_SIZES:
        for at, box in enumerate(boxes):
            cut = _cut(gray, box, min(5.0, max(0.3, larger * _HEIGHT / letter)), margin=10)
            if cut is not None:
                shown.append((at, cut.picture))
    for (at, _), words in zip(shown, read_dates([one for _, one in shown]), strict=True):
        found[at].append("".join(word.text for word in words))
    return found


def _elected(votes: Counter[str]) -> tuple[str, float]:
    if not votes:
        return "", 0.0
    text, most = votes.most_common(1)[0]
    return text, most / max(sum(votes.values()), 200) if most > 30 else 0.0


def _thrice(picture: Picture) -> Picture:
    inner = picture[:, 10:-10]
    gap = np.full((picture.shape[0], max(3, inner.shape[1] // 4)), 255, np.uint8)
    edge = np.full((picture.shape[0], 10), 255, np.uint8)
    made: Picture = cv2.hconcat([edge, inner, gap, inner, gap, inner, edge])
    return made


def _cut(gray: Picture, box: Box, grow: float, margin: int = _MARGIN) -> _Cut | None:
    """The ink of a box with a white margin; None where nothing is printed."""
    left, top, right, bottom = box
    cell = gray[top + 2 : bottom - 2, left + 2 : right - 2]
    if cell.size == 0:
        return None
    ink = _without_specks(strokes(cell))
    rows, columns = np.nonzero(ink.any(1))[0], np.nonzero(ink.any(0))[0]
    if not rows.size:
        return None
    first, start = max(0, int(rows[0]) - 3), max(0, int(columns[0]) - 3)
    cell = cell[first : rows[-1] + 4, start : columns[-1] + 4]
    if abs(grow - 1) > 0.08:
        how = cv2.INTER_CUBIC if grow > 1 else cv2.INTER_AREA
        cell = cv2.resize(cell, None, fx=grow, fy=grow, interpolation=how)
    else:
        grow = 1.0
    framed: Picture = cv2.copyMakeBorder(cell, margin, margin, margin, margin, cv2.BORDER_CONSTANT, value=(255,))
    return _Cut(framed, left + 2 + start, top + 2 + first, grow)


def _without_specks(ink: Picture) -> Picture:
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink)
    if count <= 1:
        return ink
    kept = stats[:, 4] >= _SPECKS
    kept[0] = False
    made: Picture = kept[labels].astype(np.uint8) * 255
    return made
