"""One content - a heading and a table with merged cells - written in every format that can be made here."""

import io
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from made_files import para, row_of, text_cell, word, workbook

FONT = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
HEAD = "KẾ HOẠCH"
_ODF = " ".join(f'xmlns:{one}="urn:oasis:names:tc:opendocument:xmlns:{one}:1.0"' for one in ("office", "text", "table"))


@dataclass(frozen=True)
class Content:
    """Rows of equal length; `merge` is the first row and column of one merged cell and its last ones, or None."""

    rows: tuple[tuple[str, ...], ...]
    merge: tuple[int, int, int, int] | None = None

    def at(self, row: int, column: int) -> tuple[str, int, int] | None:
        """The text and span (rows, columns) of a cell; None where the merged one covers it."""
        if self.merge is None or not self.covers(row, column):
            return self.rows[row][column], 1, 1
        top, left, bottom, right = self.merge
        first = (row, column) == (top, left)
        return (self.rows[row][column], bottom - top + 1, right - left + 1) if first else None

    def covers(self, row: int, column: int) -> bool:
        """Whether the merged cell lies here."""
        if self.merge is None:
            return False
        top, left, bottom, right = self.merge
        return top <= row <= bottom and left <= column <= right

    def lines(self) -> list[list[tuple[str, int, int] | None]]:
        """All places, row by row."""
        return [[self.at(row, column) for column in range(len(self.rows[0]))] for row in range(len(self.rows))]


def as_word(content: Content, after: str = "") -> bytes:
    """`after`: XML behind the table (LibreOffice loses one that ends a .doc)."""
    rows = []
    for down, line in enumerate(content.lines()):
        cells = []
        for across, cell in enumerate(line):
            if cell is not None:
                text, tall, wide = cell
                merged = '<w:vMerge w:val="restart"/>' if tall > 1 else ""
                cells.append(f'<w:tcPr><w:gridSpan w:val="{wide}"/>{merged}</w:tcPr>{text}')
            elif content.merge and across == content.merge[1] and down > content.merge[0]:
                wide = content.merge[3] - across + 1
                cells.append(f'<w:tcPr><w:gridSpan w:val="{wide}"/><w:vMerge/></w:tcPr>')
        rows.append(row_of(cells))
    grid = "<w:tblGrid>" + '<w:gridCol w:w="2200"/>' * 4 + "</w:tblGrid>"
    edges = "".join(
        f'<w:{one} w:val="single" w:sz="4"/>' for one in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    return word(
        para(HEAD)
        + f"<w:tbl><w:tblPr><w:tblBorders>{edges}</w:tblBorders></w:tblPr>{grid}{''.join(rows)}</w:tbl>{after}"
    )


def as_html(content: Content) -> bytes:
    rows = [
        "".join(f'<td rowspan="{cell[1]}" colspan="{cell[2]}">{cell[0]}</td>' for cell in line if cell is not None)
        for line in content.lines()
    ]
    return f"<html><body><p>{HEAD}</p><table><tr>{'</tr><tr>'.join(rows)}</tr></table></body></html>".encode()


def as_mhtml(content: Content) -> bytes:
    head = "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
    return head.encode() + as_html(content) + b"\r\n--b--\r\n"


def _odf_rows(content: Content) -> str:
    def cell(one: tuple[str, int, int] | None) -> str:
        if one is None:
            return "<table:covered-table-cell/>"
        span = f'table:number-rows-spanned="{one[1]}" table:number-columns-spanned="{one[2]}"'
        return f'<table:table-cell office:value-type="string" {span}><text:p>{one[0]}</text:p></table:table-cell>'

    return "".join(f"<table:table-row>{''.join(map(cell, line))}</table:table-row>" for line in content.lines())


def as_odt(content: Content) -> bytes:
    body = f"<office:text><text:p>{HEAD}</text:p><table:table>{_odf_rows(content)}</table:table></office:text>"
    return f"<office:document {_ODF}><office:body>{body}</office:body></office:document>".encode()


def as_ods(content: Content) -> bytes:
    body = f'<office:spreadsheet><table:table table:name="T">{_odf_rows(content)}</table:table></office:spreadsheet>'
    return f"<office:document {_ODF}><office:body>{body}</office:body></office:document>".encode()


def as_tabs(content: Content) -> bytes:
    return (HEAD + "\n" + "\n".join("\t".join(row) for row in content.rows)).encode("utf-16")


def as_csv(content: Content) -> bytes:
    return "\n".join(";".join(f'"{cell}"' for cell in row) for row in content.rows).encode()


def as_sheet(content: Content) -> bytes:
    rows = "".join(
        f'<row r="{down}">'
        + "".join(text_cell(f"{'ABCD'[across]}{down}", cell[0]) for across, cell in enumerate(line) if cell is not None)
        + "</row>"
        for down, line in enumerate(content.lines(), 1)
    )
    if content.merge is None:
        return workbook(rows)
    top, left, bottom, right = content.merge
    area = f"{'ABCD'[left]}{top + 1}:{'ABCD'[right]}{bottom + 1}"
    return workbook(rows, after=f'<mergeCells><mergeCell ref="{area}"/></mergeCells>')


def as_pdf(content: Content) -> bytes:
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

    pdfmetrics.registerFont(TTFont("DejaVu", str(FONT)))
    style = ParagraphStyle("plain", fontName="DejaVu", fontSize=9, leading=12)
    looks: list[tuple[object, ...]] = [
        ("GRID", (0, 0), (-1, -1), 0.5, "black"),
        ("FONT", (0, 0), (-1, -1), "DejaVu", 9),
    ]
    if content.merge is not None:
        top, left, bottom, right = content.merge
        looks.append(("SPAN", (left, top), (right, bottom)))
    written = io.BytesIO()
    cells = [[cell[0] if cell else "" for cell in line] for line in content.lines()]
    SimpleDocTemplate(written).build([Paragraph(HEAD, style), Table(cells, colWidths=[110] * 4, style=looks)])
    return written.getvalue()


def converted(data: bytes, before: str, after: str, folder: Path) -> bytes:
    """The file as LibreOffice saves it in another format: "doc", "xls", "ods", "odt", "pdf", "rtf"."""
    source = folder / f"a.{before}"
    source.write_bytes(data)
    command = ["soffice", "--headless", "--norestore", f"-env:UserInstallation=file://{folder}/profile"]
    subprocess.run(
        [*command, "--convert-to", after, "--outdir", str(folder), str(source)],
        capture_output=True, timeout=120, check=True,
    )  # fmt: skip
    return (folder / f"a.{after}").read_bytes()


HAS_OFFICE = shutil.which("soffice") is not None
