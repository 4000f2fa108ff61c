"""The agencies nobody answers for: the one count and list of "chưa có đầu mối" everywhere."""

import datetime as dt

import sqlalchemy as sa
from sqlmodel import Session, col

from catalog.people.rights import in_force
from catalog.tables import AgencyRow, Membership


def without_focal(session: Session, now: dt.datetime, group: str = "") -> list[tuple[int, str]]:
    """(row, name) of every agency of today (of a group: "communes", "departments") that has no focal point in force."""
    linked = sa.select(col(Membership.agency_id)).where(
        in_force(now), col(Membership.role) == "focal", col(Membership.agency_id).is_not(None)
    )
    query = (
        sa.select(col(AgencyRow.id), col(AgencyRow.name), col(AgencyRow.groups))
        .where(col(AgencyRow.active).is_(True), col(AgencyRow.id).not_in(linked))
        .order_by(col(AgencyRow.id))
    )
    return [(row, name) for row, name, groups in session.execute(query) if not group or group in groups]
