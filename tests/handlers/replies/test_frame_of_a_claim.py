"""A done is believed only where every word of its clause has a place in the frame of a claim; else it is asked."""

import datetime as dt

import pytest

from handlers.replies import parse_reply

TODAY = dt.date(2026, 3, 12)


@pytest.mark.parametrize(
    "text",
    [
        "đã làm xong cho có",
        "bên em đã hoàn thành trên giấy",
        "nv 4 đã hoàn thành kiểu chống chế",
    ],
)
def test_a_word_without_a_place_in_the_frame_makes_a_question_of_a_claim(text: str) -> None:
    reply = parse_reply(text, TODAY)

    assert "reported" not in [item.state for item in reply.items]
    assert reply.doubts


@pytest.mark.parametrize(
    "text",
    [
        "Ban Quản lý rừng phòng hộ đã hoàn thành nhiệm vụ",
        "Đã hoàn thành việc tu bổ tuyến kênh nội đồng từ tuần trước",
        "Trạm Khuyến nông đã thực hiện xong rồi ạ, đảm bảo tiến độ đề ra",
        "1 xong (theo QĐ 31/QĐ-STP)",
    ],
)
def test_names_of_who_and_what_have_a_place_in_it(text: str) -> None:
    reply = parse_reply(text, TODAY)

    assert [item.state for item in reply.items] == ["reported"]


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Việc này thuộc Sở Công Thương, bên em không làm", "not_ours"),
        ("Việc này của Sở Xây dựng, phần của bên em đã xong", "not_ours"),
        ("Nhiệm vụ này đã chuyển sang Sở Tư pháp từ đầu năm", "not_ours"),
        ("em bị ốm, mai em trả lời chị nhé", "unclear"),
        ("wifi nhà em chập chờn", "unclear"),
    ],
)
def test_what_does_not_go_together_is_asked_about_and_not_recorded(text: str, asked: str) -> None:
    reply = parse_reply(text, TODAY)

    assert (reply.items, reply.doubts) == ((), (asked,))


def test_an_order_from_above_is_nobodys_report() -> None:
    assert parse_reply("Thường trực UBND tỉnh yêu cầu các xã hoàn thành trước 20/3", TODAY).items == ()


def test_a_letter_brought_out_by_its_number_is_claimed_as_a_letter() -> None:
    (item,) = parse_reply("Sở đã ban hành Công văn số 91/SXD-QLN ngày 02/3/2026", TODAY).items

    assert (item.state, item.by_product) == ("reported", "Công văn")


@pytest.mark.parametrize(
    ("text", "states"),
    [
        ("nv 2 ✅\nnv 5 ⏳\nnv 7 ❌", {"2": "reported", "5": "in_progress", "7": "in_progress"}),
        ("✅ 2, 5\n❌ 7", {"2": "reported", "5": "reported", "7": "in_progress"}),
        ("nv 3 👍, nv 4 đang làm", {"4": "in_progress"}),
        ("a) xong\nb) chưa làm", {}),
        ("4 việc em làm xong 3, còn việc số 4", {}),
    ],
)
def test_signs_letters_and_counts_say_no_more_than_they_do(text: str, states: dict[str, str]) -> None:
    reply = parse_reply(text, TODAY)

    assert {item.ref: item.state for item in reply.items} == states
    assert bool(reply.doubts) == (len(states) < 3)


def test_a_state_on_a_line_of_its_own_is_not_said_of_the_lines_below() -> None:
    reply = parse_reply("nv 1 xong\nnv 2 hihi\nnv 3 ???", TODAY)

    assert [item.ref for item in reply.items if item.state == "reported"] in ([], ["1"])


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("xin lùi tới mùng 4 tháng sau", dt.date(2026, 4, 4)),
        ("xin gia hạn đến 20 này", dt.date(2026, 3, 20)),
    ],
)
def test_a_day_of_a_month_near_by_is_a_day(text: str, due: dt.date) -> None:
    (item,) = parse_reply(text, TODAY).items

    assert (item.ref, item.requested_due) == (None, due)


