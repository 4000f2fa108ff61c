"""From rows on pages to tables of one header: pages of one table put together, each under its annex, columns known.

A row of column titles opens a table, or a further page of the one before if the titles are the same (OCR may have
lost one of them). Rows without a header of their own go on the table before them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from catalog.plans.meaning.column_titles import role_of
from catalog.plans.meaning.columns import is_header, looks_like_titles, recognise
from catalog.plans.meaning.numerals import roman, to_roman
from catalog.plans.meaning.pages import PER_SHEET, Pages, Ruled, RuledRow
from catalog.plans.model import Table
from catalog.plans.reading.blocks import Paragraph
from catalog.text import fold

_ANNEX = re.compile(r"^\W*phụ lục(?:\s+(?:số\s+)?([IVXivx]+|\d{1,2}))?\s*(?=$|[\n:.(–-]|\s[A-ZĐ])", re.IGNORECASE)
_BELOW = re.compile(
    r"^\W*(?:Nơi nhận|TM\.|T/M|KT\.|TL\.|TUQ\.|NGƯỜI LẬP|Người lập|Lập biểu|THỦ TRƯỞNG ĐƠN VỊ|XÁC NHẬN|\(Ký"
    r"|Ghi chú\s*:|\.{5,}.*năm)"
)
_TOP = 3
_PERIODS = re.compile(
    r"^(?:(?:tháng|quý|năm|q|t)\s*\.?\s*)?(?:\d{1,2}|[IV]{1,3}|20\d\d)(?:\s*/\s*20\d\d)?$", re.IGNORECASE
)


@dataclass
class Found:
    """The tables of a document, and the text outside them (what stands above and below the table of a sheet, too).

    `beside` are the positions of rows that became titles or text, `outside` the rows that no table took.
    """

    tables: list[Table] = field(default_factory=list)
    paragraphs: list[Paragraph] = field(default_factory=list)
    beside: set[int] = field(default_factory=set)
    outside: list[RuledRow] = field(default_factory=list)


def tables_of(pages: Pages) -> Found:
    """The tables in printed order, each with its annex ("" where there is but one), and the text around them."""
    reading = _Reading(pages)
    for number, block in enumerate(pages.blocks):
        if isinstance(block, Paragraph):
            reading.take_paragraph(block)
        else:
            reading.take_table(block, number)
    for table in reading.found.tables:
        table.roles = recognise(table.header, table.rows)
    if len({table.annex for table in reading.found.tables}) == 1:
        for table in reading.found.tables:
            table.annex = ""
    return reading.found


def annex_heading(text: str) -> bool:
    """True for a line that opens an annex ("Phụ lục II")."""
    return _ANNEX.match(text) is not None


class _Reading:
    """Where we are while going down the pages."""

    def __init__(self, pages: Pages) -> None:
        self.found = Found()
        self.place = pages.place
        self.lines_only = pages.place == "dòng"  # a text: a page break looks like the end of a table
        self.annex = ""
        self.current: Table | None = None
        self.source = -1
        self.interrupted = False

    def take_paragraph(self, block: Paragraph) -> None:
        annex = _ANNEX.match(block.text)
        if annex:
            self.annex, self.current = _numeral(annex.group(1)), None
        elif block.footnote and self.current is not None:
            self.current.footnotes.append(block.text)
        self.interrupted = self.interrupted or len(block.text.split()) > 3
        self.found.paragraphs.append(block)

    def take_table(self, block: Ruled, number: int) -> None:
        rows = list(block.rows)
        place = 0
        if block.sheet:
            place = self._above(rows)
            self.current = self.current if place == 0 else None
        elif not any(_titles_at(rows, start, odd=self._odd(block, start))[0] for start in range(len(rows))):
            self._without_titles(rows)
            return
        while place < len(rows):
            titles, height = _titles_at(rows, place, odd=self._odd(block, place))
            if titles:
                self._open(titles, rows[place])
                self.source = number
                self.found.beside |= {row.position for row in rows[place : place + height]}
                place += height
                continue
            row = rows[place]
            if block.sheet and any(_BELOW.match(cell) for cell in row.cells):
                self._as_text(rows[place:])
                return
            self._add(row, number)
            place += 1

    def _odd(self, block: Ruled, place: int) -> bool:
        return not self.lines_only and (bool(block.sheet) or place < _TOP)

    def _above(self, rows: Sequence[RuledRow]) -> int:
        """What stands above the titles of a sheet is text; 0 where there are none."""
        start = next((place for place in range(min(len(rows), 40)) if _titles_at(rows, place)[0]), None)
        if start is None:
            self._as_text(rows)
            return len(rows)
        self._as_text(rows[:start])
        return start

    def _as_text(self, rows: Sequence[RuledRow]) -> None:
        for row in rows:
            self.found.beside.add(row.position)
            for cell in row.cells:
                for line in cell.split("\n"):
                    if line.strip():
                        self.take_paragraph(Paragraph(row.position, line.strip()))

    def _open(self, titles: list[str], row: RuledRow) -> None:
        if self.current is None or not _same_titles(self.current.header, titles):
            self.current = Table(self.annex, titles)
            self.current.place = f"{self.place} {row.position % PER_SHEET}"
            self.found.tables.append(self.current)
        self.current.breaks.add(len(self.current.rows))
        self.interrupted = False

    def _without_titles(self, rows: Sequence[RuledRow]) -> None:
        """A table without titles goes on the one before it, or is told by its content alone."""
        width = max(len(row.cells) for row in rows)
        goes_on = self.lines_only or (
            self.current is not None and width == len(self.current.header) and not self.interrupted
        )
        if self.current is None or not goes_on:
            if width < 3 or len(rows) < 2:
                self.found.outside += rows
                return
            self.current = Table(self.annex, [""] * width)
            self.current.place = f"{self.place} {rows[0].position % PER_SHEET}"
            self.found.tables.append(self.current)
        for row in rows:
            self._add(row, -1, same=True)

    def _add(self, row: RuledRow, number: int, *, same: bool = False) -> None:
        table = self.current
        if table is None or not (same or number == self.source or len(row.cells) == len(table.header)):
            self.found.outside.append(row)
            return
        if row.torn:
            table.breaks.add(len(table.rows))
        cells, above = list(row.cells), list(row.above)
        width = len(table.header)
        if len(cells) > width:  # what stands right of the last title belongs to the last column
            cells = [*cells[: width - 1], "\n".join(cell for cell in cells[width - 1 :] if cell)]
        table.rows.append(cells + [""] * (width - len(cells)))
        table.above.append((above + [None] * width)[:width])
        table.lines.append(row.position)
        if row.wide:
            table.wide.add(len(table.rows) - 1)


def _titles_at(rows: Sequence[RuledRow], place: int, *, odd: bool = True) -> tuple[list[str], int]:
    """The column titles that begin at this row and how many rows they take; ([], 0) where none do.

    `odd`: narrow and unusual titles count, too: at the top of a table, not among its rows.
    """
    row = rows[place]
    if row.wide or not (is_header(row.cells) or (odd and looks_like_titles(row.cells))):
        return [], 0
    titles, parents = list(row.cells), list(row.cells)
    for column in range(1, len(parents)):
        parents[column] = parents[column] or (parents[column - 1] if not row.cells[column] else "")
    height = 1
    while place + height < len(rows) and height < 3:
        below = rows[place + height]
        merged = any(above is not None and (above or column) for column, above in enumerate(below.above))
        if not (
            (merged and (_only_titles(below) or _under_the_number(titles, below))) or _is_second_header(below.cells)
        ):
            break
        titles = [_joined_title(parents[column] if below.above[column] is None else titles[column], below.cells[column])
                  if column < len(below.cells) else title for column, title in enumerate(titles)]  # fmt: skip
        height += 1
    return titles, height


def _under_the_number(titles: Sequence[str], below: RuledRow) -> bool:
    """True where the title of the number's column reaches down over this row: a row of work has a number of its own."""
    return any(
        role_of(title) == "number" and column < len(below.above) and bool(below.above[column])
        for column, title in enumerate(titles)
    ) and all(len(cell) < 60 for cell in below.cells)


