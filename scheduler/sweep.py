"""The sweep: who has to be reminded of what now. Looks only at what is due (index on next_nudge_at).

One transaction writes the nudges, the digests they go out in, and when to look again. The unique keys of `nudge`
and `digest` are the promise that nobody is reminded twice.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlmodel import Session, col, select

from catalog import messages
from catalog.clock import local_day
from catalog.rights import people_with
from catalog.tables import Assignment, Digest, Nudge, Plan, Slot, Task, Update
from scheduler import digest
from scheduler.calendar import WorkCalendar
from scheduler.due import Due, next_moment, reached
from scheduler.ladder import Ladder
from scheduler.rungs import NudgeKey, SlotState

BATCH = 2000
"""Assignments looked at in one transaction: bounds how long the writer is held."""


@dataclass
class Swept:
    """What one sweep did: assignments looked at, digests queued, nudges written."""

    looked_at: int = 0
    digests: int = 0
    nudges: int = 0


@dataclass
class _Found:
    """What one person is to hear of today."""

    items: list[tuple[Assignment, Due]] = field(default_factory=list)


def sweep(session: Session, now: dt.datetime, calendar: WorkCalendar, limit: int = BATCH) -> Swept:
    """Write what is due now. Outside office hours and on days off nothing is due."""
    done = Swept()
    if not calendar.is_office_hour(now):
        return done
    due = session.exec(
        select(Assignment)
        .where(col(Assignment.next_nudge_at).is_not(None), col(Assignment.next_nudge_at) <= now)
        .order_by(col(Assignment.next_nudge_at))
        .limit(limit)
    ).all()
    done.looked_at = len(due)
    found: dict[int, _Found] = defaultdict(_Found)
    for assignment in due:
        _consider(session, assignment, now, calendar, found)
    for person, what in found.items():
        done.digests += 1
        done.nudges += _say(session, person, what.items, now)
    return done


def slot_states(session: Session, assignment: Assignment) -> list[SlotState]:
    """The slots of an assignment as the ladder sees them."""
    spoken = session.execute(
        sa.select(sa.func.max(Update.at)).where(
            col(Update.assignment_id) == assignment.id, col(Update.kind).not_in(("created", "plan_revised"))
        )
    ).scalar()
    held = assignment.held or assignment.state in ("suspended", "cancelled")
    rows = session.exec(select(Slot).where(Slot.assignment_id == assignment.id).order_by(col(Slot.slot))).all()
    return [
        SlotState(
            slot=str(row.slot), kind=row.kind, start=row.start, due=row.due,  # type: ignore[arg-type]
            met=assignment.state == "done", reported_on=row.reported_on, held=held,
            since=local_day(assignment.created_at), last_update=local_day(spoken) if spoken else None,
            snoozed_until=assignment.snoozed_until, snooze=assignment.snoozes,
        )
        for row in rows
    ]  # fmt: skip


def ladder_of(session: Session, assignment: Assignment) -> Ladder:
    """The ladder of the plan the assignment belongs to."""
    override = session.execute(
        sa.select(col(Plan.ladder))
        .join(Task, col(Task.plan_id) == col(Plan.id))
        .where(col(Task.id) == assignment.task_id)
    ).scalar()
    return Ladder.from_override(override) if override else Ladder.default()


def sent_keys(session: Session, assignment_id: int) -> set[NudgeKey]:
    """What was said about this assignment already, to anybody."""
    rows = session.exec(select(Nudge).where(Nudge.assignment_id == assignment_id)).all()
    return {NudgeKey(row.slot, row.rung, row.due, row.snooze) for row in rows}


def _consider(
    session: Session, assignment: Assignment, now: dt.datetime, calendar: WorkCalendar, found: dict[int, _Found]
) -> None:
    """Find what is to be said of one assignment, hand it to its people, and store when to look again."""
    assert assignment.id is not None
    if assignment.role != "lead" and assignment.asked_at is None:
        assignment.next_nudge_at = None
        return
    today, ladder = local_day(now), ladder_of(session, assignment)
    states, sent = slot_states(session, assignment), sent_keys(session, assignment.id)
    items = [item for state in states if (item := reached(state, today, calendar, ladder, sent))]
    people = _listeners(session, assignment, items, now)
    if items and people and any(_heard_today(session, person, today) for person in people):
        # One digest a person a day: what comes up after it waits for the next working morning.
        assignment.next_nudge_at = calendar.next_sending_moment(now + dt.timedelta(days=1), at=None)
        return
    for person in people:
        found[person].items.extend((assignment, item) for item in items)
    # With nobody linked the rung counts as passed: the officer sees it under "nobody linked", and a person who
    # joins later makes the sweep look anew (`catalog.people.grant`).
    passed = {*sent, *(item.key for item in items)}
    moments = [next_moment(state, passed, now, calendar, ladder) for state in states if state.reported_on is None]
    assignment.next_nudge_at = min((moment for moment in moments if moment is not None), default=None)
    session.add(assignment)


def _listeners(session: Session, assignment: Assignment, items: Sequence[Due], now: dt.datetime) -> list[int]:
    """Focal points, and the agency's leader where a rung escalates to him."""
    people = list(people_with(session, "focal", assignment.agency_id, now))
    if any("agency_leader" in item.escalate for item in items):
        people += people_with(session, "agency_leader", assignment.agency_id, now)
    return list(dict.fromkeys(people))


def _heard_today(session: Session, person: int, today: dt.date) -> bool:
    return session.exec(select(Digest.id).where(Digest.person_id == person, Digest.day == today)).first() is not None


def _say(session: Session, person: int, items: Iterable[tuple[Assignment, Due]], now: dt.datetime) -> int:
    """One digest to one person: its row, its nudges, its message."""
    items = digest.most_urgent_first(items)
    row = Digest(person_id=person, day=local_day(now), created_at=now)
    session.add(row)
    session.flush()
    contact = messages.contact_of(session, person)
    if contact is not None:
        message = digest.compose(session, row.id or 0, items, now)
        row.outbox_id = messages.queue(session, contact, message, now, priority=messages.NUDGE)
        session.add(row)
    for assignment, item in items:
        session.add(
            Nudge(
                assignment_id=assignment.id or 0, slot=item.key.slot, rung=item.key.rung, person_id=person,
                due=item.key.due, snooze=item.key.snooze, created_at=now, digest_id=row.id, outbox_id=row.outbox_id,
                note="" if contact else "không có kênh liên lạc",
            )
        )  # fmt: skip
    session.flush()
    return len(items)
