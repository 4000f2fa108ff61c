"""A plan in a few lines as an office would send it in Word, read at once."""

import io

from docx import Document

from catalog.organisations.khanh_hoa import registry
from catalog.plans.model import ParsedPlan, ParsedTask
from catalog.plans.reader import read_plan

MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
PARTY = "ĐẢNG CỘNG SẢN VIỆT NAM"
Rows = list[list[str]]
Merge = tuple[tuple[int, int], tuple[int, int]]


def letter(
    office: str, number: str, day: str, lines: list[str], *tables: tuple[Rows, list[Merge]], motto: str = MOTTO
) -> ParsedPlan:
    """A Word file: letterhead and signature in borderless tables, as offices write them."""
    document = Document()
    head = document.add_table(rows=2, cols=2)
    for place, text in enumerate((office, motto, number, day)):
        head.cell(place // 2, place % 2).text = text
    for line in lines:
        document.add_paragraph(line)
    for rows, merges in tables:
        table = document.add_table(rows=len(rows), cols=len(rows[0]))
        for down, row in enumerate(rows):
            for across, text in enumerate(row):
                if text:
                    table.cell(down, across).text = text
        for begin, end in merges:
            table.cell(*begin).merge(table.cell(*end)).text = table.cell(*begin).text.strip()
    signature = document.add_table(rows=1, cols=2)
    signature.cell(0, 0).text = "Nơi nhận:\n- Như trên;\n- Lưu: VT."
    signature.cell(0, 1).text = "CHỦ TỊCH\n(đã ký)"
    written = io.BytesIO()
    document.save(written)
    plan = read_plan(written.getvalue(), "a.docx", registry())
    assert plan.self_check is not None
    assert plan.self_check.adds_up, plan.self_check  # conservation, over every document of this file
    return plan


def led(task: ParsedTask) -> tuple[str, ...]:
    return task.actors.lead_named


def dues(task: ParsedTask) -> list[str]:
    return [str(one.due) if one.due else one.kind for one in task.deadlines]
