"""Khánh Hòa, the province the product grew up in: its units and history, known better than the facts of all provinces.

Its layout is the pack of province 56 and what the demo founds; the spoken names of its bodies are kept by hand.
"""

import json
from functools import cache
from importlib.resources import files
from typing import Any

from catalog.agencies.records import COMMUNES, DEPARTMENTS, TYPE_WORDS, Agency, Former, Home
from catalog.agencies.registry import Registry

CODE = "56"
HOME = Home("Tỉnh Khánh Hòa", "Ủy ban nhân dân tỉnh Khánh Hòa", "province", "tỉnh", "Khánh Hòa", ("Ninh Thuận",))


def read(name: str) -> Any:
    """The JSON file of that name in `khanh_hoa_data/`."""
    return json.loads((files("catalog.organisations") / "khanh_hoa_data" / name).read_text(encoding="utf-8"))


@cache
def registry() -> Registry:
    """The registry that founding Khánh Hòa gives, before any officer changed it; for tools and tests."""
    return Registry(agencies(), former(), HOME)


@cache
def agencies() -> tuple[Agency, ...]:
    """The 32 provincial bodies, then the 65 communes, in the order of the sources."""
    facts, spoken = read("current.json"), read("spoken.json")
    bodies = [_body(row, spoken) for row in facts["provincial"]]
    return tuple(bodies + [_commune(row, spoken) for row in facts["communes"]])


@cache
def former() -> tuple[Former, ...]:
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


def _body(row: dict[str, Any], spoken: dict[str, Any]) -> Agency:
    name = row["name"]
    return Agency(
        name=name,
        full_name=row["full_name"],
        code=row["code"],
        kind=row["kind"],
        groups=(DEPARTMENTS,) if row["kind"] == "department" else (),
        aliases=tuple(dict.fromkeys(row["aliases"] + spoken["agencies"].get(name, []))),
        typed=tuple(spoken["typed"].get(name, ())),
        asked=_asked(name, spoken),
    )


def _asked(name: str, spoken: dict[str, Any]) -> tuple[str, ...]:
    return tuple(alias for alias, names in spoken["asked"].items() if name in names)


def _commune(row: dict[str, Any], spoken: dict[str, Any]) -> Agency:
    named = f"{TYPE_WORDS[row['kind']]} {row['unit']}"
    return Agency(
        name=f"UBND {named}",
        full_name=f"Ủy ban nhân dân {named}",
        code=row["code"],
        kind=row["kind"],
        groups=(COMMUNES,),
        unit=row["unit"],
        family=row["family"] or "",
        districts=tuple(row["districts"]),
        asked=_asked(f"UBND {named}", spoken),
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
        typed=tuple(spoken["former_typed"].get(row["name"], ())),
    )
