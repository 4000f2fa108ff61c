"""What a typed word may have been: the words one slip away that keep its marks, and how far each is from it."""

import re
import unicodedata

from handlers.replies.syllables.pairs import Pairs, folded
from handlers.replies.syllables.slips import one_slip_away

VOWEL = re.compile("[aeiouy]")


def candidates(word: str, pairs: Pairs) -> list[str]:
    """The words one slip away that keep the marks typed, and where these stand wrong those of the same letters."""
    plain, marks = folded(word), {letter for letter in word if not letter.isascii()}
    near = [meant for spelled in one_slip_away(plain) for meant in pairs.spelled.get(spelled, ())]
    near = [meant for meant in near if marks <= set(meant) or _is_other_vowel(word, meant)]
    return near + [meant for meant in pairs.spelled.get(plain, ()) if meant != word]


def _is_other_vowel(word: str, meant: str) -> bool:
    """Whether the only letter that differs, marks and all, is the one of `word` that carries a mark: "bừng", "bằng"."""
    other = [one for one, two in zip(word, meant, strict=False) if one != two]
    return (
        len(word) == len(meant)
        and len(other) == 1
        and not other[0].isascii()
        and VOWEL.match(folded(other[0])) is not None
    )


def toneless(word: str) -> str:
    """`word` without its tone; the shapes of its vowels stay."""
    marks = unicodedata.normalize("NFD", word)
    return unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in "\u0300\u0301\u0303\u0309\u0323"))


def unmarked(meant: str, typed: str) -> int:
    """How many letters of `meant` carry a mark that `typed` has not, beyond what the slip itself took away.

    Whoever types without accents leaves out all of them, which says nothing.
    """
    if typed.isascii():
        return 0
    marks = {letter for letter in meant if not letter.isascii()} - set(typed)
    return max(0, len(marks) - (len(meant) >= len(typed)))
