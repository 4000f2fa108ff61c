"""What stands on a page whose rulings are wiped out: tables cell by cell, running text line by line, each text with
how sure the machine is of it.
"""

import re
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from catalog.documents.grid import Grid
from catalog.documents.model import Block, Cell, Paragraph, Place, Seen, Table
from catalog.documents.pdf.lines import Line, Part, together
from catalog.documents.pdf.unruled import Unruled
from catalog.documents.pdf.wrapped import unwrapped
from catalog.documents.scans.cells import letter_height, read_cells, read_numbers
from catalog.documents.scans.days import Settled, settled_days
from catalog.documents.scans.due_phrases import phrases_settled
from catalog.documents.scans.letter_size import first_settled, small_settled
from catalog.documents.scans.letters import Word
from catalog.documents.scans.lexicon import Lexicon
from catalog.documents.scans.numbers import are_numbers, in_sequence, is_number, roman_settled
from catalog.documents.scans.pictures import Picture
from catalog.documents.scans.repair import is_doubtful, named, repaired
from catalog.documents.scans.rulings import Box, Ruled
from catalog.documents.scans.specks import cleared, without_specks
from catalog.documents.text import PAGE_NUMBER

_LARGER = 1.35
"""A second look is at a larger picture: what the first one broke stays whole, and the other way about."""
_POINTS = 6.0
"""Of a small letter in type of twelve points: what the rules for unruled tables count in."""
_DIRT, _GUESSED, _AGREED = 0.3, 0.45, 0.9
_SIGN = re.compile(r"[^\W_\u02b0-\u02ff]|[-–+•*,;:.()%/“”\"]")
_TT = re.compile(r"[I1l7]T|T[I1l7]|II|11")
"""What "TT" above the numbers of rows is misread for."""
_ROMAN = frozenset(("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"))


Look = tuple[str, Seen]
"""The text of a cell, and how it was seen."""


