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
        self._torn: list[bool] = []
        self._open: dict[int, tuple[int, tuple[int, int]]] = {}  # column -> (rows still to cover, by which cell)

    def open_row(self, *, torn: bool = False) -> None:
        """Begin the next row."""
        self._rows.append({})
        self._covered.append({column: origin for column, (_, origin) in self._open.items()})
        self._open = {column: (left - 1, origin) for column, (left, origin) in self._open.items() if left > 1}
        self._torn.append(torn)

    def free_column(self, start: int = 0) -> int:
        """The first place of the open row, from `start`, that nothing stands in or covers (HTML puts cells so)."""
        row, covered = self._rows[-1], self._covered[-1]
        while start in row or start in covered:
            start += 1
        return start

    def is_covered(self, column: int) -> bool:
        """True where a cell put before covers this place of the open row."""
        return column in self._covered[-1]

    def put(self, column: int, cell: Cell) -> None:
        """Put a cell into the open row; its span covers the places right of and below it that are still free."""
        if column >= MOST_COLUMNS:
            return
        down, columns = len(self._rows) - 1, max(1, min(cell.columns, MOST_COLUMNS - column))
        self._rows[-1][column] = replace(cell, columns=columns) if columns != cell.columns else cell
        self._covered[-1].pop(column, None)
        for across in range(column, column + columns):
            if across != column:
                self._covered[-1].setdefault(across, (down, column))
            if cell.rows > 1:
                self._open[across] = (cell.rows - 1, (down, column))

    def stretch(self, column: int) -> None:
        """The cell above this place of the open row covers it, too (Word says a merge row by row)."""
        down = len(self._rows) - 1
        if down == 0:
            return
        above = down - 1
        origin = self._covered[above].get(column) or ((above, column) if column in self._rows[above] else None)
        if origin is None:
            return
        cell = self._rows[origin[0]][origin[1]]
        self._rows[origin[0]][origin[1]] = replace(cell, rows=down - origin[0] + 1)
        for across in range(origin[1], origin[1] + cell.columns):
            self._covered[down].setdefault(across, origin)

    def __len__(self) -> int:
        return len(self._rows)

    def table(self) -> Table:
        """The finished table: every row as wide as the widest, covered places named."""
        widths = [max((*row, *covered), default=-1) + 1 for row, covered in zip(self._rows, self._covered, strict=True)]
        width = max(widths, default=0)
        return Table(tuple(self._row(down, width) for down in range(len(self._rows))), self.place)

    def _row(self, down: int, width: int) -> Row:
        cells: list[Cell] = []
        for column in range(width):
            cell = self._rows[down].get(column)
            if cell is None:
                place = replace(self.place, row=down + 1, column=column + 1)
                cell = Cell(place=place, origin=self._covered[down].get(column))
            elif cell.rows > 1 or cell.columns > 1:
                rows = min(cell.rows, len(self._rows) - down)
                cell = replace(cell, rows=max(1, rows), columns=min(cell.columns, width - column))
            cells.append(cell)
        return Row(tuple(cells), self._torn[down])


def table_of(rows: Iterable[Iterable[str]], place: Place = Place()) -> Table:
    """A table of plain texts without merges."""
    grid = Grid(place)
    for texts in rows:
        grid.open_row()
        for column, text in enumerate(texts):
            grid.put(column, Cell(text, replace(place, row=len(grid), column=column + 1)))
    return grid.table()
