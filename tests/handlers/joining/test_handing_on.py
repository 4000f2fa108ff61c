"""What a focal point hands on: one more channel, a deputy until a date, a successor with the open prompts."""

import datetime as dt
import re
from typing import Any

from sqlmodel import select

from catalog.audit import SYSTEM
from catalog.messaging import inbox_and_outbox
from catalog.messaging.inbox_and_outbox import Choice, DutySubject, Message, Subject
from catalog.people import people
from catalog.tables import Assignment, Contact, Conversation, DutyPeriod, Invitation, Outbox, ReportingDutyRow, Task

OWN, OTHER = "Sở Công Thương", "Sở Tài chính"


def code_in(heard: Any) -> str:
    found = re.search(r"[0-9A-Z]{5}-[0-9A-Z]{5}", heard[0].text)
    assert found is not None, heard[0].text
    return found[0]


def nudged(house: Any, chat: Contact, *work: Assignment, sent_as: str = "") -> Any:
    """A digest over these tasks is queued, or (with the provider's id) was sent."""
    about = tuple(Subject(i, a.id or 0, 1) for i, a in enumerate(work, start=1))
    buttons = (tuple(Choice(str(s.position), "update", {"assignment": s.assignment_id}) for s in about),)
    row = inbox_and_outbox.queue(house.session, chat, Message("NHẮC VIỆC", buttons, about=about), house.now)
    heard = next(h for h in house.told(chat) if h.id == row)
    if sent_as:
        house.sent(heard, sent_as)
    return heard


# --- a second channel ---


def test_a_second_channel_is_linked_with_a_code_from_the_first(house: Any) -> None:
    first, second = house.person("Bình", "focal", OWN), house.person("Bình Zalo", channel="zalo")
    letter = house.says(first, "/lienket thêm kênh")
    assert "trong 30 phút" in letter[0].text
    assert house.says(second, code_in(letter))[0].text.startswith("Đã thêm tài khoản này")
    assert second.person_id == first.person_id
    assert house.told(first)[-1].text.startswith("Một tài khoản Zalo tên “Bình Zalo” vừa được thêm")
    work = house.work(OWN)
    house.says(second, f"#{work.task_id} được 40%")
    assert house.session.get_one(Assignment, work.id).percent == 40


def test_a_code_gone_astray_is_taken_back_from_the_first_channel(house: Any) -> None:
    first, thief = house.person("Bình", "focal", OWN), house.person("Kẻ lạ")
    house.says(thief, code_in(house.says(first, "/lienket thêm kênh")))
    answer = house.presses(first, house.told(first)[-1], "Không phải tôi")
    assert answer[0].text == "Đã gỡ tài khoản đó khỏi hồ sơ của anh/chị."
    assert house.roles(thief) == set()
    assert house.roles(first) == {("focal", house.agency(OWN))}


def test_only_the_owner_throws_a_channel_out(house: Any) -> None:
    first, second = house.person("Bình", "focal", OWN), house.person("Bình Zalo", channel="zalo")
    house.says(second, code_in(house.says(first, "/lienket thêm kênh")))
    outsider = house.person("Lan", "focal", OTHER)
    house.taps(outsider, "channel_remove", contact=second.id)
    assert second.person_id == first.person_id
    assert len(house.audited("refused.channel_remove")) == 1


def test_a_channel_code_lives_half_an_hour_and_serves_once(house: Any) -> None:
    first, late, again = house.person("Bình", "focal", OWN), house.person("A"), house.person("B")
    code = code_in(house.says(first, "/lienket thêm kênh"))
    house.now += dt.timedelta(minutes=30)
    assert "đã hết hạn" in house.says(late, code)[0].text
    code = code_in(house.says(first, "/lienket thêm kênh"))
    house.says(late, code)
    assert "đã được sử dụng" in house.says(again, code)[0].text


def test_a_channel_code_sent_in_the_same_chat_is_explained_and_kept(house: Any) -> None:
    first = house.person("Bình", "focal", OWN)
    code = code_in(house.says(first, "/lienket thêm kênh"))
    assert "Mã này để thêm tài khoản khác" in house.says(first, f"/start {code}")[0].text
    assert house.session.exec(select(Invitation)).one().used_at is None


