"""Letters that differ from their capitals by size alone (K and k, V and v): the words beside it say which is meant."""

import re
from collections.abc import Sequence

from catalog.documents.scans.lexicon import bare

_ALIKE = frozenset("ckopsuvwxz")
_NEVER_NAMES = ("thường xuyên", "hằng năm", "hàng năm", "hằng quý", "hàng quý", "hằng tháng", "hàng tháng")
_SMALL = re.compile(r"(?<=[^\W\d_]) (Và|Về|Với|Của|Cho|Khi|Sau|Cùng|Kịp|Kèm|Vào|Ký kết)(?= [^\W\d_A-ZĐ])")
_COLUMN = 3


def alike(letter: str) -> bool:
    """Whether a letter and its capital look the same but for their size."""
    return bare(letter) in _ALIKE


def small_settled(text: str) -> str:
    """ "Thường Xuyên" is "Thường xuyên", "dân Và trẻ em" is "dân và trẻ em": inside a phrase these are no names."""
    if text.lower() in _NEVER_NAMES:
        return text[:1] + text[1:].lower()
    return _SMALL.sub(lambda found: f" {found[1].lower()}", text)


def first_settled(texts: Sequence[str]) -> list[str]:
    """The cells of a column: where the others begin with a capital, so does one whose first letter looks like it."""
    filled = [text for text in texts if text[:1].isalpha()]
    small = [text for text in filled if text[:1].islower()]
    if len(filled) < _COLUMN or 3 * len(small) > len(filled):
        return list(texts)
    return [text[:1].upper() + text[1:] if text[:1].islower() and alike(text[0]) else text for text in texts]
