"""What people ask and order in chat, in their own words: one message, one screen, on buttons and on typed numbers."""

import datetime as dt

import pytest
from conversation import task

from handlers.words import asked
from handlers.words.intents import intents

DUE = dt.date(2026, 1, 9)
LATER = dt.date(2026, 6, 30)
SCREEN = 13
"""Lines of 515 pixels on the page of the sandbox."""


def lines(heard):
    return len(heard.text.splitlines())


def late(talk, days=60):
    talk.clock.set(talk.clock() + dt.timedelta(days=days))


def test_every_intent_of_the_table_leads_somewhere():
    assert set(asked.LEADS) == set(intents())


def test_late_work_is_listed_and_opens_by_its_number(talk):
    codes = talk.plan(*(task(f"Việc {n}", DUE + dt.timedelta(days=n)) for n in range(1, 9)))
    focal = talk.person("Bình", "focal", "Sở Công Thương")
    late(talk)
    (heard,) = talk.say(focal, "còn việc nào quá hạn?")
    assert heard.text.startswith("Quá hạn: 8 việc")
    assert lines(heard) <= SCREEN
    (card,) = talk.say(focal, "việc 3 là gì vậy")
    assert f"NHIỆM VỤ #{codes[2]}" in card.text
    talk.say(focal, "/viec quá hạn")
    (card,) = talk.tap(focal, "2")
    assert f"#{codes[1]}" in card.text


def test_the_list_is_narrowed_by_what_stands_behind_the_command(talk):
    talk.plan(task("Số hóa hồ sơ 1", DUE), task("Tập huấn cán bộ 2", LATER))
    focal = talk.person("Bình", "focal", "Sở Công Thương")
    late(talk)
    assert "Số hóa hồ sơ" in talk.say(focal, "/viec quá hạn")[0].text
    (found,) = talk.say(focal, "/viec tìm tập huấn")
    assert "Tập huấn cán bộ" in found.text
    assert "Số hóa" not in found.text
    (told,) = talk.say(focal, "/viec màu xanh lơ")
    assert "Chưa rõ “màu xanh lơ”" in told.text
    assert "Tìm việc “màu xanh lơ”" in told.labels[0]


def test_a_code_opens_its_card(talk):
    (code,) = talk.plan(task("Việc 1", LATER))
    focal = talk.person("Bình", "focal", "Sở Công Thương")
    (card,) = talk.say(focal, f"việc #{code} là gì?")
    assert f"NHIỆM VỤ #{code}" in card.text


def test_an_update_stays_an_update(talk):
    talk.plan(task("Việc 1", LATER), task("Việc 2", LATER))
    focal = talk.person("Bình", "focal", "Sở Công Thương")
    talk.say(focal, "việc của tôi")
    (heard,) = talk.say(focal, "1 xong, 2 được 50%")
    assert "ghi nhận" in heard.text.lower()


def test_a_question_while_a_task_is_asked_for_is_answered(talk):
    talk.plan(task("Việc 1", DUE), task("Việc 2", LATER))
    focal = talk.person("Bình", "focal", "Sở Công Thương")
    late(talk)
    talk.say(focal, "xong rồi")
    (heard,) = talk.say(focal, "còn việc nào quá hạn?")
    assert heard.text.startswith("Quá hạn: 1 việc")


def test_who_is_away_names_somebody_with_one_tap(talk):
    talk.plan(task("Việc 1", LATER))
    focal = talk.person("Bình", "focal", "Sở Công Thương")
    (heard,) = talk.say(focal, "tuần sau tôi nghỉ phép, nhờ chị Hoa thay")
    assert "Cử chị Hoa làm thay" in heard.text
    (code,) = talk.tap(focal, "Cấp mã làm thay")
    assert "MÃ LÀM THAY" in code.text


def test_who_leaves_does_so_in_one_message_and_one_tap_and_the_officer_hears_it(talk):
    talk.plan(task("Việc 1", LATER))
    focal = talk.person("Bình", "focal", "Sở Công Thương")
    officer = talk.person("Hà", "officer", "Sở Khoa học và Công nghệ")
    for words in ("/stop", "tôi muốn thoát khỏi bot"):
        (heard,) = talk.say(focal, words)
        assert "Rời Đôn Đốc" in heard.text
    (gone,) = talk.tap(focal, "Rời hẳn")
    assert "đã rời" in gone.text
    assert "Không còn đầu mối: Sở Công Thương" in talk.last(officer).text
    assert "Rời" not in talk.say(focal, "việc của tôi")[0].text


