"""A unit inside an agency of ours ("Chi cục Kiểm lâm", a hospital): asked with its parent first (rule 6 of matching).

Which unit stands under which agency is data (`data/subordinate_units.json`), by field, for any province; a parent is
offered only where the registry has it.
"""

from collections.abc import Iterable
from functools import cache

from catalog.agencies.index import Index
from catalog.agencies.reading import Phrases, Word
from catalog.agencies.records import read
from catalog.agencies.registry import Registry
from catalog.agencies.typed.findings import Finding, Found
from catalog.text import fold

SLIPS = "sai "
"""How a place is found by slips of the keyboard: beside a kind of unit it is a mistake ("nhà khách" is no "Khánh")."""


def under_a_parent(line: tuple[Word, ...], index: Index, registry: Registry, beside: Finding | None) -> Finding | None:
    """The parent of the unit that is named, before whatever else was found (`beside`); None where none is named.

    A sure finding stands, and so does one that a commune's type word speaks for ("trạm y tế xã ..."): it is nearer.
    """
    if beside and (beside.sure or any(word.plain in ("xa", "phuong", "ubnd") for word in line)):
        return None
    named = max(
        (
            (span.end - span.start, number)
            for number, (called, *_) in enumerate(_units())
            for span in called.spans(line)
        ),
        default=None,
    )
    if named is None:
        return None
    _, under, elsewhere = _units()[named[1]]
    parents = tuple(dict.fromkeys((*_parents(under, registry), *_parents(elsewhere, registry)[:1])))
    near = tuple(found for found in (beside.found if beside else ()) if not found.how.startswith(SLIPS))
    if not parents:
        return None if beside is None or near else Finding((), False, "là đơn vị không có trong danh mục")
    first = tuple(Found(parent, parent, "đơn vị trực thuộc", 0.6) for parent in parents)
    rest = tuple(found for found in near if found.agency not in parents)
    return Finding(first + rest, False, "là đơn vị trực thuộc của cơ quan", asked=True)


def _parents(under: tuple[str, ...], registry: Registry) -> tuple[str, ...]:
    """The agencies whose names begin with the first beginning that any begins with."""
    for begins in under:
        found = tuple(a.name for a in registry.agencies if fold(a.name).startswith(begins) and not a.unit)
        if found:
            return found[:2]
    return ()


@cache
def _units() -> tuple[tuple[Phrases, tuple[str, ...], tuple[str, ...]], ...]:
    """For each field what its units are called, and the folded beginnings of their parents' names: first, or else."""
    rows = read("subordinate_units.json")["units"]
    named = [(row["called"], row["under"], row.get("or", ())) for row in rows]
    return tuple((Phrases(called), _folded(under), _folded(elsewhere)) for called, under, elsewhere in named)


def _folded(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(fold(name) for name in names)
