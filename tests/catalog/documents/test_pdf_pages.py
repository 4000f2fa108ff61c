"""A PDF is read as it lies before a reader: turned upright, without stamps, tables without lines over pages, no letter guessed."""

import io
import re
from collections.abc import Callable

import pytest
from formats import FONT
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from catalog.documents.model import Document, NotReadable
from catalog.documents.read import read

pytestmark = pytest.mark.skipif(not FONT.exists(), reason="no font with Vietnamese letters on this machine")
LINES = ["Kế hoạch trồng cây ven đường", "Các phường, xã báo cáo kết quả"]
COLUMNS = (60, 100, 300, 430)
ROWS = [
    ("TT", "Nhiệm vụ", "Chủ trì", "Thời hạn"), ("1", "Trồng cây bàng", "Sở Xây dựng", "30/6/2026"),
    ("2", "Tỉa cây phượng", "Sở Y tế", "31/8/2026"), ("3", "Tưới cây non", "Sở Nội vụ", "Quý I"),
]  # fmt: skip


def pdf(draw: Callable[[Canvas], None], **settings: object) -> bytes:
    pdfmetrics.registerFont(TTFont("DejaVu", str(FONT)))
    written = io.BytesIO()
    canvas = Canvas(written, pagesize=(600, 800), **settings)
    canvas.setFont("DejaVu", 10)
    draw(canvas)
    canvas.save()
    return written.getvalue()


def lines(canvas: Canvas) -> None:
    for at, line in enumerate(LINES):
        canvas.drawString(80, 700 - 20 * at, line)


def rows(canvas: Canvas, some: list[tuple[str, ...]], top: int) -> None:
    for at, row in enumerate(some):
        for left, text in zip(COLUMNS, row, strict=True):
            canvas.drawString(left, top - 18 * at, text)


def texts(document: Document) -> list[str]:
    return [one.text for one in document.paragraphs()]


@pytest.mark.parametrize(("turn", "across", "up"), [(0, 0, 0), (90, 800, 0), (-90, 0, 600), (180, 600, 800)])
def test_a_page_on_its_side_or_head_is_turned(turn: int, across: int, up: int) -> None:
    def draw(canvas: Canvas) -> None:
        if turn in (90, -90):
            canvas.setPageSize((800, 600))
        canvas.translate(across, up)
        canvas.rotate(turn)
        lines(canvas)

    assert texts(read(pdf(draw))) == LINES


def test_what_is_printed_across_the_text_is_left_out_and_said() -> None:
    def draw(canvas: Canvas) -> None:
        lines(canvas)
        canvas.drawString(80, 600, "Nơi nhận: các sở, ban, ngành; Ủy ban nhân dân các xã, phường.")
        canvas.saveState()
        canvas.setFillAlpha(0.2)  # black, and seen through: its colour alone does not tell
        canvas.setFont("DejaVu", 60)
        canvas.drawString(80, 670, "SAO")
        canvas.restoreState()
        canvas.setFillColorRGB(1, 0, 0)
        for at, line in enumerate(("CÔNG VĂN ĐẾN", "Số: 45", "Ngày: 3/2/2026")):
            canvas.drawString(420, 780 - 12 * at, line)

    document = read(pdf(draw))
    assert texts(document)[:2] == LINES
    assert len(texts(document)) == 3
    assert [one.kind for one in document.remarks] == ["left_out"]


def test_a_table_without_lines_goes_on_over_the_page_also_with_one_row() -> None:
    def draw(canvas: Canvas) -> None:
        rows(canvas, ROWS[:3], 700)
        canvas.drawString(300, 30, "1")
        canvas.showPage()
        canvas.setFont("DejaVu", 10)
        canvas.drawString(300, 780, "- 2 -")
        rows(canvas, ROWS[3:], 740)
        canvas.drawString(60, 600, "Nơi nhận: các sở, ban, ngành; Ủy ban nhân dân các xã, phường.")

    document = read(pdf(draw))
    assert [row.texts for one in document.tables() for row in one.rows] == ROWS
    assert texts(document) == ["Nơi nhận: các sở, ban, ngành; Ủy ban nhân dân các xã, phường."]


def test_a_password_of_the_owner_alone_hinders_nobody() -> None:
    assert texts(read(pdf(lines, encrypt=StandardEncryption("", ownerPassword="x", canCopy=0, strength=128)))) == LINES
    with pytest.raises(NotReadable, match="mật khẩu"):
        read(pdf(lines, encrypt=StandardEncryption("y", ownerPassword="x", strength=128)))


def test_letters_without_a_unicode_are_said_and_not_guessed() -> None:
    def draw(canvas: Canvas) -> None:
        for at in range(12):
            canvas.drawString(80, 700 - 20 * at, LINES[at % 2])

    nameless = re.sub(rb"/ToUnicode \d+ 0 R", lambda found: b" " * len(found[0]), pdf(draw, pageCompression=0))
    with pytest.raises(NotReadable, match="bảng mã Unicode"):
        read(nameless)
