"""The Excel form of the report: a sheet a table, totals as formulas that live on, and a chart beside the agencies.

Texts are texts: what begins with "=", "+", "-" or "@" is stored as text with Excel's quote mark and never computed.
"""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.chart import BarChart, Reference
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

_RISKY = re.compile(r"^[=+\-@\t\r]")
CHARTED_ROWS = 15


@dataclass(frozen=True)
class Sheet:
    """One table: `rows` under `heads`. `summed` are the columns (0-based) with a live total in a last row.

    `parts` are the columns that sum to the column `total_at` in every row: there the cell is a formula.
    """

    name: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Any]]
    widths: Sequence[int] = ()
    summed: Sequence[int] = ()
    parts: Sequence[int] = ()
    total_at: int | None = None
    chart: str = ""


def workbook(title: str, sheets: Sequence[Sheet]) -> bytes:
    """An .xlsx of these tables, in order."""
    book = Workbook()
    assert book.active is not None
    book.remove(book.active)
    for sheet in sheets:
        _write(book.create_sheet(sheet.name), title, sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _write(page: Any, title: str, sheet: Sheet) -> None:
    _put(page.cell(1, 1), title, bold=True)
    for column, head in enumerate(sheet.heads, start=1):
        cell = page.cell(3, column)
        _put(cell, head, bold=True)
        cell.fill = PatternFill("solid", fgColor="DDE6F0")
        page.column_dimensions[get_column_letter(column)].width = (
            sheet.widths[column - 1] if column <= len(sheet.widths) else 12
        )
    for number, row in enumerate(sheet.rows, start=4):
        for column, value in enumerate(row, start=1):
            _put(page.cell(number, column), value)
        if sheet.total_at is not None:
            first, final = (get_column_letter(sheet.parts[i] + 1) for i in (0, -1))
            page.cell(number, sheet.total_at + 1).value = f"=SUM({first}{number}:{final}{number})"
    last = 3 + len(sheet.rows)
    if sheet.summed and sheet.rows:
        _put(page.cell(last + 1, 1), "Tổng số", bold=True)
        for column in sheet.summed:
            letter = get_column_letter(column + 1)
            page.cell(last + 1, column + 1).value = f"=SUM({letter}4:{letter}{last})"
            page.cell(last + 1, column + 1).font = Font(bold=True)
    page.freeze_panes = "A4"
    if sheet.rows:
        page.auto_filter.ref = f"A3:{get_column_letter(len(sheet.heads))}{last}"
    if sheet.chart and sheet.rows:
        _chart(page, sheet, min(last, 3 + CHARTED_ROWS))


def _chart(page: Any, sheet: Sheet, last: int) -> None:
    """Stacked bars of the parts of the first rows (they come most overdue first)."""
    chart = BarChart()
    chart.type, chart.grouping, chart.overlap, chart.title = "bar", "percentStacked", 100, sheet.chart
    data = Reference(page, min_col=sheet.parts[0] + 1, max_col=sheet.parts[-1] + 1, min_row=3, max_row=last)
    chart.add_data(data, titles_from_data=True)
    chart.set_categories(Reference(page, min_col=1, min_row=4, max_row=last))
    colours = ("1B7F3B", "8CC08A", "7AA7D9", "C62828", "C9C9C9")
    for series, colour in zip(chart.series, colours, strict=False):
        series.graphicalProperties.solidFill = colour
    chart.y_axis.delete = chart.x_axis.delete = False
    chart.x_axis.scaling.orientation = "maxMin"
    chart.width, chart.height = 24, max(8, 1.1 * (last - 3))
    page.add_chart(chart, f"{get_column_letter(len(sheet.heads) + 2)}3")


def _put(cell: Any, value: Any, *, bold: bool = False) -> None:
    if isinstance(value, str):
        text = ILLEGAL_CHARACTERS_RE.sub("", value)[:32_000]
        cell.value = text
        cell.data_type = "s"
        if _RISKY.match(text):
            cell.quotePrefix = True
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    else:
        cell.value = value
    if bold:
        cell.font = Font(bold=True)
