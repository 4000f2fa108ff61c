"""Units inside an agency are asked about with their parent first; and the other kinds of typed names added with them."""

import pytest

from catalog.agencies.typed.matching import explain, match
from catalog.organisations.khanh_hoa import registry as khanh_hoa


@pytest.mark.parametrize(
    ("typed", "parent"),
    [
        ("Chi cục Thủy sản", "Sở Nông nghiệp và Môi trường"),
        ("hat kiem lam ninh son", "Sở Nông nghiệp và Môi trường"),
        ("CDC tỉnh", "Sở Y tế"),
        ("bv y hoc co truyen", "Sở Y tế"),
        ("trung tâm y tế cam ranh", "Sở Y tế"),
        ("em bên Trung tâm Dịch vụ việc làm ạ", "Sở Nội vụ"),
        ("phòng công chứng số 2", "Sở Tư pháp"),
        ("trường THPT Nguyễn Trãi", "Sở Giáo dục và Đào tạo"),
        ("hải quan ninh hòa", "Chi cục Hải quan khu vực XIII"),
    ],
)
def test_a_unit_inside_an_agency_is_asked_about_with_its_parent_first(typed: str, parent: str) -> None:
    found = match(typed, khanh_hoa())
    assert found.decision == "ask", explain(found)
    assert found.candidates[0].agency == parent, explain(found)


@pytest.mark.parametrize("typed", ["Chi cục Thủy sản Lâm Đồng", "bệnh viện Bạch Mai Hà Nội"])
def test_a_unit_of_another_province_is_none(typed: str) -> None:
    assert match(typed, khanh_hoa()).decision == "none"


def test_a_unit_beside_its_agencys_name_is_that_agency() -> None:
    found = match("Trung tâm Khuyến nông, Sở Nông nghiệp và Môi trường", khanh_hoa())
    assert (found.decision, found.agency) == ("match", "Sở Nông nghiệp và Môi trường")


def test_initials_of_the_first_words_of_a_department_are_asked_about() -> None:
    found = match("svh", khanh_hoa())
    assert (found.decision, found.candidates[0].agency) == ("ask", "Sở Văn hóa, Thể thao và Du lịch")


@pytest.mark.parametrize(
    ("typed", "agency"),
    [
        ("xã Hòa Chí", "UBND xã Hòa Trí"),  # spelled as it is spoken
        ("phuong ninh tru", "UBND phường Ninh Chử"),
        ("sowr tuw phaspj", "Sở Tư pháp"),  # raw keys, and one too many
        ("tháng sau em sang sở xây dựng, giờ vẫn ở sở công thương", "Sở Công Thương"),  # what is to come is not yet so
    ],
)
def test_a_name_spelled_by_its_sound_or_beside_one_to_come_is_matched(typed: str, agency: str) -> None:
    found = match(typed, khanh_hoa())
    assert (found.decision, found.agency) == ("match", agency), explain(found)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("Ban QLDA hạ tầng đô thị", "Ban Quản lý Dự án Phát triển tỉnh"),
        ("quỹ bảo lãnh tín dụng", "Sở Tài chính"),
        ("Quỹ phòng chống thiên tai", "Sở Nông nghiệp và Môi trường"),
        ("phòng khám đa khoa khu vực 2", "Sở Y tế"),
        ("Ban quản lý đầm Nha Phu", "Sở Nông nghiệp và Môi trường"),
        ("cung thiếu nhi", "Ủy ban MTTQ Việt Nam tỉnh"),
        ("Nhà khách tỉnh ủy", "Văn phòng UBND tỉnh"),
        ("hạt quản lý đường bộ số 3", "Sở Xây dựng"),
    ],
)
def test_a_unit_of_a_kind_is_asked_with_its_parent_and_never_with_places_it_only_looks_like(
    typed: str, first: str
) -> None:
    found = match(typed, khanh_hoa())
    assert (found.decision, found.candidates[0].agency) == ("ask", first), explain(found)
    assert not any(candidate.how.startswith("sai ") for candidate in found.candidates), explain(found)


@pytest.mark.parametrize("typed", ["Kho bạc Nhà nước", "kho bạc khu vực 13", "phòng giao dịch kho bạc"])
def test_a_unit_whose_parent_is_not_here_is_none(typed: str) -> None:
    assert match(typed, khanh_hoa()).decision == "none"
