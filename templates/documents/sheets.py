"""The Excel form of the report: a sheet a table, printed on A4 and read on a phone, with totals that follow the filter.

Every formula is stored with its value (a phone's viewer computes nothing). Texts are texts: what begins with "=", "+",
"-" or "@" is stored as text with Excel's quote mark and never computed.
"""

import datetime as dt
import io
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import xlsxwriter

Form = Literal["text", "count", "code", "share", "day"]

_RISKY = re.compile(r"^[=+\-@\t\r]")
_UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_LONGEST = 32_000
CHARTED_ROWS = 15
HEAD_ROW = 2
"""0-based: the title stands above, an empty row between."""

_A4 = 9
_TALLEST = 409
"""Points: no row of Excel is taller."""

_WIDE = 6
"""Sheets with more columns are printed across."""

_FORMS: dict[str, dict[str, Any]] = {
    "text": {"text_wrap": True}, "count": {"num_format": "#,##0"}, "code": {"num_format": "0"},
    "share": {"num_format": "0.0%"}, "day": {"num_format": "dd/mm/yyyy"},
}  # fmt: skip
_COLOURS = ("#1B7F3B", "#8CC08A", "#7AA7D9", "#C62828", "#C9C9C9")


@dataclass(frozen=True)
class Column:
    """A column: its head (unlike the others of the sheet), width in letters, and how its values are shown.

    "share" is a 0-1 rate, "code" a number that is a name and takes no thousands.
    """

    head: str
    width: float = 12
    form: Form = "text"


@dataclass(frozen=True)
class Sheet:
    """One table: `rows` under `columns`. `summed` are the columns (0-based) with a live total in a last row.

    `parts` are the columns that sum to the column `total_at` in every row: there the cell is a formula.
    """

    name: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Any]]
    summed: Sequence[int] = ()
    parts: Sequence[int] = ()
    total_at: int | None = None
    chart: str = ""


@dataclass
class _Book:
    """The workbook being written and its formats, made once each."""

    book: Any
    made: dict[tuple[Any, ...], Any] = field(default_factory=dict)

    def format(self, form: str, **more: Any) -> Any:
        key = (form, *sorted(more.items()))
        if key not in self.made:
            self.made[key] = self.book.add_format({"valign": "top", **_FORMS[form], **more})
        return self.made[key]


def workbook(title: str, sheets: Sequence[Sheet], *, author: str, made_at: dt.datetime) -> bytes:
    """An .xlsx of these tables, in order; `made_at` (aware) is stored as its day of making."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "remove_timezone": True})
    created = made_at.astimezone(dt.UTC).replace(tzinfo=None)
    book.set_properties({"title": title[:250], "author": author[:250], "created": created})
    kept = _Book(book)
    for number, sheet in enumerate(sheets, start=1):
        _write(kept, book.add_worksheet(sheet.name), title, sheet, number)
    book.close()
    return out.getvalue()


def _write(book: _Book, page: Any, title: str, sheet: Sheet, number: int) -> None:
    _put(book, page, 0, 0, title, "text", bold=True, text_wrap=False)
    head = book.format("text", bold=True, align="center", valign="vcenter", bg_color="#DDE6F0", border=1)
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, column.width)
        page.write_string(HEAD_ROW, place, column.head, head)
    page.set_row(HEAD_ROW, 15 * max(map(_lines, sheet.columns)) + 3)
    for row, values in enumerate(sheet.rows, start=HEAD_ROW + 1):
        if (lines := _tallest(values, sheet.columns)) > 1:
            page.set_row(row, min(15 * lines, _TALLEST))
        for place, value in enumerate(values):
            _put(book, page, row, place, value, sheet.columns[place].form)
        if sheet.total_at is not None:
            first, final = (_letter(sheet.parts[i]) for i in (0, -1))
            formula = f"=SUM({first}{row + 1}:{final}{row + 1})"
            whole = sum(values[part] for part in sheet.parts)
            page.write_formula(row, sheet.total_at, formula, book.format("count"), whole)
    last = HEAD_ROW + len(sheet.rows)
    if sheet.rows:
        _table(page, sheet, number, last, head)
    bottom = last
    if sheet.summed and sheet.rows:
        bottom += 1
        _total(book, page, sheet, last)
    page.freeze_panes(HEAD_ROW + 1, 0)
    _for_print(page, sheet, bottom)
    if sheet.chart and sheet.rows:
        _chart(book.book, page, sheet, min(last, HEAD_ROW + CHARTED_ROWS))


def _table(page: Any, sheet: Sheet, number: int, last: int, head: Any) -> None:
    """Excel's own table: bands, a filter, a name; the total below it stands while it is filtered."""
    columns = [{"header": column.head, "header_format": head} for column in sheet.columns]
    options = {"columns": columns, "style": "Table Style Light 9", "name": f"Bang{number}"}
    page.add_table(HEAD_ROW, 0, last, len(sheet.columns) - 1, options)


