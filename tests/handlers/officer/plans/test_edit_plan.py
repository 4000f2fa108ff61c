"""Plans in chat: a file is read back before anything is stored; a task is added or changed by a document."""

import asyncio
import datetime as dt
import io
import pathlib
import sys

import pytest
from docx import Document
from sqlmodel import col, select

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from conversation import COORDINATOR, Talk, pdf, task

from bot.reading.plan_reading import PlanReading
from catalog import audit
from catalog.tables import Assignment, Plan, PlanFile, Task, Update
from handlers.officer.plans.typed_form import read_form, split_document

HEADER = ["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Kết quả", "Thời hạn hoàn thành"]
ROWS = [
    ["1", "Trồng bổ sung cây bóng mát dọc các tuyến đường", "Sở Xây dựng", "Sở Tài chính", "Kế hoạch", "3/2026"],
    [
        "2",
        "Mở rộng vườn ươm giống cây bản địa",
        "Các cơ quan, đơn vị",
        "",
        "Đề án trình trước ngày 30/4/2026",
        "30/6/2026",
    ],
    ["3", "Thống kê giống cây quý", "Sở Nông nghiệp và Môi trường", "", "Danh mục", "Thường xuyên"],
]


def plan_docx(*rows: list[str], number: str = "45/KH-UBND", owner: str = COORDINATOR, stamp: str = "") -> bytes:
    """A Word plan of our own."""
    document = Document()
    if stamp:
        document.add_paragraph(stamp)
    for line in (
        "ỦY BAN NHÂN DÂN TỈNH KHÁNH HÒA", f"Số: {number}", "Khánh Hòa, ngày 12 tháng 01 năm 2026", "KẾ HOẠCH",
        "Chăm sóc cây xanh đô thị năm 2026", "II. TỔ CHỨC THỰC HIỆN", f"1. {owner}",
        "- Chủ trì theo dõi, đôn đốc, tổng hợp tình hình thực hiện Kế hoạch.", "Phụ lục", "NHIỆM VỤ CHĂM SÓC CÂY XANH",
    ):  # fmt: skip
        document.add_paragraph(line)
    table = document.add_table(rows=0, cols=len(HEADER))
    for row in (HEADER, *(rows or ROWS)):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def read_waiting(talk: Talk) -> int:
    """What the running bot does beside the conversation: read the files that wait."""
    done = asyncio.run(PlanReading(talk.store, talk.evidence, talk.clock, lambda: None).work_off())
    talk._delivered()
    return done


def stored(talk: Talk, what: type) -> list:
    with talk.store.read() as session:
        return list(session.exec(select(what).order_by(col(what.id))))


@pytest.fixture
def officer(talk: Talk) -> str:
    return talk.person("can-bo", "officer", COORDINATOR)


def test_an_officer_who_sends_a_document_is_asked_whether_it_is_a_plan(talk: Talk, officer: str) -> None:
    [question] = talk.say(officer, "", ("kehoach.docx", plan_docx()))
    assert "là kế hoạch cần nhập, hay là minh chứng" in question.text
    assert question.labels == ("Là kế hoạch cần nhập", "Là minh chứng nhiệm vụ", "Danh sách cơ quan cần mời")
    assert not stored(talk, PlanFile)


def test_the_report_has_the_warnings_first_and_nothing_is_stored_before_the_confirmation(
    talk: Talk, officer: str
) -> None:
    talk.say(officer, "", ("kehoach.docx", plan_docx()))
    [reading] = talk.tap(officer, "Là kế hoạch")
    assert "Đang đọc" in reading.text
    assert read_waiting(talk) == 1
    report = talk.last(officer)
    assert report.text.startswith("⚠️ Cần xem lại")
    assert "45/KH-UBND" in report.text
    assert "Chưa lưu gì" in report.text
    assert report.labels == ("Nhập vào hệ thống", "Không nhập")
    assert not stored(talk, Plan)
    [done] = talk.tap(officer, "Nhập vào hệ thống")
    assert "Đã nhập 45/KH-UBND: 3 nhiệm vụ" in done.text
    assert [one.number for one in stored(talk, Plan)] == ["45/KH-UBND"]
    if talk.channel == "telegram":  # a number answers the newest question only, an old button can be tapped again
        [again] = talk.tap(officer, "Nhập vào hệ thống", report)
        assert "đã được nhập" in again.text
    with talk.store.read() as session:
        assert audit.verify(session).broken_at is None


