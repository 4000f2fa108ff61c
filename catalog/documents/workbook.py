"""Workbooks (.xlsx): each visible sheet is one table."""

import datetime as dt
import io
import zipfile
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from catalog.documents.grid import Grid
from catalog.documents.model import Cell, Document, NotReadable, Place
from catalog.plans.reading.markup import plain


def read_workbook(data: bytes) -> Document:
    """The document of a .xlsx. Raises NotReadable for a broken file."""
    try:
        book = load_workbook(io.BytesIO(data), data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise NotReadable("Tệp Excel bị hỏng, không mở được.") from error
    tables = []
    for sheet in (one for one in book.worksheets if one.sheet_state == "visible"):
        grid = Grid(Place(sheet=sheet.title, row=1, column=1))
        spans = {(one.min_row, one.min_col): one.size for one in sheet.merged_cells.ranges}
        for down, row in enumerate(sheet.iter_rows(), 1):
            grid.open_row()
            for column, cell in enumerate(row):
                size = spans.get((down, column + 1), {"rows": 1, "columns": 1})
                if cell.value is not None or (down, column + 1) in spans:
                    place = Place(sheet=sheet.title, row=down, column=column + 1)
                    grid.put(column, _cell(cell.value, place, size["rows"], size["columns"]))
        tables.append(grid.table())
    return Document(tuple(tables), "xlsx")


def _cell(value: Any, place: Place, rows: int, columns: int) -> Cell:
    if isinstance(value, dt.datetime):
        shown = value.strftime("%d/%m/%Y")
        return Cell(shown, place, rows, columns, kind="date", value=value, precision="day")
    if isinstance(value, int | float):
        text = str(int(value)) if float(value).is_integer() else f"{value:g}".replace(".", ",")
        return Cell(text, place, rows, columns, kind="number", value=float(value))
    return Cell(plain(str("" if value is None else value)), place, rows, columns)
