"""Which syllables stand beside each other in what officials write: data, counted once (`pairs.txt`).

A line of the file is a syllable and all that were seen behind it. "0" stands for any number, "." for the edge of what
is said in one breath (a mark, a line, an end). Whoever types without accents is compared without them.
"""

import functools
import pathlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from catalog.text import strip_accents

NUMBER, EDGE = "0", "."
_OFTEN, _NEARLY_ALWAYS = 6, 0.6


@dataclass(frozen=True, eq=False)
class Pairs:
    """What was seen, how often: `marked` pairs with accents, `plain` ones without.

    `spelled` = the syllables of a plain word;
    `often` = in how many pairs a word stands, with accents and without;
    `mates` = the words that nearly always stand before (True) or behind (False) one other."""

    marked: dict[tuple[str, str], int]
    plain: dict[tuple[str, str], int]
    spelled: dict[str, tuple[str, ...]]
    often: dict[str, int]
    mates: frozenset[tuple[str, bool]]

    def seen(self, first: str, second: str) -> int:
        """How often `second` was seen behind `first`; a word without accents may stand for one with them."""
        if count := self.marked.get((first, second), 0):
            return count
        typed_plain = any(word.isascii() for word in (first, second) if word not in (NUMBER, EDGE))
        return self.plain.get((folded(first), folded(second)), 0) if typed_plain else 0

    def has_one_mate(self, word: str, *, behind: bool) -> bool:
        """Whether one word nearly always stands behind (or before) `word`."""
        return (word, behind) in self.mates

    def knows(self, word: str) -> bool:
        """Whether `word` was seen anywhere."""
        meant = self.spelled.get(folded(word), ())
        return word in meant or (word.isascii() and bool(meant))


@functools.lru_cache(maxsize=8192)
def folded(word: str) -> str:
    """`word` in small letters without accents."""
    return strip_accents(word).lower()


@functools.cache
def load_pairs() -> Pairs:
    """The pairs of the bundled file."""
    lines = pathlib.Path(__file__).with_name("pairs.txt").read_text(encoding="utf-8").splitlines()
    marked: dict[tuple[str, str], int] = {}
    plain: Counter[tuple[str, str]] = Counter()
    for first, *others in (line.split(" ") for line in lines if not line.startswith("#")):
        for second, _, count in (other.partition("*") for other in others):
            marked[first, second] = int(count or 1)
            plain[folded(first), folded(second)] += int(count or 1)
    spelled: dict[str, set[str]] = {}
    for word in {word for pair in marked for word in pair} - {NUMBER, EDGE}:
        spelled.setdefault(folded(word), set()).add(word)
    often = Counter(word for pair in {*marked, *plain} for word in pair)
    by_plain = {word: tuple(sorted(all_)) for word, all_ in spelled.items()}
    return Pairs(marked, dict(plain), by_plain, often, _mates(plain) | _mates(marked))


def _mates(pairs: Mapping[tuple[str, str], int]) -> frozenset[tuple[str, bool]]:
    """Words of two syllables: seen often together, and the one seldom without the other."""
    found: set[tuple[str, bool]] = set()
    for behind in (True, False):
        whole: Counter[str] = Counter()
        for pair, count in pairs.items():
            whole[pair[not behind]] += count * (EDGE not in pair and NUMBER not in pair)
        found |= {
            (pair[not behind], behind)
            for pair, count in pairs.items()
            if EDGE not in pair
            and NUMBER not in pair
            and count >= _OFTEN
            and count >= _NEARLY_ALWAYS * whole[pair[not behind]]
        }
    return frozenset(found)
