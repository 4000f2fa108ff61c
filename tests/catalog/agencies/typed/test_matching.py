"""Typed names: matched where sure, asked where not, none where it is no agency here. One line a rule."""

import json
import pathlib
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.agencies.records import Agency
from catalog.agencies.registry import Registry
from catalog.agencies.typed.matching import MOST_CANDIDATES, explain, list_json, match, match_json
from catalog.organisations.khanh_hoa import registry as khanh_hoa

KHCN = "Sở Khoa học và Công nghệ"


@pytest.mark.parametrize(
    ("typed", "agency"),
    [
        # names as they are, abbreviated, without accents
        ("SỞ TÀI CHÍNH TỈNH KHÁNH HÒA", "Sở Tài chính"),
        ("UBND phường Ninh Hoà", "UBND phường Ninh Hòa"),
        ("sở vh,tt&dl", "Sở Văn hóa, Thể thao và Du lịch"),
        ("sở nn và môi trường", "Sở Nông nghiệp và Môi trường"),
        ("S.KHCN", KHCN),
        ("P. N.Chử", "UBND phường Ninh Chử"),
        ("ubnd p bac nt", "UBND phường Bắc Nha Trang"),
        ("xã NKV", "UBND xã Nam Khánh Vĩnh"),
        ("vạn hưng", "UBND xã Vạn Hưng"),
        ("SoYTe", "Sở Y tế"),
        # raw keys
        ("xa4 Ta6y Ninh Hoa2", "UBND xã Tây Ninh Hòa"),
        ("Sowr Vawn hoas, Theer thao vaf Du lichj", "Sở Văn hóa, Thể thao và Du lịch"),
        # wrapped in a sentence
        ("dạ em bên y tế ạ", "Sở Y tế"),
        ("phòng văn hóa - xã hội xã Cam An", "UBND xã Cam An"),
        ("Văn phòng HĐND và UBND xã Vạn Ninh", "UBND xã Vạn Ninh"),
        ("Chi cục Kiểm lâm - Sở Nông nghiệp và Môi trường", "Sở Nông nghiệp và Môi trường"),
        ("xã Vạn Ninh, huyện Vạn Ninh", "UBND xã Vạn Ninh"),
        # what is denied or past is not meant
        ("khong phai so noi vu, so tu phap", "Sở Tư pháp"),
        ("Sở Tài chính chứ không phải Sở Nội vụ", "Sở Tài chính"),
        ("em xã Tu Bông, hồi trước là Vạn Khánh", "UBND xã Tu Bông"),
        # old names
        ("thị trấn Vạn Giã", "UBND xã Vạn Ninh"),
        ("phường Vĩnh Hải, TP Nha Trang", "UBND phường Bắc Nha Trang"),
        ("Sở KH&ĐT", "Sở Tài chính"),
        ("huyện đảo Trường Sa", "UBND đặc khu Trường Sa"),
        # slips, the other type word, a turned direction
        ("sở công thươgn", "Sở Công Thương"),
        ("phường tây nha tragn", "UBND phường Tây Nha Trang"),
        ("phường Nam Cam Ranh", "UBND xã Nam Cam Ranh"),
        ("Khánh Vĩnh Bắc", "UBND xã Bắc Khánh Vĩnh"),
    ],
)
def test_a_name_with_one_answer_is_matched(typed: str, agency: str) -> None:
    found = match(typed, khanh_hoa())
    assert (found.decision, found.agency) == ("match", agency), explain(found)


