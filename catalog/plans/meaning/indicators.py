"""Indicators: rows with a unit and a target, and what it takes to meet the target.

Printed forms: "≥ 2%", "> 0,7", "95", "0,3" (a number, met as the sign says, "=" without a sign); "10" with the unit
"Thứ bậc", "Top 10 tỉnh", "14/34 tỉnh" (a rank); everything else is met when a person says so (text).
"""

import re

from catalog.agencies.registry import Registry
from catalog.plans.meaning.numbering import Placed, place
from catalog.plans.meaning.rows import heal
from catalog.plans.meaning.tasks import actors_of, headings, unassigned
from catalog.plans.model import Comparison, ParsedIndicator, Table
from catalog.plans.reading.markup import one_line
from catalog.text import fold

_SIGNS: tuple[tuple[str, Comparison], ...] = (
    (r"≥|>=|tối thiểu|ít nhất|trở lên", ">="),
    (r"≤|<=|tối đa|không quá|không vượt quá", "<="),
    (r">|trên|hơn", ">"),
    (r"<|dưới", "<"),
)
_VALUE = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?")
_TOP = re.compile(r"\b(?:top|nhóm|thứ|hạng)\s*(\d+)", re.IGNORECASE)
_OF_MANY = re.compile(r"^\s*(\d+)\s*/\s*\d+\b")
_BARE = re.compile(r"^\D{0,12}[\d.,]+\s*(?:%|\D{0,25})$")


def indicators_of(table: Table, registry: Registry) -> list[ParsedIndicator]:
    """The indicators of a table in printed order, sub-rows as "40.a"."""
    rows = heal(table)
    placed = place(rows)
    table.beside |= headings(rows, placed)
    return [_indicator(one, table.annex, registry) for one in placed]


def _indicator(placed: Placed, annex: str, registry: Registry) -> ParsedIndicator:
    row = placed.row
    unit, target = one_line(row["unit"]), one_line(row["target"])
    op, value = read_target(target, unit)
    actors = actors_of(row, registry)
    warnings = (*placed.warnings, *row.warnings, *(() if placed.heading_only else unassigned(actors)))
    return ParsedIndicator(
        number=placed.number,
        section=placed.section,
        name=placed.title,
        unit=unit,
        target_raw=target,
        op=op,
        value=value,
        actors=actors,
        annex=annex,
        source_row=row.line,
        warnings=warnings,
        heading_only=placed.heading_only,
    )


def read_target(target: str, unit: str) -> tuple[Comparison, float | None]:
    """When a printed target is met: the comparison and its value (None for a target in words)."""
    top = _TOP.search(target) or _OF_MANY.match(target)
    if top:
        return "rank", float(top.group(1))
    found = _VALUE.search(target)
    if found is None or not _BARE.match(target):
        return "text", None
    value = _number(found.group())
    if re.search(r"thu bac|xep hang|thu hang|vi tri", fold(unit)):
        return "rank", value
    for pattern, op in _SIGNS:
        if re.search(pattern, target, re.IGNORECASE):
            return op, value
    return "=", value


def _number(printed: str) -> float:
    """Vietnamese figures: the comma is the decimal sign, a dot divides thousands (or is a decimal sign alone)."""
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", printed):
        printed = printed.replace(".", "")
    return float(printed.replace(",", "."))
