"""The agencies of this deployment: the bundled registry as rows, and what officers added laid over it."""

from sqlmodel import Session, col, select

from catalog.agencies.records import Agency
from catalog.agencies.registry import Registry, load
from catalog.tables import AgencyAliasRow, AgencyRow


def ensure_agencies(session: Session) -> int:
    """Put agencies of the bundled registry that have no row yet into the store; returns how many."""
    known = set(session.exec(select(AgencyRow.name)).all())
    missing = [agency for agency in load().agencies if agency.name not in known]
    session.add_all(
        AgencyRow(name=a.name, full_name=a.full_name, code=a.code, kind=a.kind, groups=list(a.groups)) for a in missing
    )
    session.flush()
    return len(missing)


def registry_of(session: Session) -> Registry:
    """The bundled registry with the agencies and aliases this deployment added."""
    bundled = load()
    known = {agency.name for agency in bundled.agencies}
    extra = [
        Agency(row.name, row.full_name, row.code, row.kind, tuple(row.groups))
        for row in session.exec(select(AgencyRow).where(col(AgencyRow.active).is_(True)))
        if row.name not in known
    ]
    aliases: dict[str, list[str]] = {}
    for alias, name in session.exec(
        select(AgencyAliasRow.alias, AgencyRow.name).join(AgencyRow, col(AgencyRow.id) == col(AgencyAliasRow.agency_id))
    ):
        aliases.setdefault(name, []).append(alias)
    return bundled.with_extra(extra, aliases) if extra or aliases else bundled


def agency_id(session: Session, name: str) -> int | None:
    """The row of an agency by its short official name."""
    return session.exec(select(AgencyRow.id).where(AgencyRow.name == name)).first()


def agency_name(session: Session, agency_id: int | None) -> str:
    """The short official name of a row, "" for none."""
    return "" if agency_id is None else session.exec(select(AgencyRow.name).where(AgencyRow.id == agency_id)).one()


def members_of(session: Session, group: str) -> list[int]:
    """Rows of the agencies that belong to a printed group ("departments", "communes"), in a stable order."""
    rows = session.exec(select(AgencyRow).where(col(AgencyRow.active).is_(True)).order_by(col(AgencyRow.id))).all()
    return [row.id for row in rows if group in row.groups and row.id is not None]
