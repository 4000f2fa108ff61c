"""A product named without saying that the task is done: progress on record, and one tap to report it done."""

import datetime as dt

import pytest
from conversation import COORDINATOR, Talk, task
from sqlmodel import col, select

from catalog.tables import Update

QUESTION = "Nhiệm vụ đã hoàn thành chưa?"


@pytest.fixture
def focal(talk: Talk) -> str:
    chat = talk.person("Bình", "focal", "Sở Công Thương")
    talk.person("Hạnh", "officer", COORDINATOR)
    two = (("Kế hoạch", dt.date(2026, 2, 10)), ("Tổng kết", dt.date(2026, 5, 30)))
    talk.plan(task("Thương mại điện tử 1"), task("Cơ sở dữ liệu 2", None, milestones=two))
    return chat


def test_a_named_product_is_progress_and_one_tap_reports_it_done(talk: Talk, focal: str) -> None:
    said = talk.say(focal, "#1 đã ban hành KH số 88/KH-UBND")
    assert [heard.text for heard in said] == [
        "Đã ghi nhận: #1 Thương mại điện tử 1 – đang thực hiện (còn 25 ngày, thứ Sáu 30/1/2026); văn bản 88/KH-UBND.\n"
        + QUESTION
    ]
    assert said[0].labels == ("Đã hoàn thành", "Sửa", "Hủy")
    assert talk.assignment(1).state == "in_progress"
    assert "đã báo cáo hoàn thành, chờ nghiệm thu; văn bản 88/KH-UBND." in talk.tap(focal, "Đã hoàn thành")[0].text
    # Whoever judges it reads the words and the document, not a bare tap.
    notice = talk.last("chat-Hạnh", "báo cáo hoàn thành").text
    assert "“#1 đã ban hành KH số 88/KH-UBND” – Bình, văn bản 88/KH-UBND" in notice
    talk.say(focal, "/hoantac")
    assert talk.assignment(1).state == "in_progress"  # the tap is withdrawn, the words before it stand
    with talk.store.read() as session:
        kinds = list(session.exec(select(Update.kind).where(Update.assignment_id == 1).order_by(col(Update.id))))
    assert kinds == ["created", "progress", "report", "undo"]


@pytest.mark.parametrize(("typed", "state"), [("rồi ạ", "reported"), ("xong rồi", "reported"), ("chưa", "in_progress"),
                                              ("vâng", "in_progress"), ("ok em", "in_progress")])  # fmt: skip
def test_the_question_can_be_answered_in_words_and_a_nod_is_no_claim(
    talk: Talk, focal: str, typed: str, state: str
) -> None:
    talk.say(focal, "#1 đã gửi báo cáo")
    talk.say(focal, typed)
    assert talk.assignment(1).state == state


def test_rồi_without_that_question_claims_nothing(talk: Talk, focal: str) -> None:
    talk.say(focal, "#1 đã gửi báo cáo")
    talk.say(focal, "#1 được 40%")
    talk.say(focal, "rồi")
    assert talk.assignment(1).state == "in_progress"


def test_several_tasks_are_asked_each_with_its_own_tap(talk: Talk, focal: str) -> None:
    said = talk.say(focal, "#1 đã gửi báo cáo, #2.1 đã ban hành KH 12/KH-SCT")
    assert said[0].text.endswith("Nhiệm vụ #1, #2 đã hoàn thành chưa?")
    assert said[0].labels == ("Đã hoàn thành #1", "Đã hoàn thành #2", "Sửa #1", "Sửa #2", "Hủy")
    assert "xong mốc “Kế hoạch”" in talk.tap(focal, "Đã hoàn thành #2")[0].text
    assert (talk.assignment(1).state, talk.assignment(2).state) == ("in_progress", "in_progress")


def test_what_stands_against_it_is_not_asked(talk: Talk, focal: str) -> None:
    for words in (
        "#1 đã ban hành KH 12/KH-SCT, đang triển khai",
        "#1 đã gửi báo cáo, vướng kinh phí",
        "#1 đã gửi được 40%",
    ):
        assert QUESTION not in talk.say(focal, words)[0].text
