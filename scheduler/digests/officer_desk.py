"""What waits on an officer's desk: their part of the daily digest (DESIGN section 5), over their plans."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from catalog.clock import ONE_DAY, local_day
from catalog.figures.standing_on_day import own_scope
from catalog.figures.warnings import EarlyWarning, early_warnings
from catalog.people.rights import Rights, in_force
from catalog.plans.keeping.doubts import doubtful_cells
from catalog.store.columns import portions
from catalog.tables import (
    AgencyRow,
    Assignment,
    Contact,
    DutyPeriod,
    Extension,
    JoinRequest,
    Membership,
    Nudge,
    Plan,
    ReportingDutyRow,
    Slot,
    Task,
)
from catalog.work.in_doubt import MAY_BE_REMINDED_OF
from catalog.work.objections import waits
from catalog.work.snapshot import TO_DO
from scheduler.digests.absent import absent
from scheduler.digests.after_split import AfterSplit, after_split
from scheduler.digests.not_reminded import not_reminded, to_phone
from scheduler.digests.wording import Line, lines_of
from scheduler.ladder.definition import Ladder
from scheduler.ladder.due import Due, acceptance_reached
from scheduler.ladder.obligations import ladder_of
from scheduler.ladder.rungs import NudgeKey
from scheduler.ladder.view import states_of
from scheduler.ladder.working_calendar import WorkCalendar

SHOWN = 5
"""Rows shown under one heading; the rest is a number and behind a button."""

Ids = sa.Select[Any]


@dataclass(frozen=True)
class Desk:
    """Counts of what waits, with the few rows to act on first; `waited` are reports due for a reminder today, `held_up`
    the obstacles that were reported and are not resolved, as the list of warnings has them.
    """

    joins: int
    reports: int
    waited: tuple[tuple[Line, int], ...]
    reminders: tuple[tuple[int, Due], ...]
    extensions: int
    objections: int
    overdue_at_import: int
    in_doubt: int
    overdue: int
    worst: tuple[Line, ...]
    late_reports: int
    unlinked: tuple[str, ...]
    blocked: tuple[str, ...]
    not_reminded: tuple[str, ...] = ()
    to_phone: tuple[str, ...] = ()
    absent: tuple[tuple[str, str, dt.date | None], ...] = ()
    after_split: AfterSplit | None = None
    held_up: tuple[EarlyWarning, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing waits."""
        return not any((
            self.joins, self.reports, self.extensions, self.objections, self.overdue_at_import, self.in_doubt,
            self.overdue, self.late_reports, self.unlinked, self.blocked, self.not_reminded, self.to_phone,
            self.after_split, self.absent, self.held_up,
        ))  # fmt: skip


def coordinated(session: Session, rights: Rights) -> list[Plan]:
    """The plans this officer answers for; an officer without an agency answers for all."""
    agencies = [held.agency_id for held in rights.in_force if held.role == "officer"]
    if not agencies:
        return []
    query = select(Plan).order_by(col(Plan.id))
    return list(session.exec(query if None in agencies else query.where(col(Plan.coordinator_id).in_(agencies))))


