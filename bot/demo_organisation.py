"""Whose main job the demo plays: Khánh Hòa's on its bundled plans, or any organisation's on a plan written for it."""

import pathlib
from collections.abc import Sequence
from dataclasses import dataclass

from catalog.agencies.records import Agency, Home
from catalog.agencies.registry import Registry
from catalog.organisations.packs import Layout
from catalog.plans.bundle import load_bundled
from catalog.plans.model import ParsedPlan
from catalog.text import fold

_PLAN = pathlib.Path(__file__).parents[1] / "templates" / "documents" / "demo_plan.txt"
_SYMBOLS = {
    "province": "UBND",
    "commune": "UBND",
    "party": "TU",
    "ministry": "BO",
    "hospital": "BV",
    "university": "ĐH",
}
_GROUPS = {
    "departments": "Các sở, ban, ngành", "communes": "UBND các xã, phường",
}  # fmt: skip


@dataclass(frozen=True)
class Played:
    """What the story is played with: units by their parts in it, what the focal point types, the plans, in order.

    `layout` is None for the province whose plans ship with the program. `above`: whose leader asks.
    """

    officer: str
    focal: str
    focal_types: str
    visitor: str
    above: str
    plans: Sequence[ParsedPlan]
    layout: Layout | None = None


def bundled() -> Played:
    """The province whose plans ship with the program."""
    return Played("Sở Khoa học và Công nghệ", "Sở Công Thương", "so cong thuong", "Sở Xây dựng", "tỉnh", load_bundled())


def of(layout: Layout) -> Played:
    """Any organisation: its plan is written as text with its units and read by the importer like any other."""
    registry = Registry(layout.units, layout.former, layout.home)
    officer, focal, third, fourth = (unit.name for unit in _parts(registry.agencies))
    text = plan_text(layout.home, (officer, focal, third, fourth), registry.agencies)
    from catalog.plans.reader import read_plan  # slow to load

    plan = read_plan(text.encode(), "ke-hoach.txt", registry)
    return Played(officer, focal, fold(focal), third, layout.home.level or "đơn vị", [plan], layout)


def plan_text(home: Home, parts: Sequence[str], units: Sequence[Agency]) -> str:
    """A year's plan of an organisation, as its office would write it."""
    officer, focal, third, fourth = parts
    head = home.full_name.upper()
    if home.pack in ("province", "commune"):
        head = f"ỦY BAN NHÂN DÂN\n{home.name.upper()}"
    groups = list(dict.fromkeys(group for unit in units for group in unit.groups))
    printed = [_printed(group, home) for group in groups[:1]]
    return _PLAN.read_text(encoding="utf-8").format(
        letterhead=head, symbol=_SYMBOLS.get(home.pack, "ĐV"), place=home.place or home.name, officer=officer,
        focal=focal, third=third, fourth=fourth, group=printed[0] if printed else third,
    )  # fmt: skip


def _printed(group: str, home: Home) -> str:
    if group == "departments" and home.pack == "commune":
        return "Các phòng chuyên môn"
    return _GROUPS.get(group, f"Các {group}")


def _parts(units: Sequence[Agency]) -> Sequence[Agency]:
    """Four units to play with, one of its own kind each; an organisation with fewer plays some parts twice."""
    offices = [unit for unit in units if unit.kind in ("department", "office")] or list(units)
    return [offices[place % len(offices)] for place in range(4)]
