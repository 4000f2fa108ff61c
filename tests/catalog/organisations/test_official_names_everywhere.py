"""In every province an official name means its unit or is asked about, never another unit: checked over all names.

One province in five here and the others among the long tests: no verdict hangs on the day of the run. `make everywhere`
takes all 34.
"""

from collections import Counter
from collections.abc import Iterator

import pytest

from catalog.agencies.records import TYPE_WORDS
from catalog.agencies.registry import Registry
from catalog.agencies.typed.matching import match
from catalog.organisations import facts
from catalog.organisations.facts import Province
from catalog.organisations.packs import province_layout
from catalog.text import fold, strip_accents

PROVINCES = [
    pytest.param(province, id=province.code, marks=[] if place % 5 == 0 else pytest.mark.long)
    for place, province in enumerate(facts.provinces())
]


def _typed(registry: Registry) -> Iterator[tuple[str, str, bool]]:
    """(typed, the unit meant, whether a question with it is as good)."""
    named = Counter(fold(agency.name) for agency in registry.agencies)
    for agency in registry.agencies:
        twin = named[fold(agency.name)] > 1
        if agency.unit:
            called = f"{TYPE_WORDS[agency.kind]} {agency.unit}"
            yield from ((text, agency.name, False) for text in (agency.name, agency.full_name, called.capitalize()))
            yield from ((strip_accents(text).lower(), agency.name, twin) for text in (agency.name, called))
            yield from ((text, agency.name, True) for text in (agency.unit, strip_accents(agency.unit).lower()))
        elif agency.kind == "department":
            yield from ((text, agency.name, False) for text in (agency.name, agency.full_name))
            yield strip_accents(agency.full_name).lower(), agency.name, False
            tail = registry.home.place if agency.full_name.endswith(registry.home.level) else registry.home.name
            if registry.home.place not in agency.full_name:
                yield f"{agency.full_name} {tail[:1].lower()}{tail[1:]}", agency.name, False


@pytest.mark.parametrize("province", PROVINCES)
def test_an_official_name_means_its_unit_or_is_asked_about(province: Province) -> None:
    layout = province_layout(province)
    registry = Registry(layout.units, layout.former, layout.home)
    wrong, lost = [], []
    for typed, meant, may_ask in _typed(registry):
        found = match(typed, registry)
        offered = may_ask and meant in [candidate.agency for candidate in found.candidates[:5]]
        if found.decision == "match" and found.agency != meant:
            wrong.append((typed, found.agency))
        elif found.decision != "match" and not offered:
            lost.append((typed, found.decision, found.reason))
    assert (wrong, lost) == ([], [])
