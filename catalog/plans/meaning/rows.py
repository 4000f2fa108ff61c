"""Rows as they were meant: what a page break tore apart is joined, a second output is put to its row.

A printed row without a number is one of three things, told apart by `_kind`: the rest of the row above (torn), a
second output of the row above with its own deadline, or a row of its own.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from catalog.plans.meaning.column_titles import Role
from catalog.plans.meaning.columns import roles_of
from catalog.plans.meaning.dates.deadlines import read_deadlines
from catalog.plans.meaning.numerals import roman
from catalog.plans.model import PlanWarning, Table
from catalog.plans.reading.markup import items_apart, one_line

CONTENT: tuple[Role, ...] = ("output", "deadline", "lead", "support", "assignment", "unit", "target", "notes")
_AGENCIES: tuple[Role, ...] = ("lead", "support", "assignment")
_LISTS: tuple[Role, ...] = ("output", "deadline", "lead", "support", "assignment", "notes")
_DASHES = "-–—+•*"
_EMPTY = re.compile(r"^[\s\-–—.…/]*$")
_OPEN_END = re.compile(r"(?:[,;(/–-]|\b(?:và|của|với|tại|các|cho|theo|huyện|xã|phường|thị|UBND|TP\.?|Sở|Ban))$")
_ITEM_START = re.compile(r"^(?:[-+•]|\d{1,2}[.)]\s|(?:Các|Sở|UBND|Ban|Công an|Cục|Văn phòng|Trường|Trung tâm)\b)")
_CUT_OFF = re.compile(r"(?:^|[,;]\s*|\bvà\s+)(?:UBND|Ủy ban nhân dân|Sở|Các|Ban|huyện|xã|phường)$")
_CAPITAL = re.compile(r"[A-ZĐ]")
_MARKED_HEADING = re.compile(r"^([IVX]{1,5}|[A-ZĐ]|\d{1,2}(?:\.\d{1,2})*)\s*[.):/-]\s*(\S.*)$")
_SUM = re.compile(r"(?:tổng(?: số| cộng)?(?= ?[:\d]|$| \d)|cộng(?= ?:|$))", re.IGNORECASE)
_A_LIST_OF_LEVELS = re.compile(
    r"HĐND và UBND$|\b(?:các|xã|phường|đặc khu|huyện|thị xã)\s*,?\s+(?:và\s+)?(?:xã|phường|huyện)$"
)
Kind = Literal["own", "torn", "second_output"]


@dataclass
class Row:
    """One row as meant. `cells` by role; `outputs` the (output, deadline) pairs where a second output followed.

    `wide`: printed as one cell over the whole width.
    """

    line: int
    cells: dict[Role, str]
    outputs: list[tuple[str, str]] = field(default_factory=list)
    warnings: list[PlanWarning] = field(default_factory=list)
    wide: bool = False

    def __getitem__(self, role: Role) -> str:
        return self.cells.get(role, "")

    @property
    def has_content(self) -> bool:
        """False for a row that is nothing but a number and a title: a heading."""
        return any(not _EMPTY.match(self[role]) for role in CONTENT)

    @property
    def is_heading(self) -> bool:
        """True for a row that heads those below it by its form: one wide cell, or nothing but a section's number."""
        if self.has_content or not self["title"]:
            return False
        printed = one_line(self["number"]).strip(" .()/:")
        return self.wide or not printed or roman(printed) is not None or _CAPITAL.fullmatch(printed) is not None


def heal(table: Table) -> list[Row]:
    """The rows of a table as they were meant, in printed order; empty ones and sums left out."""
    rows: list[Row] = []
    for cells, line, new_page, wide in _printed(table):
        above = rows[-1] if rows else None
        if not any(cells.values()) or _is_column_numbers(cells) or is_sum(cells):
            table.beside.add(line)
            continue
        kind = "own" if wide else _kind(cells, above, new_page)
        if above is None or kind == "own":
            rows.append(Row(line, cells, wide=wide))
        elif kind == "second_output":
            table.beside.add(line)
            _add_output(above, cells)
        else:
            table.beside.add(line)
            _join(above, cells, sure=new_page)
    for row in rows:
        _finish(row)
    return rows


def _printed(table: Table) -> Iterator[tuple[dict[Role, str], int, bool, bool]]:
    """(cells by role, line, whether a page broke before it, whether it is one wide cell)."""
    roles = table.roles or roles_of(table.header)
    for place, (printed, line) in enumerate(zip(table.rows, table.lines, strict=True)):
        cells: dict[Role, str] = {}
        for role, text in zip(roles, printed, strict=True):
            if role == "other":  # an untitled column, or a second one of the same kind: kept as a note
                role = "notes"
            cells[role] = "\n".join(part for part in (cells.get(role, ""), text.strip()) if part)  # type: ignore[index,call-overload]
        yield _in_place(cells), line, place in table.breaks, place in table.wide


def _in_place(cells: dict[Role, str]) -> dict[Role, str]:
    """A beginning and an end in two columns are one deadline; a heading printed in the first column is a title."""
    start = cells.pop("start", "").strip(" -–")
    if start:
        end = cells.get("deadline", "").strip(" -–")
        cells["deadline"] = f"Từ {_bare(start)} đến {_bare(end)}" if end else f"Từ {_bare(start)}"
    filled = [role for role, text in cells.items() if text]
    number = cells.get("number", "")
    if filled == ["number"] and len(number.split()) > 1:
        marked = _MARKED_HEADING.match(one_line(number))
        cells["number"], cells["title"] = (marked[1], marked[2]) if marked else ("", one_line(number))
    elif "title" in filled and not number and len(filled) == 1:
        marked = _MARKED_HEADING.match(one_line(cells["title"]))
        if marked and roman(marked[1]) is not None:
            cells["number"], cells["title"] = marked[1], marked[2]
    return cells


def _bare(day: str) -> str:
    return re.sub(r"^(?:từ|đến|bắt đầu|hoàn thành|ngày)\s+", "", one_line(day), flags=re.IGNORECASE)


def is_sum(cells: dict[Role, str]) -> bool:
    """True for the row that adds up: "Tổng số: 6 nhiệm vụ", "Cộng"."""
    filled = [one_line(text) for text in cells.values() if text]
    return bool(filled) and len(filled) <= 3 and bool(_SUM.match(filled[0])) and all(len(text) < 60 for text in filled)


def _is_column_numbers(cells: dict[Role, str]) -> bool:
    """True for the row "(1) (2) (3) ..." that some tables print below the column titles."""
    filled = [text.strip("()[] .") for text in cells.values() if text]
    counted = [text for text in filled if text.isdigit()]
    lettered = len(filled) - len(counted)
    return (
        len(filled) > 2
        and counted == [str(number) for number in range(1, len(counted) + 1)]
        and filled[:lettered] == ["A", "B", "C"][:lettered]
    )


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
        if _CUT_OFF.search(row[role]) and not _A_LIST_OF_LEVELS.search(row[role]):
            row.warnings.append(
                PlanWarning("cut_off", f"Ô cơ quan dường như bị cắt mất phần cuối: “…{row[role][-40:]}”.")
            )


def _short(text: str, limit: int = 60) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