def test_the_wrong_agency_is_told_to_the_officer_who_moves_it_with_a_document(talk):
    (code,) = talk.plan(task("Việc 1", LATER))
    focal = talk.person("Bình", "focal", "Sở Công Thương")
    officer = talk.person("Hà", "officer", "Sở Khoa học và Công nghệ")
    (heard,) = talk.say(focal, f"việc #{code} do Sở Tài chính làm chứ không phải tôi")
    assert "đề nghị chuyển cho Sở Tài chính" in heard.text
    (told,) = talk.tap(focal, "Báo cán bộ tổng hợp")
    assert "Đã báo cán bộ" in told.text
    assert "Sở Công Thương báo việc này không thuộc" in talk.last(officer).text
    talk.tap(officer, "Chuyển cho Sở Tài chính")
    (preview,) = talk.say(officer, "45/UBND-VP")
    assert "Sở Tài chính" in preview.text
    talk.tap(officer, "Ghi nhận")
    assert talk.assignment(code).agency_id != 0
    late(talk, 0)
    (kept,) = talk.say(focal, "việc của tôi")
    assert "không còn nhiệm vụ" in kept.text


def test_an_officer_keeps_a_task_where_it_is(talk):
    (code,) = talk.plan(task("Việc 1", LATER))
    focal = talk.person("Bình", "focal", "Sở Công Thương")
    officer = talk.person("Hà", "officer", "Sở Khoa học và Công nghệ")
    talk.say(focal, f"#{code} không phải việc của sở em")
    talk.tap(focal, "Báo cán bộ tổng hợp")
    talk.tap(officer, "Giữ nguyên")
    assert "vẫn do Sở Công Thương chủ trì" in talk.last(focal).text


def test_the_desk_says_what_the_morning_says(talk):
    talk.plan(task("Việc 1", DUE), task("Việc 2", LATER))
    focal = talk.person("Bình", "focal", "Sở Công Thương")
    officer = talk.person("Hà", "officer", "Sở Khoa học và Công nghệ")
    talk.say(focal, "việc của tôi")
    talk.say(focal, "1 xong")
    (desk,) = talk.say(officer, "hôm nay tôi cần làm gì?")
    assert "1 báo cáo hoàn thành chờ nghiệm thu" in desk.text
    assert any("Duyệt" in label for label in desk.labels)


def test_a_due_day_is_changed_with_a_preview_and_one_tap(talk):
    (code,) = talk.plan(task("Việc 1", LATER))
    officer = talk.person("Hà", "officer", "Sở Khoa học và Công nghệ")
    (preview,) = talk.say(officer, f"đổi hạn #{code} sang 31/10/2026, theo 88/UBND-VP")
    assert "31/10/2026" in preview.text
    assert talk.assignment(code).due == LATER
    talk.tap(officer, "Ghi nhận")
    assert talk.assignment(code).due == dt.date(2026, 10, 31)
    (asked_for,) = talk.say(officer, f"gia hạn việc #{code} đến 30/11")
    assert "văn bản" in asked_for.text
    talk.say(officer, "90/UBND-VP")
    talk.tap(officer, "Ghi nhận")
    assert talk.assignment(code).due == dt.date(2026, 11, 30)


def test_a_length_is_counted_from_the_day_in_force(talk):
    (code,) = talk.plan(task("Việc 1", LATER))
    officer = talk.person("Hà", "officer", "Sở Khoa học và Công nghệ")
    (heard,) = talk.say(officer, f"cho sở công thương thêm 15 ngày việc #{code} theo 88/UBND-VP")
    (preview,) = talk.tap(officer, "Đổi hạn") if "Có phải" in heard.text else (heard,)
    assert "15/7/2026" in preview.text


def test_all_reports_but_some_are_listed_together(talk):
    codes = talk.plan(*(task(f"Việc {n}", LATER) for n in range(1, 5)))
    focal = talk.person("Bình", "focal", "Sở Công Thương")
    officer = talk.person("Hà", "officer", "Sở Khoa học và Công nghệ")
    talk.say(focal, ", ".join(f"#{code} xong" for code in codes))
    (listed,) = talk.say(officer, f"duyệt hết trừ #{codes[1]}")
    assert f"#{codes[1]} " not in listed.text
    talk.tap(officer, "Chấp nhận cả 3")
    assert [talk.assignment(code).state for code in codes] == ["done", "reported", "done", "done"]


