"""Days off and extra working days of this deployment, laid over the calendar that ships with the program."""

import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import Session, col, select

from catalog import audit
from catalog.audit import Actor
from catalog.tables import Assignment, CalendarOverride, DutyPeriod, ReportingDutyRow
from catalog.tables.plans import LOOK_AT_ONCE


def overrides(session: Session) -> Sequence[CalendarOverride]:
    """All days an admin set, in order."""
    return session.exec(select(CalendarOverride).order_by(col(CalendarOverride.day))).all()


def set_day(
    session: Session, day: dt.date, *, working: bool, source: str, actor: Actor, now: dt.datetime, active: bool = True
) -> None:
    """That day is worked, or off, as `source` says (which document or notice); the last word counts."""
    row = session.get(CalendarOverride, day) or CalendarOverride(day=day, working=working)
    row.working, row.source, row.active = working, source, active
    session.add(row)
    session.flush()
    detail = {"working": working, "source": source, "active": active}
    audit.append(session, actor, "calendar.set", f"day:{day.isoformat()}", now, detail)
    look_again(session, now)


def remove_day(session: Session, day: dt.date, actor: Actor, now: dt.datetime) -> bool:
    """Forget what was set for that day; False when nothing was."""
    row = session.get(CalendarOverride, day)
    if row is None:
        return False
    session.delete(row)
    session.flush()
    audit.append(session, actor, "calendar.removed", f"day:{day.isoformat()}", now, {})
    look_again(session, now)
    return True


def look_again(session: Session, now: dt.datetime) -> None:
    """Whatever was worked out from the old days is worked out anew at the next sweep; nothing is said twice by it."""
    for table in (Assignment, DutyPeriod):
        session.execute(sa.update(table).where(col(table.next_nudge_at).is_not(None)).values(next_nudge_at=now))
    session.execute(sa.update(ReportingDutyRow).values(opens_at=LOOK_AT_ONCE))
