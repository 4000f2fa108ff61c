"""What one printed cell says of several rows: merged cells, "nt", charts of periods. Every row gets its own words.

A row whose number and title stand in the row above is no row of its own (a second output), unless it names other leads.
"""

import re
from collections.abc import Sequence

from catalog.plans.meaning.column_content import is_mark
from catalog.plans.meaning.ditto import is_ditto
from catalog.plans.model import Table

_SPREAD = ("lead", "support", "assignment", "deadline", "start", "output", "notes", "other")
_DITTO = ("lead", "support", "assignment", "deadline", "start", "output")
_AGENCIES = ("lead", "assignment")
_PERIOD = re.compile(
    r"(?:.*[:\s])?((?:tháng|quý|năm|q|t)?\s*\.?\s*(?:\d{1,2}|[IV]{1,3}|20\d\d)(?:\s*/\s*20\d\d)?)$",
    re.IGNORECASE | re.DOTALL,
)


_PERIOD_TITLE = re.compile(r"tháng|quý", re.IGNORECASE)
_BARE = re.compile(r"0?\d{1,2}(?:\s*[-–,]\s*0?\d{1,2})?|[IV]{1,3}")


def spread(table: Table) -> None:
    """Fill the rows of a table, in place: first charts of periods, then merged cells, then "as above"."""
    _chart(table)
    _periods(table)
    seen: dict[int, str] = {}
    for row, above in zip(table.rows, table.above, strict=False):
        _merged(table.roles, row, above)
        for column, role in enumerate(table.roles):
            if role in _DITTO and is_ditto(row[column]) and seen.get(column):
                row[column] = seen[column]
            if row[column]:
                seen[column] = row[column]


def _periods(table: Table) -> None:
    """A column called "Tháng" or "Quý" has their bare numbers below."""
    for column, (title, role) in enumerate(zip(table.header, table.roles, strict=False)):
        period = _PERIOD_TITLE.fullmatch(title.strip())
        for row in table.rows if period and role == "deadline" else ():
            if _BARE.fullmatch(row[column].strip()):
                row[column] = f"{title.strip()} {row[column].strip()}"


def _merged(roles: Sequence[str], row: list[str], above: Sequence[str | None]) -> None:
    title = roles.index("title") if "title" in roles else None
    number = roles.index("number") if "number" in roles else None
    if title is None or not any(one is not None for one in above):
        return
    led = next((place for place, role in enumerate(roles) if role in _AGENCIES), None)
    goes_on = above[title] is not None and (number is None or above[number] is not None)
    if goes_on and not (led is not None and row[led] and above[led] is None):
        return
    for column, role in enumerate(roles):
        if above[column] is not None and not row[column] and (role in _SPREAD or column in (title, number)):
            row[column] = above[column] or ""


def _chart(table: Table) -> None:
    """Columns "Quý I | Quý II | ..." with an "x" in them are one column of deadlines."""
    columns = [place for place, title in enumerate(table.header) if title and _PERIOD.match(title)]
    marked = [row[place].strip() for row in table.rows for place in columns if row[place].strip()]
    if len(columns) < 2 or not marked or not all(map(is_mark, marked)):
        return
    periods = {place: _PERIOD.match(table.header[place]).group(1).strip() for place in columns}  # type: ignore[union-attr]
    first = columns[0]
    for row in table.rows:
        chosen = [periods[place] for place in columns if row[place].strip()]
        whole = [one if re.match(r"\D", one) else f"{'năm' if len(one) == 4 else 'tháng'} {one}" for one in chosen]
        for place in columns:
            row[place] = ""
        row[first] = " - ".join(dict.fromkeys((whole[0], whole[-1]))) if whole else ""
    table.roles = tuple(
        "deadline" if place == first else "other" if place in columns or role == "deadline" else role
        for place, role in enumerate(table.roles)
    )
