"""The facts about Vietnam's administrative units that ship with the program (`facts/`, sources in its README).

Only founding and the offering of news read them: everybody else reads the registry of the deployment.
"""

import csv
import datetime as dt
import re
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

VERSION = dt.date(2026, 11, 29)
"""The day these facts were put together; older than half a year they are a line of `dondoc doctor`."""

TWO_TIERS_FROM = dt.date(2025, 7, 1)

_SLOT = re.compile(r"\{([^}]*)\}")


@dataclass(frozen=True)
class Province:
    """A province or city. `kind` is "tỉnh" or "thành phố", `since` the day since which; `merged`: it has their ground.

    `also` are other ways the place is written ("TPHCM").
    """

    code: str
    full_name: str
    place: str
    kind: str
    since: dt.date
    merged: tuple[str, ...]
    also: tuple[str, ...]


@dataclass(frozen=True)
class Commune:
    """A commune, ward or special zone of today."""

    code: str
    province: str
    full_name: str
    kind: str
    name: str
    since: dt.date


@dataclass(frozen=True)
class OldCommune:
    """A commune from before 01/7/2025. `successors` are codes, the one that took the people first.

    `whole`: one of them follows it, though others may have got a part of its ground.
    """

    name: str
    also: str
    district: str
    successors: tuple[str, ...]
    whole: bool


@dataclass(frozen=True)
class District:
    """An abolished district and the codes of the communes that lie on its ground."""

    name: str
    successors: tuple[str, ...]


@dataclass(frozen=True)
class Body:
    """A body that organisations of a `scope` have (of one province only where `province` is set).

    Names may hold slots of kinds ("Thanh tra {tỉnh|thành phố}"): see `filled`. `replaces`: names it took over.
    """

    scope: str
    province: str
    full_name: str
    name: str
    abbreviations: tuple[str, ...]
    group: str
    status: str
    since: dt.date | None
    replaces: tuple[str, ...]


@dataclass(frozen=True)
class Change:
    """A province or commune that has another kind from a day on; names with their kinds."""

    day: dt.date
    level: str
    code: str
    before: str
    after: str
    basis: str


@cache
def provinces() -> tuple[Province, ...]:
    """All provinces and cities, by code."""
    return tuple(
        Province(
            row["code"], row["full_name"], row["short"], row["kind"], dt.date.fromisoformat(row["kind_since"]),
            tuple(name.strip() for name in row["old_provinces"].split(";")),
            tuple(name.strip() for name in row["written_also"].split(",") if name.strip()),
        )
        for row in _rows("provinces.tsv")
    )  # fmt: skip


@cache
def communes() -> tuple[Commune, ...]:
    """All communes of the country, by code."""
    return tuple(
        Commune(
            row["code"], row["province_code"], row["full_name"], row["kind"], row["name"],
            dt.date.fromisoformat(row["kind_since"]),
        )
        for row in _rows("communes.tsv")
    )  # fmt: skip


def communes_of(province: str) -> tuple[Commune, ...]:
    """The communes of a province, by its code."""
    return tuple(commune for commune in communes() if commune.province == province)


@cache
def districts_of(province: str) -> dict[str, District]:
    """The abolished districts on the ground of a province, by their code."""
    return {
        row["code"]: District(row["name"], tuple(row["successors"].split()))
        for row in _rows("districts.tsv")
        if row["province"] == province
    }


def old_communes_of(province: str) -> tuple[OldCommune, ...]:
    """The communes of before 01/7/2025 on the ground of a province."""
    return _old_communes().get(province, ())


@cache
def bodies() -> tuple[Body, ...]:
    """All bodies, in the order of the file."""
    return tuple(
        Body(
            row["scope"], row["province_code"], row["full_name"], row["short_name"],
            tuple(name.strip() for name in row["abbr"].split(",") if name.strip()), row["group"], row["status"],
            dt.date.fromisoformat(row["since"]) if row["since"] else None,
            tuple(name.strip() for name in row["replaces"].split(";") if name.strip()),
        )
        for row in _rows("departments.tsv")
    )  # fmt: skip


@cache
def changes() -> tuple[Change, ...]:
    """What changed after 01/7/2025, oldest first."""
    found = (
        Change(dt.date.fromisoformat(row["effective"]), row["level"], row["code"], row["before"], row["after"],
               row["basis"])
        for row in _rows("changes.tsv")
    )  # fmt: skip
    return tuple(sorted(found, key=lambda change: (change.day, change.level, change.code)))


def province_on(province: Province, day: dt.date | None) -> Province:
    """The province as it was on a day: a city of today may have been a province."""
    for change in reversed(changes()):
        if day is not None and change.level == "province" and change.code == province.code and day < change.day:
            kind = "thành phố" if change.before.startswith("Thành phố") else "tỉnh"
            province = replace(province, full_name=change.before, kind=kind, since=TWO_TIERS_FROM)
    return province


def commune_on(commune: Commune, day: dt.date | None) -> Commune:
    """The commune as it was on a day: a ward of today may have been a commune."""
    for change in reversed(changes()):
        if day is not None and change.level == "commune" and change.code == commune.code and day < change.day:
            kind = change.before.split(" ", 1)[0].lower()
            commune = replace(commune, full_name=change.before, kind=kind, since=TWO_TIERS_FROM)
    return commune


def filled(name: str, kind: str) -> str:
    """A body's name for an organisation of this kind: of "{Tỉnh đoàn|Thành đoàn}" the one that goes with it."""

    def chosen(slot: re.Match[str]) -> str:
        options = slot.group(1).split("|")
        if kind in options:
            return kind
        return options[-1 if kind == "thành phố" else 0]

    return _SLOT.sub(chosen, name)


@cache
def _old_communes() -> dict[str, tuple[OldCommune, ...]]:
    names = {row["code"]: row["name"] for row in _rows("districts.tsv")}
    found: dict[str, list[OldCommune]] = defaultdict(list)
    for row in _rows("old_communes.tsv"):
        heirs = sorted(row["successors"].split(), key=lambda code: "*=/".find(code[-1]) % 4)
        codes = tuple(heir.rstrip("*=/") for heir in heirs)
        whole = len(codes) == 1 and not heirs[0].endswith("/")
        found[row["province"]].append(
            OldCommune(row["name"], row["also"], names.get(row["district"], ""), codes, whole)
        )
    return {province: tuple(some) for province, some in found.items()}


def _rows(name: str) -> list[dict[str, str]]:
    text = (files("catalog.organisations") / "facts" / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines(), delimiter="\t"))
