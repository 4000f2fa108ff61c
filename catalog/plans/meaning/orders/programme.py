"""Programmes without tables: a list of items under numbered fields, to be assigned later.

The fields are numbered headings ("1.1.", "a)"), the items are bullets under them, or what stands after the colon of a
heading that names just one. A bullet that lists projects after a colon keeps them as children.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from catalog.plans.meaning.numerals import roman
from catalog.plans.meaning.tasks import unassigned
from catalog.plans.model import Actors, ParsedTask
from catalog.plans.reading.blocks import Paragraph
from catalog.text import fold

_PART = re.compile(r"^([IVX]{1,5})\.\s+(.*)$")
_FIELD = re.compile(r"^(\d{1,2}(?:\.\d{1,2})*)[.)]?\s+(.*)$")
_LETTERED = re.compile(r"^([a-zđ])[.)]\s+(.*)$")
_BULLET = re.compile(r"^[-–+•]\s*(.+)$")
_WORK = re.compile(r"noi dung|nhiem vu|danh muc|chuong trinh, de an")
_ORGANISING = re.compile(r"to chuc thuc hien|muc dich|yeu cau|muc tieu|quan diem|kinh phi")


@dataclass
class _Field:
    """Where we are: the numbered heading, its lettered part, and their titles."""

    number: str = ""
    letter: str = ""
    titles: dict[str, str] = field(default_factory=dict)

    @property
    def section(self) -> str:
        return f"{self.number}.{self.letter}" if self.letter else self.number

    @property
    def title(self) -> str:
        names = [self.titles.get(self.number, ""), self.titles.get(self.section, "") if self.letter else ""]
        return " - ".join(name for name in names if name)


def programme_items(paragraphs: Sequence[Paragraph]) -> list[ParsedTask]:
    """The items of every part that lists work ("II. NỘI DUNG"), in printed order; none for a plan of another form."""
    items: list[ParsedTask] = []
    here = _Field()
    inside = False
    for paragraph in paragraphs:
        text = paragraph.text
        part = _PART.match(text)
        if part and roman(part.group(1)):
            name = fold(part.group(2))
            inside = bool(_WORK.search(name)) and not _ORGANISING.search(name)
            here = _Field()
        elif inside:
            item = _take(here, text)
            if item:
                items.append(_item(item, here, paragraph.line))
    return items


def _take(here: _Field, text: str) -> str:
    """Move to the field this line opens; the item on this line, or "" where it only opens a field."""
    heading = _FIELD.match(text)
    lettered = _LETTERED.match(text)
    if heading:
        here.number, here.letter = heading.group(1), ""
        return _split_heading(here, heading.group(2))
    if lettered:
        here.letter = lettered.group(1)
        return _split_heading(here, lettered.group(2))
    bullet = _BULLET.match(text)
    return bullet.group(1).strip() if bullet and here.number else ""


def _split_heading(here: _Field, text: str) -> str:
    title, _, item = text.partition(":")
    here.titles[here.section] = title.strip()
    return item.strip()


def _item(text: str, here: _Field, line: int) -> ParsedTask:
    actors = Actors()
    return ParsedTask(
        annex="",
        section=here.section,
        section_title=here.title,
        number="",
        title=text,
        output="",
        deadline_raw="",
        deadlines=(),
        actors=actors,
        children=listed_projects(text),
        source_row=line,
        warnings=unassigned(actors),
    )


def listed_projects(text: str) -> tuple[str, ...]:
    """The projects that a bullet lists after its colon, divided by semicolons; none where it lists no two."""
    _, _, listing = text.partition(":")
    projects = tuple(part.strip(" .") for part in listing.split(";"))
    return projects if len(projects) > 1 and all(projects) else ()
