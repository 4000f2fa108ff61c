"""A workbook of units laid over the units that are there: `unit import`, and the rows that `org export` writes.

A row means the unit of its code, else the one of its full name. What is missing from the workbook is named and stays.
"""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from catalog import audit
from catalog.agencies import editing
from catalog.agencies.editing import NameRefused
from catalog.agencies.records import Agency
from catalog.agencies.stored import touch
from catalog.agencies.written import spelled
from catalog.audit import Actor
from catalog.organisations.founding import put_into, write_names
from catalog.organisations.units_of_a_book import unit_of
from catalog.organisations.workbook import UnitBook, UnitRow, WorkbookRefused
from catalog.tables import AgencyRow, FormerName, UnitGroup, UnitName
from catalog.text import clean


@dataclass
class Laid:
    """What a workbook changed, by names: `changed` with the fields; `gone` are units that it does not have."""

    added: list[str] = field(default_factory=list)
    changed: dict[str, list[str]] = field(default_factory=dict)
    same: int = 0
    gone: list[str] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """The answer of `unit import --json`."""
        return {
            "added": len(self.added), "changed": len(self.changed), "same": self.same, "gone": self.gone,
            "added_names": self.added, "changed_fields": self.changed,
        }  # fmt: skip


def lay_over(session: Session, book: UnitBook, actor: Actor, now: dt.datetime) -> Laid:
    """Add what is new, change what differs. Raises WorkbookRefused with a sentence for every row that cannot be."""
    rows = session.exec(select(AgencyRow).where(col(AgencyRow.active).is_(True)).order_by(col(AgencyRow.id))).all()
    by_code = {row.code.casefold(): row for row in rows if row.code}
    by_name = {spelled(name): row for row in rows for name in (row.name, row.full_name)}
    also = _texts(session, "also")
    laid, wrong, met, fresh = Laid(), [], set(), []
    for line in book.rows:
        row = (by_code.get(line.code.casefold()) if line.code else None) or by_name.get(spelled(line.full_name))
        unit = unit_of(line, book.rows)
        if row is None:
            holder = by_name.get(spelled(unit.name))
            if holder is not None:
                wrong.append(f"Dòng {line.line}: tên “{unit.name}” đã là của {holder.name}.")
            fresh.append((line, unit))
            continue
        if row.id in met:
            wrong.append(f"Dòng {line.line}: “{line.full_name}” là đơn vị đã có ở một dòng trên.")
            continue
        assert row.id is not None
        met.add(row.id)
        try:
            fields = _change(session, row, line, unit, also[row.id], actor, now)
        except NameRefused as refused:
            wrong.append(f"Dòng {line.line}: tên “{line.full_name}” {_why(refused)}.")
            continue
        if fields:
            laid.changed[row.name] = fields
        else:
            laid.same += 1
    if wrong:
        raise WorkbookRefused(wrong[:20])
    _add(session, fresh, actor, now)
    laid.added = [unit.name for _, unit in fresh]
    laid.gone = [row.name for row in rows if row.id not in met]
    _parents(session, book)
    if laid.added or laid.changed:
        touch(session)
    return laid


def rows_of(session: Session) -> list[list[str]]:
    """The units of today as rows of the workbook, in the order of its columns."""
    rows = session.exec(select(AgencyRow).where(col(AgencyRow.active).is_(True)).order_by(col(AgencyRow.id))).all()
    names = {row.id: row.code or row.name for row in rows}
    also = _texts(session, "also")
    before: dict[int, list[str]] = defaultdict(list)
    for old in session.exec(select(FormerName).where(FormerName.kind == "body").order_by(col(FormerName.id))):
        for unit in old.successors:
            before[unit].append(old.name)
    return [
        [
            row.code, row.full_name, row.name if row.name != row.full_name else "",
            "; ".join(row.groups), "; ".join(also[row.id or 0]), names.get(row.part_of, "") if row.part_of else "",
            f"{row.born:%d/%m/%Y}" if row.born else "", "; ".join(before[row.id or 0]),
        ]
        for row in rows
    ]  # fmt: skip


