"""The letters of a page as a reader sees them: each once, upright, without stamps across the text."""

import io
import re
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
_NO_LETTER = re.compile("$|\\(cid:\\d|[\x00-\x08\x0e-\x1f\ue000-\uf8ff]")  # what stands for a glyph without a letter
_INCOMING = re.compile(r"(?:CÔNG VĂN|VĂN BẢN)?\s*ĐẾN.{0,40}(?:Số|Ngày|Giờ)|(?:Số|Giờ|Ngày) đến", re.S)


@dataclass
class Letters:
    """What was seen of the letters of all pages."""

    count: int = 0
    unreadable: int = 0
    doubled: int = 0
    stamped: int = 0
    without: list[int] = field(default_factory=list)
    drawn: list[int] = field(default_factory=list)

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
        if page.images or page.curves or page.rects or page.lines:  # else a side nobody printed on
            seen.drawn.append(page.page_number)
        return page
    page = _upright(page, data)
    stamps = _stamps(page.chars)
    if stamps:
        seen.stamped += len(stamps)
        page = page.filter(lambda one: one.get("object_type") != "char" or _place(one) not in stamps)
    if _printed_twice(page.chars):
        page = page.dedupe_chars(tolerance=_TWICE, extra_attrs=())
    seen.count += len(page.chars)
    for char in page.chars:
        if _NO_LETTER.match(char["text"]):
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
    """The page itself, or, where most of its letters lie on their side or head, the page turned so that they stand."""
    lying = [char for char in page.chars if not char["upright"]]
    hanging = [char for char in page.chars if char["upright"] and char["matrix"][0] < 0 and char["matrix"][3] < 0]
    if 2 * max(len(lying), len(hanging)) <= len(page.chars):
        return page
    turn = 180
    if len(lying) > len(hanging):
        turn = 90 if sum(1 if char["matrix"][1] > 0 else -1 for char in lying) > 0 else 270
    document = pypdfium2.PdfDocument(data)
    try:
        one = document[page.page_number - 1]
        one.set_rotation((one.get_rotation() + turn) % 360)
        alone = pypdfium2.PdfDocument.new()
        alone.import_pages(document, [page.page_number - 1])
        written = io.BytesIO()
        alone.save(written)
        alone.close()
    finally:
        document.close()
    return pdfplumber.open(written, unicode_norm="NFC").pages[0]


def _stamps(chars: list[dict[str, Any]]) -> set[tuple[str, float, float]]:
    """The letters of watermarks and stamps: slanted, pale and huge, huge and across the text, or an office's red stamp
    that says when a document came in.
    """
    usual = statistics.median(char["size"] for char in chars)
    found = {_place(char) for char in chars if _is_stamp(char, usual)}
    huge = [char for char in chars if char["size"] > _HUGE * usual]
    if huge and len(huge) * 5 < len(chars):
        small = [char for char in chars if char["size"] <= _HUGE * usual and char["text"].strip()]
        if any(_overlap(one, other) for one in huge for other in small):
            found.update(map(_place, huge))
    red = [char for char in chars if _is_red(char)]
    if red and len(red) * 3 < len(chars) and _INCOMING.search("".join(char["text"] for char in red)):
        found.update(map(_place, red))
    return found


def _place(char: dict[str, Any]) -> tuple[str, float, float]:
    return char["text"], char["x0"], char["top"]


def _overlap(one: dict[str, Any], other: dict[str, Any]) -> bool:
    across: float = min(one["x1"], other["x1"]) - max(one["x0"], other["x0"])
    down: float = min(one["bottom"], other["bottom"]) - max(one["top"], other["top"])
    return min(across, down) > 1


def _is_red(char: dict[str, Any]) -> bool:
    colour = char.get("non_stroking_color")
    if not isinstance(colour, list | tuple) or not all(isinstance(one, int | float) for one in colour):
        return False
    parts = [float(one) for one in colour]
    if len(parts) == 4:
        return parts[0] < 0.3 and min(parts[1], parts[2]) > 0.6 and parts[3] < 0.3
    return len(parts) == 3 and parts[0] > 0.6 and max(parts[1], parts[2]) < 0.35


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
