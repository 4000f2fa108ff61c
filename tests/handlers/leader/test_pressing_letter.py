"""The letter that presses, and the report's wording, as an official reads them."""

import datetime as dt
import importlib
import io
import pathlib
import sys

import docx
import openpyxl
import pytest

from catalog.figures.official import Scope
from catalog.figures.reporting import report
from catalog.tables import Digest, Nudge, Outbox, Plan
from handlers.leader import report_documents
from handlers.leader.report_documents import letter_docx, proposals, report_docx
from handlers.leader.report_workbook import report_xlsx

sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / "catalog"))
history = importlib.import_module("lived_history")


@pytest.fixture
def life(monkeypatch):
    monkeypatch.setattr(report_documents, "report_chart", lambda facts: None)
    lived = history.begin()
    for plan in (1, 2):
        lived.session.get_one(Plan, plan).issuer = "UBND tỉnh Khánh Hòa"
    lived.play("new_task", 4)  # led by Sở B, one milestone, due 30/3/2026
    lived.day = dt.date(2026, 4, 10)
    return lived


def texts(data):
    document = docx.Document(io.BytesIO(data))
    cells = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
    return "\n".join(p.text for p in document.paragraphs), cells


def letter(life):
    facts = report(life.session, life.day, life.now, Scope(agency_ids=(2,)), "Sở B")
    return texts(letter_docx(life.session, facts, "Sở B", "Sở Nội vụ", life.now))


def test_the_letter_names_the_task_its_due_the_days_and_what_was_said(life):
    life.play("progress", 0)
    said, cells = letter(life)
    assert "Kính gửi: Sở B" in said
    assert "còn 1 nhiệm vụ chủ trì đã quá hạn" in said
    assert "trước ngày 17 tháng 4 năm 2026" in said
    row = next(cells for cells in cells if cells[0] == "1")
    assert row[1].startswith("t (nhiệm vụ số 4, mục I)")
    assert row[2:] == ["30/3/2026", "11", "x", "chưa nhắc"]


def test_the_letter_says_on_which_days_reminders_were_sent(life):
    for day in (30, 31):
        moment = dt.datetime(2026, 3, day, 2, 0, tzinfo=dt.UTC)
        life.session.add(Digest(person_id=1, day=moment.date(), created_at=moment))
        row = Outbox(contact_id=1, channel="telegram", payload={"text": ""}, created_at=moment, not_before=moment,
                     state="sent", sent_at=moment)  # fmt: skip
        life.session.add(row)
        life.session.flush()
        life.session.add(
            Nudge(assignment_id=1, slot=str(day), rung="due", person_id=1, created_at=moment, outbox_id=row.id)
        )
    life.session.flush()
    _, cells = letter(life)
    assert next(row for row in cells if row[0] == "1")[5] == "2 lần: 30/3, 31/3"


def test_the_head_has_the_national_name_the_two_bodies_and_an_open_number_and_date(life):
    _, cells = letter(life)
    head = "\n".join(cell for row in cells[:2] for cell in row)
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc" in head
    assert "UBND TỈNH KHÁNH HÒA\nSỞ NỘI VỤ" in head
    assert "Số:        /SNV-VP" in head
    assert "Khánh Hòa, ngày      tháng      năm 2026" in head


def test_a_report_has_the_four_parts_and_the_overdue_list_with_its_reason(life):
    life.play("blocker", 0)
    facts = report(life.session, life.day, life.now, Scope(), "toàn tỉnh")
    said, cells = texts(report_docx(facts, life.now))
    for part in ("I. TÌNH HÌNH CHUNG", "II. KẾT QUẢ", "III. NHIỆM VỤ QUÁ HẠN", "IV. KIẾN NGHỊ"):
        assert part in said
    assert any(cell.startswith("Báo vướng mắc về kinh phí từ ngày 10/4/2026") for row in cells for cell in row)
    assert "Đề nghị Sở Tài chính xem xét, hỗ trợ 1 nhiệm vụ" in said
    assert ["1", "t (nhiệm vụ số 4, mục I)", "Sở B", "30/3/2026", "11", "x"] in cells


def test_a_report_asks_for_what_its_rows_call_for_and_says_so_where_that_is_nothing(life):
    life.play("unled_task", 3)
    assert proposals(report(life.session, life.day, life.now, Scope(), "toàn tỉnh")) == [
        "Đề nghị các cơ quan có nhiều nhiệm vụ quá hạn tập trung thực hiện, báo cáo hằng tuần: Sở B (1).",
        "Đề nghị 1 cơ quan chưa có ai kết nối cử đầu mối theo dõi, cập nhật tiến độ.",
        "Xem xét phân công cơ quan chủ trì đối với 1 nhiệm vụ chưa giao.",
    ]
    assert proposals(report(life.session, history.START, life.now, Scope(plan_id=2), "x")) == ["Không có."]


def test_what_was_reported_late_stands_in_the_report_and_is_not_pressed_for(life):
    life.play("done", 4)
    life.day += dt.timedelta(days=9)
    facts = report(life.session, life.day, life.now, Scope(agency_ids=(2,)), "Sở B")
    _, cells = texts(report_docx(facts, life.now))
    assert ["1", "t (nhiệm vụ số 4, mục I)", "Sở B", "30/3/2026", "11 (đã báo cáo)", "x"] in cells
    said, cells = texts(letter_docx(life.session, facts, "Sở B", "Sở Nội vụ", life.now))
    assert "còn 0 nhiệm vụ" in said


def test_a_task_many_agencies_are_late_with_is_one_row_that_names_them(life):
    life.play("new_task", 14)  # one task of two milestones for all three
    life.day = dt.date(2026, 6, 1)
    facts = report(life.session, life.day, life.now, Scope(), "toàn tỉnh")
    said, cells = texts(report_docx(facts, life.now))
    late = [row for row in cells if len(row) == 6 and row[0].isdigit()]
    assert "1. Nhiệm vụ quá hạn: 4 lượt giao" in said
    assert sorted(row[2] for row in late) == ["Sở A; Sở B; Sở C", "Sở B"]
    book = openpyxl.load_workbook(io.BytesIO(report_xlsx(facts, life.now)))
    assert book["Quá hạn"].max_row == 3 + 4
    assert [row[1].value for row in book["Xếp hạng quý"].iter_rows(min_row=4)] == ["Sở A", "Sở C", "Sở B"]
