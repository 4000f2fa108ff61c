"""The part of a printed page where given words stand, as a picture: for whoever doubts how a cell was read.

`python -m catalog.documents.pdf.cut_out MEMORY SECONDS NAME` is the process that draws: the file is a stranger's, and
PDFium is not made for threads.
"""

import base64
import io
import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from catalog.documents import apart
from catalog.documents.model import NotReadable
from catalog.documents.pdf.lines import lines_of
from catalog.text import fold

SECONDS = 15.0
"""A page takes one or two; nobody waits longer for a picture beside words that say the same."""

_DOTS = 144 / 72
"""Dots a point: sharp on a phone."""
_AROUND = 4.0
"""Points shown above and below the words."""
_LINES = 5
"""Printed lines shown where the words stand in no ruled table."""
_ENOUGH = 40
"""Letters by which words are found: a cell goes on over many lines, which a page may cut."""

_Band = tuple[float, float]


def cut_out(data: bytes, page: int, words: Sequence[str], *, seconds: float = SECONDS) -> bytes:
    """The row of the table (else the lines) of a PDF's page (from 1) in which the first of `words` found there stands,
    over the width of the page, as PNG; the whole page where none stands there.

    Raises NotReadable where the file is no PDF, has no such page, or a limit was reached.
    """
    asked = json.dumps({"page": page, "words": list(words)}).encode()
    given = len(asked).to_bytes(4, "big") + asked + data
    return base64.b64decode(apart.answered("catalog.documents.pdf.cut_out", "pdf", given, seconds=seconds))


def band_of(page: Any, words: Sequence[str]) -> _Band | None:
    """From which height of a page of pdfplumber to which the first of the words found there stand; None for nowhere."""
    bands = [*_rows(page), *_lines(page)]
    for wanted in filter(None, map(_plain, words)):
        for top, bottom, text in bands:
            if wanted[:_ENOUGH] in text:
                return top, bottom
    return None


def _rows(page: Any) -> Iterator[tuple[float, float, str]]:
    """The rows of the ruled tables: top, bottom, and the letters of their cells."""
    for table in page.find_tables():
        for row, read in zip(table.rows, table.extract(), strict=True):
            _, top, _, bottom = row.bbox
            yield top, bottom, " ".join(_plain(cell or "") for cell in read)


def _lines(page: Any) -> Iterator[tuple[float, float, str]]:
    """Some lines from each line on, outside tables, too."""
    lines = lines_of(page, 0, float(page.height))
    for place, line in enumerate(lines):
        below = lines[place : place + _LINES]
        yield line.top, below[-1].bottom, _plain(" ".join(one.text for one in below))


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", "", fold(text))


def _read(given: bytes, _: str) -> str:
    import pdfplumber  # loaded where a page is drawn
    import pypdfium2

    end = 4 + int.from_bytes(given[:4], "big")
    asked, data = json.loads(given[4:end]), given[end:]
    place = int(asked["page"]) - 1
    try:
        with pdfplumber.open(io.BytesIO(data), unicode_norm="NFC") as document:
            band = band_of(document.pages[place], asked["words"])
        picture = pypdfium2.PdfDocument(data)[place].render(scale=_DOTS).to_pil()
    except Exception as problem:  # whatever a broken file makes a library raise, there is no picture
        raise NotReadable(type(problem).__name__) from problem
    if band is not None:
        top, bottom = (round(edge * _DOTS) for edge in (band[0] - _AROUND, band[1] + _AROUND))
        picture = picture.crop((0, max(0, top), picture.width, min(picture.height, bottom)))
    written = io.BytesIO()
    picture.save(written, "PNG")
    return base64.b64encode(written.getvalue()).decode()


if __name__ == "__main__":
    apart.answer(_read)
