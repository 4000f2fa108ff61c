"""The ways one agency may be typed, each with what it is: the aliases that matching looks up.

A form's key is folded and without blanks ("soyte"), so that spacing and punctuation do not matter; a key of loose
letters keeps its blanks ("p bnt"), else "x nh" would be found in "xanh". Nothing here is fuzzy.
"""

from collections.abc import Iterator
from typing import NamedTuple

from catalog.agencies.records import TYPE_WORDS, Agency, Former
from catalog.agencies.typing_keys import is_syllable
from catalog.agencies.written import words

# How good a form is, best first. Where two forms share a key the better rank wins; within one rank all count.
OFFICIAL, FORMER, OTHER_TYPE, SHORT, FORMER_SHORT, BARE, INITIALS = range(7)

HOW = {
    OFFICIAL: "tên chính thức",
    FORMER: "tên cũ",
    OTHER_TYPE: "tên đúng, khác loại hình",
    SHORT: "viết tắt",
    FORMER_SHORT: "viết tắt tên cũ",
    BARE: "tên rút gọn",
    INITIALS: "chữ cái đầu",
}


class Form(NamedTuple):
    """One alias of an agency, or of a former name (then `agencies` are its successors, the primary first).

    `alias` is how it reads; `sure` is false where even the exact alias has to be asked about. `place` is the
    unit's bare name for a commune, and `ground` the districts that a mention of may accompany it. `living`: the bare
    name of a commune of today.
    """

    key: str
    alias: str
    agencies: tuple[str, ...]
    rank: int
    sure: bool = True
    local: bool = False
    ground: tuple[str, ...] = ()
    living: bool = False


_SHORT_TYPES = {"xã": ("x",), "phường": ("p",), "đặc khu": ("dk",), "thị trấn": ("tt",)}
_DISTRICT_TYPES = ("huyện đảo", "huyện", "thị xã", "thành phố", "quận")
_SHORT_DISTRICTS = ("h", "tx", "tp", "q")
_DIRECTIONS = {"bac", "nam", "dong", "tay", "trung"}
_TYPE_KEYS = {type_word: words(type_word) for type_word in _SHORT_TYPES}


def squash(parts: list[str] | tuple[str, ...]) -> str:
    """The key of words: without blanks and without "và"."""
    return "".join([part for part in parts if part != "va"])


def initials(syllables: list[str]) -> str:
    """First letters: "bac nha trang" gives "bnt"."""
    return "".join([syllable[0] for syllable in syllables])


def commune_forms(agency: Agency, *, shared_name: bool) -> Iterator[Form]:
    """Forms of a commune of today. `shared_name`: an abolished district was called so too, the bare name asks."""
    own = TYPE_WORDS[agency.kind]
    unit = words(agency.unit)
    names = (agency.name,)
    ground = tuple(squash(words(district)[-2:]) for district in agency.districts)
    orders = [unit, *_turned(unit)]
    abbreviations = _abbreviations(unit)
    for type_word, short_types in _SHORT_TYPES.items():
        mine = type_word == own
        if type_word == "thị trấn" or (own == "đặc khu" and not mine):
            continue
        alias = f"{type_word} {agency.unit}"
        rank, sure = (OFFICIAL, True) if mine else (OTHER_TYPE, not shared_name)
        for order in orders:
            yield Form(squash(_TYPE_KEYS[type_word] + order), alias, names, rank, sure, True, ground)
            for short in short_types:
                yield Form(" ".join([short, *order]), alias, names, rank, sure, True, ground)
        if mine:
            for head in (" ".join(_TYPE_KEYS[type_word]), *short_types):
                for abbreviated in abbreviations:
                    key = f"{head} {abbreviated}"
                    yield Form(key, alias, names, SHORT, True, True, ground)
            packed = short_types[0] + initials(unit)
            if len(packed) >= 4:
                yield Form(packed, alias, names, SHORT, True, True, ground)
    for order in orders:
        yield Form(squash(order), agency.unit, names, BARE, not shared_name, True, ground, living=True)
    for abbreviated in abbreviations:
        loose = " " not in abbreviated
        rank = INITIALS if loose else BARE
        yield Form(abbreviated, agency.unit, names, rank, not loose, True, ground)


