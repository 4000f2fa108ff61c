"""Who follows up today for a name that a plan prints, abbreviations of its own making included ("P. KTHT&ĐT")."""

import datetime as dt
from functools import lru_cache

from catalog.agencies import forms
from catalog.agencies.forms import squash
from catalog.agencies.index import index_of
from catalog.agencies.registry import Registry
from catalog.agencies.succession import Resolution
from catalog.agencies.surroundings import without_tail
from catalog.agencies.written import words


@lru_cache(maxsize=8192)
def resolved(name: str, registry: Registry, printed_on: dt.date | None = None) -> Resolution:
    """As `Registry.resolve_printed`; a name it does not know may be a sure abbreviation of one that it does."""
    found = registry.resolve_printed(name, printed_on=printed_on)
    if found.kind != "unknown" or not registry.agencies:
        return found
    parts = words(name)
    ours = tuple(without_tail(parts, registry.home))  # "... xã" behind a name of the home's says that it is one of ours
    for said, worst in ((tuple(parts), forms.FORMER_SHORT), (ours, forms.BARE if len(ours) < len(parts) else -1)):
        entry = index_of(registry).entries.get(squash(said)) if len(said) > 1 else None
        if entry is not None and entry.sure and not entry.local and entry.rank <= worst:
            break
    else:
        return found
    return registry.resolve_printed(entry.agencies[0], printed_on=printed_on)
