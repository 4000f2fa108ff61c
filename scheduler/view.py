"""What the ladder needs of many assignments and duty periods at once: their slots, what was sent, their ladders."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

import sqlalchemy as sa
from sqlmodel import Session, col, select

from catalog.clock import local_day
from catalog.tables import Assignment, DutyNudge, DutyPeriod, Nudge, Plan, ReportingDutyRow, Slot, Task
from scheduler.ladder import Ladder
from scheduler.rungs import NudgeKey, SlotState

_PART = 500
"""Ids asked for in one query: well below what SQLite takes."""


class View:
    """Slots, sent keys and ladders of these assignments, each read by a few queries however many there are."""

    def __init__(self, session: Session, assignments: Sequence[Assignment]) -> None:
        self._slots: dict[int, list[Slot]] = defaultdict(list)
        self._sent: dict[int, set[NudgeKey]] = defaultdict(set)
        for part in parts([a.id or 0 for a in assignments]):
            for slot in session.exec(select(Slot).where(col(Slot.assignment_id).in_(part)).order_by(col(Slot.slot))):
                self._slots[slot.assignment_id].append(slot)
            query = sa.select(
                col(Nudge.assignment_id), col(Nudge.slot), col(Nudge.rung), col(Nudge.due), col(Nudge.snooze)
            ).where(col(Nudge.assignment_id).in_(part))
            for assignment_id, *key in session.execute(query):
                self._sent[assignment_id].add(NudgeKey(*key))
        self._ladders = _ladders(session, {a.task_id for a in assignments})

    def states(self, assignment: Assignment) -> list[SlotState]:
        """The slots of one of these assignments as the ladder sees them."""
        return states_of(assignment, self._slots[assignment.id or 0])

    def sent(self, assignment: Assignment) -> set[NudgeKey]:
        """The keys already sent for it, to anybody."""
        return self._sent[assignment.id or 0]

    def ladder(self, assignment: Assignment) -> Ladder:
        """The ladder of its plan."""
        return self._ladders.get(assignment.task_id) or Ladder.default()


def _ladders(session: Session, tasks: set[int]) -> dict[int, Ladder]:
    """The ladders of the plans that have one of their own, by task."""
    found: dict[int, Ladder] = {}
    for part in parts(sorted(tasks)):
        rows = session.execute(
            sa.select(col(Task.id), col(Plan.ladder))
            .join(Plan, col(Task.plan_id) == col(Plan.id))
            .where(col(Task.id).in_(part))
        )
        found.update({task: Ladder.from_override(override) for task, override in rows if override})
    return found


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


class DutyView:
    """Duty periods with what was sent of them and their plans' ladders."""

    def __init__(self, session: Session, periods: Sequence[DutyPeriod]) -> None:
        # The newest nudge of a period is the strongest, and it is all the ladder needs: a report is asked for on every
        # working day, so that all of them would be many.
        self._sent: dict[int, set[NudgeKey]] = defaultdict(set)
        named = {period.id: (period.period, period.due.isoformat()) for period in periods}
        for part in parts([period.id or 0 for period in periods]):
            newest = (
                sa.select(sa.func.max(DutyNudge.id))
                .where(col(DutyNudge.duty_period_id).in_(part))
                .group_by(col(DutyNudge.duty_period_id))
            )
            query = sa.select(col(DutyNudge.duty_period_id), col(DutyNudge.rung)).where(col(DutyNudge.id).in_(newest))
            for period_id, rung in session.execute(query):
                period, due = named[period_id]
                self._sent[period_id].add(NudgeKey(period, rung, due, 0))
        self._plans: dict[int, tuple[Plan, bool]] = {}
        for part in parts(sorted({period.duty_id for period in periods})):
            for duty, plan in session.exec(
                select(ReportingDutyRow, Plan)
                .join(Plan, col(Plan.id) == col(ReportingDutyRow.plan_id))
                .where(col(ReportingDutyRow.id).in_(part))
            ):
                self._plans[duty.id or 0] = (plan, duty.withdrawn_at is None)

    def state(self, period: DutyPeriod) -> SlotState:
        """The report as a slot of the ladder; withdrawn, closed or reported ones are met."""
        over = period.reported_at is not None or period.closed_at is not None or not self._plans[period.duty_id][1]
        return SlotState(period.period, "duty", due=period.due, met=over)

    def sent(self, period: DutyPeriod) -> set[NudgeKey]:
        """The strongest key already sent for it, to anybody."""
        return self._sent[period.id or 0]

    def ladder(self, period: DutyPeriod) -> Ladder:
        """The ladder of its plan."""
        override = self._plans[period.duty_id][0].ladder
        return Ladder.from_override(override) if override else Ladder.default()


def parts(ids: Sequence[int]) -> Iterable[Sequence[int]]:
    """The ids in portions one query takes."""
    return (ids[i : i + _PART] for i in range(0, len(ids), _PART))
