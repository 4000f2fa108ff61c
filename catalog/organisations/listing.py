"""The units of a day as plain values: `dondoc unit list`."""

import datetime as dt
from collections import defaultdict
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from catalog.agencies.stored import standing_heirs
from catalog.tables import AgencyRow, FormerName, UnitGroup, UnitName

_OTHER = ("also", "short", "full")


def units(session: Session, as_of: dt.date | None = None, *, former: bool = False) -> list[dict[str, Any]]:
    """The units of today, or of a day with the names and groups they had then, in the order they were laid out.

    `former`: those that ended too, and the names of before this store, which have no code and lead to successors.
    """
    rows = session.exec(select(AgencyRow).order_by(col(AgencyRow.id))).all()
    names, heirs = {row.id: row.name for row in rows}, standing_heirs(session)
    also = _also(session)
    short, full = _on(session, "short", as_of), _on(session, "full", as_of)
    groups = _groups_on(session, as_of) if as_of else {}
    found: list[dict[str, Any]] = []
    for row in rows:
        assert row.id is not None
        if not former and not _in_being(row, as_of):
            continue
        name = short.get(row.id, row.name) if as_of else row.name
        found.append(
            {
                "name": name,
                "full_name": full.get(row.id, row.full_name) if as_of else row.full_name,
                "code": row.code,
                "kind": row.kind,
                "groups": groups.get(row.id, []) if as_of else list(row.groups),
                "aliases": [text for text in also[row.id] if text not in (name, row.full_name)],
                "since": row.born.isoformat() if row.born else None,
                "until": row.died.isoformat() if row.died else None,
                "part_of": names.get(row.part_of),
                "successors": [names[heir] for heir in heirs(row.id)] if not row.active else [],
            }
        )
    if former:
        found += [_former(old, names) for old in session.exec(select(FormerName).order_by(col(FormerName.id)))]
    return found


def _in_being(row: AgencyRow, as_of: dt.date | None) -> bool:
    if as_of is None:
        return row.active
    return (row.born is None or row.born <= as_of) and (row.died is None or row.died > as_of)


def _former(old: FormerName, names: dict[int | None, str]) -> dict[str, Any]:
    return {
        "name": old.name, "full_name": old.name, "code": "", "kind": f"former_{old.kind}", "groups": [],
        "aliases": list(old.also), "since": None, "until": "2025-07-01" if old.kind != "body" else None,
        "part_of": old.district or None, "successors": [names[unit] for unit in old.successors if unit in names],
    }  # fmt: skip


def _also(session: Session) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    query = sa.select(col(UnitName.unit_id), col(UnitName.text)).where(col(UnitName.role).in_(_OTHER))
    for unit, text in session.execute(query.order_by(col(UnitName.id))):
        if text not in found[unit]:
            found[unit].append(text)
    return found


def _on(session: Session, role: str, day: dt.date | None) -> dict[int, str]:
    if day is None:
        return {}
    query = sa.select(col(UnitName.unit_id), col(UnitName.text)).where(
        col(UnitName.role) == role, _from(UnitName, day), _until(UnitName, day)
    )
    return dict(session.execute(query.order_by(col(UnitName.id))).all())


def _groups_on(session: Session, day: dt.date) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    query = sa.select(col(UnitGroup.unit_id), col(UnitGroup.group)).where(_from(UnitGroup, day), _until(UnitGroup, day))
    for unit, group in session.execute(query.order_by(col(UnitGroup.id))):
        found[unit].append(group)
    return found


def _from(table: type[UnitName] | type[UnitGroup], day: dt.date) -> sa.ColumnElement[bool]:
    return sa.or_(col(table.since).is_(None), col(table.since) <= day)


def _until(table: type[UnitName] | type[UnitGroup], day: dt.date) -> sa.ColumnElement[bool]:
    return sa.or_(col(table.until).is_(None), col(table.until) > day)
