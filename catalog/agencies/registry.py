"""The registry of agencies: who there is today, and who follows up for a name that a plan prints.

It is made of what the store holds (`catalog.agencies.stored.registry_of`) and handed to whoever reads a name; a
registry itself never changes.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache
from typing import Literal

from catalog.agencies.records import NOWHERE, TWO_TIERS_FROM, TYPE_WORDS, Agency, Former, Home
from catalog.agencies.written import printed_key, printed_words, spelled
from catalog.text import clean, fold

_MOST_RESOLVED = 4096

ResolutionKind = Literal["current", "renamed", "succeeded", "split", "unclear", "district", "central", "unknown"]

_CENTRAL = ("Bộ", "Chính phủ", "Văn phòng Chính phủ", "Thủ tướng", "Trung ương", "Quốc hội", "Ủy ban Dân tộc")
_NOT_CENTRAL = ("Bộ Chỉ huy", "Bộ phận", "Bộ đội")
_ABOVE = ("UBND", "Chủ tịch UBND", "HĐND")


@dataclass(frozen=True)
class Resolution:
    """Who follows up today for one name as printed in a plan.

    `name` is an agency of today or None where there is none or a person must decide. `note` (Vietnamese)
    says what a reader must know: empty only where the printed name is simply today's. `successors` are all
    that took a part, the primary first: what an officer is offered to choose from.
    """

    name: str | None
    kind: ResolutionKind
    note: str = ""
    successors: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Registry:
    """Agencies of today and former names, looked up by name. Immutable; lookups are built once.

    Two registries are equal only where they are the same object, so that an index can be kept beside each.
    """

    agencies: tuple[Agency, ...]
    former: tuple[Former, ...] = ()
    home: Home = NOWHERE

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

    def resolve_printed(self, name: str, *, printed_on: date | None = None) -> Resolution:
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
    def _resolved(self) -> dict[tuple[str, date | None], Resolution]:
        return {}

    def _looked_up(self, name: str, printed_on: date | None) -> Resolution:
        key = self.key(name)
        formers = self._printed_former.get(key, [])
        twins = self._printed.get(key, {})
        exact = [twin for spelling, twin in twins.items() if spelling and spelled(name).endswith(spelling)]
        if len({twin.name for twin in twins.values()}) > 1 and not exact:
            names = tuple(dict.fromkeys(twin.name for twin in twins.values()))
            return Resolution(None, "unclear", f"Trùng tên khi bỏ dấu: {'; '.join(names)}; cần xác định.", names)
        current = exact[0] if exact else next(iter(twins.values()), None)
        if current is not None:
            homonym = [old for old in formers if old.kind == "commune" and old.primary != current.name]
            if homonym and printed_on is not None and printed_on < TWO_TIERS_FROM:
                return _succession(homonym[0])
            return Resolution(current.name, "current", _doubt(current, formers), (current.name,))
        if formers:
            return _succession(formers[0]) if len(formers) == 1 else _homonyms(name, formers)
        return self._not_ours(name)

    def _not_ours(self, name: str) -> Resolution:
        folded = fold(name)
        starts = tuple(fold(word) for word in _CENTRAL)
        if folded.startswith(starts) and not folded.startswith(tuple(fold(word) for word in _NOT_CENTRAL)):
            return Resolution(None, "central", f"{name} là cơ quan trung ương, không thuộc danh mục của tỉnh.")
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
    return Registry(changed, former, base.home)


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


def _doubt(current: Agency, formers: list[Former]) -> str:
    if any(old.how == "unclear" for old in formers):
        return f"{current.name}: chưa có nguồn xác nhận cơ quan này còn hoạt động sau ngày 01/7/2025."
    others = [old for old in formers if old.kind == "commune" and old.primary != current.name]
    if others:
        return f"{_place(others[0])} trước ngày 01/7/2025 nay thuộc {_listed(others[0].successors)}."
    return ""


def _succession(old: Former) -> Resolution:
    if old.kind == "district" and not old.primary:
        note = (
            f"Cấp huyện kết thúc hoạt động từ ngày 01/7/2025: {old.name} nay gồm {_listed(old.successors)}; "
            "cần người có thẩm quyền xác định cơ quan chủ trì."
        )
        return Resolution(None, "district", note, old.successors)
    if old.kind == "commune" and not old.primary:
        note = f"{_place(old)} đã được chia về {_listed(old.successors)}; cần xác định cơ quan chủ trì."
        return Resolution(None, "split", note, old.successors)
    if old.how == "unclear" or not old.primary:
        candidate = f" (có thể là {_listed(old.successors)})" if old.successors else ""
        note = f"Chưa xác định được cơ quan tiếp nhận nhiệm vụ của {old.name}{candidate}; cần xác nhận."
        return Resolution(None, "unclear", note, old.successors)
    if old.how == "renamed":
        return Resolution(old.primary, "renamed", f"{old.name} nay là {old.primary}.", old.successors)
    kind: ResolutionKind = "split" if old.how == "split" else "succeeded"
    return Resolution(old.primary, kind, _took_over(old), old.successors)


def _took_over(old: Former) -> str:
    note = f"Nhiệm vụ của {_place(old)} nay do {old.primary} tiếp nhận."
    work = dict(old.work)
    others = [f"{name} ({work[name]})" if name in work else name for name in old.successors[1:]]
    return f"{note} Một phần chuyển về {'; '.join(others)}." if others else note


def _homonyms(name: str, formers: list[Former]) -> Resolution:
    """Several former units of one printed name: told apart by accents, else by a person."""
    exact = [old for old in formers if any(part == old.name.split(" ", 1)[1] for part in _tails(name))]
    if len(exact) == 1:
        return _succession(exact[0])
    successors = tuple(dict.fromkeys(heir for old in formers for heir in old.successors))
    places = "; ".join(_place(old) for old in formers)
    return Resolution(None, "unclear", f"Trùng tên: {places}; cần xác định cơ quan chủ trì.", successors)


def _tails(name: str) -> list[str]:
    parts = name.split()
    return [" ".join(parts[start:]) for start in range(len(parts))]


def _place(old: Former) -> str:
    return f"{old.name} ({old.district})" if old.district else old.name


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)
