"""The body of a Word file: its paragraphs and tables in page order, text boxes before the paragraph they hang on."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from catalog.documents.grid import Grid
from catalog.documents.model import Block, Cell, Paragraph, Place, Table
from catalog.documents.shown import shown
from catalog.documents.word.names import is_on, number, value, w
from catalog.documents.word.numbers import Numbers
from catalog.documents.word.runs import DELETED, Piece, Runs, Seen, alternative, is_alternative

_PARAGRAPH, _TABLE, _ROW, _CELL = w("p"), w("tbl"), w("tr"), w("tc")
_CHUNK = w("altChunk")
_CONTAINERS = {w(one) for one in ("sdt", "sdtContent", "smartTag", "customXml", "ins", "moveTo", "body")}
_LAYOUT_COLUMNS = 2


class Body:
    """Reads blocks in document order, which automatic numbers depend on; `left_out` counts what is not printed."""

    def __init__(
        self,
        runs: Runs,
        numbers: Numbers,
        notes: dict[tuple[str, str], str],
        chunk: Callable[[Any], tuple[Block, ...]] = lambda element: (),
    ) -> None:
        """`chunk` reads a w:altChunk: another file put in at this place (empty where it cannot)."""
        self._runs, self._numbers, self._notes, self._chunk = runs, numbers, notes, chunk
        self.left_out: Counter[str] = Counter()
        self.fonts: Counter[str] = Counter()
        self._line = 0

    def blocks(self, parent: Any) -> Iterator[Block]:
        """The blocks that `parent` (w:body, a cell, a text box) holds."""
        waiting: list[Any] = []  # paragraphs whose end is gone: the next one goes on with them
        for element in content(parent):
            if element.tag == _PARAGRAPH:
                waiting.append(element)
                if not self._runs.mark_is_gone(element):
                    yield from self._paragraph(waiting)
                    waiting = []
            else:
                if waiting:
                    yield from self._paragraph(waiting)
                    waiting = []
                yield from self._table(element) if element.tag == _TABLE else self._chunked(element)
        if waiting:
            yield from self._paragraph(waiting)

    def _paragraph(self, elements: list[Any]) -> Iterator[Block]:
        self._line += 1
        place = Place(line=self._line)
        seen, pieces = Seen(), list[Piece]()
        for element in elements:
            pieces += self._runs.pieces(element, seen)
        self.left_out.update(seen.left_out)
        for box in seen.boxes:
            yield from self._boxed(box)
        text, number = "".join(piece.text for piece in pieces), ""
        if text.strip() or not self._runs.mark_is_gone(elements[-1]):
            number = self._numbers.before(elements[-1].find(w("pPr")))
        inked = [piece for piece in pieces if piece.text.strip()]
        kept = None
        if any(piece.struck for piece in inked):
            self.left_out["struck"] += 1
            left = "".join(piece.text for piece in pieces if not piece.struck)
            kept = shown(number + left) if left.strip() else ""
        yield Paragraph(shown(number + text), place, kept=kept, font=next((one.font for one in inked), ""))
        for note in seen.notes:
            if self._notes.get(note):
                yield Paragraph(self._notes[note], place, footnote=True)

    def _boxed(self, box: Any) -> Iterator[Block]:
        """What stands in the text boxes of a drawing; a picture or an object without text is counted."""
        texts = list(_first_of(box, w("txbxContent")))
        if not texts:
            self.left_out["object" if box.tag == w("object") else "picture"] += 1
        for one in texts:
            yield from self.blocks(one)

    def _chunked(self, element: Any) -> Iterator[Block]:
        blocks = self._chunk(element)
        self.left_out["chunk"] += not blocks
        yield from blocks

    def _table(self, element: Any) -> Iterator[Block]:
        self._line += 1
        place = Place(line=self._line)
        if _is_layout(element):
            for row in _inside(element, _ROW):
                for cell in _inside(row, _CELL):
                    yield from self.blocks(cell)
            return
        grid = Grid(place)
        notes: list[Paragraph] = []
        merging: set[int] = set()
        for down, row in enumerate(_inside(element, _ROW), 1):
            properties = row.find(w("trPr"))
            if properties is not None and any(properties.find(one) is not None for one in DELETED):
                self.left_out["deleted_row"] += 1
                continue
            hidden, held = self.left_out["hidden"], Counter(self.left_out)
            put: list[tuple[int, Cell | None]] = []
            column = number(properties, "gridBefore")
            for cell in _inside(row, _CELL):
                said = cell.find(w("tcPr"))
                if said is not None and said.find(w("cellDel")) is not None:
                    self.left_out["deleted"] += 1
                    continue
                columns = max(1, number(said, "gridSpan", 1))
                merged = value(said, "vMerge")
                sideways = value(said, "hMerge")
                read = self._cell(cell, notes)
                if sideways is not None and sideways != "restart" and put:
                    before = put[-1][1]
                    put[-1] = (put[-1][0], before and replace(before, columns=before.columns + columns))
                elif merged is not None and merged != "restart" and column in merging:
                    put.append((column, None))
                else:
                    merging.discard(column)
                    if merged is not None:
                        merging.add(column)
                    put.append(
                        (column, replace(read, place=replace(place, row=down, column=column + 1), columns=columns))
                    )
                column += columns
            empty = not any(cell and cell.text for _, cell in put)
            if (empty and self.left_out["hidden"] > hidden) or (properties is not None and is_on(properties, "hidden")):
                self.left_out = held
                self.left_out["hidden_row"] += 1
                continue
            grid.open_row()
            for at, one in put:
                if one is None:
                    grid.stretch(at)
                else:
                    grid.put(at, one)
            merging = {at for at in merging if at in {where for where, _ in put}}
        if len(grid):
            yield grid.table()
        yield from notes

    def _cell(self, element: Any, notes: list[Paragraph]) -> Cell:
        """A cell's text; a table inside it is read line by line."""
        lines: list[str] = []
        kept: list[str] = []
        struck, font = False, ""
        for block in self.blocks(element):
            if isinstance(block, Paragraph) and block.footnote:
                notes.append(block)
            elif isinstance(block, Paragraph):
                lines.append(block.text)
                kept.append(block.text if block.kept is None else block.kept)
                font, struck = font or block.font, struck or block.kept is not None
            elif isinstance(block, Table):
                inner = [" ".join(filter(None, row.texts)) for row in block.rows]
                lines, kept = lines + inner, kept + inner
        return Cell(shown("\n".join(lines)), kept=shown("\n".join(kept)) if struck else None, font=font)