def _texts(session: Session, role: str) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    query = sa.select(col(UnitName.unit_id), col(UnitName.text)).where(col(UnitName.role) == role)
    for unit, text in session.execute(query.order_by(col(UnitName.id))):
        found[unit].append(text)
    return found


def _change(
    session: Session, row: AgencyRow, line: UnitRow, unit: Agency, also: list[str], actor: Actor, now: dt.datetime
) -> list[str]:
    """What of a unit differs from its row is changed; the fields by the titles of the workbook."""
    assert row.id is not None
    fields = []
    short = row.name if line.short == row.name or not line.short else unit.name
    if spelled(row.full_name) != spelled(line.full_name) or row.full_name != line.full_name or row.name != short:
        if not line.short and row.name != row.full_name:
            short = unit.name if row.full_name != line.full_name else row.name
        if (short, line.full_name) != (row.name, row.full_name):
            _named(session, row, short, line.full_name, actor, now)
            fields.append("tên")
    if line.code and line.code != row.code:
        row.code = line.code
        fields.append("mã")
    if unit.groups and list(unit.groups) != row.groups and line.group != "; ".join(row.groups):
        editing.set_groups(session, row, unit.groups)
        fields.append("nhóm")
    known = {spelled(name) for name in (row.name, row.full_name, *also)}
    for alias in unit.aliases:
        if spelled(alias) not in known:
            editing.put_name(session, row.id, "also", alias, "file")
            fields.append("tên gọi khác")
    if line.since is not None and line.since != row.born:
        row.born = line.since
        fields.append("từ ngày")
    if fields:
        session.add(row)
        session.flush()
        detail = {"fields": sorted(set(fields)), "name": row.name}
        audit.append(session, actor, "unit.changed", f"agency:{row.id}", now, detail)
    return list(dict.fromkeys(fields))


def _named(session: Session, row: AgencyRow, name: str, full_name: str, actor: Actor, now: dt.datetime) -> None:
    if name != row.name:
        editing.rename_agency(session, row, name, actor, now, full_name=full_name)
        return
    assert row.id is not None
    editing.end_names(session, row.id, ("full",), None)
    editing.put_name(session, row.id, "full", full_name, "file")
    row.full_name = clean(full_name)
    session.add(row)


def _add(session: Session, fresh: list[tuple[UnitRow, Agency]], actor: Actor, now: dt.datetime) -> None:
    for line, unit in fresh:
        editing.make_room(session, unit.name)
        session.add(
            AgencyRow(
                name=unit.name, full_name=unit.full_name, code=unit.code, kind=unit.kind, groups=list(unit.groups),
                born=line.since, source="file",
            )
        )  # fmt: skip
    session.flush()
    if not fresh:
        return
    ids = dict(session.execute(sa.select(col(AgencyRow.name), col(AgencyRow.id))).all())
    for line, unit in fresh:
        write_names(session, ids[unit.name], unit, "file", line.since)
        session.add_all(UnitGroup(unit_id=ids[unit.name], group=group, since=line.since) for group in unit.groups)
        for old in line.instead_of:
            session.add(FormerName(kind="body", name=old, how="merged", followed=True, successors=[ids[unit.name]]))
    session.flush()
    audit.append(session, actor, "units.added", "organisation:1", now, {"units": [ids[unit.name] for _, unit in fresh]})


def _parents(session: Session, book: UnitBook) -> None:
    """The column "thuộc", by code or name. Raises WorkbookRefused where nobody is called so, or a unit is its own."""
    wanted = {line.full_name: line for line in book.rows if line.part_of}
    if not wanted:
        return
    ids = sa.select(col(AgencyRow.full_name), col(AgencyRow.id)).where(col(AgencyRow.active).is_(True))
    rows = {name: row for name, row in session.execute(ids) if name in wanted}
    refused = put_into(session, {rows[name]: line.part_of for name, line in wanted.items() if name in rows})
    wrong = [wanted[name] for name, row in rows.items() if row in refused]
    if wrong:
        raise WorkbookRefused([f"Dòng {line.line}: “{line.part_of}” ở cột thuộc không dùng được." for line in wrong])


def _why(refused: NameRefused) -> str:
    return f"đã là của {refused.holder}" if refused.reason == "name_taken" else "không dùng được"
