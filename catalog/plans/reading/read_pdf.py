"""Plans as PDF with a text layer: ruled tables page by page, the text between them as paragraphs.

A line break inside a PDF cell is mostly the width of the column, so lines are joined again unless the next one begins
an item. A scan has no letters and is refused.
"""

import io
import logging
import re
import unicodedata
from typing import Any

import pdfplumber
from pdfplumber.utils.exceptions import PdfminerException

from catalog.plans.model import NotAPlan
from catalog.plans.reading.blocks import Block, Blocks, Paragraph, PrintedRow
from catalog.plans.reading.markup import plain

_ITEM = re.compile(r"^(?:[-–+•]\s|\d{1,2}[.)]\s+[A-ZĐ])")
_PAGE_NUMBER = re.compile(r"^[\s\-–—]*(?:trang\s+)?\d{1,4}(?:\s*/\s*\d{1,4})?[\s\-–—]*$", re.IGNORECASE)
_FEW_LETTERS = 20
_SETTINGS = {"vertical_strategy": "lines", "horizontal_strategy": "lines", "snap_tolerance": 4}


def read_pdf(data: bytes) -> Blocks:
    """The blocks of a PDF; positions are 1000 x page + order on it. Raises NotAPlan for a scan or a broken file."""
    logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it reports every odd font at warning level
    blocks: list[Block] = []
    letters = 0
    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            pages = len(document.pages)
            for page in document.pages:
                letters += len(page.chars)
                blocks += _page(page, page.page_number)
                page.close()
    except (PdfminerException, ValueError, KeyError, TypeError) as error:
        raise NotAPlan("Tệp PDF bị hỏng hoặc có mật khẩu, không mở được.") from error
    if letters < _FEW_LETTERS * pages:
        raise NotAPlan(
            f"Tệp PDF {pages} trang là bản chụp (scan), không có lớp chữ để đọc; "
            "hãy gửi bản .docx hoặc PDF xuất từ Word."
        )
    return Blocks(tuple(blocks), "vị trí (trang x 1000)")


def _page(page: Any, number: int) -> list[Block]:
    """The blocks of a page from top to bottom; the first row of its first table came after a page break."""
    tables = sorted(page.find_tables(_SETTINGS), key=lambda table: table.bbox[1])
    blocks: list[Block] = []
    top = 0.0
    first = True
    for table in tables:
        _, upper, _, lower = table.bbox
        blocks += _lines(page, top, upper, number, len(blocks))
        for cells in table.extract():
            texts = tuple(_unwrapped(cell or "") for cell in cells)
            blocks.append(PrintedRow(number * 1000 + len(blocks) + 1, texts, new_page=first))
            first = False
        top = lower
    return blocks + _lines(page, top, float(page.height), number, len(blocks))


def _lines(page: Any, top: float, bottom: float, number: int, count: int) -> list[Block]:
    if bottom - top < 2:
        return []
    text = page.crop((0, top, page.width, bottom), strict=False).extract_text() or ""
    text = unicodedata.normalize("NFC", text)
    lines = [line for line in text.split("\n") if line.strip()]
    return [
        Paragraph(number * 1000 + count + place, line.lstrip("¹²³⁴⁵ "), footnote=line[0] in "¹²³⁴⁵")
        for place, line in enumerate(lines, 1)
        if not _PAGE_NUMBER.match(line)
    ]


def _unwrapped(cell: str) -> str:
    text = ""
    for line in cell.split("\n"):
        line = line.strip()
        if not line:
            continue
        joint = "\n" if _ITEM.match(line) else " "
        text = f"{text}{joint}{line}" if text else line
    return plain(text)
