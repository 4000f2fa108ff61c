"""What a wall clock that jumped has done to waiting messages, undone: retries were put off by a clock that was
wrong."""

import datetime as dt

import sqlalchemy as sa
from sqlmodel import Session, col

from catalog import audit
from catalog.tables import Outbox

ACTION = "clock.jump"
"""The link of the audit chain that tells of a jump: `seconds` in its detail, negative where the clock went back."""


def note_jump(session: Session, now: dt.datetime, by: dt.timedelta) -> int:
    """Put a jump on record; after one backwards nothing waits for a moment of the wrong clock. How many rows moved."""
    audit.append(session, audit.SYSTEM, ACTION, "clock", now, {"seconds": round(by.total_seconds())})
    return release(session, now, dt.timedelta()) if by < dt.timedelta() else 0


def release(session: Session, now: dt.datetime, longest: dt.timedelta) -> int:
    """Messages that wait for a moment later than now and the longest back-off may go now.

    Nudges among them are put off again to the office hours of the right day when they are looked at
    (`scheduler.delivery.delivery`). How many rows moved.
    """
    moved = session.execute(
        sa.update(Outbox)
        .where(col(Outbox.state) == "queued", col(Outbox.not_before) > now + longest)
        .values(not_before=now)
    )
    return int(moved.rowcount)  # type: ignore[attr-defined]