def desk_of(session: Session, rights: Rights, now: dt.datetime, calendar: WorkCalendar) -> Desk:
    """What waits for this officer at `now`."""
    plans = coordinated(session, rights)
    ids = [plan.id or 0 for plan in plans]
    reported = _reported(session, ids)
    reminders = _reminders(session, rights.person_id, reported, plans, now, calendar)
    late, overdue = _overdue(session, plans, now, calendar)
    shown = lines_of(session, [(a, d.slot) for a, d in reminders[:SHOWN]], now) if reminders else []
    return Desk(
        joins=_count(session, sa.select(col(JoinRequest.id)).where(col(JoinRequest.decision) == "")),
        reports=len(reported),
        waited=tuple((line, due.ordinal) for line, (_, due) in zip(shown, reminders, strict=False)),
        reminders=tuple(reminders),
        extensions=_count(session, _of_plans(sa.select(col(Extension.id)).where(col(Extension.decision) == "").join(
            Assignment, col(Assignment.id) == col(Extension.assignment_id)), ids)),
        objections=_count(session, _of_plans(sa.select(col(Assignment.id)).where(waits()), ids)),
        overdue_at_import=_count(session, overdue_at_import_query(ids)),
        in_doubt=len(doubtful_cells(session, ids)),
        overdue=overdue,
        worst=tuple(lines_of(session, [(a, "") for a in late], now)) if late else (),
        late_reports=_late_reports(session, ids, now),
        unlinked=tuple(name for _, name in unlinked_at_work(session, ids, now)),
        blocked=_blocked(session, now),
        not_reminded=not_reminded(session, ids, now),
        to_phone=to_phone(session, rights, now),
        absent=absent(session, now),
        after_split=after_split(session, ids, now, calendar),
        held_up=tuple(early_warnings(session, local_day(now), own_scope(rights), only="blocker")),
    )  # fmt: skip


def overdue_at_import_query(plan_ids: Sequence[int]) -> Ids:
    """Ids of the assignments that were overdue when their plan was imported and still wait for an officer."""
    query = sa.select(col(Assignment.id)).where(
        col(Assignment.overdue_at_import).is_(True), col(Assignment.in_doubt) == "", col(Assignment.state).in_(TO_DO)
    )
    return _of_plans(query, plan_ids)


def _of_plans(query: Ids, plan_ids: Sequence[int]) -> Ids:
    return query.join(Task, col(Task.id) == col(Assignment.task_id)).where(col(Task.plan_id).in_(plan_ids))


def _count(session: Session, query: Ids) -> int:
    return int(session.execute(sa.select(sa.func.count()).select_from(query.subquery())).scalar_one())


def _reported(session: Session, plan_ids: Sequence[int]) -> list[Assignment]:
    return list(
        session.exec(
            select(Assignment)
            .join(Task, col(Task.id) == col(Assignment.task_id))
            .where(Assignment.state == "reported", Assignment.role == "lead", col(Task.plan_id).in_(plan_ids))
            .order_by(col(Assignment.last_update_at), col(Assignment.id))
        )
    )


def _reminders(
    session: Session, person_id: int, reported: Sequence[Assignment], plans: Sequence[Plan], now: dt.datetime,
    calendar: WorkCalendar,
) -> list[tuple[int, Due]]:  # fmt: skip
    """Reports that have waited so long that this officer has to be reminded of them today, the longest first."""
    ids = [assignment.id or 0 for assignment in reported]
    slots: dict[int, list[Slot]] = defaultdict(list)
    sent: dict[int, set[NudgeKey]] = defaultdict(set)
    for part in portions(ids):
        for slot in session.exec(select(Slot).where(col(Slot.assignment_id).in_(part))):
            slots[slot.assignment_id].append(slot)
        for nudge in session.exec(
            select(Nudge).where(col(Nudge.assignment_id).in_(part), Nudge.person_id == person_id)
        ):
            sent[nudge.assignment_id].add(NudgeKey(nudge.slot, nudge.rung, nudge.due, nudge.snooze))
    ladders = _ladders(session, reported, plans)
    found = []
    for assignment in reported:
        last = max(states_of(assignment, slots[assignment.id or 0]), key=lambda s: s.reported_on or dt.date.min)
        reminder = acceptance_reached(
            last, local_day(now), calendar, ladders[assignment.task_id], sent[assignment.id or 0]
        )
        if reminder is not None:
            found.append((assignment.id or 0, reminder))
    return sorted(found, key=lambda item: (-item[1].ordinal, item[0]))


def _ladders(session: Session, reported: Sequence[Assignment], plans: Sequence[Plan]) -> dict[int, Ladder]:
    of_plan = {plan.id: ladder_of(plan) for plan in plans}
    found: dict[int, Ladder] = {}
    for part in portions(sorted({assignment.task_id for assignment in reported})):
        rows = session.execute(sa.select(col(Task.id), col(Task.plan_id)).where(col(Task.id).in_(part)))
        found.update({task: of_plan[plan] for task, plan in rows})
    return found


