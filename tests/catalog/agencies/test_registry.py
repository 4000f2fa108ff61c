"""The registry: today's agencies, and who follows up for a name that a plan prints."""

from datetime import date

import pytest

from catalog.agencies.records import Agency
from catalog.agencies.registry import Registry
from catalog.organisations.khanh_hoa import registry as khanh_hoa


def test_the_province_has_32_bodies_and_65_communes() -> None:
    registry = khanh_hoa()
    communes = registry.group("communes")
    assert len(registry.agencies) == 97
    assert len(communes) == 65
    assert [sum(a.kind == kind for a in communes) for kind in ("commune", "ward", "special_zone")] == [
        48,
        16,
        1,
    ]


def test_the_departments_are_the_14_bodies_under_the_provincial_committee() -> None:
    names = [agency.name for agency in khanh_hoa().group("departments")]
    assert len(names) == 14
    assert {"Văn phòng UBND tỉnh", "Thanh tra tỉnh"} <= set(names)
    assert "Ban Quản lý Khu kinh tế và Khu công nghiệp tỉnh" in names
    assert "Công an tỉnh" not in names


def test_a_commune_carries_its_official_code_and_the_other_list_s() -> None:
    agency = khanh_hoa().by_name("UBND phường Bắc Cam Ranh")
    assert agency is not None
    assert (agency.code, agency.family) == ("22411", "Cam Ranh")
    assert agency.full_name == "Ủy ban nhân dân phường Bắc Cam Ranh"


def test_names_and_codes_are_unique_and_every_successor_is_an_agency_of_today() -> None:
    registry = khanh_hoa()
    names = {agency.name for agency in registry.agencies}
    assert len(names) == len({agency.code for agency in registry.agencies}) == 97
    for old in registry.former:
        assert set(old.successors) <= names
        assert not old.primary or old.primary == old.successors[0]
    kinds = [old.kind for old in registry.former]
    assert (kinds.count("district"), kinds.count("commune")) == (16, 194)


@pytest.mark.parametrize("agency", khanh_hoa().agencies, ids=lambda agency: agency.code)
def test_every_agency_is_found_by_each_of_its_printed_names(agency: Agency) -> None:
    bare = agency.name.removesuffix(" Khánh Hòa").removesuffix(" tỉnh")
    written = [agency.name, agency.full_name, agency.name.upper(), f"{bare} tỉnh Khánh Hòa"]
    for name in [*written, *agency.aliases]:
        found = khanh_hoa().resolve_printed(name)
        assert (found.name, found.kind) == (agency.name, "current"), name


@pytest.mark.parametrize(
    ("printed", "name", "kind"),
    [
        ("Sở Kế hoạch và Đầu tư", "Sở Tài chính", "succeeded"),
        ("Sở KH&ĐT", "Sở Tài chính", "succeeded"),
        ("Sở TT&TT", "Sở Khoa học và Công nghệ", "succeeded"),
        ("Sở Giao thông Vận tải", "Sở Xây dựng", "succeeded"),
        ("Sở GTVT", "Sở Xây dựng", "succeeded"),
        ("Sở Lao động, Thương binh và Xã hội", "Sở Nội vụ", "split"),
        ("Sở LĐTBXH", "Sở Nội vụ", "split"),
        ("BQL Khu kinh tế Vân Phong", "Ban Quản lý Khu kinh tế và Khu công nghiệp tỉnh", "succeeded"),
        ("Cục thuế tỉnh", "Thuế tỉnh Khánh Hòa", "renamed"),
        ("Đài PTTH KH", "Báo và Phát thanh, Truyền hình Khánh Hòa", "succeeded"),
        ("Sở Ngoại vụ", None, "unclear"),
        ("KBNN", None, "unclear"),
        ("UBND huyện Cam Lâm", None, "district"),
        ("UBND TP. Nha Trang", None, "district"),
        ("UBND huyện Trường Sa", "UBND đặc khu Trường Sa", "renamed"),
        ("UBND xã Cam Phước Tây", "UBND xã Cam An", "succeeded"),
        ("xã Cam Tân", None, "split"),
        ("Bộ Quốc phòng", None, "central"),
        ("Văn phòng Chính phủ", None, "central"),
        ("Bộ CHQS tỉnh", "Bộ Chỉ huy Quân sự tỉnh", "current"),
        ("UBND tỉnh", None, "unknown"),
        ("Trường Đại học Nha Trang", None, "unknown"),
        ("Sở VH,TT&DL", "Sở Văn hóa, Thể thao và Du lịch", "current"),
        ("Sở Văn hóa – Thể thao và Du lịch", "Sở Văn hóa, Thể thao và Du lịch", "current"),
    ],
)
def test_a_printed_name_gives_who_follows_up_today(printed: str, name: str | None, kind: str) -> None:
    found = khanh_hoa().resolve_printed(printed)
    assert (found.name, found.kind) == (name, kind)
    assert bool(found.note) is (kind != "current")


