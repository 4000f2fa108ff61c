"""Focal points who are away, as their mailbox said by itself: their agency has to be called another way."""

import datetime as dt

import sqlalchemy as sa
from sqlmodel import Session, col

from catalog.clock import local_day
from catalog.people.rights import in_force
from catalog.tables import AgencyRow, Contact, Membership

UNKNOWN_END = dt.timedelta(days=7)
"""So long somebody counts as away who named no day."""


def absent(session: Session, now: dt.datetime) -> tuple[tuple[str, str, dt.date | None], ...]:
    """(name, agency, last day or None) of each; whoever has written since is back."""
    rows = session.execute(
        sa.select(col(Contact.id), col(Contact.name), col(AgencyRow.name), col(Contact.absent_until))
        .join(Membership, col(Membership.person_id) == col(Contact.person_id))
        .join(AgencyRow, col(AgencyRow.id) == col(Membership.agency_id))
        .where(
            col(Contact.absent_at).is_not(None), col(Membership.role) == "focal", in_force(now),
            sa.or_(col(Contact.last_in_at).is_(None), col(Contact.last_in_at) <= col(Contact.absent_at)),
            sa.or_(
                col(Contact.absent_until) >= local_day(now),
                sa.and_(col(Contact.absent_until).is_(None), col(Contact.absent_at) > now - UNKNOWN_END),
            ),
        )
        .order_by(col(AgencyRow.name), col(Contact.id))
        .distinct()
    )  # fmt: skip
    return tuple((name, agency, until) for _, name, agency, until in rows)