def test_a_chat_of_somebody_linked_cannot_be_taken_over_by_a_channel_code(house: Any) -> None:
    first, other = house.person("Bình", "focal", OWN), house.person("Lan", "focal", OTHER)
    answer = house.says(other, "/start " + code_in(house.says(first, "/lienket thêm kênh")))
    assert "đang được kết nối với một người khác" in answer[0].text
    assert other.person_id != first.person_id
    assert house.audited("refused.code")[-1].detail["why"] == "already_linked"


def test_a_stranger_gets_no_channel_code(house: Any) -> None:
    assert "chưa được kết nối" in house.says(house.person("Kẻ lạ"), "/lienket thêm kênh")[0].text
    assert not house.session.exec(select(Invitation)).all()


# --- a deputy ---


def test_a_deputy_stands_in_until_the_end_of_the_day_named(house: Any) -> None:
    focal, deputy, work = house.person("Bình", "focal", OWN), house.person("Lan"), house.work(OWN)
    letter = house.says(focal, "/lienket cử người thay đến 30/1")
    assert "đến hết ngày 30/1/2026" in letter[0].text
    assert "làm thay đến hết ngày 30/1/2026" in house.says(deputy, code_in(letter))[0].text
    house.now = dt.datetime(2026, 1, 30, 16, 59, tzinfo=dt.UTC)  # 23:59 in the province
    house.says(deputy, f"#{work.task_id} được 30%")
    assert house.session.get_one(Assignment, work.id).percent == 30
    waiting = nudged(house, deputy, work)
    house.now += dt.timedelta(minutes=1)
    assert house.roles(deputy) == set()
    house.says(deputy, f"#{work.task_id} được 60%")
    assert house.session.get_one(Assignment, work.id).percent == 30
    assert not house.would_go_out(waiting), "what was queued for the deputy is not sent after the last day"
    assert house.roles(focal) == {("focal", house.agency(OWN))}


def test_officers_and_the_focal_point_hear_of_a_deputy_and_may_end_it(house: Any) -> None:
    officer, focal, deputy = (
        house.person("Hạnh", "officer", "Sở Nội vụ"),
        house.person("Bình", "focal", OWN),
        house.person("Lan"),
    )
    house.says(deputy, code_in(house.says(focal, "/danhba cử người thay đến 30/6")))
    assert (
        "Lan vừa dùng mã mời: đầu mối – Sở Công Thương, làm thay đến hết ngày 30/6/2026."
        in house.told(officer)[-1].text
    )
    really = house.presses(focal, house.told(focal)[-1], "Gỡ người này")[0]
    house.presses(focal, really, "Đồng ý gỡ")
    assert house.roles(deputy) == set()


def test_a_deputy_names_no_deputy(house: Any) -> None:
    focal, deputy = house.person("Bình", "focal", OWN), house.person("Lan")
    house.says(deputy, code_in(house.says(focal, "/lienket cử người thay đến 30/6")))
    assert "không cử tiếp" in house.says(deputy, "/lienket cử người thay đến 20/6")[0].text
    refused = house.taps(deputy, "deputy_for", membership=house.membership(deputy).id, until="2026-06-20")
    assert refused[0].text == "Người làm thay không cử hoặc bàn giao tiếp cho người khác."
    assert [row.detail["why"] for row in house.audited("refused.name_deputy")] == ["deputy_of_deputy"]


def test_a_deputy_leaves_with_the_one_he_stands_in_for(house: Any) -> None:
    officer, focal, deputy = (
        house.person("Hạnh", "officer", "Sở Nội vụ"),
        house.person("Bình", "focal", OWN),
        house.person("Lan"),
    )
    house.says(deputy, code_in(house.says(focal, "/lienket cử người thay đến 30/6")))
    membership = next(m for m in people.memberships_of(house.session, focal.person_id, house.now))
    house.taps(officer, "member_end_yes", membership=membership.id)
    assert house.roles(focal) == house.roles(deputy) == set()