def test_who_has_no_focal_point_is_listed_page_by_page_and_invited_at_once(talk):
    talk.plan(task("Việc 1", LATER))
    officer = talk.person("Hà", "officer", "Sở Khoa học và Công nghệ")
    (first,) = talk.say(officer, "cơ quan nào chưa kết nối?")
    total = int(first.text.split("Chưa có đầu mối: ")[1].split()[0])
    assert total > 90
    assert lines(first) <= SCREEN
    (second,) = talk.tap(officer, "Xem tiếp")
    assert "11. " in second.text
    made, sheet = talk.tap(officer, f"Mời cả {total} cơ quan")
    assert f"Đã cấp {total} mã mời" in made.text
    assert [name.rpartition(".")[2] for one in (made, sheet) for name in one.files] == ["docx", "xlsx"]


def test_three_agencies_are_invited_in_one_message(talk):
    officer = talk.person("Hà", "officer", "Sở Khoa học và Công nghệ")
    (preview,) = talk.say(officer, "mời đầu mối sở y tế, sở tài chính, sở nội vụ")
    assert "Cấp mã mời đầu mối cho 3 cơ quan: Sở Y tế; Sở Tài chính; Sở Nội vụ" in preview.text
    made, _ = talk.tap(officer, "Cấp mã mời (3)")
    assert made.text.count("MÃ MỜI:") == 3
    (again,) = talk.tap(officer, "Cấp mã mời (3)", preview)
    assert "vừa được cấp" in again.text


def test_a_reminder_is_counted_before_it_is_sent(talk):
    talk.plan(task("Việc 1", DUE))
    focal = talk.person("Bình", "focal", "Sở Công Thương")
    officer = talk.person("Hà", "officer", "Sở Khoa học và Công nghệ")
    (preview,) = talk.say(officer, "nhắc sở công thương giúp")
    assert "Sẽ nhắc 1 người" in preview.text
    assert not talk.seen(focal)
    talk.tap(officer, "Gửi nhắc")
    assert "ĐÔN ĐỐC" in talk.last(focal).text


def test_a_leaders_order_goes_to_the_officers_as_one_tap(talk):
    talk.plan(task("Việc 1", DUE))
    talk.person("Bình", "focal", "Sở Công Thương")
    officer = talk.person("Hà", "officer", "Sở Khoa học và Công nghệ")
    leader = talk.person("Minh", "leader")
    talk.say(leader, "nhắc Sở Công Thương làm ngay")
    (told,) = talk.tap(leader, "Chuyển cán bộ tổng hợp")
    assert "1 cán bộ" in told.text
    (preview,) = talk.tap(officer, "Xem và thực hiện")
    assert "Sẽ nhắc 1 người" in preview.text
    inspector = talk.person("Tư", "inspector")
    assert "do cán bộ tổng hợp thực hiện" in talk.say(inspector, "nhắc Sở Công Thương làm ngay")[0].text


def test_a_leader_asks_who_is_slowest_and_how_it_was_a_month_ago(talk):
    talk.plan(task("Việc 1", DUE), task("Việc 2", DUE, "Sở Nội vụ"))
    leader = talk.person("Minh", "leader")
    late(talk)
    (ranked,) = talk.say(leader, "Sở nào chậm nhất?")
    assert "Sở Công Thương" in ranked.text
    (compared,) = talk.say(leader, "so với tháng trước thế nào?")
    assert "SO SÁNH" in compared.text
    assert compared.text.count("(") >= 6
    (rows,) = talk.say(leader, "việc quá hạn của sở nội vụ")
    assert "QUÁ HẠN: 1" in rows.text
    (card,) = talk.tap(leader, "1")
    assert "Việc 2" in card.text


def test_the_change_is_shown_by_agency_and_each_opens_by_its_number(talk):
    talk.plan(
        task("Việc 1", DUE + dt.timedelta(days=4)), task("Việc 2", DUE, "Sở Nội vụ"), task("Việc 3", LATER, "Sở Y tế")
    )
    leader = talk.person("Minh", "leader")
    late(talk, 10)
    talk.say(leader, "so với tuần trước thế nào")
    (by,) = talk.tap(leader, "Theo cơ quan")
    assert lines(by) <= SCREEN
    assert "1. Sở Công Thương\n   hoàn thành 0 (0) · quá hạn 1 (+1)" in by.text
    (one,) = talk.tap(leader, "2", by)
    assert "Phạm vi: Sở Nội vụ" in one.text


