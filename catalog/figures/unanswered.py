"""Agencies that were reminded and have said nothing since: a count of their open assignments so left."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col

from catalog.figures.standing_on_day import Scope, leads_within
from catalog.tables import Assignment, Nudge, Outbox, Plan, Task
from catalog.work.snapshot import TO_DO

LOOKED_BACK = dt.timedelta(days=30)
"""A reminder longer ago is no longer waited for."""


@dataclass(frozen=True)
class Unanswered:
    """`tasks` open assignments of one agency reminded of since `since` (the first such reminder) and not answered."""

    agency_id: int
    tasks: int
    since: dt.datetime


def unanswered(session: Session, scope: Scope, now: dt.datetime) -> Sequence[Unanswered]:
    """By agency, the most first. A reminder counts that went out; an update of the assignment after it answers it."""
    reminded = (
        sa.select(col(Nudge.assignment_id).label("of"), sa.func.max(col(Outbox.sent_at)).label("at"))
        .join(Outbox, col(Outbox.id) == col(Nudge.outbox_id))
        .where(col(Nudge.created_at) >= now - LOOKED_BACK, col(Outbox.sent_at).is_not(None))
        .group_by(col(Nudge.assignment_id))
        .subquery()
    )
    heard = col(Assignment.last_update_at)
    tasks = sa.func.count().label("tasks")
    query = (
        sa.select(col(Assignment.agency_id), tasks, sa.func.min(reminded.c.at).label("since"))
        .join(reminded, reminded.c.of == col(Assignment.id))
        .join(Task, col(Task.id) == col(Assignment.task_id))
        .join(Plan, col(Plan.id) == col(Task.plan_id))
        .where(
            col(Assignment.role) == "lead", col(Assignment.state).in_(TO_DO), *leads_within(scope),
            sa.or_(heard.is_(None), heard < reminded.c.at),
        )
        .group_by(col(Assignment.agency_id))
        .order_by(tasks.desc(), col(Assignment.agency_id))
    )  # fmt: skip
    return [Unanswered(agency, count, since) for agency, count, since in session.execute(query)]
