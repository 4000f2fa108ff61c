"""What the registry holds, and the bundled facts as these records.

No database here. What an officer adds, renames or aliases is stored elsewhere and handed to
`Registry.with_extra`.
"""

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

DEPARTMENTS = "departments"
COMMUNES = "communes"

TYPE_WORDS = {"commune": "xã", "ward": "phường", "special_zone": "đặc khu"}


@dataclass(frozen=True)
class Agency:
    """One agency of today.

    `name` is the short official form that every export uses ("UBND phường Bắc Nha Trang", "Sở Nội vụ").
    `code` is the official commune code, or our short code for a provincial body ("SNV"); `other_codes` are
    codes that other lists carry for the same commune. `kind`: department, vertical, public_unit, party,
    association, enterprise, commune, ward, special_zone. `groups` holds "departments" or "communes" or
    nothing (DESIGN 3). `aliases` are other names of the agency as it is today; names from before a merger
    are in `Registry.former`. `unit` is the bare name of a commune ("Bắc Nha Trang"), "" for others;
    `family` the name it shares with its siblings ("Nha Trang"), "" where it has none; `districts` the
    abolished ones on whose ground it lies.
    """

    name: str
    full_name: str
    code: str
    kind: str
    groups: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    other_codes: tuple[str, ...] = ()
    unit: str = ""
    family: str = ""
    districts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Former:
    """One name that is no more: a body, a district or a commune.

    `kind`: body, district, commune. `how`: merged, renamed, regional, split, unclear. `primary` is the
    agency of today that follows up its tasks, "" where there is no single one; `successors` all that took a
    part, the primary first. `district` tells homonymous communes apart. `work` says which work went where.
    """

    name: str
    kind: str
    how: str
    primary: str
    successors: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    district: str = ""
    work: tuple[tuple[str, str], ...] = ()


def read(name: str) -> Any:
    """The bundled JSON file of that name."""
    return json.loads((files("catalog.agencies") / "data" / name).read_text(encoding="utf-8"))


@cache
def effective() -> date:
    """The day from which the two-tier names hold (Nghị quyết 1667/NQ-UBTVQH15)."""
    return date.fromisoformat(read("current.json")["province"][0]["effective"])


@cache
def bundled_agencies() -> tuple[Agency, ...]:
    """The 32 provincial bodies, then the 65 communes, in the order of the sources."""
    facts, spoken = read("current.json"), read("spoken.json")["agencies"]
    bodies = [_body(row, spoken) for row in facts["provincial"]]
    return tuple(bodies + [_commune(row) for row in facts["communes"]])


@cache
def bundled_former() -> tuple[Former, ...]:
    """Former bodies, districts and communes, in this order."""
    facts, spoken = read("former.json"), read("spoken.json")
    found = [_former_body(row, spoken) for row in facts["bodies"] + spoken["former_bodies"]]
    for row in facts["districts"]:
        how = "renamed" if row["primary"] else "split"
        found.append(Former(row["name"], "district", how, row["primary"], tuple(row["successors"])))
    for row in facts["communes"]:
        heirs = tuple(row["successors"])
        how, primary = ("merged", heirs[0]) if len(heirs) == 1 else ("split", "")
        found.append(Former(row["name"], "commune", how, primary, heirs, district=row["district"]))
    return tuple(found)


def _body(row: dict[str, Any], spoken: dict[str, list[str]]) -> Agency:
    groups = (DEPARTMENTS,) if row["kind"] == "department" else ()
    aliases = tuple(dict.fromkeys(row["aliases"] + spoken.get(row["name"], [])))
    return Agency(row["name"], row["full_name"], row["code"], row["kind"], groups, aliases)


def _commune(row: dict[str, Any]) -> Agency:
    named = f"{TYPE_WORDS[row['kind']]} {row['unit']}"
    return Agency(
        name=f"UBND {named}",
        full_name=f"Ủy ban nhân dân {named}",
        code=row["code"],
        kind=row["kind"],
        groups=(COMMUNES,),
        other_codes=(row["code_2025"],) if "code_2025" in row else (),
        unit=row["unit"],
        family=row["family"] or "",
        districts=tuple(row["districts"]),
    )


def _former_body(row: dict[str, Any], spoken: dict[str, Any]) -> Former:
    aliases = row["aliases"] + spoken["former"].get(row["name"], [])
    return Former(
        name=row["name"],
        kind="body",
        how=row["how"],
        primary=row["primary"],
        successors=tuple(dict.fromkeys([row["primary"], *row["successors"]] if row["primary"] else [])),
        aliases=tuple(dict.fromkeys(aliases)),
        work=tuple(spoken["work"].get(row["name"], {}).items()),
    )