@pytest.mark.parametrize(
    ("typed", "acceptable"),
    [
        ("nha trang", "UBND phường Nha Trang"),
        ("tp nha trang", "UBND phường Nam Nha Trang"),
        ("vinh hai", "UBND phường Bắc Nha Trang"),
        ("xã Ninh Sơn, thị xã Ninh Hòa", "UBND xã Bắc Ninh Hòa"),
        ("xã Ninh Sơn cũ", "UBND xã Bắc Ninh Hòa"),
        ("xã Cam Tân", "UBND xã Suối Dầu"),
        ("xa nam", "UBND xã Nam Khánh Vĩnh"),
        ("dien la", "UBND xã Diên Lạc"),
        ("phường Đông Cam Ranh", "UBND phường Cam Ranh"),
        ("xã bác ái đang", "UBND xã Bác Ái"),
        ("sở lao động", "Sở Nội vụ"),
        ("Sở Ngoại vụ", "Văn phòng UBND tỉnh"),
        ("UBND tỉnh Khánh Hòa", "Văn phòng UBND tỉnh"),
        ("Sở Nội vụ, Sở Tài chính", "Sở Tài chính"),
        ("công an phường Nha Trang", "UBND phường Nha Trang"),
        ("Sở Nội vụ ở đâu", "Sở Nội vụ"),
        ("KV", "Tổng công ty Khánh Việt"),
    ],
)
def test_what_may_be_several_is_asked_with_the_right_one_among_the_first_three(typed: str, acceptable: str) -> None:
    found = match(typed, khanh_hoa())
    assert found.decision == "ask"
    assert found.agency is None
    assert acceptable in [candidate.agency for candidate in found.candidates[:4]], explain(found)


@pytest.mark.parametrize(
    "typed",
    [
        "cao đẳng y tế khánh hòa",
        "học viện Cam Ranh",
        "viện vắc xin nha trang",
        "trường cao đẳng Vạn Ninh",
        "dai hoc ninh thuan",
    ],
)
def test_a_school_or_hospital_on_our_ground_that_is_in_no_list_is_asked_about(typed: str) -> None:
    assert (match(typed, khanh_hoa()).decision, match(typed, khanh_hoa()).candidates) == ("ask", ())


@pytest.mark.parametrize("typed", ["đại học đà lạt", "bệnh viện chợ rẫy", "học viện báo chí"])
def test_one_of_elsewhere_is_none(typed: str) -> None:
    assert match(typed, khanh_hoa()).decision == "none"


def test_two_doubts_about_a_bare_name_make_a_question_and_accents_settle_it() -> None:
    """Two communes a letter apart, one of which has a namesake of before that was divided."""
    assert match("dong hai", khanh_hoa()).decision == "ask"
    assert match("Đông Hải", khanh_hoa()).agency == "UBND phường Đông Hải"
    assert match("cong hai", khanh_hoa()).agency == "UBND xã Công Hải"


@pytest.mark.parametrize("typed", ["sở", "ubnd xã", "phường"])
def test_a_word_that_says_nothing_is_asked_about_without_candidates(typed: str) -> None:
    assert (match(typed, khanh_hoa()).decision, match(typed, khanh_hoa()).candidates) == ("ask", ())


@pytest.mark.parametrize(
    "typed",
    [
        "tỉnh Khánh Hòa",
        "Sở Nội vụ Đà Nẵng",
        "xã Phước Sơn Đà Nẵng",
        "Bộ Nội vụ",
        "bo tai chinh",
        "Văn phòng Chính phủ",
        "công ty TNHH Nha Trang",
        "hợp tác xã Diên Khánh",
        "hồ sơ nội vụ",
        "cảm ơn",
        "bạn là ai",
        "báo cáo tháng 5",
        "chị Linh",
        "gửi báo cáo ở đâu",
        "chi cục hàng hải",
        "phòng nội vụ",
        "đặc khu Phú Quốc",
        "👍",
        "",
        "   ",
        "1",
    ],
)
def test_what_is_no_agency_here_is_none(typed: str) -> None:
    found = match(typed, khanh_hoa())
    assert (found.decision, found.candidates) == ("none", ()), explain(found)


def test_another_body_two_letters_away_is_asked() -> None:
    assert match("văn phòng HĐND tỉnh", khanh_hoa()).decision == "ask"


