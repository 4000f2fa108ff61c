"""What an organisation of a kind has by itself: its units and the names of before, from the facts. Stores nothing.

A province has its bodies and communes, a commune its offices, a Party committee its offices and the committees below
it, Bộ Nội vụ its departments; everybody else brings a workbook of units.
"""

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from catalog.agencies.records import COMMUNES, DEPARTMENTS, TYPE_WORDS, Agency, Former, Home
from catalog.agencies.written import words
from catalog.organisations import facts, khanh_hoa, spoken
from catalog.organisations.facts import Body, Commune, OldCommune, Province

LAID_OUT = ("standard", "usual", "confirmed", "xã", "phường, đặc khu")
"""Statuses that a pack lays out unasked; "optional" and "believed" ones are offered."""

_KINDS = {word: kind for kind, word in TYPE_WORDS.items()}
_BODY_KINDS = {
    "departments": "department", "vertical": "vertical", "public_units": "public_unit", "council": "party",
    "union": "party", "offices": "office", "units": "office",
}  # fmt: skip
_PART = re.compile(r"\s*\(([^)]*)\)")
_TWO_WORD_HEADS = {"văn phòng", "đảng ủy", "ủy ban", "trung tâm", "thanh tra", "tạp chí", "chi bộ"}
_DIRECTIONS = {"bac", "nam", "dong", "tay", "trung"}


@dataclass(frozen=True)
class Layout:
    """An organisation before it is stored: its home, code, the day it is so, its units and its former names.

    `needs_units`: the pack has none, a workbook must bring them.
    """

    home: Home
    code: str = ""
    since: dt.date = facts.TWO_TIERS_FROM
    units: tuple[Agency, ...] = ()
    former: tuple[Former, ...] = ()
    needs_units: bool = False


def province_layout(province: Province, as_of: dt.date | None = None) -> Layout:
    """A province or city with its bodies, communes and all names of before on its ground."""
    province = facts.province_on(province, as_of)
    if province.code == khanh_hoa.CODE:
        return Layout(khanh_hoa.HOME, province.code, province.since, khanh_hoa.agencies(), khanh_hoa.former())
    merged = tuple(_bare(old) for old in province.merged if _bare(old) != province.place)
    home = Home(
        province.full_name, f"Ủy ban nhân dân {_lower(province.full_name)}", "province", province.kind, province.place,
        (*merged, *province.also),
    )  # fmt: skip
    own = [body for body in facts.bodies() if body.scope == "province" and body.province == province.code]
    laid_out = [body for body in own if body.status in LAID_OUT]
    bodies = _bodies("province", province.kind, laid_out)
    return _with_communes(province, home, bodies, as_of)


def commune_layout(commune: Commune, as_of: dt.date | None = None) -> Layout:
    """A commune, ward or special zone with its offices."""
    commune = facts.commune_on(commune, as_of)
    province = next(one for one in facts.provinces() if one.code == commune.province)
    home = Home(
        commune.full_name, f"Ủy ban nhân dân {_lower(commune.full_name)}", "commune", commune.kind, commune.name,
        (), province.place,
    )  # fmt: skip
    bodies = [body for body in _bodies("commune", commune.kind, []) if _here(body, commune.kind)]
    units = tuple(_agency(body, commune.kind) for body in bodies)
    return Layout(home, commune.code, commune.since, units, tuple(_former_bodies(bodies, commune.kind)))


def party_province_layout(province: Province, as_of: dt.date | None = None) -> Layout:
    """The Party committee of a province or city: its offices, and the committees of all communes."""
    province = facts.province_on(province, as_of)
    own = "Thành ủy" if province.kind == "thành phố" else "Tỉnh ủy"
    merged = tuple(_bare(old) for old in province.merged if _bare(old) != province.place)
    home = Home(f"{own} {province.place}", f"{own} {province.place}", "party", "đảng bộ", province.place,
                (*merged, *province.also), province.full_name)  # fmt: skip
    bodies = _bodies("party_province", province.kind, [])
    return _with_communes(province, home, bodies, as_of)


def party_commune_layout(commune: Commune, as_of: dt.date | None = None) -> Layout:
    """The Party committee of a commune with its offices."""
    commune = facts.commune_on(commune, as_of)
    province = next(one for one in facts.provinces() if one.code == commune.province)
    named = f"Đảng ủy {_lower(commune.full_name)}"
    home = Home(named, named, "party", "đảng bộ", commune.name, (), province.place)
    bodies = _bodies("party_commune", commune.kind, [])
    units = tuple(_agency(body, commune.kind) for body in bodies)
    return Layout(home, commune.code, commune.since, units, tuple(_former_bodies(bodies, commune.kind)))


