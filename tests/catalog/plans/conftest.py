"""One small plan of our own, printed as text, Word, Excel and PDF: the readers must say the same of all four."""

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document
from openpyxl import Workbook

from catalog.plans.model import ParsedPlan

HEAD = [
    "ỦY BAN NHÂN DÂN TỈNH KHÁNH HÒA",
    "Số: 45/KH-UBND",
    "Khánh Hòa, ngày 12 tháng 01 năm 2026",
    "KẾ HOẠCH",
    "Chăm sóc cây xanh đô thị năm 2026",
    "I. MỤC ĐÍCH",
    "Giữ gìn cây xanh trên địa bàn tỉnh Khánh Hòa.",
    "II. TỔ CHỨC THỰC HIỆN",
    "1. Các sở, ban, ngành, UBND cấp xã",
    "- Báo cáo kết quả hàng quý (trước ngày 20 hàng quý), 6 tháng (trước ngày 05 tháng 6) và báo cáo năm (trước ngày 01 tháng 12 hàng năm) gửi về Sở Xây dựng để tổng hợp.",
    "2. Sở Xây dựng",
    "- Chủ trì theo dõi, đôn đốc, tổng hợp tình hình thực hiện Kế hoạch.",
    "Phụ lục",
    "NHIỆM VỤ CHĂM SÓC CÂY XANH",
]
HEADER = ["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Kết quả", "Thời hạn hoàn thành"]
ROWS = [
    ["I", "TRỒNG CÂY", "", "", "", ""],
    [
        "1",
        "Trồng bổ sung cây bóng mát dọc các tuyến đường trung tâm của các phường",
        "Sở Xây dựng",
        "UBND cấp xã",
        "Kế hoạch",
        "Tháng 3/2026",
    ],
    ["", "", "", "", "Báo cáo nghiệm thu", "Quý IV/2026"],
    ["2", "Vườn ươm", "", "", "", ""],
    [
        "2.1",
        "Mở rộng vườn ươm giống cây bản địa",
        "Sở Nông nghiệp và Môi trường",
        "Sở Khoa học và Công nghệ",
        "- Đề án\n- Báo cáo đánh giá",
        "12/2026",
    ],
    ["2.2", "Thống kê giống cây", "Sở Nông nghiệp và Môi trường", "", "Danh mục", "Trong năm 2026"],
    ["II", "TUYÊN TRUYỀN", "", "", "", ""],
    ["1", "Phát động tết trồng cây", "Các sở, ban, ngành", "UBND cấp xã", "Lễ phát động", "20/02/2026"],
    ["2", "Tuyên truyền về cây xanh (Mật)", "Sở Văn hóa, Thể thao và Du lịch", "", "Tin, bài", "Thường xuyên"],
]
FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"


@pytest.fixture
def content() -> tuple[list[str], list[str], list[list[str]]]:
    """Head lines, column titles and rows of the plan."""
    return HEAD, HEADER, ROWS


@pytest.fixture
def as_text() -> Callable[..., bytes]:
    return text_of


@pytest.fixture
def as_docx() -> Callable[..., bytes]:
    return docx_of


@pytest.fixture
def as_xlsx() -> Callable[..., bytes]:
    return xlsx_of


@pytest.fixture
def as_pdf() -> Callable[..., bytes]:
    if not Path(FONT).exists():
        pytest.skip("no font with Vietnamese letters on this machine")
    return pdf_of


@pytest.fixture
def facts() -> Callable[[ParsedPlan], ParsedPlan]:
    """The plan without source positions and line breaks: what must be the same for every format."""
    return without_positions


def text_of(head: list[str], header: list[str], rows: list[list[str]]) -> bytes:
    lines = [*head, "", "\t".join(header)]
    lines += ["\t".join(cell.replace("\n", " ") for cell in row) for row in rows]
    return "\n".join(lines).encode()


def docx_of(head: list[str], header: list[str], rows: list[list[str]]) -> bytes:
    """A Word table with the headings of sections merged across and the cells of second outputs merged down."""
    document = Document()
    for line in head:
        document.add_paragraph(line)
    table = document.add_table(rows=1 + len(rows), cols=len(header))
    for place, row in enumerate([header, *rows]):
        for column, text in enumerate(row):
            if text:
                table.cell(place, column).text = text
        if row[0] and not any(row[2:]):
            table.cell(place, 1).merge(table.cell(place, len(header) - 1))
        if place and not row[0] and not row[1]:
            for column in range(4):
                table.cell(place - 1, column).merge(table.cell(place, column))
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def xlsx_of(head: list[str], header: list[str], rows: list[list[str]]) -> bytes:
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    for line in head:
        sheet.append([line])
    sheet.append(header)
    for row in rows:
        sheet.append(row)
    written = io.BytesIO()
    workbook.save(written)
    return written.getvalue()


def pdf_of(head: list[str], header: list[str], rows: list[list[str]]) -> bytes:
    """A ruled table over several small pages, its heading repeated on each."""
    from reportlab.lib.pagesizes import A5, landscape
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

    pdfmetrics.registerFont(TTFont("DejaVu", FONT))
    style = ParagraphStyle("plain", fontName="DejaVu", fontSize=8, leading=10)
    table = Table(
        [[Paragraph(cell.replace("\n", "<br/>"), style) for cell in row] for row in [header, *rows]],
        repeatRows=1,
        colWidths=[30, 130, 90, 90, 90, 80],
        style=[("GRID", (0, 0), (-1, -1), 0.5, "black"), ("VALIGN", (0, 0), (-1, -1), "TOP")],
    )
    written = io.BytesIO()
    SimpleDocTemplate(written, pagesize=landscape(A5), topMargin=30, bottomMargin=30).build(
        [*(Paragraph(line, style) for line in head), table]
    )
    return written.getvalue()


def without_positions(plan: ParsedPlan) -> ParsedPlan:
    def flat(text: str) -> str:
        return " ".join(text.split())

    tasks = tuple(
        replace(task, source_row=0, output=flat(task.output), deadline_raw=flat(task.deadline_raw))
        for task in plan.tasks
    )
    return replace(plan, tasks=tasks)
