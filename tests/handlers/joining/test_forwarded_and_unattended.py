"""Words handed on are never one's own: asked about, recorded in another's place, or not at all."""

import datetime as dt
from typing import Any

from sqlmodel import col, select

from catalog.tables import Evidence, Outbox, Update
from catalog.work.evidence import Kept
from handlers.conversation.context import Received
from scheduler.digests.briefing import brief, to_brief
from scheduler.ladder.working_calendar import WorkCalendar

OWN, COORDINATOR = "Sở Công Thương", "Sở Khoa học và Công nghệ"


def forwards(house: Any, chat: Any, text: str, **more: Any) -> Any:
    return house.says(chat, text, forwarded=True, author="Trần Văn Minh", **more)


def updates_of(house: Any, work: Any) -> list[Update]:
    rows = select(Update).where(Update.assignment_id == work.id, Update.kind != "created").order_by(col(Update.id))
    return [row for row in house.session.exec(rows) if row.kind in ("report", "progress")]


def test_a_forwarded_claim_is_asked_about_and_stored_as_on_behalf(house: Any) -> None:
    focal, work = house.person("Lan", "focal", OWN), house.work(OWN)
    (asked,) = forwards(house, focal, f"#{work.task_id} xong")
    assert asked.text == (
        f"Tin chuyển tiếp của Trần Văn Minh: “#{work.task_id} xong”.\n"
        "Ghi nhận nội dung này thay mặt Trần Văn Minh?"
    )  # fmt: skip
    assert work.state == "not_started"
    house.presses(focal, asked, "Ghi nhận")
    assert [row.on_behalf for row in updates_of(house, work)] == [True]
    assert work.state == "reported"
    house.says(focal, "/hoantac")
    assert work.state == "not_started", "who handed it on takes it back"


def test_no_records_nothing(house: Any) -> None:
    focal, work = house.person("Lan", "focal", OWN), house.work(OWN)
    (asked,) = forwards(house, focal, f"#{work.task_id} vướng kinh phí")
    assert "Không ghi nhận gì" in house.presses(focal, asked, "Không")[0].text
    assert updates_of(house, work) == []


def test_a_forwarded_command_is_no_command_and_talk_is_not_taken(house: Any) -> None:
    focal, work = house.person("Lan", "focal", OWN), house.work(OWN)
    for text in (f"/capnhat #{work.task_id} xong", "/hoantac", "hủy", "1", "chào cả nhà"):
        (answer,) = forwards(house, focal, text)
        assert answer.text.startswith("Tin chuyển tiếp không được coi là lời của anh/chị")
    assert updates_of(house, work) == []


def test_a_forwarded_answer_does_not_end_a_question(house: Any) -> None:
    focal, work = house.person("Lan", "focal", OWN), house.work(OWN)
    house.says(focal, f"/vuongmac {work.task_id}")
    forwards(house, focal, "do thiếu kinh phí")
    assert updates_of(house, work) == []


def file(name: str) -> Received:
    return Received(name, Kept(sha256=name.encode().hex().ljust(64, "0"), kind="pdf", mime="application/pdf", size=9))


def test_forwarded_files_wait_for_a_task_whatever_was_under_discussion(house: Any) -> None:
    focal, work, _ = house.person("Lan", "focal", OWN), house.work(OWN), house.work(OWN)
    house.says(focal, f"/viec {work.task_id}")
    (asked,) = forwards(house, focal, "", received=[file("a.pdf")])
    assert house.session.exec(select(Evidence)).all() == []
    house.presses(focal, asked, f"#{work.task_id}")
    assert [row.assignment_id for row in house.session.exec(select(Evidence))] == [work.id]


def test_where_the_task_was_named_before_forwarded_files_are_its_evidence(house: Any) -> None:
    focal, work = house.person("Lan", "focal", OWN), house.work(OWN)
    house.says(focal, f"/minhchung {work.task_id}")
    answers = forwards(house, focal, "đã xong nhé", received=[file("a.pdf")])
    assert [row.assignment_id for row in house.session.exec(select(Evidence))] == [work.id]
    assert work.state == "not_started"
    assert "chưa ghi nhận gì" in answers[-1].text


