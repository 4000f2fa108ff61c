"""A mistyped word is read as the one meant, and only where that can be told."""

import pytest
from labelled_replies import TODAY

from handlers.replies import parse_reply
from handlers.replies.syllables import UNSURE, repaired
from handlers.replies.syllables.syllable import is_syllable


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("hàon thành", "hoàn thành"),
        ("đnag làm", "đang làm"),
        ("triển khao", "triển khai"),
        ("vướng knh phí", "vướng kinh phí"),
        ("hoànthành", "hoàn thành"),
        ("xin gia hạn đến hết thágn 6", "xin gia hạn đến hết tháng 6"),
        ("chaư xong", "chưa xong"),
    ],
)
def test_a_slip_is_undone(typed: str, meant: str) -> None:
    assert repaired(typed).text == meant


def test_what_was_undone_is_kept_for_whoever_is_to_see_it() -> None:
    assert parse_reply("2 hàon thành", TODAY).repairs == (("hàon", "hoàn"),)


@pytest.mark.parametrize("typed", ["Krông Pắc xong", "12/BC-STTTT", "UBND xã", "quý III", "email, zalo, file"])
def test_names_numbers_and_words_of_other_languages_stay(typed: str) -> None:
    assert repaired(typed).changes == ()


@pytest.mark.parametrize(
    "typed", ["cưa xong #48", "chưaa xong 2", "chauw xong", "cha hoàn thành 3", "hưa xong", "2 chia xong"]
)
def test_a_denial_one_slip_away_makes_no_done(typed: str) -> None:
    assert "reported" not in [item.state for item in parse_reply(typed, TODAY).items]


def test_a_done_beside_a_word_nobody_can_read_is_asked() -> None:
    assert UNSURE in repaired("hìfnh xong").text
    reply = parse_reply("việc 3 zxươq xong rồi", TODAY)
    assert ("reported" not in [item.state for item in reply.items], reply.doubts != ()) == (True, True)


@pytest.mark.parametrize(
    ("word", "can_be"),
    [("nghiệp", True), ("ngiệp", False), ("kông", False), ("giếng", True), ("hoàgn", False), ("được", True), ("đựơc", True),
     ("tắp", True), ("tằp", False), ("quyết", True), ("xnog", False)],
)  # fmt: skip
def test_a_syllable_is_an_initial_a_rhyme_and_a_tone(word: str, can_be: bool) -> None:
    assert is_syllable(word) is can_be


def test_a_slip_in_the_word_that_takes_back_still_takes_back() -> None:
    assert [(item.ref, item.state) for item in parse_reply("xong nv 2. À nhầ, nv 3", TODAY).items] == [
        ("3", "reported")
    ]
