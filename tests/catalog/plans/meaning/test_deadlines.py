"""Deadlines as printed: DESIGN section 3, every form of its table, every form of the four plans, and their kin."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.plans.meaning.dates.deadlines import date_mentions, read_deadlines


def reading(cell: str, year: int | None = 2026) -> list[tuple[str, str | None, str | None, str]]:
    return [
        (d.kind, d.start.isoformat() if d.start else None, d.due.isoformat() if d.due else None, d.label)
        for d in read_deadlines(cell, plan_year=year).deadlines
    ]


def warnings(cell: str, year: int | None = 2026) -> list[str]:
    return [warning.kind for warning in read_deadlines(cell, plan_year=year).warnings]


@pytest.mark.parametrize(
    ("cell", "kind", "start", "due"),
    [
        # the table of DESIGN section 3
        ("20/02/2026", "date", None, "2026-02-20"),
        ("12/2026", "month", None, "2026-12-31"),
        ("Tháng 9/2026", "month", None, "2026-09-30"),
        ("Hoàn thành trong tháng 6/2022", "month", None, "2022-06-30"),
        ("Quý I/2026", "quarter", None, "2026-03-31"),
        ("Trong năm 2026", "year", None, "2026-12-31"),
        ("Năm 2023", "year", None, "2023-12-31"),
        ("2022-2025", "range", "2022-01-01", "2025-12-31"),
        ("Từ tháng 6 - tháng 11/2026", "range", "2026-06-01", "2026-11-30"),
        ("Bắt đầu từ tháng 4/2026 (Hoàn thành trong Quý IV/2026)", "range", "2026-04-01", "2026-12-31"),
        ("Từ tháng 11/2022", "range", "2022-11-01", None),
        ("trước ngày 15/5/2022", "date", None, "2022-05-14"),
        ("trước 02/2026", "month", None, "2026-01-31"),
        ("trước năm 2029", "year", None, "2028-12-31"),
        ("Thường xuyên", "recurring", None, None),
        ("Nhiệm vụ thường xuyên", "recurring", None, None),
        ("Trong quá trình thực hiện Nghị quyết", "recurring", None, None),
        ("Theo tiến độ của Bộ Nội vụ", "conditional", None, None),
        ("Sau khi Đề án được phê duyệt", "conditional", None, None),
        ("Theo quy định", "conditional", None, None),
        # dates
        ("30/6/2026", "date", None, "2026-06-30"),
        ("30.6.2026", "date", None, "2026-06-30"),
        ("30-6-2026", "date", None, "2026-06-30"),
        ("23/06/ 2026", "date", None, "2026-06-23"),
        ("30/06/26", "date", None, "2026-06-30"),
        ("ngày 15 tháng 5 năm 2026", "date", None, "2026-05-15"),
        ("Trước ngày 31 tháng 12 năm 2026", "date", None, "2026-12-30"),
        ("Trước 30/6", "date", None, "2026-06-29"),
        ("30/6", "date", None, "2026-06-30"),
        ("ngày 30 tháng 6", "date", None, "2026-06-30"),
        ("Chậm nhất ngày 30/6/2026", "date", None, "2026-06-30"),
        ("Không muộn hơn ngày 15/8/2026", "date", None, "2026-08-15"),
        ("Hoàn thành chậm nhất trước ngày 30/9/2026", "date", None, "2026-09-29"),
        ("Trước 17 giờ 00 ngày 30/6/2026", "date", None, "2026-06-30"),
        # months
        ("trong tháng 6", "month", None, "2026-06-30"),
        ("Tháng 02/2024", "month", None, "2024-02-29"),
        ("THÁNG 6 NĂM 2026", "month", None, "2026-06-30"),
        ("T6/2026", "month", None, "2026-06-30"),
        ("tháng Năm năm 2026", "month", None, "2026-05-31"),
        ("Đến hết tháng 9/2026", "month", None, "2026-09-30"),
        ("chậm nhất là trong tháng 6", "month", None, "2026-06-30"),
        ("cuối tháng 6/2026", "month", None, "2026-06-30"),
        ("Tháng\n6/2026", "month", None, "2026-06-30"),
        # quarters, halves and years
        ("Quý IV năm 2026", "quarter", None, "2026-12-31"),
        ("Trong quý 3 năm 2026", "quarter", None, "2026-09-30"),
        ("Quý l/2026", "quarter", None, "2026-03-31"),  # an "l" for an "I", as OCR reads it
        ("Trước quý III/2026", "quarter", None, "2026-06-30"),
        ("6 tháng đầu năm", "range", "2026-01-01", "2026-06-30"),
        ("Sáu tháng cuối năm 2026", "range", "2026-07-01", "2026-12-31"),
        ("cuối năm 2026", "year", None, "2026-12-31"),
        ("đến hết năm 2026", "year", None, "2026-12-31"),
        ("Đến năm 2030", "year", None, "2030-12-31"),
        ("Cả năm", "year", None, "2026-12-31"),
        ("2026", "year", None, "2026-12-31"),
        # spans
        ("Giai đoạn 2026-2030", "range", "2026-01-01", "2030-12-31"),
        ("2026 – 2030", "range", "2026-01-01", "2030-12-31"),
        ("Từ năm 2026 đến năm 2030", "range", "2026-01-01", "2030-12-31"),
        ("Từ ngày 01/3 đến hết ngày 15/4/2026", "range", "2026-03-01", "2026-04-15"),
        ("15-20/5/2026", "range", "2026-05-15", "2026-05-20"),
        ("Tháng 3-5/2026", "range", "2026-03-01", "2026-05-31"),
        ("3-4/2026", "range", "2026-03-01", "2026-04-30"),
        ("tháng 11 - tháng 3/2026", "range", "2025-11-01", "2026-03-31"),
        ("Tháng 6 -\ntháng 11/2026", "range", "2026-06-01", "2026-11-30"),
        ("Quý II/2026 - Quý III/2026", "range", "2026-04-01", "2026-09-30"),
        ("Từ quý II/2026 đến hết năm 2026", "range", "2026-04-01", "2026-12-31"),
        ("Từ 15/3/2026 đến trước 30/6/2026", "range", "2026-03-15", "2026-06-29"),
        ("Từ tháng 3/2026, hoàn thành trước ngày 30/9/2026", "range", "2026-03-01", "2026-09-29"),
        ("Từ năm 2026", "range", "2026-01-01", None),
        ("sau ngày 30/6/2026", "range", "2026-07-01", None),
        # what comes again
        ("hằng quý", "recurring", None, None),
        ("Hàng tháng", "recurring", None, None),
        ("Định kỳ", "recurring", None, None),
        ("06 tháng một lần", "recurring", None, None),
        ("Thường\nxuyên", "recurring", None, None),
        ("THUONG XUYEN", "recurring", None, None),
        # what waits for something
        ("Ngay sau khi có hướng dẫn", "conditional", None, None),
        ("Trong vòng 30 ngày kể từ ngày Quyết định có hiệu lực", "conditional", None, None),
        ("Theo Kế hoạch số 123/KH-UBND ngày 15/01/2026", "conditional", None, None),
        ("Ngay sau khi Nghị quyết số 57-NQ/TW ngày 22/12/2024 có hiệu lực", "conditional", None, None),
        ("Khi có yêu cầu", "conditional", None, None),
    ],
)
def test_a_single_printed_deadline(cell: str, kind: str, start: str | None, due: str | None) -> None:
    assert reading(cell) == [(kind, start, due, "")]
    assert warnings(cell) == []


def test_a_blank_cell_has_no_deadline_at_all() -> None:
    for cell in ("", "  ", "-", "…", "\n"):
        assert read_deadlines(cell, plan_year=2026).deadlines == ()
        assert warnings(cell) == []


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (
            "Quý II/2026 (sau khi công bố kết quả PCI năm 2025)",
            ("quarter", None, "2026-06-30", "sau khi công bố kết quả PCI năm 2025"),
        ),
        ("Trong năm (theo tiến độ phân công)", ("year", None, "2026-12-31", "theo tiến độ phân công")),
        ("Trong năm 2026 (theo tiến độ kế\nhoạch)", ("year", None, "2026-12-31", "theo tiến độ kế hoạch")),
        (
            "Theo tiến độ của Bộ Nội vụ, hoàn thành trước ngày 30/6/2026",
            ("date", None, "2026-06-29", "Theo tiến độ của Bộ Nội vụ"),
        ),
        ("Theo Kế hoạch của Bộ trong năm 2026", ("year", None, "2026-12-31", "Theo Kế hoạch của Bộ")),
    ],
)
def test_a_printed_date_beats_a_condition_which_becomes_its_label(cell: str, expected: tuple[str, ...]) -> None:
    assert reading(cell) == [expected]


@pytest.mark.parametrize("cell", ["Thường xuyên trong năm 2026", "Thường xuyên, trong năm", "Liên tục trong năm 2026"])
def test_regular_work_beats_the_year(cell: str) -> None:
    assert reading(cell) == [("recurring", None, None, "")]


def test_a_month_beats_regular_work() -> None:
    assert reading("Tháng 6/2026; Tổ chức thường xuyên trong năm")[0][:3] == ("month", None, "2026-06-30")


def test_notes_about_regular_work_leave_the_month_as_it_is() -> None:
    found = read_deadlines("12/2026", plan_year=2026, notes="Tổ chức thường xuyên trong năm")
    assert [(d.kind, d.due) for d in found.deadlines] == [("month", dt.date(2026, 12, 31))]
    assert found.warnings == ()


def test_a_deadline_in_the_notes_is_a_warning_and_no_deadline() -> None:
    found = read_deadlines("", plan_year=2026, notes="Báo cáo trước ngày 30/6/2026")
    assert found.deadlines == ()
    assert [warning.kind for warning in found.warnings] == ["date_elsewhere"]
    assert "trước ngày 30/6/2026" in found.warnings[0].text


def test_continuous_work_keeps_its_condition_as_label() -> None:
    cell = "Thực hiện liên tục, chủ động theo hướng dẫn của Trung ương"
    assert reading(cell) == [("recurring", None, None, "chủ động theo hướng dẫn của Trung ương")]


@pytest.mark.parametrize(
    "cell",
    [
        "trước 30/11 hàng năm",
        "Trước ngày 20 hàng tháng",
        "Tháng 12 hằng năm",
        "Tháng 6, tháng 12 hàng năm",
        "15/6 và 15/12 hàng năm",
        "Định kỳ hằng quý, trước ngày 20 tháng cuối quý",
    ],
)
def test_a_day_of_every_period_is_recurring_and_named_by_its_label(cell: str) -> None:
    assert reading(cell) == [("recurring", None, None, cell)]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (
            "- Tháng 02/2026: Ban hành Kế hoạch giai đoạn 2026-2030.\n- Tháng 5/2026: ban hành Kế hoạch năm 2026.",
            [
                ("month", None, "2026-02-28", "Ban hành Kế hoạch giai đoạn 2026-2030"),
                ("month", None, "2026-05-31", "ban hành Kế hoạch năm 2026"),
            ],
        ),
        (
            "- Tháng 02/2026: Ban hành Kế hoạch giai đoạn 2026-2030. - Tháng 5/2026: ban hành Kế hoạch năm 2026.",
            [
                ("month", None, "2026-02-28", "Ban hành Kế hoạch giai đoạn 2026-2030"),
                ("month", None, "2026-05-31", "ban hành Kế hoạch năm 2026"),
            ],
        ),
        (
            "Theo lộ trình kế hoạch giải ngân vốn đầu tư công năm 2026\n"
            "- Đến 31/12/2026: Hoàn thành tối thiểu 90% kế hoạch được giao\n"
            "- Đến 31/01/2027: Hoàn thành 100% kế hoạch được giao",
            [
                ("date", None, "2026-12-31", "Hoàn thành tối thiểu 90% kế hoạch được giao"),
                ("date", None, "2027-01-31", "Hoàn thành 100% kế hoạch được giao"),
            ],
        ),
        (
            "- Quý I/2023 báo cáo Tỉnh ủy\n- Hoàn thành trước năm 2029",
            [("quarter", None, "2023-03-31", "báo cáo Tỉnh ủy"), ("year", None, "2028-12-31", "Hoàn thành")],
        ),
        (
            '<ul style="list-style-type: none"> - Trước ngày 15/5/2022 báo cáo Tỉnh ủy - 2022-2025 ',
            [("date", None, "2022-05-14", "báo cáo Tỉnh ủy"), ("range", "2022-01-01", "2025-12-31", "")],
        ),
        ("Trước ngày 15/5/2022 báo cáo Tỉnh ủy", [("date", None, "2022-05-14", "báo cáo Tỉnh ủy")]),
        (
            "Gửi về Sở Khoa học và công nghệ trước 02/2026",
            [("month", None, "2026-01-31", "Gửi về Sở Khoa học và công nghệ")],
        ),
        (
            "Thời gian hoàn thành Dự án Xây dựng Đập ngăn mặn trên sông Cái Nha Trang là năm 2023; "
            "Dự án Phát triển tích hợp thích ứng – Tiểu dự án tỉnh Khánh Hòa là năm 2026",
            [
                ("year", None, "2023-12-31", "Dự án Xây dựng Đập ngăn mặn trên sông Cái Nha Trang"),
                ("year", None, "2026-12-31", "Dự án Phát triển tích hợp thích ứng – Tiểu dự án tỉnh Khánh Hòa"),
            ],
        ),
        ("tháng 3 và tháng 9/2026", [("month", None, "2026-03-31", ""), ("month", None, "2026-09-30", "")]),
        (
            "Tháng 3, 6 và 9/2026",
            [("month", None, "2026-03-31", ""), ("month", None, "2026-06-30", ""), ("month", None, "2026-09-30", "")],
        ),
        ("trước ngày 15/5 và 15/11/2026", [("date", None, "2026-05-14", ""), ("date", None, "2026-11-14", "")]),
        ("Quý II và Quý IV/2026", [("quarter", None, "2026-06-30", ""), ("quarter", None, "2026-12-31", "")]),
        (
            "Trình tháng 3/2026, ban hành tháng 5/2026",
            [("month", None, "2026-03-31", "Trình"), ("month", None, "2026-05-31", "ban hành")],
        ),
        (
            "Tháng 3/2026 (ban hành); tháng 12/2026 (tổng kết)",
            [("month", None, "2026-03-31", "ban hành"), ("month", None, "2026-12-31", "tổng kết")],
        ),
        (
            "Tháng 01/2026: xây dựng dự thảo, lấy ý kiến; tháng 02/2026: trình; từ tháng 3/2026: triển khai",
            [
                ("month", None, "2026-01-31", "xây dựng dự thảo, lấy ý kiến"),
                ("month", None, "2026-02-28", "trình"),
                ("range", "2026-03-01", None, "triển khai"),
            ],
        ),
        (
            "- Thường xuyên\n- Báo cáo: tháng 12/2026",
            [("recurring", None, None, ""), ("month", None, "2026-12-31", "Báo cáo")],
        ),
    ],
)
def test_several_milestones_each_with_its_label(cell: str, expected: list[tuple[str, ...]]) -> None:
    assert reading(cell) == expected


def test_the_finer_date_stands_for_its_year() -> None:
    assert reading("Hoàn thành trong năm 2026, chậm nhất 30/11/2026") == [("date", None, "2026-11-30", "")]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("31/6/2026", ("conditional", None, None)),  # there is no such day
        ("Đang triển khai", ("conditional", None, None)),
        ("đầu năm 2026", ("year", None, "2026-12-31")),
        ("giữa tháng 6/2026", ("month", None, "2026-06-30")),
        ("Năm học 2026-2027", ("range", "2026-01-01", "2027-12-31")),
        ("Năm 2026 và các năm tiếp theo", ("year", None, "2026-12-31")),
        ("Quý I, II/2026", ("range", "2026-01-01", "2026-06-30")),
    ],
)
def test_doubt_is_a_warning_that_quotes_the_print(cell: str, expected: tuple[str | None, ...]) -> None:
    assert [entry[:3] for entry in reading(cell)] == [expected]
    found = read_deadlines(cell, plan_year=2026).warnings
    assert [warning.kind for warning in found] == ["deadline_unclear"]
    assert found[0].text.startswith("Thời hạn “")


def test_without_any_year_nothing_is_made_up() -> None:
    assert reading("Tháng 6", None) == [("conditional", None, None, "Tháng 6")]
    assert warnings("Tháng 6", None) == ["deadline_unclear"]
    assert reading("Tháng 6/2026", None) == [("month", None, "2026-06-30", "")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "trình Chủ tịch UBND tỉnh phê duyệt Phương án trước ngày 30/6/2026.",
            [("trước ngày 30/6/2026", "2026-06-29")],
        ),
        (
            "- Kế hoạch của UBND tỉnh (ban hành trong Quý I/2026)\n- Báo cáo",
            [("ban hành trong Quý I/2026", "2026-03-31")],
        ),
        ("Trong năm 2026", [("Trong năm 2026", "2026-12-31")]),
        ("Triển khai Nghị quyết số 57-NQ/TW, ngày 22/12/2024 của Bộ Chính trị", []),
        ("theo đúng Quyết định số 766/QĐ-TTg ngày 23/06/ 2022 của Thủ tướng Chính phủ", []),
        ("Kế hoạch cải cách hành chính năm 2026; Đề án giai đoạn 2026-2030", []),
        ("lưu ý việc vận hành theo TCVN ISO 9001:2015 trong năm 2026 để khắc phục", []),
        ("chậm nhất là 05 ngày làm việc kể từ ngày quyết định công bố", []),
        ("Nghị quyết số 80/2025/NĐ-CP ngày 01/4/2025; 14/34 tỉnh, thành phố; đạt 8/10 xã", []),
        ("Báo cáo trước 30/11 hàng năm", []),
    ],
)
def test_work_deadlines_in_other_cells_are_found_and_dates_of_laws_are_not(
    text: str, expected: list[tuple[str, str]]
) -> None:
    found = [(mention.text, str(mention.deadline.due)) for mention in date_mentions(text, 2026)]
    assert found == expected


def test_composed_and_decomposed_letters_read_alike() -> None:
    import unicodedata

    for cell in ("Tháng 9/2026", "Thường xuyên", "Quý I/2026", "trước năm 2029"):
        assert reading(unicodedata.normalize("NFD", cell)) == reading(cell)


_PIECES = st.sampled_from(
    [
        "trước",
        "từ",
        "đến",
        "hết",
        "trong",
        "ngày",
        "tháng",
        "quý",
        "năm",
        "I",
        "IV",
        "31/2",
        "30/6/2026",
        "12/2026",
        "2026",
        "2022-2025",
        "9",
        ";",
        ",",
        "\n- ",
        ": ",
        " - ",
        "(",
        ")",
        "và",
        "theo",
        "sau khi",
        "thường xuyên",
        "hàng năm",
        "hoàn thành",
        "Bộ Nội vụ",
        "đầu",
        "cuối",
        "6 tháng",
        "báo cáo",
    ]
)


@settings(max_examples=300)
@given(st.one_of(st.text(max_size=60), st.lists(_PIECES, max_size=9).map(" ".join)), st.sampled_from([None, 2026]))
def test_any_text_is_read_and_no_work_ends_before_it_begins(text: str, year: int | None) -> None:
    found = read_deadlines(text, plan_year=year, notes=text)
    for deadline in found.deadlines:
        if deadline.start and deadline.due:
            assert deadline.start <= deadline.due
        if deadline.kind in ("recurring", "conditional"):
            assert deadline.start is None
            assert deadline.due is None
    date_mentions(text, year)
