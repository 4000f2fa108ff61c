"""A typed line read as words: which of them may be left out, and which say that no agency of ours is meant.

The word lists stand in `data/typing.json`. A word typed with accents counts only as itself ("bạn" is no "ban"); typed
without, it may be any of its readings.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from catalog.agencies.records import read
from catalog.text import clean, strip_accents

MOST_LETTERS, MOST_WORDS = 300, 48
_WORD = re.compile(r"[^\W_]+")
_BREAK = re.compile(r"[,;:()\n.?!/\"“”]|\s-\s")
_LONE = {"x", "p", "h"}
_TYPE_READINGS = {
    "so": {"so", "sở", "sỡ", "sơ", "sờ"},
    "xa": {"xa", "xã", "xả", "xá"},
}


@dataclass(frozen=True, slots=True)
class Word:
    """One typed word: folded, as typed in lower case, and whether a comma or the like stands before it."""

    plain: str
    typed: str
    after_break: bool

    @property
    def accented(self) -> bool:
        """Whether it was typed with accents, which then must agree."""
        return self.plain != self.typed


def key_of(words: tuple[Word, ...] | list[Word]) -> str:
    """The key of typed words: folded, without blanks, without "và" (but "vă" and "vạ" are no "và")."""
    return "".join(word.plain for word in words if word.typed not in ("và", "va"))


@dataclass(frozen=True, slots=True)
class Span:
    """Words `start` to `end` (exclusive) of a line."""

    start: int
    end: int

    def covers(self, other: "Span") -> bool:
        """Whether `other` lies within it."""
        return self.start <= other.start and other.end <= self.end

    def touches(self, other: "Span") -> bool:
        """Whether they share a word."""
        return self.start < other.end and other.start < self.end


def read_words(text: str) -> tuple[Word, ...]:
    """The first words of a typed line; loose letters side by side are one word ("B.N.T"), a lone x, p or h is not."""
    line = clean(text[:MOST_LETTERS])
    found: list[Word] = []
    last = 0
    for match in _WORD.finditer(line):
        between = line[last : match.start()]
        last = match.end()
        typed = match.group().lower()
        plain = strip_accents(typed)
        broken = bool(found) and bool(_BREAK.search(between))
        joins = found and len(plain) == 1 and "." in between and between.strip() == "."
        if joins and found[-1].plain not in _LONE and len(found[-1].plain) <= 3 and not plain.isdigit():
            before = found.pop()
            found.append(Word(before.plain + plain, before.typed + typed, before.after_break))
            continue
        if between.strip() == "." and found and len(found[-1].plain) <= 2:
            broken = False
        found.append(Word(plain, typed, broken))
    return tuple(found[:MOST_WORDS])


class Phrases:
    """A list of phrases, found in a line wherever they stand."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
        for phrase in phrases:
            typed = tuple(word.lower() for word in _WORD.findall(phrase))
            plain = tuple(strip_accents(word) for word in typed)
            self._by_first.setdefault(plain[0], []).append((plain, typed))

    def spans(self, line: tuple[Word, ...]) -> Iterator[Span]:
        """Where a phrase stands; a phrase of one accented word only where it was typed with its accents."""
        for start, word in enumerate(line):
            for plain, typed in self._by_first.get(word.plain, ()):
                end = start + len(plain)
                part = line[start:end]
                if tuple(w.plain for w in part) != plain:
                    continue
                if len(plain) == 1 and plain != typed and part[0].typed != typed[0]:
                    continue
                if any(w.accented and w.typed != t for w, t in zip(part, typed, strict=True)):
                    continue
                yield Span(start, end)


@cache
def phrases(name: str) -> Phrases:
    """The phrases of one list in `data/typing.json`."""
    return Phrases(read("typing.json")[name])


@cache
def _titles() -> frozenset[str]:
    return frozenset(read("typing.json")["titles"])


@cache
def guards() -> dict[str, frozenset[str]]:
    """Type word → the words before which it is part of another word: "hồ sơ", "thị xã", "địa phương"."""
    return {word: frozenset(before) for word, before in read("typing.json")["guards"].items()}