def _joined_title(above: str, below: str) -> str:
    if not below:
        return above
    if _PERIODS.match(below):
        return f"{above}: {below}"
    return below if role_of(below) != "other" or not above else f"{above} {below}"


def _only_titles(row: RuledRow) -> bool:
    filled = [cell for cell in row.cells if cell]
    return bool(filled) and all(
        len(cell) < 60 and (role_of(cell) != "other" or _PERIODS.match(cell)) for cell in filled
    )


def _is_second_header(cells: Sequence[str]) -> bool:
    """True for the lower row of a two-row header: titles for some columns only, none of them number or task."""
    filled = [cell for cell in cells if cell]
    return (
        len(filled) > 1
        and not cells[0]
        and all(
            len(cell) < 60 and role_of(cell) in ("lead", "support", "assignment", "deadline", "output", "start")
            for cell in filled
        )
    )


def _numeral(printed: str | None) -> str:
    if not printed:
        return ""
    return to_roman(int(printed)) if printed.isdigit() else to_roman(roman(printed) or 0)


def _same_titles(known: Sequence[str], cells: Sequence[str]) -> bool:
    if len(known) != len(cells):
        return False
    same = sum(fold(one) == fold(other) for one, other in zip(known, cells, strict=True))
    return same >= len(cells) - 1 - (len(cells) > 6)
