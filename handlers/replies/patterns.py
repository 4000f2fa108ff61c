"""How patterns are compiled, and what one cannot fit without, so that most need not be tried on a text at all.

"\\b(?:vuong|ket) (?:mat bang)\\b" fits no text without "vuong mat bang" or "ket mat bang". Such pieces are read off
the pattern itself, once, every digit as "0". `Table` leaves out the rules that cannot fit a clause, `Guarded` is one
pattern for a whole text.
"""

import functools
import itertools
import operator
import re
from collections.abc import Iterable, Iterator, Sequence
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any, Generic, Protocol, TypeVar

_LONGEST = 4  # letters of a word that are looked up
_CHOICES = 3  # as many are looked at
_MOST = 64  # ways to write a stretch of a pattern that are told apart

Pieces = frozenset[str]


class _Searched(Protocol):
    @property
    def pattern(self) -> re.Pattern[str]: ...


def compiled(pattern: str) -> re.Pattern[str]:
    """A pattern for folded text. Its letters are a-z, so that the edge of a word is told in half the time."""
    return re.compile(pattern, re.ASCII)


_Row = TypeVar("_Row", bound=_Searched)


class Table(Generic[_Row]):
    """Rows with a pattern each, tried in order on one clause after the other."""

    def __init__(self, rows: Sequence[_Row]) -> None:
        self._rows = tuple(rows)
        needs = [_in_words(needed(row.pattern.pattern))[:_CHOICES] for row in rows]
        self._free = tuple(_bits(len(choices) <= nth for choices in needs) for nth in range(_CHOICES))
        self._at: list[dict[str, int]] = [{} for _ in range(_CHOICES)]
        for place, choices in enumerate(needs):
            for nth, choice in enumerate(choices):
                for piece in choice:
                    self._at[nth][piece] = self._at[nth].get(piece, 0) | 1 << place
        self._served = functools.lru_cache(maxsize=4096)(self._served_by)  # people use the same words

    def that_may_fit(self, words: Iterable[str]) -> Iterator[_Row]:
        """The rows, in order, whose pattern may be found in a text of these words, or in it with some blanked."""
        first, second, third = self._free
        for one, two, three in map(self._served, words):
            first |= one
            second |= two
            third |= three
        places = first & second & third
        while places:
            lowest = places & -places
            places ^= lowest
            yield self._rows[lowest.bit_length() - 1]

    def _served_by(self, typed: str) -> tuple[int, int, int]:
        """The rows of whose first, second and third choice a word holds a piece, as bits."""
        word = without_digits(typed)
        pieces = {word[at : at + size] for size in range(1, _LONGEST + 1) for at in range(len(word) - size + 1)}
        first, second, third = (
            functools.reduce(operator.or_, (at[piece] for piece in at.keys() & pieces), 0) for at in self._at
        )
        return first, second, third


def _bits(places: Iterable[bool]) -> int:
    return sum(1 << place for place, is_set in enumerate(places) if is_set)


class Guarded:
    """A pattern that is tried on a text only where the text holds what it cannot do without."""

    def __init__(self, pattern: str) -> None:
        self.pattern = re.compile(pattern)
        self._needed = [sorted(choice) for choice in needed(pattern)]

    def may_fit(self, text: str) -> bool:
        """Whether the pattern may be found in a text, given with its digits as "0" (`without_digits`)."""
        return all(any(piece in text for piece in choice) for choice in self._needed)


def without_digits(text: str) -> str:
    """`text` with "0" for every digit, as the pieces are written."""
    for digit in "123456789":
        text = text.replace(digit, "0")
    return text


@functools.cache
def needed(pattern: str) -> tuple[Pieces, ...]:
    """Choices of stretches: a text that `pattern` fits holds one of each choice; the rarest choice comes first."""
    return _sifted(_of_row(_parser.parse(pattern)))