def test_of_two_agencies_in_one_question_both_are_answered(talk):
    talk.plan(task("Việc 1", DUE), task("Việc 2", DUE, "Sở Nội vụ"))
    leader = talk.person("Minh", "leader")
    late(talk)
    heard = talk.say(leader, "việc quá hạn của sở nội vụ và sở công thương")
    assert [("Sở Nội vụ" in one.text, "Sở Công Thương" in one.text) for one in heard] == [(True, False), (False, True)]


def test_the_best_of_a_quarter_are_those_of_the_quarter_said(talk):
    talk.plan(task("Việc 1", DUE))
    leader = talk.person("Minh", "leader")
    late(talk, 120)
    (heard,) = talk.say(leader, "đơn vị nào tốt nhất quý 1")
    assert "QUÝ 1/2026" in heard.text


def test_a_plan_is_meant_by_its_title_as_the_list_prints_it(talk):
    talk.plan(task("Việc 1", DUE))
    leader = talk.person("Minh", "leader")
    (screen,) = talk.say(leader, "kế hoạch 1/KH đến đâu rồi?")
    assert "Phạm vi: KH 1/KH" in screen.text


def test_a_report_is_sent_back_with_the_reason_said(talk):
    (code,) = talk.plan(task("Việc 1", LATER))
    focal = talk.person("Bình", "focal", "Sở Công Thương")
    officer = talk.person("Hà", "officer", "Sở Khoa học và Công nghệ")
    talk.say(focal, f"#{code} xong")
    (preview,) = talk.say(officer, f"trả lại việc #{code}, thiếu văn bản kèm theo")
    assert "Lý do: thiếu văn bản kèm theo" in preview.text
    talk.tap(officer, "Trả lại", preview)
    assert "thiếu văn bản" in talk.last(focal).text
    assert talk.assignment(code).state == "in_progress"


def test_what_is_not_clear_becomes_buttons(talk):
    (code,) = talk.plan(task("Việc 1", LATER))
    officer = talk.person("Hà", "officer", "Sở Khoa học và Công nghệ")
    (heard,) = talk.say(officer, f"việc #{code} tới 30/4")
    assert "Có phải:" in heard.text
    assert len(heard.labels) == 3
    (card,) = talk.tap(officer, f"Xem việc {code}")
    assert f"NHIỆM VỤ #{code}" in card.text


def test_an_undo_says_what_it_takes_back(talk):
    (code,) = talk.plan(task("Việc 1", LATER))
    focal = talk.person("Bình", "focal", "Sở Công Thương")
    talk.say(focal, f"#{code} xong")
    (heard,) = talk.say(focal, "hủy hết mấy cái vừa rồi")
    assert f"#{code}" in heard.text
    talk.tap(focal, "Rút lại")
    assert talk.assignment(code).state == "not_started"


def test_reminders_are_explained_and_put_off(talk):
    talk.plan(task("Việc 1", LATER))
    focal = talk.person("Bình", "focal", "Sở Công Thương")
    assert "chỉ tự nhắc trong ngày và giờ làm việc" in talk.say(focal, "sao chủ nhật cũng nhắc vậy")[0].text
    (heard,) = talk.say(focal, "tắt thông báo 3 ngày tới")
    assert "Tạm ngừng nhắc" in heard.text
    assert "Sẽ nhắc lại" in talk.tap(focal, "Tạm ngừng nhắc")[0].text


def test_a_task_ordered_in_a_sentence_waits_for_its_document(talk):
    talk.plan(task("Việc 1", LATER))
    officer = talk.person("Hà", "officer", "Sở Khoa học và Công nghệ")
    (heard,) = talk.say(officer, "giao Sở Tài chính rà soát kinh phí trước 30/4")
    assert "rà soát kinh phí" in heard.text
    assert "số văn bản" in heard.text
    (preview,) = talk.say(officer, "77/UBND-TH")
    assert "NHIỆM VỤ MỚI" in preview.text
    assert "Sở Tài chính" in preview.text
    (added,) = talk.tap(officer, "Giao")
    assert "#" in added.text


