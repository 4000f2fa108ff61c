"""More documents of offices nobody here has seen, in a few lines each: who examines, who is told by a body, what closes."""

import datetime as dt

import pytest
from small_plans import dues, led, letter

from catalog.agencies.registry import Registry
from catalog.plans.meaning.actors.actors import read_actor_columns, read_actors
from catalog.plans.meaning.dates.deadlines import read_deadlines
from catalog.plans.meaning.head.heading import read_heading
from catalog.plans.meaning.orders.sentence_dates import dates_of
from catalog.plans.meaning.orders.sentences import OrderedWork, ordered_work
from catalog.plans.model import NotAPlan
from catalog.plans.reader import read_plan
from catalog.plans.reading.blocks import Paragraph
from catalog.text import toned

NOBODY = Registry(agencies=(), former=())


def ordered(*lines: str) -> list[OrderedWork]:
    return ordered_work([Paragraph(place, line) for place, line in enumerate(lines, 1)], NOBODY)


def who(work: OrderedWork) -> list[str]:
    return [one.label for one in work.leads]


def test_who_examines_a_draft_takes_part_and_a_committee_alone_in_its_column_is_named() -> None:
    plan = letter(
        "HỘI ĐỒNG NHÂN DÂN\nTỈNH QUẢNG SƠN", "Số: 8/KH-HĐND", "Quảng Sơn, ngày 05 tháng 3 năm 2026",
        ["KẾ HOẠCH", "Chuẩn bị kỳ họp giữa năm 2026"],
        ([
            ["TT", "Nội dung nghị quyết", "Cơ quan trình", "Cơ quan thẩm tra", "Thời hạn"],
            ["1", "Chính sách hỗ trợ giáo viên vùng cao", "UBND tỉnh", "Ban Văn hóa - Xã hội HĐND tỉnh", "05/6/2026"],
            ["2", "Điều chỉnh dự toán ngân sách", "Sở Tài chính", "Thường trực HĐND tỉnh", "10/6/2026"],
        ], []),
    )  # fmt: skip
    assert [led(task) for task in plan.tasks] == [("UBND tỉnh",), ("Sở Tài chính",)]
    named = [task.actors.support_named for task in plan.tasks]
    assert named == [("Ban Văn hóa - Xã hội HĐND tỉnh",), ("Thường trực HĐND tỉnh",)]


def test_the_lower_row_of_a_head_is_known_by_the_number_that_reaches_over_it() -> None:
    rows = [
        ["STT", "Nhiệm vụ", "Bố trí", "", "Thời gian", ""],
        ["", "", "Chủ trì", "Phối hợp", "Từ", "Đến"],
        ["1", "Đắp bờ bao khu dân cư", "Phòng Kinh tế", "Công an xã", "Tháng 4", "Tháng 6"],
    ]
    merges = [((0, 0), (1, 0)), ((0, 1), (1, 1)), ((0, 2), (0, 3)), ((0, 4), (0, 5))]
    head = ("ỦY BAN NHÂN DÂN\nXÃ PHÚ LỘC", "Số: 3/KH-UBND", "Phú Lộc, ngày 10 tháng 3 năm 2026")
    plan = letter(*head, ["KẾ HOẠCH", "Phòng lũ năm 2026"], (rows, merges))
    assert [task.title for task in plan.tasks] == ["Đắp bờ bao khu dân cư"]
    assert (led(plan.tasks[0]), plan.tasks[0].actors.support_named) == (("Phòng Kinh tế",), ("Công an xã",))
    assert [(one.start, one.due) for one in plan.tasks[0].deadlines] == [(dt.date(2026, 4, 1), dt.date(2026, 6, 30))]


def test_under_the_name_of_a_body_to_direct_others_is_its_own_work() -> None:
    works = ordered(
        "2. Sở Giáo dục và Đào tạo",
        "- Chỉ đạo các trường học ký cam kết an toàn giao thông trước ngày 20/3/2026.",
        "3. Sở Y tế",
        "- Giao Chi cục An toàn vệ sinh thực phẩm kiểm tra bếp ăn trong tháng 4/2026.",
    )
    assert [who(work) for work in works] == [["Sở Giáo dục và Đào tạo"], ["Chi cục An toàn vệ sinh thực phẩm"]]
    assert works[0].title.startswith("Chỉ đạo các trường học")


