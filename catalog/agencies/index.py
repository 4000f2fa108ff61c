"""The forms of a whole registry, ready to be looked up. Built once for a registry and kept beside it."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from catalog.agencies import forms
from catalog.agencies.body_forms import body_forms, partial_forms, reads_as_body
from catalog.agencies.forms import Form, squash
from catalog.agencies.records import Agency, Former, read
from catalog.agencies.registry import Registry
from catalog.agencies.typing_keys import is_syllable
from catalog.agencies.written import words

_VOWEL = re.compile(r"[aeiouy]")
_OFFERED = ("body", "commune", "district")  # a homonym commune is likelier meant than one of a district's heirs


@dataclass(frozen=True, slots=True)
class Entry:
    """All that one key stands for: the agencies in the order they are offered, the alias and its rank.

    `sure`: exactly one agency is meant. `local`: a commune's. `ground`: see `Form`.
    """

    key: str
    alias: str
    agencies: tuple[str, ...]
    rank: int
    sure: bool
    local: bool
    ground: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Index:
    """Keys to entries; and for what is not typed exactly, the units and the bodies by the length of their key."""

    entries: dict[str, Entry]
    units: dict[int, dict[str, Entry]]
    bodies: dict[int, dict[str, Entry]]
    syllables: dict[str, tuple[Agency, ...]]
    families: dict[str, tuple[str, ...]]
    continued: dict[str, frozenset[str]]
    longest: int


@lru_cache(maxsize=8)
def index_of(registry: Registry) -> Index:
    """The index of a registry; the last eight are kept."""
    by_key: dict[str, list[Form]] = defaultdict(list)
    for form in _all_forms(registry):
        by_key[form.key].append(form)
    asked = {squash(words(alias)) for alias in read("spoken.json")["asked"]}
    entries = {key: _entry(found, asked=key in asked) for key, found in by_key.items()}
    units: dict[int, dict[str, Entry]] = defaultdict(dict)
    bodies: dict[int, dict[str, Entry]] = defaultdict(dict)
    for key, entry in entries.items():
        if " " in key or len(key) < 4:
            continue
        if entry.local and entry.rank == forms.BARE:
            units[len(key)][key] = entry
        elif not entry.local and _compared(entry):
            bodies[len(key)][key] = entry
    return Index(
        entries=entries,
        units=dict(units),
        bodies=dict(bodies),
        syllables=_by_syllable(registry.agencies),
        families=_families(registry.agencies),
        continued=_continued(registry),
        longest=max((len(words(agency.full_name)) for agency in registry.agencies), default=0) + 2,
    )


def _all_forms(registry: Registry) -> Iterator[Form]:
    spoken = read("spoken.json")
    names = {agency.name for agency in registry.agencies}
    shared = {
        squash(words(old.name)[_type_length(old.name) :])
        for old in registry.former
        if old.kind == "district" and not old.primary
    }
    for agency in registry.agencies:
        if agency.unit:
            yield from forms.commune_forms(agency, shared_name=squash(words(agency.unit)) in shared)
            aliases: Iterable[str] = agency.aliases
        else:
            yield from _body(agency)
            aliases = (*agency.aliases, *spoken["typed"].get(agency.name, ()))
        for alias in aliases:
            yield from _aliased(alias, (agency.name,), sure=True)
        if not agency.unit and agency.code:
            yield Form(squash(words(agency.code)), agency.name, (agency.name,), forms.INITIALS, sure=False)
    for old in sorted(registry.former, key=lambda old: _OFFERED.index(old.kind)):
        yield from _former(old)
        for alias in spoken["former_typed"].get(old.name, ()):
            yield from _aliased(alias, old.successors, sure=_followed(old))
    for alias, asked in spoken["asked"].items():
        meant = tuple(name for name in asked if name in names)
        yield Form(squash(words(alias)), alias, meant, forms.BARE, sure=False)


def _body(agency: Agency) -> Iterator[Form]:
    meant = (agency.name,)
    for name in dict.fromkeys((agency.name, agency.full_name)):
        yield from body_forms(name, agency.name, meant, rank=forms.OFFICIAL, sure=True)
    yield from partial_forms(agency.name, agency.name, meant, sure=True)


def _former(old: Former) -> Iterator[Form]:
    if old.kind == "commune":
        yield from forms.former_commune_forms(old)
    elif old.kind == "district":
        yield from forms.district_forms(old)
    elif old.successors:
        sure = _followed(old)
        for name in (old.name, *old.aliases):
            yield from body_forms(name, old.name, old.successors, rank=forms.FORMER, sure=sure)
        meant = (old.primary,) if sure else old.successors
        yield from partial_forms(old.name, old.name, meant, sure=sure)


def _followed(old: Former) -> bool:
    """Whether one agency is meant by the old name: merged, renamed or regional, but not split or unclear."""
    return bool(old.primary) and old.how not in ("split", "unclear")


def _aliased(alias: str, meant: tuple[str, ...], *, sure: bool) -> Iterator[Form]:
    """An alias counts anywhere in a sentence if it is an abbreviation or has the shape of a body's name."""
    parts = words(alias)
    rank = forms.BARE
    if len(parts[0]) > 2 and (not _VOWEL.search(squash(parts)) or alias.isupper()) and not is_syllable(parts[0]):
        rank = forms.SHORT
    elif reads_as_body(parts):
        rank = forms.OFFICIAL
    yield Form(squash(parts), alias, meant, rank, sure)
    if parts[-1] == "tinh" and len(parts) > 1:
        yield Form(squash(parts[:-1]), alias, meant, rank if len(parts) > 3 else forms.BARE, sure)


