"""Calendars people subscribe to: a secret address per person, stored as its hash, good until it is revoked.

What is in a calendar is asked within the person's rights at every request; a classified task is never in one.
"""

import datetime as dt

import sqlalchemy as sa
from sqlmodel import Session, col, select

from catalog import audit
from catalog.audit import Actor
from catalog.messaging.board_sessions import hash_of, new_token
from catalog.messaging.upload_links import public_url
from catalog.tables import CalendarFeed

PATH = "lich"
"""Where calendars are, under the public address."""


def renew(session: Session, person_id: int, actor: Actor, now: dt.datetime) -> str:
    """The person's new address, shown once: the one before is worth nothing from now on. "" without a public one."""
    address = public_url(session)
    if not address:
        return ""
    revoke(session, person_id, actor, now)
    token = new_token()
    session.add(CalendarFeed(token_sha256=hash_of(token), person_id=person_id, created_at=now))
    session.flush()
    audit.append(session, actor, "calendar.opened", f"person:{person_id}", now, {})
    return f"{address}/{PATH}/{token}.ics"


def revoke(session: Session, person_id: int, actor: Actor, now: dt.datetime) -> bool:
    """No calendar of this person can be fetched any more; whether one could."""
    standing = sa.update(CalendarFeed).where(
        col(CalendarFeed.person_id) == person_id, col(CalendarFeed.revoked_at).is_(None)
    )
    gone = session.execute(standing.values(revoked_at=now)).rowcount  # type: ignore[attr-defined]
    if gone:
        audit.append(session, actor, "calendar.revoked", f"person:{person_id}", now, {})
    return bool(gone)


def opened(session: Session, person_id: int) -> dt.datetime | None:
    """Since when the person's address is good; None where there is none."""
    query = select(CalendarFeed.created_at).where(
        CalendarFeed.person_id == person_id, col(CalendarFeed.revoked_at).is_(None)
    )
    return session.exec(query).first()


def owner(session: Session, token: str) -> int | None:
    """Whose calendar that address is; None where it is nobody's any more."""
    query = select(CalendarFeed.person_id).where(
        CalendarFeed.token_sha256 == hash_of(token), col(CalendarFeed.revoked_at).is_(None)
    )
    return session.exec(query).first()
