"""The blocks of one PDF page: ruled tables, tables only the eye sees, and lines of text."""

from typing import Any

from catalog.documents.grid import Grid
from catalog.documents.model import Block, Cell, Paragraph, Place
from catalog.documents.pdf.lines import Line, lines_of
from catalog.documents.pdf.unruled import Unruled
from catalog.documents.pdf.wrapped import is_signature, unwrapped
from catalog.documents.shown import shown
from catalog.documents.text import PAGE_NUMBER

_SETTINGS = {"vertical_strategy": "lines", "horizontal_strategy": "lines", "snap_tolerance": 4}
_NEAR = 2.0  # points within which two edges of cells are one


def blocks_of(page: Any, number: int, unruled: Unruled) -> list[Block]:
    """The blocks of a page from top to bottom; `unruled` goes with a document from page to page."""
    tables = sorted(page.find_tables(_SETTINGS), key=lambda table: table.bbox[1])
    blocks: list[Block] = []
    top = 0.0
    torn = True
    for table in tables:
        if len(table.cells) < 2:
            continue
        _, upper, _, lower = table.bbox
        blocks += _between(page, top, upper, number, unruled)
        unruled.open = []
        blocks.append(_ruled(table, Place(page=number), torn=torn))
        torn = False
        top = max(top, lower)
    return blocks + _between(page, top, float(page.height), number, unruled)


def _ruled(table: Any, place: Place, *, torn: bool) -> Block:
    """A table by its rulings: edges that lie together are one, a cell that reaches over others covers them."""
    lefts = _edges([cell[0] for cell in table.cells])
    tops = _edges([cell[1] for cell in table.cells])
    texts = _texts(table)
    grid = Grid(place)
    at: dict[tuple[int, int], tuple[float, float, float, float]] = {}
    for cell in table.cells:
        at[_nearest(tops, cell[1]), _nearest(lefts, cell[0])] = cell
    for down in range(len(tops)):
        grid.open_row(torn=torn and down == 0)
        for (row, column), (left, upper, right, lower) in sorted(at.items()):
            if row != down or grid.is_covered(column):
                continue
            rows = sum(1 for edge in tops if upper - _NEAR < edge < lower - _NEAR)
            columns = sum(1 for edge in lefts if left - _NEAR < edge < right - _NEAR)
            text = texts.get((left, upper, right, lower), "")
            where = Place(page=place.page, row=down + 1, column=column + 1)
            grid.put(column, Cell(unwrapped(text.split("\n")), where, max(1, rows), max(1, columns)))
    return grid.table()


def _texts(table: Any) -> dict[tuple[float, float, float, float], str]:
    """The text of every cell by its box."""
    texts: dict[tuple[float, float, float, float], str] = {}
    for row, read in zip(table.rows, table.extract(), strict=True):
        for box, text in zip(row.cells, read, strict=True):
            if box is not None:
                texts[box] = text or ""
    return texts


def _edges(values: list[float]) -> list[float]:
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > _NEAR:
            edges.append(value)
    return edges


def _nearest(edges: list[float], value: float) -> int:
    return min(range(len(edges)), key=lambda place: abs(edges[place] - value))


def _between(page: Any, top: float, bottom: float, number: int, unruled: Unruled) -> list[Block]:
    """The paragraphs and unruled tables between two heights of the page."""
    if bottom - top < 2:
        return []
    lines = lines_of(page, top, bottom)
    if sum(is_signature(line.text) for line in lines) > 1:  # the visible part of a digital signature
        lines = [line for line in lines if not is_signature(line.text)]
    blocks: list[Block] = []
    for one in unruled.tables_in(lines, Place(page=number)):
        if isinstance(one, Line):
            blocks += _paragraphs(one, number)
        else:
            blocks.append(one)
    return blocks


def _paragraphs(line: Line, number: int) -> list[Block]:
    if PAGE_NUMBER.match(line.text):
        return []
    text = shown(line.text)
    footnote = text[:1] in tuple("¹²³⁴⁵⁶⁷⁸⁹")
    return (
        [Paragraph(text.lstrip("¹²³⁴⁵⁶⁷⁸⁹ ") if footnote else text, Place(page=number), footnote=footnote)]
        if text
        else []
    )
