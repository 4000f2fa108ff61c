"""What officers and admins do to reminders: by hand, ladders, days off, supports, what was overdue at import."""

import datetime as dt
from collections import Counter

import pytest
import sqlalchemy as sa
from small_province import IMPORTED, Province
from sqlmodel import Session, col, select

from catalog.audit import SYSTEM, Actor
from catalog.clock import at_local, local_day
from catalog.tables import (
    Assignment,
    Audit,
    Digest,
    Nudge,
    Outbox,
    Plan,
)
from catalog.upkeep import days_off
from catalog.work import overdue_at_import, support
from catalog.work.assignments import Said
from catalog.work.guards import Impossible
from scheduler.digests import manual
from scheduler.digests.nudge_log import reminders
from scheduler.ladder.definition import LadderError
from scheduler.ladder.deployment_overrides import calendar_in, set_ladder

EIGHT = dt.time(8)
MONDAY = dt.date(2026, 3, 16)


def test_an_officers_own_reminder_goes_out_once_and_at_night_waits_for_the_morning(province: Province) -> None:
    province.link_all()
    night = at_local(dt.date(2026, 4, 10), dt.time(22))

    def remind(session: Session) -> tuple[object, object, int]:
        plans = session.exec(select(Plan)).all()
        chosen = manual.overdue(session, plans, night)
        reach = manual.campaign(session, chosen, night)
        assert reach.people == 3
        first = manual.send(session, reach.assignments, reach.ordinal, SYSTEM, night, province.calendar)
        return (
            first,
            manual.send(session, reach.assignments, reach.ordinal, SYSTEM, night, province.calendar),
            reach.ordinal,
        )

    province.run(dt.date(2026, 3, 30), dt.date(2026, 4, 10))
    first, second, ordinal = province.store.write(remind)
    assert first == (3, at_local(dt.date(2026, 4, 13), dt.time(7, 30)))
    assert second is None
    with province.store.read() as session:
        waiting = session.exec(select(Outbox).where(Outbox.state == "queued")).all()
        assert len(waiting) == 3
        assert all(province.calendar.is_office_hour(row.not_before) for row in waiting)
        rows = session.exec(select(Nudge).where(Nudge.rung == f"manual_{ordinal}")).all()
        assert Counter((n.assignment_id, n.person_id) for n in rows).most_common(1)[0][1] == 1
        again = manual.campaign(session, [session.get_one(Assignment, rows[0].assignment_id)], night)
        assert again.ordinal == ordinal + 1


def test_the_log_says_who_when_where_and_why_not(province: Province) -> None:
    province.link_all()
    province.run(dt.date(2026, 1, 5), dt.date(2026, 1, 6))

    def block(session: Session) -> None:
        session.execute(sa.text("UPDATE contact SET blocked_at = '2026-01-06 10:00:00'"))

    province.store.write(block)
    province.run(dt.date(2026, 1, 7), dt.date(2026, 1, 30))
    with province.store.read() as session:
        found = reminders(session)
        sent = [row for row in found if row.sent_at]
        unsent = [row for row in found if not row.sent_at]
        assert sent
        assert all(row.message_id and row.channel and row.name and not row.why_not for row in sent)
        assert unsent
        assert all(row.why_not and not row.message_id for row in unsent)
        task = next(row.task for row in found if row.task)
        assert {row.task for row in reminders(session, task_id=task)} == {task}
        assert reminders(session, limit=1)[0].created_at == max(row.created_at for row in found)


def test_a_plans_own_ladder_speaks_on_its_own_days_and_a_wrong_one_changes_nothing(province: Province) -> None:
    province.link_all()

    def change(session: Session) -> int:
        plan = session.exec(select(Plan).where(col(Plan.number).startswith("2821"))).one()
        with pytest.raises(LadderError):
            set_ladder(session, plan, {"before": []}, SYSTEM, IMPORTED)
        assert plan.ladder is None
        set_ladder(session, plan, {"before": [9], "overdue": [2]}, SYSTEM, IMPORTED)
        return plan.id or 0

    plan_id = province.store.write(change)
    province.run(dt.date(2026, 2, 16), dt.date(2026, 4, 10))
    with province.store.read() as session:
        said = sa.text(
            "SELECT DISTINCT n.rung FROM nudge n JOIN assignment a ON a.id = n.assignment_id"
            " JOIN task t ON t.id = a.task_id WHERE t.plan_id = :plan AND n.due <> '-'"
        )
        rungs = set(session.execute(said, {"plan": plan_id}).scalars())
        assert rungs <= {"before_9", "due", "overdue_2"}
        assert "before_9" in rungs


