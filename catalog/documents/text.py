"""Text files: tab-separated tables torn over pages between paragraphs, and CSV.

Known tears: the header printed again, blank lines, form feeds, page numbers, footnotes between two rows, a cell that
goes on in lines of its own.
"""

import csv
import re
import unicodedata
from collections import Counter
from dataclasses import replace

from catalog.documents.encodings import decode
from catalog.documents.grid import MOST_COLUMNS, Grid
from catalog.documents.model import Block, Cell, Document, NotReadable, Paragraph, Place
from catalog.documents.shown import shown

PAGE_NUMBER = re.compile(r"^[\s\-–—]*(?:trang\s+)?(?!20[2-9]\d\W*$)\d{1,4}(?:\s*/\s*\d{1,4})?[\s\-–—]*$", re.IGNORECASE)
_FOOTNOTE = re.compile(r"^\s*(?:[¹²³⁴⁵⁶⁷⁸⁹]+|<sup>\d+</sup>)\s*\S")
_NEW_PART = re.compile(r"^\s*(?:phụ lục|nơi nhận|tm\.|t/m|kt\.)\b", re.IGNORECASE)
_NUMBERED = re.compile(r"^\s*(?:[\dIVXivx]+(?:\.\d+)*[.)]?|[-–+•])\s*$")
_SEPARATORS = ";,\t|"


def read_text(data: bytes, name: str = "") -> Document:
    """The document of a text file; places are line numbers. Raises NotReadable."""
    text = unicodedata.normalize("NFC", decode(data)).replace("\r\n", "\n").replace("\r", "\n")
    separator = _separator(text, name)
    if separator:
        return _read_csv(text, separator)
    reading = _Reading()
    for number, line in enumerate(text.split("\n"), 1):
        reading.take(number, line)
    return Document(tuple(reading.finish()), "text", pages=reading.page if reading.page > 1 else 0)


class _Reading:
    """Line after line: which row is open, how wide its table is, and whether a page broke before this line."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.grid: Grid | None = None
        self.row: list[str] = []
        self.row_place = Place()
        self.row_torn = False
        self.width = 0
        self.titles: list[str] = []
        self.broken = False
        self.page = 1
        self.footnotes: list[Paragraph] = []  # of the open table: they follow it, whatever row they were printed after

    def take(self, number: int, line: str) -> None:
        if "\f" in line:
            self.broken = True
            self.page += line.count("\f")
            line = line.replace("\f", "")
        if not line.strip() or (self.width and "\t" not in line and PAGE_NUMBER.match(line)):
            self.broken = self.broken or "\t" not in line
        elif "\t" in line:
            self._take_cells(number, line.split("\t"))
        else:
            self._take_words(number, line)

    def _take_cells(self, number: int, cells: list[str]) -> None:
        if len(cells) > MOST_COLUMNS:
            raise NotReadable(f"Dòng {number} có hơn {MOST_COLUMNS} cột; đây không phải là văn bản có bảng.")
        anew = _are_titles(cells)
        if anew:
            self._close_row()
            self.width = len(cells)
            self.row, self.row_place, self.row_torn = list(cells), self._place(number), True
            self._close_row()
            self.broken = True
        elif self.row and len(self.row) < self.width and len(self.row) + len(cells) - 1 <= self.width:
            self.row[-1] = f"{self.row[-1]}\n{cells[0]}"
            self.row.extend(cells[1:])
        else:
            self._close_row()
            self.width = self.width or len(cells)
            self.row, self.row_place, self.row_torn = list(cells), self._place(number), self.broken
            self.broken = False

    def _take_words(self, number: int, line: str) -> None:
        if self.width and _FOOTNOTE.match(line):
            self._close_row()
            self._paragraph(number, re.sub(r"^\s*[¹²³⁴⁵⁶⁷⁸⁹]+", "", line), footnote=True)
        elif self.row and not _NEW_PART.match(line) and (not self.broken or _goes_on(line)):
            self.row[-1] = f"{self.row[-1]}\n{line}"
        else:
            self._close_row()
            self._close_table()
            self._paragraph(number, line)
            self.broken = False

    def _paragraph(self, number: int, line: str, *, footnote: bool = False) -> None:
        paragraph = Paragraph(shown(line), self._place(number), footnote=footnote)
        (self.footnotes if footnote else self.blocks).append(paragraph)

    def _place(self, number: int) -> Place:
        return Place(page=self.page if self.page > 1 else 0, line=number)

    def _close_row(self) -> None:
        if self.row:
            if self.grid is None:
                self.grid = Grid(self.row_place)
            self.grid.open_row(torn=self.row_torn)
            for column, text in enumerate(self.row):
                place = replace(self.row_place, row=len(self.grid), column=column + 1)
                self.grid.put(column, Cell(shown(text), place))
            self.row = []

    def _close_table(self) -> None:
        if self.grid is not None:
            self.blocks.append(self.grid.table())
        self.blocks += self.footnotes
        self.grid, self.footnotes, self.width = None, [], 0

    def finish(self) -> list[Block]:
        self._close_row()
        self._close_table()
        return self.blocks


def _are_titles(cells: list[str]) -> bool:
    """True for what looks like column titles: three short cells or more, all filled, none a number or a bullet."""
    return (
        len(cells) > 2
        and all(0 < len(cell.strip()) <= 60 for cell in cells)
        and not any(_NUMBERED.match(cell) or re.search(r"\d[/.]\d", cell) for cell in cells)
    )


def _goes_on(line: str) -> bool:
    """True for a line that cannot begin a paragraph of its own: an item, a tag, or a small letter."""
    start = line.strip()[:1]
    return start in "-+•<" or start.islower()


def _separator(text: str, name: str) -> str:
    """The sign that divides the cells of a CSV file; "" for a text that is none."""
    first = text.lstrip("\ufeff \n")[:6].lower()
    if first.startswith("sep=") and len(first) > 4:
        return first[4]
    named = name.lower().endswith((".csv", ".tsv"))
    lines = [line for line in text.split("\n")[:60] if line.strip()]
    if not lines or ("\t" in text and not named):
        return ""
    best, most = "", 0
    for separator in _SEPARATORS:
        try:
            counts = Counter(len(row) for row in csv.reader(lines, delimiter=separator) if row)
        except csv.Error:  # a line longer than any cell of a table
            return ""
        width, same = max(((width, same) for width, same in counts.items() if width > 1), default=(1, 0))
        share = same / max(1, sum(counts.values()))
        if (
            width > 1
            and same >= 2
            and (share > 0.9 and width > 3 if not named else share > 0.3)
            and same * width > most
        ):
            best, most = separator, same * width
    return best


def _read_csv(text: str, separator: str) -> Document:
    lines = text.lstrip("\ufeff").split("\n")
    if lines[0].lower().startswith("sep="):
        lines[0] = ""
    grid = Grid(Place(line=1))
    try:
        reader = csv.reader([f"{line}\n" for line in lines], delimiter=separator)
        start = 1
        for cells in reader:
            if any(cell.strip() for cell in cells):
                grid.open_row()
                for column, text_of_cell in enumerate(cells):
                    grid.put(column, Cell(shown(text_of_cell), Place(line=start, row=len(grid), column=column + 1)))
            start = reader.line_num + 1
    except csv.Error as error:
        raise NotReadable("Tệp CSV bị hỏng: có ô quá dài hoặc dấu nháy không khép.") from error
    return Document((grid.table(),) if len(grid) else (), "csv")
