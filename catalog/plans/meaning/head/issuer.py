"""Who signs a document, from its letterhead: the deployment's own organisation first, then any committee or body.

A letterhead has two lines: a superior and a body, or the words "ủy ban nhân dân" and the place. Printed in capitals;
the organisation's own spelling is taken where it is the registry's home, else each word begins with a capital.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from catalog.agencies.records import Home
from catalog.text import clean, fold

_PLACE = re.compile(r"^(tỉnh|thành phố|tp\.?|phường|xã|đặc khu|huyện|quận|thị xã|thị trấn)\s+(.{2,40})$", re.IGNORECASE)
_COMMITTEE = re.compile(r"^(?:tm\.?|t/m)?\s*(?:ủy ban nhân dân|uỷ ban nhân dân|ubnd)\b\s*(.*)$", re.IGNORECASE)
_COUNCIL = re.compile(r"^(?:tm\.?|t/m)?\s*(?:hội đồng nhân dân|hđnd)\b\s*(.*)$", re.IGNORECASE)
_HEAD_LINES = 12


def own_name(home: Home) -> str:
    """How the home is called as an issuer: "UBND tỉnh Lâm Đồng", "Bộ Nội vụ"; "" for a home without a name."""
    if home.pack in ("province", "commune") and home.name:
        return f"UBND {home.name[:1].lower()}{home.name[1:]}"
    return home.name


def as_home(issuer: str, home: Home) -> str:
    """An issuer in the home's own spelling where it is the home itself; any other as it was read."""
    return own_name(home) if home.name and issuer and _is_home(issuer, home) else issuer


def issuer_in(printed: Sequence[str], home: Home) -> str:
    """The issuer that the head names, "" where it names none that is known by its letterhead."""
    capitals = _capitals(printed[:_HEAD_LINES])
    joined = [" ".join(pair) for pair in pairwise(capitals)]
    if home.name and any(_is_home(line, home) for line in (*capitals, *joined)):
        return own_name(home)
    for place, line in enumerate(capitals):
        for pattern, head in ((_COMMITTEE, "UBND"), (_COUNCIL, "HĐND")):
            match = pattern.match(line)
            if match is None:
                continue
            named = _PLACE.match(match.group(1).strip() or (capitals[place + 1] if place + 1 < len(capitals) else ""))
            if named:
                return f"{head} {named.group(1).lower()} {capitalised(named.group(2))}"
    return ""


def capitalised(name: str) -> str:
    """A name printed in capitals as it is written: "XUÂN HƯƠNG - ĐÀ LẠT" is "Xuân Hương - Đà Lạt", "B'LAO" "B'Lao"."""
    return re.sub(r"[^\W\d_]+", lambda word: word.group()[:1].upper() + word.group()[1:].lower(), clean(name))


def _is_home(line: str, home: Home) -> bool:
    said = re.sub(r"[^a-z0-9 ]", "", fold(line))
    for name in {home.full_name, own_name(home), home.name if home.pack not in ("province", "commune") else ""}:
        wanted = re.sub(r"[^a-z0-9 ]", "", fold(name))
        if wanted and (said == wanted or said.endswith(" " + wanted)):
            return True
    return False


def _capitals(printed: Sequence[str]) -> list[str]:
    """The lines in capitals, without the nation's motto and the Party's name, which stand on the right."""
    found = []
    for line in printed:
        bare = line.strip("* \t_-")
        bare = re.split(r"\t|\s{3,}", bare)[0].strip()
        if bare.isupper() and len(bare) < 90 and not re.match(r"CỘNG H|ĐẢNG CỘNG SẢN", bare):
            found.append(bare)
    return found