def test_of_many_reports_some_are_returned_in_one_message_and_the_rest_accepted_with_one_tap(talk):
    codes = talk.plan(*(task(f"Việc {n}", LATER) for n in range(1, 7)))
    focal = talk.person("Bình", "focal", "Sở Công Thương")
    officer = talk.person("Hà", "officer", "Sở Khoa học và Công nghệ")
    talk.say(focal, ", ".join(f"#{code} xong" for code in codes))
    talk.say(officer, "/duyet")
    (listed,) = talk.tap(officer, "Nghiệm thu nhiều báo cáo (6)")
    assert f"1. #{codes[0]} Việc 1" in listed.text
    assert f"“#{codes[0]} xong”" in listed.text
    (preview,) = talk.say(officer, "trả lại việc 1, 2 vì thiếu văn bản")
    assert preview.text.count("•") == 2
    talk.tap(officer, "Trả lại 2 báo cáo")
    assert [talk.assignment(code).state for code in codes[:3]] == ["in_progress", "in_progress", "reported"]
    talk.say(officer, "duyệt báo cáo")
    (again,) = talk.tap(officer, "Nghiệm thu nhiều báo cáo (4)")
    (one,) = talk.tap(officer, "1", again)
    assert "Minh chứng" in one.text
    answers = talk.tap(officer, "Chấp nhận", one)
    assert "Chấp nhận cả 3" in answers[-1].labels
    talk.tap(officer, "Chấp nhận cả 3")
    assert {talk.assignment(code).state for code in codes[2:]} == {"done"}


def test_a_plan_is_read_while_another_question_is_open(talk):
    (code,) = talk.plan(task("Việc 1", LATER))
    focal = talk.person("Bình", "focal", "Sở Công Thương")
    officer = talk.person("Hà", "officer", "Sở Khoa học và Công nghệ")
    talk.say(focal, f"#{code} xong")
    talk.tap(officer, "Trả lại")
    (heard,) = talk.say(officer, "", ("ke-hoach.txt", b"Ke hoach thang 5 cua so"))
    assert "ke-hoach.txt" in heard.text


def test_a_digest_of_twelve_tasks_is_one_screen_and_the_rest_behind_a_button(talk):
    talk.plan(*(task(f"Ban hành văn bản hướng dẫn thực hiện nhiệm vụ số {n}", DUE) for n in range(10, 22)))
    focal = talk.person("Bình", "focal", "Sở Công Thương")
    late(talk, 3)
    talk.sweep()
    heard = talk.last(focal, "NHẮC VIỆC")
    assert "12 việc cần cập nhật" in heard.text
    if talk.channel == "email":
        return  # a letter says all at once
    assert lines(heard) <= SCREEN
    assert heard.text.count("1/KH") == 1
    assert any(label == "Xem tiếp (7)" for label in heard.labels)


def test_the_leaders_monday_counts_all_that_is_overdue(talk):
    talk.plan(task("Việc 1", DUE), task("Việc 2", DUE, "Sở Nội vụ"), task("Việc 3", dt.date(2025, 12, 1)))
    leader = talk.person("Minh", "leader")
    talk.clock.set(talk.clock() + dt.timedelta(days=28))
    talk.sweep()
    heard = talk.last(leader, "TÌNH HÌNH ĐẦU TUẦN")
    assert "Quá hạn: 3" in heard.text
    assert "1 đã quá hạn khi nhập kế hoạch" in heard.text
    assert lines(heard) <= SCREEN + 3
    (rows,) = talk.tap(leader, "Quá hạn (3)")
    assert "QUÁ HẠN: 3" in rows.text


def test_nobody_is_left_with_a_bare_sentence(talk):
    talk.plan(task("Việc 1", LATER))
    focal = talk.person("Bình", "focal", "Sở Công Thương")
    leader = talk.person("Minh", "leader")
    for chat in (focal, leader):
        (heard,) = talk.say(chat, "giá vàng bữa nay lên quá")
        assert len(heard.labels) >= 2


def test_who_is_away_for_longer_than_a_week_names_a_deputy_with_one_tap(talk):
    talk.plan(task("Việc 1", LATER), task("Việc 2", LATER))
    focal = talk.person("Bình", "focal", "Sở Công Thương")
    (asked_back,) = talk.say(focal, "tạm dừng nhắc đến 30/1")
    assert "Mỗi lần chỉ tạm ngừng được 7 ngày" in asked_back.text
    assert asked_back.labels == ("Tạm ngừng nhắc 7 ngày", "Cử người thay đến 30/1/2026", "Rời hẳn")
    (code,) = talk.tap(focal, "Cử người thay đến 30/1/2026")
    assert "MÃ LÀM THAY:" in code.text
    assert "đến hết ngày 30/1/2026" in code.text


