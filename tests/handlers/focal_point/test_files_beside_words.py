"""Files that come with few words or in the middle of something else: with the task they are for, never lost silently."""

import io

import PIL.Image
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


def test_one_file_proves_all_tasks_its_words_name(talk: Talk, focal: str) -> None:
    answer = talk.say(focal, "#1 và #2", ("d.pdf", pdf("d")))[0].text
    assert answer.count("minh chứng: d.pdf") == 2
    talk.say(focal, "#2, #3 xong", ("e.pdf", pdf("e")))
    assert kept(talk) == [(1, "d.pdf"), (2, "d.pdf"), (2, "e.pdf"), (3, "e.pdf")]
    assert [talk.assignment(code).state for code in (2, 3)] == ["reported", "reported"]


def test_a_file_that_waits_for_one_of_the_tasks_it_was_sent_with_goes_to_no_other(talk: Talk, focal: str) -> None:
    asked = talk.say(focal, "#1 được 50%, #2 được 70%", ("a.pdf", pdf("a")))[-1]
    assert "Đã nhận a.pdf" in asked.text
    answers = talk.say(focal, "#3", ("b.pdf", pdf("b")))
    assert kept(talk) == [(3, "b.pdf")]
    assert "Đã nhận a.pdf. Minh chứng này cho nhiệm vụ nào?" in answers[-1].text
    talk.say(focal, "#3 xong", ("c.pdf", pdf("c")))
    talk.tap(focal, "#2 ")
    assert kept(talk) == [(3, "b.pdf"), (3, "c.pdf"), (2, "a.pdf")]


def test_a_file_that_comes_with_what_was_reported_already_is_kept_and_said_back(talk: Talk, focal: str) -> None:
    talk.say(focal, "#1 xong")
    answer = talk.say(focal, "#1 xong", ("a.pdf", pdf("a")))[0].text
    assert "minh chứng: a.pdf" in answer
    assert "đã được báo cáo hoàn thành và đang chờ nghiệm thu" in answer
    assert kept(talk) == [(1, "a.pdf")]


def test_a_document_named_without_its_file_is_asked_for_once(talk: Talk, focal: str) -> None:
    officer = talk.person("Hạnh", "officer", COORDINATOR)
    assert "Đề nghị gửi kèm tệp hoặc ảnh của 12/KH-SCT" in talk.say(focal, "#1 đã ban hành KH 12/KH-SCT, xong")[0].text
    talk.tap(officer, "Trả lại")
    talk.say(officer, "chưa đủ nội dung")
    assert "gửi kèm tệp" not in talk.say(focal, "#1 xong, KH 12/KH-SCT")[0].text
    assert "gửi kèm tệp" not in talk.say(focal, "#2 xong, CV 3/SCT-VP", ("a.pdf", pdf("a")))[0].text
    assert "gửi kèm tệp" not in talk.say(focal, "#3 xong")[0].text


def test_a_file_for_a_task_that_takes_none_is_named_in_the_answer(talk: Talk, focal: str) -> None:
    officer = talk.person("Hạnh", "officer", COORDINATOR)
    talk.say(officer, "/viec #1")
    talk.tap(officer, "Tạm dừng")
    talk.say(officer, "theo Công văn 12/UBND-TH")
    answer = talk.say(focal, "#1 xong", ("a.pdf", pdf("a")))[0].text
    assert "nhiệm vụ đang tạm dừng" in answer
    assert "Tệp a.pdf chưa được gắn vào nhiệm vụ nào." in answer
    assert kept(talk) == []


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


def picture_file() -> bytes:
    written = io.BytesIO()
    PIL.Image.new("RGB", (40, 30), "white").save(written, "JPEG")
    return written.getvalue()


def test_where_only_words_are_taken_a_file_is_told_so(talk: Talk, focal: str) -> None:
    officer = talk.person("Hạnh", "officer", COORDINATOR)
    talk.say(focal, "#2 xong")
    talk.tap(officer, "Trả lại")
    answer = talk.say(officer, "", ("nhan-xet.jpg", picture_file()))[0].text
    assert answer.startswith("Chưa nhận tệp nhan-xet.jpg: tại đây chỉ nhận chữ.")
    assert "Cần có lý do trả lại" in answer


def test_a_document_that_may_be_a_plan_is_asked_about_while_a_reason_is_open(talk: Talk, focal: str) -> None:
    officer = talk.person("Hạnh", "officer", COORDINATOR)
    talk.say(focal, "#2 xong")
    talk.tap(officer, "Trả lại")
    asked = talk.say(officer, "", ("nhan-xet.pdf", pdf("a")))[0].text
    assert asked == "Tệp “nhan-xet.pdf” là kế hoạch cần nhập, hay là minh chứng của một nhiệm vụ?"
    talk.say(officer, "thiếu chữ ký")
    assert talk.assignment(2).state == "in_progress"