def test_next_week_behind_a_number_is_said_of_that_task() -> None:
    items = parse_reply("3 xong, 9 tuần sau xong", TODAY).items

    assert [(item.ref, item.state, item.expected) for item in items] == [
        ("3", "reported", None),
        ("9", "in_progress", dt.date(2026, 3, 22)),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Báo xong thì em bấm vào nút nào ạ",
        "Phiếu xin gia hạn bữa trước chị nhận được chưa",
        "Nhiệm vụ nào chưa xong vậy chị",
        "Sao em thấy hệ thống vẫn ghi chưa xong",
        "Nếu đã hoàn thành thì cập nhật lên hệ thống trước 20/3",
        "xong việc đi uống nước không chị",
        "Đã bàn giao nhiệm vụ này cho Sở Công Thương từ đầu năm",
        "Đề nghị gia hạn của bên em sao rồi anh",
    ],
)
def test_a_question_reports_nothing_whatever_it_names(text: str) -> None:
    assert parse_reply(text, TODAY).items == ()


def test_a_denial_makes_an_any_of_an_interrogative() -> None:
    (item,) = parse_reply("chưa xong việc nào hết", TODAY).items

    assert item.state == "in_progress"


@pytest.mark.parametrize(
    "text",
    [
        "em đang coi thi ở trường",
        "dạ em đang tiếp công dân",
        "em đang đưa đón con",
        "em gửi tin nhắn thoại rồi đó chị",
        "em chưa nghe được đoạn ghi âm anh gửi",
    ],
)
def test_a_word_that_is_none_of_the_work_makes_a_question_of_what_looks_open(text: str) -> None:
    reply = parse_reply(text, TODAY)

    assert reply.items == ()
    assert reply.doubts


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("đang kiểm đếm cây trồng trên đất thu hồi", "in_progress"),
        ("chưa niêm yết danh sách ở nhà văn hóa thôn", "in_progress"),
        ("bên em chưa bắt tay vào nạo vét kênh", "not_started"),
        ("hội đồng đang chấm sáng kiến, sáng nay em trực", "in_progress"),
    ],
)
def test_a_verb_of_the_work_has_its_place_with_what_it_is_done_to(text: str, state: str) -> None:
    (item,) = parse_reply(text, TODAY).items

    assert item.state == state


def test_a_done_beside_words_that_may_take_it_back_is_asked() -> None:
    reply = parse_reply("nv 3 xong rồi, em đang canh trạm bơm", TODAY)

    assert "reported" not in [item.state for item in reply.items] or reply.doubts == ()


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("sếp hỏi thì em thưa thật là đang làm", "in_progress"),
        ("xong xuôi đâu ra đó rồi nghen", "reported"),
        ("bên em xong rồi chị cứ bấm hoàn thành giúp em", "reported"),
        ("Văn bản 77/SNV-CCHC vừa được phát hành sáng nay", "reported"),
        ("chờ lấy số, đóng dấu", "in_progress"),
        ("Chờ Hội đồng nghiệm thu họp là hoàn thành", "in_progress"),
    ],
)
def test_what_stands_around_a_state_does_not_hide_it(text: str, state: str) -> None:
    assert [item.state for item in parse_reply(text, TODAY).items] == [state]


@pytest.mark.parametrize(
    "text",
    [
        "Nhắc các khoa hoàn thành hồ sơ trước thứ năm",
        "7h30 sáng mai họp cơ quan tại hội trường số 3",
        "việc 4 xong chưa chị, em thấy hệ thống hiện hoàn thành",
        "sáng nay trạm mất nước",
        "1 không biết làm cách nào",
    ],
)
def test_orders_meetings_hearsay_and_being_at_a_loss_record_nothing(text: str) -> None:
    assert parse_reply(text, TODAY).items == ()


@pytest.mark.parametrize(
    "text",
    [
        "em chưa có số điện thoại của chị",
        "chị chưa phản hồi cho em",
        "chồng em mới đi làm lại",
        "Việc này cần hoàn thành trước 25/3 nhé em",
        "Đề nghị các đồng chí tập trung báo cáo",
        "em đang lo việc nhà, lát em xem",
        "em không có ý kiến gì thêm",
    ],
)
def test_the_writers_own_life_and_what_is_told_to_others_record_nothing(text: str) -> None:
    assert parse_reply(text, TODAY).items == ()


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Nội dung này đơn vị đã thực hiện tròn ạ", "reported"),
        ("xong thật mà, sao bot vẫn hỏi hoài", "reported"),
        ("đã được xã chấp thuận phương án", "in_progress"),
        ("đã triển khai đầy đủ các bước khảo sát", "in_progress"),
    ],
)
def test_a_done_is_heard_in_other_words_and_a_step_stays_a_step(text: str, state: str) -> None:
    assert [item.state for item in parse_reply(text, TODAY).items] == [state]


def test_how_likely_it_is_is_no_share_of_the_work() -> None:
    assert [item.percent for item in parse_reply("khả năng kịp tháng này khoảng 60%, đang làm", TODAY).items] == [None]
