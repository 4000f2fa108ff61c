"""The agencies of this deployment: the bundled registry as rows, and what officers added laid over it."""

import sqlalchemy as sa
from sqlmodel import Session, col, select

from catalog.agencies.records import Agency
from catalog.agencies.registry import Registry
from catalog.organisations.khanh_hoa import registry as bundled
from catalog.tables import AgencyAliasRow, AgencyRow


def ensure_agencies(session: Session) -> int:
    """Put agencies of the bundled registry that have no row yet into the store; returns how many."""
    known = set(session.exec(select(AgencyRow.bundled_as)).all())
    missing = [agency for agency in bundled().agencies if agency.name not in known]
    session.add_all(
        AgencyRow(
            name=a.name, bundled_as=a.name, full_name=a.full_name, code=a.code, kind=a.kind, groups=list(a.groups)
        )
        for a in missing
    )
    session.flush()
    return len(missing)


def registry_of(session: Session) -> Registry:
    """The bundled registry with the agencies, new names and aliases of this deployment laid over it."""
    rows = session.exec(select(AgencyRow).where(col(AgencyRow.active).is_(True)).order_by(col(AgencyRow.id))).all()
    extra = [Agency(r.name, r.full_name, r.code, r.kind, tuple(r.groups)) for r in rows if r.bundled_as is None]
    renamed = {r.bundled_as: r.name for r in rows if r.bundled_as is not None and r.bundled_as != r.name}
    aliases: dict[str, list[str]] = {}
    given = select(AgencyAliasRow.alias, AgencyRow).join(AgencyRow, col(AgencyRow.id) == col(AgencyAliasRow.agency_id))
    for alias, row in session.exec(given.order_by(col(AgencyAliasRow.id))):
        aliases.setdefault(row.bundled_as or row.name, []).append(alias)
    return bundled().with_extra(extra, aliases, renamed) if extra or aliases or renamed else bundled()


def agency_id(session: Session, name: str) -> int | None:
    """The row of an agency by its short official name, today's or the one in the bundled registry."""
    found = session.exec(select(AgencyRow.id).where(AgencyRow.name == name)).first()
    return found or session.exec(select(AgencyRow.id).where(AgencyRow.bundled_as == name)).first()


def agency_name(session: Session, agency_id: int | None) -> str:
    """The short official name of a row, "" for none."""
    return "" if agency_id is None else session.exec(select(AgencyRow.name).where(AgencyRow.id == agency_id)).one()


def agency_names(session: Session) -> dict[int, str]:
    """The short official names of all agencies, by row."""
    return dict(session.execute(sa.select(col(AgencyRow.id), col(AgencyRow.name))).all())


def members_of(session: Session, group: str) -> list[int]:
    """Rows of the agencies that belong to a printed group ("departments", "communes"), in a stable order."""
    query = sa.select(col(AgencyRow.id), col(AgencyRow.groups)).where(col(AgencyRow.active).is_(True))
    return [row for row, groups in session.execute(query.order_by(col(AgencyRow.id))) if group in groups]