def test_a_deputy_s_day_must_be_named_and_lie_ahead_within_a_year(house: Any) -> None:
    focal = house.person("Bình", "focal", OWN)
    assert "đến ngày nào" in house.says(focal, "/lienket cử người thay")[0].text
    about = {"membership": house.membership(focal).id}
    assert "đã qua" in house.taps(focal, "deputy_for", until="2026-01-04", **about)[0].text
    assert "trong một năm" in house.taps(focal, "deputy_for", until="2027-06-30", **about)[0].text
    assert not house.session.exec(select(Invitation)).all()


def test_a_focal_point_of_two_agencies_is_asked_for_which(house: Any) -> None:
    focal = house.person("Bình", "focal", OWN)
    people.grant(house.session, focal.person_id, "focal", house.agency(OTHER), SYSTEM, house.now)
    asked = house.says(focal, "/lienket cử người thay đến 30/6")[0]
    assert asked.buttons == [OWN, OTHER]
    assert "Làm thay đầu mối – Sở Tài chính" in house.presses(focal, asked, OTHER)[0].text


# --- a successor ---


def test_a_handover_moves_the_open_prompts(house: Any) -> None:
    officer = house.person("Hạnh", "officer", "Sở Nội vụ")
    focal, successor = house.person("Bình", "focal", OWN), house.person("Lan")
    first, second = house.work(OWN, title="Việc thứ nhất"), house.work(OWN, title="Việc thứ hai")
    digest = nudged(house, focal, first, second, sent_as="m77")
    letter = house.says(focal, "/lienket bàn giao")
    assert house.roles(focal), "until the code is used nothing changes"
    welcome, prompts = house.says(successor, code_in(letter))
    assert welcome.text.startswith("Đã kết nối: đầu mối – Sở Công Thương.")
    assert "2. #" in prompts.text
    assert "Việc thứ hai" in prompts.text
    assert house.roles(focal) == set()
    assert house.told(focal)[-1].text.startswith("Đã bàn giao Sở Công Thương cho Lan")
    assert house.told(officer)[-1].text == "Sở Công Thương: Bình đã bàn giao cho Lan."

    house.says(successor, "2 được 70%")
    assert house.session.get_one(Assignment, second.id).percent == 70
    house.says(focal, "1 được 90%", reply_to="m77")
    house.presses(focal, digest, "1")
    assert house.session.get_one(Assignment, first.id).percent == 0
    assert len(house.audited("refused.update")) == 1


def test_a_handover_takes_queued_reminders_along_and_leaves_other_agencies_alone(house: Any) -> None:
    focal, successor = house.person("Bình", "focal", OWN), house.person("Lan")
    people.grant(house.session, focal.person_id, "focal", house.agency(OTHER), SYSTEM, house.now)
    mine, others = house.work(OWN), house.work(OTHER, title="Dự toán")
    waiting, staying = nudged(house, focal, mine), nudged(house, focal, others)
    house.says(successor, code_in(house.presses(focal, house.says(focal, "/lienket bàn giao")[0], OWN)))
    row = house.session.get_one(Outbox, waiting.id)
    assert row.contact_id == successor.id
    assert house.would_go_out(waiting)
    assert house.session.get_one(Outbox, staying.id).contact_id == focal.id
    assert house.roles(focal) == {("focal", house.agency(OTHER))}
    house.says(focal, "1 được 20%")
    assert house.session.get_one(Assignment, others.id).percent == 20


def test_what_was_queued_under_both_agencies_is_withheld_from_the_one_who_left(house: Any) -> None:
    focal, successor = house.person("Bình", "focal", OWN), house.person("Lan")
    people.grant(house.session, focal.person_id, "focal", house.agency(OTHER), SYSTEM, house.now)
    mixed = nudged(house, focal, house.work(OWN), house.work(OTHER))
    house.says(successor, code_in(house.presses(focal, house.says(focal, "/lienket bàn giao")[0], OWN)))
    assert not house.would_go_out(mixed)
    assert len(house.audited("delivery.withheld")) == 1


