"""Makes the Word forms that ship: report.docx and letter.docx. Run it after changing it, and commit what it makes.

The layout follows Decree 30/2020/NĐ-CP on records (Phụ lục I: quốc hiệu and tiêu ngữ at the right, the issuing body
at the left, place and date below, "Nơi nhận" and the signature at the end; number and date are left open). An officer
edits a copy in Word: every `{{ ... }}` and `{% ... %}` may be moved or left out.
"""

# ruff: noqa: E501  (the sentences of the forms are kept as they are printed)

import pathlib
from typing import Any

import docx
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

HERE = pathlib.Path(__file__).parent
CENTER, LEFT, BOTH = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.JUSTIFY

FIGURES = (
    ("Tổng số", "{{ g.total }}"), ("HT đúng hạn", "{{ g.done_on_time }}"), ("HT trễ hạn", "{{ g.done_late }}"),
    ("Trong hạn", "{{ g.open_in_time }}"), ("Quá hạn", "{{ g.open_overdue }}"),
    ("Không định hạn", "{{ g.no_deadline }}"), ("Cập nhật 30 ngày", "{{ g.update_rate }}"),
)  # fmt: skip


def main() -> None:
    """Write both forms beside this file."""
    report().save(str(HERE / "report.docx"))
    letter().save(str(HERE / "letter.docx"))


def report() -> Any:
    """The report: parts I-IV, tables by plan and agency, the overdue list, obstacles, proposals."""
    document = _document()
    _head(document, "Số:        /BC-……")
    _line(document, "BÁO CÁO", bold=True, size=14, align=CENTER, before=12)
    _line(document, "Tình hình thực hiện nhiệm vụ các kế hoạch đến ngày {{ day }}", bold=True, align=CENTER)
    _line(document, "(Phạm vi: {{ title }})", italic=True, align=CENTER, after=10)
    _line(document, "Kính gửi: {{ addressee }}", align=CENTER, after=10)
    _line(document, "{%p for plan in plans %}")
    _line(document, "Căn cứ {{ plan }};", italic=True, indent=1)
    _line(document, "{%p endfor %}")
    _line(document, "{{ author }} báo cáo tình hình thực hiện như sau:", indent=1, after=6)

    _heading(document, "I. TÌNH HÌNH CHUNG")
    _text(document, "Tổng số {{ whole.total }} lượt nhiệm vụ được giao chủ trì, trong đó: hoàn thành đúng hạn "
          "{{ whole.done_on_time }} ({{ share.done_on_time }}); hoàn thành trễ hạn {{ whole.done_late }} "
          "({{ share.done_late }}); đang thực hiện trong hạn {{ whole.open_in_time }} ({{ share.open_in_time }}); quá hạn "
          "{{ whole.open_overdue }} ({{ share.open_overdue }}); không ấn định thời hạn {{ whole.no_deadline }} "
          "({{ share.no_deadline }}).")  # fmt: skip
    _text(document, "Đã báo cáo, chờ nghiệm thu: {{ whole.reported }} (nằm trong số đang thực hiện)."
          "{% if whole.self_confirmed_number %} Tự xác nhận hoàn thành: {{ whole.self_confirmed }}.{% endif %}")  # fmt: skip
    _text(document, "Ngoài tổng số: tạm dừng {{ whole.suspended }}, hủy {{ whole.cancelled }}; chưa có cơ quan chủ trì "
          "{{ whole.unassigned }} nhiệm vụ.")  # fmt: skip
    _text(document, "Tỷ lệ có cập nhật trong 30 ngày: {{ whole.update_rate }}; cơ quan đã kết nối: {{ whole.linked }} "
          "({{ whole.linked_rate }}).")  # fmt: skip
    _text(document, "{{ change }}")

    _heading(document, "II. KẾT QUẢ THỰC HIỆN")
    _line(document, "1. Theo kế hoạch", bold=True, indent=1)
    _table(document, ("TT", *(h for h, _ in FIGURES)), "by_plan", "g",
           ("{{ loop.index }}", *(v for _, v in FIGURES)), named="Kế hoạch", name="{{ g.name }}", total=True)  # fmt: skip
    _line(document, "2. Theo cơ quan chủ trì", bold=True, indent=1, before=8)
    _table(document, ("TT", *(h for h, _ in FIGURES)), "by_agency", "g",
           ("{{ loop.index }}", *(v for _, v in FIGURES)), named="Cơ quan", name="{{ g.name }}", total=True)  # fmt: skip
    _line(document, "{%p if chart %}")
    _line(document, "{{ chart }}", align=CENTER, before=8)
    _line(document, "{%p endif %}")

    _heading(document, "III. NHIỆM VỤ QUÁ HẠN, KHÓ KHĂN, VƯỚNG MẮC")
    _line(
        document, "1. Nhiệm vụ quá hạn: {{ late }} lượt giao", bold=True, indent=1
    ).paragraph_format.keep_with_next = True
    _line(document, "{%p if overdue %}")
    _table(document, ("TT", "Cơ quan", "Hạn", "Quá hạn (ngày)", "Lý do, tình hình cơ quan báo"), "overdue", "r",
           ("{{ loop.index }}", "{{ r.agency }}", "{{ r.due }}", "{{ r.days }}", "{{ r.reason }}"),
           named="Nhiệm vụ", name="{{ r.task }}", widths=(1.0, 4.9, 3.1, 2.2, 1.5, 4.3))  # fmt: skip
    _line(document, "{%p endif %}")
    _line(document, "2. Khó khăn, vướng mắc đã báo: {{ blocked }}", bold=True, indent=1, before=8)
    _line(document, "{%p for b in blockers %}")
    _text(document, "- {{ b.task }} ({{ b.agency }}): {{ b.reason }} {{ b.advice }}")
    _line(document, "{%p endfor %}")
    _line(document, "3. Cảnh báo sớm", bold=True, indent=1, before=6)
    _line(document, "{%p for w in warnings %}")
    _text(document, "- {{ w.name }}: {{ w.count }}.")
    _line(document, "{%p else %}")
    _text(document, "Không có.")
    _line(document, "{%p endfor %}")

    _heading(document, "IV. KIẾN NGHỊ, ĐỀ XUẤT")
    _line(document, "{%p for proposal in proposals %}")
    _text(document, "{{ loop.index }}. {{ proposal }}")
    _line(document, "{%p endfor %}")
    _text(document, "Trên đây là báo cáo tình hình thực hiện nhiệm vụ đến ngày {{ day }}./.")
    _foot(document)
    return document


