"""Which syllables stand beside each other in plans (`pairs.txt`), and which names the organisation's units have.

A line of the file is a syllable and all that were seen behind it; "." is the edge of a phrase.
"""

import functools
import math
import pathlib
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

EDGE = "."
_MOST_TOLD = 5.0
_BOUND, _FEW = 2.0, 5  # "thần" hardly stands but behind "tinh"


@dataclass(frozen=True, eq=False)
class Lexicon:
    """Pairs of syllables with how often they were seen; `behind` and `ahead`: with anything behind, ahead of one.

    `spelled` are the syllables of one without marks; `names` those of units by what they are without marks.
    """

    pairs: dict[tuple[str, str], int]
    behind: Counter[str]
    ahead: Counter[str]
    spelled: dict[str, tuple[str, ...]]
    names: dict[str, str]

    def tells(self, first: str, second: str) -> float:
        """How much it speaks for two syllables that they were seen side by side; 0 where they never were."""
        count = self.pairs.get((first, second), 0)
        if not count:
            return 0.0
        bound = max(count / max(_FEW, self.behind[first]), count / max(_FEW, self.ahead[second]))
        return 1 + min(_MOST_TOLD, math.log(count)) + _BOUND * bound

    def knows(self, syllable: str) -> bool:
        """Whether a syllable was seen anywhere."""
        return syllable in self.spelled.get(bare(syllable), ())

    def variants(self, syllable: str) -> tuple[str, ...]:
        """The syllables that differ from this one only by marks."""
        return self.spelled.get(bare(syllable), ())

    def neighbours(self, syllable: str) -> Iterable[str]:
        """The syllables of which one letter is another one."""
        letters = bare(syllable)
        for at in range(len(letters)):
            for letter in "abcdeghiklmnopqrstuvxy":
                if letter != letters[at]:
                    yield from self.spelled.get(letters[:at] + letter + letters[at + 1 :], ())


@functools.lru_cache(maxsize=20_000)
def bare(text: str) -> str:
    """A text in small letters without marks."""
    decomposed = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def lexicon_of(names: Iterable[str] = ()) -> Lexicon:
    """The lexicon of plans with these names of units; a name that two units share but for marks is left out."""
    pairs, spelled = _counted()
    behind: Counter[str] = Counter()
    ahead: Counter[str] = Counter()
    for (first, second), count in pairs.items():
        behind[first] += count
        ahead[second] += count
    known: dict[str, str] = {}
    twice: set[str] = set()
    for name in names:
        plain = bare(name)
        if known.setdefault(plain, name) != name:
            twice.add(plain)
    return Lexicon(pairs, behind, ahead, spelled, {plain: name for plain, name in known.items() if plain not in twice})


@functools.cache
def _counted() -> tuple[dict[tuple[str, str], int], dict[str, tuple[str, ...]]]:
    pairs: dict[tuple[str, str], int] = {}
    spelled: defaultdict[str, set[str]] = defaultdict(set)
    text = pathlib.Path(__file__).with_name("pairs.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        first, *followers = line.split()
        for follower in followers:
            second, _, count = follower.partition("*")
            pairs[first, second] = int(count or 1)
            for one in (first, second):
                if one != EDGE:
                    spelled[bare(one)].add(one)
    return pairs, {plain: tuple(sorted(forms)) for plain, forms in spelled.items()}
