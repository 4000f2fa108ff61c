"""One page from its picture to its paragraphs and tables: laid flat, its rulings found, then read (`reading.py`)."""

from dataclasses import dataclass

import cv2

from catalog.documents.model import Block, Paragraph, Place
from catalog.documents.scans.ink import ink_of
from catalog.documents.scans.lexicon import Lexicon
from catalog.documents.scans.pictures import Picture
from catalog.documents.scans.reading import Reading
from catalog.documents.scans.rulings import corners_of, rulings_of, tables_in
from catalog.documents.scans.stamps import says_secret
from catalog.documents.scans.upright import (
    Laying,
    levelled,
    lies_on_its_side,
    overturned,
    quarter,
    sheet_of,
    skew_of,
    squared,
)

_UPSIDE_DOWN = 0.55


@dataclass(frozen=True)
class Page:
    """What was read of a page, and its picture, upright and in its colours, in which the boxes of the texts lie."""

    blocks: tuple[Block, ...]
    picture: Picture


def read_page(picture: Picture, number: int, lexicon: Lexicon) -> Page:
    """The page in a picture; `number` is what its places say."""
    laying = _laid(picture)
    page, sure = _read(picture, laying, number, lexicon)
    if sure < _UPSIDE_DOWN:
        other, surer = _read(picture, overturned(laying), number, lexicon)
        if surer > sure + 0.1:
            return other
    return page


def _laid(picture: Picture) -> Laying:
    """Flat, on its feet, level, and its largest table a rectangle."""
    laying = sheet_of(picture)
    gray = ink_of(laying.laid(picture))
    if lies_on_its_side(gray):
        laying = quarter(laying)
        gray = cv2.rotate(gray, cv2.ROTATE_90_CLOCKWISE)
    laying = levelled(laying, skew_of(gray))
    corners = corners_of(rulings_of(ink_of(laying.laid(picture))))
    return laying if corners is None else squared(laying, corners)


def _read(picture: Picture, laying: Laying, number: int, lexicon: Lexicon) -> tuple[Page, float]:
    """The page, and how sure its words are on the whole."""
    colours = laying.laid(picture)
    gray = ink_of(colours)
    rulings = rulings_of(gray)
    tables = tables_in(rulings)
    reading = Reading(cv2.max(gray, rulings.drawn), number, lexicon)
    blocks: list[Block] = []
    if says_secret(colours):
        blocks.append(Paragraph("MẬT", Place(page=number)))
    top = 0
    for table in tables:
        blocks += reading.between(top, table.box[1])
        blocks.append(reading.table(table))
        top = max(top, table.box[3])
    blocks += reading.between(top, gray.shape[0])
    return Page(tuple(blocks), colours), reading.sure