def _total(book: _Book, page: Any, sheet: Sheet, last: int) -> None:
    _put(book, page, last + 1, 0, "Tổng số", "text", bold=True, top=1)
    for place in sheet.summed:
        letter = _letter(place)
        formula = f"=SUBTOTAL(109,{letter}{HEAD_ROW + 2}:{letter}{last + 1})"
        parts = sheet.parts if place == sheet.total_at else (place,)
        whole = sum(row[part] or 0 for row in sheet.rows for part in parts)
        page.write_formula(last + 1, place, formula, book.format("count", bold=True, top=1), whole)


def _for_print(page: Any, sheet: Sheet, bottom: int) -> None:
    """A4, as wide as one page, the head on every page, and which page of how many."""
    page.set_paper(_A4)
    if len(sheet.columns) > _WIDE:
        page.set_landscape()
    page.fit_to_pages(1, 0)
    page.set_margins(left=0.5, right=0.4, top=0.6, bottom=0.6)
    page.repeat_rows(0, HEAD_ROW)
    page.print_area(0, 0, bottom, len(sheet.columns) - 1)
    page.set_footer("&L&A&RTrang &P/&N")


def _chart(book: Any, page: Any, sheet: Sheet, last: int) -> None:
    """Stacked bars of the parts of the first rows (they come most overdue first)."""
    chart = book.add_chart({"type": "bar", "subtype": "percent_stacked"})
    for place, colour in zip(sheet.parts, _COLOURS, strict=False):
        chart.add_series(
            {
                "name": [sheet.name, HEAD_ROW, place],
                "categories": [sheet.name, HEAD_ROW + 1, 0, last, 0],
                "values": [sheet.name, HEAD_ROW + 1, place, last, place],
                "fill": {"color": colour},
            }
        )
    chart.set_title({"name": sheet.chart})
    chart.set_y_axis({"reverse": True})
    chart.set_size({"width": 900, "height": max(300, 42 * (last - HEAD_ROW))})
    page.insert_chart(HEAD_ROW, len(sheet.columns) + 1, chart, {"description": sheet.chart})


def _put(book: _Book, page: Any, row: int, place: int, value: Any, form: str, **more: Any) -> None:
    if value is None or value == "":
        page.write_blank(row, place, None, book.format(form, **more))
    elif isinstance(value, str):
        text = _UNFIT.sub("", value)[:_LONGEST]
        quoted = {"quote_prefix": True} if _RISKY.match(text) else {}
        page.write_string(row, place, text, book.format("text", **quoted, **more))
    elif isinstance(value, dt.date):
        page.write_datetime(row, place, dt.datetime.combine(value, dt.time()), book.format("day", **more))
    else:
        page.write_number(row, place, value, book.format(form if form != "text" else "count", **more))


def _letter(place: int) -> str:
    from xlsxwriter.utility import xl_col_to_name

    return str(xl_col_to_name(place))


def _tallest(values: Sequence[Any], columns: Sequence[Column]) -> int:
    """How many lines the longest text of a row takes: some programs do not fit a row to what is wrapped in it."""
    lengths = ((value, column.width) for value, column in zip(values, columns, strict=True) if isinstance(value, str))
    return max((math.ceil(len(value) * 1.1 / width) + value.count("\n") for value, width in lengths), default=1)


def _lines(column: Column) -> int:
    """How many lines a head takes in its column: no word of it is cut."""
    return max(math.ceil((len(column.head) + 2) * 1.15 / column.width), 1)