def ministry_layout(name: str) -> Layout:
    """A ministry: Bộ Nội vụ with its departments, any other without units."""
    home = Home(name, name, "ministry", "bộ", "", (), "Chính phủ")
    bodies = _bodies(f"ministry:{name}", "bộ", [])
    units = tuple(_agency(body, "bộ") for body in bodies)
    return Layout(home, "", facts.TWO_TIERS_FROM, units, (), needs_units=not units)


def own_layout(name: str, pack: str, level: str) -> Layout:
    """A hospital, university or other organisation, whose units a workbook brings."""
    return Layout(Home(name, name, pack, level), needs_units=True)


def framed(layout: Layout) -> Layout:
    """An organisation whose units nobody has told, with those its kind usually has; as it is where none are.

    To try the program on, never to found a deployment: the frame is common practice, no fact of this organisation.
    """
    frame = [body for body in facts.bodies() if body.scope == layout.home.pack and "(" not in body.full_name]
    units = tuple(_agency(body, layout.home.level) for body in frame)
    return replace(layout, units=units, needs_units=not units)


def offered(layout: Layout) -> tuple[Agency, ...]:
    """Bodies that the facts know and the pack did not lay out: allowed by decree, or believed to be there."""
    scope = {"commune": "commune", "province": "province"}.get(layout.home.pack, "")
    taken = {unit.name for unit in layout.units}
    found: dict[str, Agency] = {}
    for body in facts.bodies():
        if body.scope == scope and body.province in ("", layout.code) and body.status not in LAID_OUT:
            unit = _agency(body, layout.home.level)
            if unit.name not in taken:
                found.setdefault(unit.name, unit)
    return tuple(found.values())


def _with_communes(province: Province, home: Home, bodies: Sequence[Body], as_of: dt.date | None) -> Layout:
    """These bodies, the communes of the province, and all names of before on its ground."""
    communes = _communes(province.code, home, as_of)
    former = [*_former_bodies(bodies, province.kind), *_former_places(province.code, communes)]
    units = [_agency(body, province.kind) for body in bodies]
    return Layout(home, province.code, province.since, (*units, *communes.values()), tuple(former))


def _bodies(scope: str, kind: str, own: Sequence[Body]) -> list[Body]:
    """The bodies of a scope, an organisation's own ones instead of the general ones of the same name."""
    general = [body for body in facts.bodies() if body.scope == scope and not body.province]
    general = [body for body in general if body.status in LAID_OUT]
    names = {facts.filled(body.name, kind) for body in own}
    if "Sở Văn hóa và Thể thao" in names:
        names.add("Sở Văn hóa, Thể thao và Du lịch")
    found: dict[str, Body] = {}
    for body in [one for one in general if facts.filled(one.name, kind) not in names] + list(own):
        found.setdefault(facts.filled(body.name, kind), body)
    order = list(_BODY_KINDS)
    return sorted(found.values(), key=lambda body: order.index(body.group) if body.group in order else 0)


def _here(body: Body, kind: str) -> bool:
    return body.status not in ("xã", "phường, đặc khu") or kind in body.status.split(", ")


def _agency(body: Body, kind: str) -> Agency:
    name, full_name = facts.filled(body.name, kind), facts.filled(body.full_name, kind)
    bare = [_PART.sub("", alias).strip() for alias in body.abbreviations if "(tên" not in alias]
    group = DEPARTMENTS if body.group in ("departments", "offices") else ""
    said = spoken.of(body.name, kind)
    return Agency(
        name=name,
        full_name=full_name,
        code="",
        kind=_BODY_KINDS.get(body.group, "public_unit"),
        groups=(group,) if group else _unit_groups(name, body),
        aliases=tuple(dict.fromkeys(alias for alias in bare if alias)),
        typed=said.typed,
        asked=said.asked,
    )


def _unit_groups(name: str, body: Body) -> tuple[str, ...]:
    """Units of ministries, Party committees and the like are grouped by what they are: "vụ", "cục", "đảng ủy"."""
    if body.group != "units":
        return ()
    head = " ".join(name.split()[:2]).lower()
    return (head if head in _TWO_WORD_HEADS else name.split()[0].lower(),)


