"""The whole province for a year: every plan, every agency linked, day by day with the real sweep; and what must hold.

`promises` asks the store itself, one question a promise, and says for each how many cases there were and which broke.
"""

import datetime as dt
import random
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

import sqlalchemy as sa
from founded_khanh_hoa import founded
from small_province import IMPORTED, Province
from sqlmodel import Session, col, select

from catalog.audit import SYSTEM, Actor
from catalog.clock import local, local_day
from catalog.messaging.inbox_and_outbox import NUDGE
from catalog.plans.bundle import load_bundled
from catalog.plans.keeping.store import import_plan
from catalog.store.store import Store
from catalog.tables import AgencyRow, Assignment, DutyPeriod, Slot, Update
from catalog.work import reporting_duties, updates
from catalog.work.assignments import Said
from catalog.work.extensions import ask_extension, decide_extension
from scheduler.ladder.working_calendar import WorkCalendar

FIRST = dt.date(2026, 1, 2)
LAST_DUE = dt.date(2026, 12, 31)
LAST = dt.date(2027, 1, 5)
"""Two working days into the next year: what was due on 31 December has been missed by then."""
HOURS = (7, 8, 15)
"""Looked at before the hour of sending, at it, and once more in the afternoon."""


Row = TypeVar("Row", Assignment, DutyPeriod)


@dataclass(frozen=True)
class Promise:
    """One thing that must hold: how many cases were looked at, and a few of those that break it."""

    name: str
    cases: int
    broken: tuple[str, ...]


def found_whole(store: Store, *, desks: bool = False) -> Province:
    """The four plans imported on 2 January 2026, a focal point for each agency.

    `desks`: an officer and a leader of the province as well; their Mondays count the whole province anew.
    """
    province = Province(store)

    def work(session: Session) -> None:
        founded(session)
        for plan in load_bundled():
            import_plan(session, plan, SYSTEM, IMPORTED)
        for agency in session.execute(sa.select(col(AgencyRow.id))).scalars().all():
            province.focal[agency] = province.link(session, agency)
        for role in ("officer", "leader") if desks else ():
            province.link(session, 0, role)

    store.write(work)
    return province


def live(
    province: Province,
    answers: "Answers | None" = None,
    tick: Callable[[dt.date], None] | None = None,
    *,
    last: dt.date = LAST,
) -> None:
    """Run the year, or what there is of it up to `last`; `tick` is called after each day."""
    day = FIRST
    while day <= last:
        province.run(day, day, HOURS, answers)
        if tick is not None:
            tick(day)
        day += dt.timedelta(days=1)