def letter() -> Any:
    """The letter that presses: addressee, the overdue tasks with their dates and the reminders already sent."""
    document = _document()
    _head(document, "Số:        /……", subject="V/v đôn đốc thực hiện nhiệm vụ quá hạn")
    _line(document, "Kính gửi: {{ addressee }}", align=CENTER, before=14, after=10, bold=True)
    _text(document, "Qua theo dõi việc thực hiện {{ plans }}, đến ngày {{ day }}, {{ addressee }} còn {{ tasks | length }} "
          "nhiệm vụ chủ trì đã quá hạn, cụ thể như sau:")  # fmt: skip
    _table(document, ("TT", "Hạn", "Quá hạn (ngày)", "Tình hình đã báo", "Đã nhắc"), "tasks", "r",
           ("{{ loop.index }}", "{{ r.due }}", "{{ r.days }}", "{{ r.reason }}", "{{ r.reminded }}"),
           named="Nhiệm vụ", name="{{ r.task }}", widths=(1.0, 5.2, 2.2, 1.6, 3.6, 3.4))  # fmt: skip
    _text(document, "Để bảo đảm tiến độ chung, {{ author }} đề nghị {{ addressee }} khẩn trương chỉ đạo thực hiện, hoàn "
          "thành các nhiệm vụ nêu trên; báo cáo kết quả, nguyên nhân chậm và cam kết thời hạn hoàn thành trước ngày "
          "{{ answer_by }}. Trường hợp có khó khăn, vướng mắc, đề nghị nêu rõ để được xem xét, tháo gỡ.", before=8)  # fmt: skip
    _text(document, "Đề nghị {{ addressee }} quan tâm, phối hợp thực hiện./.")
    _foot(document)
    return document


def _document() -> Any:
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(2.5), Cm(1.5)
    section.top_margin, section.bottom_margin = Cm(2), Cm(2)
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(13)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "Times New Roman")
    style.paragraph_format.space_after = Pt(3)
    return document


def _head(document: Any, number: str, subject: str = "") -> None:
    table = document.add_table(rows=2, cols=2)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    _widths(table, (7.6, 9.4))
    left, right = table.rows[0].cells
    _cell(left, "{{ above }}", size=12)
    _more(left, "{{ office }}", bold=True, size=12)
    _more(left, "────────", size=8)
    _cell(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold=True, size=12)
    _more(right, "Độc lập - Tự do - Hạnh phúc", bold=True, size=13)
    _more(right, "────────────────", size=8)
    left, right = table.rows[1].cells
    _cell(left, number, size=13)
    if subject:
        _more(left, subject, size=12)
    _cell(right, "{{ place }}, ngày      tháng      năm {{ year }}", italic=True, size=13)


