"""What a registry holds: units of today, names that are no more, and the home they belong to. No database here."""

import json
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Any

TWO_TIERS_FROM = date(2025, 7, 1)
"""The day from which there are two tiers, and communes have the names of today (Nghị quyết 202/2025/QH15)."""

DEPARTMENTS = "departments"
COMMUNES = "communes"

TYPE_WORDS = {"commune": "xã", "ward": "phường", "special_zone": "đặc khu"}


@dataclass(frozen=True)
class Home:
    """The organisation whose units a registry lists: what its own name is, so that it is no stranger's.

    `name` is its short form with its kind ("Tỉnh Lâm Đồng", "Phường Mũi Né", "Bộ Nội vụ"), `full_name` as it signs
    ("Ủy ban nhân dân tỉnh Lâm Đồng"). `pack`: province, commune, ministry, party, hospital, university, other.
    `level`: its kind in small letters ("tỉnh", "thành phố", "phường", "bộ", "đảng bộ" ...), `place` its name without
    it. `also` are other names of its ground ("Bình Thuận"), `within` the place it lies in or the body it is under.
    """

    name: str = ""
    full_name: str = ""
    pack: str = "other"
    level: str = ""
    place: str = ""
    also: tuple[str, ...] = ()
    within: str = ""

    @property
    def committee(self) -> str:
        """The head that names of its communes have: "UBND", in a Party organisation "Đảng ủy"."""
        return "Đảng ủy" if self.pack == "party" else "UBND"


NOWHERE = Home()
"""The home of a deployment that has no organisation yet."""


@dataclass(frozen=True)
class Agency:
    """One agency of today.

    `name` is the short official form that every export uses ("UBND phường Bắc Nha Trang", "Sở Nội vụ").
    `code` is the official commune code, or a short one ("SNV"). `kind`: department, vertical, public_unit, office,
    party, association, enterprise, commune, ward, special_zone. `groups` are those that plans print and mean it by:
    "departments", "communes" (DESIGN 3), or words of the organisation ("khoa lâm sàng"). `aliases` are other names of
    the agency as it is today; names from before a merger are in `Registry.former`. `unit` is the bare name of a
    commune ("Bắc Nha Trang"), "" for others; `family` the name it shares with its siblings ("Nha Trang"), "" where it
    has none; `districts` the abolished ones on whose ground it lies. `typed` are names that people type and no plan
    prints, `asked` those that may mean it and are never sure ("văn phòng"). `since`: the day it was born where that is
    told; `part_of`: code or name of the unit it is part of, "" for the organisation itself.
    """

    name: str
    full_name: str
    code: str
    kind: str
    groups: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    unit: str = ""
    family: str = ""
    districts: tuple[str, ...] = ()
    typed: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    since: date | None = None
    part_of: str = ""


@dataclass(frozen=True)
class Former:
    """One name that is no more: a body, a district or a commune.

    `kind`: body, district, commune. `how`: merged, renamed, regional, split, unclear. `primary` is the
    agency of today that follows up its tasks, "" where there is no single one; `successors` all that took a
    part, the primary first. `district` tells homonymous communes apart. `work` says which work went where.
    `typed` are names of it that people type and no plan prints.
    """

    name: str
    kind: str
    how: str
    primary: str
    successors: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    district: str = ""
    work: tuple[tuple[str, str], ...] = ()
    typed: tuple[str, ...] = ()


def read(name: str) -> Any:
    """The bundled JSON file of that name."""
    return json.loads((files("catalog.agencies") / "data" / name).read_text(encoding="utf-8"))
