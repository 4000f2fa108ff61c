"""Reporting duties in force: which agencies owe the reports of a plan, and from when to when each one is asked for.

Only the latest period of a duty is open: it opens on the day of its first reminder and gives way when the next one
does (DESIGN section 5, "every working day after", has no other end). A plan imported late is not asked for reports that
were due before; a plan's periodic reports end with the year of its last deadline.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col

from catalog.agencies.stored import agency_id, members_of, registry_of
from catalog.clock import ONE_DAY, local_day, start_of_day
from catalog.tables import Assignment, DutyPeriod, Milestone, Plan, ReportingDutyRow, Task
from catalog.work.reporting_duties import annex_of_leads
from scheduler.ladder.definition import Ladder
from scheduler.ladder.duty_days import NotADayRule, Occurrence, occurrences, parse_day_rule
from scheduler.ladder.working_calendar import WorkCalendar

LOOK_AGAIN = dt.timedelta(days=30)
"""A duty is looked at at least this often, so that an agency that came in later owes its report, too."""

_AHEAD = dt.timedelta(days=800)


@dataclass(frozen=True)
class Window:
    """One report and the days on which it is asked for: from `opens`, up to but not on `closes` (None: no end)."""

    occurrence: Occurrence
    opens: dt.date
    closes: dt.date | None = None


def agencies_of(session: Session, duty: ReportingDutyRow, plan: Plan) -> list[int]:
    """Who owes the reports: the named agencies and the members of departments and communes; other groups nobody.

    "Cơ quan chủ trì các nhiệm vụ tại Phụ lục II" (a footnote to a table) are those who lead a task there today.
    """
    from catalog.plans.meaning.actors.actors import (
        read_actors,  # a few times a month: a start need not load the rules of plans
    )

    annex = annex_of_leads(duty.who)
    if annex is not None:
        return _leading(session, plan, annex)
    actors = read_actors(duty.who, registry_of(session), printed_on=plan.date)
    named = [agency_id(session, name) for name in actors.lead]
    grouped = [member for group in actors.lead_groups for member in members_of(session, group)]
    return list(dict.fromkeys(found for found in (*named, *grouped) if found is not None))


def _leading(session: Session, plan: Plan, annex: str) -> list[int]:
    query = (
        sa.select(col(Assignment.agency_id))
        .join(Task, col(Task.id) == col(Assignment.task_id))
        .where(col(Task.plan_id) == plan.id, col(Assignment.role) == "lead", col(Assignment.state) != "cancelled")
        .distinct()
        .order_by(col(Assignment.agency_id))
    )
    return list(session.execute(query.where(col(Task.annex) == annex) if annex else query).scalars())


def windows(
    session: Session, duty: ReportingDutyRow, plan: Plan, until: dt.date, calendar: WorkCalendar, ladder: Ladder
) -> list[Window]:
    """The periods of a duty that open by `until`, in order; [] where its rule of days cannot be read."""
    try:
        rule = parse_day_rule(duty.day_rule)
    except NotADayRule:
        return []
    lead = ladder.duty_before[0]
    last = calendar.add_working_days(until, lead) + ONE_DAY
    if duty.period != "once" and (end := _last_year(session, plan)):
        last = min(last, dt.date(end, 12, 31))
    found: list[Window] = []
    since = local_day(plan.imported_at)
    for occurrence in occurrences(duty.period, rule, since, last, duty.due):  # type: ignore[arg-type]
        opens = calendar.add_working_days(occurrence.due, -lead)
        if found:
            opens = max(opens, found[-1].occurrence.due + ONE_DAY)
            found[-1] = Window(found[-1].occurrence, found[-1].opens, opens)
        found.append(Window(occurrence, opens))
    return [window for window in found if window.opens <= until]


def _last_year(session: Session, plan: Plan) -> int | None:
    """The year of the plan's last deadline; None for a plan that names no date at all (002)."""
    last: dt.date | None = session.execute(
        sa.select(sa.func.max(Milestone.due)).join(Task, col(Task.id) == col(Milestone.task_id)).where(
            col(Task.plan_id) == plan.id, col(Task.withdrawn_at).is_(None)
        )
    ).scalar()  # fmt: skip
    years = [year for year in (plan.year, last.year if last else None) if year]
    return max(years, default=None)


def duties_to_open(session: Session, now: dt.datetime) -> list[int]:
    """Duties whose next period may have come (by index)."""
    return list(session.execute(sa.select(col(ReportingDutyRow.id)).where(_to_open(now))).scalars())


def _to_open(now: dt.datetime) -> sa.ColumnElement[bool]:
    return sa.and_(col(ReportingDutyRow.opens_at) <= now, col(ReportingDutyRow.withdrawn_at).is_(None))


def open_period(session: Session, duty_id: int, now: dt.datetime, calendar: WorkCalendar) -> int:
    """Open the period that is asked for now, close the ones before, store when to look again; how many are new."""
    duty = session.get_one(ReportingDutyRow, duty_id)
    plan = session.get_one(Plan, duty.plan_id)
    today = local_day(now)
    ahead = windows(session, duty, plan, today + _AHEAD, calendar, ladder_of(plan))
    current = [window for window in ahead if window.opens <= today]
    following = next((window.opens for window in ahead if window.opens > today), None)
    duty.opens_at = now + LOOK_AGAIN
    if following is not None:
        duty.opens_at = min(duty.opens_at, start_of_day(following))
    session.add(duty)
    return _owe(session, duty, current[-1].occurrence, agencies_of(session, duty, plan), now) if current else 0


def _owe(
    session: Session, duty: ReportingDutyRow, report: Occurrence, agencies: Sequence[int], now: dt.datetime
) -> int:
    session.execute(
        sa.update(DutyPeriod)
        .where(
            col(DutyPeriod.duty_id) == duty.id,
            col(DutyPeriod.period) != report.slot,
            col(DutyPeriod.closed_at).is_(None),
            col(DutyPeriod.reported_at).is_(None),
        )
        .values(closed_at=now, next_nudge_at=None)
    )
    query = sa.select(col(DutyPeriod.agency_id)).where(
        col(DutyPeriod.duty_id) == duty.id, col(DutyPeriod.period) == report.slot
    )
    known = set(session.execute(query).scalars())
    new = [agency for agency in agencies if agency not in known]
    if new:
        session.execute(
            sa.insert(DutyPeriod),
            [
                {"duty_id": duty.id, "agency_id": agency, "period": report.slot, "due": report.due,
                 "opened_at": now, "next_nudge_at": now, "document_number": "", "snoozes": 0}
                for agency in new
            ],
        )  # fmt: skip
    session.flush()
    return len(new)


def ladder_of(plan: Plan) -> Ladder:
    """The plan's own ladder, or the province's."""
    return Ladder.from_override(plan.ladder) if plan.ladder else Ladder.default()