def test_what_opens_a_list_and_what_closes_a_letter_is_no_work() -> None:
    works = ordered(
        "Điều 1. Giao nhiệm vụ cho các cơ quan, đơn vị khắc phục hậu quả lốc xoáy, cụ thể:",
        "a) Phòng Kinh tế thống kê thiệt hại trước ngày 08/5/2026;",
        "Điều 3. Các đơn vị có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này.",
        "Trong quá trình thực hiện, nếu có vướng mắc, đề nghị các đơn vị liên hệ về Sở Nội vụ để được hướng dẫn.",
    )
    assert [(work.number, who(work)) for work in works] == [("a", ["Phòng Kinh tế"])]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("1. Phòng Xây dựng và Kiểm tra văn bản: góp ý dự thảo trước ngày 20/3/2026.", "Phòng Xây dựng và Kiểm tra văn bản"),
        ("1. Giao Vụ Vật liệu xây dựng tổng hợp nhu cầu cát.", "Vụ Vật liệu xây dựng"),
        ("1. Giao Ban Xây dựng Đảng chủ trì rà soát đảng viên đi làm xa.", "Ban Xây dựng Đảng"),
        ("1. UBND xã Bình Lợi giao chỉ tiêu cho các thôn trước ngày 5/5/2026.", "UBND xã Bình Lợi"),
    ],
)  # fmt: skip
def test_a_name_goes_on_over_words_that_are_work_elsewhere(line: str, name: str) -> None:
    assert [who(work) for work in ordered(line)] == [[name]]


def test_groups_in_small_letters_with_a_body_behind_are_no_list_of_names() -> None:
    actors = read_actor_columns("Ban Tổ chức Tỉnh ủy", "các ban đảng Tỉnh ủy", NOBODY)
    assert (actors.support_named, actors.support_groups) == ((), ("others",))
    court = read_actor_columns("Văn phòng", "Phòng Tổ chức - Cán bộ, Thanh tra và Thi đua - Khen thưởng", NOBODY)
    assert court.support_named == ("Phòng Tổ chức - Cán bộ, Thanh tra và Thi đua - Khen thưởng",)


def test_coordinators_nobody_recognised_are_told_and_never_blank() -> None:
    rows = [
        ["TT", "Nhiệm vụ", "Chủ trì", "Phối hợp", "Thời hạn"],
        ["1", "Dọn kênh mương", "Phòng Kinh tế", "bà con quanh chợ", "30/6/2026"],
        ["2", "Sửa cầu treo", "Phòng Kinh tế", "Không", "30/7/2026"],
        ["3", "Phát quang hai bên đường", "Phòng Kinh tế", "", "30/8/2026"],
    ]
    head = ("ỦY BAN NHÂN DÂN\nXÃ PHÚ LỘC", "Số: 4/KH-UBND", "Phú Lộc, ngày 10 tháng 3 năm 2026")
    plan = letter(*head, ["KẾ HOẠCH", "Việc tháng 6 năm 2026"], (rows, []))
    told = [{one.kind for one in task.warnings} & {"support_unclear"} for task in plan.tasks]
    assert told == [{"support_unclear"}, set(), set()]


def test_a_list_of_months_and_the_day_something_is_submitted_are_when() -> None:
    months = dates_of("trực gác rừng trong các tháng 5, 6, 7 năm 2026", "", 2026)
    assert [str(one.due) for one in months.reading.deadlines] == ["2026-05-31", "2026-06-30", "2026-07-31"]
    two = dates_of("kiểm tra vườn ươm trong tháng 4 và tháng 5/2026", "", 2026)
    assert [str(one.due) for one in two.reading.deadlines] == ["2026-04-30", "2026-05-31"]
    day = dates_of("lập phương án, trình Chủ tịch UBND phường ngày 31/3/2026", "", 2026)
    assert [str(one.due) for one in day.reading.deadlines] == ["2026-03-31"]
    cited = dates_of("báo cáo việc thực hiện Nghị quyết số 5/NQ-HĐND ngày 31/3/2026", "", 2026)
    assert cited.reading.deadlines == ()
    assert read_deadlines("Trước ngày 15 hằng tháng", plan_year=2026).deadlines[0].kind == "recurring"


def test_a_head_whose_motto_and_date_the_column_cut_in_two_is_whole() -> None:
    lines = [
        "ỦY BAN NHÂN DÂN", "PHƯỜNG ĐÔNG SƠN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA", "VIỆT NAM", "Độc lập - Tự do - Hạnh phúc",
        "Số: 44/TB-UBND", "Đông Sơn, ngày 23 tháng 3 năm", "2026", "THÔNG BÁO", "Kết luận giao ban tuần",
    ]  # fmt: skip
    printed = [Paragraph(place, line) for place, line in enumerate(lines, 1)]
    heading = read_heading(printed, printed, NOBODY)
    assert (heading.issuer, heading.date) == ("UBND phường Đông Sơn", dt.date(2026, 3, 23))


