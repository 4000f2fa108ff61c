"""Documents of offices nobody here has seen, each in a few lines of our own: what is read is what a person would read."""

import datetime as dt
import io

import pytest
from openpyxl import Workbook
from small_plans import PARTY, dues, led, letter

from catalog.organisations.khanh_hoa import registry
from catalog.plans.model import NotAPlan
from catalog.plans.reader import read_plan


def test_a_ward_groups_by_letters_and_has_its_columns_in_an_order_of_its_own() -> None:
    plan = letter(
        "ỦY BAN NHÂN DÂN\nPHƯỜNG AN CỰU", "Số: 52/KH-UBND", "An Cựu, ngày 19 tháng 01 năm 2026",
        ["KẾ HOẠCH", "Giữ gìn vệ sinh đô thị phường An Cựu năm 2026", "Thực hiện Kế hoạch số 9/KH-UBND của thành phố:"],
        ([
            ["Số TT", "Công việc", "Kết quả", "Hạn hoàn thành", "Đơn vị đầu mối", "Đơn vị liên quan"],
            ["A", "Đường phố", "", "", "", ""],
            ["1", "Quét dọn các tuyến đường", "Báo cáo", "Trước 30/6/2026", "Phòng Kinh tế, Hạ tầng và Đô thị", "các tổ dân phố"],
            ["B", "Kênh mương", "", "", "", ""],
            ["1", "Nạo vét kênh", "02 km", "Thường xuyên", "Văn phòng HĐND và UBND phường", "Công an phường"],
        ], []),
    )  # fmt: skip
    assert (plan.number, plan.issuer, plan.date) == ("52/KH-UBND", "UBND phường An Cựu", dt.date(2026, 1, 19))
    assert plan.title == "Kế hoạch giữ gìn vệ sinh đô thị phường An Cựu năm 2026"
    assert [(task.section, task.number, *led(task)) for task in plan.tasks] == [
        ("A", "1", "Phòng Kinh tế, Hạ tầng và Đô thị"),
        ("B", "1", "Văn phòng HĐND và UBND phường"),
    ]
    assert [dues(task) for task in plan.tasks] == [["2026-06-29"], ["recurring"]]
    assert plan.tasks[1].actors.support_named == ("Công an phường",)


def test_what_the_party_concludes_is_work_sentence_by_sentence() -> None:
    plan = letter(
        "TỈNH ỦY HÀ GIANG\n*", "Số 41-TB/TU", "Hà Giang, ngày 11 tháng 5 năm 2026",
        [
            "THÔNG BÁO", "Kết luận của Thường trực Tỉnh ủy về mùa mưa lũ", "-----",
            "Ngày 10/5/2026, Thường trực Tỉnh ủy họp và kết luận như sau:",
            "1. Đánh giá cao kết quả quý I; tăng trưởng đạt 7%.",
            "2. Giao Ban Tổ chức Tỉnh ủy chủ trì, phối hợp với Văn phòng Tỉnh ủy tham mưu quy chế trực; hoàn thành trong tháng 6/2026.",
            "3. Ban Tuyên giáo và Dân vận Tỉnh ủy định hướng dư luận.",
            "Văn phòng Tỉnh ủy thông báo để các cơ quan biết, thực hiện./.",
        ],
        motto=PARTY,
    )  # fmt: skip
    assert (plan.number, plan.issuer) == ("41-TB/TU", "Tỉnh ủy Hà Giang")
    first, second = plan.tasks
    assert (led(first), first.actors.support_named) == (("Ban Tổ chức Tỉnh ủy",), ("Văn phòng Tỉnh ủy",))
    assert (first.title, dues(first)) == ("Tham mưu quy chế trực", ["2026-06-30"])
    assert first.lead_raw.startswith("2. Giao Ban Tổ chức")
    assert (led(second), second.title) == (("Ban Tuyên giáo và Dân vận Tỉnh ủy",), "Định hướng dư luận")


