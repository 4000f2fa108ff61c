"""A file as it is printed: paragraphs and tables in page order, cells with what they show and where they stand.

The same content gives the same `Document` in every format. What is not printed (hidden, deleted, running headers) is
not in it; each thing left out or converted on the way is a `Remark`.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "number", "date"]
Precision = Literal["", "year", "quarter", "month", "day", "minute"]


class NotReadable(ValueError):
    """A file nobody can read as text. Its message is one Vietnamese sentence that names the cause and what to do."""


class Scanned(NotReadable):
    """A file of pictures: there are no letters in it. `catalog.documents.scans` reads it, where that is installed.

    `some`: other pages of it are text; those that are not stand in `Document.pictured`.
    """

    def __init__(self, sentence: str, *, some: bool = False) -> None:
        super().__init__(sentence)
        self.some = some


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands; what the format does not know is 0 or "". Everything is counted from 1.

    `page` a printed page (PDF; text with form feeds); `sheet` the name of a sheet; `row` and `column` those of the
    sheet or table, hidden ones counted; `line` the line of a text file, else the paragraph's place in the file.
    """

    page: int = 0
    sheet: str = ""
    row: int = 0
    column: int = 0
    line: int = 0


@dataclass(frozen=True, slots=True)
class Seen:
    """How a machine read a text from a picture of its page; whoever uses it first lets a person look.

    `sure` from 0 to 1 is that of its least sure word, `box` (left, top, right, bottom) its place in thousandths of the
    page's width and height, `before` what was read where a word was repaired, "" where none was.
    """

    sure: float
    box: tuple[int, int, int, int]
    before: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One place of a table's grid.

    `text` is what the cell shows: NFC, "\\n" between its paragraphs, dates and numbers in the cell's own format.
    `rows` x `columns` is its span. A place covered by another cell has no text and names the covering cell in
    `origin` (row and column of `Table.rows`, from 0). `kind`, `value` and `precision` say what a spreadsheet knows
    of it: a date shown as 06/2026 has the first day it means as `value` and the precision "month".
    `font` is the name of its (first) font where the file says one; `kept` its text without what is crossed out, None
    where nothing is. What is hidden is in no cell: it is left out with a remark. `seen` stands where a machine read it.
    """

    text: str = ""
    place: Place = Place()
    rows: int = 1
    columns: int = 1
    origin: tuple[int, int] | None = None
    kind: Kind = "text"
    value: float | dt.datetime | None = None
    precision: Precision = ""
    kept: str | None = None
    font: str = ""
    seen: Seen | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One printed row. `torn`: a page break, or what looks like one in a text, came before it."""

    cells: tuple[Cell, ...]
    torn: bool = False

    @property
    def texts(self) -> tuple[str, ...]:
        """What stands in its cells; covered places are blank."""
        return tuple(cell.text for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Table:
    """A table or a sheet: rows of equal length. `place` is that of its first cell."""

    rows: tuple[Row, ...]
    place: Place = Place()

    def covering(self, row: int, column: int) -> Cell:
        """The cell a reader sees at this place (from 0): the one that covers it, else the one that stands there."""
        cell = self.rows[row].cells[column]
        return self.rows[cell.origin[0]].cells[cell.origin[1]] if cell.origin else cell

    def filled(self) -> tuple[tuple[str, ...], ...]:
        """The texts, a cell merged over several rows standing in each of them (over columns: only in the first)."""
        return tuple(
            tuple(
                self.covering(down, across).text if cell.origin and cell.origin[1] == across else cell.text
                for across, cell in enumerate(row.cells)
            )
            for down, row in enumerate(self.rows)
        )


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text outside tables: one paragraph, or one printed line where the format knows only lines (PDF, text).

    `kept` is its text without what is crossed out, None where nothing is.
    """

    text: str
    place: Place = Place()
    footnote: bool = False
    kept: str | None = None
    font: str = ""
    seen: Seen | None = None


@dataclass(frozen=True, slots=True)
class Remark:
    """Something left out or converted, in a Vietnamese sentence for the person who sent the file.

    `kind`: "hidden", "deleted", "formula", "letters" (an old encoding converted), "damaged", "left_out", "struck".
    """

    kind: str
    text: str
    place: Place = Place()


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Document:
    """A whole file. `format` is what it really is ("docx", "xlsx", "pdf", "text", ...), `pages` 0 where unknown.

    `pictured` are the pages that hold no letters that can be read: a scan may be bound in among others.
    """

    blocks: tuple[Block, ...]
    format: str
    pages: int = 0
    remarks: tuple[Remark, ...] = ()
    pictured: tuple[int, ...] = ()

    def paragraphs(self) -> Iterator[Paragraph]:
        """The text outside tables, in order."""
        return (block for block in self.blocks if isinstance(block, Paragraph))

    def tables(self) -> Iterator[Table]:
        """The tables, in order."""
        return (block for block in self.blocks if isinstance(block, Table))
