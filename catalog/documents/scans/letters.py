"""Tesseract: many small pictures in, their words with places and confidence out. The only place that calls it.

One process reads a whole list of pictures, so that its model is loaded once; two lists are read at the same time.
"""

import os
import shutil
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import cv2
import pytesseract

from catalog.documents.model import NotReadable
from catalog.documents.scans.pictures import Picture

_AT_ONCE = 2
_SECONDS = 100
"""How long one list may take; the process that reads the page has limits of its own."""


@dataclass(frozen=True)
class Word:
    """A word as Tesseract sees it: `sure` from 0 to 1, its box in pixels of the picture, and the line it stands in."""

    text: str
    sure: float
    left: int
    top: int
    right: int
    bottom: int
    line: tuple[int, int, int]


def read_block(pictures: Sequence[Picture]) -> list[list[Word]]:
    """The words of each picture, taken as one block of text."""
    return _read(pictures, "6")


def read_line(pictures: Sequence[Picture]) -> list[list[Word]]:
    """The words of each picture, taken as one line."""
    return _read(pictures, "7")


def read_figures(pictures: Sequence[Picture]) -> list[list[Word]]:
    """The figures of each picture, taken as one word."""
    return _read(pictures, "8 -c tessedit_char_whitelist=0123456789.")


def read_dates(pictures: Sequence[Picture]) -> list[list[Word]]:
    """The figures and strokes of each picture, taken as one word."""
    return _read(pictures, "8 -c tessedit_char_whitelist=0123456789/")


def _read(pictures: Sequence[Picture], layout: str) -> list[list[Word]]:
    if not pictures:
        return []
    _check()
    os.environ["OMP_THREAD_LIMIT"] = "1"  # its threads cost more than they bring on pictures as small as a cell
    shares: list[list[int]] = [[] for _ in range(_AT_ONCE)]
    loads = [0] * _AT_ONCE
    for at in sorted(range(len(pictures)), key=lambda at: -pictures[at].size):
        least = loads.index(min(loads))
        shares[least].append(at)
        loads[least] += pictures[at].size + 10_000
    found: list[list[Word]] = [[] for _ in pictures]
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for share, words in zip(
            shares, pool.map(lambda share: _list([pictures[at] for at in share], layout), shares), strict=True
        ):
            for at, one in zip(share, words, strict=True):
                found[at] = one
    return found


def _list(pictures: Sequence[Picture], layout: str) -> list[list[Word]]:
    found: list[list[Word]] = [[] for _ in pictures]
    if not pictures:
        return found
    with tempfile.TemporaryDirectory(prefix="dondoc-scan-") as folder:
        names = [f"{folder}/{at}.pgm" for at in range(len(pictures))]
        for name, picture in zip(names, pictures, strict=True):
            cv2.imwrite(name, picture)
        listed = Path(folder, "list.txt")
        listed.write_text("\n".join(names))
        try:
            table = pytesseract.image_to_data(
                str(listed), lang="vie", config=f"--oem 1 --psm {layout} --dpi 300",
                output_type=pytesseract.Output.DICT, timeout=_SECONDS,
            )  # fmt: skip
        except RuntimeError as slow:
            raise NotReadable("Đọc chữ trong ảnh quá lâu chưa xong; đề nghị quét lại ở 300 dpi, nền trắng.") from slow
    for at, text in enumerate(table["text"]):
        if str(text).strip():
            left, top = int(table["left"][at]), int(table["top"][at])
            found[int(table["page_num"][at]) - 1].append(
                Word(
                    str(text).strip(), max(0.0, float(table["conf"][at])) / 100, left, top,
                    left + int(table["width"][at]), top + int(table["height"][at]),
                    (int(table["block_num"][at]), int(table["par_num"][at]), int(table["line_num"][at])),
                )
            )  # fmt: skip
    return found


@cache
def _check() -> None:
    """Raises NotReadable where Tesseract or its Vietnamese is not installed."""
    if shutil.which("tesseract") is None or "vie" not in pytesseract.get_languages():
        raise NotReadable(
            "Máy chủ chưa cài phần đọc chữ trong ảnh (gói tesseract-ocr và tesseract-ocr-vie), chưa đọc được bản chụp."
        )
