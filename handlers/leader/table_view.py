"""The table of rows as an address says it: scope, filter, order and page; and each row with what the table shows of it.

The address is read within the reader's rights (`conversation.scope`), so a filter never shows more than /tonghop does.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from catalog.agencies.stored import members_of
from catalog.figures.early_warning import KINDS
from catalog.figures.official import Figures
from catalog.figures.reporting import TOLD
from catalog.figures.rows_behind import PARTS, in_order
from catalog.figures.standing_on_day import AssignmentOnDay
from catalog.figures.table.filtered import ORDERS, Filter, rows_filtered
from catalog.people.rights import Rights
from catalog.store.columns import portions
from catalog.tables import AgencyRow, Evidence, Plan, Update
from handlers.conversation.board_address import KEYS, address_of
from handlers.conversation.own_words import parts_of, said_of
from handlers.conversation.scope import Asked, asked

SIZES = (200, 1000)
"""Rows of one page: the usual, and the most."""

_LONGEST_WORDS = 200
_MOST_DIGITS = 9


class Unknown(ValueError):
    """The address asks for something that is not there."""


@dataclass(frozen=True)
class View:
    """What one address shows; `given` is the address itself, by the names of `KEYS`."""

    asked: Asked
    wanted: Filter
    page: int
    size: int
    given: Mapping[str, str]

    def address(self, **other: object) -> str:
        """The same as a query, with other values for some names (`KEYS`' left side); "" takes one away."""
        values = {**self.given, **{KEYS[name]: str(value) for name, value in other.items()}}
        values.pop(KEYS["paper"], None)
        if "page" not in other:
            values.pop(KEYS["page"], None)
        return address_of({name: value for name, value in values.items() if value})

    @property
    def back(self) -> str:
        """Exactly this page."""
        return address_of({name: value for name, value in self.given.items() if name != KEYS["paper"]})

    @property
    def printed(self) -> bool:
        """Whether somebody asked for these rows on paper."""
        return KEYS["paper"] in self.given


@dataclass(frozen=True)
class TableRow:
    """A row of the table: how it stands, what the agency said last, its newest report, how many files prove it."""

    stand: AssignmentOnDay
    words: str
    report_id: int | None
    reported_by: int | None
    files: int


def view_of(session: Session, rights: Rights, given: Mapping[str, str], today: dt.date) -> View:
    """What this address shows to somebody with these rights. Raises Unknown."""
    known = {key: given[key].strip() for key in KEYS.values() if given.get(key, "").strip()}
    said = {name: known[key] for name, key in KEYS.items() if key in known}
    args: dict[str, Any] = {}
    for name, table in (("plan", Plan), ("agency", AgencyRow)):
        if name in said:
            args[name] = _number(said[name])
            if session.get(table, args[name]) is None:
                raise Unknown(name)
    if "group" in said:
        if not members_of(session, said["group"]):
            raise Unknown("group")
        args["group"] = said["group"]
    if "plan" in args and "section" in said:
        args["annex"], args["section"] = said.get("annex", ""), said["section"]
    order = said.get("order", ORDERS[0])
    part, warning = said.get("part", ""), said.get("warning", "")
    if (part and part not in PARTS) or (warning and warning not in KINDS) or order.removeprefix("-") not in ORDERS:
        raise Unknown("filter")
    wanted = Filter(
        part, _day(said.get("first")), _day(said.get("last")), warning,
        said.get("words", "")[:_LONGEST_WORDS], order.removeprefix("-"), order.startswith("-"),  # type: ignore[arg-type]
    )  # fmt: skip
    size = _number(said.get("size", str(SIZES[0])))
    if size not in SIZES:
        raise Unknown("size")
    page = max(1, _number(said.get("page", "1")))
    return View(asked(session, rights, args, today), wanted, page, size, known)


def rows_of_page(session: Session, view: View, figures: Figures | None = None) -> tuple[int, list[TableRow]]:
    """(how many rows the filter has, those of the page); `figures` are those of its scope, where they are at hand."""
    total = figures.counted(view.wanted.part) if figures is not None and not view.wanted.narrows else None
    first = (view.page - 1) * view.size
    total, ids = rows_filtered(
        session, view.asked.day, view.asked.scope, view.wanted, first=first, limit=view.size, total=total
    )  # fmt: skip
    return total, table_rows(session, view.asked.day, ids)


def table_rows(session: Session, day: dt.date, ids: Sequence[int]) -> list[TableRow]:
    """These assignments as rows of the table, in this order; of a classified one no words."""
    said = _newest(session, ids, TOLD, with_words=True)
    reports = _newest(session, ids, ("report",))
    files: dict[int, int] = {}
    for some in portions(ids):
        query = sa.select(col(Evidence.assignment_id), sa.func.count()).where(
            col(Evidence.assignment_id).in_(some), col(Evidence.withdrawn_at).is_(None)
        )
        files |= dict(session.execute(query.group_by(col(Evidence.assignment_id))).all())
    rows = []
    for stand in in_order(session, day, ids):
        one = stand.assignment_id
        words = "" if stand.place.classified or one not in said else _of_this(said[one].text, stand.task_id)
        report = reports.get(one)
        rows.append(TableRow(stand, words, report.id if report else None, report.person_id if report else None,
                             files.get(one, 0)))  # fmt: skip
    return rows


def _of_this(text: str, task_id: int) -> str:
    """What a message says of this task where it names several, on one line."""
    parts = parts_of(text) if text.count("#") > 1 else []
    return " ".join((said_of(parts, task_id) or text).split())[:300]


def _newest(
    session: Session, ids: Sequence[int], kinds: Sequence[str], *, with_words: bool = False
) -> dict[int, sa.Row[Any]]:
    found: dict[int, sa.Row[Any]] = {}
    for some in portions(ids):
        of: list[sa.ColumnElement[bool]] = [col(Update.assignment_id).in_(some), col(Update.kind).in_(kinds)]
        of += [col(Update.text) != ""] if with_words else []
        newest = sa.select(sa.func.max(Update.id)).where(*of).group_by(col(Update.assignment_id))
        query = sa.select(col(Update.id), col(Update.assignment_id), col(Update.text), col(Update.person_id)).where(
            col(Update.id).in_(newest)
        )
        found |= {row.assignment_id: row for row in session.execute(query)}
    return found


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS):
        raise Unknown("number")
    return int(text)


def _day(text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        raise Unknown("day") from None
