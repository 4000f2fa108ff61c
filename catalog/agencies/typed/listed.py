"""The agencies that a document lists: a workbook column, a Word table or lines, one agency a row."""

from collections.abc import Iterator

from catalog.agencies.registry import Registry
from catalog.agencies.typed.matching import match
from catalog.documents.model import Document, Table

LONGEST = 150
"""A longer cell is a sentence, not a name."""


def agencies_listed(document: Document, registry: Registry) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(names of the agencies that are sure, each once; what stands in rows where none is).

    Rows above the first agency are titles and heads, and say nothing that is missing.
    """
    sure: list[str] = []
    unclear: list[str] = []
    for cells in _rows(document):
        answers = [(cell, match(cell, registry)) for cell in cells]
        found = next((one.agency for _, one in answers if one.decision == "match" and one.agency), None)
        if found is not None:
            sure.append(found)
        elif sure and cells:
            unclear.append(next((cell for cell, one in answers if one.decision == "ask"), max(cells, key=len)))
    return tuple(dict.fromkeys(sure)), tuple(dict.fromkeys(unclear))


def _rows(document: Document) -> Iterator[list[str]]:
    """The texts of each row or line that may be a name."""
    for block in document.blocks:
        if isinstance(block, Table):
            for row in block.rows:
                yield _texts([cell.text for cell in row.cells])
        else:
            yield _texts([block.text])


def _texts(cells: list[str]) -> list[str]:
    texts = [" ".join(cell.split()) for cell in cells]
    return [text for text in texts if len(text) <= LONGEST and sum(letter.isalpha() for letter in text) > 2]
