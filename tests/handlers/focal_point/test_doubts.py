"""What is not clear is said back with its answers as buttons, and what of a list still waits is named."""

import pytest
from conversation import COORDINATOR, Talk, task


@pytest.fixture
def focal(talk: Talk) -> str:
    chat = talk.person("Bình", "focal", "Sở Công Thương")
    talk.person("Hạnh", "officer", COORDINATOR)
    talk.plan(task("Cụm công nghiệp 1"), task("Chợ đầu mối 2"), task("Khuyến công 3"))
    talk.sweep()
    return chat


def test_two_readings_as_good_offer_the_tasks_named(talk: Talk, focal: str) -> None:
    asked = talk.say(focal, "1 xong 2")
    assert len(asked[-1].labels) == 2
    assert {talk.assignment(code).state for code in (1, 2, 3)} == {"not_started"}
    assert "thực hiện đến đâu?" in talk.tap(focal, asked[-1].labels[0])[0].text


def test_what_is_left_over_is_said_back_with_the_states_of_its_task(talk: Talk, focal: str) -> None:
    said = talk.say(focal, "1 xong trước, việc 2 sau")
    assert "Chưa hiểu: “việc 2 sau”." in said[-1].text
    assert said[-1].labels == ("Đã xong", "Đang làm", "Chưa làm")
    talk.tap(focal, "Chưa làm")
    assert sorted(talk.assignment(code).state for code in (1, 2, 3)) == ["not_started", "not_started", "reported"]


def test_somebody_elses_task_is_handed_over_only_with_the_officers_yes(talk: Talk, focal: str) -> None:
    asked = talk.say(focal, "1 xong, việc 2 của Sở Y tế chứ không phải bên em")
    assert asked[-1].labels == ("Không phải việc của cơ quan tôi",)
    assert "thời hạn giữ nguyên" in talk.tap(focal, "Không phải việc của cơ quan tôi")[0].text
    assert "Đã báo cán bộ tổng hợp." in talk.tap(focal, "Báo cán bộ tổng hợp")[0].text
    notice = talk.last("chat-Hạnh", "không thuộc cơ quan mình")
    assert notice.labels == ("Chuyển cơ quan khác", "Giữ nguyên")
    talk.tap("chat-Hạnh", "Giữ nguyên")
    assert "vẫn do Sở Công Thương chủ trì" in talk.last(focal).text
    assert sorted(talk.assignment(code).state for code in (1, 2, 3)) == ["not_started", "not_started", "reported"]


def test_the_receipt_names_what_of_the_list_still_waits(talk: Talk, focal: str) -> None:
    said = talk.say(focal, "1 xong, 3 đang làm")
    assert "Chưa trả lời: 2. " in said[0].text
