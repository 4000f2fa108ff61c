"""What one key of a registry stands for: the agencies of all forms that share it, the best form first."""

from collections import defaultdict
from dataclasses import dataclass, field

from catalog.agencies import forms
from catalog.agencies.forms import Form
from catalog.agencies.written import spelled


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
