"""What the ladder needs of many assignments and duty periods at once: their slots, what was sent, their ladders."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from catalog.clock import local_day
from catalog.store.columns import portions
from catalog.tables import Assignment, DutyNudge, DutyPeriod, Nudge, Plan, ReportingDutyRow, Slot, Task
from scheduler.ladder.definition import Ladder
from scheduler.ladder.rungs import NudgeKey, SlotState

AnyAssignment = Assignment | sa.Row[Any]
AnyPeriod = DutyPeriod | sa.Row[Any]
AnySlot = Slot | sa.Row[Any]
"""The stored row, or only the columns that are looked at: a morning looks at thousands."""

_IDS: sa.BindParameter[int] = sa.bindparam("ids", expanding=True)
_SLOTS = (
    sa.select(
        col(Slot.assignment_id), col(Slot.slot), col(Slot.kind), col(Slot.start), col(Slot.due), col(Slot.reported_on)
    )
    .where(col(Slot.assignment_id).in_(_IDS))
    .order_by(col(Slot.slot))
)
_SENT = sa.select(col(Nudge.assignment_id), col(Nudge.slot), col(Nudge.rung), col(Nudge.due), col(Nudge.snooze)).where(
    col(Nudge.assignment_id).in_(_IDS), sa.or_(col(Nudge.person_id).is_not(None), col(Nudge.contact_id).is_not(None))
)


class View:
    """Slots, sent keys and ladders of these assignments, each read by a few queries however many there are."""

    def __init__(self, session: Session, assignments: Sequence[AnyAssignment]) -> None:
        self._slots: dict[int, list[AnySlot]] = defaultdict(list)
        self._sent: dict[int, set[NudgeKey]] = defaultdict(set)
        for part in portions([a.id or 0 for a in assignments]):
            for slot in session.execute(_SLOTS, {"ids": part}):
                self._slots[slot.assignment_id].append(slot)
            for assignment_id, *key in session.execute(_SENT, {"ids": part}):
                self._sent[assignment_id].add(NudgeKey(*key))
        self._ladders = _ladders(session, {a.task_id for a in assignments})

    def states(self, assignment: AnyAssignment) -> list[SlotState]:
        """The slots of one of these assignments as the ladder sees them."""
        return states_of(assignment, self._slots[assignment.id or 0])

    def sent(self, assignment: AnyAssignment) -> set[NudgeKey]:
        """The keys already sent for it, to a person or a group; what nobody could be told is not among them."""
        return self._sent[assignment.id or 0]

    def ladder(self, assignment: AnyAssignment) -> Ladder:
        """The ladder of its plan."""
        return self._ladders.get(assignment.task_id) or Ladder.default()


def _ladders(session: Session, tasks: set[int]) -> dict[int, Ladder]:
    """The ladders of the plans that have one of their own, by task; most plans have none."""
    own = own_ladders(session)
    if not own:
        return {}
    found: dict[int, Ladder] = {}
    for part in portions(sorted(tasks)):
        query = sa.select(col(Task.id), col(Task.plan_id)).where(
            col(Task.id).in_(part), col(Task.plan_id).in_(own)
        )  # fmt: skip
        found.update({task: own[plan] for task, plan in session.execute(query)})
    return found


def own_ladders(session: Session) -> dict[int, Ladder]:
    """By plan, the ladders that are not the province's."""
    rows = session.execute(sa.select(col(Plan.id), col(Plan.ladder)))
    return {plan: Ladder.from_override(override) for plan, override in rows if override}


def states_of(assignment: AnyAssignment, slots: Sequence[AnySlot]) -> list[SlotState]:
    """Slots that were read, as the ladder sees them."""
    waits = assignment.overdue_at_import or assignment.in_doubt or assignment.follows_id is not None
    paused = bool(waits) or assignment.state in ("suspended", "cancelled")
    last = assignment.last_update_at
    return [
        SlotState(
            slot=str(row.slot), kind=row.kind, start=row.start, due=row.due,  # type: ignore[arg-type]  # words of SlotKind
            met=assignment.state == "done", reported_on=row.reported_on, paused=paused,
            since=local_day(assignment.created_at), last_update=local_day(last) if last else None,
            snoozed_until=assignment.snoozed_until, snooze=assignment.snoozes,
        )
        for row in slots
    ]  # fmt: skip


class DutyView:
    """Duty periods with what was sent of them and their plans' ladders."""

    def __init__(self, session: Session, periods: Sequence[AnyPeriod]) -> None:
        # The newest nudge of a period is the strongest, and it is all the ladder needs: a report is asked for on every
        # working day, so that all of them would be many.
        self._sent: dict[int, set[NudgeKey]] = defaultdict(set)
        named = {period.id: (period.period, period.due.isoformat()) for period in periods}
        for part in portions([period.id or 0 for period in periods]):
            newest = (
                sa.select(sa.func.max(DutyNudge.id))
                .where(
                    col(DutyNudge.duty_period_id).in_(part),
                    sa.or_(col(DutyNudge.person_id).is_not(None), col(DutyNudge.contact_id).is_not(None)),
                )
                .group_by(col(DutyNudge.duty_period_id))
            )
            query = sa.select(col(DutyNudge.duty_period_id), col(DutyNudge.rung), col(DutyNudge.snooze))
            for period_id, rung, snooze in session.execute(query.where(col(DutyNudge.id).in_(newest))):
                period, due = named[period_id]
                self._sent[period_id].add(NudgeKey(period, rung, due, snooze))
        own = own_ladders(session)
        self._duties: dict[int, tuple[Ladder, bool]] = {}
        for part in portions(sorted({period.duty_id for period in periods})):
            duties = sa.select(
                col(ReportingDutyRow.id), col(ReportingDutyRow.plan_id), col(ReportingDutyRow.withdrawn_at)
            ).where(col(ReportingDutyRow.id).in_(part))
            for duty, plan, withdrawn_at in session.execute(duties):
                self._duties[duty] = (own.get(plan) or Ladder.default(), withdrawn_at is None)

    def state(self, period: AnyPeriod) -> SlotState:
        """The report as a slot of the ladder; withdrawn, closed or reported ones are met."""
        over = period.reported_at is not None or period.closed_at is not None or not self._duties[period.duty_id][1]
        return SlotState(
            period.period, "duty", due=period.due, met=over, snoozed_until=period.snoozed_until, snooze=period.snoozes
        )

    def sent(self, period: AnyPeriod) -> set[NudgeKey]:
        """The strongest key already sent for it, to a person or a group."""
        return self._sent[period.id or 0]

    def ladder(self, period: AnyPeriod) -> Ladder:
        """The ladder of its plan."""
        return self._duties[period.duty_id][0]
