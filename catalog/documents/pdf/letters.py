"""The letters of a page as a reader sees them: each once, upright, without stamps across the text."""

import io
import statistics
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pdfplumber
import pypdfium2

from catalog.documents.model import Remark

_TWICE = 1.2  # points between two prints of one letter that make it bold
_HUGE = 2.6  # times the usual size: a watermark is so large, and pale or slanted
_PALE = 0.6


@dataclass
class Letters:
    """What was seen of the letters of all pages."""

    count: int = 0
    unreadable: int = 0
    doubled: int = 0
    stamped: int = 0
    without: list[int] = field(default_factory=list)

    def remarks(self) -> Iterator[Remark]:
        """What was left out, a sentence each."""
        if self.without:
            shown = ", ".join(map(str, self.without[:10])) + (" …" if len(self.without) > 10 else "")
            yield Remark("left_out", f"Trang {shown} chỉ có ảnh, không có chữ để đọc.")
        if self.unreadable:
            yield Remark("damaged", f"Có {self.unreadable} chữ dùng phông không có bảng mã, được thay bằng “\ufffd”.")
        if self.stamped:
            yield Remark("left_out", f"Có {self.stamped} chữ chìm hoặc dấu in chéo trên trang, không được đọc.")


def readable(page: Any, seen: Letters, data: bytes) -> Any:
    """The page turned upright, without what is printed across the text or printed twice; `seen` counts."""
    chars = page.chars
    if not chars:
        seen.without.append(page.page_number)
        return page
    page = _upright(page, data)
    usual = statistics.median(char["size"] for char in page.chars)
    stamps = {id(char) for char in page.chars if _is_stamp(char, usual)}
    if stamps:
        seen.stamped += len(stamps)
        page = page.filter(lambda one: one.get("object_type") != "char" or not _is_stamp(one, usual))
    if _printed_twice(page.chars):
        page = page.dedupe_chars(tolerance=_TWICE, extra_attrs=())
    seen.count += len(page.chars)
    for char in page.chars:
        if (len(char["text"]) > 3 and char["text"].startswith("(cid:")) or "\ue000" <= char["text"][:1] <= "\uf8ff":
            seen.unreadable += 1
            char["text"] = "\ufffd"
    return page


def _printed_twice(chars: list[dict[str, Any]]) -> bool:
    """True where some letter stands almost where the same one stands already (a cheap look before the slow one)."""
    places: set[tuple[str, int, int]] = set()
    for char in chars:
        across, down = round(char["x0"] / _TWICE), round(char["top"] / _TWICE)
        if any((char["text"], across + x, down + y) in places for x in (-1, 0, 1) for y in (-1, 0, 1)):
            return True
        places.add((char["text"], across, down))
    return False


def _upright(page: Any, data: bytes) -> Any:
    """The page itself, or, where most of its letters lie on their side, the page turned so that they stand."""
    lying = [char for char in page.chars if not char["upright"]]
    if len(lying) * 2 <= len(page.chars):
        return page
    up = sum(1 if char["matrix"][1] > 0 else -1 for char in lying)
    document = pypdfium2.PdfDocument(data)
    try:
        one = document[page.page_number - 1]
        one.set_rotation((one.get_rotation() + (90 if up > 0 else 270)) % 360)
        alone = pypdfium2.PdfDocument.new()
        alone.import_pages(document, [page.page_number - 1])
        written = io.BytesIO()
        alone.save(written)
        alone.close()
    finally:
        document.close()
    return pdfplumber.open(written, unicode_norm="NFC").pages[0]


def _is_stamp(char: dict[str, Any], usual: float) -> bool:
    """True for a letter of a watermark or stamp: slanted across the page, or much larger than the text and pale."""
    a, b, c, d = char["matrix"][:4]
    slanted = min(abs(a) + abs(d), abs(b) + abs(c)) > 0.2 * max(abs(a), abs(b), abs(c), abs(d)) and abs(b) > 0.05 * abs(
        a
    )
    return (slanted and not _is_italic(a, b)) or (char["size"] > _HUGE * usual and _paleness(char) > _PALE)


def _is_italic(a: float, b: float) -> bool:
    return abs(b) < 0.01 * abs(a)


def _paleness(char: dict[str, Any]) -> float:
    """0 for black, 1 for white."""
    colour = char.get("non_stroking_color")
    if colour is None:
        return 0.0
    parts = [
        float(one)
        for one in (colour if isinstance(colour, list | tuple) else (colour,))
        if isinstance(one, int | float)
    ]
    if not parts:
        return 0.0
    return 1 - max(parts) if len(parts) == 4 else sum(parts) / len(parts)