def content(parent: Any) -> Iterator[Any]:
    """The paragraphs, tables and files put in that stand in `parent`, through everything that only wraps them."""
    for element in parent:
        if element.tag in (_PARAGRAPH, _TABLE, _CHUNK):
            yield element
        elif element.tag in _CONTAINERS:
            yield from content(element)
        elif is_alternative(element):
            branch = alternative(element)
            if branch is not None:
                yield from content(branch)


def _inside(parent: Any, tag: str) -> Iterator[Any]:
    """The rows of a table or the cells of a row, through everything that only wraps them."""
    for element in parent:
        if element.tag == tag:
            yield element
        elif element.tag in _CONTAINERS:
            yield from _inside(element, tag)
        elif is_alternative(element):
            branch = alternative(element)
            if branch is not None:
                yield from _inside(branch, tag)


def _first_of(element: Any, tag: str) -> Iterator[Any]:
    """The outermost elements of this tag, one branch of every choice."""
    for child in element:
        if child.tag == tag:
            yield child
        elif is_alternative(child):
            branch = alternative(child)
            if branch is not None:
                yield from _first_of(branch, tag)
        else:
            yield from _first_of(child, tag)


def _is_layout(table: Any) -> bool:
    """True for a table that only places things on the page: one cell, or other tables in one or two columns."""
    rows = [list(_inside(row, _CELL)) for row in _inside(table, _ROW)]
    if [len(row) for row in rows] == [1]:
        return True
    holds = any(True for row in rows for cell in row for element in content(cell) if element.tag == _TABLE)
    return holds and (len(rows) == 1 or max(map(len, rows), default=0) <= _LAYOUT_COLUMNS)
