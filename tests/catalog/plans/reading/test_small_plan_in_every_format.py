import io
from collections.abc import Callable

import pytest
from docx import Document

from catalog.organisations.khanh_hoa import registry as khanh_hoa
from catalog.plans.model import ParsedPlan
from catalog.plans.reader import read_plan

Content = tuple[list[str], list[str], list[list[str]]]
Writer = Callable[..., bytes]
Facts = Callable[[ParsedPlan], ParsedPlan]


@pytest.fixture
def plan(content: Content, as_text: Writer) -> ParsedPlan:
    return read_plan(as_text(*content), "kế hoạch.txt", khanh_hoa())


def test_the_head_says_number_title_issuer_date_year_and_coordinator(plan: ParsedPlan) -> None:
    assert plan.number == "45/KH-UBND"
    assert plan.title == "Kế hoạch chăm sóc cây xanh đô thị năm 2026"
    assert plan.issuer == "UBND tỉnh Khánh Hòa"
    assert (str(plan.date), plan.year, plan.coordinator) == ("2026-01-12", 2026, "Sở Xây dựng")


def test_every_printed_row_with_work_in_it_is_one_task(plan: ParsedPlan) -> None:
    assert [(task.section, task.number, task.heading_only) for task in plan.tasks] == [
        ("I", "1", False),
        ("I", "2", True),
        ("I", "2.1", False),
        ("I", "2.2", False),
        ("II", "1", False),
        ("II", "2", False),
    ]
    assert plan.tasks[2].parent_number == "2"
    assert {task.annex for task in plan.tasks} == {""}


def test_a_second_output_with_its_own_date_is_a_milestone_of_the_row_above(plan: ParsedPlan) -> None:
    first = plan.tasks[0]
    assert [(one.label, str(one.due)) for one in first.deadlines] == [
        ("Kế hoạch", "2026-03-31"),
        ("Báo cáo nghiệm thu", "2026-12-31"),
    ]
    assert first.deadline_raw.split("\n") == ["Tháng 3/2026", "Quý IV/2026"]


def test_a_row_marked_as_secret_is_classified_and_no_other(plan: ParsedPlan) -> None:
    assert [task.classified for task in plan.tasks] == [False, False, False, False, False, True]


def test_reports_ordered_in_the_body_become_duties_with_their_rules(plan: ParsedPlan) -> None:
    assert [(duty.period, duty.day_rule, duty.to) for duty in plan.reporting] == [
        ("quarter", "before 20 of the last month of the quarter", "Sở Xây dựng"),
        ("half_year", "before 05/06", "Sở Xây dựng"),
        ("year", "before 01/12", "Sở Xây dựng"),
    ]
    assert {duty.who for duty in plan.reporting} == {"Các sở, ban, ngành, UBND cấp xã"}


def test_a_word_table_with_merged_cells_says_the_same(
    plan: ParsedPlan, content: Content, as_docx: Writer, facts: Facts
) -> None:
    assert facts(read_plan(as_docx(*content), "a.docx", khanh_hoa())) == facts(plan)


def test_a_spreadsheet_says_the_same(plan: ParsedPlan, content: Content, as_xlsx: Writer, facts: Facts) -> None:
    assert facts(read_plan(as_xlsx(*content), "a.xlsx", khanh_hoa())) == facts(plan)


def test_a_pdf_table_over_several_pages_with_repeated_headings_says_the_same(
    plan: ParsedPlan, content: Content, as_pdf: Writer, facts: Facts
) -> None:
    assert facts(read_plan(as_pdf(*content), "a.pdf", khanh_hoa())) == facts(plan)


def test_the_name_of_the_file_does_not_decide_how_it_is_read(
    plan: ParsedPlan, content: Content, as_docx: Writer, facts: Facts
) -> None:
    assert facts(read_plan(as_docx(*content), "a.pdf", khanh_hoa())) == facts(plan)


def test_numbers_that_word_makes_itself_are_counted_again(content: Content, as_docx: Writer) -> None:
    head, header, rows = content
    document = Document(io.BytesIO(as_docx(head, header, rows[:1])))
    table = document.tables[0]
    for title in ("Một", "Hai"):
        cells = table.add_row().cells
        cells[0].paragraphs[0].style = "List Number"
        cells[1].text, cells[2].text = title, "Sở Y tế"
    written = io.BytesIO()
    document.save(written)
    assert [task.number for task in read_plan(written.getvalue(), "a.docx", khanh_hoa()).tasks] == ["1", "2"]


def test_a_header_of_two_rows_is_read_by_its_lower_titles(content: Content, as_xlsx: Writer) -> None:
    head = content[0]
    header = ["TT", "Nhiệm vụ", "Phân công", "", "Kết quả", "Thời hạn"]
    rows = [
        ["", "", "Cơ quan chủ trì", "Cơ quan phối hợp", "", ""],
        ["1", "Một", "Sở Y tế", "Sở Nội vụ", "A", "3/2026"],
    ]
    (task,) = read_plan(as_xlsx(head, header, rows), "a.xlsx", khanh_hoa()).tasks
    assert (task.actors.lead, task.actors.support) == (("Sở Y tế",), ("Sở Nội vụ",))