def test_an_officer_who_hands_on_what_an_agency_wrote_is_asked_and_it_is_entered_for_the_agency(house: Any) -> None:
    officer, focal, work = (
        house.person("Hà", "officer", COORDINATOR),
        house.person("Lan", "focal", OWN),
        house.work(OWN),
    )
    (asked,) = forwards(house, officer, f"#{work.task_id} xong")
    assert "thay mặt Trần Văn Minh?" in asked.text
    assert updates_of(house, work) == []
    house.presses(officer, asked, "Ghi nhận")
    assert [row.on_behalf for row in updates_of(house, work)] == [True]
    assert work.state == "reported"
    assert any(f"#{work.task_id}" in heard.text for heard in house.told(focal)), "the agency hears of it"


def test_no_of_an_officer_records_nothing_and_what_names_no_task_is_shown_how_to_enter(house: Any) -> None:
    officer, work, other = house.person("Hà", "officer", COORDINATOR), house.work(OWN), house.work(OWN)
    (asked,) = forwards(house, officer, f"#{work.task_id} xong")
    assert "Không ghi nhận gì" in house.presses(officer, asked, "Không")[0].text
    for text in ("việc 1 xong", f"#{work.task_id} xong\n#{other.task_id} xong"):
        assert "/capnhat hộ" in forwards(house, officer, text)[0].text
    assert updates_of(house, work) + updates_of(house, other) == []


def test_an_officer_enters_nothing_that_is_not_hers(house: Any) -> None:
    officer, work = house.person("Hà", "officer", "Sở Nội vụ"), house.work(OWN, coordinator=COORDINATOR)
    (asked,) = forwards(house, officer, f"#{work.task_id} xong")
    house.presses(officer, asked, "Ghi nhận")
    assert updates_of(house, work) == []


def test_a_stranger_s_forwarded_invitation_still_opens_the_door(house: Any) -> None:
    stranger = house.person("Khách")
    assert "Tin chuyển tiếp" not in forwards(house, stranger, "Sở Công Thương")[0].text


def test_what_nobody_coordinates_reaches_the_admins(house: Any) -> None:
    admin, focal = house.person("Quân", "admin"), house.person("Lan", "focal", OWN)
    other = house.person("Thu", "officer", "Sở Nội vụ")
    work = house.work(OWN, coordinator=COORDINATOR)
    house.says(focal, f"#{work.task_id} xong")
    house.says(focal, f"#{work.task_id} vướng nhân lực")
    told = [heard.text for heard in house.told(admin)]
    assert all(COORDINATOR in text and "chưa có cán bộ tổng hợp" in text for text in told)
    assert len(told) == 2
    assert all(not heard.buttons for heard in house.told(admin)), "they judge nothing"
    assert house.told(other) == [], "another department's plan is none of theirs"
    rows = house.session.exec(select(Outbox).where(Outbox.contact_id == admin.id)).all()
    assert all(row.not_before <= house.now + dt.timedelta(minutes=3) for row in rows)


def test_status_says_where_nobody_is_there(house: Any) -> None:
    leader, focal = house.person("Minh", "leader"), house.person("Lan", "focal", OWN)
    house.work(OWN, coordinator=COORDINATOR)
    said = f"hưa có cán bộ tổng hợp: {COORDINATOR}"
    assert said in house.says(leader, "/tonghop")[0].text
    assert said not in house.says(focal, "/tonghop")[0].text
    house.person("Hà", "officer", COORDINATOR)
    assert said not in house.says(leader, "/tonghop")[0].text


def test_what_waits_for_nobody_stands_on_the_admins_desk_until_somebody_is_there(house: Any) -> None:
    admin, focal = house.person("Quân", "admin"), house.person("Lan", "focal", OWN)
    work = house.work(OWN, coordinator=COORDINATOR)
    assert "không có việc nào chờ" in house.says(admin, "hôm nay tôi cần làm gì?")[0].text
    house.says(focal, f"#{work.task_id} xong")
    (desk,) = house.says(admin, "hôm nay tôi cần làm gì?")
    assert f"• {COORDINATOR}: 1 báo cáo chờ nghiệm thu" in desk.text
    assert admin.id in to_brief(house.session, house.now, WorkCalendar()), "and in the message of eight o'clock"
    (part,) = brief(house.session, admin.id, house.now, WorkCalendar())
    assert part.text == desk.text
    (letter,) = house.presses(admin, desk, "Mời cán bộ")
    assert "MÃ MỜI:" in letter.text
    assert COORDINATOR in letter.text
    house.person("Hà", "officer", COORDINATOR)
    assert brief(house.session, admin.id, house.now, WorkCalendar()) == []
    assert admin.id not in to_brief(house.session, house.now, WorkCalendar())
