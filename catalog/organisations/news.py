"""What the facts that ship with the program say that the store does not: offered, never laid over an officer's word."""

import datetime as dt
from dataclasses import dataclass

from sqlmodel import Session, col, select

from catalog.agencies import editing
from catalog.agencies.editing import NameRefused
from catalog.agencies.records import Agency
from catalog.agencies.stored import own_organisation
from catalog.audit import Actor
from catalog.organisations import facts
from catalog.organisations.by_kind import called_in
from catalog.organisations.naming import OrganisationUnknown, layout_of
from catalog.organisations.packs import Layout, offered
from catalog.tables import AgencyRow, Organisation


@dataclass(frozen=True)
class News:
    """`renamed`: (unit of today, its name by the facts); `new`: units that the facts have; `possible`: bodies that the
    law allows or that are believed to be there, which an officer adds where they are. `organisation`: its name and
    another one that the facts have (taken by `org rename`, with the day it holds from).
    """

    renamed: tuple[tuple[str, str], ...]
    new: tuple[str, ...]
    possible: tuple[str, ...]
    organisation: tuple[str, str] | None = None


def news(session: Session) -> News:
    """What the facts would change of this organisation; nothing of one that they do not know."""
    organisation = own_organisation(session)
    if organisation is None or not organisation.code:
        return News((), (), ())
    try:
        layout = layout_of(organisation.name, "" if organisation.pack == "party" else organisation.pack)
    except OrganisationUnknown:
        return News((), (), ())
    rows = session.exec(select(AgencyRow).order_by(col(AgencyRow.id))).all()
    by_code = {row.code: row for row in rows if row.code}
    names = {name for row in rows for name in (row.name, row.bundled_as) if name}
    renamed, new = [], []
    for unit in layout.units:
        row = by_code.get(unit.code) if unit.code else None
        if row is not None and row.active and row.name == row.bundled_as and row.name != unit.name:
            renamed.append((row.name, unit.name))
        elif row is None and _here(unit.name, layout, organisation) not in names:
            new.append(unit.name)
    possible = tuple(unit.name for unit in offered(layout) if _here(unit.name, layout, organisation) not in names)
    other = (organisation.name, layout.home.name) if layout.home.name != organisation.name else None
    return News(tuple(renamed), tuple(new), possible, other)


def _here(name: str, layout: Layout, organisation: Organisation) -> str:
    """The name by the facts as it is while the organisation is still of the kind it is here."""
    return called_in(name, layout.home.level, organisation.level) if layout.home.level else name


def take(session: Session, actor: Actor, now: dt.datetime) -> int:
    """Take what is renamed and what is new; how many units that were."""
    found, taken = news(session), 0
    organisation = own_organisation(session)
    if organisation is None:
        return 0
    units: dict[str, Agency] = {}
    if found.new or found.renamed:
        pack = "" if organisation.pack == "party" else organisation.pack
        units = {unit.name: unit for unit in layout_of(organisation.name, pack).units}
    for before, name in found.renamed:
        row = session.exec(select(AgencyRow).where(AgencyRow.name == before)).one()
        editing.rename_agency(session, row, name, actor, now, full_name=units[name].full_name)
        row.bundled_as, row.kind = name, units[name].kind
        session.add(row)
        taken += 1
    for name in found.new:
        unit = units[name]
        try:
            editing.add_agency(
                session, name, actor, now, kind=unit.kind, full_name=unit.full_name, code=unit.code,
                groups=unit.groups, source="pack",
            )  # fmt: skip
            taken += 1
        except NameRefused:  # an officer gave the name to another unit: that stands
            continue
    organisation.facts_version = facts.VERSION
    session.add(organisation)
    return taken


def too_old(today: dt.date) -> bool:
    """Whether the facts are older than half a year."""
    return today - facts.VERSION > dt.timedelta(days=183)
