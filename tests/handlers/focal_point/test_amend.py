""" "Sửa" under what was recorded in a conversation: withdrawn, and asked anew in the same place."""

import datetime as dt

import pytest
from conversation import COORDINATOR, Talk, pdf, task
from sqlmodel import col, select

from catalog.tables import Extension
from catalog.work.blockers import open_blockers
from catalog.work.evidence_of_assignment import evidence_of


@pytest.fixture
def focal(talk: Talk) -> str:
    chat = talk.person("Bình", "focal", "Sở Công Thương")
    talk.person("Hạnh", "officer", COORDINATOR)
    talk.plan(task("Thương mại điện tử 1"), task("Rà soát thủ tục 2", dt.date(2026, 3, 1)))
    return chat


def kinds(talk: Talk) -> list[str]:
    with talk.store.read() as session:
        return [row.kind for row in open_blockers(session, 1)]


def test_a_blocker_is_said_anew(talk: Talk, focal: str) -> None:
    talk.say(focal, "/vuongmac #1")
    assert talk.say(focal, "thiếu kinh phí")[0].labels == ("Sửa", "Hủy")
    withdrawn, asked = talk.tap(focal, "Sửa")
    assert withdrawn.text.startswith("Đã rút lại")
    assert "Vướng mắc về việc gì?" in asked.text
    assert kinds(talk) == []
    talk.tap(focal, "Nhân lực")
    assert kinds(talk) == ["staff"]


def test_another_day_is_asked_for(talk: Talk, focal: str) -> None:
    talk.say(focal, "/giahan #1")
    said = talk.say(focal, "đến 30/6 vì chờ hướng dẫn")
    assert said[0].labels == ("Sửa", "Hủy")
    talk.tap(focal, "Sửa")
    assert "xin gia hạn đến 15/7/2026" in talk.say(focal, "15/7 vì chờ hướng dẫn")[0].text
    with talk.store.read() as session:
        rows = session.exec(select(Extension).order_by(col(Extension.id))).all()
    assert [(row.decision, row.asked_due) for row in rows] == [
        ("withdrawn", dt.date(2026, 6, 30)),
        ("", dt.date(2026, 7, 15)),
    ]


def test_files_go_to_another_task_without_being_sent_again(talk: Talk, focal: str) -> None:
    talk.say(focal, "#1 được 40%")
    assert talk.say(focal, "", ("a.pdf", pdf("a")))[-1].labels[-2:] == ("Sửa", "Hủy")
    assert "Đã nhận a.pdf. Minh chứng này cho nhiệm vụ nào?" in talk.tap(focal, "Sửa")[-1].text
    talk.tap(focal, "#2 ")
    with talk.store.read() as session:
        assert [[row.name for row in evidence_of(session, one)] for one in (1, 2)] == [[], ["a.pdf"]]


def test_what_was_accepted_meanwhile_stands(talk: Talk, focal: str) -> None:
    talk.say(focal, "#1 xong")
    kept = talk.say(focal, "", ("a.pdf", pdf("a")))[-1]
    talk.tap("chat-Hạnh", "Chấp nhận")
    answer = talk.tap(focal, "Sửa", kept)
    assert [heard.text for heard in answer] == [
        "Chưa rút lại cập nhật của #1 Thương mại điện tử 1: Nhiệm vụ đã được nghiệm thu nên không rút lại được. "
        "Nếu có sai sót, đề nghị báo cán bộ tổng hợp."
    ]


def test_the_reason_is_asked_in_the_same_message_and_a_number_is_none(talk: Talk, focal: str) -> None:
    said = talk.say(focal, "#1 xin gia hạn thêm 10 ngày")
    assert [heard.text for heard in said] == [
        "Đã ghi nhận: #1 Thương mại điện tử 1 – xin gia hạn đến 9/2/2026 (hạn 30/1/2026 giữ nguyên đến khi được đồng ý).\n"
        "Vì sao cần gia hạn? Đề nghị viết một câu để cán bộ tổng hợp xem xét."
    ]
    assert said[0].labels == ("Sửa", "Hủy")
    assert "Vì sao cần gia hạn?" in talk.say(focal, "9")[0].text
    assert "Đã bổ sung lý do" in talk.say(focal, "chờ hướng dẫn")[0].text
    talk.tap(focal, "Hủy")
    with talk.store.read() as session:
        assert session.exec(select(Extension.reason)).one() == ""


def test_officers_read_of_a_later_date_once_with_its_reason_and_without_one_all_the_same(
    talk: Talk, focal: str
) -> None:
    talk.say(focal, "#1 xin gia hạn thêm 10 ngày, #2 xong")
    talk.say(focal, "chờ hướng dẫn")
    told = [heard.text.splitlines() for heard in talk.seen("chat-Hạnh")]
    # The report of #2 was not held back.
    assert [text[0] for text in told] == ["Sở Công Thương báo cáo hoàn thành", "Sở Công Thương xin gia hạn"]
    assert "“chờ hướng dẫn” – Bình" in told[1]
    talk.say(focal, "/hoantac")
    talk.say(focal, "/hoantac")
    talk.say(focal, "#1 xin gia hạn thêm 20 ngày")
    talk.clock.set(talk.clock() + dt.timedelta(minutes=3))
    talk.sweep()
    assert "Chưa nêu lý do" in talk.last("chat-Hạnh", "xin gia hạn").text
    talk.say(focal, "chờ hướng dẫn của Bộ")
    assert "bổ sung lý do xin gia hạn (thay thông báo trước)" in talk.last("chat-Hạnh").text


def test_one_reason_is_kept_with_every_later_date_of_one_message(talk: Talk, focal: str) -> None:
    asked = talk.say(focal, "#1 xin gia hạn thêm 10 ngày, #2 xin gia hạn thêm 5 ngày")
    assert asked[0].text.count("Vì sao cần gia hạn?") == 1
    assert talk.say(focal, "chờ hướng dẫn")[0].text == (
        "Đã bổ sung lý do xin gia hạn #1 Thương mại điện tử 1; #2 Rà soát thủ tục 2."
    )
    with talk.store.read() as session:
        assert list(session.exec(select(Extension.reason))) == ["chờ hướng dẫn", "chờ hướng dẫn"]


def test_a_report_on_another_task_is_no_reason_for_a_later_date(talk: Talk, focal: str) -> None:
    talk.say(focal, "/viec")
    for reason in ("chờ nhiệm vụ 2 xong", "1 chưa xong dự thảo", "2 lần họp chưa thống nhất"):
        assert "Vì sao cần gia hạn?" in talk.say(focal, "1 xin gia hạn thêm 10 ngày")[-1].text
        assert "Đã bổ sung lý do" in talk.say(focal, reason)[0].text
        talk.say(focal, "/hoantac")
        talk.say(focal, "/hoantac")
    talk.say(focal, "1 xin gia hạn thêm 10 ngày")
    assert "#2 Rà soát thủ tục 2 – đã báo cáo hoàn thành" in talk.say(focal, "2 xong")[0].text
