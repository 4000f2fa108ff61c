"""Slips inside the few phrases that carry a question: "dah sách" is "danh sách", "quá hạng" is "quá hạn".

A word is mended only beside the other half of its phrase: where it is no word that officials write and one slip of the
fingers makes it the half that is missing, or where a region spells both alike (-n and -ng, -t and -c, s and x).
"""

import re
from collections.abc import Sequence
from functools import cache

from handlers.replies.syllables import load_pairs
from handlers.replies.syllables.slips import one_slip_away

PHRASES = tuple(
    tuple(phrase.split())
    for phrase in (
        *(
            "qua han",
            "den han",
            "tre han",
            "gia han",
            "toi han",
            "danh sach",
            "nhiem vu",
            "don vi",
            "bao cao",
            "ke hoach",
        ),
        *(
            "dau moi",
            "tien do",
            "minh chung",
            "hoan thanh",
            "cong viec",
            "co quan",
            "huong dan",
            "tinh hinh",
            "tra loi",
        ),
        "dau viec",
    )
)
"""Folded phrases whose halves hardly stand beside anything that looks like the other half."""

_SOUNDS_ALIKE = (
    (r"n$", "ng"),
    (r"ng$", "n"),
    (r"t$", "c"),
    (r"c$", "t"),
    ("^s", "x"),
    ("^x", "s"),
    ("^tr", "ch"),
    ("^ch", "tr"),
)


def mended(words: Sequence[tuple[str, str]]) -> list[str]:
    """The folded words of a sentence with such slips mended; `words` are (folded, as typed in small letters)."""
    plain = [folded for folded, _ in words]
    for at in range(len(plain) - 1):
        for behind in (True, False):
            known, slip = (at, at + 1) if behind else (at + 1, at)
            meant = _halves(behind).get(plain[known], {}).get(plain[slip])
            if meant and (meant in _alike(plain[slip]) or not load_pairs().knows(words[slip][1])):
                plain[slip] = meant
    return plain


@cache
def _halves(behind: bool) -> dict[str, dict[str, str]]:
    """One half of a phrase → what may be typed for the other, and that other; `behind` = the second is the other."""
    found: dict[str, dict[str, str]] = {}
    whole = {half for phrase in PHRASES for half in phrase}
    for first, second in PHRASES:
        known, other = (first, second) if behind else (second, first)
        typed = (one_slip_away(other) | _alike(other)) - whole
        found.setdefault(known, {}).update(dict.fromkeys(typed, other))
    return found


@cache
def _alike(word: str) -> frozenset[str]:
    """What a region spells as this word (folded)."""
    return frozenset(re.sub(form, other, word) for form, other in _SOUNDS_ALIKE if re.search(form, word))
