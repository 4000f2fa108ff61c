"""What stands on the pages of a document, in order: paragraphs and rows of real tables.

A letterhead, a signature block or a frame is a table only to the word processor: its cells are read as paragraphs,
column by column, as a person reads them.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from catalog.documents.model import Document, Place, Row
from catalog.documents.model import Paragraph as Printed
from catalog.documents.model import Table as Grid
from catalog.plans.meaning.columns import is_header, looks_like_titles
from catalog.plans.reading.blocks import Paragraph
from catalog.plans.reading.cell_text import text_of

_LETTERHEAD = re.compile(
    r"CỘNG HÒA XÃ HỘI|CỘNG HOÀ XÃ HỘI|ĐẢNG CỘNG SẢN|Độc lập\s*[-–]|^\s*Số\s*:?\s*\S*[/-]"
    r"|ngày\s+\S{0,6}\s*tháng\s+\S{0,6}\s*năm",
    re.MULTILINE,
)
_SIGNATURE = re.compile(
    r"^\W*(?:Nơi nhận|NƠI NHẬN|TM\.|T/M|KT\.|TL\.|TUQ\.|Q\.|\(\s*đã ký\s*\)|NGƯỜI LẬP|Người lập|CHỦ TỊCH|GIÁM ĐỐC"
    r"|BÍ THƯ|HIỆU TRƯỞNG)",
    re.MULTILINE,
)
_SHEETS = ("xlsx", "xls", "ods", "csv", "xlsm")
_PLACES = {"text": "dòng", "csv": "dòng", "xlsx": "hàng", "ods": "hàng", "xls": "hàng", "pdf": "vị trí (trang x 1000)"}
PER_SHEET = 100_000
"""Positions of a further sheet of a workbook begin at a multiple of this."""


@dataclass(frozen=True)
class RuledRow:
    """One row of a table. `position` is unique in the document; `covered` the columns a cell from above stands in.

    `wide`: one cell reaches over all columns from `column` on. `sheet`: the row of a workbook, to name it by.
    """

    position: int
    cells: tuple[str, ...]
    above: tuple[str | None, ...]
    wide: bool = False
    torn: bool = False


@dataclass(frozen=True)
class Ruled:
    """One table of the file. `sheet`: its name in a workbook, where titles and signatures stand in cells, too."""

    rows: tuple[RuledRow, ...]
    sheet: str = ""


@dataclass(frozen=True)
class Pages:
    """All of it; `place` is how a position is called to a person ("dòng", "hàng")."""

    blocks: tuple[Paragraph | Ruled, ...]
    place: str

    def paragraphs(self) -> Iterator[Paragraph]:
        """The text outside tables."""
        return (block for block in self.blocks if isinstance(block, Paragraph))


def pages_of(document: Document) -> Pages:
    """The pages of a document. What is crossed out in it is no part of them."""
    blocks: list[Paragraph | Ruled] = []
    positions = _Positions(document.format)
    for block in document.blocks:
        if isinstance(block, Printed):
            line = positions.of(block.place)
            text = block.text if block.kept is None else block.kept
            if text or block.kept is None:
                blocks.append(Paragraph(line, text, block.footnote))
            continue
        sheet = block.place.sheet or ("Trang tính" if document.format in _SHEETS else "")
        positions.sheets += bool(sheet)
        rows = [row for row in _rows(block, positions) if any(row.cells) or any(row.above)]
        if rows and not sheet and is_layout(rows):
            blocks += _as_paragraphs(rows)
        elif rows:
            blocks.append(Ruled(tuple(rows), sheet))
    return Pages(tuple(blocks), _PLACES.get(document.format, "đoạn hoặc hàng thứ"))


class _Positions:
    """A position for every paragraph and row, once in a document, as its format counts: line, row of a sheet, order."""

    def __init__(self, form: str) -> None:
        self.form = form
        self.sheets = 0
        self.count = 0
        self.page = 0

    def of(self, place: Place) -> int:
        """The position of the next paragraph or row."""
        if place.page != self.page:
            self.page, self.count = place.page, 0 if self.form == "pdf" else self.count
        self.count += 1
        if self.form in ("text", "csv"):
            return place.line
        if place.sheet or self.form in _SHEETS:
            return max(0, self.sheets - 1) * PER_SHEET + (place.row or self.count)
        return place.page * 1000 + self.count if self.form == "pdf" else self.count


def _rows(table: Grid, positions: _Positions) -> Iterator[RuledRow]:
    for down, row in enumerate(table.rows):
        position = positions.of(row.cells[0].place if row.cells else table.place)
        cells, above = [], []
        for across, cell in enumerate(row.cells):
            shown = "" if cell.origin else text_of(cell, across)
            cells.append(shown)
            from_above = cell.origin is not None and cell.origin[0] < down
            above.append(text_of(table.covering(down, across), across) if from_above else None)
            if from_above and cell.origin is not None and cell.origin[1] != across:
                above[-1] = ""
        yield RuledRow(position, tuple(cells), tuple(above), _is_wide(row), row.torn)


def _is_wide(row: Row) -> bool:
    """Whether one cell reaches over all columns behind it, at most a number before it."""
    width = len(row.cells)
    filled = [(across, cell) for across, cell in enumerate(row.cells) if cell.text.strip() and not cell.origin]
    if len(filled) not in (1, 2) or width < 3:
        return False
    place, last = filled[-1]
    if last.columns < max(2, width - place - 1, (width + 1) // 2):
        return False
    return len(filled) == 1 or (filled[0][0] == 0 and len(filled[0][1].text) <= 12)


def is_layout(rows: Sequence[RuledRow]) -> bool:
    """True for a table that only places text: a letterhead, a signature block, a frame."""
    used = {column for row in rows for column, cell in enumerate(row.cells) if cell}
    if len(used) <= 1:
        return True
    if len(used) > 4 or any(is_header(row.cells) or looks_like_titles(row.cells) for row in rows[:3]):
        return False
    text = "\n".join(cell for row in rows for cell in row.cells)
    return len(rows) <= 8 and bool(_LETTERHEAD.search(text) or _SIGNATURE.search(text))


def _as_paragraphs(rows: Sequence[RuledRow]) -> list[Paragraph]:
    """Cells column by column, each line a paragraph."""
    width = max(len(row.cells) for row in rows)
    return [
        Paragraph(row.position, line.strip())
        for column in range(width)
        for row in rows
        if column < len(row.cells)
        for line in row.cells[column].split("\n")
        if line.strip()
    ]