class Reading:
    """A page whose rulings are wiped out."""

    def __init__(self, gray: Picture, number: int, lexicon: Lexicon) -> None:
        self._letter = letter_height(gray)
        self._gray, self._dirty = without_specks(gray, self._letter)
        self._number = number
        self._lexicon = lexicon
        self._seen: list[float] = []

    @property
    def sure(self) -> float:
        """The usual confidence of a word of this page; 1 where there is none."""
        return float(np.median(self._seen)) if self._seen else 1.0

    def table(self, ruled: Ruled) -> Table:
        """A ruled table, cell by cell."""
        boxes = [ruled.box_of(cell) for cell in ruled.cells]
        looks = self._looks(boxes)
        width = len(ruled.columns) - 1
        below = [(at, cell) for at, cell in enumerate(ruled.cells) if cell[0] > 0 and cell[3] == 1]
        self._columns(boxes, looks, [[at for at, cell in below if cell[1] == one] for one in range(width)])
        for at, cell in enumerate(ruled.cells):
            numbered = [looks[under][0] for under, one in below if one[1] == cell[1]]
            if cell[0] == 0 and _TT.fullmatch(looks[at][0]) and are_numbers(numbered):
                looks[at] = "TT", replace(looks[at][1], before=looks[at][0])
        grid = Grid(Place(page=self._number))
        for row in range(len(ruled.rows) - 1):
            grid.open_row(torn=row == 0)
            for cell, (text, seen) in zip(ruled.cells, looks, strict=True):
                if cell[0] == row:
                    place = Place(page=self._number, row=row + 1, column=cell[1] + 1)
                    grid.put(cell[1], Cell(text, place, cell[2], cell[3], seen=seen))
        return grid.table()

    def between(self, top: int, bottom: int) -> list[Block]:
        """Running text, and tables that only white divides, between two heights."""
        if bottom - top < 2 * self._letter:
            return []
        (words,) = read_cells(self._gray, [(0, top, self._gray.shape[1], bottom)], self._letter)
        lines = self._lines(words)
        blocks: list[Block] = []
        for one in Unruled().tables_in(lines, Place(page=self._number)):
            if isinstance(one, Table):
                table = self._cell_by_cell(one)
                if _is_table(table):
                    blocks.append(table)
            elif not PAGE_NUMBER.match(one.text) and _is_text(one):
                seen = together(word.seen for word in one.words)
                blocks.append(Paragraph(one.text, Place(page=self._number), seen=seen))
        return blocks

    def _cell_by_cell(self, table: Table) -> Table:
        """A table that only white divides: found on the whole page, and now read as a ruled one is."""
        height, width = self._gray.shape
        places = [(row, at) for row, one in enumerate(table.rows) for at, cell in enumerate(one.cells) if cell.seen]
        boxes: list[Box] = []
        for row, at in places:
            left, top, right, bottom = table.rows[row].cells[at].seen.box  # type: ignore[union-attr]
            edge = round(self._letter / 3)
            boxes.append(
                (
                    max(0, left * width // 1000 - edge), max(0, top * height // 1000 - edge),
                    right * width // 1000 + edge, bottom * height // 1000 + edge,
                )
            )  # fmt: skip
        looks = self._looks(boxes)
        columns = range(len(table.rows[0].cells) if table.rows else 0)
        self._columns(
            boxes, looks, [[n for n, (row, at) in enumerate(places) if at == one and row > 0] for one in columns]
        )
        found = dict(zip(places, looks, strict=True))
        rows = []
        for row, one in enumerate(table.rows):
            cells = [
                replace(cell, text=found[row, at][0], seen=found[row, at][1]) if (row, at) in found else cell
                for at, cell in enumerate(one.cells)
            ]
            rows.append(replace(one, cells=tuple(cells)))
        return replace(table, rows=tuple(rows))

    def _twice(self, boxes: Sequence[Box]) -> list[tuple[list[Word], list[Word]]]:
        """The words of each box; where they are doubtful, those of a second look, too."""
        first = self._words(boxes)
        doubtful = [at for at, words in enumerate(first) if is_doubtful(words, self._lexicon)]
        second = self._words([boxes[at] for at in doubtful], larger=_LARGER)
        again: list[list[Word]] = [[] for _ in boxes]
        for at, words in zip(doubtful, second, strict=True):
            again[at] = words
        return list(zip(first, again, strict=True))

    def _words(self, boxes: Sequence[Box], larger: float = 1.0) -> list[list[Word]]:
        found = read_cells(self._gray, boxes, self._letter, larger=larger)
        return [cleared(words, self._letter) for words in found] if self._dirty else found

    def _looks(self, boxes: Sequence[Box]) -> list[Look]:
        """The cells in these boxes, their words repaired, their days looked at anew."""
        twice = self._twice(boxes)
        days = settled_days(self._gray, [words for words, _ in twice], self._letter)
        return [self._look(words, again, own, box) for (words, again), own, box in zip(twice, days, boxes, strict=True)]

    def _look(self, words: list[Word], again: list[Word], days: list[Settled], box: Box) -> Look:
        self._seen += [word.sure for word in words]
        before = _joined(words, [word.text for word in words])
        texts = repaired(words, again, self._lexicon)
        sure = [word.sure for word in words]
        for day in days:
            texts[day.at] = day.text
            sure[day.at] = max(sure[day.at], _AGREED) if day.agreed else min(sure[day.at], _GUESSED)
        text = small_settled(roman_settled(named(_joined(words, texts), self._lexicon, min(sure, default=1.0))))
        return text, Seen(round(min(sure, default=1.0), 2), self._share(box), "" if text == before else before)

    def _columns(self, boxes: Sequence[Box], looks: list[Look], columns: Sequence[Sequence[int]]) -> None:
        """What the cells of a column say of each other: the numbers of rows, and capitals at the beginning."""
        self._number_columns(boxes, looks, columns)
        for column in columns:
            settled = phrases_settled(first_settled([looks[at][0] for at in column]))
            for at, text in zip(column, settled, strict=True):
                if text != looks[at][0]:
                    looks[at] = text, replace(looks[at][1], before=looks[at][1].before or looks[at][0])

    def _number_columns(self, boxes: Sequence[Box], looks: list[Look], columns: Iterable[Sequence[int]]) -> None:
        """The columns of row numbers, read anew as figures and settled by their sequence; each by its cells."""
        for column in columns:
            if not are_numbers([looks[at][0] for at in column]):
                continue
            wanted = [at for at in column if looks[at][0] not in _ROMAN]
            figures = read_numbers(self._gray, [boxes[at] for at in wanted], self._letter)
            for at, (text, sure) in zip(wanted, figures, strict=True):
                looks[at] = _surer(looks[at], text, sure)
            wanted = [at for at in wanted if looks[at][0]]  # what is blank on paper stays blank
            plain = [looks[at][0].rstrip(".)") for at in wanted]
            sure_of = [looks[at][1].sure >= _GUESSED for at in wanted]
            numbers = [int(one) if one.isdigit() and sure else None for one, sure in zip(plain, sure_of, strict=True)]
            for at, number, settled in zip(wanted, numbers, in_sequence(numbers), strict=True):
                text, seen = looks[at]
                if settled is not None and settled != number and str(settled) != text:
                    looks[at] = str(settled), Seen(0.5, seen.box, seen.before or text)

    def _lines(self, words: Sequence[Word]) -> list[Line]:
        """The words as printed lines from top to bottom, in points; specks that were taken for signs are left out."""
        words = [word for word in words if _SIGN.search(word.text)]
        point = _POINTS / self._letter
        self._seen += [word.sure for word in words]
        rows: list[list[Word]] = []
        for word in sorted(words, key=lambda one: (one.top + one.bottom) / 2):
            middle = (word.top + word.bottom) / 2
            if rows and middle - statistics.fmean((one.top + one.bottom) / 2 for one in rows[-1]) < self._letter:
                rows[-1].append(word)
            else:
                rows.append([word])
        return [self._line(sorted(row, key=lambda word: word.left), point) for row in rows]

    def _line(self, words: list[Word], point: float) -> Line:
        parts = []
        for word, text in zip(words, repaired(words, [], self._lexicon), strict=True):
            box = self._share((word.left, word.top, word.right, word.bottom))
            seen = Seen(round(word.sure, 2), box, word.text if text != word.text else "")
            parts.append(Part(word.left * point, word.right * point, text, seen))
        top, bottom = min(word.top for word in words), max(word.bottom for word in words)
        return Line(tuple(parts), top * point, bottom * point, 2 * _POINTS)

    def _share(self, box: Box) -> Box:
        height, width = self._gray.shape
        left, top, right, bottom = box
        return (
            round(1000 * left / width), round(1000 * top / height),
            round(1000 * right / width), round(1000 * bottom / height),
        )  # fmt: skip


def _surer(look: Look, text: str, sure: float) -> Look:
    """What was first read of a row's number, or what its figures alone say."""
    first, seen = look
    if not text or (is_number(first) and sure <= seen.sure and text != first.rstrip(".)")):
        return look
    if text == first.rstrip(".)"):
        return first, replace(seen, sure=round(max(sure, seen.sure), 2))
    return text, Seen(round(sure, 2), seen.box, seen.before or first)


def _is_text(line: Line) -> bool:
    """False for dirt: hardly any of it was read as words."""
    words = [word for word in line.words if any(letter.isalnum() for letter in word.text)]
    sure = [word.seen.sure for word in words if word.seen]
    return bool(sure) and statistics.median(sure) >= _DIRT


def _is_table(table: Table) -> bool:
    """False for what a stamp or dirt left in columns by chance: hardly a letter of it was read with any confidence."""
    read = [
        (sum(letter.isalnum() for letter in cell.text), cell.seen.sure)
        for row in table.rows
        for cell in row.cells
        if cell.seen
    ]
    letters = sum(many for many, _ in read)
    return letters > 0 and sum(many * sure for many, sure in read) >= _DIRT * letters


def _joined(words: Sequence[Word], texts: Sequence[str]) -> str:
    """The text of a cell: its lines joined as those of a printed page are."""
    lines: dict[tuple[int, int, int], list[str]] = {}
    for word, text in zip(words, texts, strict=True):
        lines.setdefault(word.line, []).append(text)
    return unwrapped(" ".join(line) for line in lines.values())
