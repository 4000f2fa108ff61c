"""Outages, clocks, cost, and plans that would flood: the sweep on a real store."""

import datetime as dt
import os
import time
from collections import Counter

import pytest
import sqlalchemy as sa
from small_province import Province
from sqlmodel import Session, col, select

from catalog.agencies.stored import agency_id
from catalog.audit import SYSTEM
from catalog.clock import at_local, local_day
from catalog.messaging.inbox_and_outbox import NUDGE
from catalog.people import people
from catalog.store.store import Store
from catalog.tables import (
    Assignment,
    Contact,
    Digest,
    DutyNudge,
    GroupDigest,
    Milestone,
    Nudge,
    Outbox,
    Plan,
    Slot,
    Task,
)
from catalog.work.assignments import create
from scheduler.digests.compose import renew_late
from scheduler.digests.nudge_log import reminders
from scheduler.digests.sweep import due_units, sweep
from scheduler.ladder.definition import Ladder
from scheduler.ladder.due import reached
from scheduler.ladder.obligations import duties_to_open
from scheduler.ladder.view import states_of
from scheduler.ladder.working_calendar import shipped_calendar

CALENDAR = shipped_calendar()
EIGHT = dt.time(8)


def test_a_week_down_over_tet_is_followed_by_one_digest_with_the_strongest_rungs(province: Province) -> None:
    province.link_all()
    province.run(dt.date(2026, 1, 2), dt.date(2026, 2, 12))
    back = at_local(dt.date(2026, 2, 23), EIGHT)  # the first working day after Tết; down since the 13th
    province.store.write(lambda session: sweep(session, back, province.calendar))
    with province.store.read() as session:
        digests = session.exec(select(Digest).where(Digest.created_at == back)).all()
        assert Counter(digest.person_id for digest in digests) == dict.fromkeys(province.focal.values(), 1)
        caught_up = session.exec(select(Nudge).where(Nudge.created_at == back, Nudge.rung != "silence")).all()
        assert caught_up
        for nudge in caught_up:
            assignment = session.get_one(Assignment, nudge.assignment_id)
            slots = session.exec(select(Slot).where(Slot.assignment_id == assignment.id)).all()
            states = [state for state in states_of(assignment, slots) if nudge.slot in (state.slot, "2026-02")]
            strongest = [
                found.key.rung
                for state in states
                if (found := reached(state, local_day(back), province.calendar, Ladder.default()))
            ]
            assert nudge.rung in strongest
        per_slot = Counter((nudge.assignment_id, nudge.slot) for nudge in caught_up)
        assert max(per_slot.values()) == 1


def test_a_digest_that_could_not_leave_is_written_anew_the_next_day_also_where_nothing_new_is_to_be_said(
    province: Province,
) -> None:
    province.link_all()
    monday = dt.date(2026, 3, 16)
    province.run(dt.date(2026, 1, 2), monday, deliver=False)
    late = at_local(monday + dt.timedelta(days=1), dt.time(9))

    def nothing_new(session: Session) -> None:
        session.execute(sa.update(Assignment).values(next_nudge_at=None))

    province.store.write(nothing_new)
    with province.store.read() as session:
        old = set(session.exec(select(Outbox.id).where(Outbox.state == "queued", Outbox.priority == NUDGE)))
    assert old
    early = at_local(monday + dt.timedelta(days=1), dt.time(7, 40))
    assert province.store.write(lambda session: renew_late(session, early, province.calendar)).digests == 0
    made = province.store.write(lambda session: renew_late(session, late, province.calendar)).digests
    again = province.store.write(lambda session: renew_late(session, late, province.calendar)).digests
    with province.store.read() as session:
        waiting = session.exec(select(Outbox).where(Outbox.state == "queued", Outbox.priority == NUDGE)).all()
        assert (made, again) == (len(old), 0)
        assert {row.created_at for row in waiting} == {late}
        assert {nudge.outbox_id for nudge in session.exec(select(Nudge))} & old == set()


def test_while_a_channel_is_down_the_newest_digest_replaces_those_that_could_not_leave(province: Province) -> None:
    province.link_all()
    province.run(dt.date(2026, 1, 2), dt.date(2026, 1, 16), deliver=False)
    with province.store.read() as session:
        waiting = session.exec(select(Outbox).where(Outbox.state == "queued", Outbox.priority == NUDGE)).all()
        assert Counter(row.contact_id for row in waiting) == {row.contact_id: 1 for row in waiting}
        newest = {row.id for row in waiting}
        # The proof of every reminder still open names the message that will carry it.
        carried = session.exec(select(Nudge)).all()
        assert {nudge.outbox_id for nudge in carried} <= newest
        said = {tuple(item[:2]) for digest in session.exec(select(Digest).where(col(Digest.outbox_id).in_(newest)))
                for item in digest.items}  # fmt: skip
        assert {("task", nudge.assignment_id) for nudge in carried} <= said