class Answers:
    """People who answer at random at noon of every working day, an officer who decides on it, reports that are sent."""

    def __init__(self, province: Province, chance: random.Random, a_day: int = 6) -> None:
        self._province, self._chance, self._a_day = province, chance, a_day
        self._officer = Actor(None, "cli")
        self.acts = 0

    def __call__(self, session: Session, now: dt.datetime) -> None:
        """One noon."""
        if not self._province.calendar.is_working_day(local_day(now)):
            return
        open_ones = sa.select(col(Assignment.id)).where(
            col(Assignment.role) == "lead", col(Assignment.state).in_(("in_progress", "not_started"))
        )
        for assignment in self._some(session, Assignment, open_ones, self._a_day):
            self._answer(session, assignment, now)
        waiting = sa.select(col(Assignment.id)).where(col(Assignment.state) == "reported")
        for assignment in self._some(session, Assignment, waiting, (self._a_day + 1) // 2):
            judge = updates.accept if self._chance.random() < 0.7 else updates.send_back
            judge(session, assignment, self._officer, now, Said("ý kiến"))
        owed = sa.select(col(DutyPeriod.id)).where(
            col(DutyPeriod.reported_at).is_(None), col(DutyPeriod.closed_at).is_(None)
        )
        for period in self._some(session, DutyPeriod, owed, self._a_day):
            reporting_duties.report_sent(session, period, self._actor(period.agency_id), now)
            self.acts += 1

    def _some(self, session: Session, table: type[Row], query: sa.Select[Any], count: int) -> list[Row]:
        ids = session.execute(query.order_by(col(table.id))).scalars().all()
        return [session.get_one(table, one) for one in self._chance.sample(ids, min(count, len(ids)))]

    def _actor(self, agency: int) -> Actor:
        return Actor(self._province.focal.get(agency), "telegram")

    def _answer(self, session: Session, assignment: Assignment, now: dt.datetime) -> None:
        person, act = self._actor(assignment.agency_id), self._chance.choice(("report", "progress", "extend", "snooze"))
        if act == "report":
            updates.report_done(session, assignment, (), person, now, Said("xong"))
        elif act == "progress":
            percent = self._chance.randrange(100)
            updates.progress(session, assignment, "in_progress", percent, person, now, Said("đang làm"))
        elif act == "extend" and assignment.due and assignment.due > local_day(now):
            slot = session.exec(
                select(Slot).where(Slot.assignment_id == assignment.id, Slot.due == assignment.due)
            ).first()
            assert slot is not None
            later = assignment.due + dt.timedelta(days=20)
            asked = ask_extension(session, assignment, slot.slot, later, person, now, Said("chờ"))
            decide_extension(session, asked, later, self._officer, now, Said())
        elif act == "snooze":
            assignment.snoozed_until = local_day(now) + dt.timedelta(days=3)
            assignment.snoozes += 1
            assignment.next_nudge_at = now
        self.acts += 1


def promises(session: Session, calendar: WorkCalendar, last_due: dt.date = LAST_DUE) -> list[Promise]:
    """Everything that must hold of a simulated year (DESIGN section 5); `last_due`: the last deadline missed by its end."""
    return [
        _in_office_hours(session, calendar),
        _never_twice(session),
        _one_digest_a_day(session),
        *_before_and_after(session, last_due),
        *_reports_before_and_after(session, last_due),
        _none_while_reported_or_done(session),
        _none_of_a_replaced_due(session),
        _none_of_what_was_overdue_at_import(session),
        _each_with_its_proof(session),
    ]


def _all(session: Session, query: str, **values: Any) -> list[sa.Row[Any]]:
    return list(session.execute(sa.text(query), values))


def _in_office_hours(session: Session, calendar: WorkCalendar) -> Promise:
    moments = [
        (_moment(at), n)
        for table, column, where in (
            ("nudge", "created_at", ""), ("duty_nudge", "created_at", ""), ("digest", "created_at", ""),
            ("outbox", "not_before", f"WHERE priority = {NUDGE}"),
        )
        for at, n in _all(session, f"SELECT {column}, count(*) FROM {table} {where} GROUP BY {column}")
    ]  # fmt: skip
    off = [at for at, _ in moments if not calendar.is_office_hour(at) or local(at).hour < 8]
    return _promise("Không nhắc ngày nghỉ, ngoài giờ làm việc hoặc trước giờ gửi", sum(n for _, n in moments), off)


def _never_twice(session: Session) -> Promise:
    keys = (("nudge", "assignment_id, slot, rung, person_id, due, snooze"), ("duty_nudge", "duty_period_id, rung, person_id"))  # fmt: skip
    twice = [row for table, key in keys for row in _all(session, f"SELECT {key} FROM {table} GROUP BY {key} HAVING count(*) > 1")]  # fmt: skip
    cases = sum(_all(session, f"SELECT count(*) FROM {table}")[0][0] for table, _ in keys)
    return _promise("Không lần nhắc nào lặp lại", cases, twice)


def _one_digest_a_day(session: Session) -> Promise:
    days = "SELECT person_id, day, count(*) FROM digest GROUP BY person_id, day"
    twice = _all(session, f"{days} HAVING count(*) > 1")
    # Sent at eight, one o'clock UTC: the province's day is the day of UTC.
    heard = f"SELECT contact_id, date(created_at), count(*) FROM outbox WHERE priority = {NUDGE} GROUP BY 1, 2"
    twice += _all(session, f"{heard} HAVING count(*) > 1")
    return _promise("Mỗi người mỗi ngày nhiều nhất một bản nhắc việc", len(_all(session, heard)), twice)


def _before_and_after(session: Session, last_due: dt.date) -> tuple[Promise, Promise]:
    """Of deadlines nobody answered, moved or put off; a milestone has its own."""
    told = {
        (one, slot): (local_day(_moment(first)), local_day(_moment(last)))
        for one, slot, first, last in _all(
            session,
            "SELECT assignment_id, slot, min(created_at), max(created_at) FROM nudge WHERE due <> '-' GROUP BY 1, 2",
        )
    }
    fixed = _all(
        session,
        "SELECT s.assignment_id, s.slot, s.due FROM slot s JOIN assignment a ON a.id = s.assignment_id"
        " WHERE a.role = 'lead' AND a.state <> 'cancelled' AND a.overdue_at_import = false AND a.snoozes = 0 AND a.last_update_at IS NULL"
        " AND s.due > :first AND s.due <= :last",
        first=FIRST, last=last_due,
    )  # fmt: skip
    never = (dt.date.max, dt.date.min)
    spans = [
        (one, slot, dt.date.fromisoformat(str(due)), *told.get((one, str(slot)), never)) for one, slot, due in fixed
    ]
    return (
        _promise(
            "Mỗi hạn cố định có cơ quan chủ trì được nhắc trước hạn", len(spans), [s for s in spans if s[3] >= s[2]]
        ),
        _promise("... và được nhắc sau hạn", len(spans), [s for s in spans if s[4] <= s[2]]),
    )


def _reports_before_and_after(session: Session, last_due: dt.date) -> tuple[Promise, Promise]:
    owed = _all(
        session,
        "SELECT p.id, p.due, min(n.created_at), max(n.created_at) FROM duty_period p LEFT JOIN duty_nudge n"
        " ON n.duty_period_id = p.id WHERE p.reported_at IS NULL AND p.due <= :last GROUP BY p.id, p.due",
        last=last_due,
    )
    spans = [
        (one, dt.date.fromisoformat(str(due)), first and local_day(_moment(first)), last and local_day(_moment(last)))
        for one, due, first, last in owed
    ]
    return (
        _promise("Mỗi báo cáo định kỳ được nhắc trước hạn", len(spans), [s for s in spans if not s[2] or s[2] >= s[1]]),
        _promise("... và được nhắc sau hạn khi chưa gửi", len(spans), [s for s in spans if not s[3] or s[3] <= s[1]]),
    )


def _none_while_reported_or_done(session: Session) -> Promise:
    nudged: dict[int, list[dt.datetime]] = defaultdict(list)
    spells = quiet_spells(session)
    for one, at in _all(session, "SELECT assignment_id, created_at FROM nudge WHERE rung NOT LIKE 'acceptance%'"):
        if one in spells:
            nudged[one].append(_moment(at))
    broken = [
        (one, at) for one, times in spells.items() for start, end in times for at in nudged[one] if start < at < end
    ]
    reports = _all(
        session,
        "SELECT p.id FROM duty_period p JOIN duty_nudge n ON n.duty_period_id = p.id WHERE n.created_at > p.reported_at",
    )
    sent = _all(session, "SELECT count(*) FROM duty_period WHERE reported_at IS NOT NULL")[0][0]
    return _promise("Không nhắc sau khi đã báo cáo hoàn thành hoặc đã xong", len(spells) + sent, [*broken, *reports])


def quiet_spells(session: Session) -> dict[int, list[tuple[dt.datetime, dt.datetime]]]:
    """By assignment, the times in which it was reported or done."""
    never = dt.datetime.max.replace(tzinfo=dt.UTC)
    found: dict[int, list[tuple[dt.datetime, dt.datetime]]] = defaultdict(list)
    since: dict[int, dt.datetime] = {}
    for update in session.exec(select(Update).where(Update.kind != "created").order_by(col(Update.id))):
        if update.after["state"] in ("reported", "done", "cancelled"):
            since.setdefault(update.assignment_id, update.at)
        elif update.assignment_id in since:
            found[update.assignment_id].append((since.pop(update.assignment_id), update.at))
    for assignment_id, start in since.items():
        found[assignment_id].append((start, never))
    return found


def _none_of_a_replaced_due(session: Session) -> Promise:
    broken = _all(
        session,
        "SELECT n.id FROM extension e JOIN nudge n ON n.assignment_id = e.assignment_id AND n.slot = CAST(e.slot AS TEXT)"
        " WHERE e.decision = 'granted' AND n.due = CAST(e.old_due AS TEXT) AND n.created_at > e.decided_at",
    )
    granted = _all(session, "SELECT count(*) FROM extension WHERE granted_due IS NOT NULL")[0][0]
    return _promise("Gia hạn xong thì không nhắc theo hạn cũ", granted, broken)


def _none_of_what_was_overdue_at_import(session: Session) -> Promise:
    broken = _all(
        session, "SELECT n.id FROM nudge n JOIN assignment a ON a.id = n.assignment_id WHERE a.overdue_at_import = true"
    )
    held = _all(session, "SELECT count(*) FROM assignment WHERE overdue_at_import = true")[0][0]
    return _promise("Việc quá hạn từ khi nhập kế hoạch (003) chưa nhắc ai", held, broken)


def _each_with_its_proof(session: Session) -> Promise:
    broken, cases = [], 0
    for table in ("nudge", "duty_nudge"):
        cases += _all(session, f"SELECT count(*) FROM {table}")[0][0]
        broken += _all(
            session,
            f"SELECT n.id FROM {table} n LEFT JOIN outbox o ON o.id = n.outbox_id"
            " WHERE (o.state IS NULL OR o.state <> 'sent' OR o.provider_message_id = '') AND n.note = ''",
        )
    return _promise("Mỗi lần nhắc có mã tin của nền tảng hoặc lý do không gửi", cases, broken)


def _promise(name: str, cases: int, broken: Iterable[Any]) -> Promise:
    return Promise(name, cases, tuple(str(one) for one in broken)[:5])


def _moment(text: object) -> dt.datetime:
    """SQLite keeps UTC without saying so, PostgreSQL says the zone."""
    moment = dt.datetime.fromisoformat(str(text))
    return moment.replace(tzinfo=dt.UTC) if moment.tzinfo is None else moment
