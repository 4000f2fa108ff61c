"""Buttons and requests that come after somebody else has acted: each hears how it stands now, by whom, and what to do."""

import datetime as dt

import pytest
from conversation import COORDINATOR, Talk, task
from sqlmodel import select

from catalog.tables import Update

pytestmark = pytest.mark.parametrize("talk", ["telegram"], indirect=True)
"""Where buttons of old messages are still there to be tapped."""


@pytest.fixture
def focal(talk: Talk) -> str:
    talk.plan(task("Việc 1"), task("Việc 2"))
    return talk.person("Bình", "focal", "Sở Công Thương")


@pytest.fixture
def officers(talk: Talk) -> tuple[str, str]:
    return talk.person("Hạnh", "officer", COORDINATOR), talk.person("Oanh", "officer", COORDINATOR)


def test_the_second_officer_hears_what_the_first_decided(talk: Talk, focal: str, officers: tuple[str, str]) -> None:
    first, second = officers
    talk.say(focal, "#1 xong")
    mine, yours = talk.last(first), talk.last(second)
    talk.tap(second, "Trả lại", yours)
    talk.tap(first, "Chấp nhận", mine)
    late = talk.say(second, "thiếu số liệu")[0].text
    assert late.startswith("#1 Việc 1 – Sở Công Thương không còn chờ nghiệm thu: Hạnh đã chấp nhận lúc ")
    talk.say(focal, "#2 xin gia hạn đến 30/6 vì thiếu người")
    mine, yours = talk.last(first, "xin gia hạn"), talk.last(second, "xin gia hạn")
    talk.tap(second, "Không đồng ý", yours)
    answer = talk.tap(first, "Đồng ý gia hạn", mine)[0].text
    assert answer == "#2 Việc 2 – Sở Công Thương: Oanh đã trả lời không đồng ý gia hạn."


def test_a_number_typed_a_second_time_is_no_reason_of_a_return(
    talk: Talk, focal: str, officers: tuple[str, str]
) -> None:
    talk.say(focal, "#1 xong")
    talk.tap(officers[0], "Trả lại")
    assert "Cần có lý do trả lại" in talk.say(officers[0], "2")[0].text
    assert talk.assignment(1).state == "reported"


def test_a_later_date_is_refused_with_the_true_reason(talk: Talk, focal: str) -> None:
    other = talk.person("Cúc", "focal", "Sở Công Thương")
    talk.say(focal, "#2 xin gia hạn đến 30/6 vì thiếu người")
    assert talk.say(other, "/giahan #2")[0].text.startswith("Đã có một đề nghị gia hạn đang chờ trả lời.")
    talk.say(focal, "#1 xong")
    assert "đang chờ nghiệm thu" in talk.say(focal, "#1 xin gia hạn đến 30/6 vì thiếu người")[0].text


def test_what_an_officer_corrects_of_an_agency_comes_with_its_source_again(
    talk: Talk, focal: str, officers: tuple[str, str]
) -> None:
    talk.say(officers[0], "/capnhat hộ Sở Công Thương #1 được 60%, CV 45/SCT-KH")
    talk.tap(officers[0], "Sửa")
    assert "đến bằng văn bản nào?" in talk.say(officers[0], "được 70%")[0].text
    talk.say(officers[0], "điện thoại anh Nam")
    with talk.store.read() as session:
        assert [u.text for u in session.exec(select(Update)) if u.on_behalf][1:] == ["được 70%, điện thoại anh Nam"]


def test_the_agency_hears_of_what_was_asked_in_its_place(talk: Talk, focal: str, officers: tuple[str, str]) -> None:
    talk.say(officers[0], "/capnhat hộ Sở Công Thương #1 xin gia hạn đến 30/6 vì thiếu người, CV 7/SCT-KH")
    assert "– Hạnh (nhập hộ)" in talk.last(officers[1], "xin gia hạn").text
    assert talk.tap(officers[1], "Đồng ý gia hạn")[0].text.endswith("Cơ quan đã được báo.")
    assert "Đã đồng ý gia hạn #1 Việc 1 đến 30/6/2026" in talk.last(focal).text


def test_nobody_is_said_to_be_told_who_was_not_and_an_old_card_asks_for_nothing_in_vain(
    talk: Talk, officers: tuple[str, str]
) -> None:
    talk.plan(task("Việc 3", None, "Sở Y tế"))
    card = talk.say(officers[0], "/viec 1")[0]
    talk.tap(officers[0], "Tạm dừng", card)
    done = talk.say(officers[0], "theo CV 9/UBND-TH")[0].text
    assert done.endswith("Cơ quan chưa có đầu mối nhận tin qua đây, đề nghị báo bằng cách khác.")
    card = talk.say(officers[1], "/viec 1")[0]
    talk.tap(officers[1], "Tiếp tục", card)
    talk.say(officers[1], "theo CV 10/UBND-TH")
    assert "không thay đổi gì" in talk.tap(officers[1], "Tiếp tục", card)[0].text


