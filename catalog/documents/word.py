"""Word files (.docx): paragraphs and tables in page order, automatic numbers restored."""

import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import docx
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn

from catalog.documents.grid import Grid
from catalog.documents.model import Block, Cell, Document, NotReadable, Paragraph, Place
from catalog.plans.reading.markup import plain
from catalog.plans.reading.read_docx import _content, _count, _footnotes, _paragraph
from catalog.plans.reading.word_lists import WordLists


def read_word(data: bytes) -> Document:
    """The document of a .docx. Raises NotReadable for a broken file."""
    try:
        word = docx.Document(io.BytesIO(data))
    except (PackageNotFoundError, KeyError, ValueError, OSError, SyntaxError) as error:
        raise NotReadable("Tệp Word bị hỏng, không mở được.") from error
    return Document(tuple(_blocks(word, WordLists.of(word))), "docx")


def _blocks(word: Any, lists: WordLists) -> Iterator[Block]:
    notes = _footnotes(word)
    for line, element in enumerate(_content(word.element.body), 1):
        place = Place(line=line)
        if element.tag == qn("w:p"):
            yield Paragraph(_paragraph(element, lists), place)
            continue
        grid = Grid(place)
        for down, row in enumerate(element.findall(qn("w:tr")), 1):
            grid.open_row()
            column = _count(row.find(qn("w:trPr")), "w:gridBefore")
            for cell in row.findall(qn("w:tc")):
                properties = cell.find(qn("w:tcPr"))
                merged = properties.find(qn("w:vMerge")) if properties is not None else None
                columns = max(1, _count(properties, "w:gridSpan"))
                if merged is not None and merged.get(qn("w:val"), "continue") == "continue":
                    grid.stretch(column)
                else:
                    text = plain("\n".join(_paragraph(one, lists) for one in cell.iter(qn("w:p"))))
                    grid.put(column, Cell(text, replace(place, row=down, column=column + 1), columns=columns))
                column += columns
        yield grid.table()
        for mark in element.iter(qn("w:footnoteReference")):
            yield Paragraph(notes.get(mark.get(qn("w:id"), ""), ""), place, footnote=True)
