"""An officer's own reminder: one agency, one task or all that is overdue; shown first, then sent once.

It is recorded like every nudge, under the rung "manual_N", and does not touch the ladder. It is a message of its own
beside the day's digest, but keeps to office hours: asked for at night it goes out at the next hour of sending.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col, select

from catalog import audit
from catalog.audit import Actor
from catalog.clock import ONE_DAY, local_day
from catalog.messaging import inbox_and_outbox
from catalog.messaging.reachable_chats import contact_of
from catalog.store.columns import insert_rows, portions
from catalog.tables import Assignment, Nudge, Plan, Slot, Task
from catalog.work.in_doubt import MAY_BE_REMINDED_OF
from catalog.work.snapshot import TO_DO
from scheduler.digests import digest
from scheduler.digests.digest import Entry
from scheduler.digests.nudge_rows import NOBODY, UNREACHABLE
from scheduler.digests.received import with_received
from scheduler.ladder.recipients import Listeners
from scheduler.ladder.working_calendar import WorkCalendar

SOON = dt.timedelta(days=30)
"""Of one agency, what is overdue or due within so many days is pressed for."""


@dataclass(frozen=True)
class Campaign:
    """What a reminder would reach: the assignments, by how many people, and the agencies that nobody answers for.

    `ordinal` is its number N: asked for twice, the second finds the first one's nudges and sends nothing.
    """

    assignments: tuple[int, ...]
    tasks: int
    agencies: int
    people: int
    unlinked: int
    ordinal: int


def of_agency(session: Session, plans: Sequence[Plan], agency_id: int, now: dt.datetime) -> list[Assignment]:
    """What that agency owes to these plans: overdue or due soon; all that is open where nothing is due soon."""
    rows = _open(session, plans, col(Assignment.agency_id) == agency_id)
    soon = [row for row in rows if row.due is not None and row.due <= local_day(now) + SOON]
    return soon or rows


def of_agencies(
    session: Session, plans: Sequence[Plan], agencies: Collection[int] | None, now: dt.datetime, *, overdue_only: bool
) -> list[Assignment]:
    """What these agencies (None: all) owe to these plans: overdue or due soon, or only what is overdue."""
    until = local_day(now) - ONE_DAY if overdue_only else local_day(now) + SOON
    which = [col(Assignment.due) <= until, *([] if agencies is None else [col(Assignment.agency_id).in_(agencies)])]
    return _open(session, plans, sa.and_(*which))


def of_task(session: Session, plans: Sequence[Plan], task_id: int) -> list[Assignment]:
    """Every agency that has not done this task yet."""
    return _open(session, plans, col(Assignment.task_id) == task_id)


def overdue(session: Session, plans: Sequence[Plan], now: dt.datetime) -> list[Assignment]:
    """Everything of these plans that is overdue."""
    return _open(session, plans, col(Assignment.due) < local_day(now))


def _open(session: Session, plans: Sequence[Plan], which: sa.ColumnElement[bool]) -> list[Assignment]:
    return list(
        session.exec(
            select(Assignment)
            .join(Task, col(Task.id) == col(Assignment.task_id))
            .where(
                which, col(Assignment.state).in_(TO_DO), MAY_BE_REMINDED_OF,
                sa.or_(col(Assignment.role) == "lead", col(Assignment.asked_at).is_not(None)),
                col(Task.plan_id).in_([plan.id for plan in plans]),
            )
            .order_by(col(Assignment.due).asc().nulls_last(), col(Assignment.id))
        )
    )  # fmt: skip


def campaign(session: Session, chosen: Sequence[Assignment], now: dt.datetime) -> Campaign:
    """How many a reminder of these would reach; changes nothing."""
    agencies = {assignment.agency_id for assignment in chosen}
    listeners = Listeners(session, agencies)
    focal = {agency: listeners.of(agency, "focal", local_day(now)) for agency in agencies}
    ids = [assignment.id or 0 for assignment in chosen]
    return Campaign(
        assignments=tuple(ids),
        tasks=len({assignment.task_id for assignment in chosen}),
        agencies=len(agencies),
        people=len({person for people in focal.values() for person in people}),
        unlinked=sum(not people for people in focal.values()),
        ordinal=1 + _last_ordinal(session, ids),
    )


def _last_ordinal(session: Session, ids: Sequence[int]) -> int:
    last = 0
    for part in portions(ids):
        rungs = session.execute(
            sa.select(col(Nudge.rung))
            .where(col(Nudge.assignment_id).in_(part), col(Nudge.rung).startswith("manual_"))
            .distinct()
        ).scalars()
        last = max([last, *(int(rung.removeprefix("manual_")) for rung in rungs)])
    return last


def sending_moment(calendar: WorkCalendar, now: dt.datetime) -> dt.datetime:
    """When an officer's reminder that is asked for now goes out: at once in office hours, else when they begin."""
    return calendar.next_sending_moment(now, calendar.hours.spans[0][0])


