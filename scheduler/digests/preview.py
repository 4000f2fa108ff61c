"""What would be said if nobody answered: the sweep's own rules run forward, changing nothing."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from catalog.agencies.stored import agency_names
from catalog.clock import ONE_DAY, end_of_day, local_day, start_of_day
from catalog.tables import Assignment, Digest, DutyPeriod, Plan, ReportingDutyRow, Task
from catalog.work.in_doubt import MAY_BE_REMINDED_OF
from catalog.work.snapshot import TO_DO
from scheduler.digests.sweep import said_of
from scheduler.ladder.definition import Ladder
from scheduler.ladder.due import Due, unanswered
from scheduler.ladder.obligations import Window, agencies_of, ladder_of, windows
from scheduler.ladder.recipients import Listeners
from scheduler.ladder.rungs import NudgeKey, SlotState
from scheduler.ladder.view import DutyView, View
from scheduler.ladder.working_calendar import WorkCalendar


@dataclass(frozen=True)
class Item:
    """One reminder of one day, with the words of the contract (DESIGN section 9).

    `assignment_id` is None for a report that is owed (rung "duty"); `key` is the one under which it is stored.
    """

    plan: str
    annex: str
    section: str
    number: str
    agency: str
    role: str
    rung: str
    due: dt.date | None
    assignment_id: int | None
    duty_id: int | None
    key: NudgeKey

    def to_json(self) -> dict[str, Any]:
        """The item as `nudge preview` prints it."""
        return {
            "plan": self.plan, "annex": self.annex, "section": self.section, "number": self.number,
            "agency": self.agency, "role": self.role, "rung": self.rung,
            "due": self.due.isoformat() if self.due else None, "assignment": self.assignment_id,
            **({"duty": self.duty_id, "period": self.key.slot} if self.duty_id else {}),
        }  # fmt: skip


Listener = tuple[str, int | str]
"""("person", id), or ("agency", name): one imagined focal point where nobody is linked."""

Said = tuple[Due, dt.date]

Days = dict[dt.date, dict[Listener, list[Item]]]


def preview(
    session: Session,
    now: dt.datetime,
    first: dt.date,
    last: dt.date,
    calendar: WorkCalendar,
    plan_ids: Collection[int] | None = None,
    agency_ids: Collection[int] | None = None,
    show: Callable[[int, int], None] = lambda done, total: None,
) -> Days:
    """The digests of every day from `first` to `last`, simulated from `now` (from `first` where that is earlier).

    `plan_ids`, `agency_ids`: only what belongs to these plans, to these agencies. `show` hears how many assignments
    of how many are worked out.
    """
    return _Forward(session, min(now, start_of_day(first)), first, last, calendar, plan_ids, agency_ids, show).run()


_WAITING = (
    sa.select(
        col(Assignment.id), col(Assignment.task_id), col(Assignment.agency_id), col(Assignment.role),
        col(Assignment.state), col(Assignment.overdue_at_import), col(Assignment.in_doubt),
        col(Assignment.follows_id), col(Assignment.created_at),
        col(Assignment.last_update_at), col(Assignment.snoozed_until), col(Assignment.snoozes),
        col(Task.annex), col(Task.section), col(Task.number),
        col(Plan.number).label("plan"), col(Plan.title).label("plan_title"),
    )
    .join(Task, col(Task.id) == col(Assignment.task_id))
    .join(Plan, col(Plan.id) == col(Task.plan_id))
    .order_by(col(Assignment.id))
)  # fmt: skip
"""What may be reminded of, by the columns that are looked at or shown."""


class _Forward:
    """One simulation; `days` fills as assignments and duties are gone through."""

    def __init__(
        self,
        session: Session,
        start: dt.datetime,
        first: dt.date,
        last: dt.date,
        calendar: WorkCalendar,
        plan_ids: Collection[int] | None,
        agency_ids: Collection[int] | None,
        show: Callable[[int, int], None],
    ) -> None:
        self._session, self._start, self._first, self._last = session, start, first, last
        self._calendar, self._show = calendar, show
        self._of_plans = sa.true() if plan_ids is None else col(Plan.id).in_(plan_ids)
        self._agencies = agency_ids
        self._of_agencies = sa.true() if agency_ids is None else col(Assignment.agency_id).in_(agency_ids)
        self._listeners = Listeners(session)
        self._names = agency_names(session)
        today = local_day(start)
        query = sa.select(col(Digest.person_id)).where(col(Digest.day) == today)
        self._served = set(session.execute(query).scalars())
        self._tomorrow = start_of_day(today + ONE_DAY)
        self._known: dict[tuple[SlotState, frozenset[NudgeKey], dt.datetime, dt.date, Ladder], list[Said]] = {}
        self.days: Days = defaultdict(lambda: defaultdict(list))

    def run(self) -> Days:
        """Everything, in the order of tasks and then duties."""
        if self._last < local_day(self._start):
            return self.days
        self._tasks()
        for duty, plan in self._session.exec(
            select(ReportingDutyRow, Plan)
            .join(Plan, col(Plan.id) == col(ReportingDutyRow.plan_id))
            .where(col(ReportingDutyRow.withdrawn_at).is_(None), self._of_plans)
            .order_by(col(ReportingDutyRow.id))
        ).all():
            self._duty(duty, plan)
        return self.days

    def _tasks(self) -> None:
        rows = self._session.execute(
            _WAITING.where(
                sa.or_(col(Assignment.role) == "lead", col(Assignment.asked_at).is_not(None)),
                MAY_BE_REMINDED_OF,
                col(Assignment.state).in_(TO_DO),
                # What the sweep need not look at by then has nothing to say by then.
                col(Assignment.next_nudge_at) < end_of_day(self._last),
                self._of_plans,
                self._of_agencies,
            )
        ).all()
        view = View(self._session, rows)
        for done, row in enumerate(rows):
            self._show(done, len(rows))
            place = (
                row.plan or row.plan_title,
                row.annex,
                row.section,
                row.number,
                self._names[row.agency_id],
                row.role,
            )
            ladder, sent = view.ladder(row), view.sent(row)
            said = [
                one for state in view.states(row) for one in self._ahead(state, sent, row.agency_id, self._last, ladder)
            ]
            once: set[NudgeKey] = set()  # two milestones share the key of what is of the whole task
            for due, day in sorted(said, key=lambda one: one[1]):
                if due.key not in once:
                    once.add(due.key)
                    self._hand(Item(*place, due.rung, due.due, row.id, None, due.key), row.agency_id, due, ladder, day)

    def _duty(self, duty: ReportingDutyRow, plan: Plan) -> None:
        ladder = ladder_of(plan)
        asked = windows(self._session, duty, plan, self._last, self._calendar, ladder)
        asked = [window for window in asked if window.closes is None or window.closes > self._first]
        if not asked:
            return
        known_periods = self._known_periods(duty)
        agencies = dict.fromkeys([*agencies_of(self._session, duty, plan), *(agency for agency, _ in known_periods)])
        wanted = (a for a in agencies if self._agencies is None or a in self._agencies)
        for agency_id in wanted:
            for window in asked:
                known = known_periods.get((agency_id, window.occurrence.slot))
                for due, day in self._asked(window, known, agency_id, ladder):
                    place = (plan.number or plan.title, "", "", "", self._names[agency_id], "lead")
                    self._hand(Item(*place, due.rung, due.due, None, duty.id, due.key), agency_id, due, ladder, day)

    def _known_periods(self, duty: ReportingDutyRow) -> dict[tuple[int, str], tuple[SlotState, set[NudgeKey]]]:
        """What is known of this duty's periods: reported or not, and what was sent."""
        periods = self._session.exec(select(DutyPeriod).where(DutyPeriod.duty_id == duty.id)).all()
        view = DutyView(self._session, periods)
        return {(p.agency_id, p.period): (view.state(p), view.sent(p)) for p in periods}

    def _asked(
        self, window: Window, known: tuple[SlotState, set[NudgeKey]] | None, agency_id: int, ladder: Ladder
    ) -> list[Said]:
        state, sent = known or (SlotState(window.occurrence.slot, "duty", due=window.occurrence.due), set())
        end = self._last if window.closes is None else min(self._last, window.closes - ONE_DAY)
        return [] if state.met else self._ahead(state, sent, agency_id, end, ladder)

    def _ahead(
        self, state: SlotState, sent: set[NudgeKey], agency_id: int, last: dt.date, ladder: Ladder
    ) -> list[Said]:
        """What will be said of one slot by `last`; whoever got today's digest hears no more today.

        Worked out once for all agencies that a group's task or report stands alike with.
        """
        served = self._served and self._served & self._listeners.all_of(agency_id, local_day(self._start))
        start = self._tomorrow if served else self._start
        key = (state, frozenset(sent), start, last, ladder)
        if key not in self._known:
            self._known[key] = [
                (due, local_day(moment)) for moment, due in unanswered(state, sent, start, last, self._calendar, ladder)
            ]
        return self._known[key]

    def _hand(self, item: Item, agency_id: int, due: Due, ladder: Ladder, day: dt.date) -> None:
        if day < self._first:
            return
        people = self._listeners.hearing(agency_id, said_of(due, ladder), day)
        listeners: list[Listener] = [("person", person) for person in people]
        if not self._listeners.of(agency_id, "focal", day):
            listeners.append(("agency", item.agency))
        for listener in listeners:
            self.days[day][listener].append(item)


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
    return (item.due is None, item.due or dt.date.max, item.assignment_id or 0)
