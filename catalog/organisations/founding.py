"""An organisation becomes this deployment's own: its units, their names and the names of before are stored once.

Everything here runs in the caller's transaction: whole or not at all.
"""

import datetime as dt
from collections.abc import Iterable, Mapping

import sqlalchemy as sa
from sqlmodel import Session, col, select

from catalog import audit
from catalog.agencies.records import Agency, Former
from catalog.agencies.stored import own_organisation, touch
from catalog.audit import Actor
from catalog.organisations import facts
from catalog.organisations.packs import Layout, province_layout
from catalog.tables import AgencyRow, FormerName, Organisation, UnitGroup, UnitName
from catalog.text import fold

KHANH_HOA = "56"


class AlreadySet(ValueError):
    """The deployment has another organisation; `name` says which."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def found(session: Session, layout: Layout, actor: Actor, now: dt.datetime, *, source: str = "pack") -> bool:
    """Make the layout this deployment's organisation; False where it is already, nothing is changed then.

    Raises AlreadySet. An empty layout founds an organisation without units.
    """
    known = own_organisation(session)
    home = layout.home
    if known is not None:
        if (known.name, known.code) == (home.name, layout.code):
            return False
        raise AlreadySet(known.name)
    session.add(
        Organisation(
            pack=home.pack, level=home.level, name=home.name, full_name=home.full_name, place=home.place,
            also=list(home.also), within=home.within, code=layout.code, since=layout.since,
            facts_version=facts.VERSION, set_at=now,
        )
    )  # fmt: skip
    session.add_all(
        AgencyRow(
            name=unit.name, bundled_as=unit.name, full_name=unit.full_name, code=unit.code, kind=unit.kind,
            groups=list(unit.groups), born=unit.since, source=source,
        )
        for unit in layout.units
    )  # fmt: skip
    session.flush()
    rows: dict[str, int] = dict(session.execute(sa.select(col(AgencyRow.name), col(AgencyRow.id))).all())
    put_into(session, {rows[unit.name]: unit.part_of for unit in layout.units if unit.part_of})
    _write_names(session, ((rows[unit.name], unit) for unit in layout.units), source)
    _write_groups(session, ((rows[unit.name], unit.groups) for unit in layout.units))
    _write_former(session, layout.former, rows)
    touch(session)
    audit.append(
        session, actor, "organisation.set", "organisation:1", now,
        {"name": home.name, "code": layout.code, "units": len(layout.units)},
    )  # fmt: skip
    return True


def put_into(session: Session, wanted: Mapping[int, str]) -> list[int]:
    """Each unit becomes a part of the one of this code or name; those for whom there is none such, or a circle."""
    rows = session.exec(select(AgencyRow).where(col(AgencyRow.active).is_(True))).all()
    folded = {fold(key): row for row in rows for key in (row.full_name, row.name, row.code) if key}
    exact = {key: row for row in rows for key in (row.full_name, row.name, row.code) if key}
    parents = {row.id or 0: row.part_of for row in rows}
    refused = []
    for unit, named in wanted.items():
        parent = exact.get(named) or folded.get(fold(named))
        if parent is None or _within(unit, parent.id, parents):
            refused.append(unit)
            continue
        parents[unit] = parent.id
        session.get_one(AgencyRow, unit).part_of = parent.id
    session.flush()
    return refused


def _within(unit: int, parent: int | None, parents: Mapping[int, int | None]) -> bool:
    """Whether a unit is its would-be parent or one of those that one is part of."""
    while parent is not None:
        if parent == unit:
            return True
        parent = parents.get(parent)
    return False


def found_bundled(session: Session, actor: Actor, now: dt.datetime) -> bool:
    """Make Khánh Hòa, whose plans ship with the program, this deployment's organisation. Raises AlreadySet."""
    return found(session, khanh_hoa_layout(), actor, now)


def khanh_hoa_layout() -> Layout:
    """The layout of the province whose plans ship with the program."""
    return province_layout(next(one for one in facts.provinces() if one.code == KHANH_HOA))


def complete(session: Session) -> None:
    """Lay out the names of units of a store of the version before, which knew one province; nothing where they are.

    Names that an officer gave stay what they are; a bundled name that was changed is still understood.
    """
    organisation = own_organisation(session)
    if organisation is None or organisation.facts_version is not None:
        return
    layout = khanh_hoa_layout()
    bundled = {unit.name: unit for unit in layout.units}
    rows = session.exec(select(AgencyRow).order_by(col(AgencyRow.id))).all()
    named = []
    for row in rows:
        assert row.id is not None
        unit = bundled.get(row.bundled_as or "")
        row.source = "pack" if unit else "officer"
        session.add(row)
        kept = Agency(row.name, row.full_name, row.code, row.kind, tuple(row.groups))
        named.append((row.id, kept if unit is None else _renamed(unit, row)))
    _write_names(session, named, "pack")
    _write_groups(session, ((row.id or 0, row.groups) for row in rows))
    by_bundled = {row.bundled_as: row.id for row in rows if row.bundled_as and row.id is not None}
    _write_former(session, layout.former, by_bundled)
    for alias in session.exec(select(UnitName).where(UnitName.key == "")):
        alias.key = fold(alias.text)
        session.add(alias)
    organisation.facts_version = facts.VERSION
    session.add(organisation)
    touch(session)


def _renamed(unit: Agency, row: AgencyRow) -> Agency:
    before = (unit.name, unit.full_name) if row.name != unit.name else ()
    return Agency(
        row.name, row.full_name, row.code, row.kind, tuple(row.groups), (*unit.aliases, *before), unit=unit.unit,
        family=unit.family, districts=unit.districts, typed=unit.typed, asked=unit.asked,
    )  # fmt: skip


def write_names(session: Session, unit_id: int, unit: Agency, source: str, since: dt.date | None = None) -> None:
    """The names of one unit, from a day on."""
    _write_names(session, [(unit_id, unit)], source, since)


def _write_names(
    session: Session, units: Iterable[tuple[int, Agency]], source: str, since: dt.date | None = None
) -> None:
    values = [
        {"unit_id": row, "role": role, "text": text, "key": fold(text), "since": since, "until": None, "source": source}
        for row, unit in units
        for role, text in _words(unit)
    ]
    if values:
        session.execute(sa.insert(UnitName), values)


def _words(unit: Agency) -> Iterable[tuple[str, str]]:
    yield "short", unit.name
    yield "full", unit.full_name
    for role, texts in (("also", unit.aliases), ("typed", unit.typed), ("asked", unit.asked)):
        yield from ((role, text) for text in texts)
    if unit.family:
        yield "family", unit.family
    yield from (("district", district) for district in unit.districts)


def _write_groups(session: Session, units: Iterable[tuple[int, Iterable[str]]]) -> None:
    values = [
        {"unit_id": row, "group": group, "since": None, "until": None} for row, groups in units for group in groups
    ]
    if values:
        session.execute(sa.insert(UnitGroup), values)


def _write_former(session: Session, former: Iterable[Former], rows: Mapping[str, int]) -> None:
    values = [
        {
            "kind": old.kind, "name": old.name, "how": old.how, "also": list(old.aliases), "typed": list(old.typed),
            "district": old.district, "followed": bool(old.primary),
            "successors": [rows[name] for name in old.successors if name in rows],
            "work": {str(rows[name]): said for name, said in old.work if name in rows},
        }
        for old in former
    ]  # fmt: skip
    if values:
        session.execute(sa.insert(FormerName), values)
