"""Words written in one ("hoanthanh", "đanglàm") that are known beside each other."""

import functools

from handlers.replies.syllables.pairs import Pairs, folded
from handlers.replies.syllables.slips import one_slip_away
from handlers.replies.syllables.word_sets import KEY

_USUAL = 6


def run_together(word: str, pairs: Pairs) -> str:
    """ "hoànthành", "hoanthah": two syllables without their blank, where both are words that decide; else ""."""
    for at in range(2, len(word) - 1):
        first, second = word[:at], word[at:]
        if folded(first) in KEY and folded(second) in KEY and pairs.seen(first, second):
            return f"{first} {second}"
    slipped = one_slip_away(folded(word)) & _glued(pairs).keys() if len(word) > 6 else ()
    return _glued(pairs)[min(slipped)] if len(slipped) == 1 else ""


@functools.cache
def _glued(pairs: Pairs) -> dict[str, str]:
    """Words of two syllables that decide something, without their blank."""
    return {
        folded(first) + folded(second): f"{first} {second}"
        for (first, second), count in pairs.marked.items()
        if count >= _USUAL and not first.isascii() and folded(first) in KEY and folded(second) in KEY
    }
