"""Plans as spreadsheets: every sheet is read as one table with what stands above it."""

import datetime as dt
import io
import zipfile
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from catalog.plans.meaning.columns import is_header
from catalog.plans.model import NotAPlan
from catalog.plans.reading.blocks import Block, Blocks, Paragraph, PrintedRow
from catalog.plans.reading.markup import plain


def open_workbook(data: bytes) -> Any:
    """The workbook in `data`. Raises NotAPlan for a broken file."""
    try:
        return load_workbook(io.BytesIO(data))
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise NotAPlan("Tệp Excel bị hỏng, không mở được.") from error


def read_xlsx(workbook: Any) -> Blocks:
    """The blocks of the visible sheets; positions are sheet rows. Raises NotAPlan for a formula, naming its cell."""
    blocks: list[Block] = []
    for place, sheet in enumerate((one for one in workbook.worksheets if one.sheet_state == "visible"), 1):
        in_table = False
        for number, row in enumerate(sheet.iter_rows(), 1):
            cells = tuple(cell_text(sheet.title, cell) for cell in row)
            if not any(cells):
                continue
            in_table = in_table or is_header(_trimmed(cells))
            if in_table:
                blocks.append(PrintedRow(number, _trimmed(cells) if is_header(_trimmed(cells)) else cells, table=place))
            else:
                blocks.extend(Paragraph(number, cell) for cell in cells if cell)
    return Blocks(tuple(blocks), "hàng")


def cell_text(sheet: str, cell: Any) -> str:
    """What a cell shows: dates as day/month/year, whole numbers without decimals. Raises NotAPlan for a formula."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f" or (isinstance(value, str) and value.startswith("=") and len(value) > 1):
        raise NotAPlan(
            f"Trang “{sheet}”, ô {cell.coordinate} chứa công thức; hãy dán lại dưới dạng giá trị rồi gửi lại tệp."
        )
    if isinstance(value, dt.datetime | dt.date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, float):
        value = int(value) if value.is_integer() else f"{value:g}".replace(".", ",")
    return plain(str(value))


def _trimmed(cells: tuple[str, ...]) -> tuple[str, ...]:
    last = max((place for place, cell in enumerate(cells) if cell), default=-1)
    return cells[: last + 1]