def escalated_query(plans: Sequence[Plan], role: str, now: dt.datetime, calendar: WorkCalendar) -> Ids:
    """Ids of the open lead assignments overdue for so many working days that `role` hears of them, the worst first."""
    by_cutoff: dict[dt.date, list[int]] = defaultdict(list)
    for plan in plans:
        days = dict(ladder_of(plan).escalate).get(role)
        if days is not None:
            by_cutoff[calendar.add_working_days(local_day(now) + ONE_DAY, -days)].append(plan.id or 0)
    late = [sa.and_(col(Task.plan_id).in_(ids), col(Assignment.due) < cutoff) for cutoff, ids in by_cutoff.items()]
    return (
        sa.select(col(Assignment.id))
        .join(Task, col(Task.id) == col(Assignment.task_id))
        .where(
            col(Assignment.state).in_(TO_DO), col(Assignment.role) == "lead",
            MAY_BE_REMINDED_OF, sa.or_(sa.false(), *late),
        )
        .order_by(col(Assignment.due), col(Assignment.id))
    )  # fmt: skip


def _overdue(
    session: Session, plans: Sequence[Plan], now: dt.datetime, calendar: WorkCalendar
) -> tuple[list[int], int]:
    query = escalated_query(plans, "officer", now, calendar)
    return list(session.execute(query.limit(SHOWN)).scalars()), _count(session, query)


def _late_reports(session: Session, plan_ids: Sequence[int], now: dt.datetime) -> int:
    """Periodic reports overdue and not sent."""
    return _count(
        session,
        sa.select(col(DutyPeriod.id))
        .join(ReportingDutyRow, col(ReportingDutyRow.id) == col(DutyPeriod.duty_id))
        .where(
            col(ReportingDutyRow.plan_id).in_(plan_ids), col(ReportingDutyRow.withdrawn_at).is_(None),
            col(DutyPeriod.closed_at).is_(None), col(DutyPeriod.reported_at).is_(None),
            col(DutyPeriod.due) < local_day(now),
        ),
    )  # fmt: skip


def unlinked_at_work(session: Session, plan_ids: Sequence[int], now: dt.datetime) -> list[tuple[int, str]]:
    """(row, name) of the agencies that lead open tasks of these plans and have no focal point."""
    linked = sa.select(col(Membership.agency_id)).where(
        col(Membership.role) == "focal", col(Membership.agency_id).is_not(None), in_force(now)
    )
    leading = (
        sa.select(col(Assignment.agency_id))
        .join(Task, col(Task.id) == col(Assignment.task_id))
        .where(col(Task.plan_id).in_(plan_ids), col(Assignment.state).in_(TO_DO), col(Assignment.role) == "lead")
    )
    names = sa.select(col(AgencyRow.id), col(AgencyRow.name)).where(
        col(AgencyRow.id).in_(leading), col(AgencyRow.id).not_in(linked)
    )
    return [(row, name) for row, name in session.execute(names.order_by(col(AgencyRow.id)))]


def _blocked(session: Session, now: dt.datetime) -> tuple[str, ...]:
    """Agencies of focal points whose every chat refuses our messages."""
    reachable = sa.select(col(Contact.person_id)).where(
        col(Contact.person_id).is_not(None), col(Contact.kind) == "private", col(Contact.blocked_at).is_(None)
    )
    blocked = sa.select(col(Contact.person_id)).where(col(Contact.blocked_at).is_not(None))
    names = (
        sa.select(col(AgencyRow.name))
        .join(Membership, col(Membership.agency_id) == col(AgencyRow.id))
        .where(
            col(Membership.role) == "focal", in_force(now), col(Membership.person_id).in_(blocked),
            col(Membership.person_id).not_in(reachable),
        )
        .distinct()
        .order_by(col(AgencyRow.name))
    )  # fmt: skip
    return tuple(session.execute(names).scalars())
