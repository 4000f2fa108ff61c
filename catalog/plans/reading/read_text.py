"""Plans as text: tab-separated tables between paragraphs, torn over pages.

Known tears: the header printed again, blank lines, form feeds, page numbers, footnotes between two rows, a cell that
goes on in lines of its own.
"""

import re
import unicodedata

from catalog.plans.meaning.columns import is_header
from catalog.plans.model import NotAPlan
from catalog.plans.reading.blocks import Block, Blocks, Paragraph, PrintedRow
from catalog.plans.reading.markup import plain

_PAGE_NUMBER = re.compile(r"^[\s\-–—]*(?:trang\s+)?\d{1,4}(?:\s*/\s*\d{1,4})?[\s\-–—]*$", re.IGNORECASE)
_FOOTNOTE = re.compile(r"^\s*(?:[¹²³⁴⁵⁶⁷⁸⁹]+|<sup>\d+</sup>)\s*\S")
_NEW_PART = re.compile(r"^\s*(?:phụ lục|nơi nhận|tm\.|t/m|kt\.)\b", re.IGNORECASE)
_VIETNAMESE = re.compile(r"\b(?:của|và|các|nhiệm vụ|kế hoạch|thực hiện|cơ quan|tỉnh|sở)\b", re.IGNORECASE)
_MOJIBAKE = re.compile(r"Ã[\u0080-\u00ff¡-ÿ]|á[º»]|Ä[\u0080-\u00ff‘’]|Æ[°¡]|\ufffd")


def decode(data: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 or Windows-1258. Raises NotAPlan where it is none of them, saying where."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _strictly(data, "utf-16")
    high, low = data[0:400:2].count(0), data[1:400:2].count(0)
    if high + low > len(data[:400]) // 4:
        return _strictly(data, "utf-16-le" if low > high else "utf-16-be")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
    legacy = data.decode("cp1258", errors="replace")
    garbled = next((i for i, text in enumerate(legacy.split("\n"), 1) if _MOJIBAKE.search(text)), None)
    if garbled is not None and len(_VIETNAMESE.findall(plain(legacy))) > 0 and _has_utf8(data):
        raise NotAPlan(
            f"Tệp văn bản lẫn nhiều bảng mã: đến dòng {line} không còn là UTF-8, trong khi dòng {garbled} thì có. "
            "Hãy lưu lại toàn bộ tệp bằng UTF-8."
        )
    if garbled is None and _VIETNAMESE.search(plain(legacy)):
        return legacy
    raise NotAPlan(
        f"Không nhận ra bảng mã của tệp văn bản (từ dòng {line}). Hãy lưu lại bằng UTF-8, UTF-16 hoặc Windows-1258."
    )


def read_text(data: bytes) -> Blocks:
    """The paragraphs and printed rows of a text file; positions are line numbers. Raises NotAPlan (see `decode`)."""
    reading = _Reading()
    text = unicodedata.normalize("NFC", decode(data)).replace("\r\n", "\n").replace("\r", "\n")
    for number, line in enumerate(text.split("\n"), 1):
        reading.take(number, line)
    return Blocks(tuple(reading.finish()), "dòng")


class _Reading:
    """Line after line: which row is open, how wide its table is, and whether a page broke before this line."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.row: list[str] = []
        self.row_line = 0
        self.row_new_page = False
        self.width = 0
        self.broken = False

    def take(self, number: int, line: str) -> None:
        if "\f" in line:
            self.broken = True
            line = line.replace("\f", "")
        if not line.strip() or (self.width and "\t" not in line and _PAGE_NUMBER.match(line)):
            self.broken = self.broken or "\t" not in line
        elif "\t" in line:
            self._take_cells(number, line.split("\t"))
        else:
            self._take_words(number, line)

    def _take_cells(self, number: int, cells: list[str]) -> None:
        if is_header(cells):
            self._close()
            self.width = len(cells)
            self.blocks.append(PrintedRow(number, tuple(plain(cell) for cell in cells), new_page=True))
            self.broken = True
        elif self.row and len(self.row) < self.width and len(self.row) + len(cells) - 1 <= self.width:
            self.row[-1] = f"{self.row[-1]}\n{cells[0]}"
            self.row.extend(cells[1:])
        else:
            self._close()
            self.width = self.width or len(cells)
            self.row, self.row_line, self.row_new_page = list(cells), number, self.broken
            self.broken = False

    def _take_words(self, number: int, line: str) -> None:
        if self.width and _FOOTNOTE.match(line):
            self._close()
            self.blocks.append(Paragraph(number, plain(re.sub(r"^\s*[¹²³⁴⁵⁶⁷⁸⁹]+", "", line)), footnote=True))
        elif self.row and not _NEW_PART.match(line) and (not self.broken or _goes_on(line)):
            self.row[-1] = f"{self.row[-1]}\n{line}"
        else:
            self._close()
            self.width = 0
            self.blocks.append(Paragraph(number, line.strip()))
            self.broken = False

    def _close(self) -> None:
        if self.row:
            cells = tuple(plain(cell) for cell in self.row)
            self.blocks.append(PrintedRow(self.row_line, cells, self.row_new_page))
            self.row = []

    def finish(self) -> list[Block]:
        self._close()
        return self.blocks


def _goes_on(line: str) -> bool:
    """True for a line that cannot begin a paragraph of its own: an item, a tag, or a small letter."""
    start = line.strip()[:1]
    return start in "-+•<" or start.islower()


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise NotAPlan(
            f"Tệp UTF-16 bị hỏng ở byte {error.start}: không đọc được chữ. Hãy lưu lại bằng UTF-8."
        ) from error


def _has_utf8(data: bytes) -> bool:
    """True where the bytes hold Vietnamese letters in UTF-8 (three bytes for ế, ộ ...): not so in Windows-1258."""
    return len(re.findall(rb"\xe1[\xba\xbb][\x80-\xbf]", data)) > 2
