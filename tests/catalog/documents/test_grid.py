"""The grid of a table: merges are known at every place they cover, and no span makes a table larger than it is."""

from catalog.documents.grid import MOST_COLUMNS, Grid
from catalog.documents.model import Cell


def grid_of(*rows: list[tuple[int, Cell]]) -> Grid:
    grid = Grid()
    for row in rows:
        grid.open_row()
        for column, cell in row:
            grid.put(column, cell)
    return grid


def test_a_cell_merged_over_rows_is_seen_in_each_and_over_columns_only_once() -> None:
    grid = grid_of([(0, Cell("a", rows=2)), (1, Cell("b", columns=2))], [(1, Cell("c")), (2, Cell("d"))])
    table = grid.table()
    assert table.filled() == (("a", "b", ""), ("a", "c", "d"))
    assert table.rows[1].texts == ("", "c", "d")
    assert table.covering(1, 0).text == "a"
    assert table.covering(0, 2).text == "b"


def test_a_merge_said_row_by_row_is_the_same_as_one_said_at_once() -> None:
    at_once = grid_of([(0, Cell("a", rows=3))], [], [])
    row_by_row = grid_of([(0, Cell("a"))])
    for _ in range(2):
        row_by_row.open_row()
        row_by_row.stretch(0)
    assert row_by_row.table() == at_once.table()


def test_a_span_beyond_the_table_ends_at_its_edge() -> None:
    table = grid_of([(0, Cell("a", rows=1_000, columns=3))], [(3, Cell("b"))]).table()
    assert [len(row.cells) for row in table.rows] == [4, 4]
    assert table.rows[0].cells[0].rows == 2
    assert len(grid_of([(0, Cell("a", columns=10**6))]).table().rows[0].cells) <= MOST_COLUMNS
