"""An officer merges units in chat: read back with what goes along, done at one tap, and everybody hears once."""

import datetime as dt

import pytest
from conversation import COORDINATOR, Talk, task
from sqlmodel import col, select

from catalog.agencies.stored import agency_name, registry_of
from catalog.agencies.typed.matching import match
from catalog.tables import Assignment
from scheduler.digests.sweep import sweep
from scheduler.ladder.working_calendar import shipped_calendar

OWN = "Sở Công Thương"


@pytest.fixture
def officer(talk: Talk) -> str:
    return talk.person("Hạnh", "officer", COORDINATOR)


def means(talk: Talk, typed: str) -> str | None:
    with talk.store.read() as session:
        return match(typed, registry_of(session)).agency


def test_two_become_one_with_their_work_and_people(talk: Talk, officer: str) -> None:
    focal = talk.person("Bình", "focal", OWN)
    talk.plan(task("Chợ đầu mối 1"), task("Văn thư 2", None, "Sở Văn hóa, Thể thao và Du lịch"))
    asked = talk.say(
        officer,
        "/danhba nhập sở công thương, Sở Văn hóa, Thể thao và Du lịch thành Sở Thương mại và Du lịch theo 7/NQ-HĐND",
    )
    assert "nhập vào Sở Thương mại và Du lịch: 2 nhiệm vụ đang mở, 1 người chuyển theo." in asked[0].text
    assert "Căn cứ: 7/NQ-HĐND." in asked[0].text
    assert means(talk, "sở thương mại và du lịch") is None
    done = talk.tap(officer, "Đồng ý")
    assert [heard.text for heard in done if heard.text.startswith("Từ 05/1/2026 Sở Công Thương và Sở Văn hóa")] != []
    assert means(talk, "so cong thuong") == means(talk, "sở vhttdl") == "Sở Thương mại và Du lịch"
    assert "(7/NQ-HĐND)" in talk.last(focal).text
    assert "Chợ đầu mối" in talk.say(focal, "/viec")[0].text
    assert [heard for heard in talk.seen(officer) if heard.text.startswith("ĐƠN VỊ THAY ĐỔI")] == []


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("nhập Sở Y tế = Sở Y tế", "Sở Y tế không thể nhập vào chính mình."),
        ("gộp Sở Y tế; Sở Tư pháp", "Cách dùng:"),
        ("nhập Sở Y tế; Sở Không Có = Sở Mới", "Chưa rõ cơ quan “Sở Không Có”"),
        ("gộp Sở Y tế; Sở Tư pháp = Sở Mới từ 31/02/2026", "“từ 31/02/2026” không phải là ngày có thật"),
        (
            "gộp Sở Y tế; Sở Tư pháp = Sở Nội vụ cũ từ 01/3/2027",
            "Từ 01/3/2027 Sở Y tế và Sở Tư pháp nhập vào Sở Nội vụ cũ",
        ),
    ],
)
def test_what_is_not_clear_is_said_and_nothing_is_done(talk: Talk, officer: str, words: str, answer: str) -> None:
    assert answer in talk.say(officer, f"/danhba {words}")[0].text
    assert means(talk, "stp") == "Sở Tư pháp"


def test_a_name_of_a_day_to_come_waits(talk: Talk, officer: str) -> None:
    asked = talk.say(officer, "/danhba đổi tên sở tư pháp = Sở Pháp chế từ 01/03/2027 theo 3/QĐ-UBND")[0].text
    assert asked == "Đổi tên Sở Tư pháp thành “Sở Pháp chế” từ 1/3/2027 theo 3/QĐ-UBND? Tên cũ vẫn được hiểu."
    assert "Từ 01/3/2027 Sở Tư pháp đổi tên thành Sở Pháp chế" in talk.tap(officer, "Đồng ý")[0].text
    assert means(talk, "sở tư pháp") == "Sở Tư pháp"


def test_a_digest_in_the_air_arrives_once_and_its_numbers_still_answer(talk: Talk, officer: str) -> None:
    focal = talk.person("Bình", "focal", OWN)
    talk.plan(task("Chợ đầu mối 1", dt.date(2026, 1, 8)), task("Cụm công nghiệp 2", dt.date(2026, 1, 9)))
    talk.store.write(lambda session: sweep(session, talk.clock(), shipped_calendar()))  # queued, not sent yet
    talk.say(officer, "/danhba nhập Sở Công Thương; Sở Y tế = Sở Thương mại theo 7/NQ-HĐND")
    talk.tap(officer, "Đồng ý")
    talk.sweep()
    digests = [heard for heard in talk.seen(focal) if "Chợ đầu mối" in heard.text]
    assert len(digests) == 1
    assert len([heard for heard in talk.seen(focal) if "7/NQ-HĐND" in heard.text]) == 1
    talk.say(focal, "1 xong", reply_to=digests[0])
    with talk.store.read() as session:
        rows = session.exec(select(Assignment).order_by(col(Assignment.id))).all()
        stand = [(agency_name(session, row.agency_id), row.state) for row in rows if row.state != "cancelled"]
    assert stand == [("Sở Thương mại", "reported"), ("Sở Thương mại", "not_started")]
