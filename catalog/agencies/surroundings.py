"""What a home's own name changes in reading: which words behind a unit's name say nothing, and who is a stranger.

"Sở Nội vụ tỉnh Điện Biên" is the department itself in Điện Biên and nobody of ours anywhere else.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from catalog.agencies.records import Agency, Former, Home, read
from catalog.text import clean, fold, strip_accents

_SHORT_LEVELS = {"thành phố": "tp", "phường": "p", "xã": "x"}
INNER = ("commune", "ministry", "hospital", "university", "other")
"""Packs whose units are offices inside one house: communes around it are strangers."""


@cache
def own_tails(home: Home) -> tuple[tuple[str, ...], ...]:
    """Folded words that may close the name of one of the home's units and say nothing, the longest first."""
    written = [home.level, home.name]
    if home.place:
        written += [f"{home.level} {home.place}", f"{_SHORT_LEVELS.get(home.level, home.level)} {home.place}"]
        written += [home.place] if home.pack in ("province", "party", "commune") else []
        written += [f"{home.level} {home.place}, {home.within}", f"{home.level} {home.place}, tỉnh {home.within}"]
    if home.pack == "party":
        written += [f"tỉnh {home.place}", f"thành phố {home.place}", "tỉnh"]
    if home.pack not in ("commune", "other", "hospital", "university"):
        written.append("tỉnh")  # what was a province is still called so in a city's first months
    tails = {tuple(_words(text)) for text in written if text.strip()}
    return tuple(sorted((tail for tail in tails if tail), key=lambda tail: (-len(tail), tail)))


@dataclass(frozen=True, eq=False)
class Surroundings:
    """The home of a registry with what stands around it.

    `names` are all places that are its own, folded; `places` those a body may be called by, as they are written.
    """

    home: Home
    names: frozenset[str]
    places: frozenset[str]

    @classmethod
    def of(cls, home: Home, agencies: Sequence[Agency], former: Sequence[Former]) -> "Surroundings":
        """Of a registry's home, units and former names."""
        own = {fold(name) for name in (home.place, home.within, *home.also) if name}
        own |= {fold(agency.unit) for agency in agencies if agency.unit}
        own |= {fold(old.name).split(" ", 1)[-1] for old in former if old.kind == "district"}
        for name in [name for name in own if name.startswith(("pho ", "xa ", "tran ", "khu "))]:
            own.add(name.split(" ", 1)[1])  # "thành phố ...", "thị xã ...": two words of kind
        places = [home.place, *home.also, *(agency.unit for agency in agencies)]
        places += [_without_kind(old.name) for old in former if old.kind == "district"]
        return cls(home, frozenset(own), frozenset(place for place in places if place and home.pack not in INNER))

    @cached_property
    def noise(self) -> frozenset[str]:
        """Words and phrases that may be left out at the edge of a line, typed with or without accents."""
        own = {home.lower() for home in (self.home.place, *self.home.also) if home}
        own |= {self.home.level, _SHORT_LEVELS.get(self.home.level, "")} if self.home.pack in INNER else set()
        if self.home.level == "thành phố":
            own |= {"thành phố", "tp"}
        own |= {clean(self.home.name).lower(), clean(self.home.full_name).lower()} - {""}
        found = frozenset(read("typing.json")["noise"])
        more = {" ".join(_typed_words(name)) for name in own if name}
        return found | more | {strip_accents(name) for name in more}

    @cached_property
    def places_of_others(self) -> tuple[str, ...]:
        """Phrases that say that someone else's place is meant."""
        listed = [*read("typing.json")["provinces"], *read("typing.json")["towns"]]
        strangers = [place for place in listed if fold(place).removeprefix("thanh pho ") not in self.names]
        again = [f"tỉnh {place}" for place in self.names_shared_with_others]
        if any(old.startswith("quan ") for old in self.names):
            strangers = [place for place in strangers if place != "quận"]
        return (*strangers, *again)

    @cached_property
    def names_shared_with_others(self) -> tuple[str, ...]:
        """Places of ours that are called like a province elsewhere: behind a body's name they are asked about."""
        own = {fold(name) for name in (self.home.place, self.home.within, *self.home.also) if name}
        return tuple(place for place in read("typing.json")["provinces"] if fold(place) in self.names - own)


def without_tail(found: list[str], home: Home) -> list[str]:
    """Folded words without what only repeats the home's name, as long as a name remains before it."""
    kept = list(found)
    for _ in range(2):
        for tail in own_tails(home):
            size = len(tail)
            if len(kept) > size and tuple(kept[-size:]) == tail and kept[-size - 1] not in _KIND_WORDS:
                kept = kept[:-size]
                break
    return kept


_KIND_WORDS = {"xa", "phuong", "khu", "tran", "huyen", "quan", "pho", "tinh"}


def _without_kind(district: str) -> str:
    two_words = district.startswith(("thành phố ", "thị xã ", "huyện đảo "))
    return district.split(" ", 2 if two_words else 1)[-1]


def _words(text: str) -> list[str]:
    return [word for word in fold(text).replace("-", " ").replace(",", " ").replace(".", " ").split() if word]


def _typed_words(text: str) -> list[str]:
    return text.replace("-", " ").replace(",", " ").replace(".", " ").split()
