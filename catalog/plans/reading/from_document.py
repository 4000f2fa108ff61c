"""A `Document` as the blocks the rules of plans are written for: paragraphs, and printed rows with markup removed.

What stands above the column titles of a sheet is text; a cell merged over several rows stands in each row that has
work of its own.
"""

import datetime as dt
import re
from collections.abc import Iterator

from catalog.documents.model import Cell, Document, Place, Table
from catalog.plans.meaning.columns import Role, is_header, roles_of
from catalog.plans.reading.blocks import Block, Blocks, Paragraph, PrintedRow
from catalog.plans.reading.markup import plain

_PLACES = {"text": "dòng", "xlsx": "hàng", "csv": "dòng", "ods": "hàng", "pdf": "vị trí (trang x 1000)"}
_IN_FIGURES = re.compile(r"(?:[\d\s/.,:-]|AM|PM|[A-Z][a-z]{2}(?![a-z])|[A-Z][a-z]{2,8}(?=[\s,-]))+")
_VIETNAMESE_FIGURES = str.maketrans(".,", ",.")


def blocks_of(document: Document) -> Blocks:
    """The blocks of a document in its order; positions are those its format is spoken of by (line, sheet row ...)."""
    return Blocks(
        tuple(_Adapting(document.format).blocks(document)), _PLACES.get(document.format, "đoạn hoặc hàng thứ")
    )


class _Adapting:
    def __init__(self, form: str) -> None:
        self._form = form
        self._count = 0
        self._page = 0
        self._tables = 0
        self._headed = False  # column titles were seen in a table before this one

    def blocks(self, document: Document) -> Iterator[Block]:
        for block in document.blocks:
            if isinstance(block, Table):
                yield from self._table(block)
            else:
                yield Paragraph(self._line(block.place), block.text, block.footnote)

    def _line(self, place: Place) -> int:
        """The position of the next block as its format counts."""
        if place.page != self._page:
            self._page, self._count = place.page, 0 if self._form == "pdf" else self._count
        self._count += 1
        if self._form in ("text", "csv"):
            return place.line
        if place.sheet:
            return place.row
        return place.page * 1000 + self._count if self._form == "pdf" else self._count

    def _table(self, table: Table) -> Iterator[Block]:
        self._tables += self._form != "text"  # a text does not know where a table ends
        headers = [is_header(_texts(row.cells)) for row in table.rows]
        first = headers.index(True) if True in headers else 0 if self._headed else len(headers)
        roles: tuple[Role, ...] = ()
        for down, row in enumerate(table.rows):
            cells = row.cells
            line = self._line(cells[0].place)
            if down < first and self._form != "text":
                yield from (Paragraph(line, text) for cell in cells if (text := plain(cell.text)))
                continue
            texts = _texts(cells)
            if headers[down]:
                self._headed = True
                texts = _trimmed(texts) if cells[0].place.sheet or self._form == "csv" else texts
                roles = roles_of(texts)
            else:
                texts = _with_merged(table, down, texts, roles)
            yield PrintedRow(line, texts, new_page=row.torn, table=self._tables)


def _with_merged(table: Table, down: int, texts: tuple[str, ...], roles: tuple[Role, ...]) -> tuple[str, ...]:
    """The row with what cells merged from above say, where it has a task of its own; else it goes on the row above."""
    cells = table.rows[down].cells
    own = next((at for at, role in enumerate(roles) if role == "title" and at < len(cells)), None)
    if own is None or cells[own].origin is not None or not texts[own]:
        return texts
    filled = list(texts)
    for across, cell in enumerate(cells):
        said = roles[across] if across < len(roles) else "other"
        if (
            cell.origin is not None
            and cell.origin[0] < down
            and cell.origin[1] == across
            and said not in ("number", "title")
        ):
            filled[across] = _text(table.covering(down, across), across)
    return tuple(filled)


def _texts(cells: tuple[Cell, ...]) -> tuple[str, ...]:
    return tuple(_text(cell, across) for across, cell in enumerate(cells))


def _text(cell: Cell, across: int) -> str:
    """A cell's text; a figure beyond the column of numbers is written the Vietnamese way (95,5; 1.200)."""
    if cell.kind == "number" and across and isinstance(cell.value, float) and any(sign in cell.text for sign in ".,"):
        return cell.text.translate(_VIETNAMESE_FIGURES)
    return plain(written(cell))


def written(cell: Cell) -> str:
    """A cell's text, a date that its format shows in figures alone written the way a plan would: 30/6 as 30/06/2026.

    The cell knows what its figures mean; the text alone would not (6/5/2026 in an American format is the 5th of June).
    """
    if isinstance(cell.value, dt.datetime) and _IN_FIGURES.fullmatch(cell.text):
        form = {"year": "%Y", "month": "%m/%Y", "quarter": "", "": ""}.get(cell.precision, "%d/%m/%Y")
        return cell.value.strftime(form) if form else cell.text
    return cell.text


def _trimmed(cells: tuple[str, ...]) -> tuple[str, ...]:
    last = max((place for place, cell in enumerate(cells) if cell), default=-1)
    return cells[: last + 1]
