"""What officers and leaders get: their desk, escalations, one digest a day with two roles."""

import datetime as dt
from collections import Counter

import sqlalchemy as sa
from small_province import IMPORTED, Province
from sqlmodel import Session, col, select

from catalog.audit import Actor
from catalog.clock import at_local, local_day
from catalog.messaging.inbox_and_outbox import Message
from catalog.messaging.reachable_chats import contact_of
from catalog.tables import (
    Assignment,
    Briefing,
    Digest,
    DutyNudge,
    Nudge,
    Outbox,
    ReportingDutyRow,
)
from catalog.work import updates
from catalog.work.assignments import Said
from scheduler.digests.sweep import sweep

EIGHT = dt.time(8)
MONDAY = dt.date(2026, 3, 16)


def text_of(session: Session, digest: Digest | None) -> str:
    assert digest is not None
    return Message.from_json(session.get_one(Outbox, digest.outbox_id).payload).text


def digest_on(session: Session, person: int, day: dt.date) -> Digest | None:
    return session.exec(select(Digest).where(Digest.person_id == person, Digest.day == day)).first()


def agency_named(session: Session, name: str) -> int:
    return int(session.execute(sa.text("SELECT id FROM unit WHERE name = :name"), {"name": name}).scalar_one())


def test_an_officer_who_is_also_a_focal_point_gets_one_digest_with_both(province: Province) -> None:
    def link(session: Session) -> int:
        agency = agency_named(session, "Sở Khoa học và Công nghệ")
        person = province.link(session, agency)
        membership = sa.text(
            "INSERT INTO membership (person_id, role, agency_id, since) VALUES (:p, 'officer', :a, :s)"
        )
        session.execute(membership, {"p": person, "a": agency, "s": "2026-01-02 00:00:00"})
        return person

    person = province.store.write(link)
    province.run(dt.date(2026, 1, 5), dt.date(2026, 1, 16), (8, 9, 15))
    with province.store.read() as session:
        per_day = Counter(digest.day for digest in session.exec(select(Digest).where(Digest.person_id == person)))
        assert set(per_day.values()) == {1}
        assert len(per_day) == 11  # Saturday the 10th is worked
        said = text_of(session, digest_on(session, person, dt.date(2026, 1, 5)))
        assert "NHẮC VIỆC" in said
        assert "VIỆC CHỜ CÁN BỘ TỔNG HỢP" in said
        assert "đang có việc, chưa có đầu mối" in said


def test_an_officer_is_reminded_of_a_report_that_waits_after_three_working_days(province: Province) -> None:
    province.link_all()

    def prepare(session: Session) -> tuple[int, int]:
        officer = province.link(session, 0, "officer")
        assignment = session.exec(
            select(Assignment).where(Assignment.role == "lead", Assignment.state == "not_started", col(Assignment.overdue_at_import).is_(False))
        ).first()  # fmt: skip
        assert assignment is not None
        now = at_local(dt.date(2026, 3, 12), dt.time(10))
        updates.report_done(
            session, assignment, (), Actor(province.focal[assignment.agency_id], "telegram"), now, Said("xong")
        )
        return officer, assignment.id or 0

    officer, reported = province.store.write(prepare)
    province.run(dt.date(2026, 3, 13), dt.date(2026, 3, 24))
    with province.store.read() as session:
        asked = session.exec(select(Nudge).where(Nudge.person_id == officer)).all()
        assert [(n.assignment_id, n.rung, local_day(n.created_at)) for n in asked] == [
            (reported, "acceptance_3", dt.date(2026, 3, 17)), (reported, "acceptance_8", dt.date(2026, 3, 24)),
        ]  # fmt: skip
        assert "đã chờ 3 ngày làm việc" in text_of(session, digest_on(session, officer, dt.date(2026, 3, 17)))
        assert not [
            n for n in session.exec(select(Nudge).where(Nudge.assignment_id == reported)) if n.person_id != officer
        ]


def test_nothing_waiting_means_no_message_and_the_desk_is_looked_at_once_a_day(province: Province) -> None:
    def work(session: Session) -> int:
        session.execute(sa.update(Assignment).values(state="cancelled", next_nudge_at=None))
        session.execute(sa.update(ReportingDutyRow).values(withdrawn_at=IMPORTED))
        return province.link(session, 0, "officer")

    officer = province.store.write(work)
    tuesday = MONDAY + dt.timedelta(days=1)
    province.run(tuesday, tuesday, (8, 9, 10))
    with province.store.read() as session:
        looked = session.exec(select(Briefing)).all()
        assert [(row.person_id, row.digest_id) for row in looked] == [(officer, None)]
        assert session.exec(select(Digest)).first() is None


def test_leaders_hear_on_the_first_working_day_of_the_week_only(province: Province) -> None:
    leader = province.store.write(lambda session: province.link(session, 0, "leader"))
    province.run(dt.date(2026, 4, 20), dt.date(2026, 5, 8))  # 27 April (Monday), 30 April and 1 May are off
    with province.store.read() as session:
        heard = session.exec(select(Digest).where(Digest.person_id == leader)).all()
        assert [row.day for row in heard] == [dt.date(2026, 4, 20), dt.date(2026, 4, 28), dt.date(2026, 5, 4)]
        assert "TÌNH HÌNH ĐẦU TUẦN" in text_of(session, heard[0])


def test_an_agencys_leader_hears_from_three_working_days_overdue(province: Province) -> None:
    province.link_all()
    agency = next(iter(province.focal))
    leader = province.store.write(lambda session: province.link(session, agency, "agency_leader"))
    province.run(dt.date(2026, 3, 2), dt.date(2026, 4, 17))
    with province.store.read() as session:
        rungs = {nudge.rung for nudge in session.exec(select(Nudge).where(Nudge.person_id == leader))}
        assert rungs
        assert not {r for r in rungs if not r.startswith("overdue_") or int(r.removeprefix("overdue_")) < 3}
        of_reports = {n.rung for n in session.exec(select(DutyNudge).where(DutyNudge.person_id == leader))}
        assert of_reports
        assert all(int(rung.removeprefix("duty_overdue_")) % 5 == 3 for rung in of_reports)


def test_a_leader_who_left_gets_nothing_more(province: Province) -> None:
    leader = province.store.write(lambda session: province.link(session, 0, "leader"))
    province.store.write(
        lambda s: s.execute(
            sa.text("UPDATE membership SET ended_at = '2026-03-01' WHERE person_id = :p"), {"p": leader}
        )
    )
    province.store.write(lambda session: sweep(session, at_local(MONDAY, EIGHT), province.calendar))
    with province.store.read() as session:
        assert contact_of(session, leader, at_local(MONDAY, EIGHT)) is not None
        assert digest_on(session, leader, MONDAY) is None
