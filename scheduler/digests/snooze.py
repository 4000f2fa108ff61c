""" "Nhắc lại sau": a task or a report that speaks again later, at most 7 days on and not past its due day."""

import datetime as dt
from collections.abc import Sequence

from sqlmodel import Session

from catalog import audit
from catalog.audit import Actor
from catalog.clock import local_day
from catalog.tables import Assignment, DutyPeriod
from scheduler.ladder.due import snooze_until
from scheduler.ladder.working_calendar import WorkCalendar


def put_off(
    session: Session,
    rows: Sequence[Assignment | DutyPeriod],
    days: int,
    actor: Actor,
    now: dt.datetime,
    calendar: WorkCalendar,
) -> list[dt.date]:
    """Put these off by so many days (1-7); the days on which they speak again.

    What has no working day left before its due day keeps its reminders, and so does a report that was sent or closed.
    Rights are checked by the caller.
    """
    moved: list[dt.date] = []
    for row in rows:
        if isinstance(row, DutyPeriod) and (row.reported_at is not None or row.closed_at is not None):
            continue
        until = snooze_until(local_day(now), days, row.due, calendar)
        if until is None:
            continue
        row.snoozed_until, row.snoozes, row.next_nudge_at = until, row.snoozes + 1, now
        session.add(row)
        subject = f"{'duty_period' if isinstance(row, DutyPeriod) else 'assignment'}:{row.id}"
        audit.append(session, actor, "nudge.snoozed", subject, now, {"until": until.isoformat()})
        moved.append(until)
    return moved
