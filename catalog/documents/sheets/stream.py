"""The stored cells of a sheet, row after row: nothing is held but the row being read, and empty places cost nothing."""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, Any
from zipfile import BadZipFile

from lxml import etree

from catalog.documents.model import NotReadable
from catalog.letters import is_old_font, read

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_OFF = ("0", "false", "off")
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_PIECE = 1024 * 1024
_EMPTY_CELL = re.compile(rb'<(?:x:)?c [^<>]*\br="[^<>]*(?:/>|>(?:<(?:x:)?v(?:/>|></(?:x:)?v>))?</(?:x:)?c>)')
_EMPTY_ROW = re.compile(rb'<(?:x:)?row [^<>]*\br="[^<>]*(?:/>|>\s*</(?:x:)?row>)')
_BROKEN = "Tệp Excel bị hỏng: có trang tính không đọc được."


@dataclass(frozen=True, slots=True)
class RawCell:
    """A stored cell: its value as text, its type ("n", "s", "b", "e", "d", "t" for text), style and formula flag.

    `kept` is a text without its struck runs, None where none is struck.
    """

    column: int
    value: str
    type: str
    style: int
    formula: bool = False
    kept: str | None = None


@dataclass
class Sheet:
    """What a sheet says beside its cells, complete once its rows have been walked."""

    hidden_columns: set[int] = field(default_factory=set)
    merges: list[tuple[int, int, int, int]] = field(
        default_factory=list
    )  # first row, first column, last row, last column


class _Filled:
    """A sheet's XML without the cells and rows that only have a look: a million of them cost a search, no parsing.

    Only what names its own place is left out, so that places which are counted stay right.
    """

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._rest = b""

    def read(self, size: int = -1) -> bytes:
        """The next piece (its length follows the file, not `size`); b"" at the end."""
        while True:
            piece = self._stream.read(_PIECE)
            data = self._rest + piece
            cut = data.rfind(b"<row") if piece else len(data)
            if cut <= 0 and piece:
                cut = data.rfind(b">") + 1 if len(data) < 8 * _PIECE else len(data)
            self._rest, data = data[cut:], data[:cut]
            if b"<![CDATA[" not in data:
                data = _EMPTY_ROW.sub(b"", _EMPTY_CELL.sub(b"", data))
            if data or not piece:
                return data


def rows_of(stream: IO[bytes], sheet: Sheet) -> Iterator[tuple[int, bool, list[RawCell]]]:
    """The rows with cells, as (number, hidden, cells); `sheet` is filled on the way. Raises NotReadable."""
    number = 0
    try:
        parts = etree.iterparse(
            _Filled(stream), events=("end",), tag=("{*}row", "{*}col", "{*}mergeCell"), resolve_entities=False,
            no_network=True, remove_comments=True,
        )  # fmt: skip
        for _, element in parts:
            name = etree.QName(element).localname
            if name == "row":
                number = _whole(element.get("r")) or number + 1
                if number <= _LAST_ROW:
                    cells = list(_cells(element))
                    if cells:
                        yield number, _is_hidden(element, "ht"), cells
            elif name == "col":
                first, last = _whole(element.get("min")), min(_whole(element.get("max")), _LAST_COLUMN)
                if _is_hidden(element, "width"):
                    sheet.hidden_columns.update(range(first, last + 1))
            else:
                area = _area(element.get("ref", ""))
                if area is not None:
                    sheet.merges.append(area)
            _forget(element)
    except (etree.XMLSyntaxError, BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
        raise NotReadable(_BROKEN) from error


def text_of(element: Any) -> str:
    """The text of a string item: its runs joined, phonetic hints left out, escapes like `_x000D_` undone."""
    parts: list[str] = []
    for child in element:
        name = etree.QName(child).localname if isinstance(child.tag, str) else ""
        if name == "t":
            parts.append(child.text or "")
        elif name == "r":
            parts.append(_run(child))
    return unescaped("".join(parts))


def kept_of(element: Any) -> str | None:
    """The text of a string item without its runs that are struck through; None where none is."""
    runs = element.findall("{*}r")
    left = [run for run in runs if (strike := run.find("{*}rPr/{*}strike")) is None or strike.get("val") in _OFF]
    return None if len(left) == len(runs) else unescaped("".join(map(_run, left)))


def unescaped(text: str) -> str:
    """Excel's way to write signs XML has no place for, undone; a carriage return is a line end."""
    if "_x" in text:
        text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _run(element: Any) -> str:
    """A run of rich text, converted where its own font is an old one."""
    text = "".join(one.text or "" for one in element.findall("{*}t"))
    font = element.find("{*}rPr/{*}rFont")
    name = "" if font is None else font.get("val", "")
    return read(text, name).text if is_old_font(name) else text


def _cells(row: Any) -> Iterator[RawCell]:
    column = 0
    for cell in row.iterchildren("{*}c"):
        column = _column(cell.get("r", "")) or column + 1
        if column > _LAST_COLUMN:
            continue
        kind, style = cell.get("t", "n"), _whole(cell.get("s"))
        formula = cell.find("{*}f") is not None
        kept = None
        if kind == "inlineStr":
            text = cell.find("{*}is")
            value, kind = ("" if text is None else text_of(text)), "t"
            kept = None if text is None else kept_of(text)
        else:
            found = cell.find("{*}v")
            value = "" if found is None else found.text or ""
            if kind == "str":
                value, kind = unescaped(value), "t"
        if value or formula:
            yield RawCell(column, value, kind, style, formula, kept)


def _column(reference: str) -> int:
    """The column of "AB12"; 0 for none."""
    column = 0
    for char in reference:
        if not char.isalpha():
            break
        column = column * 26 + ord(char.upper()) - 64
        if column > _LAST_COLUMN:
            break
    return column


def _area(reference: str) -> tuple[int, int, int, int] | None:
    found = re.fullmatch(r"\$?([A-Za-z]{1,3})\$?(\d{1,7}):\$?([A-Za-z]{1,3})\$?(\d{1,7})", reference)
    return None if found is None else (int(found[2]), _column(found[1]), int(found[4]), _column(found[3]))


def _is_hidden(element: Any, size: str) -> bool:
    if element.get("hidden") in ("1", "true", "on"):
        return True
    try:
        return element.get(size) is not None and float(element.get(size)) == 0
    except ValueError:
        return False


def _whole(text: str | None) -> int:
    return int(text) if text and text.isdigit() and len(text) < 10 else 0


def _forget(element: Any) -> None:
    """Free an element that has been read and those before it."""
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]