def test_a_list_without_a_day_of_issue_is_of_the_year_its_title_names() -> None:
    sheet = "BẢNG THEO DÕI NHIỆM VỤ THÁNG 5/2026 - SỞ CÔNG THƯƠNG\nSTT,Nội dung nhiệm vụ,Đơn vị thực hiện,Thời hạn\n"
    sheet += "1,Kiểm tra chợ đầu mối,Phòng Quản lý thương mại,20/5\n2,Báo cáo sản lượng,Văn phòng Sở,25/5\n"
    plan = read_plan(sheet.encode(), "theo-doi.csv", NOBODY)
    assert plan.year == 2026
    assert [dues(task) for task in plan.tasks] == [["2026-05-20"], ["2026-05-25"]]


def test_a_regulation_orders_nothing() -> None:
    head = ("ĐẢNG ỦY PHƯỜNG HÀ AN\n*", "Số 15-QC/ĐU", "Hà An, ngày 10 tháng 3 năm 2026")
    lines = ["QUY CHẾ", "làm việc của Văn phòng", "Điều 2. Chánh Văn phòng chịu trách nhiệm trước Ban Thường vụ."]
    with pytest.raises(NotAPlan, match="quy chế"):
        letter(*head, lines)


def test_a_plan_by_months_without_a_number_has_its_units_in_a_column_of_any_name() -> None:
    rows = [
        ["Thời gian", "Nội dung công việc", "Bộ phận thực hiện", "Bộ phận phối hợp"],
        ["Tháng 3/2026", "Thi thử tốt nghiệp lần một", "Tổ Khảo thí", "Văn phòng"],
        ["", "Hội thi sáng tạo cấp trường", "Tổ Vật lí - Công nghệ", "Đoàn trường"],
    ]
    head = ("TRƯỜNG THPT LÊ LỢI", "Số: 9/KH-LL", "Hà Đông, ngày 26 tháng 01 năm 2026")
    plan = letter(*head, ["KẾ HOẠCH", "Hoạt động chuyên môn học kỳ II"], (rows, [((1, 0), (2, 0))]))
    assert [(led(task), task.actors.support_named) for task in plan.tasks] == [
        (("Tổ Khảo thí",), ("Văn phòng",)), (("Tổ Vật lí - Công nghệ",), ("Đoàn trường",)),
    ]  # fmt: skip
    assert [dues(task) for task in plan.tasks] == [["2026-03-31"], ["2026-03-31"]]


@pytest.mark.parametrize(
    ("line", "name", "work"),
    [
        ("1. Giao Ban Tài chính kế toán rà soát dòng tiền.", "Ban Tài chính kế toán", "rà soát dòng tiền"),
        ("1. Giao Sở Tài chính kế toán trưởng rà soát dòng tiền.", "Sở Tài chính", "kế toán trưởng rà soát dòng tiền"),
        ("1. Ban Kiểm soát giám sát việc mua sắm.", "Ban Kiểm soát", "giám sát việc mua sắm"),
        ("1. Ban Quản lý dự án cảng hàng không Phú Cát đẩy nhanh gói thầu 5.", "Ban Quản lý dự án cảng hàng không Phú Cát", "đẩy nhanh gói thầu 5"),
        ("1. Phòng Thống kê hằng tháng báo cáo giá cả.", "Phòng Thống kê", "hằng tháng báo cáo giá cả"),
    ],
)  # fmt: skip
def test_a_name_ends_where_its_work_begins(line: str, name: str, work: str) -> None:
    (ordered_once,) = ordered(line)
    assert (who(ordered_once), ordered_once.title) == ([name], work)


def test_fields_behind_a_comma_belong_to_the_unit_and_zones_to_who_manages_them() -> None:
    one = read_actor_columns("Phòng Quản lý quy hoạch, xây dựng và môi trường", "", NOBODY)
    assert one.lead_named == ("Phòng Quản lý quy hoạch, xây dựng và môi trường",)
    zones = read_actor_columns("Ban Quản lý Khu công nghệ cao và các khu công nghiệp; các khu phố", "", NOBODY)
    assert (zones.lead_named, zones.lead_groups) == (
        ("Ban Quản lý Khu công nghệ cao và các khu công nghiệp",), ("others",),
    )  # fmt: skip
    joins = read_actor_columns("Ban Quản lý Khu kinh tế Bắc Hải; Sở Tài chính phối hợp", "", NOBODY)
    assert (joins.lead_named, joins.support_named) == (("Ban Quản lý Khu kinh tế Bắc Hải",), ("Sở Tài chính",))