def test_a_workbook_by_months_gives_each_row_its_month_and_its_sum_is_no_task() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (
        ["UBND XÃ TÂN LẬP"], ["CHƯƠNG TRÌNH CÔNG TÁC QUÝ III"], ["(Kèm theo Quyết định số 7/QĐ-UBND ngày 24/6/2026 của UBND xã Tân Lập)"],
        ["STT", "Nội dung công việc", "Bộ phận chuẩn bị", "Phối hợp"], ["Tháng 7"], [1, "Sơ kết sáu tháng", "Văn phòng HĐND và UBND", ""],
        ["Tháng 8"], [2, "Tu sửa đường thôn", "Phòng Kinh tế", "các thôn"], ["Tổng cộng: 2 nội dung"],
    ):  # fmt: skip
        sheet.append(row)
    for row in (5, 7):
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=4)
    written = io.BytesIO()
    book.save(written)
    plan = read_plan(written.getvalue(), "a.xlsx", registry())
    assert (plan.number, plan.issuer) == ("7/QĐ-UBND", "UBND xã Tân Lập")
    assert [(task.title, dues(task)) for task in plan.tasks] == [
        ("Sơ kết sáu tháng", ["2026-07-31"]), ("Tu sửa đường thôn", ["2026-08-31"]),
    ]  # fmt: skip


def test_a_cell_merged_down_and_ditto_marks_hold_for_every_row() -> None:
    plan = letter(
        "BỘ GIÁO DỤC VÀ ĐÀO TẠO\nTRƯỜNG ĐẠI HỌC SÔNG LAM", "Số: 6/KH-ĐHSL", "Nghệ An, ngày 02 tháng 3 năm 2026",
        ["KẾ HOẠCH", "Tự đánh giá năm 2026", "_____"],
        ([
            ["TT", "Nội dung", "Đơn vị chịu trách nhiệm", "Thời gian", "Sản phẩm"],
            ["1", "Phân công", "Phòng Tổ chức - Hành chính", "Từ 25/3/2026 đến 30/4/2026", "Bảng"],
            ["2", "Thu thập minh chứng", "", "", "Hộp"],
            ["3", "Viết báo cáo", "nt", "Quý III/2026", "Báo cáo"],
        ], [((1, 2), (2, 2)), ((1, 3), (2, 3))]),
    )  # fmt: skip
    assert plan.issuer == "Trường Đại học Sông Lam"
    assert [led(task) for task in plan.tasks] == [("Phòng Tổ chức - Hành chính",)] * 3
    assert [dues(task) for task in plan.tasks] == [["2026-04-30"], ["2026-04-30"], ["2026-09-30"]]


def test_labelled_lines_under_a_heading_are_one_task() -> None:
    plan = letter(
        "ỦY BAN NHÂN DÂN\nTỈNH YÊN BÁI", "Số: 77/KH-UBND", "Yên Bái, ngày 18 tháng 02 năm 2026",
        [
            "KẾ HOẠCH", "Triển khai thi hành Luật Thư viện", "-----", "I. MỤC ĐÍCH", "Kịp thời.", "II. NỘI DUNG",
            "1. Phổ biến Luật", "- Đơn vị chủ trì: Sở Văn hóa, Thể thao và Du lịch", "- Thời gian hoàn thành: Quý II/2026",
            "2. Rà soát thư viện cơ sở", "- Đơn vị chủ trì: UBND các xã, phường", "- Kết quả: Danh mục thư viện",
            "III. TỔ CHỨC THỰC HIỆN", "Sở Tư pháp theo dõi việc thực hiện.",
        ],
    )  # fmt: skip
    assert [(task.number, task.title) for task in plan.tasks] == [
        ("1", "Phổ biến Luật"),
        ("2", "Rà soát thư viện cơ sở"),
    ]
    assert (led(plan.tasks[0]), plan.tasks[1].actors.lead_groups) == (
        ("Sở Văn hóa, Thể thao và Du lịch",),
        ("communes",),
    )
    assert (dues(plan.tasks[0]), plan.tasks[1].output) == (["2026-06-30"], "Danh mục thư viện")


def test_a_decision_that_appoints_somebody_is_no_plan() -> None:
    with pytest.raises(NotAPlan):
        letter(
            "ỦY BAN NHÂN DÂN\nTỈNH AN GIANG", "Số: 8/QĐ-UBND", "An Giang, ngày 01 tháng 4 năm 2026",
            [
                "QUYẾT ĐỊNH", "Về việc bổ nhiệm Phó Giám đốc Sở Tài chính", "QUYẾT ĐỊNH:",
                "Điều 1. Bổ nhiệm ông Lê Văn Tám giữ chức vụ Phó Giám đốc Sở Tài chính từ ngày 15/4/2026.",
                "Điều 2. Chánh Văn phòng UBND tỉnh, Giám đốc Sở Nội vụ chịu trách nhiệm thi hành Quyết định này./.",
            ],
        )  # fmt: skip


