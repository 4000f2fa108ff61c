"""Periodic reports are drafted for the officer a week before their date, once; warnings stand in the weekly digest."""

import datetime as dt
import io

import docx
import openpyxl
import pytest
from sqlmodel import select

from catalog.agencies.stored import agency_id
from catalog.audit import SYSTEM
from catalog.clock import PROVINCE_ZONE
from catalog.messaging.inbox_and_outbox import Message
from catalog.people.people import contact_for, grant
from catalog.plans.bundle import load_bundled
from catalog.plans.keeping.store import import_plan
from catalog.tables import Assignment, Membership, Outbox, Plan, ReportingDutyRow
from catalog.work.assignments import Said
from catalog.work.blockers import open_blocker
from handlers.leader.reports import makers
from scheduler.digests.briefing import brief, to_brief
from scheduler.digests.report_drafts import draft_report, drafts_due
from scheduler.ladder.working_calendar import shipped_calendar

CALENDAR = shipped_calendar()
MONDAY = dt.datetime(2026, 3, 16, 9, 0, tzinfo=PROVINCE_ZONE)


@pytest.fixture
def house(store):
    def fill(session):
        import_plan(session, load_bundled()[2], SYSTEM, MONDAY, source_name="b")
        plan = session.exec(select(Plan)).one()
        for row in session.exec(select(ReportingDutyRow)).all():
            row.withdrawn_at = MONDAY
        duty = ReportingDutyRow(plan_id=plan.id, who="Các sở", addressee="UBND tỉnh", period="quarter",
                                day_rule="before 20 of the last month of the quarter", text="báo cáo hằng quý")  # fmt: skip
        session.add(duty)
        person = contact_for(session, "telegram", "7", "Hạnh", MONDAY).person_id
        plan.coordinator_id = agency_id(session, "Sở Nội vụ")
        grant(session, person, "officer", plan.coordinator_id, SYSTEM, MONDAY)
        leader = contact_for(session, "telegram", "8", "Minh", MONDAY).person_id
        grant(session, leader, "leader", None, SYSTEM, MONDAY)
        return person, leader

    return store, *store.write(fill)


def drafts(store, now):
    with store.read() as session:
        due = drafts_due(session, now, CALENDAR)
    return sum(store.write(lambda s, draft=draft: draft_report(s, draft, now)) for draft in due)


def at(day, hour=9):
    return dt.datetime(2026, 3, day, hour, 0, tzinfo=PROVINCE_ZONE)


def test_a_draft_comes_a_week_before_its_date_and_only_once(house):
    store, _, _ = house
    assert drafts(store, at(11)) == 0  # due on the 19th
    assert drafts(store, at(12)) == 1
    assert drafts(store, at(13)) == 0
    with store.read() as session:
        message = Message.from_json(session.exec(select(Outbox)).one().payload)
    assert "DỰ THẢO BÁO CÁO ĐỊNH KỲ" in message.text
    assert "hạn gửi thứ Năm, 19/3/2026" in message.text
    assert message.files[0].make == "report"


def test_no_draft_outside_office_hours_or_after_its_date(house):
    store, _, _ = house
    assert drafts(store, at(12, 20)) == 0
    assert drafts(store, at(20)) == 0


def test_the_draft_is_addressed_to_whom_the_duty_names(house, tmp_path):
    store, _, _ = house
    drafts(store, at(16))
    with store.read() as session:
        file = Message.from_json(session.exec(select(Outbox)).one().payload).files[0]
        data = makers(tmp_path)["report"](session, file.args, at(16))
    text = "\n".join(p.text for p in docx.Document(io.BytesIO(data)).paragraphs)
    assert "Kính gửi: Ủy ban nhân dân tỉnh" in text
    assert "ngày 16 tháng 3 năm 2026" in text


def test_who_has_left_gets_a_file_without_rows(house, tmp_path):
    store, person, _ = house
    drafts(store, at(16))

    def leave(session):
        for row in session.exec(select(Membership).where(Membership.person_id == person)).all():
            row.ended_at = at(16)

    store.write(leave)
    with store.read() as session:
        file = Message.from_json(session.exec(select(Outbox)).one().payload).files[0]
        data = makers(tmp_path)["report"](session, {**file.args, "kind": "xlsx"}, at(17))
    assert openpyxl.load_workbook(io.BytesIO(data))["Chi tiết"].max_row == 3


def test_leaders_and_officers_read_the_warnings_on_monday_and_not_on_tuesday(house):
    store, officer, leader = house
    with store.read() as session:
        for person, monday in ((leader, 1), (officer, 1)):
            said = [part.text for part in brief(session, person, MONDAY, CALENDAR)]
            assert sum("cảnh báo sớm" in text.lower() for text in said) == monday
            tuesday = MONDAY + dt.timedelta(days=1)
            assert not any("CẢNH BÁO SỚM" in part.text for part in brief(session, person, tuesday, CALENDAR))


def test_a_department_that_can_help_hears_once_a_week_of_what_others_lack(house):
    store, _, _ = house

    def short_of_money(session):
        a = session.exec(select(Assignment).where(Assignment.role == "lead")).first()
        open_blocker(session, a, "funding", SYSTEM, MONDAY, Said(text="chưa bố trí vốn"))
        found = {}
        for chat, agency in (("20", "Sở Tài chính"), ("21", "Sở Tư pháp")):
            person = contact_for(session, "telegram", chat, agency, MONDAY).person_id
            grant(session, person, "focal", agency_id(session, agency), SYSTEM, MONDAY)
            found[agency] = person
        return found

    people = store.write(short_of_money)
    with store.read() as session:
        briefed = to_brief(session, MONDAY, CALENDAR)
        assert people["Sở Tài chính"] in briefed
        assert people["Sở Tư pháp"] not in briefed
        (part,) = brief(session, people["Sở Tài chính"], MONDAY, CALENDAR)
        assert part.text.startswith("ĐỀ NGHỊ SỞ TÀI CHÍNH HỖ TRỢ: 1 việc đang vướng")
        assert "“chưa bố trí vốn”" in part.text
        tuesday = MONDAY + dt.timedelta(days=1)
        assert people["Sở Tài chính"] not in to_brief(session, tuesday, CALENDAR)
