"""Work told in labelled lines under a heading: "a) Cơ quan chủ trì: Bộ Tư pháp.", as in plans that carry out a law.

A block is the heading (the last numbered line before the labels) and the labels up to the next heading.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from catalog.plans.meaning.column_titles import Role, role_of
from catalog.plans.meaning.numerals import roman
from catalog.plans.meaning.rows import Row
from catalog.plans.reading.blocks import Paragraph

_MARKER = re.compile(
    r"^(?:(?P<part>[IVX]{1,5}|[A-ZĐ])\s*[.)]\s+|(?P<number>\d{1,3}(?:\.\d{1,3})*)\s*[.)]?\s+"
    r"|(?P<letter>[a-zđ])\s*[.)]\s+|(?P<dash>[-–—+•*●])\s*)"
)
_LABEL = re.compile(
    r"(?:(?<=^)|(?<=[;.,\n]\s)|(?<=[;.,(]))\s*(?:[-–+•*]\s*|[a-zđ]\)\s*)?"
    r"(?P<label>[^\W\d_](?:[^:;.\n(]|\([^():;]*\)){1,58}?)\s*:\s*"
)
_ROLES: tuple[Role, ...] = ("lead", "support", "assignment", "deadline", "start", "output", "notes", "title")


@dataclass
class Block:
    """One piece of work: the row it makes, its section, and the paragraphs (positions) it was read from."""

    row: Row
    section: str
    number: str
    parent: str
    lines: list[int] = field(default_factory=list)


@dataclass
class _Heading:
    line: int
    marker: str
    number: str
    title: str
    rank: int


def blocks_of(paragraphs: Sequence[Paragraph]) -> list[Block]:
    """The blocks in printed order; none where nobody is told to lead by a label."""
    found: list[Block] = []
    waiting: list[_Heading] = []
    section, parent = "", ""
    open_block: Block | None = None
    for paragraph in paragraphs:
        title, labels = _labels(paragraph.text)
        labels = [(role, value) for role, value in labels if role in _ROLES]
        if not labels or all(role in ("title", "notes") for role, _ in labels):
            heading = _heading(paragraph)
            if heading.marker == "part":
                section, parent = (heading.number if roman(heading.number) else section), ""
            elif heading.marker == "number":
                parent = heading.number
            waiting.append(heading)
            open_block = None if heading.marker in ("part", "number", "letter") else open_block
            continue
        own = _heading(Paragraph(paragraph.line, title)) if title else None
        if own is not None and len(own.title.split()) > 2:
            waiting, open_block = [own], None
            parent = own.number if own.marker == "number" else parent
        if open_block is None or any(open_block.row[role] for role, _ in labels if role != "notes"):
            chosen = _chosen(waiting)
            if chosen is None:
                continue
            number = chosen.number
            under = parent if chosen.marker == "letter" and parent else ""
            row = Row(chosen.line, {"number": number, "title": chosen.title})
            open_block = Block(row, section, f"{under}.{number}" if under else number, under, [chosen.line])
            found.append(open_block)
            waiting = []
        open_block.lines.append(paragraph.line)
        for role, value in labels:
            if value and role != "title":
                before = open_block.row[role]
                open_block.row.cells[role] = f"{before}\n{value}" if before else value
    return [block for block in found if block.row["lead"] or block.row["assignment"]]


def _labels(text: str) -> tuple[str, list[tuple[Role, str]]]:
    """What stands before the first label, and each label's role with what it says."""
    marks: list[tuple[int, int, Role]] = []
    for found in _LABEL.finditer(text):
        label = found["label"].strip(" *")
        role = role_of(label)
        if role in ("lead", "support", "assignment", "deadline", "start", "output") and len(label.split()) <= 9:
            marks.append((found.start(), found.end(), role))
    pieces: list[tuple[Role, str]] = []
    for place, (_, begin, role) in enumerate(marks):
        end = marks[place + 1][0] if place + 1 < len(marks) else len(text)
        pieces.append((role, _closed(text[begin:end].strip(" .;,\n"))))
    return text[: marks[0][0]].strip(" .;:-–(") if marks else text, pieces


def _closed(value: str) -> str:
    """Without the bracket that closes after the last of labels in brackets."""
    return value[:-1].rstrip(" .;,") if value.endswith(")") and "(" not in value else value


def _heading(paragraph: Paragraph) -> _Heading:
    marker = _MARKER.match(paragraph.text)
    kind = (marker.lastgroup or "") if marker else ""
    number = marker[kind] if marker and kind and kind != "dash" else ""
    title = paragraph.text[marker.end() :] if marker else paragraph.text
    rank = {"number": 3, "letter": 3, "part": 1, "dash": 2}.get(kind, 2 if paragraph.text[:1].isupper() else 0)
    return _Heading(paragraph.line, kind, number, title.strip(" :.;"), rank)


def _chosen(waiting: Sequence[_Heading]) -> _Heading | None:
    """The heading a block stands under: the last numbered one, else the last line that is not a part's title."""
    usable = [one for one in waiting if one.rank > 1 and one.title and not one.title.isupper()]
    numbered = [one for one in usable if one.rank == 3]
    return (numbered or usable or [None])[-1]  # type: ignore[list-item]


def lines_of(blocks: Sequence[Block]) -> Iterator[int]:
    """The positions of the paragraphs that the blocks were read from."""
    return (line for block in blocks for line in block.lines)