def former_commune_forms(old: Former) -> Iterator[Form]:
    """Forms of a commune from before July 2025: sure only where one commune took it over whole."""
    type_word, name = _type_and_name(old.name)
    parts = words(name)
    sure = len(old.successors) == 1
    ground = (squash(words(old.district)[-2:]),)
    for other, short_types in _SHORT_TYPES.items():
        mine = other == type_word
        rank = FORMER if mine else OTHER_TYPE
        if other == "đặc khu" or (other == "thị trấn" and not mine):
            continue
        kept = sure and mine
        yield Form(squash(_TYPE_KEYS[other] + parts), old.name, old.successors, rank, kept, True, ground)
        for short in short_types:
            yield Form(" ".join([short, *parts]), old.name, old.successors, rank, kept, True, ground)
    yield Form(squash(parts), old.name, old.successors, BARE, sure, True, ground)


def district_forms(old: Former) -> Iterator[Form]:
    """Forms of an abolished district: asked, except where one commune is all that is left of it."""
    _, name = _type_and_name(old.name)
    whole = words(name)
    sure = bool(old.primary)
    called = [whole] + [words(part) for part in name.split(" - ") if " - " in name]
    for place, order in enumerate(called):
        for type_word in _DISTRICT_TYPES:
            key = squash(words(type_word) + order)
            yield Form(key, old.name, old.successors, FORMER, sure, False)
        for short in _SHORT_DISTRICTS:
            yield Form(" ".join([short, *order]), old.name, old.successors, FORMER, sure, False)
            yield Form(f"{short} {initials(order)}", old.name, old.successors, SHORT, sure, False)
        if place == 0 or order != whole:
            yield Form(squash(order), old.name, old.successors, BARE, sure, False)
    if len(whole) > 3:
        yield Form(initials(whole), old.name, old.successors, INITIALS, False, False)


def _abbreviations(unit: list[str]) -> list[str]:
    """ "bnt", "bac nt", "b nha trang", "bn trang" of a commune's name; digraphs kept ("n chu", "ntr") too."""
    found = {initials(unit), "".join(_digraph(syllable) for syllable in unit)}
    for cut in range(1, len(unit)):
        if not is_syllable(initials(unit[cut:])):
            found.add(" ".join([*unit[:cut], initials(unit[cut:])]))
        if not is_syllable(initials(unit[:cut])):
            found.add(" ".join([initials(unit[:cut]), *unit[cut:]]))
        found.add(" ".join([*unit[:cut], "".join(_digraph(syllable) for syllable in unit[cut:])]))
    return sorted(found)


def _digraph(syllable: str) -> str:
    return syllable[:2] if syllable[:2] in ("ch", "gi", "kh", "ng", "nh", "ph", "qu", "th", "tr") else syllable[0]


def _turned(unit: list[str]) -> list[list[str]]:
    """A name with its direction at the other end: "Nha Trang Bắc", "Đông Bác Ái"."""
    if len(unit) < 3:
        return []
    if unit[0] in _DIRECTIONS:
        return [[*unit[1:], unit[0]]]
    return [[unit[-1], *unit[:-1]]] if unit[-1] in _DIRECTIONS else []


def _type_and_name(unit: str) -> tuple[str, str]:
    for type_word in (*_SHORT_TYPES, *_DISTRICT_TYPES, "vùng"):
        if unit.startswith(type_word + " "):
            return type_word, unit[len(type_word) + 1 :]
    return "", unit


def type_length(unit: str) -> int:
    """How many letters of a unit's name its kind and the blank behind it take; 0 for a bare name."""
    type_word, _ = _type_and_name(unit)
    return len(type_word) + 1 if type_word else 0
