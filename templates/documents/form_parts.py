"""The parts a form is built of: page, styles, lines of text, tables, rules; what a clerk sees and measures.

Two forms of layout: `STATE` after Decree 30/2020/NĐ-CP, Annex I; `PARTY` after Guidance 36-HD/VPTW of 03/4/2018 (its
table of sizes) under Regulation 399-QĐ/TW of 09/01/2026.
"""

from dataclasses import dataclass
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

CENTER, LEFT, BOTH = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.JUSTIFY

FACE = "Times New Roman"
TEXT_WIDTH_MM = 165
"""A4 less the margins (30 left, 15 right)."""

HEAD_MM = (70, 95)
FOOT_MM = (82, 83)

SHORT_RULE, LONG_RULE = "Kẻ ngắn", "Kẻ dài"
"""Styles of the solid lines below a name or a motto; `finish` fits them to the line above after the form is filled."""


_AFTER_BORDERS = ("w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr")


@dataclass(frozen=True)
class Layout:
    """Sizes in points, by part."""

    nation: float = 12
    motto: float = 13
    names: float = 13
    number: float = 13
    dated: float = 13
    kind: float = 14
    subject: float = 14
    about: float = 12
    text: float = 14
    signer: float = 14
    to: float = 12
    list_to: float = 11
    cell: float = 11
    party: bool = False


STATE = Layout()
PARTY = Layout(nation=15, motto=15, names=14, number=14, dated=14, kind=16, subject=15, to=14, list_to=12, party=True)


def blank_document(title: str, layout: Layout) -> Any:
    """A page of A4 with the margins, the page number, the styles and the language."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.top_margin, section.bottom_margin = Mm(20), Mm(20)
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True
    _page_number(section.header, layout)
    styles = document.styles
    normal = styles["Normal"]
    _face(normal)
    normal.font.size = Pt(layout.text)
    normal.paragraph_format.space_after, normal.paragraph_format.line_spacing = Pt(0), 1.0
    for name, size, after in (("Heading 1", layout.text, 6), ("Heading 2", layout.text, 6), ("Header", layout.text, 0)):
        style = styles[name]
        _face(style)
        style.font.size, style.font.color.rgb = Pt(size), RGBColor(0, 0, 0)
        style.font.bold, style.font.italic = name != "Header", False
        style.paragraph_format.space_before = Pt(6 if name != "Header" else 0)
        style.paragraph_format.space_after = Pt(after)
        style.paragraph_format.keep_with_next = name != "Header"
    for name in (SHORT_RULE, LONG_RULE):
        _rule_style(styles, name)
    default = styles.element.find(qn("w:docDefaults")).find(".//" + qn("w:rPr"))
    default.find(qn("w:lang")).set(qn("w:val"), "vi-VN")
    document.core_properties.title, document.core_properties.author = title, "Đôn Đốc"
    document.core_properties.comments = ""
    return document


def line(
    document: Any, text: str, *, size: float, bold: bool = False, italic: bool = False, align: Any = LEFT,
    indent: float = 0, before: float = 0, after: float = 6, style: str = "",
) -> Any:  # fmt: skip
    """One paragraph of the body."""
    paragraph = document.add_paragraph(style=style or None)
    _form(paragraph, text, size=size, bold=bold, italic=italic, align=align)
    spacing = paragraph.paragraph_format
    spacing.space_before, spacing.space_after = Pt(before), Pt(after)
    spacing.first_line_indent = Mm(indent) if indent else None
    return paragraph


def text(document: Any, words: str, layout: Layout, *, italic: bool = False) -> Any:
    """A paragraph of running text: both sides, first line 12.7 mm, 6 pt apart, lines 1.1."""
    paragraph = line(document, words, size=layout.text, italic=italic, align=BOTH, indent=12.7)
    paragraph.paragraph_format.line_spacing = 1.1
    return paragraph


def control(document: Any, mark: str) -> None:
    """A line of the form's own grammar, gone when it is filled."""
    document.add_paragraph(mark)


def heading(document: Any, words: str, layout: Layout, level: int = 1) -> Any:
    """A heading that a table of contents and a screen reader find."""
    return line(
        document, words, size=layout.text, bold=True, align=BOTH, indent=12.7, before=6, style=f"Heading {level}"
    )


def rule(container: Any, style: str) -> None:
    """A solid line below what stands above it: a border, which no change of letters or face breaks."""
    properties = container.add_paragraph(style=style)._p.get_or_add_pPr()
    borders, border = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for key, value in (("w:val", "single"), ("w:sz", "6"), ("w:space", "1"), ("w:color", "000000")):
        border.set(qn(key), value)
    borders.append(border)
    properties.insert_element_before(borders, *_AFTER_BORDERS)


