"""What of a mail is new: quotes, signatures and footers of many programs are cut, no word that was typed is."""

import json
import pathlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.email.typed import typed

BODIES = json.loads(pathlib.Path(__file__).with_name("bodies.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", BODIES, ids=[case["client"] for case in BODIES])
def test_what_was_typed_is_left_and_nothing_else(case: dict[str, str]) -> None:
    assert typed(case["body"]) == case["typed"]
    assert typed(case["body"].replace("\n", "\r\n")) == case["typed"]


def test_a_quote_without_any_mark_is_known_by_the_lines_we_sent() -> None:
    ours = ["1. Ban hành kế hoạch", "2. Tập huấn"]
    assert typed("1 xong\n1. BAN HÀNH KẾ HOẠCH\n2. Tập huấn\n", ours) == "1 xong"


@pytest.mark.parametrize(
    "said",
    [
        "Đã gửi từ mail cơ quan cho anh ạ",
        "Chú ý: đơn vị sẽ gửi email kế hoạch",
        "Thông báo: mời họp thứ 5, việc 2 chờ họp xong",
        "Email này em gửi bổ sung tệp đính kèm việc 2",
        "Đến: 40 đại biểu\nNgày: 20/11 đã họp\nChủ đề: cải cách hành chính\nviệc 1 xong",
        "Anh A <a@so.test> đã viết thư hỏi việc 2:\nviệc 2 đang làm",
        "Ngày 20/11 Sở Tài chính đã trả lời:\nkhông đủ kinh phí việc 2",
        "1 xong\n-----\n2 chưa",
        "Chào\nHoa",
        "Cảm ơn anh.\nEm sẽ gửi bản ký sau ạ.",
    ],
)
def test_what_only_looks_like_a_mark_of_a_mail_program_is_typed(said: str) -> None:
    assert typed(said) == said


WORDS = st.lists(
    st.sampled_from(
        ["việc", "1", "2", "xong", "50%", "vướng", "kinh", "phí", "chưa", "làm", "hội", "nghị", "ngày", "20/11"]
    ),
    min_size=1,
)


@given(st.lists(WORDS, min_size=1, max_size=6))
def test_a_mail_that_quotes_nothing_loses_no_word(lines: list[list[str]]) -> None:
    body = "\n".join(" ".join(words) for words in lines)
    assert typed(body).split() == body.split()


@given(st.text(max_size=400))
def test_any_text_is_cut_without_a_fault(body: str) -> None:
    assert len(typed(body)) <= len(body) + 8 * body.count("\n")
