"""What was said waits for its task and is recorded as said; a number means one thing, in the list and in questions."""

import datetime as dt

import pytest
from conversation import COORDINATOR, Heard, Talk, task

TITLES = ("Hạ tầng số 1", "Thư viện điện tử 2", "Cấp nước sạch 3", "Bến xe trung tâm 4", "Trường học số 5", "Sổ tay 6")


@pytest.fixture
def focal(talk: Talk) -> str:
    """A focal point who has a list of five tasks before their eyes, and a sixth behind it."""
    chat = talk.person("Lan", "focal", "Sở Công Thương")
    talk.person("Hạnh", "officer", COORDINATOR)
    talk.plan(*(task(title, dt.date(2026, 1, 20 + place)) for place, title in enumerate(TITLES)))
    talk.sweep()
    return chat


def states(talk: Talk) -> str:
    """The six tasks, a letter each: (n)ot started, (i)n progress, (r)eported."""
    return "".join(talk.assignment(code).state[0] for code in range(1, 7))


def shown(heard: Heard) -> list[str]:
    """The numbers under which a message lists tasks."""
    return [line.partition(".")[0] for line in heard.text.splitlines() if line.partition(".")[0].isdigit()]


def test_what_was_said_is_recorded_of_the_task_that_is_tapped(talk: Talk, focal: str) -> None:
    (asked,) = talk.say(focal, "5 xong 4")
    assert asked.text.startswith("Anh/chị nói “xong” về nhiệm vụ nào?")
    assert shown(asked) == ["4", "5"]  # as the list has them
    (receipt,) = talk.tap(focal, "#5")
    assert receipt.text.startswith("Đã ghi nhận: #5 Trường học số 5 – đã báo cáo hoàn thành")
    assert (
        "Chưa trả lời: 1. Hạ tầng số 1; 2. Thư viện điện tử 2; 3. Cấp nước sạch 3; 4. Bến xe trung tâm 4"
        in receipt.text
    )
    assert states(talk) == "nnnnrn"


@pytest.mark.parametrize(("words", "quoted"), [("5 được 45% 4", "được 45%"), ("4 vướng kinh phí 5", "vướng kinh phí")])
def test_any_statement_waits_for_its_task(talk: Talk, focal: str, words: str, quoted: str) -> None:
    (asked,) = talk.say(focal, words)
    assert asked.text.startswith(f"Anh/chị nói “{quoted}” về nhiệm vụ nào?")
    assert shown(asked) == ["4", "5"]


def test_what_the_same_words_say_of_another_task_is_recorded_with_the_answer(talk: Talk, focal: str) -> None:
    (asked,) = talk.say(focal, "1 xong, 5 được 50% 4")
    assert "Anh/chị nói “được 50%” về nhiệm vụ nào? Ghi nhận cùng lúc: 1 “xong”." in asked.text
    assert shown(asked) == ["4", "5"]
    talk.tap(focal, "#5")
    assert states(talk) == "rnnnin"
    assert talk.assignment(5).percent == 50


def test_typed_under_the_question_the_numbers_of_the_list_mean_what_they_meant(talk: Talk, focal: str) -> None:
    talk.say(focal, "5 xong 4")
    talk.say(focal, "4")
    assert states(talk) == "nnnrnn"
    talk.say(focal, "2 xong, 3 được 50%")
    assert states(talk) == "nrirnn"
    talk.say(focal, "nhầm, việc 3 mới được 20%")
    assert talk.assignment(3).percent == 20


def test_an_update_instead_of_the_answer_is_of_the_list(talk: Talk, focal: str) -> None:
    talk.say(focal, "5 xong 4")
    talk.say(focal, "1 được 30%, 5 xong")
    assert states(talk) == "innnrn"


def test_two_counts_are_asked_task_by_task_and_the_last_need_no_tap(talk: Talk, focal: str) -> None:
    talk.say(focal, "1, 2 xong")
    if talk.channel == "email":
        pytest.skip("a letter shows all six at once")
    (asked,) = talk.say(focal, "2 việc đã xong, còn 1 việc đang làm")
    assert "Anh/chị nói “đang làm” về nhiệm vụ nào?" in asked.text
    assert "Khi chọn, 2 nhiệm vụ kia được ghi nhận “đã xong”." in asked.text
    assert shown(asked) == ["3", "4", "5"]
    talk.tap(focal, "#4")
    assert states(talk) == "rrrirn"
    assert "Chưa trả lời" not in talk.last(focal).text


def test_of_more_tasks_than_were_counted_each_is_asked(talk: Talk, focal: str) -> None:
    talk.say(focal, "2 việc đã xong, còn 1 việc đang làm")
    assert "Còn 2 nhiệm vụ, đề nghị chọn từng nhiệm vụ." in talk.tap(focal, "#1")[-1].text
    talk.tap(focal, "#2")
    talk.tap(focal, "#5")
    assert states(talk) == "irnnrn"


