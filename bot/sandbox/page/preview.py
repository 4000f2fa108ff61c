"""The words of a document, for a look at it on the web page without an office program."""

import io
import itertools
from collections.abc import Iterable, Iterator

from bot.sandbox.world.files import StoredFile

LINES = 60
LONGEST = 300  # characters of one line


def has_preview(stored: StoredFile) -> bool:
    """Whether its words can be shown, by its name; the file itself may still be broken."""
    return _ending(stored) in ("docx", "xlsx", "txt", "csv")


def preview(stored: StoredFile) -> list[str]:
    """Its first lines: paragraphs and table rows, cells divided by " | ". Raises ValueError for what cannot be read."""
    read = {"docx": _word, "xlsx": _workbook}.get(_ending(stored), _text)
    try:
        lines = [" ".join(line.split())[:LONGEST] for line in read(stored.data)]
    except Exception as problem:  # a file may be anything; whatever its reader says, there is nothing to show
        raise ValueError("unreadable") from problem
    return list(itertools.islice((line for line in lines if line.strip(" |")), LINES))


def _ending(stored: StoredFile) -> str:
    return stored.name.rpartition(".")[2].lower()


def _word(data: bytes) -> Iterator[str]:
    from docx import Document  # slow to load, and few pages look into a document
    from docx.table import Table

    for block in Document(io.BytesIO(data)).iter_inner_content():
        if isinstance(block, Table):
            for row in block.rows:
                yield _row(cell.text for cell in row.cells)
        else:
            yield block.text


def _workbook(data: bytes) -> Iterator[str]:
    from openpyxl import load_workbook  # slow to load, and few pages look into a document

    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    for sheet in book.worksheets:
        yield f"[{sheet.title}]"
        for row in sheet.iter_rows(values_only=True, max_row=LINES):
            yield _row("" if cell is None else str(cell) for cell in row)


def _text(data: bytes) -> Iterator[str]:
    yield from data.decode("utf-8", "replace").splitlines()


def _row(cells: Iterable[str]) -> str:
    """Neighbours that repeat one another are one merged cell."""
    return " | ".join(cell for cell, _ in itertools.groupby(cells))
