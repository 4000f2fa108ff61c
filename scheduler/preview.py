"""What would be said if nobody answered: the sweep's own rules run forward, changing nothing."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from catalog.clock import at_local, local_day
from catalog.rights import people_with
from catalog.tables import AgencyRow, Assignment, Plan, Task
from scheduler.calendar import WorkCalendar
from scheduler.due import Due, unanswered
from scheduler.sweep import View


@dataclass(frozen=True)
class Item:
    """One reminder of one day, with the words of the contract (DESIGN section 9)."""

    plan: str
    annex: str
    section: str
    number: str
    agency: str
    role: str
    rung: str
    due: dt.date | None
    assignment_id: int

    def to_json(self) -> dict[str, Any]:
        """The item as `nudge preview` prints it."""
        return {
            "plan": self.plan, "annex": self.annex, "section": self.section, "number": self.number,
            "agency": self.agency, "role": self.role, "rung": self.rung,
            "due": self.due.isoformat() if self.due else None, "assignment": self.assignment_id,
        }  # fmt: skip


Listener = tuple[str, int | str]
"""("person", id), or ("agency", name): one imagined focal point where nobody is linked."""


def preview(
    session: Session, now: dt.datetime, first: dt.date, last: dt.date, calendar: WorkCalendar
) -> dict[dt.date, dict[Listener, list[Item]]]:
    """The digests of every day from `first` to `last`, simulated from `now` (from `first` where that is earlier)."""
    start = min(now, at_local(first, dt.time(0, 0)))
    days: dict[dt.date, dict[Listener, list[Item]]] = defaultdict(lambda: defaultdict(list))
    query = (
        select(Assignment, Task, Plan, AgencyRow)
        .join(Task, col(Task.id) == col(Assignment.task_id))
        .join(Plan, col(Plan.id) == col(Task.plan_id))
        .join(AgencyRow, col(AgencyRow.id) == col(Assignment.agency_id))
        .where(
            Assignment.role == "lead",
            col(Assignment.held).is_(False),
            col(Assignment.state).in_(("not_started", "in_progress")),
        )
        .order_by(col(Assignment.id))
    )
    listeners: dict[int, list[Listener]] = {}
    rows = session.exec(query).all()
    view = View(session, [row[0].id or 0 for row in rows], start)
    for assignment, task, plan, agency in rows:
        if assignment.agency_id not in listeners:
            people = people_with(session, "focal", assignment.agency_id, start)
            listeners[assignment.agency_id] = [("person", p) for p in people] or [("agency", agency.name)]
        for moment, due in _ahead(view, assignment, start, last, calendar):
            day = local_day(moment)
            if first <= day <= last:
                item = Item(
                    plan.number or plan.title, task.annex, task.section, task.number, agency.name, assignment.role,
                    due.rung, due.due, assignment.id or 0,
                )  # fmt: skip
                for listener in listeners[assignment.agency_id]:
                    days[day][listener].append(item)
    return days


def _ahead(
    view: View, assignment: Assignment, start: dt.datetime, last: dt.date, calendar: WorkCalendar
) -> list[tuple[dt.datetime, Due]]:
    ladder, sent = view.ladder(assignment.task_id), view.sent[assignment.id or 0]
    return [
        step for state in view.states(assignment) for step in unanswered(state, sent, start, last, calendar, ladder)
    ]


def day_json(day: dt.date, digests: dict[Listener, list[Item]]) -> dict[str, Any]:
    """One day as the contract prints it; items in the digest's order, those behind "xem tiếp" included."""
    return {
        "date": day.isoformat(),
        "digests": [
            {kind: name, "items": [i.to_json() for i in sorted(items, key=_urgency)]}
            for (kind, name), items in digests.items()
        ],
    }


def _urgency(item: Item) -> tuple[bool, dt.date, int]:
    return (item.due is None, item.due or dt.date.max, item.assignment_id)