def test_an_order_is_heard_while_a_document_is_asked_for(talk):
    (code,) = talk.plan(task("Việc 1", DUE))
    talk.person("Bình", "focal", "Sở Công Thương")
    officer = talk.person("Hà", "officer", "Sở Khoa học và Công nghệ")
    (asked_for,) = talk.say(officer, f"đổi hạn #{code} sang 30/4/2026")
    assert f"#{code} Việc 1" in asked_for.text
    assert "Thời hạn: 9/1/2026 → 30/4/2026" in asked_for.text
    (preview,) = talk.say(officer, "nhắc sở công thương")
    assert "Sẽ nhắc 1 người" in preview.text
    assert f"Đã thoát câu hỏi trước (sửa nhiệm vụ theo văn bản – #{code})" in preview.text
    talk.say(officer, f"đổi hạn #{code} sang 30/4/2026")
    (change,) = talk.say(officer, "theo 88/UBND-TH")
    assert "30/4/2026" in change.text
    talk.tap(officer, "Ghi nhận")
    assert talk.assignment(code).due == dt.date(2026, 4, 30)


def test_a_refusal_says_whose_the_task_is(talk):
    (code,) = talk.plan(task("Việc 1", DUE))
    other = talk.person("Lan", "focal", "Sở Y tế")
    assert f"Nhiệm vụ #{code} không thuộc cơ quan anh/chị" in talk.say(other, f"việc #{code} là gì?")[0].text
    colleague = talk.person("Nga", "officer", "Sở Nội vụ")
    (refused,) = talk.say(colleague, f"đổi hạn #{code} sang 30/4/2026, theo 88/UBND-TH")
    assert "do Sở Khoa học và Công nghệ theo dõi" in refused.text


def test_every_row_of_every_list_opens_by_its_number(talk):
    """Of plans, groups, warnings, the rows behind a number, agencies: on the second page, too, numbers go on."""
    for n in range(1, 8):
        talk.plan(
            task(
                f"Việc {n}",
                DUE,
                f"Sở {('Công Thương', 'Nội vụ', 'Y tế', 'Tài chính', 'Tư pháp', 'Xây dựng', 'Giáo dục và Đào tạo')[n - 1]}",
            ),
            number=f"{n}/KH",
        )
    leader = talk.person("Minh", "leader")
    late(talk)
    for words, opened in (
        ("/kehoach", "Phạm vi: KH "), ("/tonghop theo cơ quan", "Phạm vi: Sở "), ("/tonghop theo kế hoạch", "Phạm vi: KH "),
        ("/tonghop quá hạn", "NHIỆM VỤ #"),
    ):  # fmt: skip
        (first,) = talk.say(leader, words)
        assert lines(first) <= SCREEN + 3
        assert opened in talk.tap(leader, "5", first)[0].text
        (second,) = talk.tap(leader, "Xem tiếp", talk.say(leader, words)[0])
        assert "\n6. " in second.text
        assert "\n1. " in talk.tap(leader, "Trang trước", second)[0].text
        (second,) = talk.tap(leader, "Xem tiếp", talk.say(leader, words)[0])
        assert opened in talk.tap(leader, "7", second)[0].text


def test_an_empty_list_names_reports_that_are_owed_and_where_else_to_look(talk):
    talk.plan(task("Việc 1", LATER))
    focal = talk.person("Bình", "focal", "Sở Công Thương")
    (heard,) = talk.say(focal, "tuần này có gì?")
    assert "không có việc nào" in heard.text
    assert "Việc của tôi" in heard.labels


@pytest.mark.parametrize(
    ("said", "answered"),
    [
        ("tôi muốn thoát khỏi bot", "Rời Đôn Đốc"),
        ("mai tôi nghỉ phép, chị Hoa thay tôi", "Cử chị Hoa làm thay"),
        ("tôi chuyển công tác rồi, anh Long Sở Xây dựng thay", "Bàn giao Sở Công Thương"),
    ],
)
def test_what_one_says_of_oneself_is_heard_while_progress_is_asked_for(talk, said, answered):
    (code,) = talk.plan(task("Việc 1", LATER))
    focal = talk.person("Bình", "focal", "Sở Công Thương")
    talk.say(focal, f"#{code}")
    (heard,) = talk.say(focal, said)
    assert answered in heard.text
    assert talk.assignment(code).state == "not_started"