def send(
    session: Session, ids: Collection[int], ordinal: int, actor: Actor, now: dt.datetime, calendar: WorkCalendar
) -> tuple[int, dt.datetime] | None:
    """Remind everybody of what is still open among these; how many people, and when. None when it was sent before."""
    chosen = [
        row
        for part in portions(sorted(ids))
        for row in session.exec(
            select(Assignment).where(
                col(Assignment.id).in_(part),
                col(Assignment.state).in_(TO_DO),
                MAY_BE_REMINDED_OF,
            )
        )
    ]
    if _last_ordinal(session, [row.id or 0 for row in chosen]) >= ordinal:
        return None
    moment = sending_moment(calendar, now)
    listeners = Listeners(session, {row.agency_id for row in chosen})
    by_person: dict[int, list[Assignment]] = defaultdict(list)
    for row in chosen:
        for person in listeners.of(row.agency_id, "focal", local_day(now)):
            by_person[person].append(row)
    slots = _slots(session, chosen)
    unheard = [row for row in chosen if not listeners.of(row.agency_id, "focal", local_day(now))]
    _note(session, [(row, slots[row.id or 0]) for row in unheard], ordinal, now, note=NOBODY)
    for person, rows in by_person.items():
        _send_one(session, person, [(row, slots[row.id or 0]) for row in rows], ordinal, now, moment)
    detail = {"assignments": sorted(row.id or 0 for row in chosen), "people": len(by_person), "ordinal": ordinal}
    audit.append(session, actor, "nudge.manual", f"manual:{ordinal}", now, detail)
    return len(by_person), moment


def _slots(session: Session, chosen: Sequence[Assignment]) -> dict[int, Slot]:
    """The milestone each is reminded of: the next unmet one."""
    found: dict[int, Slot] = {}
    for part in portions([row.id or 0 for row in chosen]):
        query = (
            select(Slot)
            .where(col(Slot.assignment_id).in_(part), col(Slot.reported_on).is_(None))
            .order_by(col(Slot.due).desc().nulls_first(), col(Slot.slot).desc())
        )
        found.update({slot.assignment_id: slot for slot in session.exec(query)})  # the earliest due is written last
    return found


def _send_one(
    session: Session, person: int, rows: Sequence[tuple[Assignment, Slot]], ordinal: int, now: dt.datetime,
    moment: dt.datetime,
) -> None:  # fmt: skip
    entries = digest.most_urgent_first(Entry("task", row.id or 0, str(slot.slot), slot.due) for row, slot in rows)
    contact = contact_of(session, person, now, may_wait=True)
    outbox_id = None
    if contact is not None:
        message = with_received(digest.page_of(session, entries, now, manual=True), contact, now)
        outbox_id = inbox_and_outbox.queue(
            session, contact, message, now, priority=inbox_and_outbox.NUDGE, not_before=moment
        )
    note = "" if contact else UNREACHABLE
    _note(session, rows, ordinal, now, person=person, outbox_id=outbox_id, note=note)


def _note(
    session: Session, rows: Sequence[tuple[Assignment, Slot]], ordinal: int, now: dt.datetime, *,
    person: int | None = None, outbox_id: int | None = None, note: str = "",
) -> None:  # fmt: skip
    """On record: whom it was said to, or why to nobody."""
    insert_rows(
        session,
        Nudge,
        [
            {"assignment_id": row.id, "slot": str(slot.slot), "rung": f"manual_{ordinal}", "person_id": person,
             "due": slot.due.isoformat() if slot.due else "-", "snooze": row.snoozes, "created_at": now,
             "digest_id": None, "outbox_id": outbox_id, "note": note, "contact_id": None}
            for row, slot in rows
        ],
    )  # fmt: skip
