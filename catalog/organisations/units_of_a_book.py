"""The rows of a workbook as units and former names: what `--units` lays out instead of a pack."""

from collections.abc import Sequence
from dataclasses import replace

from catalog.agencies.body_forms import groups_of
from catalog.agencies.forms import initials
from catalog.agencies.groups import COMMON
from catalog.agencies.records import TYPE_WORDS, Agency, Former
from catalog.organisations.packs import Layout
from catalog.organisations.workbook import UnitRow, WorkbookRefused
from catalog.text import fold

_COMMITTEES = ("ubnd ", "uy ban nhan dan ", "dang uy ")


def with_units(layout: Layout, rows: Sequence[UnitRow]) -> Layout:
    """The layout with these units instead of those of its pack. Raises WorkbookRefused."""
    units = tuple(unit_of(row, rows) for row in rows)
    known = {fold(key) for row in rows for key in (row.code, row.full_name, row.short) if key}
    wrong = [
        f"Dòng {row.line}: không có đơn vị “{row.part_of}” ở cột thuộc."
        for row in rows
        if row.part_of
        and (fold(row.part_of) not in known or fold(row.part_of) in (fold(row.code), fold(row.full_name)))
    ]
    wrong = wrong or _circles(rows)
    seen: dict[str, UnitRow] = {}
    for unit, row in zip(units, rows, strict=True):
        if unit.name.casefold() in seen:
            wrong.append(f"Dòng {row.line}: tên “{unit.name}” đã có ở dòng {seen[unit.name.casefold()].line}.")
        seen.setdefault(unit.name.casefold(), row)
    if wrong:
        raise WorkbookRefused(wrong)
    return replace(layout, units=units, former=former_of(units, rows), needs_units=False)


def _circles(rows: Sequence[UnitRow]) -> list[str]:
    """Rows that are part of a part of themselves."""
    called = {fold(key): row for row in rows for key in (row.short, row.full_name, row.code) if key}
    wrong = []
    for row in rows:
        above, steps = row, 0
        while above.part_of and steps <= len(rows):
            above, steps = called[fold(above.part_of)], steps + 1
            if above is row:
                wrong.append(f"Dòng {row.line}: “{row.part_of}” ở cột thuộc lại thuộc chính đơn vị này.")
                break
    return wrong


def unit_of(row: UnitRow, rows: Sequence[UnitRow]) -> Agency:
    """One row as a unit; without a code it gets the initials of its name, numbered where another has them."""
    kind, unit = kind_and_place(row.full_name)
    return Agency(
        name=row.name,
        full_name=row.full_name,
        code=row.code or _code(row, rows),
        kind=kind,
        groups=(COMMON.get(fold(row.group), row.group),) if row.group else (),
        aliases=tuple(alias for alias in (*([row.short] if row.short != row.name else []), *row.also) if alias),
        unit=unit,
        since=row.since,
        part_of=row.part_of,
    )


def former_of(units: Sequence[Agency], rows: Sequence[UnitRow]) -> tuple[Former, ...]:
    """The names of "thay cho": one that several rows name was split among them."""
    heirs: dict[str, list[str]] = {}
    for unit, row in zip(units, rows, strict=True):
        for old in row.instead_of:
            heirs.setdefault(old, []).append(unit.name)
    names = {unit.name for unit in units}
    return tuple(
        Former(old, "body", "merged" if len(some) == 1 else "split", some[0], tuple(some))
        for old, some in heirs.items()
        if old not in names
    )


def kind_and_place(name: str) -> tuple[str, str]:
    """What a unit is by its name, and the bare name of a commune: "UBND xã Hòa Ninh" is a commune, "Hòa Ninh"."""
    folded = fold(name)
    head = next((head for head in _COMMITTEES if folded.startswith(head)), "")
    rest = name.split(" ", len(head.split()))[-1] if head else name
    for kind, word in TYPE_WORDS.items():
        if fold(rest).startswith(fold(word) + " "):
            return kind, rest.split(" ", len(word.split()))[-1]
    if folded.startswith("so "):
        return "department", ""
    return "office", ""


def _code(row: UnitRow, rows: Sequence[UnitRow]) -> str:
    taken = {other.code.casefold() for other in rows if other.code}
    before = [other for other in rows if not other.code and other.line < row.line]
    base = _initials(row.full_name)
    number = sum(_initials(other.full_name) == base for other in before)
    code = base + (str(number + 1) if number else "")
    while code.casefold() in taken:
        number += 1
        code = f"{base}{number + 1}"
    return code


def _initials(name: str) -> str:
    head, groups = groups_of(name)
    return (head[:1] + "".join(initials(group) for group in groups)).upper() or "DV"
