"""Who leads and who supports: DESIGN section 3, on the cells of the real plans and on their kin."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.organisations.khanh_hoa import registry as khanh_hoa
from catalog.plans.meaning.actors.actors import read_actor_columns, read_actors

OLD_PLAN = dt.date(2022, 4, 29)
D, C, H, X = "departments", "communes", "districts", "others"


def free(cell: str) -> tuple[list[str], list[str], list[str], list[str]]:
    found = read_actors(cell, khanh_hoa())
    return list(found.lead_named), list(found.lead_groups), list(found.support_named), list(found.support_groups)


@pytest.mark.parametrize(
    ("cell", "lead", "lead_groups", "support", "support_groups"),
    [
        # everyone said to "chủ trì" leads, wherever in the cell, groups too
        (
            "- Sở Tư pháp chủ trì tham mưu ban hành; tổng hợp, báo cáo\n"
            "- Các sở, ban, ngành; UBND cấp xã triển khai thực hiện; báo cáo theo quy định",
            ["Sở Tư pháp"], [], [], [D, C],
        ),
        (
            "- Sở Tư pháp chủ trì đơn đốc, tham mưu\n- Các sở, ban, ngành; UBND cấp xã triển khai thực hiện",
            ["Sở Tư pháp"], [], [], [D, C],
        ),
        (
            "Sở Tư pháp chủ trì, phối hợp, hướng dẫn, đôn đốc các sở, ban, ngành; địa phương thực hiện",
            ["Sở Tư pháp"], [], [], [D, C],
        ),
        (
            "- Các sở, ban, ngành chủ trì nghiên cứu thực hiện theo chức năng, nhiệm vụ phân công tham mưu xây dựng\n"
            "- Sở Tư pháp thẩm định các dự thảo văn bản quy phạm pháp luật\n"
            "- Các cơ quan, đơn vị, địa phương liên quan phối hợp theo đề nghị.",
            [], [D], ["Sở Tư pháp"], [C, X],
        ),
        (
            "- Văn phòng UBND tỉnh chủ trì, phối hợp Sở Nội vụ, Sở Tư pháp hướng dẫn\n"
            "- Các sở, ban, ngành chủ trì thực hiện theo chức năng, nhiệm vụ",
            ["Văn phòng UBND tỉnh"], [D], ["Sở Nội vụ", "Sở Tư pháp"], [],
        ),
        (
            "- Các sở, ban, ngành, UBND các địa phương, đơn vị, tổ chức liên quan căn cứ chức năng, nhiệm vụ và phạm vi "
            "quản lý chủ động tổ chức triển khai thực hiện phù hợp\n- Công an tỉnh chủ trì, phối hợp với Văn phòng "
            "UBND tỉnh, Sở Khoa học và Công nghệ, các sở, ban, ngành có liên quan theo dõi, hướng dẫn, kiểm tra, đôn đốc "
            "tiến độ thực hiện và tổng hợp báo cáo cấp trên theo quy định",
            ["Công an tỉnh"], [], ["Văn phòng UBND tỉnh", "Sở Khoa học và Công nghệ"], [D, C, X],
        ),
        (
            "- Các cơ quan, đơn vị, địa phương rà soát, gửi Sở Nội vụ thẩm định\n"
            "- Sở Nội vụ chủ trì hướng dẫn, thẩm định trình UBND tỉnh",
            ["Sở Nội vụ"], [], [], [C, X],
        ),
        (
            "1. Các cơ quan quản lý các đơn vị sự nghiệp công lập chủ trì thực hiện chỉ đạo các đơn vị trực thuộc xây "
            "dựng phương án.\n2. Căn cứ kết quả thẩm tra và đề nghị của cơ quan quản lý cấp trên, Sở Tài chính xem xét, "
            "có ý kiến bằng văn bản; kinh phí chi thường xuyên giao tự chủ từ nguồn ngân sách nhà nước",
            [], [X], ["Sở Tài chính"], [],
        ),
        ("Văn phòng UBND tỉnh chủ trì; các Sở, ban, ngành phối hợp", ["Văn phòng UBND tỉnh"], [], [], [D]),
        ("- Cơ quan chủ trì: Các sở, ban, ngành\n- Cơ quan phối hợp: Văn phòng UBND tỉnh và các đơn vị có liên quan",
         [], [D], ["Văn phòng UBND tỉnh"], [X]),
        ("Chủ trì: Sở Y tế; Phối hợp: Sở Tài chính, BHXH tỉnh", ["Sở Y tế"], [], ["Sở Tài chính", "BHXH tỉnh"], []),
        ("Sở Nội vụ (chủ trì), Sở Tài chính (phối hợp)", ["Sở Nội vụ"], [], ["Sở Tài chính"], []),
        # names with commas inside, unknown bodies kept as printed
        (
            "Trung tâm Xúc tiến Đầu tư, Thương mại và Du lịch tỉnh chủ trì, phối hợp Sở Văn hóa, Thể thao và Du lịch, "
            "Hiệp hội Du lịch, các sở, ban, ngành; Chủ tịch UBND cấp xã thực hiện",
            ["Trung tâm Xúc tiến Đầu tư, Thương mại và Du lịch tỉnh"], [],
            ["Sở Văn hóa, Thể thao và Du lịch", "Hiệp hội Du lịch"], [D, C],
        ),
        (
            "Sở Tài chính chủ trì, phối hợp với Liên đoàn Thương mại và Công nghiệp Việt Nam (VCCI), Trung tâm Xúc tiến "
            "Đầu tư, Thương mại và Du lịch, các Sở, ngành, địa phương tham mưu UBND tỉnh tổ chức",
            ["Sở Tài chính"], [],
            ["Liên đoàn Thương mại và Công nghiệp Việt Nam (VCCI)", "Trung tâm Xúc tiến Đầu tư, Thương mại và Du lịch"],
            [D, C],
        ),
        # nobody is said to "chủ trì": the whole first list leads
        (
            "- Các sở, ban, ngành, UBND cấp xã thực hiện\n- Sở Tư pháp: phối hợp, hướng dẫn triển khai",
            [], [D, C], ["Sở Tư pháp"], [],
        ),
        ("Sở Khoa học và Công nghệ và các cơ quan, đơn vị, địa phương", ["Sở Khoa học và Công nghệ"], [C, X], [], []),
        (
            "Sở Nội vụ, Văn phòng UBND tỉnh phối hợp với các sở, ngành, địa phương khẩn trương thực hiện theo phân công, "
            "chỉ đạo của UBND tỉnh",
            ["Sở Nội vụ", "Văn phòng UBND tỉnh"], [], [], [D, C],
        ),
        ("Các sở, ban, ngành, địa phương xây dựng Đề án gửi Sở Nội vụ thẩm định, trình UBND tỉnh",
         [], [D, C], ["Sở Nội vụ"], []),
        (
            "- Sở Khoa học và Công nghệ tham mưu công tác kiểm tra, hướng dẫn, đôn đốc triển khai\n"
            "- Sở, ban, ngành, đơn vị, địa phương thực hiện",
            ["Sở Khoa học và Công nghệ"], [], [], [D, C, X],
        ),
        (
            "- Các sở, ban, ngành thực hiện theo nhiệm vụ phân công.\n- Văn phòng UBND tỉnh có ý kiến về quy định TTHC "
            "thuộc thẩm quyền của địa phương tại các dự thảo văn bản QPPL do các sở, ban, ngành trình HĐND/UBND tỉnh ban "
            "hành.\n- Sở Tư pháp thẩm định quy định về TTHC trong dự thảo văn bản QPPL thuộc thẩm quyền của tỉnh.",
            [], [D], ["Văn phòng UBND tỉnh", "Sở Tư pháp"], [],
        ),
        (
            "- Các sở, ban, ngành rà soát, đề xuất theo tiến độ yêu cầu của UBND tỉnh, Văn phòng UBND tỉnh.\n- Văn phòng "
            "UBND tỉnh phối hợp Sở Tư pháp và các đơn vị có liên quan thẩm tra, trình Chủ tịch UBND tỉnh xem xét",
            [], [D], ["Văn phòng UBND tỉnh", "Sở Tư pháp"], [X],
        ),
        ("Các Sở, ban, ngành, đơn vị, UBND cấp xã", [], [D, C, X], [], []),
        ("Sở Nội vụ chủ trì theo dõi, đôn đồng các sở, ban, ngành, địa phương", ["Sở Nội vụ"], [], [], [D, C]),
        # approvers and recipients are neither
        ("Sở Nội vụ chủ trì, tham mưu UBND tỉnh", ["Sở Nội vụ"], [], [], []),
        ("Sở Nội vụ chủ trì, trình UBND tỉnh; gửi Bộ Nội vụ thẩm định", ["Sở Nội vụ"], [], [], []),
        ("Sở Nội vụ chủ trì, phối hợp các sở, ban, ngành, địa phương, đại biểu HĐND tỉnh", ["Sở Nội vụ"], [], [], [D, C]),
        ("Chủ tịch UBND tỉnh chỉ đạo; Sở Nội vụ tham mưu", ["Sở Nội vụ"], [], [], []),
        # other hands
        ("Giao Sở Nội vụ chủ trì, phối hợp với Sở Tài chính và UBND các xã, phường, đặc khu thực hiện",
         ["Sở Nội vụ"], [], ["Sở Tài chính"], [C]),
        ("Các Sở Tài chính, Tư pháp và Nội vụ chủ trì, các địa phương phối hợp",
         ["Sở Tài chính", "Sở Tư pháp", "Sở Nội vụ"], [], [], [C]),
        ("- Cơ quan chủ trì: Sở Xây dựng\n- Cơ quan phối hợp: Các Sở: Tư pháp, Tài chính; UBND cấp xã",
         ["Sở Xây dựng"], [], ["Sở Tư pháp", "Sở Tài chính"], [C]),
        ("SỞ NỘI VỤ CHỦ TRÌ, PHỐI HỢP VỚI CÁC SỞ, BAN, NGÀNH", ["SỞ NỘI VỤ"], [], [], [D]),
        ("So Noi vu chu tri, phoi hop voi cac so, ban, nganh", ["So Noi vu"], [], [], [D]),
        ("Đề nghị Ủy ban MTTQ Việt Nam tỉnh và các tổ chức chính trị - xã hội phối hợp; Sở Nội vụ chủ trì",
         ["Sở Nội vụ"], [], ["Ủy ban MTTQ Việt Nam tỉnh"], [X]),
        ("Sở Nội vụ chủ trì.\nSở Tài chính, các địa phương phối hợp.", ["Sở Nội vụ"], [], ["Sở Tài chính"], [C]),
    ],
)  # fmt: skip
def test_lead_and_support_of_a_free_text_cell(
    cell: str, lead: list[str], lead_groups: list[str], support: list[str], support_groups: list[str]
) -> None:
    assert free(cell) == (lead, lead_groups, support, support_groups)


@pytest.mark.parametrize(
    ("cell", "named", "groups"),
    [
        ("Sở Tài chính Sở Tư pháp Quỹ Đầu tư phát triển tỉnh Khánh Hòa",
         ["Sở Tài chính", "Sở Tư pháp", "Quỹ Đầu tư phát triển tỉnh Khánh Hòa"], []),
        ("Sở Tài chính Sở Tư pháp Các doanh nghiệp tiềm năng", ["Sở Tài chính", "Sở Tư pháp"], [X]),
        ("Sở Tài chính, Sở Khoa học và Công nghệ BQL Khu Kinh tế và Khu công nghiệp tỉnh",
         ["Sở Tài chính", "Sở Khoa học và Công nghệ", "BQL Khu Kinh tế và Khu công nghiệp tỉnh"], []),
        ("Sở Y tế; Sở Giáo dục và Đào tạo; BHXH tỉnh; Sở Xây dựng.",
         ["Sở Y tế", "Sở Giáo dục và Đào tạo", "BHXH tỉnh", "Sở Xây dựng"], []),
        ("Sở Khoa học và Công nghệ\nCác sở, ban, ngành, địa phương", ["Sở Khoa học và Công nghệ"], [D, C]),
        ("Ban Tuyên giáo và Dân vận Tỉnh ủy; các sở, ngành, địa phương; Báo và Phát thanh truyền hình Khánh Hòa, Công "
         "TTĐT tỉnh",
         ["Ban Tuyên giáo và Dân vận Tỉnh ủy", "Báo và Phát thanh truyền hình Khánh Hòa", "Công TTĐT tỉnh"], [D, C]),
        ("Sở Văn hóa – Thể thao và Du lịch", ["Sở Văn hóa – Thể thao và Du lịch"], []),
        ("Các bộ, ngành liên quan; Sở Kế hoạch và Đầu tư; Sở Xây dựng, Sở Tài nguyên và Môi trường; Tài chính; Cục Thuế "
         "tỉnh và các đơn vị có liên quan",
         ["Sở Kế hoạch và Đầu tư", "Sở Xây dựng", "Sở Tài nguyên và Môi trường", "Sở Tài chính", "Cục Thuế tỉnh"], [X]),
        ("Các sở, ngành liên quan; cơ quan Thuế, Hải quan, KBNN, Bảo hiểm xã hội; các cơ sở giáo dục, cơ sở y tế, các đơn "
         "vị cung ứng dịch vụ điện, nước, vệ sinh môi trường, viễn thông, bưu chính,... trên địa bàn",
         ["Thuế", "Hải quan", "KBNN", "Bảo hiểm xã hội"], [D, X]),
        ("Các Sở: Văn hóa, Thể thao và Du lịch, Tài chính; Công an tỉnh",
         ["Sở Văn hóa, Thể thao và Du lịch", "Sở Tài chính", "Công an tỉnh"], []),
        ("Bộ Văn hóa, Thể thao và Du lịch; Sở Văn hóa, Thể thao và Du lịch",
         ["Bộ Văn hóa, Thể thao và Du lịch", "Sở Văn hóa, Thể thao và Du lịch"], []),
        ("Doanh nghiệp công nghệ số: VNPT, Viettel, FPT, Mobifone,... Các sở, ngành, địa phương",
         ["VNPT", "Viettel", "FPT", "Mobifone"], [D, C, X]),
        ("Sở Khoa học và Công nghệ, các địa phương, các doanh nghiệp đồng hành (VNPT, Viettel, FPT,...)",
         ["Sở Khoa học và Công nghệ"], [C, X]),
        ("Trường Đại học Nha Trang, các sở, ban, ngành, các cơ quan, đơn vị liên quan",
         ["Trường Đại học Nha Trang"], [D, X]),
        ("Các Hiệp hội doanh nghiệp, các Doanh nghiệp tham gia Chương trình", [], [X]),
        ("Các trường Đại học trên đại bàn tỉnh", [], [X]),
        ("UBND huyện Cam Lâm, Diên Khánh", ["UBND huyện Cam Lâm", "UBND huyện Diên Khánh"], []),
        ("UBND các xã: Vạn Ninh, Tu Bông; Sở Tài chính", ["UBND xã Vạn Ninh", "UBND xã Tu Bông", "Sở Tài chính"], []),
        ("UBND thành phố Nha Trang, UBND huyện Cam Lâm, UBND", ["UBND thành phố Nha Trang", "UBND huyện Cam Lâm"], []),
        ("Trung tâm Phục vụ hành chính công tỉnh, Trung tâm Phục vụ hành chính công cấp xã",
         ["Trung tâm Phục vụ hành chính công tỉnh"], [C]),
        ("Kho bạc Nhà nước khu vực XIV", ["Kho bạc Nhà nước khu vực XIV"], []),
        ("Giám đốc Sở Nội vụ; Thủ trưởng các sở, ban, ngành", ["Sở Nội vụ"], [D]),
        ("Sở Nội vụ/Sở Tài chính", ["Sở Nội vụ", "Sở Tài chính"], []),
        ("Sở NN&MT, Sở VHTTDL", ["Sở NN&MT", "Sở VHTTDL"], []),
        ("Các Sở, ban ngành", [], [D]),
        ("Sở, ngành tỉnh", [], [D]),
        ("các sở, ngành địa phương", [], [D, C]),
        ("Tất cả các sở, ban, ngành, UBND các huyện, thị xã, thành phố", [], [D, H]),
        ("Các Sở quản lý ngành, UBND các huyện, thị xã, thành phố", [], [D, H]),
        ("Các ngành liên quan; UBND TP.Nha Trang", ["UBND TP.Nha Trang"], [X]),
        ("UBND các xã, phường, đặc khu", [], [C]),
        ("Các sở, ban, ngành, viện, trường, địa phương", [], [D, C, X]),
    ],
)  # fmt: skip
def test_a_list_of_actors_is_split_into_names_and_groups(cell: str, named: list[str], groups: list[str]) -> None:
    found = read_actor_columns("Sở Nội vụ", cell, khanh_hoa())
    assert (list(found.support_named), list(found.support_groups)) == (named, groups)


def test_a_lead_column_that_says_the_roles_is_read_like_free_text() -> None:
    cell = "Công an tỉnh và các sở, ban, ngành có liên quan chủ trì; Sở Khoa học và Công nghệ, các sở, ngành phối hợp."
    found = read_actor_columns(cell, "", khanh_hoa())
    assert (found.lead_named, found.lead_groups) == (("Công an tỉnh",), ("departments",))
    assert (found.support_named, found.support_groups) == (("Sở Khoa học và Công nghệ",), ("departments",))


def test_localities_are_districts_in_a_plan_from_before_the_two_tiers() -> None:
    cell = "Các sở, ngành, địa phương liên quan"
    assert read_actor_columns("Sở Nội vụ", cell, khanh_hoa(), printed_on=OLD_PLAN).support_groups == (
        "departments",
        "districts",
    )
    assert read_actor_columns("Sở Nội vụ", cell, khanh_hoa()).support_groups == ("departments", "communes")


def test_lead_holds_the_agency_of_today_and_lead_named_the_print() -> None:
    found = read_actor_columns("Sở Công thương, BQL KKT Vân Phong", "", khanh_hoa())
    assert found.lead_named == ("Sở Công thương", "BQL KKT Vân Phong")
    assert found.lead == ("Sở Công Thương", "Ban Quản lý Khu kinh tế và Khu công nghiệp tỉnh")
    assert [warning.kind for warning in found.warnings] == ["succession"]


def test_a_split_department_is_followed_by_its_primary_successor_with_a_warning() -> None:
    found = read_actor_columns("Sở Lao động, Thương binh và Xã hội", "", khanh_hoa())
    assert found.lead == ("Sở Nội vụ",)
    assert [warning.kind for warning in found.warnings] == ["succession"]


@pytest.mark.parametrize("lead", ["UBND TP Nha Trang", "Sở Ngoại vụ"])
def test_where_a_person_must_decide_nobody_leads_and_two_warnings_say_so(lead: str) -> None:
    found = read_actor_columns(lead, "", khanh_hoa())
    assert found.lead == ()
    assert [warning.kind for warning in found.warnings] == ["succession", "unassigned"]


def test_a_ministry_as_lead_is_kept_as_printed_and_leaves_the_task_unassigned() -> None:
    found = read_actor_columns("Bộ Quốc phòng", "Bộ Chỉ huy Quân sự tỉnh", khanh_hoa())
    assert (found.lead_named, found.lead, found.support) == (("Bộ Quốc phòng",), (), ("Bộ Chỉ huy Quân sự tỉnh",))
    assert [warning.kind for warning in found.warnings] == ["unassigned"]


def test_a_task_led_by_nobody_in_particular_is_unassigned() -> None:
    assert [
        warning.kind for warning in read_actors("Các cơ quan, đơn vị liên quan thực hiện", khanh_hoa()).warnings
    ] == ["unassigned"]
    assert read_actors("Các cơ quan, đơn vị, địa phương thực hiện", khanh_hoa()).warnings == ()


def test_a_body_said_to_support_and_to_lead_is_a_warning() -> None:
    found = read_actors(
        "Sở Khoa học và Công nghệ chủ trì phối hợp với các cơ quan, đơn vị liên quan chủ trì", khanh_hoa()
    )
    assert (found.lead_named, found.lead_groups, found.support_groups) == (
        ("Sở Khoa học và Công nghệ",),
        (),
        ("others",),
    )
    assert [warning.kind for warning in found.warnings] == ["lead_unclear"]


def test_a_cell_without_any_actor_says_that_the_lead_is_unclear() -> None:
    found = read_actors("Theo chức năng, nhiệm vụ được giao", khanh_hoa())
    assert found.lead_named == ()
    assert [warning.kind for warning in found.warnings] == ["lead_unclear"]


def test_an_agency_that_leads_and_supports_is_one_agency() -> None:
    found = read_actor_columns("Sở Kế hoạch và Đầu tư", "Sở Tài chính", khanh_hoa())
    assert (found.lead, found.support_named, found.support) == (("Sở Tài chính",), ("Sở Tài chính",), ())


def test_blank_cells_name_nobody_and_warn_of_nothing() -> None:
    for cell in ("", " ", "-", "\n"):
        assert read_actors(cell, khanh_hoa()) == read_actor_columns(cell, cell, khanh_hoa())
        assert read_actors(cell, khanh_hoa()).warnings == ()


_PIECES = st.sampled_from(
    [
        "Sở Nội vụ", "Sở", "các Sở:", "Tư pháp", "UBND", "UBND tỉnh", "UBND các xã", "các sở, ban, ngành", "địa phương",
        "Bộ Nội vụ", "Hiệp hội Du lịch", "chủ trì", "phối hợp", "với", "và", ",", ";", ":", "\n- ", "(", ")", "gửi",
        "thẩm định", "Căn cứ", "của", "Trường", "1.", "VNPT", "Mặt trận", "Công an", "cấp xã", "huyện Cam Lâm", "...",
    ]
)  # fmt: skip


@settings(max_examples=200)
@given(st.one_of(st.text(max_size=50), st.lists(_PIECES, max_size=10).map(" ".join)))
def test_any_cell_is_read_without_an_error_and_names_nobody_twice(cell: str) -> None:
    for found in (
        read_actors(cell, khanh_hoa()),
        read_actor_columns(cell, cell, khanh_hoa()),
        read_actor_columns("Sở Y tế", cell, khanh_hoa()),
    ):
        for names in (found.lead_named, found.lead, found.support_named, found.support):
            assert len(set(names)) == len(names)
            assert all(name.strip() for name in names)
        assert not set(found.lead) & set(found.support)
