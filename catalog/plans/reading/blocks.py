"""What a document (`catalog.documents`) is made of for the reading of plans: paragraphs and printed rows in page order.

What comes before this form knows files and no plans; everything after it knows plans and no files.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Paragraph:
    """Text outside tables: one line or paragraph as the file has it, `line` its 1-based position."""

    line: int
    text: str
    footnote: bool = False


@dataclass(frozen=True)
class PrintedRow:
    """One row of a table as printed: cells with markup removed. `new_page`: a page break or header came before it.

    `table` says which table of the file it belongs to where the file knows that (Word, Excel), else 0.
    """

    line: int
    cells: tuple[str, ...]
    new_page: bool = False
    table: int = 0


Block = Paragraph | PrintedRow
Place = Literal["dòng", "đoạn", "trang tính, hàng", "trang"]


@dataclass(frozen=True)
class Blocks:
    """A whole file: its blocks in page order, and how positions in it are called to a person ("dòng 12")."""

    blocks: tuple[Block, ...]
    place: str = "dòng"

    def paragraphs(self) -> Iterable[Paragraph]:
        """The text outside tables."""
        return (block for block in self.blocks if isinstance(block, Paragraph))