def test_a_plan_not_confirmed_leaves_nothing(talk: Talk, officer: str) -> None:
    talk.say(officer, "/kehoach")
    talk.tap(officer, "Nhập kế hoạch từ tệp")
    talk.say(officer, "", ("kehoach.docx", plan_docx()))
    read_waiting(talk)
    [dropped] = talk.tap(officer, "Không nhập")
    assert "chưa lưu gì" in dropped.text
    assert not stored(talk, Plan)
    assert not stored(talk, Task)


def test_a_new_edition_is_told_by_what_it_changes(talk: Talk, officer: str) -> None:
    for rows in (ROWS, [[*ROWS[0][:5], "4/2026"], ROWS[1]]):
        talk.say(officer, "", ("kehoach.docx", plan_docx(*rows)))
        talk.tap(officer, "Là kế hoạch")
        read_waiting(talk)
        report = talk.last(officer)
        if rows is not ROWS:
            assert "thiếu 1 trong 3 nhiệm vụ" in report.text
            [report] = talk.tap(officer, "Rút 1 nhiệm vụ")
        talk.tap(officer, "Nhập vào hệ thống")
    assert "thêm 0, thay đổi 1, rút 1" in report.text
    first, _, last = (one.id for one in stored(talk, Task))  # PostgreSQL has used up numbers for the look at the plan
    assert f"#{first} các mốc thời hạn: 31/3/2026 → 30/4/2026" in report.text
    assert f"Rút #{last}" in report.text
    assert [one.withdrawn_at is None for one in stored(talk, Task)] == [True, True, False]


def test_a_doubtful_row_is_asked_with_choices_before_the_confirmation(talk: Talk, officer: str) -> None:
    reworded = [["1", "Trồng mới cây xanh dọc các tuyến phố", *ROWS[0][2:]], *ROWS[1:]]
    for rows in (ROWS, reworded):
        talk.say(officer, "", ("kehoach.docx", plan_docx(*rows)))
        talk.tap(officer, "Là kế hoạch")
        read_waiting(talk)
        if rows is ROWS:
            talk.tap(officer, "Nhập vào hệ thống")
    question = talk.last(officer)
    assert "Đây là nhiệm vụ nào của lần nhập trước?" in question.text
    [report] = talk.tap(officer, f"Là #{stored(talk, Task)[0].id}")
    assert "thêm 0, thay đổi 1, rút 0" in report.text
    talk.tap(officer, "Nhập vào hệ thống")
    assert stored(talk, Task)[0].title == "Trồng mới cây xanh dọc các tuyến phố"


def test_a_plan_without_a_number_is_asked_whether_it_is_the_one_of_that_name(talk: Talk, officer: str) -> None:
    for rows in (ROWS, ROWS[:2]):
        talk.say(officer, "", ("kehoach.docx", plan_docx(*rows, number="   /KH-UBND")))
        talk.tap(officer, "Là kế hoạch")
        read_waiting(talk)
        if rows is ROWS:
            talk.tap(officer, "Nhập vào hệ thống")
    assert "bản mới của kế hoạch đã có" in talk.last(officer).text
    talk.tap(officer, "Là bản mới")
    [report] = talk.tap(officer, "Rút 1 nhiệm vụ")
    assert "rút 1" in report.text
    talk.tap(officer, "Nhập vào hệ thống")
    assert len(stored(talk, Plan)) == 1


def test_a_plan_of_another_department_is_refused_and_on_record(talk: Talk) -> None:
    other = talk.person("can-bo", "officer", "Sở Tư pháp")
    talk.say(other, "", ("kehoach.docx", plan_docx()))
    talk.tap(other, "Là kế hoạch")
    read_waiting(talk)
    assert f"do {COORDINATOR} tổng hợp" in talk.last(other).text
    assert not stored(talk, Plan)
    with talk.store.read() as session:
        assert "refused.import" in session.exec(select(audit.Audit.action)).all()


def test_a_document_with_a_stamp_of_secrecy_is_not_imported_through_chat(talk: Talk, officer: str) -> None:
    talk.say(officer, "", ("kehoach.docx", plan_docx(stamp="MẬT")))
    talk.tap(officer, "Là kế hoạch")
    read_waiting(talk)
    assert "mang dấu mật" in talk.last(officer).text
    assert "cây bóng mát" not in talk.last(officer).text
    assert [one.state for one in stored(talk, PlanFile)] == ["refused"]
    assert [one.plan for one in stored(talk, PlanFile)] == [None]
    assert not stored(talk, Plan)


