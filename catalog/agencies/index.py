"""The forms of a whole registry, ready to be looked up. Built once for a registry and kept beside it."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from catalog.agencies import forms
from catalog.agencies.body_forms import body_forms, partial_forms, reads_as_body
from catalog.agencies.entries import Entries, Entry
from catalog.agencies.forms import Form, squash
from catalog.agencies.neighbours import Neighbours
from catalog.agencies.reading import Noise, Phrases
from catalog.agencies.records import Agency, Former, Home, read
from catalog.agencies.registry import Registry
from catalog.agencies.surroundings import Surroundings
from catalog.agencies.typing_keys import is_syllable
from catalog.agencies.written import words

_VOWEL = re.compile(r"[aeiouy]")
BEGUN = 6
_OFFERED = ("body", "commune", "district")  # a homonym commune is likelier meant than one of a district's heirs


@dataclass(frozen=True, eq=False)
class Index:
    """Keys to entries; and for what is not typed exactly, the keys of the units and of the bodies.

    `noise` and `places_of_others` are those of the registry's home: words that may be left out, places of strangers;
    `places` are its own. `begun` are the first letters of all keys: what begins otherwise is not looked up.
    """

    entries: Entries
    begun: frozenset[str]
    syllables: dict[str, tuple[Agency, ...]]
    families: dict[str, tuple[str, ...]]
    continued: dict[str, frozenset[str]]
    longest: int
    home: Home
    noise: Noise
    places_of_others: Phrases
    names_shared_with_others: Phrases
    places: Phrases

    @cached_property
    def units(self) -> Neighbours:
        """The bare names of communes, for slips."""
        return Neighbours(key for key, best in self._best() if best[0].local and best[0].rank == forms.BARE)

    @cached_property
    def bodies(self) -> Neighbours:
        """The names of bodies, for slips and beginnings."""
        return Neighbours(key for key, best in self._best() if not best[0].local and _compared(self.entries[key]))

    def _best(self) -> Iterator[tuple[str, list[Form]]]:
        """Each key of some length with the forms of its best rank, those of communes first."""
        for key, found in self.entries.forms.items():
            if " " not in key and len(key) >= 4:
                rank = min(form.rank for form in found)
                yield key, sorted((form for form in found if form.rank == rank), key=lambda form: not form.local)


@lru_cache(maxsize=8)
def index_of(registry: Registry) -> Index:
    """The index of a registry; the last eight are kept."""
    by_key: dict[str, list[Form]] = defaultdict(list)
    for form in _all_forms(registry):
        by_key[form.key].append(form)
    asked = {squash(words(alias)) for alias in read("typing.json")["too_little"]}
    asked |= {squash(words(alias)) for agency in registry.agencies for alias in agency.asked}
    around = Surroundings.of(registry.home, registry.agencies, registry.former)
    entries = Entries(dict(by_key), frozenset(asked))
    return Index(
        entries=entries,
        begun=frozenset(key[:BEGUN] for key in by_key),
        syllables=_by_syllable(registry.agencies),
        families=_families(registry.agencies),
        continued=_continued(registry),
        longest=max((len(words(agency.full_name)) for agency in registry.agencies), default=0) + 2,
        home=registry.home,
        noise=Noise(around.noise),
        places_of_others=Phrases(around.places_of_others),
        names_shared_with_others=Phrases(around.names_shared_with_others),
        places=Phrases(around.places),
    )


def _all_forms(registry: Registry) -> Iterator[Form]:
    home, begun = registry.home, Beginnings(registry.agencies)
    shared = {
        squash(words(old.name)[_type_length(old.name) :])
        for old in registry.former
        if old.kind == "district" and not old.primary
    }
    for agency in registry.agencies:
        if agency.unit:
            yield from forms.commune_forms(agency, shared_name=squash(words(agency.unit)) in shared)
            yield from _other_kind(agency, home)
        else:
            yield from _body(agency, home, begun)
        for alias in (*agency.aliases, *agency.typed):
            yield from _aliased(alias, (agency.name,), sure=True)
        if not agency.unit and agency.code:
            yield Form(squash(words(agency.code)), agency.name, (agency.name,), forms.INITIALS, sure=False)
        for alias in agency.asked:
            yield Form(squash(words(alias)), alias, (agency.name,), forms.BARE, sure=False)
    for old in sorted(registry.former, key=lambda old: _OFFERED.index(old.kind)):
        yield from _former(old, home)
        for alias in old.typed:
            yield from _aliased(alias, old.successors, sure=_followed(old))
    for alias in read("typing.json")["too_little"]:
        yield Form(squash(words(alias)), alias, (), forms.BARE, sure=False)


def _other_kind(agency: Agency, home: Home) -> Iterator[Form]:
    """A commune that became a ward is still meant by "xã ..."."""
    for alias in agency.aliases:
        called = alias.removeprefix(f"{home.committee} ")
        if forms.type_length(called):
            yield Form(squash(words(called)), called, (agency.name,), forms.FORMER, local=True)


def _body(agency: Agency, home: Home, begun: "Beginnings") -> Iterator[Form]:
    meant = (agency.name,)
    for name in dict.fromkeys((agency.name, agency.full_name)):
        yield from body_forms(name, agency.name, meant, home, rank=forms.OFFICIAL, sure=True)
    for form in partial_forms(agency.name, agency.name, meant, home, sure=True):
        others = begun.others(form.key, agency.name)
        yield form._replace(agencies=(*meant, *others), sure=False) if others else form


class Beginnings:
    """How the names of bodies begin, with and without their head: a part of one may be the beginning of another."""

    def __init__(self, agencies: Iterable[Agency]) -> None:
        bodies = [(words(agency.name), agency.name) for agency in agencies if not agency.unit]
        self._names = sorted((squash(parts[at:]), name) for parts, name in bodies for at in (0, 1) if len(parts) > at)

    def others(self, key: str, name: str) -> tuple[str, ...]:
        """The other bodies whose name begins with `key` and goes on; the first five."""
        found: dict[str, None] = {}
        for known, other in self._names[bisect_left(self._names, (key, "")) :]:
            if not known.startswith(key) or len(found) == 5:
                break
            if other != name:
                found[other] = None
        return tuple(found)


def _former(old: Former, home: Home) -> Iterator[Form]:
    if old.kind == "commune":
        yield from forms.former_commune_forms(old)
    elif old.kind == "district":
        yield from forms.district_forms(old)
    elif old.successors:
        sure = _followed(old)
        for name in (old.name, *old.aliases):
            yield from body_forms(name, old.name, old.successors, home, rank=forms.FORMER, sure=sure)
        meant = (old.primary,) if sure else old.successors
        yield from partial_forms(old.name, old.name, meant, home, sure=sure)


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
