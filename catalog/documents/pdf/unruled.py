"""Tables without rulings: lines whose parts stand under each other in columns. Letterheads in two columns are none."""

import re
import statistics
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from catalog.documents.grid import Grid
from catalog.documents.model import Cell, Place, Seen, Table
from catalog.documents.pdf.lines import Line, Part, together
from catalog.documents.pdf.wrapped import unwrapped
from catalog.documents.text import PAGE_NUMBER

_COLUMNS, _ROWS = 3, 3
_APART = 2.2  # times the letters' size: lines farther apart are not of one table
_GUTTER = 0.35  # times the letters' size: more than a blank
_WIDE = 0.75  # times the letters' size: the usual gap between two columns
_NUMBER = re.compile(r"\d{1,3}\.?")
_BESIDE = 1.6  # times the letters' size: a gap between the two columns of a letterhead


@dataclass
class Unruled:
    """Finds the tables without rulings of a document; `open` are the gutters of one that ended the page before."""

    open: list[float] = field(default_factory=list)

    def tables_in(self, lines: list[Line], place: Place) -> Iterator[Line | Table]:
        """The lines, those of an unruled table as one; two columns side by side are read one after the other."""
        waiting: list[Line] = []
        for line in lines:
            if waiting and line.top - waiting[-1].bottom > _APART * line.size:
                yield from self._read(waiting, place)
                waiting = []
            waiting.append(line)
        if waiting:
            yield from self._read(waiting, place)

    def _read(self, lines: list[Line], place: Place) -> Iterator[Line | Table]:
        if all(PAGE_NUMBER.match(line.text) for line in lines):
            yield from lines
            return
        before, self.open = self.open, []
        for one in _read(lines, place, before):
            if isinstance(one, tuple):
                self.open = one[1]
                yield one[0]
            else:
                yield one


def _goes_on(lines: list[Line], gutters: list[float]) -> bool:
    """True where lines stand in the columns of the page before: no word over a gutter, the first in three columns."""
    if not gutters or len({_column(word, gutters) for word in lines[0].words}) < _COLUMNS:
        return False
    return not any(
        word.left < gutter - 1 and word.right > gutter + 1
        for line in lines
        for word in line.words
        for gutter in gutters
    )


def _read(lines: list[Line], place: Place, before: list[float]) -> Iterator[Line | tuple[Table, list[float]]]:
    if _goes_on(lines, before):
        yield _table(lines, before, place), before
        return
    first = next((at for at, line in enumerate(lines) if len(line.parts()) >= _COLUMNS), None)
    if first is not None:
        gutters = _gutters(lines[first:])
        rows = sum(len({_column(word, gutters) for word in line.words}) > 1 for line in lines[first:])
        if len(gutters) + 1 >= _COLUMNS and rows >= _ROWS:
            yield from _side_by_side(lines[:first])
            yield _table(lines[first:], gutters, place), gutters
            return
    yield from _side_by_side(lines)


def _gutters(lines: list[Line]) -> list[float]:
    """Where one column ends and the next begins: strips no word stands in, and edges that words line up at."""
    found = sorted((*_strips(lines), *_edges(lines)))
    middles = sorted((word.left + word.right) / 2 for line in lines for word in line.words)
    gutters: list[float] = []
    for one in found:
        if not gutters or any(gutters[-1] < middle < one for middle in middles):
            gutters.append(one)
    return gutters


def _strips(lines: list[Line]) -> Iterator[float]:
    spans = sorted((word.left, word.right) for line in lines for word in line.words)
    narrow = _GUTTER * max(line.size for line in lines)
    right = spans[0][1]
    for left, end in spans[1:]:
        if left - right > narrow:
            yield (left + right) / 2
        right = max(right, end)


def _edges(lines: list[Line]) -> Iterator[float]:
    """Left edges that words of several lines share, hardly any word reaching over them, with a wide gap before."""
    lefts = Counter(round(word.left) for line in lines for word in line.words)
    for left, times in lefts.items():
        if times < _ROWS:
            continue
        gaps: list[float] = []
        over = numbers = 0
        for line in lines:
            over += any(word.left < left - 1.5 and word.right > left + 1.5 for word in line.words)
            before = [word.right for word in line.words if word.right <= left + 1.5]
            if before and any(abs(word.left - left) <= 1 for word in line.words):
                gaps.append((left - max(before)) / line.size)
                numbers += len(before) == 1 and _NUMBER.fullmatch(line.words[0].text) is not None
        wide = _GUTTER if numbers >= _ROWS and 3 * numbers >= 2 * len(gaps) else _WIDE  # numbers of rows stand close by
        if gaps and over * 7 <= len(lines) and statistics.median(gaps) >= wide:
            yield left - 1.0


def _table(lines: list[Line], gutters: list[float], place: Place) -> Table:
    """The rows of a table: a line begins one where its first column holds something, or the gap above is wide."""
    rows: list[list[list[str]]] = []
    looks: list[list[list[Seen | None]]] = []
    gaps = [below.top - above.bottom for above, below in pairwise(lines)]
    usual = statistics.median(gaps) if gaps else 0.0
    numbered = sum(_column(line.words[0], gutters) == 0 for line in lines) >= min(_ROWS, len(lines))
    for at, line in enumerate(lines):
        cells: list[list[str]] = [[] for _ in range(len(gutters) + 1)]
        seen: list[list[Seen | None]] = [[] for _ in cells]
        for word in line.words:
            cells[_column(word, gutters)].append(word.text)
            seen[_column(word, gutters)].append(word.seen)
        wide = at > 0 and gaps[at - 1] > max(1.8 * usual, 0.5 * line.size)
        if not rows or wide or (numbered and cells[0]):
            rows.append([[" ".join(words)] for words in cells])
            looks.append(seen)
        else:
            for column, words in enumerate(cells):
                rows[-1][column].append(" ".join(words))
                looks[-1][column] += seen[column]
    grid = Grid(place)
    for down, row in enumerate(rows, 1):
        grid.open_row(torn=down == 1)
        for column, texts in enumerate(row):
            text = unwrapped(texts)
            if text:
                where = Place(page=place.page, row=down, column=column + 1)
                grid.put(column, Cell(text, where, seen=together(looks[down - 1][column])))
    return grid.table()


def _column(part: Part, gutters: list[float]) -> int:
    middle = (part.left + part.right) / 2
    return sum(middle > gutter for gutter in gutters)


def _side_by_side(lines: list[Line]) -> Iterator[Line]:
    """Lines of one column as they are; of two beside each other (a letterhead) first the left ones, then the right."""
    right: list[Line] = []
    for line in lines:
        parts = line.parts(_BESIDE)
        if len(parts) == 2:
            yield Line(parts[:1], line.top, line.bottom, line.size)
            right.append(Line(parts[1:], line.top, line.bottom, line.size))
        else:
            yield from right
            right = []
            yield line
    yield from right
