"""The workbook an officer fills in: what comes back is what went out, but for the cells filled in."""

import datetime as dt
import io
import shutil
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from openpyxl import load_workbook

from catalog.documents.old_office import office_converted
from catalog.organisations.khanh_hoa import registry as khanh_hoa
from catalog.plans.export.as_workbook import export_xlsx
from catalog.plans.model import NotAPlan, ParsedPlan
from catalog.plans.reader import read_plan

Content = tuple[list[str], list[str], list[list[str]]]

PROGRAMME = """CHƯƠNG TRÌNH
Phát triển cây xanh nhiệm kỳ 2025-2030
II. NỘI DUNG
1. Đô thị
1.1. Đường phố
a) Trung tâm
- Đề án trồng cây bóng mát.
- Triển khai các dự án: Đường A (2 km); đường B; đường C.
b) Ngoại vi: Kế hoạch trồng cây ven sông.
1.2. Công viên
- Đề án mở rộng công viên giai đoạn 2026
- 2030.
III. TỔ CHỨC THỰC HIỆN
1. Các cấp ủy đảng lãnh đạo thực hiện.
"""


@pytest.fixture
def programme() -> ParsedPlan:
    return read_plan(PROGRAMME.encode(), "a.txt", khanh_hoa())


def filled(plan: ParsedPlan, **cells: Any) -> bytes:
    """The workbook of a plan with cells of the task sheet set."""
    workbook = load_workbook(io.BytesIO(export_xlsx(plan, khanh_hoa())))
    for place, value in cells.items():
        workbook["Nhiệm vụ"][place] = value
    written = io.BytesIO()
    workbook.save(written)
    return written.getvalue()


def test_items_of_a_programme_are_tasks_under_their_fields(programme: ParsedPlan) -> None:
    assert [(task.section, task.title) for task in programme.tasks] == [
        ("1.1.a", "Đề án trồng cây bóng mát."),
        ("1.1.a", "Triển khai các dự án: Đường A (2 km); đường B; đường C."),
        ("1.1.b", "Kế hoạch trồng cây ven sông."),
        ("1.2", "Đề án mở rộng công viên giai đoạn 2026 - 2030."),
    ]
    assert programme.tasks[1].children == ("Đường A (2 km)", "đường B", "đường C")
    assert programme.tasks[0].section_title == "Đường phố - Trung tâm"
    assert all([warning.kind for warning in task.warnings] == ["unassigned"] for task in programme.tasks)


def test_an_untouched_workbook_is_the_plan_itself(programme: ParsedPlan) -> None:
    assert read_plan(export_xlsx(programme, khanh_hoa()), "a.xlsx", khanh_hoa()) == programme


def test_an_untouched_workbook_of_a_table_is_the_plan_itself(content: Content, as_text: Callable[..., bytes]) -> None:
    plan = read_plan(as_text(*content), "a.txt", khanh_hoa())
    assert read_plan(export_xlsx(plan, khanh_hoa()), "a.xlsx", khanh_hoa()) == plan


def test_a_lead_and_a_date_filled_in_change_that_task_alone(programme: ParsedPlan) -> None:
    read = read_plan(filled(programme, H2="Sở Xây dựng", G2=dt.datetime(2026, 6, 30)), "a.xlsx", khanh_hoa())  # noqa: DTZ001
    first = read.tasks[0]
    assert (first.actors.lead, first.deadline_raw) == (("Sở Xây dựng",), "30/06/2026")
    assert [str(deadline.due) for deadline in first.deadlines] == ["2026-06-30"]
    assert first.warnings == ()
    assert read.tasks[1:] == programme.tasks[1:]
    assert replace(read, tasks=programme.tasks) == programme


def test_a_changed_support_cell_keeps_who_leads(content: Content, as_text: Callable[..., bytes]) -> None:
    plan = read_plan(as_text(*content), "a.txt", khanh_hoa())
    read = read_plan(filled(plan, I2="Sở Tài chính; Sở Nội vụ"), "a.xlsx", khanh_hoa())
    assert read.tasks[0].actors.lead == plan.tasks[0].actors.lead
    assert read.tasks[0].actors.support == ("Sở Tài chính", "Sở Nội vụ")


def test_rows_may_be_sorted(programme: ParsedPlan) -> None:
    workbook = load_workbook(io.BytesIO(export_xlsx(programme, khanh_hoa())))
    sheet = workbook["Nhiệm vụ"]
    sheet.move_range("A2:K2", rows=20)
    written = io.BytesIO()
    workbook.save(written)
    assert set(read_plan(written.getvalue(), "a.xlsx", khanh_hoa()).tasks) == set(programme.tasks)


def test_a_row_without_a_key_is_a_task_added(programme: ParsedPlan) -> None:
    read = read_plan(filled(programme, C9="1.2", E9="Lập vườn ươm", H9="Sở Xây dựng"), "a.xlsx", khanh_hoa())
    assert (read.tasks[-1].section, read.tasks[-1].title) == ("1.2", "Lập vườn ươm")
    assert read.tasks[-1].actors.lead == ("Sở Xây dựng",)


def test_the_mark_of_secrecy_can_be_set(programme: ParsedPlan) -> None:
    read = read_plan(filled(programme, K3="x"), "a.xlsx", khanh_hoa())
    assert [task.classified for task in read.tasks] == [False, True, False, False]


def test_a_formula_nobody_has_reckoned_changes_nothing_and_is_said(programme: ParsedPlan) -> None:
    read = read_plan(filled(programme, G3="=TODAY()"), "a.xlsx", khanh_hoa())
    assert read.tasks == programme.tasks
    assert "G3" in read.warnings[-1].text


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"H2": "Sở Phép thuật"}, "ô H2: không nhận ra cơ quan “Sở Phép thuật”"),
        ({"E2": None}, "ô E2: tên nhiệm vụ bị xóa trống"),
        ({"H1": "Ai làm"}, "“Cơ quan chủ trì”"),
        ({"A3": "d1"}, "bị lặp lại"),
        ({"H9": "Sở Y tế"}, "hàng 9"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_cell(programme: ParsedPlan, cells: dict[str, Any], said: str) -> None:
    with pytest.raises(NotAPlan, match="Trang “Nhiệm vụ”") as caught:
        read_plan(filled(programme, **cells), "a.xlsx", khanh_hoa())
    assert said in str(caught.value)


def test_the_sheet_has_frozen_headings_choices_and_a_hidden_key(programme: ParsedPlan) -> None:
    workbook = load_workbook(io.BytesIO(export_xlsx(programme, khanh_hoa())))
    sheet = workbook["Nhiệm vụ"]
    assert sheet.freeze_panes == "F2"
    assert sheet.column_dimensions["A"].hidden
    ranges = {str(choice.sqref): choice.formula1 for choice in sheet.data_validations.dataValidation}
    assert any(cells.startswith("H2:I") and "Cơ quan" in str(formula) for cells, formula in ranges.items())
    assert workbook["_dondoc"].sheet_state == "veryHidden"


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed here")
@pytest.mark.long
def test_what_libreoffice_saved_as_its_own_format_or_as_excel_is_the_plan_itself(programme: ParsedPlan) -> None:
    own = office_converted(export_xlsx(programme, khanh_hoa()), "xlsx", "ods", "a")
    assert read_plan(own, "a.ods", khanh_hoa()) == programme  # read by way of Excel's format again