def cell(
    into: Any, words: str, *, size: float, bold: bool = False, italic: bool = False, align: Any = CENTER,
    first: bool = False, before: float = 0, underline: bool = False,
) -> Any:  # fmt: skip
    """One paragraph in a cell; the `first` takes the paragraph every cell has."""
    paragraph = into.paragraphs[0] if first else into.add_paragraph()
    _form(paragraph, words, size=size, bold=bold, italic=italic, align=align)
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(before), Pt(0)
    if underline:
        paragraph.runs[0].underline = True
    return paragraph


def table(
    document: Any, columns: list[tuple[str, str, float]], rows: str, each: str, layout: Layout, *, total: str = ""
) -> Any:
    """A bordered table with one row an element of `rows`: columns of (head, value, width in mm).

    The head repeats on every page and no row is torn; with `total` a last row of that name's values.
    """
    made = document.add_table(rows=5 if total else 4, cols=len(columns))
    made.style = "Table Grid"
    widths(made, [width for _, _, width in columns])
    control_at = (f"{{%tr for {each} in {rows} %}}", "{%tr endfor %}")
    for place, (head, value, width) in enumerate(columns):
        align = LEFT if width > 25 else CENTER
        cell(made.rows[0].cells[place], head, size=layout.cell, bold=True, first=True)
        cell(made.rows[2].cells[place], value, size=layout.cell, align=align, first=True)
        if total:
            words = ("", "Tổng số")[place] if place < 2 else value.replace(f"{each}.", f"{total}.")
            cell(made.rows[4].cells[place], words, size=layout.cell, bold=True, align=align, first=True)
    for row, mark in zip((1, 3), control_at, strict=True):
        cell(made.rows[row].cells[0], mark, size=layout.cell, first=True)
    mark_row(made.rows[0], "w:cantSplit")
    mark_row(made.rows[0], "w:tblHeader")
    for row in (2, 4)[: 2 if total else 1]:
        mark_row(made.rows[row], "w:cantSplit")
    return made


def two_columns(document: Any, sizes: tuple[float, float], rows: int) -> Any:
    """A table without lines: the head and the foot stand side by side in it."""
    made = document.add_table(rows=rows, cols=2)
    widths(made, list(sizes))
    for row in made.rows:
        mark_row(row, "w:cantSplit")
    return made


def mark_row(row: Any, tag: str) -> None:
    """The head repeats on every page ("w:tblHeader"), a row is not torn over two ("w:cantSplit")."""
    row._tr.get_or_add_trPr().append(OxmlElement(tag))


def widths(made: Any, in_mm: list[float]) -> None:
    """Fixed widths: Word takes the cells', LibreOffice the grid's."""
    made.autofit = False
    for column, width in zip(made.columns, in_mm, strict=True):
        column.width = Mm(width)
    for row in made.rows:
        for one, width in zip(row.cells, in_mm, strict=True):
            one.width = Mm(width)


def _form(paragraph: Any, words: str, *, size: float, bold: bool, italic: bool, align: Any) -> None:
    paragraph.alignment = align
    run = paragraph.add_run(words)
    run.bold, run.italic, run.font.size = bold, italic, Pt(size)


def _face(style: Any) -> None:
    style.font.name = FACE
    fonts = style.element.rPr.rFonts
    for attribute in list(fonts.attrib):
        del fonts.attrib[attribute]
    for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(script), FACE)


def _rule_style(styles: Any, name: str) -> None:
    style = styles.add_style(name, 1)
    style.base_style = styles["Normal"]
    style.font.size = Pt(2)
    spacing = style.paragraph_format
    spacing.space_before, spacing.space_after, spacing.line_spacing = Pt(0), Pt(2), 1.0
    inset = Mm(16 if name == SHORT_RULE else 20)
    spacing.left_indent = spacing.right_indent = inset


def _page_number(header: Any, layout: Layout) -> None:
    """The page's number in the middle of the upper margin; the first page has a header of its own, without."""
    header.is_linked_to_previous = False
    paragraph = header.paragraphs[0]
    paragraph.alignment = CENTER
    for kind in ("begin", "code", "separate", "text", "end"):
        run = paragraph.add_run("2" if kind == "text" else "")
        run.font.size, run.italic = Pt(layout.text), False
        if kind == "code":
            instruction = OxmlElement("w:instrText")
            instruction.text = "PAGE"
            run._r.append(instruction)
        elif kind != "text":
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)
