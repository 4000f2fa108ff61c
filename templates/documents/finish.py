"""What a filled form still needs before it can go out: rules as long as they must be, properties, alt texts."""

import datetime as dt
from typing import Any

from docx.oxml.ns import qn

from templates.documents.form_parts import LONG_RULE, SHORT_RULE
from templates.documents.typeface import width_mm

SHORT_SHARE = 0.42
"""A line below a name or a subject is a third to a half of it (Decree 30, II.2b and II.5b)."""

_TWIPS_A_MM = 1440 / 25.4
_CELL_INSET = 216
"""Twips a cell keeps free at both sides together, as Word and the forms have it."""


def finish(document: Any, *, title: str, author: str, alt: str, made_at: dt.datetime) -> None:
    """Fit the rules, set title, author and time (aware), give pictures a text; in place."""
    for container, room in _containers(document):
        _fit_rules(container, room)
    for picture in document.element.body.iter(qn("wp:docPr")):
        if not picture.get("descr"):
            picture.set("descr", alt or title)
    properties = document.core_properties
    moment = made_at.astimezone(dt.UTC).replace(tzinfo=None)
    properties.title, properties.author, properties.last_modified_by = title[:250], author[:250], author[:250]
    properties.created = properties.modified = moment
    properties.revision, properties.language = 1, "vi-VN"


def _containers(document: Any) -> list[tuple[Any, float]]:
    """The body and the cells that may hold rules, each with the room of a line in twips."""
    section = document.sections[0]
    room = (section.page_width - section.left_margin - section.right_margin) / 635
    found: list[tuple[Any, float]] = [(document, room)]
    for table in document.tables:
        for row in table.rows:
            found += [(cell, (cell.width or 0) / 635 - _CELL_INSET) for cell in row.cells]
    return found


def _fit_rules(container: Any, room: float) -> None:
    above = None
    for paragraph in container.paragraphs:
        if paragraph.style.name in (SHORT_RULE, LONG_RULE) and above is not None:
            share = SHORT_SHARE if paragraph.style.name == SHORT_RULE else 1.0
            size = max((run.font.size.pt for run in above.runs if run.font.size), default=13)
            bold = all(run.bold for run in above.runs if run.text.strip())
            length = min(width_mm(above.text.strip(), size, bold=bold) * _TWIPS_A_MM, room) * share
            inset = max(0, round((room - length) / 2))
            spacing = paragraph.paragraph_format
            spacing.left_indent = spacing.right_indent = inset * 635
        elif paragraph.text.strip():
            above = paragraph