def test_a_leader_is_asked_for_no_progress_and_an_officer_hears_how_to_enter_it(
    talk: Talk, focal: str, officers: tuple[str, str]
) -> None:
    leader, own = talk.person("Long", "leader"), talk.person("Sang", "agency_leader", "Sở Công Thương")
    assert "do đầu mối của cơ quan cập nhật" in talk.say(leader, "#1 xong")[0].text
    assert talk.say(leader, "cảm ơn")[0].text == "Vâng, cảm ơn anh/chị."
    assert "trả lời ngay" not in talk.say(own, "/viec")[0].text
    assert "/viec để xem nhiệm vụ" in talk.say(own, "#1 xong")[0].text
    assert "“/capnhat hộ Sở Y tế #1 xong" in talk.say(officers[0], "#1 xong")[0].text
    assert "không phải đầu mối" in talk.say(officers[0], "/minhchung")[0].text


def test_many_reports_of_one_message_are_one_notice_with_one_tap_for_all(
    talk: Talk, focal: str, officers: tuple[str, str]
) -> None:
    many = talk.plan(*(task(f"Bài {n}") for n in range(3, 7)), number="2/KH")
    talk.say(focal, ", ".join(f"#{code} xong" for code in many))
    (notice,) = talk.seen(officers[0])
    assert notice.text.startswith("Báo cáo chờ nghiệm thu: 4\n1. #3 Bài 3\n   Sở Công Thương: “#3 xong”")
    assert "Đã chấp nhận 4 báo cáo." in talk.tap(officers[0], "Chấp nhận cả 4", notice)[0].text


def test_the_notice_of_all_milestones_lists_them_all(talk: Talk, focal: str, officers: tuple[str, str]) -> None:
    milestones = (("Ban hành", dt.date(2026, 4, 1)), ("Sơ kết", dt.date(2026, 7, 1)))
    (code,) = talk.plan(task("Đề án 3", None, milestones=milestones), number="2/KH")
    talk.say(focal, f"#{code} xong")
    talk.tap(focal, "Tất cả 2 mốc")
    assert "báo cáo hoàn thành 2 mốc" in talk.last(officers[0]).text
    assert "• Ban hành (hạn 1/4/2026)\n• Sơ kết (hạn 1/7/2026)" in talk.last(officers[0]).text


def test_a_later_page_of_a_reminder_says_which_numbers_it_shows(talk: Talk, focal: str) -> None:
    due = talk.clock().date() + dt.timedelta(days=3)
    talk.plan(*(task(f"Bài {n}", due) for n in range(10, 22)), number="2/KH")
    talk.sweep()
    assert "; 5 việc cần nhất" in talk.last(focal).text
    assert "; số 6–10" in talk.tap(focal, "Xem tiếp")[0].text


def test_a_second_tap_on_withdraw_hears_that_it_is_withdrawn(talk: Talk, focal: str) -> None:
    said = talk.say(focal, "#1 được 20%")[0]
    talk.tap(focal, "Hủy", said)
    assert talk.tap(focal, "Hủy", said)[0].text == "Cập nhật này đã được rút lại trước đó."
    said = talk.say(focal, "#1 được 30%")[0]
    talk.clock.set(talk.clock() + dt.timedelta(hours=25))
    assert talk.tap(focal, "Hủy", said)[0].text.startswith("Đã quá 24 giờ")


def test_what_was_accepted_by_mistake_is_opened_again_with_a_reason_and_only_on_purpose(
    talk: Talk, focal: str, officers: tuple[str, str]
) -> None:
    talk.say(focal, "#1 xong")
    notice = talk.last(officers[0])
    talk.tap(officers[0], "Chấp nhận", notice)
    assert "không còn chờ nghiệm thu" in talk.tap(officers[0], "Trả lại", notice)[0].text
    assert "Mở lại nhiệm vụ" not in talk.say(focal, "/viec 1")[0].labels
    card = talk.say(officers[1], "/viec 1")[0]
    assert "lý do mở lại #1 Việc 1" in talk.tap(officers[1], "Mở lại nhiệm vụ", card)[0].text
    assert talk.say(officers[1], "nghiệm thu nhầm")[0].text.startswith("Đã mở lại: #1 Việc 1")
    assert "đã nghiệm thu được mở lại: #1 Việc 1\nLý do: nghiệm thu nhầm" in talk.last(focal).text
    assert talk.assignment(1).state == "in_progress"
    talk.say(focal, "#1 xong")
    assert "Đã chấp nhận" in talk.tap(officers[1], "Chấp nhận", talk.last(officers[1]))[0].text


def test_a_command_typed_as_a_word_is_one_and_never_a_reason(talk: Talk, focal: str, officers: tuple[str, str]) -> None:
    talk.say(focal, "#1 xong")
    talk.tap(officers[0], "Trả lại")
    assert talk.say(officers[0], "Hủy")[0].text.startswith("Đã thoát.")
    assert talk.assignment(1).state == "reported"
    assert talk.say(focal, "hoan tac")[0].text.startswith("Đã rút lại")
    notice = talk.say(officers[0], "/viec 1")[0]
    assert "không phải đầu mối" in talk.say(officers[0], "thiếu người", reply_to=notice)[0].text


