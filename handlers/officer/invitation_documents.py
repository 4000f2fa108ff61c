"""Invitations to print or forward: a page (Word) or a row (Excel) each agency, with its code, link and QR picture."""

import datetime as dt
import io
from collections.abc import Sequence
from typing import Any

import segno

from templates.render import day as printed_day
from templates.render import say

_SCALE = 6
"""Pixels a module of the picture."""


def as_word(entries: Sequence[dict[str, Any]], until: str) -> bytes:
    """A page an agency: what it is about, the picture, the code, the steps; `until`: ISO day the codes are good to."""
    import docx  # slow to load
    from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
    from docx.shared import Cm, Pt

    document = docx.Document()
    document.styles["Normal"].font.name, document.styles["Normal"].font.size = "Times New Roman", Pt(14)
    for place, entry in enumerate(entries):
        title, *lines = _page(entry, until)
        heading = document.add_paragraph()
        heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
        heading.add_run(title).bold = True
        picture = document.add_paragraph()
        picture.alignment = WD_ALIGN_PARAGRAPH.CENTER
        picture.add_run().add_picture(io.BytesIO(picture_of(entry)), width=Cm(6))
        for line in lines:
            document.add_paragraph(line)
        if place + 1 < len(entries):
            document.paragraphs[-1].add_run().add_break(WD_BREAK.PAGE)
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def as_workbook(entries: Sequence[dict[str, Any]], until: str) -> bytes:
    """A row an agency: name, code, links, day it is good to, picture."""
    import xlsxwriter  # slow to load

    kept = io.BytesIO()
    book = xlsxwriter.Workbook(kept, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet(say("invite.sheet"))
    wrapped, head = book.add_format({"text_wrap": True, "valign": "top"}), book.add_format({"bold": True})
    for column, (name, width) in enumerate(
        zip(say("invite.sheet_heads").split("|"), (40, 16, 60, 14, 22), strict=True)
    ):
        sheet.write_string(0, column, name, head)
        sheet.set_column(column, column, width)
    for row, entry in enumerate(entries, start=1):
        cells = (entry["agency"], entry["code"], "\n".join(entry["links"]), printed_day(_day(until)))
        for column, cell in enumerate(cells):
            sheet.write_string(row, column, cell, wrapped)
        sheet.set_row(row, 120)
        sheet.insert_image(
            row, 4, "qr.png", {"image_data": io.BytesIO(picture_of(entry)), "x_scale": 0.6, "y_scale": 0.6}
        )
    sheet.freeze_panes(1, 0)
    book.close()
    return kept.getvalue()


def picture_of(entry: dict[str, Any]) -> bytes:
    """The QR picture (PNG) of the first link, of the bare code where no channel has links."""
    kept = io.BytesIO()
    content = entry["links"][0] if entry["links"] else entry["code"]
    segno.make(content, micro=False).save(kept, kind="png", scale=_SCALE, border=2)
    return kept.getvalue()


def _page(entry: dict[str, Any], until: str) -> list[str]:
    return say("invite.page", entry=entry, until=_day(until)).splitlines()


def _day(until: str) -> dt.date:
    return dt.date.fromisoformat(until)
