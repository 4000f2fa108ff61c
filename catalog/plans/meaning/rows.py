"""Rows as they were meant: what a page break tore apart is joined, a second output is put to its row.

A printed row without a number is one of three things, told apart by `_kind`: the rest of the row above (torn), a
second output of the row above with its own deadline, or a row of its own.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from catalog.plans.meaning.columns import Role, roles_of
from catalog.plans.meaning.dates.deadlines import read_deadlines
from catalog.plans.model import PlanWarning, Table
from catalog.plans.reading.markup import items_apart

CONTENT: tuple[Role, ...] = ("output", "deadline", "lead", "support", "assignment", "unit", "target", "notes")
_AGENCIES: tuple[Role, ...] = ("lead", "support", "assignment")
_LISTS: tuple[Role, ...] = ("output", "deadline", "lead", "support", "assignment", "notes")
_DASHES = "-–—+•*"
_EMPTY = re.compile(r"^[\s\-–—.…/]*$")
_OPEN_END = re.compile(r"(?:[,;(/–-]|\b(?:và|của|với|tại|các|cho|theo|huyện|xã|phường|thị|UBND|TP\.?|Sở|Ban))$")
_ITEM_START = re.compile(r"^(?:[-+•]|\d{1,2}[.)]\s|(?:Các|Sở|UBND|Ban|Công an|Cục|Văn phòng|Trường|Trung tâm)\b)")
_CUT_OFF = re.compile(r"(?:^|[,;]\s*|\bvà\s+)(?:UBND|Ủy ban nhân dân|Sở|Các|Ban|huyện|xã|phường)$")
Kind = Literal["own", "torn", "second_output"]


@dataclass
class Row:
    """One row as meant. `cells` by role; `outputs` the (output, deadline) pairs where a second output followed."""

    line: int
    cells: dict[Role, str]
    outputs: list[tuple[str, str]] = field(default_factory=list)
    warnings: list[PlanWarning] = field(default_factory=list)

    def __getitem__(self, role: Role) -> str:
        return self.cells.get(role, "")

    @property
    def has_content(self) -> bool:
        """False for a row that is nothing but a number and a title: a heading."""
        return any(not _EMPTY.match(self[role]) for role in CONTENT)


def heal(table: Table) -> list[Row]:
    """The rows of a table as they were meant, in printed order, empty ones left out."""
    rows: list[Row] = []
    for cells, line, new_page in _printed(table):
        above = rows[-1] if rows else None
        if not any(cells.values()) or _is_column_numbers(cells):
            continue
        kind = _kind(cells, above, new_page)
        if above is None or kind == "own":
            rows.append(Row(line, cells))
        elif kind == "second_output":
            _add_output(above, cells)
        else:
            _join(above, cells, sure=new_page)
    for row in rows:
        _finish(row)
    return rows


def _printed(table: Table) -> Iterator[tuple[dict[Role, str], int, bool]]:
    roles = roles_of(table.header)
    for place, (printed, line) in enumerate(zip(table.rows, table.lines, strict=True)):
        cells: dict[Role, str] = {}
        for role, text in zip(roles, printed, strict=True):
            if role == "other":  # an untitled column, or a second one of the same kind: kept as a note
                role = "notes"
            cells[role] = "\n".join(part for part in (cells.get(role, ""), text.strip()) if part)
        yield cells, line, place in table.breaks


def _is_column_numbers(cells: dict[Role, str]) -> bool:
    """True for the row "(1) (2) (3) ..." that some tables print below the column titles."""
    filled = [text.strip("() ") for text in cells.values() if text]
    return len(filled) > 2 and filled == [str(number) for number in range(1, len(filled) + 1)]


def _kind(cells: dict[Role, str], above: Row | None, new_page: bool) -> Kind:
    title = cells.get("title", "")
    if above is None or cells.get("number"):
        return "own"
    others = any(not _EMPTY.match(cells.get(role, "")) for role in CONTENT)
    if title:
        small = title.lstrip(" “\"'(")[:1]
        if (small.islower() or small.isdigit()) and above.has_content | new_page:
            return "torn"
        return "own" if others or not new_page or title[0] in _DASHES else "torn"
    dated = bool(cells.get("output")) and _is_whole_deadline(cells.get("deadline", ""))
    return "second_output" if dated and (not new_page or _is_whole_deadline(above["deadline"])) else "torn"


def _is_whole_deadline(text: str) -> bool:
    """True for a cell that is a deadline by itself, not the second half of one ("hoạch)", "xuyên")."""
    start = text.lstrip("-–+• ")[:1]
    return bool(start) and not start.islower() and bool(read_deadlines(text, plan_year=None).deadlines)


def _add_output(row: Row, cells: dict[Role, str]) -> None:
    if not row.outputs:
        row.outputs.append((row["output"], row["deadline"]))
    row.outputs.append((cells["output"], cells["deadline"]))
    for role in (*_AGENCIES, "notes"):
        if cells.get(role):
            row.cells[role] = join_torn(row[role], cells[role])


def _join(row: Row, cells: dict[Role, str], *, sure: bool) -> None:
    for role, text in cells.items():
        if not text:
            continue
        if role in ("output", "deadline") and row.outputs:
            last_output, last_deadline = row.outputs[-1]
            pair = (join_torn(last_output, text), last_deadline)
            row.outputs[-1] = pair if role == "output" else (last_output, join_torn(last_deadline, text))
        else:
            if row[role] and not _plainly_torn(row[role], text):
                sure = False
            row.cells[role] = join_torn(row[role], text)
    if not sure and not any(warning.kind == "joined_rows" for warning in row.warnings):
        rest = next(text for text in cells.values() if text)
        row.warnings.append(
            PlanWarning(
                "joined_rows", f"Dòng không có số bên dưới (“{_short(rest)}”) được ghép vào dòng này; cần kiểm tra."
            )
        )


def _plainly_torn(before: str, after: str) -> bool:
    """True where nobody doubts that the two are one text: it goes on in small letters, or the first half is open."""
    start = after.lstrip()[:1]
    return not start.isupper() or bool(_OPEN_END.search(before)) or not _ITEM_START.match(after)


def join_torn(before: str, after: str) -> str:
    """Two halves of a cell as one text: a blank between them, or a line break where an item begins."""
    if not before or not after:
        return before or after
    if after[0] in _DASHES and after[1:2] == " ":
        return f"{before}\n{after}"
    if _ITEM_START.match(after) and not _OPEN_END.search(before):
        return f"{before}\n{after}"
    return f"{before} {after}"


def _finish(row: Row) -> None:
    """Items apart, and a warning on an agency cell whose end the print has lost."""
    for role in _LISTS:
        if row[role]:
            row.cells[role] = items_apart(row[role])
    for role in _AGENCIES:
        if _CUT_OFF.search(row[role]):
            row.warnings.append(
                PlanWarning("cut_off", f"Ô cơ quan dường như bị cắt mất phần cuối: “…{row[role][-40:]}”.")
            )


def _short(text: str, limit: int = 60) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
