"""OpenDocument texts and spreadsheets (.odt, .ods, also in one XML text), as LibreOffice shows them."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from catalog.documents.grid import MOST_COLUMNS, Grid
from catalog.documents.model import Block, Cell, Document, Kind, NotReadable, Paragraph, Place, Precision, Remark, Table
from catalog.documents.opendocument_lists import Lists
from catalog.documents.package import Package
from catalog.documents.sheets.iso import shown_iso
from catalog.documents.shown import shown

_NAMES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
}
_MOST_REPEATED = 100  # a filled row or cell said to be repeated more often fills the sheet to its edge: it is read once
_DATED = {"year": "year", "quarter": "quarter", "month": "month", "day": "day", "hours": "minute"}


def q(name: str) -> str:
    """The full tag or attribute of "table:name"."""
    prefix, _, local = name.partition(":")
    return f"{{{_NAMES[prefix]}}}{local}"


def read_opendocument(package: Package) -> Document:
    """The document of a zipped OpenDocument file. Raises NotReadable."""
    manifest = package.read("META-INF/manifest.xml")
    if b"encryption-data" in manifest:
        raise NotReadable("Tệp OpenDocument có mật khẩu; đề nghị bỏ mật khẩu rồi gửi lại.")
    root = package.xml("content.xml")
    if root is None:
        raise NotReadable("Tệp OpenDocument bị hỏng: không có phần nội dung.")
    return read_flat(root, package.xml("styles.xml"))


def read_flat(root: Any, styles: Any = None) -> Document:
    """The document of an OpenDocument root element (office:document or office:document-content)."""
    body = root.find(q("office:body"))
    content = None if body is None else next((one for one in body if isinstance(one.tag, str)), None)
    if content is None:
        raise NotReadable("Tệp OpenDocument bị hỏng: không có phần nội dung.")
    reading = _Reading(root, styles)
    if content.tag == q("office:spreadsheet"):
        blocks = tuple(block for one in content.iter(q("table:table")) for block in reading.sheet(one))
        return Document(blocks, "ods", remarks=tuple(reading.remarks()))
    if content.tag != q("office:text"):
        raise NotReadable("Tệp OpenDocument này không phải văn bản (.odt) hay bảng tính (.ods).")
    return Document(tuple(reading.blocks(content)), "odt", remarks=tuple(reading.remarks()))


class _Reading:
    def __init__(self, root: Any, styles: Any) -> None:
        self._roots = [one for one in (root, styles) if one is not None]
        self._styles = {
            one.get(q("style:name"), ""): one for base in self._roots for one in base.iter(q("style:style"))
        }
        self._lists = Lists(self._roots)
        self._hidden_paragraphs = set(self._named(q("text:display"), ("none",)))
        self.left_out: Counter[str] = Counter()
        self._line = 0

    def _named(self, attribute: str, values: tuple[str, ...]) -> Iterator[str]:
        for name, style in self._styles.items():
            if any(one.get(attribute) in values for one in style.iter() if isinstance(one.tag, str)):
                yield name

    def remarks(self) -> Iterator[Remark]:
        """What was left out, a sentence each."""
        said = {
            "sheet": ("hidden", "Có {} trang tính bị ẩn, không được đọc."),
            "row": ("hidden", "Có {} hàng bị ẩn, không được đọc."),
            "column": ("hidden", "Có {} cột bị ẩn, không được đọc."),
            "hidden": ("hidden", "Có {} chỗ chữ ẩn, không được đọc."),
            "deleted": ("deleted", "Có {} chỗ đã bị xóa ở chế độ theo dõi sửa đổi, không được đọc."),
            "repeated": ("left_out", "Có {} hàng hoặc ô lặp lại y hệt rất nhiều lần, chỉ được đọc một lần."),
            "picture": ("left_out", "Có {} hình trong văn bản; chữ trong hình không được đọc."),
        }
        for what, (kind, form) in said.items():
            if self.left_out[what]:
                yield Remark(kind, form.format(self.left_out[what]))

    def blocks(self, parent: Any) -> Iterator[Block]:
        """The blocks of a text body, a cell or a text box."""
        for element in parent:
            tag = element.tag
            if tag == q("text:tracked-changes"):
                self.left_out["deleted"] += sum(1 for _ in element.iter(q("text:deletion")))
            elif tag in (q("text:p"), q("text:h")):
                yield from self._paragraph(element, self._lists.heading(element) if tag == q("text:h") else "")
            elif tag == q("text:list"):
                yield from self._list(element)
            elif tag == q("table:table"):
                yield from self._text_table(element)
            elif tag in (
                q("text:section"),
                q("text:index-body"),
                q("text:table-of-content"),
                q("text:soft-page-break"),
            ):
                if element.get(q("text:display")) == "none":
                    self.left_out["hidden"] += 1
                else:
                    yield from self.blocks(element)
            elif tag in (q("draw:frame"), q("draw:g"), q("draw:custom-shape")):
                yield from self._boxes(element)

    def _list(self, element: Any) -> Iterator[Block]:
        for item, number in self._lists.items(element):
            first = True
            for child in item:
                if child.tag == q("text:list"):
                    yield from self._list(child)
                elif child.tag in (q("text:p"), q("text:h")):
                    yield from self._paragraph(child, number if first else "")
                    first = False

    def _paragraph(self, element: Any, number: str) -> Iterator[Block]:
        self._line += 1
        place = Place(line=self._line)
        boxes: list[Any] = []
        notes: list[str] = []
        text = "".join(self._words(element, boxes, notes))
        if element.get(q("text:style-name")) in self._hidden_paragraphs:
            self.left_out["hidden"] += 1
            return
        for box in boxes:
            yield from self._boxes(box)
        yield Paragraph(shown(f"{number}{text}"), place)
        for note in notes:
            yield Paragraph(note, place, footnote=True)

    def _boxes(self, frame: Any) -> Iterator[Block]:
        boxes = [frame] if frame.tag == q("draw:custom-shape") else list(frame.iter(q("draw:text-box")))
        if not boxes:
            self.left_out["picture"] += 1
        for box in boxes:
            yield from self.blocks(box)

    def _words(self, element: Any, boxes: list[Any], notes: list[str]) -> Iterator[str]:
        yield " ".join((element.text or "").split("\n"))
        for child in element:
            tag = child.tag
            if tag == q("text:s"):
                yield " " * min(int(child.get(q("text:c")) or 1), 100)
            elif tag == q("text:tab"):
                yield "\t"
            elif tag == q("text:line-break"):
                yield "\n"
            elif tag == q("text:note"):
                body = child.find(q("text:note-body"))
                notes.append(shown("" if body is None else " ".join(body.itertext())))
            elif tag in (q("draw:frame"), q("draw:custom-shape"), q("draw:g")):
                boxes.append(child)
            elif tag in (q("office:annotation"), q("text:hidden-text"), q("text:tracked-changes")):
                pass
            elif tag == q("text:ruby"):
                base = child.find(q("text:ruby-base"))
                yield "" if base is None else "".join(base.itertext())
            elif tag == q("text:span") and child.get(q("text:style-name")) in self._hidden_paragraphs:
                self.left_out["hidden"] += 1
            elif isinstance(tag, str):
                yield from self._words(child, boxes, notes)
            yield " ".join((child.tail or "").split("\n"))

    def _text_table(self, element: Any) -> Iterator[Block]:
        self._line += 1
        place = Place(line=self._line)
        rows = list(_inside(element, "table:table-row"))
        cells = [list(_cells_of(row)) for row in rows]
        holds = any(one.find(q("table:table")) is not None for row in cells for one in row)
        if [len(row) for row in cells] == [1] or (holds and (len(cells) == 1 or max(map(len, cells)) <= 2)):
            for row in cells:
                for cell in row:
                    yield from self.blocks(cell)
            return
        grid = Grid(place)
        notes: list[Paragraph] = []
        for down, row in enumerate(cells, 1):
            grid.open_row()
            for column, cell in enumerate(row):
                if cell.tag == q("table:table-cell"):
                    rows_, columns = (
                        int(cell.get(q(f"table:number-{one}-spanned")) or 1) for one in ("rows", "columns")
                    )
                    where = Place(line=place.line, row=down, column=column + 1)
                    grid.put(column, Cell(self._said(cell, notes), where, rows_, columns))
        if len(grid):
            yield grid.table()
        yield from notes

    def _said(self, cell: Any, notes: list[Paragraph]) -> str:
        lines: list[str] = []
        for block in self.blocks(cell):
            if isinstance(block, Paragraph) and block.footnote:
                notes.append(block)
            elif isinstance(block, Paragraph):
                lines.append(block.text)
            else:
                lines += [" ".join(filter(None, row.texts)) for row in block.rows]
        return shown("\n".join(lines))

    def sheet(self, element: Any) -> Iterator[Table]:
        """The table of one sheet; repeated empty rows and cells cost nothing."""
        name = element.get(q("table:name"), "")
        style = self._styles.get(element.get(q("table:style-name"), ""))
        shows = None if style is None else style.find(f"{q('style:table-properties')}")
        if shows is not None and shows.get(q("table:display")) == "false":
            self.left_out["sheet"] += 1
            return
        hidden = _hidden_columns(element)
        grid = Grid(Place(sheet=name, row=1, column=1))
        number, seen_hidden = 0, set[int]()
        for row in _inside(element, "table:table-row"):
            times = int(row.get(q("table:number-rows-repeated")) or 1)
            cells = list(self._sheet_cells(row, name, number + 1))
            if not cells:
                number += times
                continue
            if row.get(q("table:visibility")) in ("collapse", "filter"):
                self.left_out["row"] += times
                number += times
                continue
            often = self._as_often_as_read(times)
            for _ in range(often):
                number += 1
                grid.open_row()
                for column, cell in cells:
                    if column in hidden:
                        seen_hidden.add(column)
                    else:
                        grid.put(column - sum(one < column for one in hidden), cell)
            number += times - often
        self.left_out["column"] += len(seen_hidden)
        if len(grid):
            yield grid.table()

    def _as_often_as_read(self, times: int) -> int:
        if times <= _MOST_REPEATED:
            return times
        self.left_out["repeated"] += 1
        return 1

    def _sheet_cells(self, row: Any, name: str, number: int) -> Iterator[tuple[int, Cell]]:
        column = 0
        for cell in row:
            if cell.tag not in (q("table:table-cell"), q("table:covered-table-cell")):
                continue
            times = int(cell.get(q("table:number-columns-repeated")) or 1)
            text = "" if cell.tag == q("table:covered-table-cell") else self._said(cell, [])
            if text and column < MOST_COLUMNS:
                for at in range(column, min(column + self._as_often_as_read(times), MOST_COLUMNS)):
                    yield at, self._sheet_cell(cell, text, Place(sheet=name, row=number, column=at + 1))
            column += times

    def _sheet_cell(self, cell: Any, text: str, place: Place) -> Cell:
        rows, columns = (int(cell.get(q(f"table:number-{one}-spanned")) or 1) for one in ("rows", "columns"))
        stored = cell.get(q("office:value-type"), "string")
        value: Any = None
        kind: Kind = "text"
        precision: Precision = ""
        if stored == "date":
            value = shown_iso(cell.get(q("office:date-value"), ""), "").value
            kind, precision = "date", self._precision(cell.get(q("table:style-name"), ""))
        elif stored in ("float", "percentage", "currency"):
            try:
                kind, value = "number", float(cell.get(q("office:value"), ""))
            except ValueError:
                kind = "text"
        return Cell(text, place, rows, columns, kind=kind, value=value, precision=precision)

    def _precision(self, style: str) -> Precision:
        """How much of a date its style shows; a whole day where nobody says."""
        found = self._styles.get(style)
        data = "" if found is None else found.get(q("style:data-style-name"), "")
        for root in self._roots:
            for one in root.iter("{urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0}date-style"):
                if data and one.get(q("style:name")) == data:
                    parts = {str(child.tag).rpartition("}")[2] for child in one}
                    finest = [part for part in _DATED if part in parts]
                    return _DATED[finest[-1]] if finest else "day"  # type: ignore[return-value]
        return "day"


def _inside(parent: Any, name: str) -> Iterator[Any]:
    """The rows of a table, through header groups and the like, not those of tables inside."""
    for element in parent:
        if element.tag == q(name):
            yield element
        elif element.tag in (q("table:table-header-rows"), q("table:table-rows"), q("table:table-row-group")):
            yield from _inside(element, name)


def _cells_of(row: Any) -> Iterator[Any]:
    """The cells of a text table's row, covered ones too, repeated ones as often as they are."""
    for cell in row:
        if cell.tag in (q("table:table-cell"), q("table:covered-table-cell")):
            for _ in range(min(int(cell.get(q("table:number-columns-repeated")) or 1), MOST_COLUMNS)):
                yield cell


def _hidden_columns(element: Any) -> set[int]:
    hidden: set[int] = set()
    at = 0
    for column in element.iter(q("table:table-column")):
        times = min(int(column.get(q("table:number-columns-repeated")) or 1), 16_384)
        if column.get(q("table:visibility")) in ("collapse", "filter"):
            hidden.update(range(at, min(at + times, MOST_COLUMNS)))
        at += times
    return hidden
