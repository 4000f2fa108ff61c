"""Names that say the kind of their organisation: "Công an tỉnh" in a province is "Công an thành phố" in a city."""

import re

_PARTY = {("tỉnh", "thành phố"): (("Tỉnh ủy", "Thành ủy"), ("Tỉnh đoàn", "Thành đoàn"))}


def called_in(name: str, before: str, level: str) -> str:
    """The name of a unit of an organisation that is of another kind now; others stay as they are."""
    for old, new in _PARTY.get((before, level), ()):
        name = name.replace(old, new)
    for new, old in _PARTY.get((level, before), ()):
        name = name.replace(old, new)
    return re.sub(rf"\b{re.escape(before)}\b(?=$| [A-ZĐÀ-Ỹ])", level, name)
