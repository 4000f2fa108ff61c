"""A row of a scanned page that the machine missed, put where a person says it stands."""

from collections.abc import Sequence
from dataclasses import replace

from catalog.documents.as_json import blocks_from_json, blocks_to_json
from catalog.documents.model import Block, Cell, Row, Table
from catalog.tables import ScanPage


def add_row(page: ScanPage, after: int, texts: Sequence[str]) -> bool:
    """A row the machine missed goes behind the printed row `after` of a table; False where no table row is there, or
    it has fewer columns. A cell that is merged over the place stays so.
    """
    blocks, line, added = blocks_from_json(page.blocks), 0, False
    made: list[Block] = []
    for block in blocks:
        rows = len(block.rows) if isinstance(block, Table) else 1
        if isinstance(block, Table) and line < after <= line + rows and len(texts) <= len(block.rows[0].cells):
            block, added = _with_row(block, after - line, texts), True
        line += rows
        made.append(block)
    page.blocks = blocks_to_json(made)
    return added


def _with_row(table: Table, at: int, texts: Sequence[str]) -> Table:
    """The table with a row more, which becomes its row `at` (from 0)."""
    width = len(table.rows[0].cells)
    below = table.rows[at].cells if at < len(table.rows) else ()
    over = {
        across: cell.origin for across, cell in enumerate(below) if cell.origin is not None and cell.origin[0] < at
    }  # merged over the place where the row goes
    words = iter(texts)
    new = Row(
        tuple(
            Cell(place=replace(table.place, row=0, column=across + 1), origin=over[across]) if across in over
            else Cell(next(words, "").strip(), replace(table.place, row=0, column=across + 1))
            for across in range(width)
        )
    )  # fmt: skip
    grown = set(over.values())
    kept = []
    for down, row in enumerate(table.rows):
        cells = []
        for across, cell in enumerate(row.cells):
            if (down, across) in grown:
                cell = replace(cell, rows=cell.rows + 1)
            elif cell.origin is not None and cell.origin[0] >= at:
                cell = replace(cell, origin=(cell.origin[0] + 1, cell.origin[1]))
            cells.append(cell)
        kept.append(replace(row, cells=tuple(cells)))
    return replace(table, rows=(*kept[:at], new, *kept[at:]))
