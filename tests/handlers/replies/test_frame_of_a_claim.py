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