@pytest.mark.parametrize("typed", ["xã Cam Hiếu", "xã Suối Dây", "phường Trường Thi", "xã Trung Khánh", "xã Tân Long"])
def test_a_commune_of_elsewhere_that_reads_like_ours_is_never_matched(typed: str) -> None:
    assert match(typed, khanh_hoa()).decision != "match"


def test_decomposed_letters_are_the_same_name() -> None:
    typed = unicodedata.normalize("NFD", "UBND phường Đô Vinh")
    assert match(typed, khanh_hoa()).agency == "UBND phường Đô Vinh"


@given(st.text(max_size=80))
@settings(max_examples=150)
def test_any_text_is_answered_in_shape(text: str) -> None:
    found = match(text, khanh_hoa())
    assert len(found.candidates) <= MOST_CANDIDATES
    assert (found.agency is None) is (found.decision != "match")
    assert all(0 < candidate.score <= 1 for candidate in found.candidates)


def test_a_long_line_is_read_only_in_part() -> None:
    assert match("Sở Y tế " + "a b c " * 2000, khanh_hoa()).agency == "Sở Y tế"


def test_explain_names_the_alias_and_the_transformation() -> None:
    assert "gõ VNI" in explain(match("So73 Y te61", khanh_hoa()))
    assert "sai 1 ký tự" in explain(match("sở công thươgn", khanh_hoa()))
    assert "tên cũ" in explain(match("thị trấn Vạn Giã", khanh_hoa()))


def test_the_json_has_the_keys_of_the_contract() -> None:
    answer = json.loads(json.dumps(match_json("phường BNT", khanh_hoa())))
    assert {"text", "decision", "agency", "candidates"} <= answer.keys()
    assert answer["agency"] == "UBND phường Bắc Nha Trang"
    assert {"agency", "score"} <= answer["candidates"][0].keys()
    listed = list_json(khanh_hoa())["agencies"]
    assert len(listed) == 97
    assert listed[0]["name"] == "Văn phòng UBND tỉnh"


def test_an_agency_or_alias_that_an_officer_added_is_matched() -> None:
    fund = Agency("Quỹ Đầu tư phát triển tỉnh", "Quỹ Đầu tư phát triển tỉnh Khánh Hòa", "QDTPT", "public_unit")
    registry = khanh_hoa().with_extra([fund], aliases={"Sở Y tế": ["ngành áo trắng"]})
    assert match("quỹ đầu tư phát triển", registry).agency == fund.name
    assert match("ngành áo trắng", registry).agency == "Sở Y tế"
    assert match("ngành áo trắng", khanh_hoa()).decision == "none"


def test_an_added_commune_is_found_by_its_bare_name_and_the_same_additions_give_the_same_registry() -> None:
    added = Agency("UBND xã Hòn Khói", "Ủy ban nhân dân xã Hòn Khói", "99999", "commune", ("communes",))
    registry = khanh_hoa().with_extra([added])
    assert match("x. hon khoi", registry).agency == match("em ở xã Hòn Khói ạ", registry).agency == added.name
    assert khanh_hoa().with_extra([added]) is registry


def test_an_empty_registry_matches_nothing() -> None:
    assert match("Sở Nội vụ", Registry(())).decision == "none"


@pytest.mark.plans
def test_the_examples_of_the_domain_file(shared: pathlib.Path) -> None:
    lines = (shared / "domain" / "typed_agencies_dev.jsonl").read_text(encoding="utf-8").splitlines()
    wrong = []
    for row in map(json.loads, lines):
        found = match(row["typed"], khanh_hoa())
        meant = {row["agency"], *row["acceptable"]} - {""}
        first = {candidate.agency for candidate in found.candidates[:3]}
        if found.decision == "match":
            good = row["kind"] != "ambiguous" and found.agency in meant
        elif row["kind"] == "none":
            good = found.decision == "none"
        else:
            good = found.decision == "ask" and (not meant or bool(first & meant))
        if not good:
            wrong.append((row["typed"], found))
    assert wrong == []
