"""A text layer that says nothing: a scanner's wrong reading under the picture, or fonts whose letters mean others."""

import re
from collections.abc import Iterable
from typing import Any

from catalog.documents.model import Block, Paragraph
from catalog.letters import read
from catalog.letters.syllables import is_syllable

_WORD = re.compile(r"[^\W\d_]{2,}")
_ENOUGH = 60  # words before anything is said of a text
_COVERED = 0.6  # so much of a page one picture fills where it is a scan
_NONSENSE, _NONSENSE_ALONE = 0.6, 0.25  # so few words are syllables: under a picture, and without one
_MARKED = 0.12  # so few words have a mark: of a Vietnamese text, six of ten have one


def is_covered(page: Any) -> bool:
    """Whether one picture fills the page."""
    room = float(page.width) * float(page.height)
    return any(_area(one) >= _COVERED * room for one in page.images)


def _area(image: dict[str, Any]) -> float:
    return max(0.0, float(image["x1"] - image["x0"])) * max(0.0, float(image["bottom"] - image["top"]))


def is_rubbish(blocks: Iterable[Block], *, covered: bool) -> bool:
    """Whether the letters of pages are no text; `covered`: they lie under pictures of the pages."""
    words = [word for text in _texts(blocks) for word in _WORD.findall(read(text).text)]
    if len(words) < _ENOUGH:
        return False
    syllables = sum(map(is_syllable, words)) / len(words)
    if not covered:
        return syllables < _NONSENSE_ALONE
    return syllables < _NONSENSE or sum(not word.isascii() for word in words) < _MARKED * len(words)


def _texts(blocks: Iterable[Block]) -> Iterable[str]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block.text
        else:
            yield from (cell.text for row in block.rows for cell in row.cells if cell.text)
