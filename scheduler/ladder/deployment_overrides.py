"""What a deployment changed while running: its days off, and the ladders of its plans."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from catalog import audit
from catalog.audit import Actor
from catalog.tables import Assignment, DutyPeriod, Plan, ReportingDutyRow, Task
from catalog.tables.plans import LOOK_AT_ONCE
from catalog.upkeep.days_off import overrides
from catalog.work.snapshot import TO_DO
from scheduler.ladder.definition import Ladder
from scheduler.ladder.working_calendar import DayOverride, OfficeHours, WorkCalendar, shipped_calendar


def calendar_in(session: Session, hours: OfficeHours | None = None) -> WorkCalendar:
    """The shipped days and those an admin set, which have the last word."""
    rows = overrides(session)
    return shipped_calendar(hours, [DayOverride(r.day, r.working, r.source, r.active, r.note) for r in rows])


def set_ladder(
    session: Session, plan: Plan, override: Mapping[str, Any] | None, actor: Actor, now: dt.datetime
) -> Ladder:
    """Give a plan a ladder of its own (None: the province's again). Raises LadderError and then changes nothing.

    Everything of the plan is looked at anew; what was sent stays sent.
    """
    ladder = Ladder.from_override(override or {})
    plan.ladder = dict(override) if override else None
    session.add(plan)
    session.flush()
    tasks = sa.select(col(Task.id)).where(col(Task.plan_id) == plan.id)
    duties = sa.select(col(ReportingDutyRow.id)).where(col(ReportingDutyRow.plan_id) == plan.id)
    session.execute(
        sa.update(Assignment)
        .where(col(Assignment.task_id).in_(tasks), col(Assignment.state).in_(TO_DO))
        .values(next_nudge_at=now)
    )
    session.execute(
        sa.update(DutyPeriod)
        .where(col(DutyPeriod.duty_id).in_(duties), col(DutyPeriod.next_nudge_at).is_not(None))
        .values(next_nudge_at=now)
    )
    session.execute(
        sa.update(ReportingDutyRow).where(col(ReportingDutyRow.plan_id) == plan.id).values(opens_at=LOOK_AT_ONCE)
    )
    audit.append(session, actor, "plan.ladder", f"plan:{plan.id}", now, {"ladder": plan.ladder})
    return ladder
