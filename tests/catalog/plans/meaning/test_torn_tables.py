"""The tears and slips of printed tables, each in a few lines of our own."""

from catalog.organisations.khanh_hoa import registry as khanh_hoa
from catalog.plans.model import ParsedPlan, ParsedTask
from catalog.plans.reader import read_plan

HEADER = "TT\tNhiệm vụ\tCơ quan chủ trì\tCơ quan phối hợp\tKết quả\tThời hạn"


def read(*lines: str) -> ParsedPlan:
    return read_plan("\n".join(["KẾ HOẠCH", "Dọn vệ sinh năm 2026", "", HEADER, *lines]).encode(), "a.txt", khanh_hoa())


def tasks(*lines: str) -> tuple[ParsedTask, ...]:
    return read(*lines).tasks


def kinds(task: ParsedTask) -> set[str]:
    return {warning.kind for warning in task.warnings} - {"unassigned", "succession"}


def test_a_row_torn_over_a_page_with_a_repeated_header_is_one_row() -> None:
    (task,) = tasks(
        "1\tQuét dọn các tuyến đường\tSở Xây dựng\tUBND các xã,\tBáo cáo định\tTrong năm 2026 (theo tiến độ kế",
        "",
        " 7 ",
        HEADER,
        "\ttrung tâm\t\tphường, đặc khu\tkỳ\thoạch)",
    )
    assert task.title == "Quét dọn các tuyến đường trung tâm"
    assert task.support_raw == "UBND các xã, phường, đặc khu"
    assert (task.output, task.deadline_raw) == ("Báo cáo định kỳ", "Trong năm 2026 (theo tiến độ kế hoạch)")
    assert kinds(task) == set()


def test_a_form_feed_and_a_page_without_header_do_not_end_the_table() -> None:
    found = tasks("1\tMột\tSở Y tế\t\tA\t3/2026", "\f", "2\tHai\tSở Y tế\t\tB\t4/2026")
    assert [task.number for task in found] == ["1", "2"]


def test_a_footnote_between_two_pages_is_no_row_and_its_mark_is_not_read() -> None:
    found = tasks(
        "1\tMột việc ¹\tSở Y tế\t\tA\t3/2026", "", "¹ Ghi chú ở chân trang", "", "2\tHai\tSở Y tế\t\tB\t4/2026"
    )
    assert [task.title for task in found] == ["Một việc", "Hai"]


def test_square_metres_keep_their_sign() -> None:
    (task,) = tasks("1\tTrồng 500 m² cỏ\tSở Y tế\t\tA\t3/2026")
    assert task.title == "Trồng 500 m² cỏ"


def test_a_header_of_which_a_title_was_lost_is_still_a_header() -> None:
    found = tasks("1\tMột\tSở Y tế\t\tA\t3/2026", "", HEADER.replace("Nhiệm vụ", ""), "2\tHai\tSở Y tế\t\tB\t4/2026")
    assert [task.title for task in found] == ["Một", "Hai"]


def test_a_row_that_reads_like_column_titles_is_no_header() -> None:
    found = tasks(
        "4\tRà soát\tSở Tài chính chủ trì\tCác sở phối hợp\tSản phẩm\tTheo tiến độ", "5\tLập\tSở Y tế\t\tA\t3/2026"
    )
    assert [task.title for task in found] == ["Rà soát", "Lập"]


def test_unclosed_tags_are_gone_and_items_stand_on_lines_of_their_own() -> None:
    (task,) = tasks(
        '1\t<i>Một</i> <p>việc\tSở Y tế\t\t<ul style="x"> - Kế hoạch 2026 - 2030 - Báo cáo <li>- Hội nghị\t3/2026'
    )
    assert task.title == "Một việc"
    assert task.output.split("\n") == ["- Kế hoạch 2026 - 2030", "- Báo cáo", "- Hội nghị"]


def test_a_cell_that_goes_on_in_lines_of_its_own_is_one_cell() -> None:
    (task,) = tasks("1\tMột\tSở Y tế\t\t- Kế hoạch", "- Báo cáo\t3/2026")
    assert task.output == "- Kế hoạch\n- Báo cáo"
    assert str(task.deadlines[0].due) == "2026-03-31"


