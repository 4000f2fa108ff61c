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
    assert "đã báo cáo hoàn thành" in talk.tap(focal, asked[-1].labels[0])[0].text


def test_what_is_said_of_the_rest_is_not_said_of_tasks_that_are_asked_about(talk: Talk, focal: str) -> None:
    asked = talk.say(focal, "việc 1, 2; còn lại xong")
    assert [talk.assignment(code).state for code in (1, 2, 3)] == ["not_started", "not_started", "reported"]
    assert len(asked[-1].labels) >= 2


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
    assert notice.labels == ("Chuyển cho Sở Y tế", "Giữ nguyên", "Xem nhiệm vụ")
    talk.tap("chat-Hạnh", "Giữ nguyên")
    assert "vẫn do Sở Công Thương chủ trì" in talk.last(focal).text
    assert sorted(talk.assignment(code).state for code in (1, 2, 3)) == ["not_started", "not_started", "reported"]


def test_the_receipt_names_what_of_the_list_still_waits(talk: Talk, focal: str) -> None:
    said = talk.say(focal, "1 xong, 3 đang làm")
    assert "Chưa trả lời: 2. " in said[0].text


def test_a_share_out_of_range_of_no_task_is_asked_with_the_tasks_that_wait(talk: Talk, focal: str) -> None:
    asked = talk.say(focal, "được 150%")
    assert "từ 0 đến 100%" in asked[-1].text
    assert len(asked[-1].labels) == 3
    assert "thực hiện đến đâu?" in talk.tap(focal, asked[-1].labels[1])[0].text


@pytest.mark.parametrize("words", ["2 xin gia hạn đến 31/2 vì chờ vốn", "2 xin gia hạn vì chờ vốn"])
def test_a_day_that_is_none_is_asked_for_with_days_to_tap(talk: Talk, focal: str, words: str) -> None:
    asked = talk.say(focal, words)
    assert all(label.startswith("Đến ") for label in asked[-1].labels)
    assert len(asked[-1].labels) >= 3
    answer = talk.tap(focal, asked[-1].labels[0])
    assert "xin gia hạn đến" in answer[0].text
    assert len(answer) == 1  # the reason had been said with the words


def test_a_slip_that_was_undone_is_shown_with_what_was_read(talk: Talk, focal: str) -> None:
    assert "Đã đọc “xnog” là “xong”." in talk.say(focal, "việc 1 xnog")[0].text
    assert talk.assignment(1).state == "reported"


def test_the_day_by_which_one_means_to_be_done_is_kept(talk: Talk, focal: str) -> None:
    assert "dự kiến xong 20/11" in talk.say(focal, "việc 3 dự kiến 20/11 xong")[0].text
    assert talk.assignment(3).state == "in_progress"
    assert "dự kiến xong 20/11" in talk.say(focal, "/viec 3")[0].text
    talk.say(focal, "việc 3 đang làm, được 40%")
    assert "dự kiến xong 20/11" in talk.say(focal, "/viec 3")[0].text
    talk.say(focal, "việc 3 xong rồi")
    assert "dự kiến xong" not in talk.say(focal, "/viec 3")[0].text


def test_the_day_meant_is_taken_back_with_the_report_that_named_it(talk: Talk, focal: str) -> None:
    talk.say(focal, "việc 3 dự kiến 20/11 xong")
    talk.say(focal, "/hoantac")
    assert talk.assignment(3).state == "not_started"
    assert talk.assignment(3).expected_on is None


def test_the_receipt_names_every_task_answered_and_what_waits_and_opens_just_that_line(talk: Talk, focal: str) -> None:
    said = talk.say(focal, "1 xong, 2 được 40%")
    assert "Cụm công nghiệp 1" in said[0].text
    assert "40%" in said[0].text
    assert "Chưa trả lời: 3. Khuyến công 3" in said[0].text
    edit = next(label for label in said[0].labels if label.startswith("Sửa #2"))
    opened = talk.tap(focal, edit)[0].text
    assert "Chợ đầu mối 2" in opened
    assert "Cụm công nghiệp" not in opened
    talk.say(focal, "chưa làm")
    assert [talk.assignment(code).state for code in (1, 2, 3)] == ["reported", "not_started", "not_started"]


def test_what_only_looks_like_open_work_is_asked_with_the_likely_state_first(talk: Talk, focal: str) -> None:
    asked = talk.say(focal, "việc 2 em đang coi thi ở trường")
    assert "Chưa hiểu rõ nên chưa ghi nhận." in asked[-1].text
    assert asked[-1].labels[:3] == ("Đang làm", "Đã xong", "Chưa làm")
    assert talk.assignment(2).state == "not_started"
    talk.tap(focal, "Đang làm")
    assert talk.assignment(2).state == "in_progress"


def test_what_may_be_talk_names_no_task_by_itself(talk: Talk, focal: str) -> None:
    talk.say(focal, "em đang tiếp công dân")
    assert {talk.assignment(code).state for code in (1, 2, 3)} == {"not_started"}


def test_what_is_left_over_is_quoted_as_it_was_typed(talk: Talk, focal: str) -> None:
    assert "Chưa hiểu: “vieejc 2 dder sau”." in talk.say(focal, "1 xong trước, vieejc 2 dder sau")[-1].text
