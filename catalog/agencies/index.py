"""The forms of a whole registry, ready to be looked up. Built once for a registry and kept beside it."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from catalog.agencies import forms
from catalog.agencies.body_forms import body_forms, partial_forms, reads_as_body
from catalog.agencies.forms import Form, squash
from catalog.agencies.reading import Phrases
from catalog.agencies.records import Agency, Former, Home, read
from catalog.agencies.registry import Registry
from catalog.agencies.surroundings import Surroundings
from catalog.agencies.typing_keys import is_syllable
from catalog.agencies.written import spelled, words

_VOWEL = re.compile(r"[aeiouy]")
_OFFERED = ("body", "commune", "district")  # a homonym commune is likelier meant than one of a district's heirs


@dataclass(frozen=True, slots=True)
class Entry:
    """All that one key stands for: the agencies in the order they are offered, the alias and its rank.

    `sure`: exactly one agency is meant. `local`: a commune's. `ground`: see `Form`. `twins`: where names that differ
    by accents only share the key, what each of them stands for, by how it is spelled.
    """

    key: str
    alias: str
    agencies: tuple[str, ...]
    rank: int
    sure: bool
    local: bool
    ground: tuple[str, ...]
    twins: tuple[tuple[str, "Entry"], ...] = ()
    parted: bool = False

    def as_typed(self, typed: str) -> "Entry":
        """The twin that accents decide for; itself where they decide nothing. `typed` is `spelled`."""
        return next((twin for spelling, twin in self.twins if typed.endswith(spelling)), self)


@dataclass(frozen=True, eq=False)
class Entries:
    """Keys to entries; an entry is made when its key is first looked up, most never are."""

    forms: dict[str, list[Form]]
    asked: frozenset[str]
    made: dict[str, Entry] = field(default_factory=dict)

    def get(self, key: str) -> Entry | None:
        """What the key stands for; None where it stands for nothing."""
        found = self.made.get(key)
        if found is None and (forms := self.forms.get(key)):
            found = self.made[key] = _entry(forms, asked=key in self.asked)
        return found

    def __getitem__(self, key: str) -> Entry:
        found = self.get(key)
        if found is None:
            raise KeyError(key)
        return found


@dataclass(frozen=True, eq=False)
class Index:
    """Keys to entries; and for what is not typed exactly, the units and the bodies by the length of their key.

    `noise` and `elsewhere` are those of the registry's home: words that may be left out, places of strangers;
    `places` are its own.
    """

    entries: Entries
    units: dict[int, list[str]]
    bodies: dict[int, list[str]]
    syllables: dict[str, tuple[Agency, ...]]
    families: dict[str, tuple[str, ...]]
    continued: dict[str, frozenset[str]]
    longest: int
    home: Home
    noise: frozenset[str]
    elsewhere: Phrases
    perhaps_elsewhere: Phrases
    places: Phrases


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
    units: dict[int, list[str]] = defaultdict(list)
    bodies: dict[int, list[str]] = defaultdict(list)
    for key, found in by_key.items():
        if " " in key or len(key) < 4:
            continue
        best = min(form.rank for form in found)
        if any(form.local for form in found if form.rank == best):
            if best == forms.BARE:
                units[len(key)].append(key)
        elif _compared(entries[key]):
            bodies[len(key)].append(key)
    return Index(
        entries=entries,
        units=dict(units),
        bodies=dict(bodies),
        syllables=_by_syllable(registry.agencies),
        families=_families(registry.agencies),
        continued=_continued(registry),
        longest=max((len(words(agency.full_name)) for agency in registry.agencies), default=0) + 2,
        home=registry.home,
        noise=around.noise,
        elsewhere=Phrases(around.elsewhere),
        perhaps_elsewhere=Phrases(around.perhaps_elsewhere),
        places=Phrases(around.places),
    )


def _all_forms(registry: Registry) -> Iterator[Form]:
    home = registry.home
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
            yield from _body(agency, home)
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


def _body(agency: Agency, home: Home) -> Iterator[Form]:
    meant = (agency.name,)
    for name in dict.fromkeys((agency.name, agency.full_name)):
        yield from body_forms(name, agency.name, meant, home, rank=forms.OFFICIAL, sure=True)
    yield from partial_forms(agency.name, agency.name, meant, home, sure=True)


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


def _entry(found: list[Form], *, asked: bool) -> Entry:
    """One entry of the forms that share a key: the best rank decides, the rest are offered behind it."""
    ordered = sorted(found, key=lambda form: form.rank)
    best = [form for form in ordered if form.rank == ordered[0].rank]
    agencies = tuple(dict.fromkeys(name for form in ordered for name in form.agencies))
    living = {form.agencies[0] for form in best if form.living}
    namesakes = [form for form in best if living & set(form.agencies) and form.local and not form.living]
    if living:  # a unit of today is meant rather than its own namesake of before, of which others took a part
        best = [form for form in best if form not in namesakes]
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
        twins=_twins(found, asked=asked),
        parted=any(len(form.agencies) > 1 for form in namesakes),
    )


def _twins(found: list[Form], *, asked: bool) -> tuple[tuple[str, Entry], ...]:
    by_spelling: dict[str, list[Form]] = defaultdict(list)
    if len(found) > 1 and found[0].local:
        for form in found:
            by_spelling[spelled(form.alias[forms.type_length(form.alias) :])].append(form)
    if len(by_spelling) < 2:
        return ()
    return tuple((spelling, _entry(same, asked=asked)) for spelling, same in by_spelling.items())


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
