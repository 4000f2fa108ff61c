"""A department coordinates a plan and nobody of it is linked: what officers would be told, admins hear.

What waits there is counted, too: admins judge nothing, but they can invite somebody who does.
"""

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from catalog.agencies.stored import agency_name
from catalog.messaging.inbox_and_outbox import Message
from catalog.people.rights import officers_of
from catalog.tables import Assignment, Extension, Plan, Task
from catalog.work.objections import waits
from catalog.work.snapshot import OPEN
from templates.render import say


def for_admins(session: Session, coordinator_id: int | None, message: Message) -> Message:
    """The notice as admins get it: its words, and who should have got it. They judge nothing, so no buttons."""
    named = agency_name(session, coordinator_id) if coordinator_id is not None else ""
    return Message(say("unreachable.no_officer", coordinator=named, text=message.text))


def departments_without_officer(session: Session, now: dt.datetime, coordinators: tuple[int, ...] | None) -> list[str]:
    """The departments (among `coordinators`; None: all) that coordinate a plan and have nobody to be told."""
    found = sa.select(col(Plan.coordinator_id)).where(col(Plan.coordinator_id).is_not(None)).distinct()
    if coordinators is not None:
        found = found.where(col(Plan.coordinator_id).in_(coordinators))
    departments = session.execute(found.order_by(col(Plan.coordinator_id))).scalars()
    return [agency_name(session, one) for one in departments if not officers_of(session, one, now)]


@dataclass(frozen=True)
class Unattended:
    """One department without an officer ("" and None: there is no officer at all) and how much waits for it."""

    agency_id: int | None
    department: str
    reports: int
    extensions: int
    objections: int


def unattended(session: Session, now: dt.datetime) -> list[Unattended]:
    """The departments for which something waits and nobody is there, by id; [] where all is attended to."""
    # What waits comes first, by the index: joined the other way round, every look goes through all assignments.
    reported = sa.select(col(Assignment.id)).where(col(Assignment.state) == "reported").correlate(None)
    asked = sa.select(col(Extension.id)).where(col(Extension.decision) == "").correlate(None)
    reports = _by_coordinator(session, sa.select(col(Plan.coordinator_id)).select_from(Assignment).where(
        col(Assignment.id).in_(reported), col(Assignment.role) == "lead"
    ))  # fmt: skip
    extensions = _by_coordinator(session, sa.select(col(Plan.coordinator_id)).select_from(Extension).join(
        Assignment, col(Assignment.id) == col(Extension.assignment_id)
    ).where(col(Extension.id).in_(asked), col(Assignment.state).in_(OPEN)))  # fmt: skip
    objections = _by_coordinator(session, sa.select(col(Plan.coordinator_id)).select_from(Assignment).where(waits()))
    waiting = sorted({*reports, *extensions, *objections}, key=lambda one: one or 0)
    return [
        Unattended(one, agency_name(session, one) if one else "", reports[one], extensions[one], objections[one])
        for one in waiting
        if not officers_of(session, one, now)
    ]


def _by_coordinator(session: Session, query: sa.Select[Any]) -> Counter[int | None]:
    found = query.join(Task, col(Task.id) == col(Assignment.task_id)).join(Plan, col(Plan.id) == col(Task.plan_id))
    return Counter(session.execute(found).scalars())