def _former_bodies(bodies: Iterable[Body], kind: str) -> list[Former]:
    """Names that bodies took over; of a name that several took a part of, the first listed follows."""
    heirs: dict[str, list[tuple[str, str]]] = defaultdict(list)
    also: dict[str, str] = {}
    for body in bodies:
        for old in body.replaces:
            part = _PART.search(old)
            work = part.group(1).removeprefix("phần ") if part and part.group(1).startswith("phần ") else ""
            heirs[_PART.sub("", old).strip()].append((facts.filled(body.name, kind), work))
        for alias in body.abbreviations:
            if "(tên" in alias:
                also[_PART.sub("", alias).strip()] = facts.filled(body.name, kind)
    names = {facts.filled(body.name, kind) for body in bodies}
    found = []
    for old, heir in heirs.items():
        if old in names:
            continue
        successors = tuple(dict.fromkeys(name for name, _ in heir))
        how = "merged" if len(successors) == 1 else "split"
        work = tuple((name, share) for name, share in heir if share)
        said = spoken.of_former(old)
        found.append(Former(old, "body", how, successors[0], successors, said.aliases, work=work, typed=said.typed))
    found += [Former(old, "body", "renamed", heir, (heir,)) for old, heir in also.items() if old not in heirs]
    return found


def _communes(province: str, home: Home, as_of: dt.date | None) -> dict[str, Agency]:
    """The communes of a province as units, by code."""
    rows = [facts.commune_on(row, as_of) for row in facts.communes_of(province)]
    districts: dict[str, list[str]] = defaultdict(list)
    for district in facts.districts_of(province).values():
        for code in district.successors:
            districts[code].append(district.name)
    families = _families(rows)
    renamed = {change.code: change.before for change in facts.changes() if change.level == "commune"}
    long_head = "Đảng ủy" if home.pack == "party" else "Ủy ban nhân dân"
    return {
        row.code: Agency(
            name=f"{home.committee} {row.kind} {row.name}",
            full_name=f"{long_head} {row.kind} {row.name}",
            code=row.code,
            kind=_KINDS[row.kind],
            groups=(COMMUNES,),
            aliases=_before(home, row, renamed),
            unit=row.name,
            family=families.get(row.name, ""),
            districts=tuple(districts[row.code]),
        )
        for row in rows
    }


def _before(home: Home, row: Commune, renamed: dict[str, str]) -> tuple[str, ...]:
    """The name of a commune that had another kind: it means the same one."""
    before = renamed.get(row.code, row.full_name)
    return (f"{home.committee} {_lower(before)}",) if before != row.full_name else ()


def _families(rows: Iterable[Commune]) -> dict[str, str]:
    """Name → what it shares with at least one other, less a direction or number: "Bắc Nha Trang" → "Nha Trang"."""
    cores: dict[str, str] = {}
    for row in rows:
        parts = re.findall(r"[^\s-]+", row.name)
        if len(parts) < 3:
            continue
        first, last = words(parts[0])[:1], words(parts[-1])[:1]
        if first and (first[0] in _DIRECTIONS or first[0].isdigit()):
            cores[row.name] = " ".join(parts[1:])
        elif last and (last[0] in _DIRECTIONS or last[0].isdigit()):
            cores[row.name] = " ".join(parts[:-1])
        elif len(parts) > 3 or "-" in row.name:
            cores[row.name] = " ".join(parts[-2:])
    shared = Counter(cores.values())
    return {name: core for name, core in cores.items() if shared[core] > 1}


def _former_places(province: str, communes: dict[str, Agency]) -> Iterable[Former]:
    for district in facts.districts_of(province).values():
        heirs = tuple(communes[code].name for code in district.successors if code in communes)
        alone = heirs[0] if len(heirs) == 1 else ""
        yield Former(_lower(district.name), "district", "renamed" if alone else "split", alone, heirs)
    for old in facts.old_communes_of(province):
        yield from _former_commune(old, communes)


def _former_commune(old: OldCommune, communes: dict[str, Agency]) -> Iterable[Former]:
    heirs = tuple(dict.fromkeys(communes[code].name for code in old.successors if code in communes))
    if not heirs or heirs == (f"UBND {_lower(old.name)}",):
        return  # the same name, today too
    how, primary = ("merged", heirs[0]) if len(heirs) == 1 else ("split", "")
    district = _lower(old.district) if old.district else ""
    found = Former(_lower(old.name), "commune", how, primary, heirs, district=district)
    yield found
    if old.also:
        yield replace(found, name=_lower(old.also))


def _bare(name: str) -> str:
    for kind in ("Tỉnh ", "Thành phố "):
        name = name.removeprefix(kind)
    return name


def _lower(name: str) -> str:
    return name[:1].lower() + name[1:]
