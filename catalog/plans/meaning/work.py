"""Where a document orders work: in tables, in labelled blocks, in a programme's list, or in sentences - in that order.

Tables that assign nothing (figures, budgets, programmes of a meeting) are named and left.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from catalog.agencies.registry import Registry
from catalog.plans.meaning.actors.body_words import is_body
from catalog.plans.meaning.column_content import is_deadline
from catalog.plans.meaning.columns import is_indicator_table
from catalog.plans.meaning.head.heading import Heading
from catalog.plans.meaning.indicators import indicators_of
from catalog.plans.meaning.orders.in_text import tasks_of_blocks, tasks_of_sentences
from catalog.plans.meaning.orders.labelled import blocks_of, lines_of
from catalog.plans.meaning.orders.programme import programme_items
from catalog.plans.meaning.orders.sentences import OrderedWork, ordered_work
from catalog.plans.meaning.tasks import tasks_of
from catalog.plans.model import ParsedIndicator, ParsedTask, PlanWarning, Table
from catalog.plans.reading.blocks import Paragraph
from catalog.plans.reading.markup import one_line

NO_ORDERS = ("GIẤY MỜI", "THƯ MỜI", "BÁO CÁO", "TỜ TRÌNH", "GIẤY TRIỆU TẬP", "QUY CHẾ", "QUY ĐỊNH")
"""Kinds of documents that order nothing in their sentences, whatever words stand in them."""

_CONCLUDES = re.compile(r"\W*(?:[IVX\d]+[.)]\s*)?(?:.{0,60}\b)?(?:kết luận|phân công|giao nhiệm vụ)\b", re.IGNORECASE)
_PROGRAMMES = ("CHƯƠNG TRÌNH HÀNH ĐỘNG", "CHƯƠNG TRÌNH", "ĐỀ ÁN", "NGHỊ QUYẾT", "")


@dataclass
class Work:
    """What was found. `used` the positions of paragraphs that became tasks, `left` tables that assign nothing."""

    tasks: list[ParsedTask] = field(default_factory=list)
    indicators: list[ParsedIndicator] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    left: list[Table] = field(default_factory=list)
    warnings: list[PlanWarning] = field(default_factory=list)
    used: set[int] = field(default_factory=set)
    orders: int = 0


def work_of(tables: Sequence[Table], paragraphs: Sequence[Paragraph], heading: Heading, registry: Registry) -> Work:
    """The work of a document, wherever it is ordered."""
    work = Work()
    for table in tables:
        _take(table, work, heading, registry)
    text = [one for one in paragraphs if not one.footnote]
    if work.tasks or work.indicators:
        return work
    blocks = blocks_of(text)
    orders = [] if len(blocks) > 1 else _of_the_conclusions(ordered_work(text, registry), text, heading)
    if blocks and len(orders) <= 2:
        work.tasks, work.used = tasks_of_blocks(blocks, registry, heading.year, heading.date), set(lines_of(blocks))
        return work
    items = programme_items(text) if heading.kind in _PROGRAMMES or heading.kind == "KẾ HOẠCH" else []
    work.orders = len(orders)
    if heading.kind in NO_ORDERS:
        return work
    if orders and not (items and heading.kind in _PROGRAMMES and len(items) > len(orders)):
        work.tasks, work.used = (
            tasks_of_sentences(orders, registry, heading.year, heading.date),
            {one.line for one in orders},
        )
    else:
        work.tasks, work.used = items, {item.source_row for item in items}
    return work


def _of_the_conclusions(
    orders: Sequence[OrderedWork], text: Sequence[Paragraph], heading: Heading
) -> Sequence[OrderedWork]:
    """Minutes order in their conclusions: what is told before them was only reported."""
    if heading.kind != "BIÊN BẢN":
        return orders
    begins = next((one.line for one in text if _CONCLUDES.match(one.text)), 0)
    return [one for one in orders if one.line >= begins]


def _take(table: Table, work: Work, heading: Heading, registry: Registry) -> None:
    roles = set(table.roles)
    if is_indicator_table(table.roles) and roles & {"lead", "assignment"}:
        work.indicators += indicators_of(table, registry)
        work.tables.append(table)
    elif assigns(table):
        tasks = tasks_of(table, registry, heading.year, heading.date)
        work.tasks += tasks
        work.tables.append(table)
        if not roles & {"lead", "assignment"} and not any(
            task.actors.lead_named or task.actors.lead_groups for task in tasks
        ):
            text = f"Bảng ở {table.place} không có cột cơ quan chủ trì; các nhiệm vụ của bảng chưa phân công."
            work.warnings.append(PlanWarning("columns", text))
        if not any(table.header):
            text = f"Bảng ở {table.place} không có hàng tiêu đề; các cột được suy từ nội dung, đề nghị kiểm tra."
            work.warnings.append(PlanWarning("columns", text))
    elif any(table.rows):
        work.left.append(table)


def assigns(table: Table) -> bool:
    """Whether the rows of a table are work: a column of work, and who does it or when it is due."""
    roles = set(table.roles)
    if "title" not in roles or is_indicator_table(table.roles):
        return False
    if roles & {"lead", "assignment"}:
        return True
    if any(is_body(one_line(cell)) for row in table.wide for cell in table.rows[row] if cell):
        return True
    if "deadline" not in roles or not any(table.header):
        return False
    column = table.roles.index("deadline")
    filled = [row[column] for row in table.rows if row[column]]
    return bool(filled) and sum(map(is_deadline, filled)) * 2 >= len(filled)


def why_none(heading: Heading, work: Work, filename: str) -> str:
    """One sentence why a document is no plan."""
    if heading.kind in NO_ORDERS:
        return f"Tệp “{filename}” là {heading.kind.lower()}, không giao nhiệm vụ để theo dõi; chưa nhập gì."
    if work.left:
        printed = ", ".join(f"“{one_line(title)}”" for title in work.left[0].header if title)
        missing = (
            "cột nhiệm vụ (nội dung công việc)"
            if "title" not in work.left[0].roles
            else "cột cơ quan chủ trì hoặc thời hạn"
        )
        place = work.left[0].place
        return f"Tệp “{filename}” không có bảng nhiệm vụ: bảng ở {place} thiếu {missing}; các cột đọc được: {printed}."
    return (
        f"Tệp “{filename}” không có bảng nhiệm vụ (hàng tiêu đề có TT, nhiệm vụ, cơ quan chủ trì …), "
        "không có danh mục nhiệm vụ đánh số và không có câu nào giao việc cho cơ quan cụ thể."
    )
