"""What is held up opens as a list; a question asked while a code or an agency is asked for is answered as a question."""

import datetime as dt

from conversation import task

DUE = dt.date(2026, 6, 30)


def people(talk):
    return (
        talk.person("Bình", "focal", "Sở Công Thương"),
        talk.person("Hà", "officer", "Sở Khoa học và Công nghệ"),
        talk.person("Minh", "leader"),
    )


def test_whoever_asks_what_is_held_up_sees_it_with_its_reason_and_opens_it(talk):
    first, _ = talk.plan(task("Việc một", DUE), task("Việc hai", DUE))
    focal, officer, leader = people(talk)
    talk.say(focal, f"#{first} vướng kinh phí")
    for chat, words in (
        (officer, "việc nào đang vướng"),
        (leader, "đơn vị nào đang gặp khó khăn?"),
        (focal, "những việc bị tắc"),
    ):
        (shown,) = talk.say(chat, words)
        assert shown.text.startswith("⚠️ VƯỚNG MẮC ĐÃ BÁO: 1"), words
        assert f"1. #{first} Việc một" in shown.text
        assert talk.tap(chat, "1", shown)[0].text.startswith(f"NHIỆM VỤ #{first}")


def test_where_nothing_is_held_up_that_is_said(talk):
    talk.plan(task("Việc một", DUE))
    _, officer, _ = people(talk)
    (shown,) = talk.say(officer, "có việc nào đang vướng không")
    assert shown.text == "⚠️ VƯỚNG MẮC ĐÃ BÁO: không có việc nào"
    assert "Về tổng hợp" in shown.labels


def test_a_question_while_the_agency_is_asked_for_is_answered_and_the_question_stays(talk):
    talk.plan(task("Việc một", DUE))
    focal, officer, _ = people(talk)
    for chat, words, answer in (
        (officer, "hôm nay tôi cần làm gì?", "Hiện không có việc nào chờ anh/chị giải quyết."),
        (officer, "bot này là gì?", "Chưa rõ ý anh/chị"),
        (focal, "việc của tôi", "Nhiệm vụ đang mở: 1"),
    ):
        talk.say(chat, "/lienket")
        (shown,) = talk.say(chat, words)
        assert answer in shown.text or any(answer in one for one in shown.labels), words
        assert "Vẫn chờ: mã mời hoặc tên cơ quan" in shown.text
        assert talk.say(chat, "so noi vu")[0].text == "Anh/chị thuộc Sở Nội vụ, đúng không?"


def test_an_update_wins_over_the_open_question_and_huy_leaves_it(talk):
    (code,) = talk.plan(task("Việc một", DUE))
    focal, officer, _ = people(talk)
    talk.say(focal, "/lienket")
    assert "đang thực hiện 40%" in talk.say(focal, f"#{code} được 40%")[0].text
    talk.say(officer, "/lienket")
    assert talk.say(officer, "hủy")[0].text.startswith("Đã thoát.")
    assert "Chưa tìm thấy cơ quan" not in talk.say(officer, "hôm nay tôi cần làm gì?")[0].text


def test_a_stranger_who_asks_what_this_is_is_told(talk):
    talk.plan(task("Việc một", DUE))
    talk.say("chat-mới", "xin chào")
    (told,) = talk.say("chat-mới", "bot này là gì?")
    assert told.text.startswith("Đây là Đôn Đốc")
    assert talk.say("chat-mới", "sở tài chánh nội bộ xyz")[0].text != told.text
    assert talk.say("chat-mới", "so noi vu")[0].text == "Anh/chị thuộc Sở Nội vụ, đúng không?"
