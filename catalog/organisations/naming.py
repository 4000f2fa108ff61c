"""Which organisation a name means, and its layout: provinces, communes, Party committees, ministries, all others."""

import datetime as dt
import re
from functools import cache

from rapidfuzz import process

from catalog.organisations import facts, packs
from catalog.organisations.facts import Commune, Province
from catalog.organisations.packs import Layout
from catalog.text import clean, fold

PACKS = ("province", "commune", "ministry", "party", "hospital", "university", "other")
_COMMITTEE = re.compile(r"^(?:ubnd|uy ban nhan dan)\s+")
_PROVINCE_HEAD = re.compile(r"^(?:tinh|thanh pho|tp\.?|t\.)\s*")
_COMMUNE_HEAD = re.compile(r"^(xa|phuong|dac khu|x\.|p\.|dk\.)\s*")
_KINDS = {"xa": "xã", "x.": "xã", "phuong": "phường", "p.": "phường", "dac khu": "đặc khu", "dk.": "đặc khu"}
_PARTY = re.compile(r"^(?:tinh uy|thanh uy|dang bo (?:tinh|thanh pho)|ban thuong vu (?:tinh uy|thanh uy))\s+(.+)$")
_HEADS = (
    ("ministry", "bộ", ("bo ",)),
    ("ministry", "cơ quan trung ương", ("thanh tra chinh phu", "ngan hang nha nuoc viet nam", "van phong chinh phu")),
    ("hospital", "bệnh viện", ("benh vien", "bv ", "bvdk", "trung tam y te")),
    ("university", "trường đại học", ("truong dai hoc", "dai hoc", "hoc vien", "truong cao dang", "cao dang")),
)


class OrganisationUnknown(ValueError):
    """No organisation, or several, are called so. `near` are names it may mean; `many`: all of them are called so."""

    def __init__(self, typed: str, near: tuple[str, ...] = (), *, many: bool = False) -> None:
        super().__init__(typed)
        self.typed, self.near, self.many = typed, near, many


def layout_of(name: str, pack: str = "", as_of: dt.date | None = None) -> Layout:
    """The layout of the organisation of this name, as it was on a day (today's facts without one).

    `pack` decides where the name does not say what it is.

    Raises OrganisationUnknown.
    """
    typed = clean(name).strip(" .,;")
    said = _apostrophe(fold(typed))
    if not said:
        raise OrganisationUnknown(typed)
    if pack in ("", "party") and (party := _party(said, typed, as_of)):
        return party
    bare = _COMMITTEE.sub("", said)
    if pack in ("", "commune") and _COMMUNE_HEAD.match(bare):
        return packs.commune_layout(_commune(bare, typed), as_of)
    if pack in ("", "province"):
        province = _province(bare)
        if province is not None:
            return packs.province_layout(province, as_of)
        if _PROVINCE_HEAD.match(bare) or bare != said or pack == "province":
            raise OrganisationUnknown(typed, _near_provinces(bare))
    if pack == "commune":
        return packs.commune_layout(_commune(f"xa {bare}", typed), as_of)
    return _own(said, typed, pack)


def nearest(typed: str) -> tuple[str, ...]:
    """The three provinces, cities and communes whose names are most like what was typed."""
    known = {one.full_name: fold(one.place) for one in facts.provinces()}
    known |= {f"{one.full_name}, {_place_of(one)}": fold(one.name) for one in facts.communes()}
    bare = _COMMUNE_HEAD.sub("", _PROVINCE_HEAD.sub("", _COMMITTEE.sub("", fold(typed))))
    return tuple(name for _, _, name in process.extract(bare, known, limit=3))


def was_called(layout: Layout) -> tuple[str, str] | None:
    """(name before, day ISO) of a province that had another kind, for one who still calls it so; else None."""
    if layout.home.pack != "province":
        return None
    changed = [one for one in facts.changes() if one.level == "province" and one.code == layout.code]
    return (changed[-1].before, changed[-1].day.isoformat()) if changed else None


