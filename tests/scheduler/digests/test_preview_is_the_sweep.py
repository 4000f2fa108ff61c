"""What the preview promises is what the sweep sends when nobody answers, and it changes nothing."""

import datetime as dt

import pytest
import sqlalchemy as sa
from small_province import IMPORTED, Province, promised, sent
from sqlmodel import Session, col, select

from catalog.clock import at_local, local_day
from catalog.tables import Assignment, Digest
from scheduler.digests.preview import day_json, preview
from scheduler.digests.sweep import sweep


@pytest.mark.long
def test_two_months_are_as_promised(province: Province) -> None:
    """From the second day on, with some tasks on their way, a leader of an agency, and a support that was asked."""
    province.link_all()

    def prepare(session: Session) -> None:
        agency = next(iter(province.focal))
        province.link(session, agency, "agency_leader")
        support = session.exec(
            select(Assignment).where(Assignment.role == "support", Assignment.agency_id == agency)
        ).first()
        assert support is not None
        support.asked_at = support.next_nudge_at = IMPORTED

    province.store.write(prepare)
    province.run(dt.date(2026, 1, 2), dt.date(2026, 2, 27))
    now = at_local(dt.date(2026, 2, 28), dt.time(7))
    with province.store.read() as session:
        days = preview(session, now, local_day(now), dt.date(2026, 4, 30), province.calendar)
    province.run(dt.date(2026, 2, 28), dt.date(2026, 4, 30))
    with province.store.read() as session:
        happened = sent(session, now)
    assert len(happened) > 200
    assert promised(days) == happened


def test_whoever_heard_today_is_promised_nothing_more_today(province: Province) -> None:
    province.link_all()
    morning = at_local(dt.date(2026, 1, 5), dt.time(8))
    province.run(dt.date(2026, 1, 2), dt.date(2026, 1, 5))

    def newcomer(session: Session) -> None:
        held = session.exec(select(Assignment).where(col(Assignment.overdue_at_import).is_(True))).first()
        assert held is not None
        held.overdue_at_import, held.next_nudge_at = False, morning

    province.store.write(newcomer)
    noon = at_local(dt.date(2026, 1, 5), dt.time(10))
    with province.store.read() as session:
        days = preview(session, noon, dt.date(2026, 1, 5), dt.date(2026, 1, 6), province.calendar)
    province.store.write(lambda s: sweep(s, noon, province.calendar))
    province.run(dt.date(2026, 1, 6), dt.date(2026, 1, 6))
    with province.store.read() as session:
        assert promised(days) == sent(session, noon)
        assert not days.get(dt.date(2026, 1, 5))


def test_an_agency_with_nobody_linked_is_one_imagined_focal_point(province: Province) -> None:
    day = dt.date(2026, 3, 5)
    with province.store.read() as session:
        days = preview(session, IMPORTED, day, day, province.calendar)
    printed = day_json(day, days[day])
    agencies = [digest["agency"] for digest in printed["digests"]]
    assert "Sở Nội vụ" in agencies
    assert len(agencies) == len(set(agencies))
    item = printed["digests"][0]["items"][0]
    assert {"plan", "annex", "section", "number", "agency", "role", "rung", "due"} <= item.keys()
    assert {i["rung"] for digest in printed["digests"] for i in digest["items"]} >= {"duty"}


@pytest.mark.sqlite
def test_the_preview_changes_nothing(province: Province) -> None:
    with province.store.read() as session:
        before = session.execute(sa.text("SELECT total_changes()")).scalar_one()
        preview(session, IMPORTED, dt.date(2026, 1, 5), dt.date(2026, 3, 31), province.calendar)
        assert session.execute(sa.text("SELECT total_changes()")).scalar_one() == before
        assert not session.new
        assert not session.dirty
        assert session.exec(select(Digest)).first() is None
