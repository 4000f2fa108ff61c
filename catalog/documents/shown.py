"""Text as it is shown, and the one place where a whole document passes the gate of letters."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from catalog.documents.model import Block, Cell, Document, Paragraph, Remark, Row
from catalog.letters import read

_BLANKS = re.compile(r"[^\S\n]+")
_AROUND_BREAK = re.compile(r" *\n[ \n]*")
_HALF_LETTER, _KEPT = re.compile("(?<=[ÃÆº»])\xa0"), "\ue0a0"
"""A no-break blank that is half a letter of text decoded wrongly once ("Ã " is "à"): the gate of letters needs it."""
_ENOUGH = 3  # texts in an old encoding before a document is taken to be written in it
_NAMES = {"TCVN3": "TCVN3 (ABC, phông .Vn…)", "VNI": "VNI-Windows (phông VNI-…)", "VIQR": "VIQR"}


def shown(text: str) -> str:
    """Single blanks, "\\n" only between lines that hold something, nothing at the ends. Letters stay as they are."""
    if "\xa0" in text and _HALF_LETTER.search(text):
        return shown(_HALF_LETTER.sub(_KEPT, text)).replace(_KEPT, "\xa0")
    if "\n" not in text:
        return " ".join(text.split())
    return _AROUND_BREAK.sub("\n", _BLANKS.sub(" ", text)).strip()


def lettered(document: Document) -> Document:
    """The document with every text settled (see `catalog.letters`), and a remark for each encoding that was converted.

    An encoding found in most texts of a document decides where a text alone could be either.
    """
    gate = _Gate()
    blocks = tuple(map(gate.block, document.blocks))
    usual = gate.usual()
    if usual:
        gate = _Gate(usual)
        blocks = tuple(map(gate.block, document.blocks))
    return replace(document, blocks=blocks, remarks=(*document.remarks, *gate.remarks()))


class _Gate:
    def __init__(self, expected: str = "") -> None:
        self._expected = expected
        self._converted: Counter[str] = Counter()
        self._unicode = 0

    def block(self, block: Block) -> Block:
        if isinstance(block, Paragraph):
            text, kept = self._both(block)
            return block if text is block.text and kept is block.kept else replace(block, text=text, kept=kept)
        return replace(block, rows=tuple(map(self._row, block.rows)))

    def usual(self) -> str:
        """The old encoding that most texts are in, "" where it is Unicode."""
        for name, count in self._converted.most_common(1):
            if name in ("TCVN3", "VNI") and count >= _ENOUGH and count > self._unicode:
                return name
        return ""

    def remarks(self) -> Iterator[Remark]:
        for name, count in self._converted.items():
            if name == "UTF-8":
                yield Remark(
                    "letters", f"Có {count} chỗ chữ bị giải mã sai một lần (UTF-8), đã được khôi phục; cần kiểm tra."
                )
            else:
                text = f"Có {count} chỗ gõ bằng bảng mã cũ {_NAMES[name]}, đã được chuyển sang Unicode; cần kiểm tra."
                yield Remark("letters", text)

    def _row(self, row: Row) -> Row:
        cells = tuple(map(self._cell, row.cells))
        return row if all(new is old for new, old in zip(cells, row.cells, strict=True)) else replace(row, cells=cells)

    def _cell(self, cell: Cell) -> Cell:
        if not cell.text:
            return cell
        text, kept = self._both(cell)
        return cell if text is cell.text and kept is cell.kept else replace(cell, text=text, kept=kept)

    def _both(self, one: Cell | Paragraph) -> tuple[str, str | None]:
        """The text of a cell or paragraph, and that without what is crossed out."""
        text = self._read(one.text, one.font)
        return text, self._read(one.kept, one.font) if one.kept else one.kept

    def _read(self, text: str, font: str) -> str:
        reading = read(text, font, expected=self._expected)
        if reading.encoding:
            self._converted[reading.encoding] += 1
        elif not text.isascii():
            self._unicode += 1
        return text if reading.text == text else shown(reading.text)