def _party(said: str, typed: str, as_of: dt.date | None) -> Layout | None:
    match = re.match(
        r"^(?:tinh uy|thanh uy|dang bo (?:tinh|thanh pho)|ban thuong vu (?:tinh uy|thanh uy))\s+(.+)$", said
    )
    if match:
        province = _province(match.group(1))
        if province is None:
            raise OrganisationUnknown(typed, _near_provinces(match.group(1)))
        return packs.party_province_layout(province, as_of)
    match = re.match(r"^(?:dang uy|dang bo)\s+((?:xa|phuong|dac khu)\s.+)$", said)
    if match:
        return packs.party_commune_layout(_commune(match.group(1), typed), as_of)
    return None


def _province(said: str) -> Province | None:
    wanted = {_squash(said), _squash(_PROVINCE_HEAD.sub("", said))} - {""}
    for province in facts.provinces():
        names = (province.place, province.full_name, *province.also)
        if wanted & {_squash(_apostrophe(fold(name))) for name in names}:
            return province
    return None


def _commune(said: str, typed: str) -> Commune:
    head = _COMMUNE_HEAD.match(said)
    kind = _KINDS[head.group(1)] if head else ""
    rest = said[head.end() :] if head else said
    named, place = rest, None
    for cut in (match.start() for match in re.finditer(r"\s*,\s*|\s+(?=tinh\b|thanh pho\b|tp\b)|\s+", rest)):
        within = _province(rest[cut:].strip(" ,-()"))
        if within is not None and (rest[cut:].lstrip().startswith(",") or not _called(rest, None)):
            named, place = rest[:cut].strip(" ,-("), within
            break
    found = _called(named, place)
    by_kind = [commune for commune in found if commune.kind == kind] or found
    exact = [commune for commune in by_kind if clean(commune.name).lower() in clean(typed).lower()]
    if len(by_kind) > 1 and exact:
        by_kind = exact
    if len(by_kind) == 1:
        return by_kind[0]
    if not by_kind:
        raise OrganisationUnknown(typed, _near_communes(named))
    raise OrganisationUnknown(typed, tuple(f"{one.full_name}, {_place_of(one)}" for one in by_kind), many=True)


def _near_communes(named: str) -> tuple[str, ...]:
    """The three communes named most like it; "Xuân Hương" is the first part of "Xuân Hương - Đà Lạt"."""
    parts = [(one, part) for one in facts.communes() for part in dict.fromkeys((one.name, one.name.split(" - ")[0]))]
    keys = [_squash(_apostrophe(fold(part))) for _, part in parts]
    near = (parts[place][0] for _, _, place in process.extract(_squash(named), keys, limit=6))
    return tuple(f"{one.full_name}, {_place_of(one)}" for one in dict.fromkeys(near))[:3]


def _called(named: str, place: Province | None) -> list[Commune]:
    key = _squash(named)
    return [
        one for one in facts.communes()
        if _squash(_apostrophe(fold(one.name))) == key and (place is None or one.province == place.code)
    ]  # fmt: skip


def _place_of(commune: Commune) -> str:
    return _places()[commune.province]


@cache
def _places() -> dict[str, str]:
    return {one.code: one.place for one in facts.provinces()}


def _own(said: str, typed: str, pack: str) -> Layout:
    for kind, level, heads in _HEADS:
        if said.startswith(heads) and pack in ("", kind):
            return (
                packs.ministry_layout(_called_ministry(typed))
                if kind == "ministry"
                else packs.own_layout(typed, kind, level)
            )
    if pack == "ministry":
        return packs.ministry_layout(typed)
    if len(said) < 4 or not re.search(r"[a-z]{2}", said):
        raise OrganisationUnknown(typed, _near_provinces(said))
    return packs.own_layout(typed, pack or "other", "đơn vị")


def _called_ministry(typed: str) -> str:
    """A ministry whose units are known by its own spelling, any other as it was typed."""
    known = {fold(body.scope.removeprefix("ministry:")): body.scope.removeprefix("ministry:")
             for body in facts.bodies() if body.scope.startswith("ministry:")}  # fmt: skip
    return known.get(fold(typed), typed[:1].upper() + typed[1:])


def _near_provinces(said: str) -> tuple[str, ...]:
    known = {province.full_name: fold(province.place) for province in facts.provinces()}
    return tuple(name for _, _, name in process.extract(_PROVINCE_HEAD.sub("", said), known, limit=3))


def _squash(said: str) -> str:
    return re.sub(r"[^a-z0-9]", "", said)


def _apostrophe(text: str) -> str:
    return text.replace("’", "'")