def test_a_section_printed_twice_with_one_numeral_is_numbered_on_with_a_warning() -> None:
    found = tasks(
        "I\tMỤC MỘT\t\t\t\t", "1\tMột\tSở Y tế\t\tA\t3/2026", "I\tMỤC HAI\t\t\t\t", "1\tHai\tSở Y tế\t\tA\t3/2026"
    )
    assert [(task.section, task.number) for task in found] == [("I", "1"), ("II", "1")]
    assert [kinds(task) for task in found] == [set(), {"numbering"}]


def test_a_numeral_with_a_blank_in_it_is_read_as_one() -> None:
    found = tasks("VI\tSáu\t\t\t\t", "1\tA\tSở Y tế\t\tA\t3/2026", "VI I\tBảy\t\t\t\t", "1\tB\tSở Y tế\t\tA\t3/2026")
    assert [task.section for task in found] == ["VI", "VII"]


def test_the_letter_i_before_a_row_with_work_is_the_number_one() -> None:
    found = tasks("I\tMỤC\t\t\t\t", "I\tMột\tSở Y tế\t\tA\t3/2026", "2\tHai\tSở Y tế\t\tA\t3/2026")
    assert [(task.number, kinds(task)) for task in found] == [("1", {"numbering"}), ("2", set())]


def test_a_number_printed_twice_is_counted_on_and_a_gap_is_kept_with_a_warning() -> None:
    rows = [f"{number}\tViệc {place}\tSở Y tế\t\tA\t3/2026" for place, number in enumerate((1, 2, 2, 6))]
    found = tasks(*rows)
    assert [task.number for task in found] == ["1", "2", "3", "6"]
    assert [kinds(task) for task in found] == [set(), set(), {"numbering"}, {"numbering"}]


def test_a_number_left_out_between_two_others_is_known() -> None:
    found = tasks("1\tMột\tSở Y tế\t\tA\t3/2026", "\tHai\tSở Y tế\t\tA\t3/2026", "3\tBa\tSở Y tế\t\tA\t3/2026")
    assert [task.number for task in found] == ["1", "2", "3"]
    assert [kinds(task) for task in found] == [set(), {"numbering"}, set()]


def test_a_row_without_a_number_where_none_is_missing_stays_without() -> None:
    found = tasks("1\tMột\tSở Y tế\t\tA\t3/2026", "\tHai\tSở Y tế\t\tA\t3/2026", "2\tBa\tSở Y tế\t\tA\t3/2026")
    assert [task.number for task in found] == ["1", "", "2"]


def test_dashed_rows_are_lettered_under_the_row_that_heads_them() -> None:
    found = tasks(
        "26.\tCải thiện chỉ số\t\t\t\t", "-\tMột\tSở Y tế\t\tA\t3/2026", "-\tHai\tSở Y tế\t\tA\t3/2026",
        "27.\tKhác\t\t\t\t", "\t- Ba\tSở Y tế\t\tA\t", "28.\tTiếp\tSở Y tế\t\tA\t3/2026",
    )  # fmt: skip
    assert [(task.number, task.title, task.heading_only) for task in found] == [
        ("26", "Cải thiện chỉ số", True),
        ("26.a", "Một", False),
        ("26.b", "Hai", False),
        ("27", "Khác", True),
        ("27.a", "Ba", False),
        ("28", "Tiếp", False),
    ]


def test_lettered_parts_of_a_section_are_part_of_its_numeral() -> None:
    found = tasks(
        "I\tChung\t\t\t\t",
        "a\tVề kinh tế\t\t\t\t",
        "1\tA\tSở Y tế\t\tA\t",
        "b\tVề xã hội\t\t\t\t",
        "1\tB\tSở Y tế\t\tA\t",
    )
    assert [(task.section, task.number) for task in found] == [("I.a", "1"), ("I.b", "1")]


