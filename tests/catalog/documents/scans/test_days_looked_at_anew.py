"""Days and quarters are settled by several looks: figures read alone, and the shapes of the signs."""

import numpy as np
import pytest

pytest.importorskip("cv2")

import made_pages
from PIL import Image, ImageDraw

from catalog.documents.scans import days
from catalog.documents.scans.due_phrases import phrase_settled, phrases_settled
from catalog.documents.scans.letters import Word


def word(text: str, sure: float) -> Word:
    return Word(text, sure, 0, 0, 10, 10, (1, 1, 1))


def drawn(text: str, size: int = 44) -> list[str]:
    """The shapes of a text as it is printed."""
    sheet = Image.new("L", (600, 120), 255)
    ImageDraw.Draw(sheet).text((30, 30), text, 20, made_pages._typeface(made_pages.FONTS["serif"][0], size))
    return days._shapes(np.asarray(sheet), (10, 10, 590, 110))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("05/8/2026", True), ("8/2026", True), ("31-12-2026", True), ("2026-2030", True), ("15.6.2026", True),
        ("82026", False), ("13/2026", False), ("12.2026", False), ("32/1/2026", False), ("2030-2026", False),
    ],
)  # fmt: skip
def test_a_day_is_one_that_a_calendar_has(text: str, day: bool) -> None:
    assert days.is_day(text) is day


def test_a_stroke_between_figures_that_was_lost_is_where_its_shape_is() -> None:
    assert days._day(word("82026", 0.8), ["82026", "82026"], ["?/????"]) == ("8/2026", True)
    assert days._day(word("1606.2026", 0.8), ["16062026"], ["??/???/????", "??/??/????"]) == ("16/06/2026", True)


def test_looks_that_agree_outvote_an_unsure_first_one_and_are_told_to_be_unsure_where_they_do_not() -> None:
    assert days._day(word("9/5/2026", 0.2), ["8/5/2026", "8/5/2026"], []) == ("8/5/2026", True)
    assert days._day(word("9/5/2026", 0.9), ["8/5/2026", "3/5/2026"], []) == ("9/5/2026", False)


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("Ngày 05 hãng tháng", "Ngày 05 hằng tháng"), ("Ngày 17 hằng tháng,", "Ngày 17 hằng tháng"),
        ("Th tường xuyên", "Thường xuyên"), ("6. tháng đầu năm 2026", "6 tháng đầu năm 2026"),
        ("-Trước 24/10/2026", "Trước 24/10/2026"), ("Hàng năm", "Hàng năm"), ("Trước tháng 3/2026", "Trước tháng 3/2026"),
        ("Kế hoạch năm 2026", "Kế hoạch năm 2026"), ("Báo cáo quý", "Báo cáo quý"),
    ],
)  # fmt: skip
def test_a_phrase_of_time_read_a_little_wrong_is_that_phrase(read: str, meant: str) -> None:
    assert phrase_settled(read) == meant


def test_only_a_column_of_times_is_read_by_the_grammar_of_times() -> None:
    assert phrases_settled(["Quý I/2026", "8/2026", "Thường xuyen", ""]) == ["Quý I/2026", "8/2026", "Thường xuyên", ""]
    assert phrases_settled(["Quyết định", "Thường xuyen", "8/2026"])[1] == "Thường xuyen"


def test_what_nobody_can_read_as_a_day_stays_as_it_was() -> None:
    assert days._day(word("45/2026/NĐ", 0.9), ["452026"], []) is None


def test_points_and_dashes_stay_what_they_are() -> None:
    assert days._day(word("15.6.2026", 0.9), ["15/6/2026", "1562026"], [])[0] == "15.6.2026"  # type: ignore[index]


def test_the_numeral_of_a_quarter_is_as_many_bars_as_are_seen() -> None:
    assert days._quarter("II/2026", ["III/????"]) == ("III/2026", False)
    assert days._quarter("I1/2026", ["II/????"]) == ("II/2026", True)
    assert days._quarter("IV", ["I?"]) == ("IV", True)
    assert days._quarter("II/2026", ["??"]) == ("II/2026", False)


@pytest.mark.parametrize(("text", "shapes"), [("III/2026", "III/????"), ("II/2026", "II/????"), ("IV/2026", "I?/????")])
def test_bars_and_strokes_are_told_from_figures_by_their_shapes(text: str, shapes: str) -> None:
    assert drawn(text)[0] == shapes
