"""The workbook of an organisation's units: read for `--units` and `unit import`, written by `org export`.

First sheet, titles in row 1, in any order, without regard to case and accents; empty rows are skipped.
"""

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from catalog.text import clean, fold, plain

COLUMNS = ("mã", "tên đầy đủ", "tên tắt", "nhóm", "tên gọi khác", "thuộc", "từ ngày", "thay cho")
_PLACES = {fold(title): place for place, title in enumerate(COLUMNS)}
_BLANK = (
    ("P01", "Phòng Kế hoạch tổng hợp", "Phòng KHTH", "phòng", "KHTH", "", "", "Phòng Nghiệp vụ"),
    ("K01", "Khoa Khám bệnh", "", "khoa lâm sàng", "KKB", "", "01/01/2026", ""),
)
LONGEST = 150
MOST_ROWS = 20_000


class WorkbookRefused(ValueError):
    """The workbook cannot be taken; `sentences` are Vietnamese and name the rows."""

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = tuple(sentences)


@dataclass(frozen=True)
class UnitRow:
    """One row as it is meant. `line` is its number in the sheet, `since` None for always."""

    line: int
    code: str
    full_name: str
    short: str
    group: str
    also: tuple[str, ...]
    part_of: str
    since: dt.date | None
    instead_of: tuple[str, ...]

    @property
    def name(self) -> str:
        """The name that lists and exports use: the short one, unless that is an abbreviation of the full one."""
        return self.full_name if not self.short or is_abbreviated(self.short, self.full_name) else self.short


def is_abbreviated(short: str, full_name: str) -> bool:
    """Whether a short name holds an abbreviation that the full one does not have: "Phòng TCKT"."""
    whole = set(re.findall(r"\w+", full_name))
    return any(len(word) > 1 and word.isupper() and word not in whole for word in re.findall(r"\w+", short))


@dataclass(frozen=True)
class UnitBook:
    """The rows of a workbook, and the titles of columns that are not ours and were skipped."""

    rows: tuple[UnitRow, ...]
    skipped: tuple[str, ...]


def read_units(data: bytes) -> UnitBook:
    """The units of a workbook's first sheet. Raises WorkbookRefused with a sentence for each thing that is wrong."""
    from openpyxl import load_workbook  # slow to load, and most commands need none

    try:
        sheet = load_workbook(io.BytesIO(data), data_only=True, read_only=True).worksheets[0]
        rows = list(sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=60, values_only=True))
    except (zipfile.BadZipFile, KeyError, ValueError, IndexError, OSError, EOFError):
        raise WorkbookRefused(["Không mở được tệp: cần bảng tính .xlsx."]) from None
    places, skipped = _titles(rows[0] if rows else ())
    found, wrong = [], []
    for line, cells in enumerate(rows[1:], 2):
        values = [cells[place] if place is not None and place < len(cells) else None for place in places]
        if not any(_text(value) for value in values):
            continue
        try:
            found.append(_row(line, values))
        except ValueError as problem:
            wrong.append(f"Dòng {line}: {problem}.")
    wrong += _twice(found)
    if not found and not wrong:
        wrong.append("Bảng tính chưa có đơn vị nào.")
    if wrong:
        raise WorkbookRefused(wrong[:20])
    return UnitBook(tuple(found), skipped)


def write_units(rows: Iterable[Sequence[str]] | None) -> bytes:
    """The workbook of these rows (in the order of COLUMNS); titles and two examples without any."""
    from openpyxl import Workbook
    from openpyxl.styles import Font

    workbook = Workbook()
    sheet: Any = workbook.active
    sheet.title = "Đơn vị"
    sheet.append(list(COLUMNS))
    for row in _BLANK if rows is None else rows:
        sheet.append([value or None for value in row])
        for cell in sheet[sheet.max_row]:
            if cell.value is not None:
                cell.data_type, cell.number_format = "s", "@"  # "=…" is no formula of ours
    for cell, width in zip(sheet[1], (10, 50, 30, 20, 30, 24, 12, 30), strict=True):
        cell.font = Font(bold=True)
        sheet.column_dimensions[cell.column_letter].width = width
    sheet.freeze_panes = "A2"
    written = io.BytesIO()
    workbook.save(written)
    return written.getvalue()


def _titles(cells: Sequence[Any]) -> tuple[list[int | None], tuple[str, ...]]:
    places: list[int | None] = [None] * len(COLUMNS)
    skipped = []
    for column, value in enumerate(cells):
        title = _text(value)
        place = _PLACES.get(fold(title))
        if place is not None and places[place] is None:
            places[place] = column
        elif title:
            skipped.append(title)
    if places[1] is None:
        raise WorkbookRefused([f"Thiếu cột “tên đầy đủ”; hàng 1 cần các cột: {', '.join(COLUMNS)}."])
    return places, tuple(skipped)


def _row(line: int, values: Sequence[Any]) -> UnitRow:
    code, full_name, short, group, also, part_of = (_text(value) for value in values[:6])
    if not full_name:
        raise ValueError("tên đầy đủ trống")
    for text in (full_name, short, group, code):
        if len(text) > LONGEST:
            raise ValueError(f"“{text[:40]}…” dài quá {LONGEST} ký tự")
    if sum(letter.isalpha() for letter in full_name) < 2:
        raise ValueError(f"“{full_name}” không phải là tên")
    return UnitRow(
        line, code, full_name, short, group.lower(), _several(also), part_of, _day(values[6]),
        _several(_text(values[7])),
    )  # fmt: skip


def _twice(rows: Sequence[UnitRow]) -> list[str]:
    """Codes and full names (with accents) that stand in two rows."""
    wrong = []
    for what, key in (("mã", lambda row: row.code.casefold()), ("tên", lambda row: row.full_name.casefold())):
        seen: dict[str, UnitRow] = {}
        for row in rows:
            value = key(row)  # type: ignore[no-untyped-call]
            if value and value in seen:
                shown = row.code if what == "mã" else row.full_name
                wrong.append(f"Dòng {row.line}: {what} “{shown}” đã có ở dòng {seen[value].line}.")
            seen.setdefault(value, row)
    return wrong


def _day(value: Any) -> dt.date | None:
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    text = _text(value)
    if not text:
        return None
    match = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", text)
    iso = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", text)
    try:
        if match:
            return dt.date(int(match[3]), int(match[2]), int(match[1]))
        if iso:
            return dt.date(int(iso[1]), int(iso[2]), int(iso[3]))
    except ValueError:
        pass
    raise ValueError(f"“{text}” không phải là ngày (dd/mm/yyyy)")


def _several(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part for part in (clean(one) for one in text.split(";")) if part))


def _text(value: Any) -> str:
    return clean(plain(str(value))) if value is not None else ""