def test_a_conversation_about_the_agency_s_task_goes_to_the_successor(house: Any) -> None:
    focal, successor, work = house.person("Bình", "focal", OWN), house.person("Lan"), house.work(OWN)
    code = code_in(house.says(focal, "/lienket bàn giao"))
    house.taps(focal, "update", assignment=work.id)
    assert house.session.get_one(Conversation, focal.id).flow == "update"
    house.says(successor, code)
    assert house.session.get(Conversation, focal.id) is None
    house.says(successor, "được 55%")
    assert house.session.get_one(Assignment, work.id).percent == 55


def test_an_officer_hands_over_for_somebody_who_is_gone(house: Any) -> None:
    officer = house.person("Hạnh", "officer", "Sở Nội vụ")
    focal, successor = house.person("Bình", "focal", OWN), house.person("Lan")
    shown = house.says(officer, "/danhba sở công thương")[0]
    assert shown.buttons == ["Gỡ Bình", "Bàn giao"]
    house.says(successor, code_in(house.presses(officer, shown, "Bàn giao")))
    assert house.roles(focal) == set()
    assert house.roles(successor) == {("focal", house.agency(OWN))}


def test_nobody_takes_over_from_himself(house: Any) -> None:
    officer, focal = house.person("Hạnh", "officer", "Sở Nội vụ"), house.person("Bình", "focal", OWN)
    letter = house.presses(officer, house.says(officer, "/danhba sở công thương")[0], "Bàn giao")
    assert "tự nhận bàn giao của chính mình" in house.says(focal, "/start " + code_in(letter))[0].text
    assert house.roles(focal) == {("focal", house.agency(OWN))}


def test_two_codes_for_one_successor_work_once(house: Any) -> None:
    focal, first, second = house.person("Bình", "focal", OWN), house.person("Lan"), house.person("Mai")
    codes = [code_in(house.says(focal, "/lienket bàn giao")) for _ in range(2)]
    house.says(first, codes[0])
    assert "không còn hiệu lực" in house.says(second, codes[1])[0].text
    assert house.roles(second) == set()


def owed(house: Any, agency: str) -> DutyPeriod:
    plan = house.session.get_one(Task, house.work(agency).task_id).plan_id
    duty = ReportingDutyRow(
        plan_id=plan, who="Các sở", addressee="Sở Nội vụ", period="quarter", day_rule="before 20", text="Báo cáo quý"
    )
    house.session.add(duty)
    house.session.flush()
    period = DutyPeriod(
        duty_id=duty.id, agency_id=house.agency(agency), period="2026-03", due=dt.date(2026, 3, 19), opened_at=house.now
    )
    house.session.add(period)
    house.session.flush()
    return period


def test_reports_that_are_owed_are_handed_over_too(house: Any) -> None:
    focal, successor, report = house.person("Bình", "focal", OWN), house.person("Lan"), owed(house, OWN)
    digest = inbox_and_outbox.queue(
        house.session, focal, Message("NHẮC VIỆC", duties=(DutySubject(1, report.id or 0),)), house.now
    )
    house.sent(next(h for h in house.told(focal) if h.id == digest), "m1")
    answers = house.says(successor, code_in(house.says(focal, "/lienket bàn giao")))
    assert "Báo cáo" in answers[-1].text
    house.says(successor, "1 đã gửi")
    assert house.session.get_one(DutyPeriod, report.id).reported_by_id == successor.person_id


def test_a_queued_reminder_of_another_agency_s_report_stays_and_is_withheld(house: Any) -> None:
    focal, successor = house.person("Bình", "focal", OWN), house.person("Lan")
    people.grant(house.session, focal.person_id, "focal", house.agency(OTHER), SYSTEM, house.now)
    work, foreign = house.work(OWN), owed(house, OTHER)
    both = Message("NHẮC VIỆC", about=(Subject(1, work.id or 0, 1),), duties=(DutySubject(2, foreign.id or 0),))
    waiting = inbox_and_outbox.queue(house.session, focal, both, house.now)
    house.says(successor, code_in(house.presses(focal, house.says(focal, "/lienket bàn giao")[0], OWN)))
    assert house.session.get_one(Outbox, waiting).contact_id == focal.id
    assert not house.would_go_out(next(h for h in house.told(focal) if h.id == waiting))