@pytest.mark.parametrize("zone", ["America/New_York", "Europe/London", "Pacific/Kiritimati"])
def test_the_machines_zone_and_its_summer_time_change_nothing(
    province: Province, zone: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From 6 to 10 March 2026 New York changes to summer time, from 27 to 31 March London does."""
    province.link_all()
    before = os.environ.get("TZ")
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        province.run(dt.date(2026, 3, 5), dt.date(2026, 3, 11), (7, 8, 9, 23))
        province.run(dt.date(2026, 3, 27), dt.date(2026, 3, 31), (7, 8, 9, 23))
    finally:
        monkeypatch.delenv("TZ") if before is None else monkeypatch.setenv("TZ", before)
        time.tzset()
    with province.store.read() as session:
        moments = session.execute(sa.select(col(Digest.created_at))).scalars().all()
    assert moments
    assert {moment.astimezone(dt.UTC).time() for moment in moments} == {dt.time(1, 0)}
    assert len({local_day(moment) for moment in moments}) * len(province.focal) >= len(moments)


def test_a_step_back_of_the_clock_doubles_nothing(province: Province) -> None:
    province.link_all()
    province.run(dt.date(2026, 1, 2), dt.date(2026, 2, 6))
    with province.store.read() as session:
        before = len(session.exec(select(Nudge)).all()), len(session.exec(select(DutyNudge)).all())
    province.run(dt.date(2026, 1, 20), dt.date(2026, 2, 6))  # the clock stood two weeks back and runs again
    with province.store.read() as session:
        after = len(session.exec(select(Nudge)).all()), len(session.exec(select(DutyNudge)).all())
    assert after == before


@pytest.mark.sqlite
def test_what_the_sweep_asks_is_answered_by_an_index(store: Store) -> None:
    now = at_local(dt.date(2026, 3, 2), EIGHT)
    asked: list[tuple[str, object]] = []

    @sa.event.listens_for(store.engine, "before_cursor_execute")
    def note(_c: object, _cur: object, statement: str, parameters: object, _ctx: object, _many: bool) -> None:
        asked.append((statement, parameters))

    with store.read() as session:
        due_units(session, now, CALENDAR)
        duties_to_open(session, now)
        looked = [(s, p) for s, p in asked if "next_nudge_at" in s or "opens_at" in s]
        assert len(looked) == 3
        for statement, parameters in looked:
            plan = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()  # type: ignore[arg-type]
            said = " / ".join(row[-1] for row in plan)
            assert "USING INDEX" in said, (statement, said)
            assert any(name in said for name in ("next_nudge_at", "assignment_sweep", "opens_at")), said
            assert "SCAN assignment" not in said


def test_rows_that_are_not_due_are_not_looked_at(province: Province) -> None:
    province.link_all()
    first = at_local(dt.date(2026, 1, 5), EIGHT)
    looked = province.store.write(lambda session: sweep(session, first, province.calendar)).looked_at
    again = province.store.write(lambda session: sweep(session, first + dt.timedelta(minutes=1), province.calendar))
    assert looked > 50
    assert again.looked_at == 0


def test_a_plan_whose_every_date_has_passed_floods_nobody(store: Store) -> None:
    """All of 003 was due before it was imported: held for the officer, nobody else hears of it."""
    today = dt.date(2026, 1, 5)

    def work(session: Session) -> list[int]:
        agency = session.execute(sa.text("SELECT id FROM unit LIMIT 1")).scalar_one()
        contact = people.contact_for(session, "telegram", "1", "Lan", at_local(today, EIGHT))
        people.grant(session, contact.person_id or 0, "focal", agency, SYSTEM, at_local(today, EIGHT))
        plan = Plan(title="Kế hoạch năm 2022", date=dt.date(2022, 4, 29), year=2022, imported_at=at_local(today, EIGHT))
        session.add(plan)
        session.flush()
        made = []
        for number in range(1, 30):
            task = Task(plan_id=plan.id or 0, position=number, number=str(number), title=f"Việc {number}")
            session.add(task)
            session.flush()
            # Also a deadline before the plan's own date: printed so, and no less past.
            due = dt.date(2022, 1, 1) + dt.timedelta(days=30 * number)
            session.add(Milestone(task_id=task.id or 0, slot=1, kind="date", due=due))
            session.flush()
            made += create(session, task, [agency], "lead", SYSTEM, at_local(today, EIGHT), hold_before=today)
        return made

    made = store.write(work)
    for n in range(60):
        store.write(lambda s, n=n: sweep(s, at_local(today + dt.timedelta(days=n), EIGHT), CALENDAR))  # type: ignore[misc]
    with store.read() as session:
        assert len(made) == 29
        assert session.exec(select(Nudge)).first() is None
        assert session.exec(select(Outbox)).first() is None
        assert all(session.get_one(Assignment, one).overdue_at_import for one in made)


def test_a_task_without_agency_is_asked_of_nobody(province: Province) -> None:
    """The programme of 002 has 135 of them."""
    with province.store.read() as session:
        led = sa.select(col(Assignment.task_id)).where(col(Assignment.role) == "lead")
        nobody = session.exec(select(Task).where(col(Task.id).not_in(led), col(Task.heading_only).is_(False))).all()
    assert len(nobody) > 100
    province.link_all()
    province.run(dt.date(2026, 1, 5), dt.date(2026, 1, 9))
    with province.store.read() as session:
        reminded = {session.get_one(Assignment, n.assignment_id).task_id for n in session.exec(select(Nudge))}
    assert reminded
    assert not reminded & {task.id for task in nobody}


def bind_group(session: Session, agency: int) -> int:
    """A group chat of that agency."""
    chat = Contact(channel="telegram", chat_id="-100", kind="group", agency_id=agency, name="Tổ công tác",
                   created_at=at_local(dt.date(2026, 1, 2), EIGHT))  # fmt: skip
    session.add(chat)
    session.flush()
    return chat.id or 0


def test_an_agencys_group_gets_its_digest_once_a_day(province: Province) -> None:
    province.link_all()
    agency = next(iter(province.focal))
    chat = province.store.write(lambda session: bind_group(session, agency))
    province.run(dt.date(2026, 1, 5), dt.date(2026, 1, 12), (8, 10, 15))
    with province.store.read() as session:
        groups = session.exec(select(GroupDigest)).all()
        own = session.exec(select(Digest).where(Digest.person_id == province.focal[agency])).all()
        assert [row.day for row in groups] == [row.day for row in own]
        assert [[item[:3] for item in row.items] for row in groups] == [[item[:3] for item in row.items] for row in own]
        assert len({row.day for row in groups}) == len(groups) > 0
        told = [row for row in reminders(session) if row.chat == chat]
        assert len(told) == sum(len(row.items) for row in groups)
        assert all(row.sent_at and row.message_id and row.name == "Tổ công tác" for row in told)


def test_what_nobody_hears_is_on_record_with_the_reason_and_is_said_to_who_joins(province: Province) -> None:
    """Nobody linked: one row a rung however often it is looked at, and none of them counts as told."""
    province.run(dt.date(2026, 1, 5), dt.date(2026, 1, 9))
    province.store.write(lambda s: s.execute(sa.update(Assignment).where(col(Assignment.next_nudge_at).is_not(None))
                                             .values(next_nudge_at=at_local(dt.date(2026, 1, 9), EIGHT))))  # fmt: skip
    province.run(dt.date(2026, 1, 9), dt.date(2026, 1, 9), (9,))
    with province.store.read() as session:
        noted = reminders(session)
        assert {(row.person, row.chat, row.why_not) for row in noted} == {(None, None, "cơ quan chưa có đầu mối")}
        rungs = Counter((row.task, row.duty, row.agency, row.slot, row.rung, row.due) for row in noted)
        assert max(rungs.values()) == 1
    province.link_all()
    province.run(dt.date(2026, 1, 9), dt.date(2026, 1, 9), (10,))
    with province.store.read() as session:
        told = {(r.task, r.duty, r.agency, r.slot) for r in reminders(session) if r.person}
        assert told
        assert told <= {(row.task, row.duty, row.agency, row.slot) for row in noted}


def test_a_group_without_a_linked_person_is_told_once_and_after_an_outage_gets_one_digest(province: Province) -> None:
    agency = province.store.write(lambda session: agency_id(session, "Sở Nội vụ")) or 0
    chat = province.store.write(lambda session: bind_group(session, agency))
    province.run(dt.date(2026, 1, 5), dt.date(2026, 1, 16), (8, 15), deliver=False)
    with province.store.read() as session:
        waiting = session.exec(select(Outbox).where(Outbox.state == "queued", Outbox.contact_id == chat)).all()
        assert len(waiting) == 1
        told = [row for row in reminders(session) if row.chat == chat]
        assert len({(row.task, row.duty, row.slot, row.rung, row.due) for row in told}) == len(told) > 5
        assert not [row for row in reminders(session, agency_ids=[agency]) if row.chat != chat]
