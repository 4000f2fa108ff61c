"""A mistyped word read as the one that was meant: one slip away, and known beside its neighbours.

Three kinds of words are looked at: what is no syllable, a syllable nobody was seen to use, and one that was never seen
beside its neighbours; the less is wrong with a word, the more must speak for another. Two meanings as good leave the
word as typed and unsure (`UNSURE` before it), but a denial before a "xong" is always believed: a slip must never make
a done.
"""

import functools
import math
import re
from dataclasses import dataclass

from handlers.replies.syllables.candidates import VOWEL, candidates, toneless, unmarked
from handlers.replies.syllables.pairs import EDGE, NUMBER, Pairs, folded, load_pairs
from handlers.replies.syllables.run_together import run_together
from handlers.replies.syllables.slips import one_slip_away
from handlers.replies.syllables.syllable import is_syllable
from handlers.replies.syllables.word_sets import (
    BEGUN,
    CLAIMS,
    HOLDS_BACK,
    KEY,
    LEFT_ALONE,
    NO_DAY,
    NO_YET,
    OWNS_UP,
    TASK_SIGNS,
)

UNSURE = "`"
"""Stands before a word that was mistyped in a way nobody can tell; no keyboard of a phone puts it there by a slip."""

_TOKEN = re.compile(r"(?P<word>[^\W\d_]+)|(?P<number>[#%]?\d[\d.,]*%?)|(?P<edge>[^\s\w]+|\n)")
_COMMON = 16  # a word that stands beside so many others may stand beside any
_SELDOM = 3
_PAIRED = 2.0
_MOVED = 0.8  # letters that have only changed places are the likelier slip
_DECIDES = 0.5  # so is a word that decides something
_CLEAR = 0.4  # by so much the best must be better than the next
_DOUBLED = re.compile(r"(\w)\1+")
_OPENS = re.compile(r"[\n.!?:;,\-\d)]\s*$")
_BOUND = re.compile(r"[/#&@_]$|\w[-.]$")
_SIGN = re.compile(r"[/@_]|[-.]\w")
_SIGNS = "/@_-."


@dataclass(frozen=True)
class Repaired:
    """`text` as meant; `changes` = (typed, meant) in order, for whoever is to see what was understood."""

    text: str
    changes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class _Place:
    """A word with what stands on both sides of it."""

    word: str
    before: str
    behind: str
    pairs: Pairs

    def weight(self, word: str) -> float:
        """What speaks for `word` here: two for a neighbour it was seen with, one for a number or an edge, and more
        the more often."""
        weight = 0.0
        for side, pair in ((self.before, (self.before, word)), (self.behind, (word, self.behind))):
            if count := self.pairs.seen(*pair):
                weight += (1 if side in (NUMBER, EDGE) else 2) + math.log10(count) / 2
        if not weight:
            return 0
        moved = sorted(toneless(word)) == sorted(toneless(self.word)) or folded(word) == folded(self.word)
        return weight + (_MOVED if moved else 0) - unmarked(word, self.word)

    @property
    def fits(self) -> bool:
        """Whether the word as typed was seen beside a neighbour; between numbers and edges, whether it was seen."""
        sides = [
            self.pairs.seen(*pair)
            for side, pair in ((self.before, (self.before, self.word)), (self.behind, (self.word, self.behind)))
            if side not in (NUMBER, EDGE)
        ]
        if sides:
            return any(sides)
        return bool(self.pairs.seen(self.before, self.word) and self.pairs.seen(self.word, self.behind))

    @property
    def is_bound(self) -> bool:
        """Whether a neighbour nearly always stands beside one other word: "triển" before "khai"."""
        return self.pairs.has_one_mate(self.before, behind=True) or self.pairs.has_one_mate(self.behind, behind=False)


def repaired(text: str) -> Repaired:
    """`text` (NFC) in small letters, with each slip undone that can be told."""
    found = list(_TOKEN.finditer(text))
    tokens = [_token(match) for match in found]
    shouted = text.upper() == text
    parts: list[str] = []
    changes: list[tuple[str, str]] = []
    end = 0
    for place, match in enumerate(found):
        word = tokens[place]
        if match.group("word") is None or _is_left_alone(match, text, shouted=shouted):
            continue
        before = tokens[place - 1] if place else EDGE
        behind = tokens[place + 1] if place + 1 < len(tokens) else EDGE
        meant = _meant_beside(word, before, behind)
        if meant == word:
            continue
        parts += [text[end : match.start()], meant]
        end = match.end()
        if not meant.startswith(UNSURE):
            changes.append((word, meant))
            tokens[place] = meant.rpartition(" ")[2]
    return Repaired("".join([*parts, text[end:]]).lower(), tuple(changes))


