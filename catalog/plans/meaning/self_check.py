"""The sum people can check: every printed row ended in a task, beside tasks, or in the list of what was left.

The rows are counted where the file is read, the parts where each row ends: the sum adds up only if none was lost.
"""

from collections.abc import Sequence

from catalog.agencies.registry import Registry
from catalog.plans.meaning.certainty import cells_in_doubt
from catalog.plans.meaning.dates.plausible import implausible
from catalog.plans.meaning.head.heading import Heading
from catalog.plans.meaning.pages import PER_SHEET, Pages, Ruled
from catalog.plans.meaning.tables import Found
from catalog.plans.meaning.unread import row_text, shortened
from catalog.plans.meaning.work import Work
from catalog.plans.model import ParsedTask, PlanWarning, SelfCheck, Table
from catalog.plans.reading.markup import one_line

_CELLS_OF_A_TASK = 5  # title, lead, support, deadline, output
_UNKNOWN_SHOWN = 12
_LONGEST = 90  # letters of a printed row


def self_check(
    pages: Pages, found: Found, work: Work, unread: Sequence[PlanWarning], heading: Heading, registry: Registry
) -> SelfCheck:
    """The sum over a document that was read; `unread` are the places listed as such."""
    printed = {
        row.position for block in pages.blocks if isinstance(block, Ruled) for row in block.rows if any(row.cells)
    }
    ordered = [task for task in work.tasks if not task.heading_only]
    in_tables = {one.source_row for one in ordered} | {one.source_row for one in work.indicators}
    in_tables &= printed
    left = {line for table in work.left for line in table.lines} | {row.position for row in found.outside}
    beside = found.beside | {line for table in work.tables for line in table.beside}
    beside |= {task.source_row for task in work.tasks if task.heading_only}
    in_text = sum(task.source_row not in printed for task in ordered)
    sentences = sum(one.text.startswith("Chưa đọc (dòng") for one in unread)
    return SelfCheck(
        rows=len(printed) + in_text + sentences,
        tasks=len(in_tables) + in_text,
        context=len((beside & printed) - in_tables - left),
        left=len((left & printed) - in_tables) + sentences,
        left_listed=(*_tables(work, found), *(one.text for one in unread)),
        outside_time=sum(bool(implausible(one.deadlines, heading.date, heading.year)) for one in ordered),
        unknown_agencies=_unknown(ordered, registry),
        cells=_CELLS_OF_A_TASK * len(ordered),
        in_doubt=sum(len(cells_in_doubt(one)) for one in ordered),
    )


def _tables(work: Work, found: Found) -> list[str]:
    named = [
        f"Bảng ở {table.place} ({sum(map(any, table.rows))} dòng) không giao việc: “{_begins(table)}”."
        for table in work.left
    ]
    rows = [
        f"Dòng {row.position % PER_SHEET} ngoài các bảng: “{shortened(row_text(row.cells), _LONGEST)}”."
        for row in found.outside
        if any(row.cells)
    ]
    return [*named, *rows]


def _begins(table: Table) -> str:
    """Its titles, or its first row where it has none."""
    first = next((row for row in (table.header, *table.rows) if any(row)), [])
    return shortened("; ".join(one_line(cell) for cell in first if cell), _LONGEST)


def _unknown(tasks: Sequence[ParsedTask], registry: Registry) -> tuple[str, ...]:
    """Names no unit here has or had, the most frequent ones' order of appearance kept; none where no unit is known."""
    if not registry.agencies:
        return ()
    names = dict.fromkeys(name for one in tasks for name in (*one.actors.lead_named, *one.actors.support_named))
    return tuple(name for name in names if registry.resolve_printed(name).kind == "unknown")[:_UNKNOWN_SHOWN]
