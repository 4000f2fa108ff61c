"""An officer sends the plan itself to the running bot: read beside the conversation, confirmed, stored, revised."""

import datetime as dt
import io
import pathlib
from collections.abc import AsyncIterator

import pytest
from docx import Document
from sqlmodel import select

from bot.reading import plan_reading
from bot.rehearsal import Rehearsal, rehearse
from catalog.clock import PROVINCE_ZONE
from catalog.tables import Assignment, Plan, PlanFile

pytestmark = pytest.mark.loopback
MORNING = dt.datetime(2026, 1, 5, 8, 30, tzinfo=PROVINCE_ZONE)


@pytest.fixture
async def stage(tmp_path: pathlib.Path) -> AsyncIterator[Rehearsal]:
    async with rehearse(tmp_path, MORNING, frozen=True) as stage:
        yield stage


async def officer_of(stage: Rehearsal, agency: str) -> int:
    person = stage.sandbox.create_person("Hạnh")
    await stage.answer(stage.sandbox.say(person, f"/start {stage.invitation('officer', agency)}"))
    return person


async def send(stage: Rehearsal, person: int, data: bytes, name: str) -> None:
    """Send a file and say that it is a plan."""
    question = await stage.answer(stage.sandbox.send_file(person, data, name), "là kế hoạch cần nhập")
    stage.sandbox.press(person, question.message_id, "Là kế hoạch cần nhập")


def small_plan(due: str) -> bytes:
    document = Document()
    for line in (
        "ỦY BAN NHÂN DÂN",
        "TỈNH KHÁNH HÒA",
        "Số: 45/KH-UBND",
        "Khánh Hòa, ngày 12 tháng 01 năm 2026",
        "KẾ HOẠCH",
        "Chăm sóc cây xanh năm 2026",
        "Phụ lục",
    ):
        document.add_paragraph(line)
    table = document.add_table(rows=0, cols=5)
    for row in (
        ("TT", "Nhiệm vụ", "Cơ quan chủ trì", "Kết quả", "Thời hạn"),
        ("1", "Trồng cây bóng mát dọc các tuyến đường", "Sở Xây dựng", "Kế hoạch", due),
    ):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


async def test_a_plan_is_sent_confirmed_and_later_revised(stage: Rehearsal) -> None:
    officer = await officer_of(stage, "Sở Xây dựng")
    for due, told in (("3/2026", "Kế hoạch mới: thêm 1 dòng"), ("4/2026", "thay đổi 1, rút 0")):
        await send(stage, officer, small_plan(due), "kehoach.docx")
        report = await stage.seen(officer, told)
        stage.sandbox.press(officer, report.message_id, "Nhập vào hệ thống")
        await stage.seen(officer, "Đã nhập 45/KH-UBND")
        await stage.quiet()
    with stage.app.store.read() as session:
        assert session.exec(select(Assignment.due)).all() == [dt.date(2026, 4, 30)]
        assert session.exec(select(PlanFile.state)).all() == ["imported", "imported"]


async def test_a_file_that_waits_is_read_after_a_restart(tmp_path: pathlib.Path) -> None:
    async with rehearse(tmp_path, MORNING, frozen=True) as stage:
        officer = await officer_of(stage, "Sở Xây dựng")
        stage.app.plan_reading.wake_loop.wake = lambda: None  # type: ignore[method-assign]  # as if it died before reading
        await send(stage, officer, small_plan("3/2026"), "kehoach.docx")
        await stage.seen(officer, "Đang đọc")
        assert await stage.app.plan_reading.work_off() == 1
        await stage.seen(officer, "Nhập tệp “kehoach.docx” vào hệ thống?")


@pytest.mark.plans
async def test_a_real_plan_is_told_in_one_message_with_its_warnings_first(
    stage: Rehearsal, shared: pathlib.Path
) -> None:
    officer = await officer_of(stage, "Sở Nội vụ")
    source = next((shared / "seeds").glob("001*.txt"))
    await send(stage, officer, source.read_bytes(), "ke-hoach-cchc-2026.txt")
    report = await stage.seen(officer, "2821/QĐ-UBND")
    assert report.text.startswith("❓ 3 ô chưa đọc chắc")
    assert "⚠️ Cần xem lại" in report.text
    assert "Đã đọc 129 dòng: 84 nhiệm vụ và chỉ tiêu, 45 dòng tiêu đề hoặc nối tiếp." in report.text
    assert "84 nhiệm vụ" in report.text
    assert len(report.text) < 2000
    with stage.app.store.read() as session:
        assert not session.exec(select(Plan)).all()
    stage.sandbox.press(officer, report.message_id, "Nhập vào hệ thống")
    await stage.seen(officer, "Đã nhập 2821/QĐ-UBND: 84 nhiệm vụ")


async def test_a_file_that_takes_long_to_read_is_said_to_be_in_hand(
    stage: Rehearsal, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer = await officer_of(stage, "Sở Xây dựng")
    monkeypatch.setattr(plan_reading, "LONG", 0.0)
    await send(stage, officer, small_plan("3/2026"), "kehoach.docx")
    await stage.seen(officer, "vẫn đang đọc; chưa cần gửi lại")
    await stage.seen(officer, "Kế hoạch mới: thêm 1 dòng")