def test_a_focal_point_is_never_asked_about_plans(talk: Talk) -> None:
    focal = talk.person("dau-moi", "focal", "Sở Xây dựng")
    heard = talk.say(focal, "", ("kehoach.docx", plan_docx()))
    assert all("kế hoạch cần nhập" not in one.text for one in heard)
    [refused] = talk.say(focal, "/giaoviec")
    assert "không có quyền" in refused.text


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("a.pdf", pdf(), "không có lớp chữ"),
        ("b.txt", b"Xin ch\xc3\xa0o c\xc3\xa1c anh ch\xe1\xbb\x8b", "không có bảng nhiệm vụ"),
        ("c.txt", "KẾ HOẠCH\nTT\tNhiệm vụ\n1\tTrồng cây\n".encode(), "cột"),
    ],
)
def test_what_is_no_plan_is_told_in_one_sentence_and_nothing_is_stored(
    talk: Talk, officer: str, name: str, data: bytes, sentence: str
) -> None:
    talk.say(officer, "/kehoach")
    talk.tap(officer, "Nhập kế hoạch từ tệp")
    talk.say(officer, "", (name, data))
    read_waiting(talk)
    answer = talk.last(officer).text
    assert sentence in answer
    assert answer.endswith("Chưa lưu gì.")
    assert not stored(talk, Plan)


def test_what_cannot_be_taken_at_all_is_told_at_once(talk: Talk, officer: str) -> None:
    talk.say(officer, "/kehoach")
    talk.tap(officer, "Nhập kế hoạch từ tệp")
    [refused] = talk.say(officer, "", ("a.exe", b"MZ\x90\x00\x03"))
    assert "Không nhận tệp “a.exe”" in refused.text
    assert not stored(talk, PlanFile)


FORM = """Nhiệm vụ: Rà soát cây xanh nguy hiểm trước mùa mưa bão
Chủ trì: so xay dung; Sở Tài chính
Thời hạn: 30/4/2026
Kết quả: Báo cáo
Số văn bản: 812/UBND-XDNĐ"""


def test_an_officer_adds_a_task_that_arises_by_a_document(talk: Talk, officer: str) -> None:
    talk.plan(task("Việc 1"))
    focal = talk.person("dau-moi", "focal", "Sở Xây dựng")
    talk.say(officer, "/giaoviec")
    talk.tap(officer, "Thêm vào")
    [preview] = talk.say(officer, FORM)
    assert "Chủ trì: Sở Xây dựng; Sở Tài chính" in preview.text
    assert "Thời hạn: 30/4/2026" in preview.text
    assert "Căn cứ: 812/UBND-XDNĐ" in preview.text
    assert len(stored(talk, Task)) == 1
    [added] = talk.tap(officer, "Giao nhiệm vụ")
    assert "Đã thêm nhiệm vụ #2" in added.text
    new = stored(talk, Task)[1]
    assert (new.title, new.document_number, new.printed) == (
        "Rà soát cây xanh nguy hiểm trước mùa mưa bão", "812/UBND-XDNĐ", {},
    )  # fmt: skip
    given = [one for one in stored(talk, Assignment) if one.task_id == 2]
    assert [(one.role, one.due) for one in given] == [("lead", dt.date(2026, 4, 30))] * 2
    assert [u.document_number for u in stored(talk, Update) if u.assignment_id == given[0].id] == ["812/UBND-XDNĐ"]
    assert "Nhiệm vụ mới được giao (theo 812/UBND-XDNĐ)" in talk.last(focal).text


def test_a_form_without_a_document_or_with_an_unknown_agency_is_asked_again(talk: Talk, officer: str) -> None:
    talk.plan(task("Việc 1"))
    talk.say(officer, "/giaoviec")
    talk.tap(officer, "Thêm vào")
    [missing] = talk.say(officer, "Nhiệm vụ: Rà soát cây xanh\nThời hạn: 30/4/2026")
    assert "Còn thiếu: cơ quan chủ trì, số văn bản" in missing.text
    [unknown] = talk.say(officer, FORM.replace("so xay dung", "Sở Vũ trụ"))
    assert "Không rõ “Sở Vũ trụ” là cơ quan nào" in unknown.text
    assert len(stored(talk, Task)) == 1