def test_a_sentence_with_an_agency_and_a_date_that_is_no_task_is_listed_as_unread() -> None:
    plan = letter(
        "ỦY BAN NHÂN DÂN\nXÃ HÒA BÌNH", "Số: 3/KH-UBND", "Hòa Bình, ngày 05 tháng 01 năm 2026",
        ["KẾ HOẠCH", "Trồng cây năm 2026", "-----", "Trạm Y tế xã kiểm tra sức khỏe đội trồng cây trước ngày 20/02/2026."],
        ([["TT", "Nhiệm vụ", "Chủ trì", "Thời hạn"], ["1", "Trồng cây ven đường", "Phòng Kinh tế", "3/2026"]], []),
    )  # fmt: skip
    (left,) = [warning.text for warning in plan.warnings if warning.kind == "unread"]
    assert "Trạm Y tế xã" in left
    assert "20/02/2026" in left


def test_a_decision_that_amends_an_earlier_plan_names_it() -> None:
    plan = letter(
        "ỦY BAN NHÂN DÂN\nTỈNH LAI CHÂU", "Số: 90/QĐ-UBND", "Lai Châu, ngày 05 tháng 8 năm 2026",
        ["QUYẾT ĐỊNH", "Sửa đổi, bổ sung một số nhiệm vụ của Kế hoạch số 12/KH-UBND ngày 03/01/2026", "-----"],
        ([["TT", "Nhiệm vụ", "Chủ trì", "Thời hạn"], ["1", "Trồng cây ven đường", "Sở Xây dựng", "9/2026"]], []),
    )  # fmt: skip
    (said,) = [warning.text for warning in plan.warnings if warning.kind == "amends"]
    assert "12/KH-UBND" in said


def test_the_sum_of_an_import_says_what_became_of_every_row() -> None:
    plan = letter(
        "ỦY BAN NHÂN DÂN\nTỈNH KHÁNH HÒA", "Số: 9/KH-UBND", "Khánh Hòa, ngày 12 tháng 01 năm 2026",
        ["KẾ HOẠCH", "Trồng rừng năm 2026"],
        ([
            ["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời hạn"],
            ["I", "ƯƠM CÂY", "", ""],
            ["1", "Chọn giống", "Sở Tài chính", "20/3/2026"],
            ["2", "Làm đất", "Xí nghiệp Rừng Xanh", "1/6/2019"],
        ], []),
        ([["TT", "Khoản chi", "Số tiền"], ["1", "Giống", "20"], ["2", "Công", "30"]], []),
    )  # fmt: skip
    check = plan.self_check
    assert check is not None
    assert (check.rows, check.tasks, check.context, check.left) == (7, 2, 2, 3)
    assert (check.outside_time, check.in_doubt, check.cells) == (1, 1, 10)
    assert check.unknown_agencies == ("Xí nghiệp Rừng Xanh",)
    assert len(check.left_listed) == 1
    assert "Khoản chi" in check.left_listed[0]


def test_minutes_order_in_their_conclusions_what_units_are_told_by_name() -> None:
    plan = letter(
        "TRƯỜNG CAO ĐẲNG NGHỀ\nTÂY NINH", "Số: 8/BB-CĐN", "Tây Ninh, ngày 04 tháng 6 năm 2026",
        ["BIÊN BẢN", "Họp giao ban tháng 6 năm 2026", "Thời gian: 14 giờ 00, ngày 04/6/2026. Địa điểm: Phòng họp số 2.",
         "Thành phần: Ban Giám hiệu, trưởng các khoa. Chủ trì: ThS Lê Thị C, Hiệu trưởng.", "I. DIỄN BIẾN",
         "Các khoa báo cáo kết quả thi học kỳ.", "II. KẾT LUẬN", "Hiệu trưởng kết luận:",
         "1. Phòng Đào tạo rà soát 9 giáo trình, gửi Hiệu trưởng trước ngày 20/6/2026.",
         "2. Khoa Điện phối hợp với Phòng Thiết bị kiểm kê xưởng thực hành, xong trong tháng 7/2026.",
         "3. Phòng Tài chính chủ trì, cùng Phòng Hành chính trình phương án mua sắm trong quý III/2026."],
    )  # fmt: skip
    assert plan.title == "Biên bản họp giao ban tháng 6 năm 2026"
    assert [(led(task), task.actors.support_named, dues(task)) for task in plan.tasks] == [
        (("Phòng Đào tạo",), (), ["2026-06-19"]),
        (("Khoa Điện",), ("Phòng Thiết bị",), ["2026-07-31"]),
        (("Phòng Tài chính",), ("Phòng Hành chính",), ["2026-09-30"]),
    ]


