"""A department coordinates a plan and nobody of it is linked: what officers would be told, admins hear."""

import datetime as dt

import sqlalchemy as sa
from sqlmodel import Session, col

from catalog.agencies.stored import agency_name
from catalog.messaging.inbox_and_outbox import Message
from catalog.people.rights import officers_of
from catalog.tables import Plan
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
