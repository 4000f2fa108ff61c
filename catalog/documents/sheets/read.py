"""A workbook (.xlsx, .xlsm, .xltx) as a `Document`: the visible sheets in order, each one table."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from catalog.documents.grid import MOST_COLUMNS, Grid
from catalog.documents.model import Cell, Document, NotReadable, Place, Remark, Table
from catalog.documents.package import Package
from catalog.documents.sheets.formats import shown_number, shown_text
from catalog.documents.sheets.iso import shown_iso
from catalog.documents.sheets.stream import RawCell, Sheet, kept_of, rows_of, text_of
from catalog.documents.sheets.styles import CellStyle, cell_styles
from catalog.documents.shown import shown

MOST_CELLS = 600_000
"""Filled cells of a workbook. No plan comes near; beyond it the memory would."""
_FEW = 5  # addresses named in one remark

Kept = dict[int, dict[int, Cell]]


def read_workbook(package: Package, part: str) -> Document:
    """The document of the workbook whose main part is `part`. Raises NotReadable."""
    book = Workbook(package, part)
    tables = tuple(table for name in book.visible if (table := _table(book, name)) is not None)
    return Document(tables, "xlsx", remarks=tuple(book.remarks()))


class Workbook:
    """What the sheets of a workbook share: texts, styles, the calendar; and what was left out of them."""

    def __init__(self, package: Package, part: str) -> None:
        root = package.xml(part)
        if root is None:
            raise NotReadable("Tệp Excel bị hỏng: không có phần nội dung.")
        parts = {one: target for one, _, target in package.related(part)}
        self.package = package
        self.sheets: dict[str, str] = {}
        self.visible: list[str] = []
        self.left_out: Counter[str] = Counter()
        self.addresses: dict[str, list[str]] = {}
        hidden: list[str] = []
        for one in root.iter("{*}sheet"):
            name = one.get("name", "")
            target = parts.get(next((value for key, value in one.attrib.items() if key.endswith("}id")), ""), "")
            if target not in package or "chartsheet" in target:
                continue
            self.sheets[name] = target
            (self.visible if one.get("state", "visible") == "visible" else hidden).append(name)
        self.hidden_sheets = hidden
        setting = root.find("{*}workbookPr")
        self.since_1904 = setting is not None and setting.get("date1904") in ("1", "true", "on")
        self.styles = cell_styles(package.xml_related(part, "styles"))
        self.texts, self._kept = _shared(package, part)
        self.cells = 0
        self.without_value: set[tuple[str, int, int]] = set()  # formulas nobody has reckoned: sheet, row, column

    def rows(self, name: str, sheet: Sheet) -> Iterator[tuple[int, bool, list[RawCell]]]:
        """The stored rows of a sheet (see `rows_of`)."""
        with self.package.open(self.sheets[name]) as stream:
            yield from rows_of(stream, sheet)

    def shown(self, name: str, sheet: Sheet | None = None, hidden: set[int] | None = None) -> "Kept":
        """The cells of a sheet that show something, by row and column, hidden ones too; those rows go into `hidden`.

        Raises NotReadable where the workbook has more filled cells than the memory should hold.
        """
        rows: Kept = {}
        for number, is_hidden, raw in self.rows(name, Sheet() if sheet is None else sheet):
            cells = {one.column: cell for one in raw if (cell := _cell(self, name, number, one)) is not None}
            if not cells:
                continue
            self.cells += len(cells)
            if self.cells > MOST_CELLS:
                most = f"{MOST_CELLS:,}".replace(",", ".")
                raise NotReadable(
                    f"Bảng tính quá lớn: có hơn {most} ô có dữ liệu; đề nghị gửi riêng trang có nhiệm vụ."
                )
            rows[number] = cells
            if is_hidden and hidden is not None:
                hidden.add(number)
        return rows

    def text(self, cell: RawCell) -> str:
        """The text of a cell that holds one, exactly as stored."""
        if cell.type != "s":
            return cell.value
        index = int(cell.value) if cell.value.isdigit() else -1
        return self.texts[index] if 0 <= index < len(self.texts) else ""

    def kept(self, cell: RawCell) -> str | None:
        """The text of a cell without its runs that are struck through; None where none is."""
        return self._kept.get(int(cell.value)) if cell.type == "s" and cell.value.isdigit() else cell.kept

    def note(self, what: str, address: str = "") -> None:
        """Count something that is left out, and remember where the first ones stood."""
        self.left_out[what] += 1
        if address and len(self.addresses.setdefault(what, [])) < _FEW:
            self.addresses[what].append(address)

    def remarks(self) -> Iterator[Remark]:
        """What was left out, a sentence each."""
        if self.hidden_sheets:
            names = ", ".join(f"“{name}”" for name in self.hidden_sheets)
            yield Remark("hidden", f"Trang tính bị ẩn, không được đọc: {names}.")
        said = {
            "row": ("hidden", "Có {} hàng bị ẩn, không được đọc ({})."),
            "column": ("hidden", "Có {} cột bị ẩn, không được đọc ({})."),
            "formula": (
                "formula",
                "Có {} ô công thức chưa có kết quả, được đọc là trống ({}); đề nghị mở, lưu lại rồi gửi.",
            ),
            "error": ("formula", "Có {} ô báo lỗi ({})."),
            "format": ("hidden", "Có {} ô có giá trị nhưng định dạng không hiển thị ({})."),
            "struck": ("struck", "Có {} ô có chữ bị gạch ngang, được coi là đã bỏ; cần kiểm tra ({})."),
        }
        for what, (kind, form) in said.items():
            if self.left_out[what]:
                more = " …" if self.left_out[what] > len(self.addresses[what]) else ""
                yield Remark(kind, form.format(self.left_out[what], ", ".join(self.addresses[what]) + more))


def _shared(package: Package, part: str) -> tuple[list[str], dict[int, str]]:
    """The texts that cells name by number, and of those with struck runs the text without them."""
    name = package.one_related(part, "sharedStrings")
    texts: list[str] = []
    kept: dict[int, str] = {}
    if not name:
        return texts, kept
    try:
        with package.open(name) as stream:
            for _, item in etree.iterparse(stream, tag="{*}si", resolve_entities=False, no_network=True):
                left = kept_of(item)
                if left is not None:
                    kept[len(texts)] = left
                texts.append(text_of(item))
                item.clear()
                while item.getprevious() is not None:
                    del item.getparent()[0]
    except (etree.XMLSyntaxError, OSError, EOFError) as error:
        raise NotReadable("Tệp Excel bị hỏng: không đọc được phần chữ.") from error
    return texts, kept


def _table(book: Workbook, name: str) -> Table | None:
    """The table of one sheet; None where nothing is shown on it."""
    sheet, hidden = Sheet(), set[int]()
    rows = book.shown(name, sheet, hidden)
    for number in sorted(hidden):
        book.note("row", f"{name}!{number}")
    filled = {column for cells in rows.values() for column in cells}
    for column in sorted(filled & sheet.hidden_columns):
        book.note("column", f"{name}!{letters_of(column)}")
    spans = _merged(rows, sheet, hidden)
    shown_rows = [number for number in sorted(rows) if number not in hidden]
    columns = _columns(rows, shown_rows, sheet.hidden_columns)
    shown_rows = [number for number in shown_rows if any(column in rows[number] for column in columns)]
    if not shown_rows:
        return None
    return _grid(name, rows, spans, shown_rows, columns)


def _columns(rows: Kept, shown_rows: list[int], hidden: set[int]) -> list[int]:
    """The columns to show: all visible ones up to the last filled, or only the filled where that is absurdly far."""
    filled = {column for number in shown_rows for column in rows[number]} - hidden
    last = max(filled, default=0)
    return sorted(filled) if last > MOST_COLUMNS else [column for column in range(1, last + 1) if column not in hidden]


Spans = dict[tuple[int, int], tuple[int, int]]  # first (row, column) of a merge -> its last


def _merged(rows: Kept, sheet: Sheet, hidden: set[int]) -> Spans:
    """The merges; the cell of one whose first row or column is hidden is seen at the first place that is not."""
    spans: Spans = {}
    for top, left, bottom, right in sheet.merges:
        cell = rows.get(top, {}).get(left)
        if cell is None:
            continue
        over = sum(1 for number in rows if top <= number <= bottom) if bottom - top > len(rows) else bottom - top + 1
        if over <= 1 and left == right:
            continue
        row, column = top, left
        if top in hidden:
            row = next((number for number in sorted(rows) if top < number <= bottom and number not in hidden), 0)
        if left in sheet.hidden_columns:
            column = next((one for one in range(left, right + 1) if one not in sheet.hidden_columns), 0)
        if not row or not column:
            continue
        if (row, column) != (top, left):
            rows[row][column] = replace(cell, place=replace(cell.place, row=row, column=column))
        spans[row, column] = (bottom, right)
    return spans


def _grid(name: str, rows: Kept, spans: Spans, shown_rows: list[int], columns: list[int]) -> Table:
    grid = Grid(Place(sheet=name, row=shown_rows[0], column=columns[0]))
    at = {column: place for place, column in enumerate(columns)}
    row_at = {number: place for place, number in enumerate(shown_rows)}
    ends: Spans = {}
    for (top, left), (bottom, right) in spans.items():
        if top in row_at and left in at:
            down = sum(1 for number in shown_rows[row_at[top] : row_at[top] + bottom - top + 1] if number <= bottom)
            across = sum(1 for column in columns[at[left] : at[left] + right - left + 1] if column <= right)
            ends[top, left] = (down, across)
    for number in shown_rows:
        grid.open_row()
        for column, cell in rows[number].items():
            if column in at:
                down, across = ends.get((number, column), (1, 1))
                if not grid.is_covered(at[column]):
                    grid.put(at[column], replace(cell, rows=down, columns=across) if (down, across) != (1, 1) else cell)
    return grid.table()


def _cell(book: Workbook, name: str, number: int, raw: RawCell) -> Cell | None:
    """The cell as shown; None for one that shows nothing."""
    place = Place(sheet=name, row=number, column=raw.column)
    style = book.styles[raw.style] if raw.style < len(book.styles) else CellStyle()
    address = f"{name}!{letters_of(raw.column)}{number}"
    if raw.formula and not raw.value:
        book.note("formula", address)
        book.without_value.add((name, number, raw.column))
        return None
    cell = _of_value(book, raw, style, place)
    if not cell.text:
        if raw.type == "n" and raw.value:
            book.note("format", address)
        return None
    if raw.type == "e":
        book.note("error", address)
    kept = "" if style.struck else book.kept(raw)
    if kept is not None:
        book.note("struck", address)
        cell = replace(cell, kept=shown(kept))
    return cell


def _of_value(book: Workbook, raw: RawCell, style: CellStyle, place: Place) -> Cell:
    if raw.type in ("s", "t"):
        return Cell(shown(shown_text(book.text(raw), style.code)), place, font=style.font)
    if raw.type == "b":
        return Cell("TRUE" if raw.value == "1" else "FALSE", place)
    if raw.type == "e":
        return Cell(raw.value, place)
    if raw.type == "d":
        seen = shown_iso(raw.value, style.code)
    else:
        try:
            number = float(raw.value)
        except ValueError:
            return Cell(shown(raw.value), place)
        seen = shown_number(number, style.code, since_1904=book.since_1904)
    return Cell(seen.text, place, kind=seen.kind, value=seen.value, precision=seen.precision)


def letters_of(column: int) -> str:
    """The letters Excel calls a column by: 28 is AB."""
    letters = ""
    while column:
        column, last = divmod(column - 1, 26)
        letters = chr(65 + last) + letters
    return letters