@functools.lru_cache(maxsize=16384)  # people use the same words beside each other
def _meant_beside(word: str, before: str, behind: str) -> str:
    return _meant(_Place(word, before, behind, load_pairs()))


def _token(match: re.Match[str]) -> str:
    word = (match.group("word") or "").lower()
    if match.group("number") or word in TASK_SIGNS:
        return NUMBER
    return word or EDGE


def _is_left_alone(match: re.Match[str], text: str, *, shouted: bool) -> bool:
    """An abbreviation, a name, a word of another language, or a part of a number is no slip."""
    typed, begin, end = match.group(), match.start(), match.end()
    if len(typed) < 2 or typed.lower() in LEFT_ALONE:
        return True
    if begin and not text[begin - 1].isspace() and _BOUND.search(text, max(0, begin - 2), begin):
        return True
    if end < len(text) and text[end] in _SIGNS and _SIGN.match(text, end):
        return True
    if shouted or not typed[0].isupper():
        return False
    opens = begin == 0 or _OPENS.search(text, max(0, begin - 9), begin) is not None
    return typed.isupper() or not opens


def _meant(place: _Place) -> str:
    """The word meant, the word itself, or the word marked as unsure."""
    word = place.word
    legal = is_syllable(word)
    known = legal and place.pairs.knows(word)
    if folded(place.behind) in CLAIMS and _may_deny(place):
        return "chưa"
    if folded(place.behind) in BEGUN and folded(word) in NO_YET and place.pairs.seen(word, place.behind) < _SELDOM:
        return "chưa"
    if place.before == NUMBER and folded(word) in NO_DAY:
        return "ngày"
    if known and (place.fits or (place.pairs.often[word] > _COMMON and not place.is_bound)):
        return word
    if not legal and (parts := run_together(word, place.pairs)):
        return parts
    if not legal and (single := _DOUBLED.sub(r"\1", word)) != word and place.pairs.knows(single):
        return single
    if not legal and place.before in OWNS_UP and folded(word) in one_slip_away("nham"):
        return "nhầm"  # "À nhầ, nv 3" takes back what was said
    if not legal and place.behind == NUMBER and word in one_slip_away("task"):
        return "task"
    near = candidates(word, place.pairs)
    if not VOWEL.search(folded(word)):  # "cv" abbreviates, "xng" lost a letter
        near = [
            meant
            for meant in near
            if ((len(meant) > 3 or place.is_bound) and folded(meant) in KEY)
            or (len(word) > 2 and place.weight(meant) >= _PAIRED)
        ]
    held_back = [meant for meant in near if meant in HOLDS_BACK and place.behind != EDGE]
    if held_back and folded(place.behind) in CLAIMS and place.weight(word) < 2:
        return max(held_back, key=place.weight)
    if known and not place.is_bound:
        return word
    wanted = 1 if not legal else 2 if not known else 3
    weighed = _weighed(place, near, wanted)
    if not weighed and legal:
        return word
    if not weighed:
        lone = {folded(meant): meant for meant in near if folded(meant) in KEY}
        return next(iter(lone.values())) if len(lone) == 1 else _unsure(word, list(lone))
    best = max(weighed, key=lambda plain: weighed[plain][0])
    rivals = [weight for plain, (weight, _) in weighed.items() if plain != best]
    if all(weighed[best][0] - weight >= _CLEAR for weight in rivals):
        return word if known and best == folded(word) else weighed[best][1]
    return word if legal else _unsure(word, list(weighed))


def _may_deny(place: _Place) -> bool:
    """Whether a word right before a "xong" is one slip from "chưa" and hardly ever seen there itself: "cua xong"."""
    plain = folded(place.word)
    if place.before not in (NUMBER, EDGE) and place.pairs.seen(place.before, place.word):
        return False  # "đã tổ chức xong"
    return plain in one_slip_away("chua") and place.pairs.seen(place.word, place.behind) < _SELDOM


def _weighed(place: _Place, near: list[str], wanted: int) -> dict[str, tuple[float, str]]:
    """What speaks enough for a word near by, by its plain form: words that decide need less than others."""
    weighed: dict[str, tuple[float, str]] = {}
    for meant in near:
        plain = folded(meant)
        weight = place.weight(meant) + (_DECIDES if plain in KEY else 0)
        if (
            weight >= (wanted + _DECIDES if plain in KEY else 4 if is_syllable(place.word) else 2.5)
            and weight > weighed.get(plain, (0, ""))[0]
        ):
            weighed[plain] = (weight, meant)
    return weighed


def _unsure(word: str, near: list[str]) -> str:
    """A word without a vowel is an abbreviation. Any other that nobody can read may have been a "chưa"."""
    return UNSURE + word if (near or len(word) > 2) and VOWEL.search(folded(word)) else word