def test_one_department_of_every_province_is_many() -> None:
    (work,) = ordered("2. Sở Y tế các tỉnh, thành phố báo cáo số ca mắc trước 16 giờ hằng ngày.")
    assert [one.kind for one in work.leads] == ["group"]


def test_two_days_of_which_only_the_last_has_its_year_are_two() -> None:
    found = read_deadlines("15/3 và 15/9/2026", plan_year=2026).deadlines
    assert [str(one.due) for one in found] == ["2026-03-15", "2026-09-15"]
    assert read_deadlines("8/10 xã và 15/9/2026", plan_year=2026).deadlines[-1].due == dt.date(2026, 9, 15)


@pytest.mark.parametrize(
    ("lines", "issuer", "title"),
    [
        (["TỈNH ỦY VĨNH AN", "VĂN PHÒNG", "*", "Số 31-KH/VPTU", "KẾ HOẠCH", "chuyển đổi số năm 2026"],
         "Văn phòng Tỉnh ủy Vĩnh An", "Kế hoạch chuyển đổi số năm 2026"),
        (["UBND TỈNH HÀ TRUNG", "BAN QUẢN LÝ KHU KINH TẾ TỈNH", "Số: 6/KH-KKT", "KẾ HOẠCH", "Cải thiện đầu tư năm 2026"],
         "Ban Quản lý khu kinh tế tỉnh Hà Trung", "Kế hoạch cải thiện đầu tư năm 2026"),
        (["BỘ NÔNG NGHIỆP VÀ MÔI", "TRƯỜNG", "Số: 22/BNNMT-CNTY", "V/v phòng, chống bệnh", "Dịch tả lợn châu Phi", "Kính gửi: Ủy ban nhân dân các tỉnh"],
         "Bộ Nông nghiệp và Môi trường", "V/v phòng, chống bệnh Dịch tả lợn châu Phi"),
        (["TỔNG CÔNG TY PHÍA BẮC", "Số: 4/NQ-HĐQT", "NGHỊ QUYẾT", "Về đầu tư quý II năm 2026", "HỘI ĐỒNG QUẢN TRỊ", "Căn cứ Điều lệ;"],
         "Tổng công ty Phía Bắc", "Nghị quyết về đầu tư quý II năm 2026"),
    ],
)  # fmt: skip
def test_heads_name_who_signs_and_the_whole_subject(lines: list[str], issuer: str, title: str) -> None:
    printed = [Paragraph(place, line) for place, line in enumerate(lines, 1)]
    heading = read_heading(printed, printed, NOBODY)
    assert (heading.issuer.casefold(), heading.title) == (issuer.casefold(), title)


def test_a_committee_that_is_set_up_is_given_no_work() -> None:
    assert (
        ordered("Điều 2. Ban Chỉ đạo hoạt động theo Quy chế do Trưởng ban ban hành, tự giải thể khi xong nhiệm vụ.")
        == []
    )


def test_who_only_tells_is_given_no_work_by_what_stands_below() -> None:
    assert ordered(
        "Sở Nội vụ thông báo lịch nghỉ lễ năm 2026 như sau:",
        "1. Thời gian nghỉ: từ ngày 30/4/2026 đến hết ngày 03/5/2026.",
        "2. Công chức đi làm trở lại vào ngày 04/5/2026.",
        "Sở Nội vụ trân trọng thông báo./.",
    ) == []  # fmt: skip
    works = ordered("1. Yêu cầu Sở Xây dựng thực hiện các nhiệm vụ sau:", "- Rà soát quỹ đất trước ngày 30/4/2026.")
    assert [(who(work), work.title) for work in works] == [(["Sở Xây dựng"], "Rà soát quỹ đất trước ngày 30/4/2026")]


def test_a_market_inside_the_country_is_of_the_name_and_every_night_comes_again() -> None:
    (work,) = ordered("1. Giao Cục Quản lý và Phát triển thị trường trong nước rà soát sàn giao dịch.")
    assert who(work) == ["Cục Quản lý và Phát triển thị trường trong nước"]
    assert [one.kind for one in read_deadlines("Hằng đêm", plan_year=2026).deadlines] == ["recurring"]


