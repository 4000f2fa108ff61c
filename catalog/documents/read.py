"""The door: a file in, its `Document` out, or one sentence saying why nobody can read it.

What a file is, is found from its content, not from its name.
"""

import io
import zipfile
from pathlib import Path

from catalog.documents.grid import table_of
from catalog.documents.model import Block, Document, NotReadable, Paragraph, Place, Table
from catalog.plans.model import NotAPlan
from catalog.plans.reading.blocks import Blocks, PrintedRow


def read(source: Path | bytes, name: str = "") -> Document:
    """What stands in a file, given as its path or its bytes; `name` is what the sender calls it.

    Raises NotReadable with one Vietnamese sentence.
    """
    data = source if isinstance(source, bytes) else source.read_bytes()
    if data.startswith(b"PK"):
        return _office(data, name)
    try:
        if data.startswith(b"%PDF"):
            from catalog.plans.reading.read_pdf import read_pdf

            return _from_blocks(read_pdf(data), "pdf")
        from catalog.plans.reading.read_text import read_text

        return _from_blocks(read_text(data), "text")
    except NotAPlan as refused:
        raise NotReadable(str(refused)) from refused


def _office(data: bytes, name: str) -> Document:
    from catalog.documents.word import read_word
    from catalog.documents.workbook import read_workbook

    try:
        names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    except zipfile.BadZipFile as error:
        raise NotReadable(f"Tệp “{name}” bị hỏng, không mở được.") from error
    return read_workbook(data) if "xl/workbook.xml" in names else read_word(data)


def _from_blocks(blocks: Blocks, form: str) -> Document:
    found: list[Block] = []
    rows: list[PrintedRow] = []
    for block in (*blocks.blocks, None):
        if isinstance(block, PrintedRow):
            rows.append(block)
            continue
        if rows:
            first = rows[0].line
            place = Place(page=first // 1000, line=first % 1000) if form == "pdf" else Place(line=first)
            table = table_of([row.cells for row in rows], place)
            torn = [type(row)(row.cells, one.new_page) for row, one in zip(table.rows, rows, strict=True)]
            found.append(Table(tuple(torn), place))
            rows = []
        if block is not None:
            place = Place(page=block.line // 1000, line=block.line % 1000) if form == "pdf" else Place(line=block.line)
            found.append(Paragraph(block.text, place, block.footnote))
    pages = max((block.place.page for block in found), default=0)
    return Document(tuple(found), form, pages)
