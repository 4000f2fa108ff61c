"""Plans as Word files: paragraphs and tables in page order, merged cells kept as blanks, automatic numbers restored."""

import io
import unicodedata
from collections.abc import Iterator
from typing import Any

from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from catalog.plans.model import NotAPlan
from catalog.plans.reading.blocks import Block, Blocks, Paragraph, PrintedRow
from catalog.plans.reading.markup import plain
from catalog.plans.reading.word_lists import WordLists

_TEXT, _TAB, _BREAKS = qn("w:t"), qn("w:tab"), (qn("w:br"), qn("w:cr"))
_PARAGRAPH, _TABLE, _CONTAINERS = qn("w:p"), qn("w:tbl"), (qn("w:sdt"), qn("w:sdtContent"), qn("w:smartTag"))
_DELETED = {
    qn("w:del"),
    qn("w:moveFrom"),
    qn("w:footnoteReference"),
    qn("w:txbxContent"),
    qn("w:pPr"),
    qn("w:instrText"),
}


def read_docx(data: bytes) -> Blocks:
    """The blocks of a .docx; positions count paragraphs and table rows. Raises NotAPlan for a broken file."""
    try:
        document = Document(io.BytesIO(data))
    except (
        PackageNotFoundError,
        KeyError,
        ValueError,
        OSError,
        SyntaxError,
    ) as error:  # lxml's errors are SyntaxErrors
        raise NotAPlan("Tệp Word bị hỏng, không mở được.") from error
    lists, notes = WordLists.of(document), _footnotes(document)
    blocks: list[Block] = []
    tables = 0
    for element in _content(document.element.body):
        if element.tag == _PARAGRAPH:
            blocks.append(Paragraph(len(blocks) + 1, _paragraph(element, lists)))
        else:
            tables += 1
            for cells in _rows(element, lists):
                blocks.append(PrintedRow(len(blocks) + 1, cells, table=tables))
            for note in element.iter(qn("w:footnoteReference")):
                text = notes.get(note.get(qn("w:id"), ""), "")
                blocks.append(Paragraph(len(blocks) + 1, text, footnote=True))
    return Blocks(tuple(blocks), "đoạn hoặc hàng thứ")


def _footnotes(document: Any) -> dict[str, str]:
    """The footnotes of a document by the id their marks carry."""
    part = next((rel.target_part for rel in document.part.rels.values() if rel.reltype.endswith("/footnotes")), None)
    if part is None:
        return {}
    notes = parse_xml(part.blob).findall(qn("w:footnote"))
    return {note.get(qn("w:id"), ""): " ".join("".join(_words(note)).split()) for note in notes}


def _content(parent: Any) -> Iterator[Any]:
    for element in parent:
        if element.tag in (_PARAGRAPH, _TABLE):
            yield element
        elif element.tag in _CONTAINERS:
            yield from _content(element)


def _rows(table: Any, lists: WordLists) -> Iterator[tuple[str, ...]]:
    """The rows of a table, as wide as its grid: a merged cell stands in its first place, blanks in the others."""
    for row in table.iter(qn("w:tr")):
        if next(row.iterancestors(_TABLE)) is not table:
            continue  # a row of a table inside a cell; its text is read with that cell
        cells = [""] * _count(row.find(qn("w:trPr")), "w:gridBefore")
        for cell in row.iter(qn("w:tc")):
            if next(cell.iterancestors(qn("w:tr"))) is not row:
                continue
            properties = cell.find(qn("w:tcPr"))
            merged = properties.find(qn("w:vMerge")) if properties is not None else None
            goes_on = merged is not None and merged.get(qn("w:val"), "continue") == "continue"
            texts = [_paragraph(paragraph, lists) for paragraph in cell.iter(_PARAGRAPH)]
            cells.append("" if goes_on else plain("\n".join(texts)))
            cells += [""] * (max(1, _count(properties, "w:gridSpan")) - 1)
        yield tuple(cells)


def _count(properties: Any, name: str) -> int:
    found = properties.find(qn(name)) if properties is not None else None
    return int(found.get(qn("w:val"), "0")) if found is not None else 0


def _paragraph(paragraph: Any, lists: WordLists) -> str:
    text = unicodedata.normalize("NFC", "".join(_words(paragraph))).strip()
    number = lists.number_of(paragraph)
    return f"{number} {text}".strip() if number else text


def _words(element: Any) -> Iterator[str]:
    for child in element:
        if child.tag == _TEXT:
            yield child.text or ""
        elif child.tag in _BREAKS:
            yield "\n"
        elif child.tag == _TAB:
            yield " "
        elif child.tag not in _DELETED:
            yield from _words(child)
