"""What is typed exactly: the names of the index found in a line, and what the words around them change.

Rule 1 and 2 of `catalog.agencies.typed.matching`.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from catalog.agencies import forms
from catalog.agencies.entries import Entry
from catalog.agencies.index import BEGUN, Index
from catalog.agencies.reading import Span, Word, cores, heads_a_name, is_noise, key_of, says_more
from catalog.agencies.typed.context import Hit, doubt, meant, stranger
from catalog.agencies.typing_keys import is_syllable
from catalog.agencies.written import spelled
from catalog.text import clean


@dataclass(frozen=True, slots=True)
class Found:
    """One agency that a rule proposes: by which alias, how it was reached, and how far that may be trusted (0-1)."""

    agency: str
    alias: str
    how: str
    score: float


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule says of a line. Nothing found and not `asked`: it names no agency here. `reason` in Vietnamese."""

    found: tuple[Found, ...]
    sure: bool
    reason: str
    asked: bool = False


# How much a form is worth in the score that a candidate shows.
WORTH = {
    forms.OFFICIAL: 1.0,
    forms.FORMER: 0.97,
    forms.SHORT: 0.95,
    forms.FORMER_SHORT: 0.94,
    forms.OTHER_TYPE: 0.93,
    forms.BARE: 0.9,
    forms.INITIALS: 0.6,
}


def exact(line: tuple[Word, ...], index: Index) -> Finding | None:
    """Rule 1: the names that stand in the line as they are; None where there is none."""
    hits = names_in(line, index)
    if hits is None:
        return None
    named = [hit.span for hit in hits]
    outside = stranger(line, named, index)
    if outside:
        return Finding((), False, outside)
    hits = meant(line, hits, index)
    if not hits:
        return Finding((), False, "chỉ nhắc đến cơ quan để phủ nhận")
    unsure = doubt(line, hits, named, index)
    entries = [hit.entry for hit in hits]
    found = proposed(entries)
    first = {entry.agencies[0] for entry in entries if entry.agencies}
    sure = len(first) == 1 and all(entry.sure for entry in entries) and not unsure
    if sure:
        found = tuple(item for item in found if item.agency in first)[:1]
        return Finding(found, True, f"trùng “{entries[0].alias}” ({forms.HOW[entries[0].rank]})")
    reason = unsure or ("nêu nhiều cơ quan" if len(entries) > 1 else f"“{entries[0].alias}” có thể là nhiều cơ quan")
    return Finding(found, False, reason, asked=True)


def names_in(line: tuple[Word, ...], index: Index) -> list[Hit] | None:
    """The longest names in the line, in its order; None where there is none. Bare names only as all that is said."""
    if not (found := list(_lookups(line, index))):
        return None
    alone = set(cores(line, index.noise))
    hits = [
        Hit(span, entry)
        for span, entry in found
        if (entry.rank < forms.BARE or span in alone) and _is_name(line, span, entry, index)
    ]
    if any(_goes_on(line, hit, index) for hit in hits):
        return None
    hits.sort(key=lambda hit: (not hit.entry.agencies, hit.span.start - hit.span.end, hit.entry.rank, hit.span.start))
    kept: list[Hit] = []
    for hit in hits:
        if not any(hit.span.touches(other.span) for other in kept):
            kept.append(hit)
    named = [hit for hit in kept if hit.entry.rank < forms.BARE] or kept
    return sorted(named, key=lambda hit: hit.span.start) or None


def proposed(entries: Iterable[Entry]) -> tuple[Found, ...]:
    """The agencies of entries in order, each once."""
    found: dict[str, Found] = {}
    for entry in entries:
        for place, name in enumerate(entry.agencies):
            score = WORTH[entry.rank] - (0.02 * place)
            found.setdefault(name, Found(name, entry.alias, forms.HOW[entry.rank], round(max(score, 0.1), 3)))
    return tuple(found.values())


def _lookups(line: tuple[Word, ...], index: Index) -> Iterable[tuple[Span, Entry]]:
    for start in range(len(line)):
        key, spaced = "", ""
        for end in range(start + 1, min(len(line), start + index.longest) + 1):
            key += key_of(line[end - 1 : end])
            spaced += (" " if spaced else "") + line[end - 1].plain
            if len(key) >= BEGUN and key[:BEGUN] not in index.begun and spaced[:BEGUN] not in index.begun:
                break
            entry = index.entries.get(key) or index.entries.get(spaced)
            if entry is not None and entry.twins and any(word.accented for word in line[start:end]):
                entry = entry.as_typed(spelled(" ".join(word.typed for word in line[start:end])))
            if entry is not None:
                yield Span(start, end), entry


def _is_name(line: tuple[Word, ...], span: Span, entry: Entry, index: Index) -> bool:
    """Not a province's name said barely, one word with other accents ("hỏi" for "Hội"), letters beside other words."""
    head = line[span.start]
    if entry.rank >= forms.BARE:
        if any(span == other for other in index.places_of_others.spans(line)):
            return False
        if span.end - span.start == 1 and head.accented and head.typed not in clean(entry.alias).lower().split():
            return False
        if entry.rank == forms.INITIALS:
            return span == Span(0, len(line)) and not is_noise(head, index.noise)
    elif entry.rank in (forms.SHORT, forms.FORMER_SHORT) and _goes_on_as_words(line, span, entry, index):
        return False
    return heads_a_name(line, span.start)


def _goes_on_as_words(line: tuple[Word, ...], span: Span, entry: Entry, index: Index) -> bool:
    """Whether an abbreviation is rather the beginning of words: "xã ca lâm" is not "xã CA", "sở tn pháp" not TN."""
    if not entry.local and entry.rank == forms.SHORT:
        return False
    if says_more(line, span.end, index.noise):
        return True
    follows = span.end < len(line) and not line[span.end].after_break
    return follows and entry.local and is_syllable(line[span.end - 1].plain)


def _goes_on(line: tuple[Word, ...], hit: Hit, index: Index) -> bool:
    """Whether the next word looks like the rest of a longer name, mistyped: "xã bác ái đng"."""
    end = hit.span.end
    if not hit.entry.local or end >= len(line) or line[end].after_break:
        return False
    more = says_more(line, end, index.noise)
    key = key_of(line[hit.span.start : hit.span.end])
    word = line[end].plain
    return any(
        key.endswith(unit) and word not in syllables and any(_like(word, syllable, more) for syllable in syllables)
        for unit, syllables in index.continued.items()
    )


def _like(word: str, syllable: str, more: bool) -> bool:
    """Whether a word may be this syllable mistyped; a word that is often left out ("đang") must be closer to it."""
    if more:
        return len(word) > 1 and syllable[0] in word
    return len(word) == len(syllable) > 2 and sum(a != b for a, b in zip(word, syllable, strict=True)) == 1
