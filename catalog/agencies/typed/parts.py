"""What is typed in part: a beginning, a syllable or a shared name. Rules 4 to 6 of `matching`."""

import re

from catalog.agencies import forms
from catalog.agencies.forms import squash
from catalog.agencies.index import Index
from catalog.agencies.reading import Span, Word, is_title, phrases, stripped
from catalog.agencies.records import TYPE_WORDS, Agency
from catalog.agencies.typed.findings import Finding, Found
from catalog.agencies.written import words

_TYPES = {"xa": ("commune",), "x": ("commune",), "phuong": ("ward",), "p": ("ward",)}
_MOST_SYLLABLES = 4
_SHORTEST_BEGINNING, _LONGEST_BEGINNING = 5, 40
_ONLY_INITIALS = re.compile("s[b-df-hj-np-tv-xz]{2,4}")  # "sgd" for a department of a longer name
_HEADS = {"khoa", "vien", "cuc", "doan", "vu"}
"""Short words that are the whole head of many units' names."""


def partial(line: tuple[Word, ...], index: Index) -> Finding | None:
    """Rule 4: all that was said is a part of names. Never sure: elsewhere a whole name may read so."""
    whole, core = Span(0, len(line)), stripped(line, index.noise)
    for span in dict.fromkeys((whole, core)):
        finding = _partial(line, span, index) if span.start < span.end else None
        if finding:
            return finding
    return None


def _partial(line: tuple[Word, ...], core: Span, index: Index) -> Finding | None:
    said = [word.plain for word in line[core.start : core.end]]
    kinds = _TYPES.get(said[0], ())
    unit = said[1:] if kinds else said
    alone = core == Span(0, len(line)) and not line[0].accented
    if core.start and is_title(line[core.start - 1]):
        return None
    if unit and len(unit) <= _MOST_SYLLABLES and (kinds or len(unit) > 1 or alone or _says_so(line[core.start], index)):
        found = _communes(unit, kinds, index)
        if found:
            return _finding(found, unit)
    return _bodies(squash(said), index)


def family(line: tuple[Word, ...], index: Index) -> Finding | None:
    """Rule 5: the shared name of a family stands in the line, with more than its members' names have.

    Not where an institution of that place is named ("viện Pasteur Nha Trang").
    """
    if any(True for _ in phrases("institution").spans(line)):
        return None
    key = squash([word.plain for word in line])
    for shared, members in index.families.items():
        if shared in key:
            found = tuple(Found(name, shared, "cùng nhóm tên", 0.4) for name in members)
            return Finding(found, False, "chỉ trùng phần tên chung của nhiều xã, phường", asked=True)
    return None


def on_our_ground(line: tuple[Word, ...], index: Index) -> Finding | None:
    """Rule 6: a school, hospital or institute called by a place of ours and in no list: who it is has to be said."""
    if any(True for _ in phrases("house").spans(line)) and any(True for _ in index.places.spans(line)):
        return Finding((), False, "là trường, viện, bệnh viện trên địa bàn, chưa có trong danh mục", asked=True)
    return None


def _says_so(word: Word, index: Index) -> bool:
    """Whether one accented word is a syllable of a commune's name with these accents: "phước", but not "hả"."""
    return word.accented and any(
        word.typed in agency.unit.lower().split() for agency in index.syllables.get(word.plain, ())
    )


def _communes(unit: list[str], kinds: tuple[str, ...], index: Index) -> list[tuple[Agency, bool]]:
    """Communes whose name has these syllables in a row, the last perhaps begun only; and whether it starts so."""
    *full, last = unit
    pool: dict[str, Agency] = {}
    for agency in index.syllables.get(full[0], ()) if full else _with_beginning(last, index):
        pool.setdefault(agency.name, agency)
    found = []
    for agency in pool.values():
        syllables = words(agency.unit)
        places = [
            place
            for place in range(len(syllables) - len(unit) + 1)
            if syllables[place : place + len(full)] == full and syllables[place + len(full)].startswith(last)
        ]
        if places and (len(last) > 1 or last in syllables):
            found.append((agency, 0 in places))
    typed = [item for item in found if item[0].kind in kinds]
    found = typed or found
    return sorted(found, key=lambda item: not item[1])


def _with_beginning(last: str, index: Index) -> list[Agency]:
    if len(last) < 3:
        return list(index.syllables.get(last, ()))
    return [agency for syllable, some in index.syllables.items() if syllable.startswith(last) for agency in some]


def _finding(found: list[tuple[Agency, bool]], unit: list[str]) -> Finding:
    part = " ".join(unit)
    proposed = tuple(
        Found(agency.name, f"{TYPE_WORDS[agency.kind]} {agency.unit}", "một phần tên", 0.7 if begins else 0.6)
        for agency, begins in found
    )
    return Finding(proposed, False, f"“{part}” chỉ là một phần tên xã, phường", asked=True)


def _begins_initials(key: str, other: str, index: Index) -> bool:
    """Whether a department's name begins with words of these initials."""
    if _ONLY_INITIALS.fullmatch(key) is None or not other.startswith("so"):
        return False
    return "".join(word[0] for word in words(index.entries[other].alias) if word != "va").startswith(key)


def _bodies(key: str, index: Index) -> Finding | None:
    """Provincial bodies whose name begins so; a beginning is never sure."""
    enough = len(key) >= _SHORTEST_BEGINNING or key in _HEADS or _ONLY_INITIALS.fullmatch(key)
    if not enough or len(key) > _LONGEST_BEGINNING:
        return None
    found: dict[str, Found] = {}
    for other in index.bodies:
        if not (other.startswith(key) or _begins_initials(key, other, index)):
            continue
        if (entry := index.entries[other]).rank <= forms.FORMER:
            for name in entry.agencies[:1]:
                found.setdefault(name, Found(name, entry.alias, "phần đầu tên", 0.6))
    if not found:
        return None
    return Finding(tuple(found.values()), False, "mới gõ phần đầu tên", asked=True)