def test_committees_of_several_places_are_named_one_by_one_in_sentences_and_addressees_are_no_work() -> None:
    plan = letter(
        "CHỦ TỊCH\nỦY BAN NHÂN DÂN TỈNH QUẢNG TRỊ", "Số: 9/CĐ-UBND", "Quảng Trị, ngày 02 tháng 9 năm 2026",
        ["CÔNG ĐIỆN", "Về việc ứng phó bão số 6", "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH QUẢNG TRỊ ĐIỆN:",
         "- Giám đốc các sở: Xây dựng, Công Thương; - Chủ tịch UBND các xã, phường.",
         "1. Chủ tịch UBND các xã Gio Linh, Cửa Việt chịu trách nhiệm vận động các hộ ven biển sơ tán trước ngày 05/9/2026.",
         "2. Giao Sở Xây dựng chủ trì, phối hợp với UBND các xã Cam Lộ và Hướng Hóa kiểm tra cầu treo, xong trong tháng 9/2026."],
    )  # fmt: skip
    assert [(led(task), task.actors.support_named) for task in plan.tasks] == [
        (("UBND xã Gio Linh", "UBND xã Cửa Việt"), ()),
        (("Sở Xây dựng",), ("UBND xã Cam Lộ", "UBND xã Hướng Hóa")),
    ]


def test_labels_in_brackets_behind_the_work_are_read_as_labelled_lines_are() -> None:
    plan = letter(
        "BỘ CÔNG THƯƠNG", "Số: 90/KH-BCT", "Hà Nội, ngày 02 tháng 3 năm 2026",
        ["KẾ HOẠCH", "Triển khai thi hành Luật Hóa chất", "I. NỘI DUNG", "1. Hoàn thiện thể chế",
         "a) Xây dựng Nghị định về hóa chất nguy hiểm (Cơ quan chủ trì: Cục Hóa chất; cơ quan phối hợp: Vụ Pháp chế; "
         "thời gian hoàn thành: tháng 5/2026; sản phẩm: Nghị định).",
         "2. Về tuyên truyền", "Báo Công Thương (Bộ Công Thương) mở chuyên mục về Luật trước ngày 15/4/2026."],
    )  # fmt: skip
    (task,) = plan.tasks
    assert (task.title, led(task), task.actors.support_named, dues(task), task.output) == (
        "Xây dựng Nghị định về hóa chất nguy hiểm", ("Cục Hóa chất",), ("Vụ Pháp chế",), ["2026-05-31"], "Nghị định"
    )  # fmt: skip


def test_letters_name_whole_groups_and_units_with_whose_they_are() -> None:
    plan = letter(
        "SỞ Y TẾ\nLẠNG SƠN", "Số: 77/SYT-NVY\nV/v kiểm kê vắc xin", "Lạng Sơn, ngày 08 tháng 6 năm 2026",
        ["Kính gửi:\n- UBND các xã, phường;\n- Các trạm y tế.", "Sở Y tế đề nghị:", "1. Các trường PTDTNT, trung tâm GDTX",
         "- Kiểm kê vắc xin; báo cáo trước ngày 30/6/2026.",
         "2. Phòng Tài chính (Sở Y tế) tổng hợp nhu cầu mua bổ sung trước ngày 05/7/2026.",
         "3. Giao Chi cục Dân số chủ trì, phối hợp Công an tỉnh rà soát dữ liệu dân cư, xong trong tháng 8/2026."],
    )  # fmt: skip
    assert [(led(task), task.actors.support_named, dues(task)) for task in plan.tasks] == [
        ((), (), ["2026-06-29"]),
        (("Phòng Tài chính",), (), ["2026-07-04"]),
        (("Chi cục Dân số",), ("Công an tỉnh",), ["2026-08-31"]),
    ]
    assert plan.tasks[0].actors.lead_groups == ("others",)