def test_a_split_department_names_the_others_in_its_note() -> None:
    found = khanh_hoa().resolve_printed("Sở Lao động - Thương binh và Xã hội")
    assert found.successors[0] == "Sở Nội vụ"
    assert "Sở Y tế (bảo trợ xã hội" in found.note


def test_a_district_offers_its_communes() -> None:
    found = khanh_hoa().resolve_printed("UBND thành phố Cam Ranh")
    assert found.name is None
    assert len(found.successors) == 5
    assert "UBND xã Nam Cam Ranh" in found.successors


def test_a_commune_name_that_was_another_s_before_july_2025_follows_the_date_of_the_plan() -> None:
    before, after = date(2022, 4, 29), date(2026, 1, 1)
    assert khanh_hoa().resolve_printed("UBND xã Ninh Sơn", printed_on=after).name == "UBND xã Ninh Sơn"
    assert khanh_hoa().resolve_printed("UBND xã Ninh Sơn", printed_on=before).name == "UBND xã Bắc Ninh Hòa"
    assert "Bắc Ninh Hòa" in khanh_hoa().resolve_printed("UBND xã Ninh Sơn").note


def test_accents_tell_two_former_communes_apart() -> None:
    assert khanh_hoa().resolve_printed("xã Thành Hải").name == "UBND phường Bảo An"
    assert khanh_hoa().resolve_printed("xã Thanh Hải").name == "UBND xã Vĩnh Hải"
    assert khanh_hoa().resolve_printed("xa thanh hai").kind == "unclear"


def test_an_officer_s_agency_alias_and_new_name_are_laid_over_the_bundled_ones() -> None:
    added = Agency("Quỹ Đầu tư phát triển tỉnh", "Quỹ Đầu tư phát triển tỉnh Khánh Hòa", "QDTPT", "public_unit")
    registry = khanh_hoa().with_extra(
        [added],
        aliases={"Sở Y tế": ["Ngành Y tế"]},
        renamed={"Chi cục Thống kê tỉnh": "Thống kê tỉnh Khánh Hòa mới"},
    )
    assert registry.resolve_printed("Quỹ Đầu tư phát triển tỉnh Khánh Hòa").name == added.name
    assert registry.resolve_printed("Ngành Y tế").name == "Sở Y tế"
    assert registry.resolve_printed("Chi cục Thống kê").name == "Thống kê tỉnh Khánh Hòa mới"
    assert registry.resolve_printed("Cục Thống kê tỉnh").name == "Thống kê tỉnh Khánh Hòa mới"
    assert khanh_hoa().resolve_printed("Ngành Y tế").name is None


def test_extras_that_name_nobody_or_double_a_name_are_refused() -> None:
    with pytest.raises(KeyError):
        khanh_hoa().with_extra(aliases={"Sở Không Có": ["x"]})
    with pytest.raises(ValueError, match="two agencies"):
        khanh_hoa().with_extra(renamed={"Sở Y tế": "Sở Nội vụ"})


def test_an_empty_registry_knows_nobody() -> None:
    assert Registry(()).resolve_printed("Sở Nội vụ").kind == "unknown"
