"""The four real plans printed anew as Word and PDF: what is read from these must be what is read from the text."""

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document

from catalog.documents.read import read
from catalog.organisations.khanh_hoa import registry as khanh_hoa
from catalog.plans.meaning.columns import is_header
from catalog.plans.meaning.pages import pages_of
from catalog.plans.meaning.rows import heal
from catalog.plans.meaning.tables import tables_of
from catalog.plans.model import ParsedPlan, Table
from catalog.plans.reader import read_plan
from catalog.plans.reading.blocks import Paragraph

pytestmark = pytest.mark.plans
Part = str | tuple[list[str], list[list[str]]]
FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
NAMES = ["001", "002", "003", "004"]


@pytest.mark.parametrize("name", NAMES)
def test_the_plan_as_a_word_file_is_the_same_plan(shared: Path, name: str) -> None:
    check(shared, name, as_docx)


@pytest.mark.skipif(not Path(FONT).exists(), reason="no font with Vietnamese letters on this machine")
@pytest.mark.parametrize("name", [pytest.param("001", marks=pytest.mark.long), "002"])
def test_the_plan_as_a_pdf_is_the_same_plan(shared: Path, name: str) -> None:
    check(shared, name, as_pdf)


def check(shared: Path, name: str, write: Callable[[list[Part]], bytes]) -> None:
    (source,) = (shared / "seeds").glob(f"{name}*.txt")
    data = source.read_bytes()
    assert comparable(read_plan(write(list(parts(data))), "a", khanh_hoa())) == comparable(
        read_plan(data, source.name, khanh_hoa())
    )


def comparable(plan: ParsedPlan) -> ParsedPlan:
    """Without positions, line breaks, the tears of the text, and the footnotes that these files do not have."""

    def flat(text: str) -> str:
        return " ".join(text.split())

    tasks = tuple(
        replace(
            task,
            source_row=0,
            output=flat(task.output),
            deadline_raw=flat(task.deadline_raw),
            lead_raw=flat(task.lead_raw),
            support_raw=flat(task.support_raw),
            warnings=tuple(warning for warning in task.warnings if warning.kind != "joined_rows"),
        )
        for task in plan.tasks
    )
    indicators = tuple(replace(indicator, source_row=0) for indicator in plan.indicators)
    duties = tuple(duty for duty in plan.reporting if duty.period != "month")
    return replace(plan, tasks=tasks, indicators=indicators, reporting=duties, warnings=())


def parts(data: bytes) -> Iterator[Part]:
    """Paragraphs, and each table once where its first header stood, its rows whole."""
    pages = pages_of(read(data))
    tables = iter(tables_of(pages).tables)
    inside = False
    for block in pages.blocks:
        if isinstance(block, Paragraph):
            inside = inside and "Phụ lục" not in block.text
            if not block.footnote:
                yield block.text
        elif any(is_header(row.cells) for row in block.rows) and not inside:
            inside = True
            table = next(tables)
            yield table.header, list(whole_rows(table))


def whole_rows(table: Table) -> Iterator[list[str]]:
    for row in heal(table):
        cells = [row.cells.get(role, "") for role in table.roles]  # type: ignore[call-overload]
        for place, (output, deadline) in enumerate(row.outputs or [(row["output"], row["deadline"])]):
            printed = {"output": output, "deadline": deadline}
            if place:
                cells = [""] * len(table.roles)
            yield [printed.get(role, cell) for role, cell in zip(table.roles, cells, strict=True)]


def as_docx(content: list[Part]) -> bytes:
    document = Document()
    for part in content:
        if isinstance(part, str):
            document.add_paragraph(part)
            continue
        header, rows = part
        table = document.add_table(rows=1 + len(rows), cols=len(header))
        for line, texts in zip(table.rows, [header, *rows], strict=True):
            for cell, text in zip(line.cells, texts, strict=True):
                cell.text = text
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def as_pdf(content: list[Part]) -> bytes:
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import Flowable, SimpleDocTemplate
    from reportlab.platypus import Paragraph as Printed
    from reportlab.platypus import Table as Ruled

    pdfmetrics.registerFont(TTFont("DejaVu", FONT))
    style = ParagraphStyle("plain", fontName="DejaVu", fontSize=8, leading=10)

    def printed(text: str) -> Printed:
        return Printed(text.replace("*", "").replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br/>"), style)

    flow: list[Flowable] = []
    for part in content:
        if isinstance(part, str):
            flow.append(printed(part))
            continue
        header, rows = part
        lines = [[printed(text) for text in line] for line in [header, *rows]]
        widths = [40] + [700 / (len(header) - 1)] * (len(header) - 1)
        ruled = [("GRID", (0, 0), (-1, -1), 0.5, "black"), ("VALIGN", (0, 0), (-1, -1), "TOP")]
        flow.append(Ruled(lines, repeatRows=1, colWidths=widths, style=ruled))
    written = io.BytesIO()
    SimpleDocTemplate(written, pagesize=landscape(A4), topMargin=40, bottomMargin=40).build(flow)
    return written.getvalue()
