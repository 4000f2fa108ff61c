"""Reports that are owed: who owes them, the latest one open, sent and taken back, outside the figures."""

import datetime as dt

import pytest
import sqlalchemy as sa
from small_province import Province
from sqlmodel import Session, col, select

from catalog.audit import Actor, verify
from catalog.clock import at_local, local_day
from catalog.tables import (
    DutyNudge,
    DutyPeriod,
    Plan,
    ReportingDutyRow,
)
from catalog.work import reporting_duties
from catalog.work.guards import Impossible
from scheduler.digests.snooze import put_off
from scheduler.ladder.definition import Ladder
from scheduler.ladder.obligations import agencies_of, windows

EIGHT = dt.time(8)
MONDAY = dt.date(2026, 3, 16)


def test_only_the_latest_report_of_a_duty_is_asked_for(province: Province) -> None:
    province.link_all()
    province.run(dt.date(2026, 3, 2), dt.date(2026, 3, 20))
    province.run(dt.date(2026, 6, 1), dt.date(2026, 6, 10))
    with province.store.read() as session:
        for duty in session.exec(select(ReportingDutyRow)):
            still_open = session.exec(
                select(DutyPeriod.period).where(DutyPeriod.duty_id == duty.id, col(DutyPeriod.closed_at).is_(None))
            ).all()
            assert len(set(still_open)) <= 1
        quarterly = session.exec(select(DutyPeriod).where(DutyPeriod.period == "2026-03")).all()
        assert quarterly
        for owed in quarterly:
            told = session.exec(select(DutyNudge).where(DutyNudge.duty_period_id == owed.id)).all()
            assert all(owed.closed_at is None or nudge.created_at < owed.closed_at for nudge in told)


def test_a_report_that_was_sent_is_not_asked_for_again_and_can_be_taken_back(province: Province) -> None:
    province.link_all()
    province.run(dt.date(2026, 3, 5), dt.date(2026, 3, 6))
    now = at_local(dt.date(2026, 3, 6), dt.time(10))
    who = Actor(next(iter(province.focal.values())), "telegram")

    def report(session: Session) -> int:
        owed = session.exec(select(DutyPeriod).where(DutyPeriod.agency_id == next(iter(province.focal)))).first()
        assert owed is not None
        reporting_duties.report_sent(session, owed, who, now, "12/BC-SKHCN")
        with pytest.raises(Impossible):
            reporting_duties.report_sent(session, owed, who, now)
        return owed.id or 0

    sent = province.store.write(report)
    province.run(dt.date(2026, 3, 9), dt.date(2026, 3, 20))
    with province.store.read() as session:
        last = session.execute(
            sa.select(sa.func.max(DutyNudge.created_at)).where(col(DutyNudge.duty_period_id) == sent)
        ).scalar()
        assert last is None or last <= now
        assert verify(session).broken_at is None
    later = now + dt.timedelta(hours=2)
    province.store.write(lambda s: reporting_duties.take_back(s, s.get_one(DutyPeriod, sent), who, later))
    province.run(dt.date(2026, 3, 23), dt.date(2026, 3, 23))
    with province.store.read() as session:
        again = session.exec(select(DutyNudge).where(DutyNudge.duty_period_id == sent)).all()
        assert local_day(again[-1].created_at) == dt.date(2026, 3, 23)


def test_who_owes_a_report_is_read_from_the_plans_words(province: Province) -> None:
    with province.store.read() as session:
        found = {}
        for duty in session.exec(select(ReportingDutyRow)):
            plan = session.get_one(Plan, duty.plan_id)
            found[duty.who[:30], duty.period] = len(agencies_of(session, duty, plan))
            for window in windows(session, duty, plan, dt.date(2026, 12, 31), province.calendar, Ladder.default()):
                assert province.calendar.is_working_day(window.opens)
                assert window.opens < window.occurrence.due
        assert found["các Sở, ban, ngành, UBND cấp x", "year"] == 3  # the members of the groups among the agencies kept
        assert found["Văn phòng Tỉnh ủy", "year"] == 1
        assert found["Cơ quan chủ trì các nhiệm vụ t", "month"] >= 3


def test_duties_never_enter_the_official_figures(province: Province) -> None:
    from catalog.figures.official import picture

    province.link_all()
    with province.store.read() as session:
        before = picture(session, MONDAY, at_local(MONDAY, EIGHT)).whole.counts
    province.run(dt.date(2026, 1, 5), dt.date(2026, 1, 30))
    with province.store.read() as session:
        assert session.exec(select(DutyPeriod)).first() is not None
        assert picture(session, MONDAY, at_local(MONDAY, EIGHT)).whole.counts == before


def test_a_report_that_was_put_off_speaks_again_and_not_past_its_due_day(province: Province) -> None:
    """As a task does: the same rung once more under the next snooze, on a working day, never later than the due."""
    province.link_all()
    friday = dt.date(2026, 3, 6)  # ten working days before the 19th was Thursday, 5 March
    province.run(dt.date(2026, 3, 5), friday)
    who = Actor(next(iter(province.focal.values())), "telegram")

    def put_it_off(session: Session) -> dict[int, dt.date]:
        owed = session.exec(select(DutyPeriod).where(DutyPeriod.due == dt.date(2026, 3, 19))).all()
        told = set(session.exec(select(DutyNudge.duty_period_id)))
        asked = [one for one in owed if one.id in told][:1]
        assert asked
        until = put_off(session, asked, 3, who, at_local(friday, dt.time(9)), province.calendar)
        assert put_off(session, asked, 3, who, at_local(dt.date(2026, 3, 19), dt.time(9)), province.calendar) == []
        return {asked[0].id or 0: until[0]}

    ((period, until),) = province.store.write(put_it_off).items()
    assert until == dt.date(2026, 3, 9)  # the third day is a Monday
    province.run(dt.date(2026, 3, 7), dt.date(2026, 3, 20))
    with province.store.read() as session:
        told = session.exec(select(DutyNudge).where(DutyNudge.duty_period_id == period).order_by(col(DutyNudge.id)))
        said = [(local_day(nudge.created_at), nudge.rung, nudge.snooze) for nudge in told]
    assert said[:2] == [(dt.date(2026, 3, 5), "duty_before_10", 0), (until, "duty_before_10", 1)]
    assert said[-1][0] == dt.date(2026, 3, 20)
    assert len({(rung, snooze) for _, rung, snooze in said}) == len(said)
