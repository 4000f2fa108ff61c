"""Groups as they stood on a day, carried to the units of today; what a plan of that day means by "các khoa"."""

import datetime as dt
from collections import defaultdict

import sqlalchemy as sa
from sqlmodel import Session, col, select

from catalog.agencies.stored import standing_heirs
from catalog.tables import AgencyRow, UnitGroup


def members_on(session: Session, day: dt.date | None) -> dict[str, list[int]]:
    """Group → the units of today that its members of that day are by now, in a stable order.

    Who ended leads to all that followed. A unit born later is in no group of that day. A group that had no member then,
    as far as the store knows, has those of today; so has every group without a day.
    """
    today: dict[str, list[int]] = defaultdict(list)
    standing = sa.select(col(AgencyRow.id), col(AgencyRow.groups)).where(col(AgencyRow.active).is_(True))
    for unit, groups in session.execute(standing.order_by(col(AgencyRow.id))):
        for group in groups:
            today[group].append(unit)
    if day is None or not _changed_since(session, day):
        return dict(today)
    heirs = standing_heirs(session)
    then: dict[str, set[int]] = defaultdict(set)
    rows = select(UnitGroup).where(
        sa.or_(col(UnitGroup.since).is_(None), col(UnitGroup.since) <= day),
        sa.or_(col(UnitGroup.until).is_(None), col(UnitGroup.until) > day),
    )
    for row in session.exec(rows).all():
        then[row.group].update(heirs(row.unit_id))
    return dict(today) | {group: sorted(members) for group, members in then.items() if members}


def _changed_since(session: Session, day: dt.date) -> bool:
    changed = sa.or_(col(UnitGroup.since) > day, col(UnitGroup.until) > day)
    return session.execute(sa.select(col(UnitGroup.id)).where(changed).limit(1)).first() is not None
