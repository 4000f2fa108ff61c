"""A slip of the keyboard: the agency whose name a typed line nearly is (rule 3 of `catalog.agencies.typed.matching`).

Edits are counted by rapidfuzz (optimal string alignment: a letter more, less, other, or two swapped).
"""

from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from catalog.agencies import forms
from catalog.agencies.entries import Entry
from catalog.agencies.index import Index
from catalog.agencies.neighbours import Neighbours
from catalog.agencies.reading import (
    Noise,
    Span,
    Word,
    cores,
    heads_a_name,
    is_noise,
    is_title,
    key_of,
    read_words,
    stripped,
)
from catalog.agencies.typed.context import stranger
from catalog.agencies.typed.findings import WORTH, Finding, Found
from catalog.agencies.typing_keys import is_syllable

_TYPE_WORDS = {"xa": "xa", "xaa": "xa", "xxa": "xa", "x": "xa", "phuong": "phuong", "p": "phuong"}
_UNIT_WORDS = 4
_BODY_WORDS = 10
_BODY_HEADS = {"so", "ban", "bo", "bql", "chi", "trung", "van", "thanh", "lien"}


def near(line: tuple[Word, ...], index: Index) -> Finding | None:
    """Rule 3: the names at the least edits from a part of the line, sure if one of them is nearer than all others."""
    if stripped(line, index.noise).start == stripped(line, index.noise).end:
        return None
    slips: dict[str, _Slip] = {}
    for slip in [*_near_units(line, index), *_near_bodies(line, index)]:
        held = slips.get(slip.agency)
        if held is None or _order(slip) < _order(held):
            slips[slip.agency] = slip
    if not slips:
        return None
    best, *rest = sorted(slips.values(), key=_order)
    outside = stranger(line, [best.span], index, guessed=best.entry.key.replace(" ", ""))
    if outside:
        return Finding((), False, outside)
    sure = best.sure and all(_far_enough(best, other) for other in rest)
    kept = [best] if sure else [slip for slip in (best, *rest) if slip.cost <= best.cost + 1]
    found = tuple(Found(s.agency, s.entry.alias, f"sai {s.edits} ký tự", s.score) for s in kept)
    reason = f"gần nhất với “{best.entry.alias}”, sai {best.edits} ký tự"
    return Finding(found, sure, reason, asked=not sure)


_TONE_KEYS = "sfrxj"


def without_tone_keys(line: tuple[Word, ...]) -> tuple[Word, ...]:
    """The line without the tone key behind a raw word that is no syllable: "dugnj" was to be "dungj"."""
    return tuple(
        Word(word.plain[:-1], word.typed[:-1], word.after_break)
        if len(word.plain) > 3
        and not word.accented
        and word.plain[-1] in _TONE_KEYS
        and not is_syllable(word.plain)
        and not is_syllable(word.plain[:-1])
        else word
        for word in line
    )


@dataclass(frozen=True, slots=True)
class _Slip:
    """One agency at `edits` from what was typed. `cost` also counts accents that disagree and a wrong type word."""

    agency: str
    entry: Entry
    edits: int
    cost: float
    sure: bool
    score: float
    span: Span


def _order(slip: _Slip) -> tuple[float, bool, int]:
    return (slip.cost, not slip.sure, -len(slip.entry.key))


def _far_enough(best: _Slip, other: _Slip) -> bool:
    """Twins (one edit apart, or of one family) need a clearer lead than names that have little in common."""
    twins = OSA.distance(best.entry.key, other.entry.key, score_cutoff=3) <= 3
    return other.cost - best.cost >= (1.4 if twins else 0.9)


def _near_units(line: tuple[Word, ...], index: Index) -> list[_Slip]:
    """Communes, today's and former, at one edit from the words behind a type word, or from all that was said."""
    slips = []
    for span, type_word in _unit_windows(line, index):
        part = line[span.start : span.end]
        key = "".join(word.plain for word in part)
        if len(key) < (4 if type_word else 7):
            continue
        more = _unexplained(line, span.end, index.noise, index.continued.get(key, frozenset()))
        heard = [(entry, 1) for other in sounding_alike(part) if (entry := index.entries.get(other)) and entry.local]
        nearest = _within(key, 2 if len(key) >= 9 else 1, index.units, index)
        for entry, edits in (*heard, *(found for found in nearest if found[0] not in [one for one, _ in heard])):
            sounding = bool(type_word) and any(entry is other for other, _ in heard)
            slip, former = _is_slip(part, entry), entry.alias[0].islower()
            if edits and former and not slip:
                continue  # two doubts at once: a name of old, and a word that exists
            cost = edits + more + _accents(part, entry)
            known = index.entries.get(type_word + entry.key) if type_word else None
            if type_word and (known is None or known.rank > forms.FORMER):
                cost += 0.5
            sure = entry.sure or bool(known and known.sure and known.rank <= forms.FORMER)
            trusted = edits == 1 and not more and (bool(type_word) or len(key) >= 9) and (slip or sounding)
            if not entry.sure or former:
                cost += 0.3  # a former name: today's comes first where both are as near
            chosen = entry if known is None else known
            slips.extend(_slips(chosen, span, edits, cost, sure=sure and trusted))
    return slips


_ALIKE = (("tr", "ch"), ("s", "x"), ("gi", "d"), ("v", "d"))  # beginnings that many people speak alike


