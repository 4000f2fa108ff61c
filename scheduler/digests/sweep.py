"""The sweep: who has to be reminded of what now. Looks only at what is due (index on the next moment).

One transaction a unit writes the nudges, the digest they go out in, and when to look again. The unique keys of `nudge`,
`duty_nudge`, `digest` and `group_digest` are the promise that nobody is reminded twice.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from catalog.clock import ONE_DAY, local_day, start_of_day
from catalog.store.columns import update_rows
from catalog.tables import Assignment, Digest, DutyPeriod
from catalog.tables.base import UtcDateTime
from scheduler.digests.briefing import to_brief
from scheduler.digests.compose import Swept, tell
from scheduler.digests.group_digests import groups_served
from scheduler.digests.stored_together import Reminder
from scheduler.ladder.definition import Ladder
from scheduler.ladder.due import Due, next_moment, reached
from scheduler.ladder.obligations import duties_to_open, open_period
from scheduler.ladder.recipients import Listeners
from scheduler.ladder.rungs import NudgeKey, SlotState
from scheduler.ladder.view import DutyView, View
from scheduler.ladder.working_calendar import WorkCalendar

PACKED = 32
"""Agencies looked at in one transaction: few enough that a reply never waits noticeably for the writer."""

Moment = dict[str, Any]
"""The id of a row, and when to look at it again (`next_nudge_at`)."""

Standing = tuple[tuple[SlotState, ...], frozenset[NudgeKey], Ladder]


@dataclass(frozen=True)
class Unit:
    """What must be written at once, because a person gets one digest: as small as that allows.

    `agencies` have something to look at and share people; `people` are to be briefed as officers or leaders.
    """

    agencies: tuple[int, ...] = ()
    people: tuple[int, ...] = ()


def sweep(session: Session, now: dt.datetime, calendar: WorkCalendar) -> Swept:
    """All that is due now, in one transaction: for tests and rehearsals. The bot goes unit by unit."""
    done = Swept()
    for duty in duties_to_open(session, now):
        open_period(session, duty, now, calendar)
    for unit in due_units(session, now, calendar):
        done.add(sweep_unit(session, unit, now, calendar))
    return done


def due_units(session: Session, now: dt.datetime, calendar: WorkCalendar) -> list[Unit]:
    """Agencies with something to look at, those that share a person together, and who is to be briefed.

    [] before the day's hour of sending, outside office hours and on days off.
    """
    if calendar.next_sending_moment(now) > now:
        return []
    agencies = sorted(
        {
            *session.execute(sa.select(col(Assignment.agency_id)).where(_is_due(Assignment, now)).distinct()).scalars(),
            *session.execute(sa.select(col(DutyPeriod.agency_id)).where(_is_due(DutyPeriod, now)).distinct()).scalars(),
        }
    )
    listeners, today = Listeners(session, agencies), local_day(now)
    parts: list[tuple[set[int], Unit]] = [
        *((listeners.all_of(agency, today), Unit(agencies=(agency,))) for agency in agencies),
        *(({person}, Unit(people=(person,))) for person in to_brief(session, now, calendar)),
    ]
    return _packed(_joined(parts))


def _packed(units: Sequence[Unit]) -> list[Unit]:
    """Small units together, in order: read and written in one go, at a bounded cost for the one writer."""
    packed: list[Unit] = []
    for unit in units:
        if packed and len(packed[-1].agencies) + len(unit.agencies) <= PACKED and not unit.people:
            packed[-1] = _with(packed[-1], unit)
        else:
            packed.append(unit)
    return packed


def _joined(parts: Iterable[tuple[set[int], Unit]]) -> list[Unit]:
    """Units that share a person become one, in the order of their first member."""
    units: list[tuple[set[int], Unit]] = []
    place: dict[int, int] = {}
    for people, unit in parts:
        hits = sorted({place[person] for person in people if person in place})
        if not hits:
            units.append((set(), Unit()))
            hits = [len(units) - 1]
        home = hits[0]
        for other in hits[1:]:
            people |= units[other][0]
            unit = _with(units[other][1], unit)
            units[other] = (set(), Unit())
        units[home] = (units[home][0] | people, _with(units[home][1], unit))
        place.update(dict.fromkeys(people, home))
    return [unit for _, unit in units if unit.agencies or unit.people]


def _with(one: Unit, other: Unit) -> Unit:
    return Unit(one.agencies + other.agencies, one.people + other.people)


def sweep_unit(session: Session, unit: Unit, now: dt.datetime, calendar: WorkCalendar) -> Swept:
    """Write what is due to the people of this unit: nudges, digests, and when to look again."""
    round_ = _Round(session, unit, now, calendar)
    round_.look_at_assignments()
    round_.look_at_duties()
    done = tell(session, round_.found, unit.people, now, calendar)
    done.looked_at = round_.looked_at
    return done


def _is_due(
    table: type[Assignment] | type[DutyPeriod], now: dt.datetime | sa.BindParameter[dt.datetime]
) -> sa.ColumnElement[bool]:
    return sa.and_(col(table.next_nudge_at).is_not(None), col(table.next_nudge_at) <= now)


def _look_at(table: type[Assignment] | type[DutyPeriod], *columns: Any) -> sa.Select[Any]:
    """The rows of these agencies that are due, with the columns that are looked at; compiled once."""
    agencies: sa.BindParameter[int] = sa.bindparam("agencies", expanding=True)
    return (
        sa.select(col(table.id), col(table.agency_id), *columns)
        .where(_is_due(table, sa.bindparam("now", type_=UtcDateTime)), col(table.agency_id).in_(agencies))
        .order_by(col(table.next_nudge_at), col(table.id))
    )


_DUE_TASKS = _look_at(
    Assignment, Assignment.task_id, Assignment.role, Assignment.state, Assignment.overdue_at_import,
    Assignment.in_doubt, Assignment.follows_id, Assignment.asked_at, Assignment.created_at, Assignment.last_update_at,
    Assignment.snoozed_until, Assignment.snoozes,
)  # fmt: skip
_DUE_REPORTS = _look_at(
    DutyPeriod, DutyPeriod.duty_id, DutyPeriod.period, DutyPeriod.due, DutyPeriod.reported_at, DutyPeriod.closed_at,
    DutyPeriod.snoozed_until, DutyPeriod.snoozes,
)  # fmt: skip


class _Round:
    """One unit being looked at: what was found to be said, by agency."""

    def __init__(self, session: Session, unit: Unit, now: dt.datetime, calendar: WorkCalendar) -> None:
        self._session, self._unit, self._now, self._calendar = session, unit, now, calendar
        self._today = local_day(now)
        self._listeners = Listeners(session, unit.agencies)
        people = {person for agency in unit.agencies for person in self._listeners.all_of(agency, self._today)}
        self._served = _served(session, people, self._today)
        self._served_groups = groups_served(session, unit.agencies, self._today)
        self._known: dict[Standing, tuple[list[Due], dt.datetime | None]] = {}
        self.found: list[Reminder] = []
        self.looked_at = 0

    def look_at_assignments(self) -> None:
        """Tasks: find what is reached, and store when to look at each again."""
        due = self._due(_DUE_TASKS)
        view = View(self._session, due)
        moments: list[Moment] = []
        for row in due:
            again: dt.datetime | None = None
            if row.role == "lead" or row.asked_at is not None:  # a supporting agency hears only after it was asked
                about = ("task", row.id, row.agency_id)
                again = self._consider(about, view.states(row), view.ladder(row), view.sent(row))
            moments.append({"id": row.id, "next_nudge_at": again})
        self._store(Assignment, moments)

    def look_at_duties(self) -> None:
        """Reports that are owed, in the same way."""
        due = self._due(_DUE_REPORTS)
        view = DutyView(self._session, due)
        moments: list[Moment] = []
        for row in due:
            about = ("duty", row.id, row.agency_id)
            again = self._consider(about, [view.state(row)], view.ladder(row), view.sent(row))
            moments.append({"id": row.id, "next_nudge_at": again})
        self._store(DutyPeriod, moments)

    def _due(self, query: sa.Select[Any]) -> Sequence[sa.Row[Any]]:
        rows = self._session.execute(query, {"now": self._now, "agencies": self._unit.agencies}).all()
        self.looked_at += len(rows)
        return rows

    def _store(self, table: type[Assignment] | type[DutyPeriod], moments: list[Moment]) -> None:
        if moments:
            update_rows(self._session, table, moments)
            self._session.expire_all()  # whoever holds one of these rows reads it anew

    def _consider(
        self, about: tuple[str, int, int], states: Sequence[SlotState], ladder: Ladder, sent: Collection[NudgeKey]
    ) -> dt.datetime | None:
        """Hand what is reached to its listeners; returns when to look again."""
        items, again = self._reached(states, ladder, sent)
        kind, row_id, agency = about
        heard = {item: self._listeners.hearing(agency, said_of(item, ladder), self._today) for item in items}
        listening = {person for people in heard.values() for person in people}
        if items and (listening & self._served or (not listening and agency in self._served_groups)):
            # One digest a person a day: what comes up after it waits for the next working morning.
            return self._calendar.next_sending_moment(start_of_day(self._today + ONE_DAY))
        self.found += [Reminder(kind, row_id, agency, item, people) for item, people in heard.items()]
        return again

    def _reached(
        self, states: Sequence[SlotState], ladder: Ladder, sent: Collection[NudgeKey]
    ) -> tuple[list[Due], dt.datetime | None]:
        """What is to be said now and when to look again: worked out once for all that stand alike.

        A group's task and a report that everybody owes stand alike in many agencies.
        """
        known = self._known.get(key := (tuple(states), frozenset(sent), ladder))
        if known is not None:
            return known
        found = [due for state in states if (due := reached(state, self._today, self._calendar, ladder, sent))]
        # Silence and the monthly question are of the whole task: two milestones share their key, and it is said once.
        items = list({due.key: due for due in reversed(found)}.values())[::-1]
        # With nobody linked the rung counts as passed: the officer sees it under "nobody linked", and a person who
        # joins later makes the sweep look anew (`catalog.people.people.grant`).
        passed = {*sent, *(item.key for item in items)}
        awake = [state for state in states if state.reported_on is None]
        moments = [next_moment(state, passed, self._now, self._calendar, ladder) for state in awake]
        again = min((moment for moment in moments if moment is not None), default=None)
        self._known[key] = items, again
        return items, again


def said_of(item: Due, ladder: Ladder) -> Due:
    """The reminder as it is passed on: an agency's leader hears of a late report as seldom as of a late task.

    Reports are asked for on every working day after their due; told each day, a leader would mute us.
    """
    if item.rung != "duty" or ladder.overdue.last_up_to(item.ordinal) == item.ordinal:
        return item
    return Due(item.key, item.rung, item.ordinal, item.slot, item.due, item.day)


def _served(session: Session, people: Collection[int], today: dt.date) -> set[int]:
    """Who of these got today's digest already."""
    query = sa.select(col(Digest.person_id)).where(col(Digest.day) == today, col(Digest.person_id).in_(people))
    return set(session.execute(query).scalars())
