"""Official documents typeset for tests, as Word files and as PDFs with letters: every name and number in them is made up."""

import io
import pathlib
from dataclasses import dataclass

import docx
import matplotlib
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

STATE = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
PARTY = ("ĐẢNG CỘNG SẢN VIỆT NAM",)
TEXT = ("Thực hiện nhiệm vụ được giao, cơ quan tổ chức triển khai nghiêm túc, bảo đảm đúng tiến độ, chất lượng và báo cáo "
        "kết quả trước ngày 15 tháng 12 năm 2026./.")  # fmt: skip


@dataclass(frozen=True)
class Made:
    """What stands in the document, place by place; `left` and `signed` are lines, blanks between them allowed."""

    left: tuple[str, ...]
    number: str = ""
    dated: str = ""
    kind: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    signed: tuple[str, ...] = ()
    signed_left: tuple[str, ...] = ("Nơi nhận:", "- Như trên;", "- Lưu: VT, TH.")
    right: tuple[str, ...] = STATE
    text: tuple[str, ...] = (TEXT,)
    behind: tuple[str, ...] = ()


def as_docx(made: Made, *, tabs: bool = False) -> bytes:
    """A Word file, head and foot in tables without lines, or set with tabs."""
    document = docx.Document()
    rows = [(made.left, made.right), ((made.number, *made.about), (made.dated,))]
    if tabs:
        for left, right in rows:
            for at in range(max(len(left), len(right))):
                pair = (left[at] if at < len(left) else "", right[at] if at < len(right) else "")
                document.add_paragraph("\t".join(pair))
    else:
        _columns(document, rows)
    for line in (*made.before, *made.kind, *made.text):
        document.add_paragraph(line)
    _columns(document, [(made.signed_left, made.signed)])
    for line in made.behind:
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _columns(document, rows):
    table = document.add_table(rows=len(rows), cols=2)
    for row, pair in zip(table.rows, rows, strict=True):
        for cell, lines in zip(row.cells, pair, strict=True):
            cell.paragraphs[0].text = lines[0] if lines else ""
            for line in lines[1:]:
                cell.add_paragraph(line)


def as_pdf(made: Made) -> bytes:
    """A PDF with letters, one page or as many as the text needs."""
    faces = pathlib.Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    for name in ("DejaVuSerif", "DejaVuSerif-Bold"):
        pdfmetrics.registerFont(TTFont(name, str(faces / f"{name}.ttf")))
    out = io.BytesIO()
    page = Canvas(out, pagesize=A4)
    page.setTitle("x")
    y = 790.0

    def put(text, x, *, bold=False, middle=True):
        page.setFont("DejaVuSerif-Bold" if bold else "DejaVuSerif", 10)
        (page.drawCentredString if middle else page.drawString)(x, y, text)

    for at in range(max(len(made.left), len(made.right))):
        if at < len(made.left):
            put(made.left[at], 165, bold=True)
        if at < len(made.right):
            put(made.right[at], 405, bold=True)
        y -= 14
    put(made.number, 165)
    put(made.dated, 405)
    for line in made.about:
        y -= 14
        put(line, 165)
    y -= 14
    for line in (*made.before, *made.kind):
        y -= 16
        put(line, 310, bold=line in made.kind)
    for paragraph in made.text:
        for line in _wrapped(paragraph, 72):
            y -= 15
            put(line, 85, middle=False)
    y -= 10
    for at in range(max(len(made.signed_left), len(made.signed))):
        y -= 14
        if at < len(made.signed_left):
            named = made.signed_left[0] != "Nơi nhận:"
            put(made.signed_left[at], 165 if named else 85, middle=named)
        if at < len(made.signed):
            put(made.signed[at], 420, bold=True)
    if made.behind:
        page.showPage()
        y = 790.0
        for line in made.behind:
            put(line, 310)
            y -= 16
    page.save()
    return out.getvalue()


def _wrapped(text, width):
    lines, line = [], ""
    for word in text.split():
        if len(line) + len(word) > width:
            lines.append(line)
            line = ""
        line = f"{line} {word}".strip()
    return [*lines, line]
