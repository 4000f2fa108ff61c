"""Tables without rulings: lines whose parts stand under each other in columns. Letterheads in two columns are none."""

from collections.abc import Iterator

from catalog.documents.grid import Grid
from catalog.documents.model import Cell, Place, Table
from catalog.documents.pdf.lines import Line, Part
from catalog.documents.shown import shown

_COLUMNS, _ROWS = 3, 3
_APART = 2.2  # times the letters' size: lines farther apart are not of one table
_GUTTER = 4.0


def tables_in(lines: list[Line], place: Place) -> Iterator[Line | Table]:
    """The lines, those of an unruled table as one; two columns side by side are read one after the other."""
    waiting: list[Line] = []
    for line in lines:
        if waiting and line.top - waiting[-1].bottom > _APART * line.size:
            yield from _read(waiting, place)
            waiting = []
        waiting.append(line)
    yield from _read(waiting, place)


def _read(lines: list[Line], place: Place) -> Iterator[Line | Table]:
    first = next((at for at, line in enumerate(lines) if len(line.parts) >= _COLUMNS), None)
    if first is not None:
        gutters = _gutters(lines[first:])
        if len(gutters) + 1 >= _COLUMNS and sum(len(line.parts) > 1 for line in lines[first:]) >= _ROWS:
            yield from _side_by_side(lines[:first])
            yield _table(lines[first:], gutters, place)
            return
    yield from _side_by_side(lines)


def _gutters(lines: list[Line]) -> list[float]:
    """The middles of the vertical strips that no word of these lines stands in."""
    spans = sorted((part.left, part.right) for line in lines for part in line.parts)
    gutters: list[float] = []
    right = spans[0][1]
    for left, end in spans[1:]:
        if left - right > _GUTTER:
            gutters.append((left + right) / 2)
        right = max(right, end)
    return gutters


def _table(lines: list[Line], gutters: list[float], place: Place) -> Table:
    """The rows of a table: a line begins one where its first column holds something, or the gap above is wide."""
    rows: list[list[list[str]]] = []
    numbered = sum(_column(line.parts[0], gutters) == 0 for line in lines) >= _ROWS
    above: Line | None = None
    for line in lines:
        cells: list[list[str]] = [[] for _ in range(len(gutters) + 1)]
        for part in line.parts:
            cells[_column(part, gutters)].append(part.text)
        wide = above is not None and line.top - above.bottom > 0.6 * line.size
        begins = bool(cells[0]) if numbered else wide
        if not rows or begins or (wide and len(line.parts) > 1):
            rows.append(cells)
        else:
            for column, texts in enumerate(cells):
                rows[-1][column] += texts
        above = line
    grid = Grid(place)
    for down, row in enumerate(rows, 1):
        grid.open_row(torn=down == 1)
        for column, texts in enumerate(row):
            if texts:
                grid.put(column, Cell(shown(" ".join(texts)), Place(page=place.page, row=down, column=column + 1)))
    return grid.table()


def _column(part: Part, gutters: list[float]) -> int:
    middle = (part.left + part.right) / 2
    return sum(middle > gutter for gutter in gutters)


def _side_by_side(lines: list[Line]) -> Iterator[Line]:
    """Lines of one column as they are; of two beside each other (a letterhead) first the left ones, then the right."""
    right: list[Line] = []
    for line in lines:
        if len(line.parts) == 2:
            yield Line(line.parts[:1], line.top, line.bottom, line.size)
            right.append(Line(line.parts[1:], line.top, line.bottom, line.size))
        else:
            yield from right
            right = []
            yield line
    yield from right
