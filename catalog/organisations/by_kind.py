"""Words that follow the kind of organisation: "Công an tỉnh" in a province is "Công an thành phố" in a city."""

import re

from sqlmodel import Session

from catalog.agencies.stored import own_organisation

_PARTY = {("tỉnh", "thành phố"): (("Tỉnh ủy", "Thành ủy"), ("Tỉnh đoàn", "Thành đoàn"))}

_WHOLE = {
    "party": "đảng bộ",
    "ministry": "cơ quan Bộ",
    "hospital": "bệnh viện",
    "university": "trường",
    "other": "đơn vị",
}


def called_in(name: str, before: str, level: str) -> str:
    """The name of a unit of an organisation that is of another kind now; others stay as they are."""
    for old, new in _PARTY.get((before, level), ()):
        name = name.replace(old, new)
    for new, old in _PARTY.get((level, before), ()):
        name = name.replace(old, new)
    return re.sub(rf"\b{re.escape(before)}\b(?=$| [A-ZĐÀ-Ỹ])", level, name)


def kind_of_whole(session: Session) -> str:
    """What "toàn ..." says of everything in this deployment: "tỉnh", "phường", "bệnh viện"; unset: "hệ thống"."""
    organisation = own_organisation(session)
    if organisation is None:
        return "hệ thống"
    if organisation.pack in _WHOLE:
        return _WHOLE[organisation.pack]
    return organisation.level or "đơn vị"