def test_a_day_off_that_an_admin_adds_is_kept_and_moves_what_fell_on_it(province: Province) -> None:
    province.link_all()
    day = dt.date(2026, 3, 17)

    province.store.write(
        lambda s: days_off.set_day(s, day, working=False, source="Thông báo 1/TB-UBND", actor=SYSTEM, now=IMPORTED)
    )
    with province.store.read() as session:
        province.calendar = calendar_in(session)
    assert not province.calendar.is_working_day(day)
    province.run(dt.date(2026, 3, 9), dt.date(2026, 3, 20))
    with province.store.read() as session:
        spoken = {row.day for row in session.exec(select(Digest))}
        assert day not in spoken
        # 14 days before 31 March is the 17th: said on the working day before.
        said = session.exec(select(Nudge).where(Nudge.rung == "before_14", Nudge.due == "2026-03-31")).all()
        assert said
        assert {local_day(nudge.created_at) for nudge in said} == {dt.date(2026, 3, 16)}


def test_a_support_is_reminded_only_after_it_was_asked(province: Province) -> None:
    province.link_all()
    province.run(dt.date(2026, 2, 23), dt.date(2026, 3, 2))

    def ask(session: Session) -> int:
        supports = session.exec(
            select(Assignment)
            .where(
                Assignment.role == "support", Assignment.state == "not_started", Assignment.due > dt.date(2026, 3, 2)
            )
            .order_by(col(Assignment.due))
        ).all()  # type: ignore[operator]
        nudged = set(session.execute(sa.select(col(Nudge.assignment_id))).scalars())
        assert not nudged & {row.id for row in supports}
        now = at_local(dt.date(2026, 3, 2), dt.time(10))
        assert support.ask(session, supports[0], SYSTEM, now)
        assert not support.ask(session, supports[0], SYSTEM, now)
        return supports[0].id or 0

    asked = province.store.write(ask)
    province.run(dt.date(2026, 3, 3), dt.date(2026, 4, 3))
    with province.store.read() as session:
        assert session.exec(select(Nudge).where(Nudge.assignment_id == asked)).first() is not None


def test_a_held_task_is_closed_extended_handed_over_or_pressed_for(province: Province) -> None:
    province.link_all()
    now = at_local(dt.date(2026, 1, 5), dt.time(10))
    officer = Actor(None, "telegram")

    def decide(session: Session) -> list[int]:
        held = session.exec(
            select(Assignment).where(col(Assignment.overdue_at_import).is_(True), Assignment.state == "not_started")
        ).all()
        assert len(held) >= 4
        closed, extended, moved, pressed = held[:4]
        with pytest.raises(Impossible, match="document_needed"):
            overdue_at_import.close_with_document(session, closed, dt.date(2023, 5, 1), officer, now, Said())
        overdue_at_import.close_with_document(
            session, closed, dt.date(2023, 5, 1), officer, now, Said("", None, "12/BC")
        )
        with pytest.raises(Impossible, match="in_past"):
            overdue_at_import.extend(session, extended, dt.date(2025, 1, 1), officer, now, Said())
        overdue_at_import.extend(session, extended, dt.date(2026, 2, 27), officer, now, Said())
        other = next(agency for agency in province.focal if agency != moved.agency_id)
        goes_on = overdue_at_import.hand_over(session, moved, other, officer, now, Said("chuyển"))
        overdue_at_import.start_nudging(session, pressed, officer, now, Said())
        with pytest.raises(Impossible, match="not_overdue_at_import"):
            overdue_at_import.start_nudging(session, pressed, officer, now, Said())
        assert (closed.state, closed.self_confirmed, moved.state) == ("done", True, "cancelled")
        assert not any(row.overdue_at_import for row in (closed, extended, pressed, goes_on))
        return [row.id or 0 for row in (closed, moved, extended, goes_on, pressed)]

    closed, moved, extended, goes_on, pressed = province.store.write(decide)
    province.run(dt.date(2026, 1, 6), dt.date(2026, 1, 29))
    with province.store.read() as session:
        nudged = set(session.execute(sa.select(col(Nudge.assignment_id))).scalars())
        assert {extended, goes_on, pressed} <= nudged
        assert not {closed, moved} & nudged
        assert session.exec(select(Audit).where(Audit.action == "update.nudging_started")).first() is not None
