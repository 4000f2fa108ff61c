"""Tables by their rulings: where lines cross there are cells, and a missing piece of line merges two of them."""

from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from catalog.documents.scans.ink import strokes
from catalog.documents.scans.pictures import Picture
from catalog.documents.scans.upright import Corners, ordered

Box = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels."""

_NEAR = 12  # pixels between two runs of one ruling
_DRAWN = 0.7  # so much of a piece of ruling is seen, else it is not there


@dataclass(frozen=True)
class Ruled:
    """A table found: the heights of its horizontal and the places of its vertical rulings; its cells by (row, column),
    each with how many rows and columns it covers."""

    rows: tuple[int, ...]
    columns: tuple[int, ...]
    cells: tuple[tuple[int, int, int, int], ...]

    @property
    def box(self) -> Box:
        """What the table takes of the page."""
        return self.columns[0], self.rows[0], self.columns[-1], self.rows[-1]

    def box_of(self, cell: tuple[int, int, int, int]) -> Box:
        """What one of its cells takes of the page."""
        row, column, tall, wide = cell
        return self.columns[column], self.rows[row], self.columns[column + wide], self.rows[row + tall]


@dataclass(frozen=True)
class Rulings:
    """All long straight lines of a page: 255 where one is."""

    across: Picture
    down: Picture

    @property
    def drawn(self) -> Picture:
        """Both, a little thicker than they are, to be wiped out."""
        both: Picture = cv2.dilate(cv2.bitwise_or(self.across, self.down), np.ones((5, 5), np.uint8))
        return both


def rulings_of(gray: Picture) -> Rulings:
    """The rulings of a page that stands upright, small breaks in them closed."""
    ink = strokes(gray)
    long = max(36, max(gray.shape) // 55)
    return Rulings(_lines(ink, 1, long), _lines(ink, 0, long))


def _lines(ink: Picture, across: int, long: int) -> Picture:
    def bar(length: int, thick: int = 1) -> NDArray[np.uint8]:
        return np.ones((thick, length) if across else (length, thick), np.uint8)

    thick = cv2.dilate(ink, bar(1, 3))  # a line a little aslant stays one
    found = cv2.morphologyEx(thick, cv2.MORPH_OPEN, bar(long))
    joined = cv2.morphologyEx(found, cv2.MORPH_CLOSE, bar(long))
    return _thin(joined, across)


def _thin(lines: Picture, across: int) -> Picture:
    """Without what is as thick as a bar of a chart or a blot."""
    thick = cv2.morphologyEx(lines, cv2.MORPH_OPEN, np.ones((19, 3) if across else (3, 19), np.uint8))
    thin: Picture = cv2.subtract(lines, cv2.dilate(thick, np.ones((3, 3), np.uint8)))
    return thin


def corners_of(rulings: Rulings) -> Corners | None:
    """The four corners of the largest table, None where there is none."""
    nets = _nets(rulings)
    if not nets:
        return None
    labels, number, _ = nets[0]
    down, across = np.nonzero(labels == number)
    corners = ordered(np.stack([across, down], 1).astype(np.float32))
    width, height = np.ptp(corners[:, 0]), np.ptp(corners[:, 1])
    return corners if width > 200 and height > 80 else None


def _nets(rulings: Rulings) -> list[tuple[NDArray[np.int32], int, Box]]:
    """Rulings that hang together by at least four crossings, those with most crossings first."""
    both = cv2.dilate(cv2.bitwise_or(rulings.across, rulings.down), np.ones((7, 7), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(both)
    around = np.ones((7, 7), np.uint8)
    crossing = cv2.bitwise_and(cv2.dilate(rulings.across, around), cv2.dilate(rulings.down, around))
    number_of, _, _, middles = cv2.connectedComponentsWithStats(crossing)
    crossings = np.zeros(count, np.int64)
    for at in range(1, number_of):
        x, y = (int(value) for value in middles[at])
        crossings[labels[y, x]] += 1
    crossings[0] = 0
    found: list[tuple[NDArray[np.int32], int, Box]] = []
    for number in np.argsort(-crossings):
        if crossings[number] < 4:
            break
        left, top, width, height = (int(value) for value in stats[number][:4])
        found.append((labels, int(number), (left, top, left + width, top + height)))
    return found


def tables_in(rulings: Rulings) -> list[Ruled]:
    """The tables of a page, from top to bottom. What has no two cells is a frame and none."""
    found: list[Ruled] = []
    for labels, number, (left, top, right, bottom) in _nets(rulings):
        own = (labels[top:bottom, left:right] == number).astype(np.uint8) * 255
        across = cv2.bitwise_and(rulings.across[top:bottom, left:right], own)
        down = cv2.bitwise_and(rulings.down[top:bottom, left:right], own)
        table = _table(across, down, left, top)
        if table is not None and not any(_inside(table.box, other.box) for other in found):
            found.append(table)
    return sorted(found, key=lambda one: one.box[1])


def _inside(one: Box, other: Box) -> bool:
    return other[0] <= one[0] and other[1] <= one[1] and one[2] <= other[2] and one[3] <= other[3]


def _table(across: Picture, down: Picture, left: int, top: int) -> Ruled | None:
    height, width = across.shape
    rows = _places(across, 1, 0.04 * width)
    columns = _places(down, 0, 0.04 * height)
    if len(rows) < 2 or len(columns) < 2:
        return None
    thick = np.ones((2 * _NEAR + 1, 1), np.uint8)
    wide = np.ones((1, 2 * _NEAR + 1), np.uint8)
    near_across, near_down = cv2.dilate(across, thick), cv2.dilate(down, wide)
    above = [[_seen(near_across[y, x0 + 4 : x1 - 4]) for x0, x1 in _gaps(columns)] for y in rows]
    before = [[_seen(near_down[y0 + 4 : y1 - 4, x]) for x in columns] for y0, y1 in _gaps(rows)]
    kept_rows = [at for at, pieces in enumerate(above) if any(pieces)]
    kept_columns = [at for at in range(len(columns)) if any(pieces[at] for pieces in before)]
    if len(kept_rows) < len(rows) or len(kept_columns) < len(columns):  # text that looked like a ruling
        rows, columns = [rows[at] for at in kept_rows], [columns[at] for at in kept_columns]
        if len(rows) < 2 or len(columns) < 2:
            return None
        above = [[_seen(near_across[y, x0 + 4 : x1 - 4]) for x0, x1 in _gaps(columns)] for y in rows]
        before = [[_seen(near_down[y0 + 4 : y1 - 4, x]) for x in columns] for y0, y1 in _gaps(rows)]
    cells = _cells(above, before, len(rows) - 1, len(columns) - 1)
    if len(cells) < 2:
        return None
    return Ruled(tuple(y + top for y in rows), tuple(x + left for x in columns), tuple(cells))


def _gaps(places: list[int]) -> list[tuple[int, int]]:
    return list(pairwise(places))


def _seen(piece: Picture) -> bool:
    return piece.size > 0 and float((piece > 0).mean()) >= _DRAWN


def _places(lines: Picture, axis: int, least: float) -> list[int]:
    """Where rulings run: the middles of the runs of rows (or columns) that hold so much of a line."""
    sums = (lines > 0).sum(axis)
    places: list[list[int]] = []
    for place in np.nonzero(sums > least)[0]:
        if places and place - places[-1][-1] <= _NEAR:
            places[-1].append(int(place))
        else:
            places.append([int(place)])
    return [round(float(np.average(run, weights=sums[run]))) for run in places]


def _cells(above: list[list[bool]], before: list[list[bool]], tall: int, wide: int) -> list[tuple[int, int, int, int]]:
    """(row, column, rows, columns) of every cell: a place grows right while no line stops it, then down."""
    taken: set[tuple[int, int]] = set()
    cells: list[tuple[int, int, int, int]] = []
    for row in range(tall):
        for column in range(wide):
            if (row, column) in taken:
                continue
            right = column + 1
            while right < wide and not before[row][right] and (row, right) not in taken:
                right += 1
            low = row + 1
            while (
                low < tall
                and not any(above[low][column:right])
                and not any(before[low][at] for at in range(column + 1, right))
            ):
                low += 1
            taken.update((y, x) for y in range(row, low) for x in range(column, right))
            cells.append((row, column, low - row, right - column))
    return cells