@pytest.mark.parametrize("answer", ["2, 5", "2 và 5"])
def test_several_numbers_answer_where_several_are_asked_for(talk: Talk, focal: str, answer: str) -> None:
    talk.say(focal, "đã xong 2 việc")
    (receipt,) = talk.say(focal, answer)
    assert receipt.text.startswith("Đã ghi nhận:")
    assert states(talk) == "nrnnrn"


def test_more_numbers_than_were_counted_are_not_taken(talk: Talk, focal: str) -> None:
    talk.say(focal, "đã xong 2 việc")
    assert "Còn 2 nhiệm vụ" in talk.say(focal, "1, 2, 5")[0].text
    assert states(talk) == "nnnnnn"


def test_words_and_buttons_are_of_one_question_where_a_task_is_spoken_of(talk: Talk, focal: str) -> None:
    talk.say(focal, "3 được 10%")
    (asked,) = talk.say(focal, "2 việc đã xong, còn 1 việc đang làm")
    assert "nhiệm vụ nào?" in asked.text
    assert "Đã xong" not in asked.labels
    assert asked.labels[0].startswith("#1 ")


def test_what_is_not_understood_leaves_the_question_with_its_buttons(talk: Talk, focal: str) -> None:
    first = talk.say(focal, "5 xong 4")[0]
    again = talk.say(focal, "trăng lên đỉnh núi")[-1]
    assert again.text.startswith("Chưa hiểu rõ nên chưa ghi nhận.")
    assert "Anh/chị nói “xong” về nhiệm vụ nào?" in again.text
    assert again.labels[:2] == first.labels
    talk.tap(focal, "#4")
    assert states(talk) == "nnnrnn"


def test_no_number_of_one_answer_means_two_things(talk: Talk, focal: str) -> None:
    said = talk.say(focal, "1 xong, 2 xin lùi hạn")
    talk.say(focal, "/huy")
    numbers = [number for one in said for number in one.numbers if number]
    assert len(numbers) == len(set(numbers))
    talk.say(focal, "2 việc đã xong, còn 1 việc đang làm")
    said = talk.tap(focal, "#3")
    if talk.channel == "zalo":
        assert not {*said[0].numbers} & {*said[1].numbers}
        talk.say(focal, said[0].numbers[said[0].labels.index("Hủy")])  # the receipt above the question
        assert talk.assignment(3).state == "not_started"


def test_a_number_of_a_later_page_is_its_task_and_no_button_of_the_page_before(talk: Talk, focal: str) -> None:
    digest = talk.seen(focal)[-1]
    if talk.channel == "email":
        pytest.skip("a letter shows all six at once")
    talk.tap(focal, "Xem tiếp", digest)
    talk.say(focal, "1 xong")
    assert "Sổ tay 6" in talk.say(focal, "6")[0].text


def test_many_lines_have_one_sửa_that_asks_which_and_opens_just_that(talk: Talk, focal: str) -> None:
    (receipt,) = talk.say(focal, "1, 2, 3, 4, 5 xong")
    assert receipt.labels == ("Sửa", "Hủy")
    (asked,) = talk.tap(focal, "Sửa", receipt)
    assert asked.text.startswith("Sửa nội dung của nhiệm vụ nào?")
    assert "Cấp nước sạch 3" in talk.tap(focal, "#3", asked)[0].text
    talk.say(focal, "mới được 40%")
    assert states(talk) == "rrirrn"


def test_a_line_can_be_corrected_while_something_else_is_asked(talk: Talk, focal: str) -> None:
    receipt, asked = talk.say(focal, "1 xong, 2 xin lùi hạn")
    assert receipt.labels == ("Sửa", "Hủy")
    assert asked.text.startswith("#2 Thư viện điện tử 2")
    assert "Hạ tầng số 1" in talk.tap(focal, "Sửa", receipt)[0].text


def test_a_day_that_is_none_is_asked_of_the_task_by_name(talk: Talk, focal: str) -> None:
    (asked,) = talk.say(focal, "4 xin lùi đến 31/2")
    assert asked.text.startswith("#4 Bến xe trung tâm 4: Ngày này không có trên lịch.")


def test_the_agency_named_beside_other_tasks_goes_to_the_officer(talk: Talk, focal: str) -> None:
    (_, asked) = talk.say(focal, "1 được 20%; việc 3 là của Sở Xây dựng, không phải bên em")
    assert "không phải việc của cơ quan anh/chị?" in asked.text
    talk.tap(focal, "Không phải việc")
    talk.tap(focal, "Báo cán bộ tổng hợp")
    assert talk.last("chat-Hạnh").labels[0] == "Chuyển cho Sở Xây dựng"