def test_a_title_ends_before_the_first_sentence_below_it() -> None:
    lines = [
        "CHÍNH PHỦ",
        "Số: 55/NQ-CP",
        "NGHỊ QUYẾT",
        "Về thúc đẩy tăng trưởng năm 2026",
        "Chính phủ yêu cầu các bộ làm theo Phụ lục./.",
    ]
    printed = [Paragraph(place, line) for place, line in enumerate(lines, 1)]
    assert read_heading(printed, printed, NOBODY).title == "Nghị quyết về thúc đẩy tăng trưởng năm 2026"


def test_an_empty_frame_says_nothing_and_stops_nothing() -> None:
    plan = letter(
        "ỦY BAN NHÂN DÂN\nXÃ PHÚ LỘC", "Số: 5/KH-UBND", "Phú Lộc, ngày 10 tháng 3 năm 2026",
        ["KẾ HOẠCH", "Việc tháng 6 năm 2026", "1. Giao Phòng Kinh tế dọn kênh mương trước ngày 30/6/2026."],
        ([["", ""], ["", ""]], []),
    )  # fmt: skip
    assert [task.title for task in plan.tasks] == ["Dọn kênh mương"]


def test_old_places_of_tone_marks_change_nothing() -> None:
    assert toned("Uỷ ban UỶ BAN văn hoá thuỷ lợi khoẻ Hoà quý Quỳ quỹ toàn QUỸ") == (
        "Ủy ban ỦY BAN văn hóa thủy lợi khỏe Hòa quý Quỳ quỹ toàn QUỸ"
    )
    works = ordered(
        "- Đảng uỷ UBND phường hoàn thành giải phóng mặt bằng.", "- Phòng Văn hoá - Xã hội lập danh sách hộ nghèo."
    )
    assert [who(work) for work in works] == [["Đảng ủy UBND phường"], ["Phòng Văn hóa - Xã hội"]]
    lines = [
        "TỈNH UỶ VĨNH AN",
        "*",
        "Số 9-CTr/TU",
        "Vĩnh An, ngày 05 tháng 3 năm 2026",
        "CHƯƠNG TRÌNH",
        "công tác năm 2026",
    ]
    printed = [Paragraph(place, line) for place, line in enumerate(lines, 1)]
    assert read_heading(printed, printed, NOBODY).issuer == "Tỉnh ủy Vĩnh An"


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Phòng Văn hóa\n- Xã hội", ["Phòng Văn hóa - Xã hội"]),
        ("Mặt trận\nTổ quốc tỉnh", ["Mặt trận Tổ quốc tỉnh"]),
        ("Bộ Chỉ huy\nQuân sự tỉnh; Công an tỉnh", ["Bộ Chỉ huy Quân sự tỉnh", "Công an tỉnh"]),
        ("Sở Nội vụ\n- Sở Tài chính", ["Sở Nội vụ", "Sở Tài chính"]),
        ("- Phòng Kinh tế\n- Trạm Y tế xã", ["Phòng Kinh tế", "Trạm Y tế xã"]),
    ],
)
def test_a_name_cut_by_a_line_is_one_and_items_stay_items(cell: str, names: list[str]) -> None:
    assert list(read_actor_columns(cell, "", NOBODY).lead_named) == names


def test_a_span_cut_before_its_dash_is_one() -> None:
    (span,) = read_deadlines("Tháng 3\n- tháng 4", plan_year=2026).deadlines
    assert (span.start, span.due) == (dt.date(2026, 3, 1), dt.date(2026, 4, 30))
    assert len(read_deadlines("- Tháng 3\n- Tháng 4", plan_year=2026).deadlines) == 2


def test_two_labels_in_one_line_are_two_and_what_the_page_cut_is_no_work() -> None:
    both = read_actors("Chủ trì: Phòng Quản lý xây dựng Phối hợp: Văn phòng Sở", NOBODY)
    assert (both.lead_named, both.support_named) == (("Phòng Quản lý xây dựng",), ("Văn phòng Sở",))
    assert ordered("Điều 3. Thủ trưởng các cơ quan, đơn vị có tên tại") == []


def test_a_title_ends_before_a_paragraph_that_the_page_cuts_into_lines() -> None:
    for first in (
        "Thời gian qua, tình hình ngộ độc thực phẩm diễn biến",
        "Tổng công ty Điện lực ban hành Kế hoạch bảo đảm cấp",
    ):
        lines = ["Số: 55/KH-ĐL", "KẾ HOẠCH", "Bảo đảm cấp điện năm 2026", first, "điện với các nội dung sau đây"]
        printed = [Paragraph(place, line) for place, line in enumerate(lines, 1)]
        assert read_heading(printed, printed, NOBODY).title == "Kế hoạch bảo đảm cấp điện năm 2026"
