"""From printed rows to tables: pages of one table put together, each under its annex.

A row of column titles opens a table, or a further page of the one before if the titles are the same (OCR may have
lost one of them). Rows without a header of their own go on the table before them.
"""

import re
from collections.abc import Sequence

from catalog.plans.meaning.columns import is_header, role_of, roles_of
from catalog.plans.meaning.numerals import roman, to_roman
from catalog.plans.model import NotAPlan, Table
from catalog.plans.reading.blocks import Blocks, Paragraph, PrintedRow
from catalog.text import fold

_ANNEX = re.compile(r"^\W*phụ lục(?:\s+(?:số\s+)?([IVXivx]+|\d{1,2}))?\s*(?=$|[\n:.(–-]|\s[A-ZĐ])", re.IGNORECASE)


def tables_of(blocks: Blocks) -> tuple[Table, ...]:
    """The tables of a document in printed order, each with its annex ("" where there is but one).

    Raises NotAPlan for a table of tasks without the columns that make it one, saying where it stands.
    """
    tables: list[Table] = []
    starts: list[int] = []
    annex = ""
    current: Table | None = None
    current_source = 0
    for block in blocks.blocks:
        if isinstance(block, Paragraph):
            found = _ANNEX.match(block.text)
            if found:
                annex, current = _numeral(found.group(1)), None
            elif block.footnote and current is not None:
                current.footnotes.append(block.text)
            continue
        cells = list(block.cells)
        if is_header(cells):
            if current is None or not _same_titles(current.header, cells):
                current = Table(annex, cells)
                tables.append(current)
                starts.append(block.line)
            current_source = block.table
            _mark_break(current)
        elif current is not None and not current.rows and _is_second_header(cells):
            current.header = [below or above for above, below in zip(current.header, cells, strict=False)]
        elif current is not None and (block.table == current_source or len(cells) == len(current.header)):
            if block.new_page:
                _mark_break(current)
            _add(current, block, cells)
            current_source = block.table
    for table, line in zip(tables, starts, strict=True):
        _check_columns(table.header, line, blocks.place)
    if len({table.annex for table in tables}) == 1:
        for table in tables:
            table.annex = ""
    return tuple(tables)


def annex_heading(text: str) -> bool:
    """True for a line that opens an annex ("Phụ lục II")."""
    return _ANNEX.match(text) is not None


def _numeral(printed: str | None) -> str:
    if not printed:
        return ""
    return to_roman(int(printed)) if printed.isdigit() else to_roman(roman(printed) or 0)


def _same_titles(known: Sequence[str], cells: Sequence[str]) -> bool:
    if len(known) != len(cells):
        return False
    same = sum(fold(one) == fold(other) for one, other in zip(known, cells, strict=True))
    return same >= len(cells) - 1 - (len(cells) > 6)


def _is_second_header(cells: Sequence[str]) -> bool:
    """True for the lower row of a two-row header: titles for some columns only, none of them number or task."""
    filled = [cell for cell in cells if cell]
    return (
        len(filled) > 1
        and not cells[0]
        and all(
            len(cell) < 60 and role_of(cell) in ("lead", "support", "assignment", "deadline", "output")
            for cell in filled
        )
    )


def _mark_break(table: Table) -> None:
    table.breaks.add(len(table.rows))


def _add(table: Table, row: PrintedRow, cells: list[str]) -> None:
    width = len(table.header)
    if len(cells) > width:  # what stands right of the last title belongs to the last column
        cells = [*cells[: width - 1], "\n".join(cell for cell in cells[width - 1 :] if cell)]
    table.rows.append(cells + [""] * (width - len(cells)))
    table.lines.append(row.line)


def _check_columns(header: Sequence[str], line: int, place: str) -> None:
    roles = set(roles_of(header))
    missing = []
    if "title" not in roles and not {"unit", "target"} <= roles:
        missing.append("cột nhiệm vụ (nội dung công việc)")
    if not roles & {"lead", "assignment"}:
        missing.append("cột cơ quan chủ trì (hoặc phân công)")
    if missing:
        printed = ", ".join(f"“{title}”" for title in header if title)
        raise NotAPlan(f"Bảng ở {place} {line} thiếu {' và '.join(missing)}; các cột đọc được: {printed}.")