def sounding_alike(part: tuple[Word, ...]) -> list[str]:
    """The keys that sound like a name when one of its syllables is spelled as it is spoken: "Hòa Chí", "Hòa Trí"."""
    plain = [word.plain for word in part]
    found: list[str] = []
    for place, word in enumerate(plain):
        for one, two in (*_ALIKE, *((two, one) for one, two in _ALIKE)):
            if word.startswith(one) and not word.startswith(("tr", "ch", "gi", "th", "tn") if len(one) == 1 else ()):
                found.append("".join([*plain[:place], two + word.removeprefix(one), *plain[place + 1 :]]))
    return found


def _unit_windows(line: tuple[Word, ...], index: Index) -> list[tuple[Span, str]]:
    windows: list[tuple[Span, str]] = []
    for place, word in enumerate(line):
        type_word = _TYPE_WORDS.get(word.plain) or ("phuong" if OSA.distance(word.plain, "phuong") == 1 else "")
        if word.plain == "khu" and place and line[place - 1].plain == "dac":
            type_word = "dackhu"
        if type_word and heads_a_name(line, place):
            ends = range(place + 2, min(len(line), place + 1 + _UNIT_WORDS) + 1)
            windows.extend((Span(place + 1, end), type_word) for end in ends)
    windows.extend((span, "") for span in cores(line, index.noise) if _may_be_bare(line, span, _UNIT_WORDS))
    return windows


def _may_be_bare(line: tuple[Word, ...], span: Span, most: int) -> bool:
    """Not a type word and what follows it (looked at without it), and not a person's name."""
    head = line[span.start]
    person = is_title(head) or (span.start > 0 and is_title(line[span.start - 1]))
    return span.end - span.start <= most and head.plain not in _TYPE_WORDS and not person


def _is_slip(part: tuple[Word, ...], entry: Entry) -> bool:
    """Whether what was typed cannot be a name of its own: three syllables of ours, or one that no word can have."""
    name = [word.plain for word in _alias_words(entry.alias)][-len(part) :]
    other = [word.plain for word, syllable in zip(part, name, strict=False) if word.plain != syllable]
    return len(part) >= 3 or len(part) != len(name) or not all(is_syllable(plain) for plain in other)


def _unexplained(line: tuple[Word, ...], end: int, noise: Noise, continuing: frozenset[str]) -> float:
    """What a word directly behind the name costs: little, or much where a longer name goes on much like it."""
    if end >= len(line) or line[end].after_break or is_noise(line[end], noise):
        return 0.0
    goes_on = any(OSA.distance(line[end].plain, syllable) <= 2 for syllable in continuing)
    return 2.5 if goes_on else 1.0


def _near_bodies(line: tuple[Word, ...], index: Index) -> list[_Slip]:
    """Provincial bodies near to all that was said, or to what begins with "sở"."""
    spans = {span for span in cores(line, index.noise) if _may_be_bare(line, span, _BODY_WORDS)}
    for place, word in enumerate(line):
        if word.plain in _BODY_HEADS and heads_a_name(line, place):
            spans.update(Span(place, end) for end in range(place + 2, min(len(line), place + _BODY_WORDS) + 1))
    slips = []
    for span in spans:
        key = key_of(line[span.start : span.end])
        more = 1.5 * bool(_unexplained(line, span.end, index.noise, frozenset()))
        headed = key.startswith("so") or span.end - span.start > 2
        if len(key) < (5 if key.startswith("s") else 8):
            continue
        for entry, edits in _within(key, _allowed(key), index.bodies, index):
            trusted = headed or len(key) >= 14 or entry.rank in (forms.SHORT, forms.FORMER_SHORT)
            sure = entry.sure and trusted and edits > 0 and not more and _each_word_near(line, span, entry)
            slips.extend(_slips(entry, span, edits, edits + more, sure=sure))
    return slips


def _each_word_near(line: tuple[Word, ...], span: Span, entry: Entry) -> bool:
    """Whether each typed word is like one of the name's: "HĐND" is not "UBND" with two slips, it is another body."""
    if entry.rank in (forms.SHORT, forms.FORMER_SHORT):
        return True
    names = [word.plain for word in _alias_words(entry.alias)]
    typed = [word.plain for word in line[span.start : span.end]]
    return all(any(OSA.distance(plain, name) <= 1 + (len(plain) > 5) for name in names) for plain in typed)


def _allowed(key: str) -> int:
    """Edits that a body's name may have: one in eleven letters, two to twenty, three above."""
    return 1 if len(key) <= 11 else 2 if len(key) <= 20 else 3


def _within(key: str, limit: int, among: Neighbours, index: Index) -> list[tuple[Entry, int]]:
    return [(index.entries[other], edits) for other, edits in among.within(key, limit)]


@lru_cache(maxsize=4096)
def _alias_words(alias: str) -> tuple[Word, ...]:
    return read_words(alias)


def _accents(part: tuple[Word, ...], entry: Entry) -> float:
    """A quarter for each accent that disagrees, at most 0.75, where accents were typed at all."""
    if not any(word.accented for word in part):
        return 0.0
    alias = [word.typed for word in _alias_words(entry.alias)][-len(part) :]
    typed = "".join(word.typed for word in part)
    plain = "".join(word.plain for word in part)
    edits = OSA.distance(typed, "".join(alias)) - OSA.distance(plain, entry.key)
    return min(max(edits, 0) * 0.25, 0.75)


def _slips(entry: Entry, span: Span, edits: int, cost: float, *, sure: bool) -> list[_Slip]:
    score = round(max(WORTH[entry.rank] * (1 - cost / max(len(entry.key), 4)), 0.1), 3)
    return [
        _Slip(name, entry, edits, cost + (0.3 * place), sure and place == 0, score, span)
        for place, name in enumerate(entry.agencies)
    ]