def _foot(document: Any) -> None:
    table = document.add_table(rows=1, cols=2)
    _widths(table, (8.5, 8.5))
    left, right = table.rows[0].cells
    _cell(left, "Nơi nhận:", bold=True, italic=True, size=12, align=LEFT)
    for line in ("- Như trên;", "- {{ copy_to }};", "- Lưu: VT."):
        _more(left, line, size=11, align=LEFT)
    _cell(right, "THỦ TRƯỞNG ĐƠN VỊ", bold=True, size=13)
    _more(right, "(Ký, ghi rõ họ tên, đóng dấu)", italic=True, size=12)


def _heading(document: Any, text: str) -> None:
    _line(document, text, bold=True, before=10, after=4).paragraph_format.keep_with_next = True


def _text(document: Any, text: str, before: int = 0) -> None:
    _line(document, text, align=BOTH, indent=1, before=before)


def _line(
    document: Any, text: str, *, bold: bool = False, italic: bool = False, size: float = 13, align: Any = LEFT,
    indent: float = 0, before: float = 0, after: float = 3,
) -> Any:  # fmt: skip
    paragraph = document.add_paragraph()
    paragraph.alignment = align
    spacing = paragraph.paragraph_format
    spacing.space_before, spacing.space_after = Pt(before), Pt(after)
    spacing.first_line_indent = Cm(indent)
    _run(paragraph, text, bold, italic, size)
    return paragraph


def _run(paragraph: Any, text: str, bold: bool, italic: bool, size: float) -> None:
    run = paragraph.add_run(text)
    run.bold, run.italic, run.font.size = bold, italic, Pt(size)


def _cell(
    cell: Any, text: str, *, bold: bool = False, italic: bool = False, size: float = 11, align: Any = CENTER
) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.alignment = align
    paragraph.paragraph_format.space_after = Pt(0)
    _run(paragraph, text, bold, italic, size)


def _more(
    cell: Any, text: str, *, bold: bool = False, italic: bool = False, size: float = 11, align: Any = CENTER
) -> None:
    cell.add_paragraph()
    last = cell.paragraphs[-1]
    last.alignment = align
    last.paragraph_format.space_after = Pt(0)
    _run(last, text, bold, italic, size)


def _table(
    document: Any, heads: tuple[str, ...], rows: str, each: str, values: tuple[str, ...], *, named: str, name: str,
    widths: tuple[float, ...] = (1.0, 5.4, 1.5, 1.5, 1.5, 1.5, 1.5, 1.7, 1.7), total: bool = False,
) -> None:  # fmt: skip
    """A bordered table with one row an element; the second column is the wide one, named `named`; with `total` the whole in a last row."""
    heads = (heads[0], named, *heads[1:])
    values = (values[0], name, *values[1:])
    table = document.add_table(rows=5 if total else 4, cols=len(heads))
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    _widths(table, widths)
    for cell, head in zip(table.rows[0].cells, heads, strict=True):
        _cell(cell, head, bold=True, size=10.5)
    _cell(table.rows[1].cells[0], f"{{%tr for {each} in {rows} %}}")
    for index, (cell, value) in enumerate(zip(table.rows[2].cells, values, strict=True)):
        _cell(cell, value, size=10.5, align=LEFT if index == 1 or "reason" in value or "agency" in value else CENTER)
    _cell(table.rows[3].cells[0], "{%tr endfor %}")
    if total:
        for index, (cell, value) in enumerate(zip(table.rows[4].cells, values, strict=True)):
            summed = ("", "Tổng số")[index] if index < 2 else value.replace("g.", "whole.")
            _cell(cell, summed, bold=True, size=10.5, align=LEFT if index == 1 else CENTER)
    _repeat(table.rows[0], "w:tblHeader")
    _repeat(table.rows[2], "w:cantSplit")


def _repeat(row: Any, tag: str) -> None:
    """A mark on a row: the heading repeats on every page, a row is not torn over two."""
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement(tag))


def _widths(table: Any, widths: tuple[float, ...]) -> None:
    table.autofit = False
    # Word takes the cells' widths, LibreOffice the grid's.
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Cm(width)


if __name__ == "__main__":
    main()