def test_numbers_may_run_on_through_the_sections() -> None:
    found = tasks("I\tA\t\t\t\t", "1.\tMột\tSở Y tế\t\tA\t", "II\tB\t\t\t\t", "2.\tHai\tSở Y tế\t\tA\t")
    assert [(task.section, task.number, kinds(task)) for task in found] == [("I", "1", set()), ("II", "2", set())]


def test_a_whole_item_below_a_row_is_joined_with_a_warning() -> None:
    (task,) = tasks(
        "1.\tĐề án\tSở Xây dựng\tSở Khoa học và Công nghệ\tA\t12/2026", "", "\t\t\tCác sở, ban, ngành, địa phương\t\t"
    )
    assert task.support_raw == "Sở Khoa học và Công nghệ\nCác sở, ban, ngành, địa phương"
    assert kinds(task) == {"joined_rows"}


def test_an_agency_cell_that_lost_its_end_carries_a_warning() -> None:
    (task,) = tasks("1\tMột\tSở Y tế\tUBND phường Nha Trang, UBND\tA\t3/2026")
    assert kinds(task) == {"cut_off"}


def test_a_deadline_printed_in_another_column_is_a_warning_and_no_deadline() -> None:
    (task,) = tasks("1\tMột\tSở Y tế\t\tKế hoạch (ban hành trong Quý I/2026)\tThường xuyên")
    assert [deadline.kind for deadline in task.deadlines] == ["recurring"]
    assert kinds(task) == {"date_elsewhere"}


def test_the_row_of_column_numbers_below_a_header_is_no_task() -> None:
    found = tasks("(1)\t(2)\t(3)\t(4)\t(5)\t(6)", "1\tMột\tSở Y tế\t\tA\t3/2026")
    assert [task.title for task in found] == ["Một"]


def test_a_task_nobody_leads_is_unassigned() -> None:
    (task,) = tasks("1\tMột\t\t\tA\t3/2026")
    assert [warning.kind for warning in (*task.warnings, *task.actors.warnings)] == ["unassigned"]


def test_windows_line_ends_change_nothing() -> None:
    lines = ["KẾ HOẠCH", "Dọn vệ sinh năm 2026", "", HEADER, "1\tMột\tSở Y tế\t\tA\t3/2026"]
    assert read_plan("\r\n".join(lines).encode(), "a.txt", khanh_hoa()) == read_plan(
        "\n".join(lines).encode(), "a.txt", khanh_hoa()
    )


def test_a_lead_that_names_no_agency_of_the_province_is_asked_for() -> None:
    vague, clear, nobody = tasks(
        "1\tRà soát quy chế\tCác cơ quan, đơn vị, địa phương\t\tA\t3/2026",
        "2\tSửa đổi quy chế\tCác sở, ban, ngành, đơn vị, địa phương\t\tB\t4/2026",
        "3\tNiêm yết quy chế\tCác đơn vị liên quan\t\tC\t5/2026",
    )
    assert (vague.actors.lead_groups, kinds(vague)) == (("communes", "others"), {"lead_unclear"})
    assert (clear.actors.lead_groups, kinds(clear)) == (("departments", "communes", "others"), set())
    assert [warning.kind for warning in (*nobody.warnings, *nobody.actors.warnings)] == ["unassigned"]


def test_a_task_told_in_several_items_keeps_its_dashes() -> None:
    several, one = tasks(
        "1\t<ul><li>- Chuẩn hóa dữ liệu.</li><li>- Triển khai kết nối.\tSở Y tế\t\tA\t3/2026",
        "2\t- Mở rộng kết nối\tSở Y tế\t\tB\t4/2026",
    )
    assert several.title == "- Chuẩn hóa dữ liệu. - Triển khai kết nối."
    assert one.title == "Mở rộng kết nối"


def test_the_title_of_a_document_ends_where_its_annex_begins() -> None:
    plan = read_plan(
        "\n".join(
            ["KẾ HOẠCH", "Dọn vệ sinh năm 2026", "Phụ lục", "DANH MỤC", HEADER, "1\tQuét\tSở Y tế\t\t\t"]
        ).encode(),
        "a.txt",
        khanh_hoa(),
    )
    assert plan.title == "Kế hoạch dọn vệ sinh năm 2026"
