"""Who follows up today for a name that a plan prints, abbreviations of its own making included ("P. KTHT&ĐT")."""

import datetime as dt
from functools import lru_cache

from catalog.agencies import forms
from catalog.agencies.forms import squash
from catalog.agencies.index import index_of
from catalog.agencies.registry import Registry, Resolution
from catalog.agencies.written import words


@lru_cache(maxsize=8192)
def resolved(name: str, registry: Registry, printed_on: dt.date | None = None) -> Resolution:
    """As `Registry.resolve_printed`; a name it does not know may be a sure abbreviation of one that it does."""
    found = registry.resolve_printed(name, printed_on=printed_on)
    if found.kind != "unknown" or not registry.agencies:
        return found
    parts = words(name)
    entry = index_of(registry).entries.get(squash(parts)) if len(parts) > 1 else None
    if entry is None or not entry.sure or entry.local or entry.rank > forms.FORMER_SHORT:
        return found
    return registry.resolve_printed(entry.agencies[0], printed_on=printed_on)