def heads_a_name(line: tuple[Word, ...], place: int) -> bool:
    """Not a type word that is part of another word ("hồ sơ", "thị xã"), or is another word altogether ("số")."""
    head = line[place]
    if place and line[place - 1].plain in guards().get(head.plain, ()):
        return False
    return head.typed in _TYPE_READINGS.get(head.plain, {head.typed})


class Noise:
    """Words and phrases that may be left out at the edge of a line, as typed in lower case."""

    def __init__(self, said: frozenset[str]) -> None:
        self.words = frozenset(one for one in said if " " not in one)
        self._phrases = said - self.words
        self._sizes: dict[tuple[str, bool], set[int]] = {}
        for phrase in self._phrases:
            parts = phrase.split()
            for edge, at_end in ((parts[0], False), (parts[-1], True)):
                self._sizes.setdefault((edge, at_end), set()).add(len(parts))

    def size(self, line: tuple[Word, ...], start: int, end: int, *, at_end: bool = False) -> int:
        """How many of the words `start` to `end` may be left out together at this edge; 0 for none."""
        if start >= end:
            return 0
        edge = line[end - 1] if at_end else line[start]
        for size in sorted(self._sizes.get((edge.typed, at_end), ()), reverse=True):
            if size <= end - start:
                run = line[end - size : end] if at_end else line[start : start + size]
                if " ".join(word.typed for word in run) in self._phrases:
                    return size
        return int(is_noise(edge, self))


def is_noise(word: Word, noise: Noise) -> bool:
    """Whether a word may be left out at the edge of a line: politeness, titles, "bên", "ubnd", a number."""
    return word.typed in noise.words or word.plain.isdigit()


def is_title(word: Word) -> bool:
    """Whether a word makes the next one a person's name: "anh Hải"."""
    return word.typed in _titles()


def stripped(line: tuple[Word, ...], noise: Noise) -> Span:
    """The line without the words at its edges that may be left out; perhaps empty."""
    left, right = 0, len(line)
    while size := noise.size(line, left, right):
        left += size
    while size := noise.size(line, left, right, at_end=True):
        right -= size
    return Span(left, right)


def says_more(line: tuple[Word, ...], end: int, noise: Noise) -> bool:
    """Whether a word that is not to be left out stands directly behind the words before `end`."""
    return end < len(line) and not line[end].after_break and not noise.size(line, end, len(line))


@lru_cache(maxsize=64)
def cores(line: tuple[Word, ...], noise: Noise) -> tuple[Span, ...]:
    """The parts of a line that may be a bare name, the longest first: less its edges, less what introduces it.

    Whole lines and the parts between commas alike.
    """
    breaks = [0, *(place for place, word in enumerate(line) if word.after_break), len(line)]
    parts = [Span(0, len(line)), *(Span(a, b) for a, b in pairwise(breaks))]
    return tuple(dict.fromkeys(span for part in parts for span in _trimmed(line, part, noise)))


def _trimmed(line: tuple[Word, ...], part: Span, noise: Noise) -> list[Span]:
    left, right = part.start, part.end
    while size := noise.size(line, left, part.end):
        left += size
    while size := noise.size(line, part.start, right, at_end=True):
        right -= size
    starts = list(range(part.start, min(left, part.end - 1) + 1))
    intro = _intro(line, part)
    if intro > left:
        starts.extend(range(intro, min(intro + 2, part.end)))
    spans = [Span(a, b) for a in starts for b in range(part.end, max(right, a) - 1, -1) if b > a]
    return sorted(spans, key=lambda span: (span.start - span.end, span.start))[:60]


def _intro(line: tuple[Word, ...], part: Span) -> int:
    """The word after the last "bên", "ở", "thuộc" ...: what was said before it only introduces."""
    words = frozenset(read_intro())
    for place in range(part.end - 2, part.start, -1):
        if line[place].typed in words:
            return place + 1
    return part.start


@cache
def read_intro() -> tuple[str, ...]:
    """Words that introduce where someone works."""
    return tuple(read("typing.json")["intro"])
