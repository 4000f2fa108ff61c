"""Workbooks in the one XML text of Excel 2003 ("XML Spreadsheet"): what many programs export under the name .xls."""

from collections.abc import Iterator
from typing import Any

from catalog.documents.grid import Grid
from catalog.documents.model import Cell, Document, Place, Remark, Table
from catalog.documents.sheets.formats import shown_number
from catalog.documents.sheets.iso import shown_iso
from catalog.documents.shown import shown

_S = "{urn:schemas-microsoft-com:office:spreadsheet}"
_NAMED = {
    "General Date": "dd/mm/yyyy hh:mm", "Short Date": "dd/mm/yyyy", "Medium Date": "d-mmm-yy",
    "Long Date": "dd/mm/yyyy", "Percent": "0.00%", "Fixed": "0.00", "Standard": "#,##0.00", "General Number": "",
    "General": "", "Short Time": "h:mm",
}  # fmt: skip


def read_spreadsheet_xml(root: Any) -> Document:
    """The document of such a workbook from its root element."""
    codes = {
        style.get(f"{_S}ID", ""): _code(style.find(f"{_S}NumberFormat")) for style in root.iter(f"{_S}Style")
    }  # fmt: skip
    tables: list[Table] = []
    remarks: list[Remark] = []
    for sheet in root.iter(f"{_S}Worksheet"):
        name = sheet.get(f"{_S}Name", "")
        visible = sheet.find(".//{urn:schemas-microsoft-com:office:excel}Visible")
        if visible is not None and (visible.text or "").strip() in ("SheetHidden", "SheetVeryHidden"):
            remarks.append(Remark("hidden", f"Trang tính bị ẩn, không được đọc: “{name}”."))
            continue
        grid, hidden = _sheet(sheet, name, codes)
        if hidden:
            remarks.append(Remark("hidden", f"Trang tính “{name}” có {hidden} hàng bị ẩn, không được đọc."))
        table = grid.table()
        if any(cell.text for row in table.rows for cell in row.cells):
            tables.append(table)
    return Document(tuple(tables), "xlsx", remarks=tuple(remarks))


def _sheet(sheet: Any, name: str, codes: dict[str, str]) -> tuple[Grid, int]:
    grid, hidden, number = Grid(Place(sheet=name, row=1, column=1)), 0, 0
    for row in sheet.iter(f"{_S}Row"):
        number = int(row.get(f"{_S}Index") or number + 1)
        if row.get(f"{_S}Hidden") == "1":
            hidden += 1
            continue
        cells = list(_cells(row, name, number, codes))
        if cells:
            grid.open_row()
            for cell in cells:
                grid.put(cell.place.column - 1, cell)
    return grid, hidden


def _cells(row: Any, name: str, number: int, codes: dict[str, str]) -> Iterator[Cell]:
    column = 0
    for element in row.iterchildren(f"{_S}Cell"):
        column = int(element.get(f"{_S}Index") or column + 1)
        down, across = (int(element.get(f"{_S}{one}") or 0) for one in ("MergeDown", "MergeAcross"))
        data = element.find(f"{_S}Data")
        code = codes.get(element.get(f"{_S}StyleID") or row.get(f"{_S}StyleID") or "", "")
        place = Place(sheet=name, row=number, column=column)
        if data is not None and (text := "".join(data.itertext())).strip():
            yield _cell(text, data.get(f"{_S}Type", "String"), code, place, down + 1, across + 1)
        column += across


def _cell(text: str, kind: str, code: str, place: Place, rows: int, columns: int) -> Cell:
    if kind == "DateTime":
        seen = shown_iso(text, code)
    elif kind == "Number":
        try:
            seen = shown_number(float(text), code)
        except ValueError:
            return Cell(shown(text), place, rows, columns)
    else:
        return Cell(shown(text), place, rows, columns)
    return Cell(seen.text, place, rows, columns, kind=seen.kind, value=seen.value, precision=seen.precision)


def _code(element: Any) -> str:
    code = "" if element is None else element.get(f"{_S}Format", "")
    return _NAMED.get(code, code)
