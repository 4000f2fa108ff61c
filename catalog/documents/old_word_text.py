"""The plain text of a .doc, read by itself: what a conversion lost on the way is noticed by comparing.

A piece table names where the text lies ([MS-DOC] 2.4.1, 2.8.35): no tables, no formats, but every letter.
"""

import io
import re
import struct
from collections import Counter
from collections.abc import Iterator

import olefile

from catalog.documents.model import Document, Paragraph, Remark

_FIELD_CODE = re.compile("\x13[^\x13\x14\x15]*(?:\x14|\x15)")
_WORD = re.compile(r"\w+")
_MANY, _SHARE = 20, 0.05
_TOLD = 90


def text_of_doc(data: bytes) -> str:
    """The main text of a .doc, cells and rows ending in "\\a"; "" where its piece table is none we know."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as file:
            main = file.openstream("WordDocument").read()
            (flags,) = struct.unpack_from("<H", main, 0x0A)
            table = file.openstream("1Table" if flags & 0x0200 else "0Table").read()
        (length,) = struct.unpack_from("<i", main, 0x4C)
        start, size = struct.unpack_from("<II", main, 0x01A2)
        text = "".join(_pieces(main, table[start : start + size]))[:length]
    except (OSError, struct.error, ValueError, IndexError):
        return ""
    while (shorter := _FIELD_CODE.sub("", text)) != text:
        text = shorter
    return text


def _pieces(main: bytes, clx: bytes) -> Iterator[str]:
    at = 0
    while clx[at] == 1:  # a Prc: properties
        at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
    if clx[at] != 2:
        return
    (size,) = struct.unpack_from("<I", clx, at + 1)
    plc = clx[at + 5 : at + 5 + size]
    count = (len(plc) - 4) // 12
    ends = struct.unpack_from(f"<{count + 1}I", plc)
    for piece in range(count):
        letters = ends[piece + 1] - ends[piece]
        (place,) = struct.unpack_from("<I", plc, 4 * (count + 1) + 8 * piece + 2)
        if place & 0x40000000:
            start = (place & 0x3FFFFFFF) // 2
            yield main[start : start + letters].decode("cp1252", "replace")
        else:
            yield main[place : place + 2 * letters].decode("utf-16-le", "replace")


def lost(document: Document, text: str) -> list[Remark]:
    """A remark where much of a file's own text is not in the document that was made of it."""
    own = Counter(_WORD.findall(text))
    kept = Counter(word for one in _texts(document) for word in _WORD.findall(one))
    missing = own - kept
    count = sum(missing.values())
    if count < _MANY or count < _SHARE * sum(own.values()):
        return []
    first = next((one for one in re.split(r"[\r\a\x0b\x0c]+", text) if _is_lost(one, missing)), "")
    shown = " ".join(first.split())[:_TOLD]
    begins = f", bắt đầu từ “{shown}”" if shown else ""
    return [
        Remark(
            "damaged",
            f"Khi chuyển tệp định dạng cũ, mất khoảng {count} trong {sum(own.values())} từ (có thể cả bảng){begins}; "
            "đề nghị mở bằng Word, lưu lại thành .docx rồi gửi.",
        )
    ]


def _is_lost(text: str, missing: Counter[str]) -> bool:
    words = _WORD.findall(text)
    return len(words) > 2 and all(word in missing for word in words)


def _texts(document: Document) -> Iterator[str]:
    for block in document.blocks:
        if isinstance(block, Paragraph):
            yield block.text
        else:
            yield from (cell.text for row in block.rows for cell in row.cells)