def _entry(found: list[Form], *, asked: bool) -> Entry:
    """One entry of the forms that share a key: the best rank decides, the rest are offered behind it."""
    ordered = sorted(found, key=lambda form: form.rank)
    best = [form for form in ordered if form.rank == ordered[0].rank]
    agencies = tuple(dict.fromkeys(name for form in ordered for name in form.agencies))
    meant = {form.agencies[0] for form in best if form.agencies}
    alone = len({name for form in best for name in form.agencies}) == 1
    first = best[0]
    return Entry(
        key=first.key,
        alias=first.alias,
        agencies=agencies,
        rank=first.rank,
        sure=not asked and len(meant) == 1 and (any if alone else all)(form.sure for form in best),
        local=any(form.local for form in best),
        ground=tuple(dict.fromkeys(place for form in best for place in form.ground)),
    )


def _compared(entry: Entry) -> bool:
    """Whether slips are looked for: in names, and in a department's abbreviation of five letters and more."""
    if entry.rank in (forms.SHORT, forms.FORMER_SHORT):
        return entry.key.startswith("s") and len(entry.key) >= 5
    return entry.rank in (forms.OFFICIAL, forms.FORMER) or (entry.rank == forms.BARE and entry.sure)


def _continued(registry: Registry) -> dict[str, frozenset[str]]:
    """Unit → the syllables with which longer names go on from it: "bacai" → dong, tay."""
    names = [words(agency.unit) for agency in registry.agencies if agency.unit]
    names += [words(old.name)[_type_length(old.name) :] for old in registry.former if old.kind == "commune"]
    known = {squash(name) for name in names}
    found: dict[str, set[str]] = defaultdict(set)
    for name in names:
        if squash(name[:-1]) in known:
            found[squash(name[:-1])].add(name[-1])
    return {unit: frozenset(syllables) for unit, syllables in found.items()}


def _type_length(unit: str) -> int:
    return 2 if unit.startswith(("thị xã", "thị trấn", "thành phố", "đặc khu")) else 1


def _by_syllable(agencies: Iterable[Agency]) -> dict[str, tuple[Agency, ...]]:
    found: dict[str, list[Agency]] = defaultdict(list)
    for agency in agencies:
        for syllable in dict.fromkeys(words(agency.unit)):
            found[syllable].append(agency)
    return {syllable: tuple(some) for syllable, some in found.items()}


def _families(agencies: Iterable[Agency]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for agency in agencies:
        if agency.family:
            found[squash(words(agency.family))].append(agency.name)
    return {family: tuple(names) for family, names in found.items()}
