"""The door of the importer: the bytes of a file in, a plan out, or one sentence saying why it is none.

DESIGN section 3.
"""

from dataclasses import replace

from catalog.agencies.registry import Registry
from catalog.documents.model import NotReadable
from catalog.documents.read import read
from catalog.plans.duties import duties_of, unclear
from catalog.plans.indicators import indicators_of
from catalog.plans.meaning.columns import is_indicator_table, roles_of
from catalog.plans.meaning.heading import Heading, read_heading
from catalog.plans.meaning.programme import programme_items
from catalog.plans.meaning.tables import annex_heading, tables_of
from catalog.plans.meaning.tasks import tasks_of
from catalog.plans.model import NotAPlan, ParsedIndicator, ParsedPlan, ParsedTask, PlanWarning
from catalog.plans.reading.blocks import Blocks, Paragraph
from catalog.plans.reading.from_document import blocks_of
from catalog.plans.reading.own_workbook import own_workbook, read_own
from catalog.plans.reading.paragraphs import paragraphs_of

_HEAD_LINES = 30


def read_plan(data: bytes, filename: str, registry: Registry) -> ParsedPlan:
    """The plan in a file of any format that `catalog.documents` reads; names are as the registry
    knows them. A workbook of ours is its plan at once.

    Raises NotAPlan with one Vietnamese sentence that says what is wrong and where. Nothing is stored here.
    """
    try:
        own = own_workbook(data)
        if own is not None:
            return read_own(own, registry)
        document = read(data, filename)
    except NotReadable as refused:
        raise NotAPlan(str(refused)) from refused
    plan = plan_of(blocks_of(document), filename, registry)
    remarks = tuple(PlanWarning("file", remark.text) for remark in document.remarks)
    return replace(plan, warnings=(*plan.warnings, *remarks))


def plan_of(blocks: Blocks, filename: str, registry: Registry) -> ParsedPlan:
    """The plan that paragraphs and printed rows make: the rules that are the same for every format."""
    paragraphs = paragraphs_of(blocks.paragraphs())
    first_annex = next((i for i, one in enumerate(paragraphs) if annex_heading(one.text)), len(paragraphs))
    body = paragraphs[:first_annex] or paragraphs
    heading = read_heading(_head_and_paragraphs(blocks), body, registry)
    tables = tables_of(blocks)
    tasks: list[ParsedTask] = []
    indicators: list[ParsedIndicator] = []
    for table in tables:
        if is_indicator_table(roles_of(table.header)):
            indicators += indicators_of(table, registry)
        else:
            tasks += tasks_of(table, registry, heading.year, heading.date)
    if not tables:
        tasks = programme_items(paragraphs)
    if not tasks and not indicators:
        raise NotAPlan(
            f"Tệp “{filename}” không có bảng nhiệm vụ (hàng tiêu đề có TT, nhiệm vụ, cơ quan chủ trì …) "
            "và cũng không có danh mục nhiệm vụ đánh số nào."
        )
    if heading.classified:
        tasks = [replace(task, classified=True) for task in tasks]
    duties = duties_of(body, tables, heading.year)
    return ParsedPlan(
        number=heading.number,
        title=heading.title,
        issuer=heading.issuer,
        date=heading.date,
        year=heading.year,
        coordinator=_today(heading, registry),
        tasks=tuple(tasks),
        indicators=tuple(indicators),
        reporting=tuple(duties),
        warnings=unclear(duties),
        rows_read=len(tasks) + len(indicators),
    )


def _head_and_paragraphs(blocks: Blocks) -> tuple[Paragraph, ...]:
    """The paragraphs, with the letterhead in its place where it stands in a table: left cell first, line by line."""
    lines: list[Paragraph] = []
    in_head = True
    for block in blocks.blocks:
        if isinstance(block, Paragraph):
            lines.append(block)
        elif in_head and len(lines) < _HEAD_LINES and 0 < sum(bool(cell.strip()) for cell in block.cells) <= 2:
            lines += [Paragraph(block.line, text) for cell in block.cells for text in cell.split("\n") if text.strip()]
        else:
            in_head = False
    return tuple(lines)


def _today(heading: Heading, registry: Registry) -> str:
    """The coordinating agency as it is called today; as printed where nobody knows it."""
    if not heading.coordinator:
        return ""
    return registry.resolve_printed(heading.coordinator, printed_on=heading.date).name or heading.coordinator
