"""What a machine read a little wrong is repaired where the lexicon or the sequence leaves no doubt, and marked."""

import pytest

pytest.importorskip("cv2")

from catalog.documents.scans.letter_size import first_settled, small_settled
from catalog.documents.scans.letters import Word
from catalog.documents.scans.lexicon import lexicon_of
from catalog.documents.scans.numbers import are_numbers, in_sequence, roman_settled
from catalog.documents.scans.repair import named, repaired


def words(text: str, sure: float = 0.95) -> list[Word]:
    return [Word(one, sure, 0, 0, 1, 1, (1, 1, 1)) for one in text.split()]


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("chuyến đổi số", "chuyển đổi số"),
        ("cải cách hành chinh,", "cải cách hành chính,"),
        ("cán bộ, công chưc", "cán bộ, công chức"),
        ("Hội đông nhân dân tỉnh", "Hội đồng nhân dân tỉnh"),
        ("đơn VỊ liên quan", "đơn vị liên quan"),
    ],
)
def test_a_word_read_unsurely_becomes_the_one_that_stands_beside_its_neighbours(read: str, meant: str) -> None:
    assert " ".join(repaired(words(read, 0.6), [], lexicon_of())) == meant


@pytest.mark.parametrize("printed", ["HĐND tỉnh", "giải marathon", "25 sản phẩm OCOP", "xóm Gò Găng", "(AI) trong"])
def test_what_no_plan_knows_but_was_seen_clearly_stays(printed: str) -> None:
    assert " ".join(repaired(words(printed), words(printed), lexicon_of())) == printed


def test_a_second_look_that_is_surer_counts() -> None:
    first, second = words("ngoại trú mỗi qúy"), words("ngoại trú mỗi quý")
    assert repaired([*first[:3], words("quy", 0.3)[0]], [*second], lexicon_of())[-1] == "quý"


def test_a_unit_is_spelled_as_the_organisation_spells_it() -> None:
    lexicon = lexicon_of(["Khoa Chẩn đoán hình ảnh", "Phòng Điều dưỡng"])
    assert named("Khoa Chân đoán hình ảnh; phòng Điêu dưỡng", lexicon) == "Khoa Chẩn đoán hình ảnh; phòng Điều dưỡng"


def test_names_that_differ_by_marks_alone_settle_nothing() -> None:
    assert named("Thôn Lan", lexicon_of(["Thôn Lân", "Thôn Lán"])) == "Thôn Lan"


@pytest.mark.parametrize(
    ("read", "settled"),
    [
        ([3, None, 5], [3, 4, 5]),
        ([8, None, 11], [8, None, 11]),
        ([4, 5, 6, None], [4, 5, 6, 7]),
        ([1, None, None, 2], [1, None, None, 2]),
        ([None, None], [None, None]),
        ([14, 15, 16, 1, 18], [14, 15, 16, 17, 18]),
        ([21, 222, 23, 24, 25], [21, 22, 23, 24, 25]),
        ([4, 5, 6, 9, 8], [4, 5, 6, 9, 8]),
    ],
)
def test_a_number_is_put_in_only_where_its_neighbours_leave_one_way(
    read: list[int | None], settled: list[int | None]
) -> None:
    assert in_sequence(read) == settled


def test_a_column_of_short_words_is_no_column_of_numbers() -> None:
    assert are_numbers(["1", "2", "Š", "4"])
    assert not are_numbers(["xã", "tỷ", "%", "hộ"])
    assert not are_numbers(["12/2026", "6/2026"])


def test_a_capital_that_only_looks_like_one_is_small() -> None:
    assert small_settled("Thường Xuyên") == "Thường xuyên"
    assert small_settled("Sở Xây dựng") == "Sở Xây dựng"


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("Quý II1/2026", "Quý III/2026"),
        ("Quý IH/2026", "Quý III/2026"),
        ("Quý I năm 2026", "Quý I năm 2026"),
        ("Quý II/⁄2026", "Quý II/2026"),
    ],
)
def test_the_numeral_of_a_quarter_is_one(read: str, meant: str) -> None:
    assert roman_settled(read) == meant


def test_a_name_read_a_letter_wrong_is_the_only_unit_that_is_called_nearly_so() -> None:
    lexicon = lexicon_of(["Khoa Kiểm soát nhiễm khuẩn", "Khoa Nội 1", "Khoa Nội 2", "Phòng Cơ khí"])
    assert named("Khoa Kiểm soát nh ễm khuẩn", lexicon, 0.4) == "Khoa Kiểm soát nhiễm khuẩn"
    assert named("Khoa Kiểm soát nh ễm khuẩn", lexicon, 0.95) == "Khoa Kiểm soát nh ễm khuẩn"
    assert named("Khoa Nội T", lexicon, 0.3) == "Khoa Nội T"
    assert named("Phòng Cơ Khí", lexicon) == "Phòng Cơ khí"
    assert named("PHÒNG CƠ KHÍ", lexicon) == "PHÒNG CƠ KHÍ"
    assert named("phòng cơ khí", lexicon) == "phòng cơ khí"


@pytest.mark.parametrize(
    ("read", "sure", "meant"),
    [
        ("M11Q", 0.5, "MTTQ"),
        ("LUBXND", 0.5, "UBND"),
        ("M11Q", 0.95, "M11Q"),
        ("OCOP", 0.5, "OCOP"),
        ("2026", 0.2, "2026"),
    ],
)
def test_an_abbreviation_read_unsurely_is_the_one_it_nearly_is(read: str, sure: float, meant: str) -> None:
    assert repaired(words(read, sure), [], lexicon_of()) == [meant]


def test_a_cell_begins_with_a_capital_where_all_others_of_its_column_do() -> None:
    assert first_settled(["Kho bạc", "văn phòng", "Chi cục Thuế", "Sở Y tế"]) == [
        "Kho bạc", "Văn phòng", "Chi cục Thuế", "Sở Y tế",
    ]  # fmt: skip
    assert first_settled(["Kho bạc", "địa phương", "Chi cục Thuế", "Sở Y tế"])[1] == "địa phương"
    assert first_settled(["kho bạc", "văn phòng", "Chi cục Thuế"])[0] == "kho bạc"


def test_a_small_word_inside_a_phrase_is_no_name() -> None:
    assert small_settled("gia đình Và trẻ em") == "gia đình và trẻ em"
    assert small_settled("Sở Văn hóa") == "Sở Văn hóa"
