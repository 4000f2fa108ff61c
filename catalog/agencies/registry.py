"""The registry of agencies: who there is today, and who follows up for a name that a plan prints.

It is made of what the store holds (`catalog.agencies.stored.registry_of`) and handed to whoever reads a name; a
registry itself never changes.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from catalog.agencies.records import NOWHERE, TWO_TIERS_FROM, TYPE_WORDS, Agency, Former, Home
from catalog.agencies.succession import Resolution, doubt, homonyms, succession
from catalog.agencies.written import printed_key, printed_words, spelled
from catalog.text import clean, fold

_MOST_RESOLVED = 4096

_CENTRAL = ("Bộ", "Chính phủ", "Văn phòng Chính phủ", "Thủ tướng", "Trung ương", "Quốc hội", "Ủy ban Dân tộc")
_NOT_CENTRAL = ("Bộ Chỉ huy", "Bộ phận", "Bộ đội")
_ABOVE = ("UBND", "Chủ tịch UBND", "HĐND")


@dataclass(frozen=True)
class Earlier:
    """A name as one unit had it from `since` (None: always) until the day before `until`, and whom it means by now."""

    since: dt.date | None
    until: dt.date
    old: Former


@dataclass(frozen=True, eq=False)
class Registry:
    """Agencies of today and former names, looked up by name. Immutable; lookups are built once.

    `earlier` tells whose a name was on a day, which another unit may have by now.

    Two registries are equal only where they are the same object, so that an index can be kept beside each.
    """

    agencies: tuple[Agency, ...]
    former: tuple[Former, ...] = ()
    home: Home = NOWHERE
    earlier: tuple[Earlier, ...] = ()

    @cached_property
    def _names(self) -> dict[str, Agency]:
        """By name as spelled, and by folded name where only one agency has it."""
        folded: dict[str, list[Agency]] = {}
        for agency in self.agencies:
            folded.setdefault(fold(agency.name), []).append(agency)
        found = {name: some[0] for name, some in folded.items() if len(some) == 1}
        return found | {clean(agency.name): agency for agency in self.agencies}

    @cached_property
    def _printed(self) -> dict[str, dict[str, Agency]]:
        """Folded key → how it is spelled → the agency: names that differ by accents only share a key."""
        found: dict[str, dict[str, Agency]] = {}
        for agency in self.agencies:
            for written in (agency.name, agency.full_name):
                found.setdefault(self.key(written), {})[spelled(agency.unit or written)] = agency
        for agency in self.agencies:
            for alias in agency.aliases:
                found.setdefault(self.key(alias), {"": agency})
        return found

    def key(self, name: str) -> str:
        """`printed_key`, and for a commune without its "UBND": plans print "xã Vạn Ninh" for the agency."""
        found = printed_key(name, self.home)
        return found.removeprefix(printed_key(self.home.committee)) or found

    def words(self, name: str) -> tuple[str, ...]:
        """The words of a printed name as `key` takes them."""
        return printed_words(name, self.home)

    @cached_property
    def home_begins(self) -> tuple[str, ...]:
        """How the home's own name begins, folded ("tinh khanh"): behind a unit's name it begins no other one."""
        return (" ".join(fold(self.home.name).split()[:2]),) if self.home.name else ()

    @cached_property
    def first_words(self) -> frozenset[str]:
        """The folded words with which names of this registry begin."""
        names = [name for agency in self.agencies for name in (agency.name, agency.full_name, *agency.aliases)]
        names += [name for old in self.former if old.kind != "commune" for name in (old.name, *old.aliases)]
        return frozenset(words[0] for name in names if (words := self.words(name))) | {"uy"}

    @cached_property
    def _printed_former(self) -> dict[str, list[Former]]:
        found: dict[str, list[Former]] = {}
        for former in self.former:
            for written in dict.fromkeys(self.key(name) for name in (former.name, *former.aliases)):
                found.setdefault(written, []).append(former)
        return found

    def by_name(self, name: str) -> Agency | None:
        """The agency of this short official name, case and accents aside where they do not matter; None if none."""
        return self._names.get(clean(name)) or self._names.get(fold(name))

    def group(self, group: str) -> tuple[Agency, ...]:
        """The agencies of a group, in the order of the registry: "departments", "communes"."""
        return tuple(agency for agency in self.agencies if group in agency.groups)

    def with_extra(
        self,
        agencies: Iterable[Agency] = (),
        aliases: Mapping[str, Iterable[str]] | None = None,
        renamed: Mapping[str, str] | None = None,
    ) -> "Registry":
        """A registry with agencies added, aliases given and names changed; all by the name in this registry.

        A renamed agency keeps its old names as aliases. Raises KeyError for an alias or a new name of an
        agency that is not here, ValueError where two agencies would carry one name.
        """
        named = tuple((name, tuple(more)) for name, more in (aliases or {}).items())
        return _overlaid(self, tuple(agencies), named, tuple((renamed or {}).items()))

    def resolve_printed(self, name: str, *, printed_on: dt.date | None = None) -> Resolution:
        """Today's follower of an agency name as a plan prints it (spelling variants and abbreviations
        included).

        `printed_on`, the plan's date, decides where a name of before 01/7/2025 is another's today ("xã Ninh
        Sơn"). My reading of DESIGN section 3 ("today's primary successor ..., or nothing where a person
        must decide"): merged, renamed and regional bodies give their primary; a split department too, with
        a note that names the others; a body whose end or successor no source proves ("unclear"), a district
        and a commune that was divided give None, with all that may follow in `successors`. A name that is
        also one of today's agencies is current, whatever its history, with a note where that is unproven.
        Ministries and other national bodies are "central".
        """
        found = self._resolved.get((name, printed_on))
        if found is None:
            if len(self._resolved) > _MOST_RESOLVED:
                self._resolved.clear()
            found = self._resolved[name, printed_on] = self._looked_up(name, printed_on)
        return found

    @cached_property
    def _resolved(self) -> dict[tuple[str, dt.date | None], Resolution]:
        return {}

    def _looked_up(self, name: str, printed_on: dt.date | None) -> Resolution:
        key = self.key(name)
        formers = self._printed_former.get(key, [])
        twins = self._printed.get(key, {})
        exact = [twin for spelling, twin in twins.items() if spelling and spelled(name).endswith(spelling)]
        if len({twin.name for twin in twins.values()}) > 1 and not exact:
            names = tuple(dict.fromkeys(twin.name for twin in twins.values()))
            return Resolution(None, "unclear", f"Trùng tên khi bỏ dấu: {'; '.join(names)}; cần xác định.", names)
        current = exact[0] if exact else next(iter(twins.values()), None)
        then = self._called_on(name, key, printed_on) if printed_on else []
        if then and (current is None or any(old.primary != current.name for old in then)):
            return succession(then[0]) if len({old.successors for old in then}) == 1 else homonyms(name, then)
        if current is not None:
            homonym = [old for old in formers if old.kind == "commune" and old.primary != current.name]
            if homonym and printed_on is not None and printed_on < TWO_TIERS_FROM:
                return succession(homonym[0])
            return Resolution(current.name, "current", doubt(current, formers), (current.name,))
        if formers:
            return succession(formers[0]) if len(formers) == 1 else homonyms(name, formers)
        return self._not_ours(name)

    @cached_property
    def _earlier(self) -> dict[str, list[Earlier]]:
        found: dict[str, list[Earlier]] = {}
        for one in self.earlier:
            found.setdefault(self.key(one.old.name), []).append(one)
        return found

    def _called_on(self, name: str, key: str, day: dt.date) -> list[Former]:
        """Who was called so on a day and is called otherwise by now: those spelled so, else those of the key."""
        then = [
            one.old for one in self._earlier.get(key, ()) if (one.since is None or one.since <= day) and day < one.until
        ]
        exact = [old for old in then if spelled(old.name) == spelled(name)]
        return list(dict.fromkeys(exact or then))

    def _not_ours(self, name: str) -> Resolution:
        folded = fold(name)
        starts = tuple(fold(word) for word in _CENTRAL)
        if folded.startswith(starts) and not folded.startswith(tuple(fold(word) for word in _NOT_CENTRAL)):
            return Resolution(None, "central", f"{name} là cơ quan trung ương, không thuộc danh mục đơn vị.")
        if printed_key(name, self.home) in self._above:
            return Resolution(None, "unknown", f"{name} là cấp giao nhiệm vụ, không phải cơ quan thực hiện.")
        return Resolution(None, "unknown", f"Không có cơ quan nào tên là {name} trong danh mục.")

    @cached_property
    def _above(self) -> frozenset[str]:
        """Keys of those who give the work out: the home itself, its committee, council and chairman."""
        level = self.home.level or "tỉnh"
        own = [f"{head} {level}" for head in _ABOVE]
        own += [self.home.name, self.home.full_name, "Tỉnh ủy", "Thành ủy", "Đảng ủy"]
        return frozenset(printed_key(name, self.home) for name in own if name)


@lru_cache(maxsize=8)
def _overlaid(
    base: Registry,
    agencies: tuple[Agency, ...],
    aliases: tuple[tuple[str, tuple[str, ...]], ...],
    renamed: tuple[tuple[str, str], ...],
) -> Registry:
    given, renames = dict(aliases), dict(renamed)
    joined = [*base.agencies, *(_with_unit(agency) for agency in agencies)]
    unknown = {*given, *renames} - {agency.name for agency in joined}
    if unknown:
        raise KeyError(min(unknown))
    changed = tuple(_changed(agency, given.get(agency.name, ()), renames) for agency in joined)
    if len({clean(agency.name) for agency in changed}) != len(changed):
        raise ValueError("two agencies of one name")
    former = tuple(
        replace(
            old,
            primary=renames.get(old.primary, old.primary),
            successors=tuple(renames.get(name, name) for name in old.successors),
        )
        for old in base.former
    )
    return Registry(changed, former, base.home, base.earlier)


def _with_unit(agency: Agency) -> Agency:
    """An added commune with its bare name, so that it is found like the bundled ones."""
    head = f"UBND {TYPE_WORDS.get(agency.kind, '')} "
    if agency.unit or agency.kind not in TYPE_WORDS or not agency.name.startswith(head):
        return agency
    return replace(agency, unit=agency.name.removeprefix(head))


def _changed(agency: Agency, aliases: Iterable[str], renamed: Mapping[str, str]) -> Agency:
    name = renamed.get(agency.name, agency.name)
    old = (agency.name, agency.full_name) if name != agency.name else ()
    full_name = name if old else agency.full_name
    return replace(
        agency,
        name=name,
        full_name=full_name,
        aliases=tuple(dict.fromkeys([*agency.aliases, *old, *aliases])),
    )
