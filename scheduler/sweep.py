"""The sweep: who has to be reminded of what now. Looks only at what is due (index on next_nudge_at).

One transaction writes the nudges, the digests they go out in, and when to look again. The unique keys of `nudge`
and `digest` are the promise that nobody is reminded twice.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import sqlalchemy as sa
from sqlmodel import Session, col, select

from catalog import messages
from catalog.clock import at_local, local_day
from catalog.rights import Role, people_with
from catalog.tables import Assignment, Digest, Nudge, Plan, Slot, Task
from scheduler import digest
from scheduler.calendar import WorkCalendar
from scheduler.due import Due, next_moment, reached
from scheduler.ladder import Ladder
from scheduler.rungs import NudgeKey, SlotState

LISTENING: tuple[Role, ...] = ("focal", "agency_leader")
"""Who an agency's reminders go to: the focal points, and the leader from the rung that escalates to him."""


@dataclass
class Swept:
    """What a sweep did: assignments looked at, digests queued, nudges written."""

    looked_at: int = 0
    digests: int = 0
    nudges: int = 0

    def add(self, other: "Swept") -> None:
        """Count another unit's work in."""
        self.looked_at += other.looked_at
        self.digests += other.digests
        self.nudges += other.nudges


def sweep(session: Session, now: dt.datetime, calendar: WorkCalendar) -> Swept:
    """All that is due now, in one transaction: for tests and rehearsals. The bot goes unit by unit."""
    done = Swept()
    for agencies in due_units(session, now, calendar):
        done.add(sweep_unit(session, agencies, now, calendar))
    return done


def due_units(session: Session, now: dt.datetime, calendar: WorkCalendar) -> list[list[int]]:
    """Agencies with something to look at, those that share a person together; [] outside office hours.

    A unit is what must be written at once, because a person gets one digest: it is as small as that allows, so
    that the writer is never held long.
    """
    if not calendar.is_office_hour(now):
        return []
    agencies = session.execute(
        sa.select(col(Assignment.agency_id)).where(_is_due(now)).distinct().order_by(col(Assignment.agency_id))
    ).scalars()
    units: list[tuple[set[int], list[int]]] = []
    for agency in agencies:
        people = {p for role in LISTENING for p in people_with(session, role, agency, now)}
        joined = [unit for unit in units if unit[0] & people]
        merged = (people.union(*(u[0] for u in joined)), [a for u in joined for a in u[1]] + [agency])
        units = [unit for unit in units if unit not in joined] + [merged]
    return [unit[1] for unit in units]


def sweep_unit(session: Session, agencies: Sequence[int], now: dt.datetime, calendar: WorkCalendar) -> Swept:
    """Write what is due to the people of these agencies: nudges, digests, and when to look again."""
    due = session.exec(
        select(Assignment)
        .where(_is_due(now), col(Assignment.agency_id).in_(agencies))
        .order_by(col(Assignment.next_nudge_at), col(Assignment.id))
    ).all()
    view = View(session, [a.id or 0 for a in due], now)
    done = Swept(looked_at=len(due))
    found: dict[int, list[tuple[Assignment, Due]]] = defaultdict(list)
    for assignment in due:
        _consider(view, assignment, calendar, found)
    session.flush()
    for person, items in found.items():
        done.digests += 1
        done.nudges += _say(session, person, items, now)
    return done


def _is_due(now: dt.datetime) -> sa.ColumnElement[bool]:
    return sa.and_(col(Assignment.next_nudge_at).is_not(None), col(Assignment.next_nudge_at) <= now)


class View:
    """What the ladder needs of many assignments, read at once; people and ladders looked up once each."""

    def __init__(self, session: Session, ids: Sequence[int], now: dt.datetime) -> None:
        self._session = session
        self.now = now
        self.today = local_day(now)
        self.slots: dict[int, list[Slot]] = defaultdict(list)
        self.sent: dict[int, set[NudgeKey]] = defaultdict(set)
        for part in (ids[i : i + 500] for i in range(0, len(ids), 500)):
            for slot in session.exec(select(Slot).where(col(Slot.assignment_id).in_(part)).order_by(col(Slot.slot))):
                self.slots[slot.assignment_id].append(slot)
            for nudge in session.exec(select(Nudge).where(col(Nudge.assignment_id).in_(part))):
                self.sent[nudge.assignment_id].add(NudgeKey(nudge.slot, nudge.rung, nudge.due, nudge.snooze))
        self.listeners = cache(self._listeners)
        self.heard_today = cache(self._heard_today)
        self.ladder = cache(self._ladder)

    def states(self, assignment: Assignment) -> list[SlotState]:
        """The slots of one of these assignments as the ladder sees them."""
        return states_of(assignment, self.slots[assignment.id or 0])

    def _listeners(self, agency_id: int, role: Role) -> Sequence[int]:
        return people_with(self._session, role, agency_id, self.now)

    def _heard_today(self, person: int) -> bool:
        query = select(Digest.id).where(Digest.person_id == person, Digest.day == self.today)
        return self._session.exec(query).first() is not None

    def _ladder(self, task_id: int) -> Ladder:
        override = self._session.execute(
            sa.select(col(Plan.ladder)).join(Task, col(Task.plan_id) == col(Plan.id)).where(col(Task.id) == task_id)
        ).scalar()
        return Ladder.from_override(override) if override else Ladder.default()


def states_of(assignment: Assignment, slots: Sequence[Slot]) -> list[SlotState]:
    """Slots that were read, as the ladder sees them."""
    held = assignment.held or assignment.state in ("suspended", "cancelled")
    last = assignment.last_update_at
    return [
        SlotState(
            slot=str(row.slot), kind=row.kind, start=row.start, due=row.due,  # type: ignore[arg-type]
            met=assignment.state == "done", reported_on=row.reported_on, held=held,
            since=local_day(assignment.created_at), last_update=local_day(last) if last else None,
            snoozed_until=assignment.snoozed_until, snooze=assignment.snoozes,
        )
        for row in slots
    ]  # fmt: skip


def _consider(
    view: View, assignment: Assignment, calendar: WorkCalendar, found: dict[int, list[tuple[Assignment, Due]]]
) -> None:
    """Find what is to be said of one assignment, hand it to its people, and store when to look again."""
    if assignment.role != "lead" and assignment.asked_at is None:
        assignment.next_nudge_at = None
        return
    ladder, sent = view.ladder(assignment.task_id), view.sent[assignment.id or 0]
    states = view.states(assignment)
    items = [item for state in states if (item := reached(state, view.today, calendar, ladder, sent))]
    people = list(view.listeners(assignment.agency_id, "focal"))
    if any("agency_leader" in item.escalate for item in items):
        people += view.listeners(assignment.agency_id, "agency_leader")
    people = list(dict.fromkeys(people))
    if items and any(view.heard_today(person) for person in people):
        # One digest a person a day: what comes up after it waits for the next working morning.
        tomorrow = at_local(view.today + dt.timedelta(days=1), dt.time(0, 0))
        assignment.next_nudge_at = calendar.next_sending_moment(tomorrow)
        return
    for person in people:
        found[person].extend((assignment, item) for item in items)
    # With nobody linked the rung counts as passed: the officer sees it under "nobody linked", and a person who
    # joins later makes the sweep look anew (`catalog.people.grant`).
    passed = {*sent, *(item.key for item in items)}
    moments = [next_moment(state, passed, view.now, calendar, ladder) for state in states if state.reported_on is None]
    assignment.next_nudge_at = min((moment for moment in moments if moment is not None), default=None)


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