def test_a_table_without_titles_and_work_under_the_name_of_who_does_it_are_read() -> None:
    plan = letter(
        "ỦY BAN NHÂN DÂN\nXÃ NÀ HANG", "Số: 5/TB-UBND", "Nà Hang, ngày 02 tháng 4 năm 2026",
        ["THÔNG BÁO", "Phân công nhiệm vụ tháng 4 năm 2026", "UBND xã phân công như sau:"],
        ([
            ["1", "Khơi thông cống rãnh khu chợ", "Phòng Kinh tế", "20/4/2026"],
            ["2", "Họp thôn định kỳ", "Văn phòng HĐND và UBND", "25/4/2026"],
            ["3", "Dọn vệ sinh hằng tuần", "Phòng Văn hóa - Xã hội", "Thường xuyên"],
        ], []),
    )  # fmt: skip
    assert [(led(task), dues(task)) for task in plan.tasks] == [
        (("Phòng Kinh tế",), ["2026-04-20"]),
        (("Văn phòng HĐND và UBND",), ["2026-04-25"]),
        (("Phòng Văn hóa - Xã hội",), ["recurring"]),
    ]
    text = letter(
        "ỦY BAN NHÂN DÂN\nTỈNH LAI CHÂU", "Số: 70/KH-UBND", "Lai Châu, ngày 02 tháng 6 năm 2026",
        ["KẾ HOẠCH", "Tổ chức hội thi thể thao năm 2026", "I. MỤC ĐÍCH", "Rèn luyện thân thể.", "II. TỔ CHỨC THỰC HIỆN",
         "1. Công an tỉnh", "Xây dựng phương án bảo đảm an ninh, hoàn thành trước ngày 10/6/2026.",
         "2. Đề nghị Tỉnh đoàn", "Tổ chức đội tình nguyện trong các ngày 25, 26/6/2026."],
    )  # fmt: skip
    assert [(led(task), dues(task), task.title) for task in text.tasks] == [
        (("Công an tỉnh",), ["2026-06-09"], "Xây dựng phương án bảo đảm an ninh"),
        (("Tỉnh đoàn",), ["2026-06-26"], "Tổ chức đội tình nguyện trong các ngày 25"),
    ]


def test_a_column_of_months_holds_numbers_and_names_go_on_over_words_that_are_verbs_elsewhere() -> None:
    plan = letter(
        "UBND XÃ AN PHÚ\nTRƯỜNG THCS AN PHÚ", "Số: 3/KH-THCSAP", "An Phú, ngày 05 tháng 9 năm 2026",
        ["KẾ HOẠCH", "Hoạt động ngoại khóa năm 2026"],
        ([
            ["Tháng", "Nội dung hoạt động", "Người phụ trách", "Lực lượng tham gia"],
            ["9", "Thi vẽ tranh về môi trường", "Tổ Khoa học tự nhiên", "Liên đội"],
            ["10 - 11", "Hội thao toàn trường", "Công đoàn trường", "Các tổ chuyên môn"],
        ], []),
    )  # fmt: skip
    assert [dues(task) for task in plan.tasks] == [["2026-09-30"], ["2026-11-30"]]
    text = letter(
        "BỘ XÂY DỰNG", "Số: 4/CĐ-BXD", "Hà Nội, ngày 28 tháng 8 năm 2026",
        ["CÔNG ĐIỆN", "Về việc ứng phó bão số 5", "BỘ TRƯỞNG BỘ XÂY DỰNG điện:",
         "- UBND các tỉnh, thành phố từ Thanh Hóa đến Huế;", "- Các đơn vị trực thuộc Bộ.",
         "1. Trung tâm Dự báo khí tượng quốc gia tăng cường bản tin 3 giờ/lần.",
         "2. Tổ trưởng các tổ dân phố thông báo lịch cắt điện trước ngày 30/8/2026."],
    )  # fmt: skip
    assert [(led(task), dues(task)) for task in text.tasks] == [
        (("Trung tâm Dự báo khí tượng quốc gia",), ["recurring"]),
        ((), ["2026-08-29"]),
    ]


def test_who_takes_part_does_not_lead_whatever_the_columns_are_called() -> None:
    rows = [["1", "Thay máy chủ phòng khám", "Phòng Kỹ thuật", "Phòng Điều dưỡng", "15/5/2026"],
            ["2", "Thử phần mềm tại khoa", "Khoa Ngoại", "Phòng Kỹ thuật", "Tháng 7"]]  # fmt: skip
    for lead, support in (
        ("Bộ phận chịu trách nhiệm chính", "Bộ phận tham gia"),
        ("Đơn vị thực hiện chính", "Đơn vị tham gia"),
        ("Bộ phận phụ trách", "Bộ phận hỗ trợ"),
    ):
        plan = letter(
            "BỆNH VIỆN ĐA KHOA\nTỈNH CAO BẰNG", "Số: 9/KH-BV", "Cao Bằng, ngày 02 tháng 4 năm 2026",
            ["KẾ HOẠCH", "Nâng cấp phần mềm năm 2026"],
            ([["STT", "Hạng mục công việc", lead, support, "Lộ trình"], *rows], []),
        )  # fmt: skip
        assert [(led(task), task.actors.support_named) for task in plan.tasks] == [
            (("Phòng Kỹ thuật",), ("Phòng Điều dưỡng",)),
            (("Khoa Ngoại",), ("Phòng Kỹ thuật",)),
        ]
