"""Files that come with few words or in the middle of something else: with the task they are for, never lost silently."""

import pytest
from conversation import COORDINATOR, Talk, pdf, task
from sqlmodel import select

from catalog.tables import Evidence


@pytest.fixture
def focal(talk: Talk) -> str:
    talk.plan(task("Thương mại điện tử 1"), task("Cơ sở dữ liệu 2"), task("Khuyến công 3"))
    return talk.person("Bình", "focal", "Sở Công Thương")


def kept(talk: Talk) -> list[tuple[int, str]]:
    with talk.store.read() as session:
        return [(e.assignment_id, e.name) for e in session.exec(select(Evidence)) if e.withdrawn_at is None]


def test_a_caption_that_names_a_task_is_believed_whatever_was_spoken_of_before(talk: Talk, focal: str) -> None:
    talk.say(focal, "#1 được 20%")
    talk.say(focal, "#2", ("a.pdf", pdf("a")))
    talk.say(focal, "cai nay cua nv 3 nhe", ("b.pdf", pdf("b")), reply_to=talk.say(focal, "/viec")[0])
    talk.say(focal, "báo cáo nhiệm vụ 6 tháng đầu năm", ("c.pdf", pdf("c")))
    assert kept(talk) == [(2, "a.pdf"), (3, "b.pdf"), (3, "c.pdf")]
    assert talk.say(focal, "/minhchung #1")[0].text.startswith("#1 Thương mại điện tử 1\n")
    asked = talk.say(focal, "#1 và #2", ("d.pdf", pdf("d")))[0]
    assert [label[:2] for label in asked.labels] == ["#1", "#2"]


def test_a_caption_answers_the_question_which_task_and_its_file_goes_along(talk: Talk, focal: str) -> None:
    talk.say(focal, "", ("a.pdf", pdf("a")))
    assert "Đã nhận a.pdf, b.pdf" in talk.say(focal, "#99", ("b.pdf", pdf("b")))[0].text
    talk.say(focal, "2", ("c.pdf", pdf("c")))
    assert kept(talk) == [(2, "a.pdf"), (2, "b.pdf"), (2, "c.pdf")]


def test_the_letter_sent_with_a_request_is_kept_with_its_task(talk: Talk, focal: str) -> None:
    talk.say(focal, "/giahan #2")
    assert "nêu rõ ngày" in talk.say(focal, "", ("cong-van.pdf", pdf("a")))[0].text
    asked = talk.say(focal, "đến 30/5", ("phu-luc.pdf", pdf("b")))[0]
    assert "minh chứng: phu-luc.pdf" in asked.text
    assert "xin gia hạn đến 30/5/2026" in asked.text
    talk.say(focal, "vì thiếu vốn", ("bien-ban.pdf", pdf("c")))
    assert [name for one, name in kept(talk) if one == 2] == ["cong-van.pdf", "phu-luc.pdf", "bien-ban.pdf"]


def test_where_only_words_are_taken_a_file_is_told_so(talk: Talk, focal: str) -> None:
    officer = talk.person("Hạnh", "officer", COORDINATOR)
    talk.say(focal, "#2 xong")
    talk.tap(officer, "Trả lại")
    answer = talk.say(officer, "", ("nhan-xet.pdf", pdf("a")))[0].text
    assert answer.startswith("Chưa nhận tệp nhan-xet.pdf: tại đây chỉ nhận chữ.")
    assert "Cần có lý do trả lại" in answer