def test_an_officer_changes_a_date_by_a_document_and_it_is_on_record(talk: Talk, officer: str) -> None:
    [code] = talk.plan(task("Việc 1", dt.date(2026, 1, 30), "Sở Xây dựng"))
    focal = talk.person("dau-moi", "focal", "Sở Xây dựng")
    talk.say(officer, f"/giaoviec #{code}")
    talk.tap(officer, "Đổi thời hạn")
    [needed] = talk.say(officer, "15/3/2026")
    assert "Cần số văn bản" in needed.text
    [preview] = talk.say(officer, "theo 99/QĐ-UBND")
    assert "30/1/2026 → 15/3/2026" in preview.text
    [changed] = talk.tap(officer, "Ghi nhận")
    assert "Đã ghi nhận thay đổi" in changed.text
    assert talk.assignment(code).due == dt.date(2026, 3, 15)
    last = stored(talk, Update)[-1]
    assert (last.kind, last.document_number, last.before["slots"][0][1]) == ("plan_revised", "99/QĐ-UBND", "2026-01-30")
    assert "Nhiệm vụ được điều chỉnh (theo 99/QĐ-UBND)" in talk.last(focal).text


def test_an_officer_gives_an_unassigned_task_to_an_agency(talk: Talk, officer: str) -> None:
    [code] = talk.plan(task("Việc 1", dt.date(2026, 1, 30), "Sở không có thật"))
    talk.say(officer, "/giaoviec")
    [listed] = talk.tap(officer, "Chưa giao")
    assert "1 nhiệm vụ chưa có cơ quan chủ trì" in listed.text
    talk.tap(officer, f"#{code}")
    talk.tap(officer, "Đổi cơ quan chủ trì")
    talk.say(officer, "so nong nghiep va moi truong; so y te, theo công văn số 12/UBND-TH")
    talk.tap(officer, "Ghi nhận")
    with talk.store.read() as session:
        standing = session.exec(select(Assignment).where(Assignment.state != "cancelled")).all()
        assert len(standing) == 2
        assert session.exec(select(Task.lead)).one() == ["Sở Nông nghiệp và Môi trường", "Sở Y tế"]


def test_an_officer_of_another_department_changes_nothing(talk: Talk) -> None:
    [code] = talk.plan(task("Việc 1"))
    other = talk.person("can-bo", "officer", "Sở Tư pháp")
    [refused] = talk.say(other, f"/giaoviec #{code}")
    assert "do Sở Khoa học và Công nghệ theo dõi" in refused.text


def test_marking_a_task_classified_is_one_tap_and_taking_the_mark_off_needs_a_document(
    talk: Talk, officer: str
) -> None:
    [code] = talk.plan(task("Việc kín 1"))
    talk.say(officer, f"/giaoviec #{code}")
    [marked] = talk.tap(officer, "Đánh dấu mật")
    assert "không xuất hiện trong tin nhắn" in marked.text
    assert stored(talk, Task)[0].classified is True
    [card] = talk.say(officer, f"/giaoviec {code}")
    assert "Việc kín" not in card.text
    assert card.labels == ("Bỏ dấu mật",)
    talk.tap(officer, "Bỏ dấu mật")
    [needed] = talk.say(officer, "được rồi")
    assert "Cần số văn bản" in needed.text
    talk.say(officer, "theo 7/UBND-NC")
    assert stored(talk, Task)[0].classified is False


@pytest.mark.parametrize(
    ("typed", "value", "number"),
    [
        ("30/9/2026, theo 123/UBND-TH", "30/9/2026", "123/UBND-TH"),
        ("Tháng 9/2026 (theo công văn số 45/2026/QĐ-UBND)", "Tháng 9/2026", "45/2026/QĐ-UBND"),
        ("Sở Nội vụ; Sở Tài chính căn cứ 12-CV/TU", "Sở Nội vụ; Sở Tài chính", "12-CV/TU"),
        ("Quý III/2026", "Quý III/2026", ""),
        ("15/3/2026", "15/3/2026", ""),
    ],
)
def test_a_value_and_its_document_are_told_apart(typed: str, value: str, number: str) -> None:
    assert split_document(typed) == (value, number)


def test_a_form_goes_on_over_lines_and_takes_its_labels_without_accents() -> None:
    form = read_form("nhiem vu: Một việc\nkéo dài hai dòng\n- Chủ trì: Sở Nội vụ\nHAN: 3/2026\nVăn bản: 1/QĐ-UBND")
    assert form == {
        "title": "Một việc\nkéo dài hai dòng", "lead": "Sở Nội vụ", "deadline": "3/2026", "document": "1/QĐ-UBND",
    }  # fmt: skip