def test_a_return_reaches_everybody_at_the_desk_and_an_acceptance_whoever_reported(
    talk: Talk, focal: str, officers: tuple[str, str]
) -> None:
    other = talk.person("Cúc", "focal", "Sở Công Thương")
    talk.say(focal, "#1 xong")
    talk.tap(officers[0], "Trả lại")
    talk.say(officers[0], "thiếu phụ lục")
    assert "được trả lại: #1 Việc 1" in talk.last(other).text
    talk.say(other, "#1 xong")
    talk.tap(officers[0], "Chấp nhận")
    assert "Đã nghiệm thu" in talk.last(other).text
    assert "Đã nghiệm thu" not in talk.last(focal).text


def test_a_return_of_one_milestone_says_which_and_an_earlier_notice_still_serves(
    talk: Talk, focal: str, officers: tuple[str, str]
) -> None:
    milestones = tuple((name, dt.date(2026, 4, n)) for n, name in enumerate(("Ban hành", "Sơ kết", "Tổng kết"), 1))
    (code,) = talk.plan(task("Đề án 3", None, milestones=milestones), number="2/KH")
    talk.say(focal, f"#{code}.1 xong")
    notice = talk.last(officers[0])
    talk.say(focal, f"#{code}.2 xong")
    assert "Mốc này đã được báo cáo" in talk.say(focal, f"#{code}.1 xong")[0].text
    talk.tap(officers[0], "Trả lại", notice)
    assert f"lý do trả lại #{code} Đề án 3 – mốc “Ban hành”." in talk.tap(officers[0], "Ban hành")[0].text
    talk.say(officers[0], "chưa có quyết định")
    assert talk.last(focal).text.startswith(f"↩️ Báo cáo hoàn thành được trả lại: #{code} Đề án 3 – mốc “Ban hành”\n")
    for one in (1, 3):
        talk.say(focal, f"#{code}.{one} xin gia hạn đến 30/{one + 6} vì thiếu người")
    card = talk.say(focal, f"/viec {code}")[0].text
    assert "gia hạn mốc 1 đến 30/7/2026 và 1 đề nghị khác" in card
    whole = "\n".join(heard.text for heard in talk.tap(focal, "Chi tiết, lịch sử"))
    assert "gia hạn mốc 1 đến 30/7/2026\n⏳ Đang xin gia hạn mốc 3 đến 30/9/2026" in whole


def test_what_cannot_be_withdrawn_together_says_why_and_how_the_rest_is_corrected(
    talk: Talk, focal: str, officers: tuple[str, str]
) -> None:
    talk.say(focal, "#1 xong, #2 xong")
    talk.tap(officers[0], "Chấp nhận", talk.last(officers[0], "#1 Việc 1"))
    answer = talk.say(focal, "/hoantac")[0].text
    assert answer.startswith("Chưa rút lại cập nhật của #1 Việc 1: Nhiệm vụ đã được nghiệm thu")
    assert answer.endswith("ví dụ “#2 chưa xong”.")


def test_who_was_relieved_of_a_task_hears_so_and_is_asked_for_no_files(
    talk: Talk, focal: str, officers: tuple[str, str]
) -> None:
    card = talk.say(focal, "/viec 1")[0]
    talk.tap(officers[0], "Đổi thời hạn", talk.say(officers[0], "/viec 1")[0])
    talk.tap(officers[0], "Đổi cơ quan chủ trì")
    talk.say(officers[0], "Sở Y tế theo CV 5/UBND-TH")
    talk.tap(officers[0], "Ghi nhận")
    for answer in (talk.tap(focal, "Gửi minh chứng", card), talk.say(focal, "#1 xong")):
        assert "#1 Việc 1: nhiệm vụ đã hủy, hoặc đã chuyển cho cơ quan khác." in answer[0].text
    talk.say(focal, "#2 xong")
    assert "Xin gia hạn" not in talk.say(focal, "/viec 2")[0].labels


def test_an_agency_that_heard_of_an_entry_hears_that_it_was_withdrawn(
    talk: Talk, focal: str, officers: tuple[str, str]
) -> None:
    talk.say(officers[0], "/capnhat hộ Sở Công Thương #1 được 60%, CV 45/SCT-KH")
    talk.tap(officers[0], "Hủy")
    assert (
        "đã rút lại nội dung ghi nhận thay cơ quan anh/chị: #1 Việc 1 – hiện chưa thực hiện." in talk.last(focal).text
    )


def test_a_colleagues_claim_is_not_taken_back_behind_their_back(
    talk: Talk, focal: str, officers: tuple[str, str]
) -> None:
    other = talk.person("Cúc", "focal", "Sở Công Thương")
    talk.say(focal, "#1 xong")
    assert "thay cho báo cáo hoàn thành của Bình." in talk.say(other, "#1 được 80%")[0].text
    assert talk.last(focal).text.startswith("Cúc vừa cập nhật lại nhiệm vụ anh/chị đã báo cáo hoàn thành: #1 Việc 1")
    talk.say(focal, "#1 xong")
    assert "thay cho" not in talk.say(focal, "#1 chưa xong")[0].text
