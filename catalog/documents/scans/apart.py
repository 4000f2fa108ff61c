"""A scan read page by page, each in a process of its own within limits: `python -m catalog.documents.scans.apart`.

What is needed for it (`dondoc[scan]`, Tesseract with its Vietnamese) may be missing: `missing` says what to install.
"""

import base64
import importlib.util
import json
import shutil
import subprocess
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from catalog.documents.apart import answer, answered, read_apart
from catalog.documents.as_json import blocks_from_json, blocks_to_json
from catalog.documents.model import Block, Document, NotReadable, Paragraph, Place, Remark, Scanned, Table

SECONDS = 60
"""How long one page may keep the processor."""
MEMORY = 600 * 1024 * 1024
"""Bytes of data the reading of one page may hold; Tesseract, which is a process beside it, as much again."""
_SHOWN = 1600  # pixels: the longer side of the picture a person compares with


@dataclass(frozen=True)
class ScannedPage:
    """What was read of one page; `picture` is a JPEG of it, upright, in which the boxes of the texts lie."""

    number: int
    blocks: tuple[Block, ...]
    picture: bytes


@cache
def missing() -> str:
    """What has to be installed before a scan can be read, in a Vietnamese phrase; "" where nothing is missing."""
    wanted = []
    if any(importlib.util.find_spec(one) is None for one in ("cv2", "pytesseract")):
        wanted.append("dondoc[scan] (pip install 'dondoc[scan]')")
    if shutil.which("tesseract") is None:
        wanted.append("gói tesseract-ocr và tesseract-ocr-vie")
    elif "vie" not in _languages():
        wanted.append("gói tesseract-ocr-vie")
    return " và ".join(wanted)


def _languages() -> list[str]:
    asked = ["tesseract", "--list-langs"]
    return subprocess.run(asked, capture_output=True, text=True, check=False).stdout.split()  # noqa: S603


def read_with_scans(
    data: bytes, name: str, names: Iterable[str] = (), told: Callable[[int, int], None] | None = None
) -> Document:
    """What `read_apart` gives, the pages of a scan read as pictures; `told` hears how many of how many pages are read.

    Raises NotReadable; where what reads pictures is missing, with a sentence that says what to install.
    """
    try:
        document = read_apart(data, name)
    except Scanned as scan:
        wanted = pages_of(data, name, scan)
        document = Document((), "scan", len(wanted))
    else:
        wanted = some_pages(document, name) if not missing() else ()
    read: dict[int, ScannedPage] = {}
    for number in wanted:
        read[number] = page_apart(data, name, number, names)
        if told is not None:
            told(len(read), len(wanted))
    return put_together(document, {number: page.blocks for number, page in read.items()})


def pages_of(data: bytes, name: str, scan: Scanned) -> tuple[int, ...]:
    """The pages of a file of which `scan` said that it is pictures. Raises NotReadable."""
    if missing():
        raise NotReadable(f"{str(scan).rstrip('.')}. Muốn máy đọc chữ trong ảnh, cài thêm trên máy chủ: {missing()}.")
    return tuple(range(1, int(_ask(data, name, 0, ())["pages"]) + 1))


def some_pages(document: Document, name: str) -> tuple[int, ...]:
    """The pages of a document that are pictures among others of text. Raises NotReadable where they are too many."""
    from catalog.documents.scans.pictures import MOST_PAGES

    if len(document.pictured) > MOST_PAGES:
        raise NotReadable(
            f"Tệp “{name}” có {len(document.pictured)} trang ảnh, quá mức đọc được ({MOST_PAGES} trang); đề nghị "
            "gửi riêng phụ lục."
        )
    return document.pictured


def page_apart(data: bytes, name: str, number: int, names: Iterable[str] = ()) -> ScannedPage:
    """Page `number` (from 1); `names` of units are spelled as they are given. Raises NotReadable."""
    found = _ask(data, name, number, names)
    return ScannedPage(number, blocks_from_json(found["blocks"]), base64.b64decode(found["picture"]))


def put_together(document: Document, pages: Mapping[int, tuple[Block, ...]]) -> Document:
    """A document with its pictured pages, in the order of pages; what was repaired is remarked on."""
    if not pages:
        return document
    blocks = [*document.blocks, *(block for number in sorted(pages) for block in pages[number])]
    blocks.sort(key=lambda block: block.place.page)  # stable: within a page in its order
    kept = [remark for remark in document.remarks if remark.kind != "left_out" or "chỉ có ảnh" not in remark.text]
    return replace(document, blocks=tuple(blocks), remarks=(*kept, *_remarks(pages)), pictured=tuple(sorted(pages)))


def _remarks(pages: Mapping[int, tuple[Block, ...]]) -> Iterable[Remark]:
    shown = ", ".join(map(str, sorted(pages)[:10])) + (" …" if len(pages) > 10 else "")
    yield Remark("scan", f"Trang {shown} do máy đọc từ ảnh; cần người đối chiếu trước khi dùng.")
    for blocks in pages.values():
        for place, text, before in _repaired(blocks):
            yield Remark("repaired", f"Máy đọc là “{before}”, đã sửa; nay là “{text}”.", place)


def _repaired(blocks: Iterable[Block]) -> Iterable[tuple[Place, str, str]]:
    for block in blocks:
        if isinstance(block, Table):
            for row in block.rows:
                for cell in row.cells:
                    if cell.seen is not None and cell.seen.before:
                        yield cell.place, cell.text, cell.seen.before
        elif isinstance(block, Paragraph) and block.seen is not None and block.seen.before:
            yield block.place, block.text, block.seen.before


def _ask(data: bytes, name: str, number: int, names: Iterable[str]) -> Any:
    order = json.dumps({"page": number, "names": list(names)}).encode()
    return answered(
        "catalog.documents.scans.apart",
        name,
        len(order).to_bytes(8, "big") + order + data,
        seconds=SECONDS,
        memory=MEMORY,
    )


def _read(given: bytes, name: str) -> Any:
    """Page 0 asks how many there are."""
    import cv2

    from catalog.documents.scans.lexicon import lexicon_of
    from catalog.documents.scans.page import read_page
    from catalog.documents.scans.pictures import count_pages, page_of

    cv2.setNumThreads(2)
    end = 8 + int.from_bytes(given[:8], "big")
    order, data = json.loads(given[8:end]), given[end:]
    if order["page"] == 0:
        return {"pages": count_pages(data, name)}
    page = read_page(page_of(data, name, order["page"]), order["page"], lexicon_of(order["names"]))
    share = min(1.0, _SHOWN / max(page.picture.shape[:2]))
    shown = cv2.resize(page.picture, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    _, written = cv2.imencode(".jpg", shown, [cv2.IMWRITE_JPEG_QUALITY, 80])
    return {"blocks": blocks_to_json(page.blocks), "picture": base64.b64encode(written.tobytes()).decode()}


if __name__ == "__main__":
    answer(_read)