def _sifted(choices: list[Pieces]) -> tuple[Pieces, ...]:
    """The choices that leave anything out, each without what another of it stands in, the rarest first."""
    least = {
        frozenset(piece for piece in choice if not any(other in piece for other in choice - {piece}))
        for choice in choices
        if "" not in choice
    }
    return tuple(sorted(least, key=lambda choice: (_stands_often(choice), sorted(choice))))


def _stands_often(choice: Pieces) -> float:
    """How likely a text holds one of a choice: short pieces stand in any."""
    return sum(4.0 ** (_LONGEST - min(len(piece), _LONGEST)) for piece in choice)


def _in_words(choices: tuple[Pieces, ...]) -> tuple[Pieces, ...]:
    """The choices as letters inside of one word, as many as are looked up."""
    return _sifted([frozenset(max(one.split(), key=len, default="")[:_LONGEST] for one in each) for each in choices])


def _of_row(row: Any) -> list[Pieces]:
    """The choices of parts in a row: whatever can be written in a few ways goes together with its neighbours."""
    choices: list[Pieces] = []
    ways = {""}
    for part, value in row:
        if part is op.ASSERT:
            behind, ahead = _ways(value[1]), value[0] > 0
            if ahead:
                choices.append(frozenset(_joined(ways, behind or {""})))
            elif ways == {""} and behind:
                ways = behind
            choices += _of_row(value[1])
            continue
        more = _ways([(part, value)])
        if more is None or len(ways) * len(more) > _MOST:
            choices += [frozenset(ways), *_inside(part, value)]
            ways = more or {""}
        else:
            ways = _joined(ways, more)
    return [*choices, frozenset(ways)]


def _joined(first: set[str], second: set[str]) -> set[str]:
    return {front + behind for front, behind in itertools.product(first, second)}


def _inside(part: Any, value: Any) -> list[Pieces]:
    """The choices within a part that can be written in many ways."""
    if part in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
        return _of_row(value[2]) if value[0] else []
    if part is op.SUBPATTERN:
        return _of_row(value[3])
    if part is op.ATOMIC_GROUP:
        return _of_row(value)
    if part is op.BRANCH:
        each = [_sifted(_of_row(branch)) for branch in value[1]]
        return [frozenset(piece for one in each for piece in one[0])] if all(each) else []
    return []


def _ways(row: Any) -> set[str] | None:
    """All that a row of parts can be, where that is little enough."""
    ways = {""}
    for part, value in row:
        more = _ways_of_part(part, value)
        if more is None or len(ways) * len(more) > _MOST:
            return None
        ways = _joined(ways, more)
    return ways


def _ways_of_part(part: Any, value: Any) -> set[str] | None:
    if part in (op.AT, op.ASSERT, op.ASSERT_NOT):
        return {""}
    if part is op.LITERAL:
        return {without_digits(chr(value))}
    if part is op.IN:
        signs = [_sign(kind, sign) for kind, sign in value]
        return None if None in signs else {sign for sign in signs if sign}
    if part is op.SUBPATTERN:
        return _ways(value[3])
    if part is op.ATOMIC_GROUP:
        return _ways(value)
    if part is op.BRANCH:
        each = [_ways(branch) for branch in value[1]]
        every = {way for ways in each if ways is not None for way in ways}
        return None if None in each or len(every) > _MOST else every
    if part in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT) and value[1] <= _LONGEST:
        return _repeated(_ways(value[2]), value[0], value[1])
    return None


def _repeated(ways: set[str] | None, least: int, most: int) -> set[str] | None:
    if ways is None or len(ways) ** most > _MOST:
        return None
    times = range(least, most + 1)
    return {"".join(parts) for count in times for parts in itertools.product(ways, repeat=count)}


def _sign(kind: Any, value: Any) -> str | None:
    """The one sign that a part of a set stands for, "0" for digits; None for more."""
    if kind is op.LITERAL:
        return without_digits(chr(value))
    digits = kind is op.RANGE and all(chr(end).isdigit() for end in value)
    return "0" if digits or (kind is op.CATEGORY and value is op.CATEGORY_DIGIT) else None
