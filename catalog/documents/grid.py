"""A table being read: cells are put at their places, and the finished grid has no holes and knows every merge."""

from collections.abc import Iterable
from dataclasses import replace

from catalog.documents.model import Cell, Place, Row, Table

MOST_COLUMNS = 400
"""A table wider than this is cut: no page is, and a span of a million columns is made to fill the memory."""


class Grid:
    """Rows of cells while a file is walked. Spans may reach beyond what follows; they are cut at the table's edge."""

    def __init__(self, place: Place = Place()) -> None:
        self.place = place
        self._rows: list[dict[int, Cell]] = []
        self._covered: list[dict[int, tuple[int, int]]] = []
        self._flags: list[tuple[bool, bool]] = []

    def open_row(self, *, torn: bool = False, hidden: bool = False) -> None:
        """Begin the next row."""
        if len(self._covered) == len(self._rows):
            self._covered.append({})
        self._rows.append({})
        self._flags.append((torn, hidden))

    def free_column(self, start: int = 0) -> int:
        """The first place of the open row, from `start`, that nothing stands in or covers (HTML puts cells so)."""
        row, covered = self._rows[-1], self._covered[len(self._rows) - 1]
        while start in row or start in covered:
            start += 1
        return start

    def put(self, column: int, cell: Cell) -> None:
        """Put a cell into the open row; its span covers the places right of and below it that are still free."""
        down = len(self._rows) - 1
        if column >= MOST_COLUMNS:
            return
        columns = max(1, min(cell.columns, MOST_COLUMNS - column))
        self._rows[-1][column] = replace(cell, columns=columns)
        if cell.rows == 1 and columns == 1:
            return
        for below in range(down, down + max(1, cell.rows)):
            while len(self._covered) <= below:
                self._covered.append({})
            for across in range(column, column + columns):
                if (below, across) != (down, column):
                    self._covered[below].setdefault(across, (down, column))

    def stretch(self, column: int) -> None:
        """The cell above this place of the open row covers it, too (Word says a merge row by row)."""
        down = len(self._rows) - 1
        above = down - 1
        if above < 0:
            return
        origin = self._covered[above].get(column) or ((above, column) if column in self._rows[above] else None)
        if origin is None:
            return
        cell = self._rows[origin[0]][origin[1]]
        self._rows[origin[0]][origin[1]] = replace(cell, rows=down - origin[0] + 1)
        for across in range(origin[1], origin[1] + cell.columns):
            self._covered[down].setdefault(across, origin)

    def table(self, *, hidden: bool = False) -> Table:
        """The finished table: every row as wide as the widest, without empty columns at its right end."""
        width = max((max(row, default=-1) + 1 for row in self._rows), default=0)
        rows = [self._row(down, width) for down in range(len(self._rows))]
        return Table(tuple(rows), self.place, hidden)

    def _row(self, down: int, width: int) -> Row:
        cells: list[Cell] = []
        for column in range(width):
            cell = self._rows[down].get(column)
            origin = None if cell else self._covered[down].get(column)
            if cell is None:
                cell = Cell(place=replace(self.place, row=down + 1, column=column + 1), origin=origin)
            elif cell.rows > 1 or cell.columns > 1:
                cell = replace(
                    cell, rows=min(cell.rows, len(self._rows) - down), columns=min(cell.columns, width - column)
                )
            cells.append(cell)
        torn, hidden = self._flags[down]
        return Row(tuple(cells), torn, hidden)


def table_of(rows: Iterable[Iterable[str]], place: Place = Place()) -> Table:
    """A table of plain texts without merges."""
    grid = Grid(place)
    for texts in rows:
        grid.open_row()
        for column, text in enumerate(texts):
            grid.put(column, Cell(text, replace(place, row=len(grid._rows), column=column + 1)))
    return grid.table()
