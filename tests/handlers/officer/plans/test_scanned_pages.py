"""A scanned plan in chat: read page by page beside the conversation, confirmed against its pictures, then imported.

What a machine would have read is given here; that it reads is tests/catalog/documents/scans.
"""

import asyncio
import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import replace

import pytest
from conversation import COORDINATOR, Talk
from PIL import Image
from sqlmodel import Session, col, select

from bot.reading import scan_reading
from bot.reading.plan_reading import PlanReading
from catalog.documents.grid import table_of
from catalog.documents.model import Block, Document, NotReadable, Paragraph, Place, Row, Scanned, Seen, Table
from catalog.documents.scans.apart import ScannedPage
from catalog.plans.keeping.scanned_pages import forget_pictures
from catalog.plans.model import OnlyPictures
from catalog.tables import Plan, PlanFile, ScanPage, Task
from catalog.upkeep.privacy import forget_before
from handlers.officer.plans import scanned_pages

BOX = (100, 200, 300, 260)
HEAD = ("TT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời hạn")
TITLE = ("ỦY BAN NHÂN DÂN TỈNH KHÁNH HÒA", "Số: 61/KH-UBND", "Khánh Hòa, ngày 12 tháng 01 năm 2026", "KẾ HOẠCH",
         "Nạo vét kênh mương năm 2026", "Phụ lục")  # fmt: skip


def picture(size: tuple[int, int] = (800, 1100)) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", size, "white").save(written, "JPEG")
    return written.getvalue()


def machine_read(rows: Sequence[Sequence[str]], doubt: dict[tuple[int, int], Seen]) -> Table:
    """A table as a machine gives it: all of it seen, some of it hardly."""
    plain = table_of((HEAD, *rows), Place(page=1))
    return Table(
        tuple(
            Row(
                tuple(
                    replace(cell, seen=doubt.get((down, across), Seen(0.95, BOX)))
                    for across, cell in enumerate(row.cells)
                )
            )
            for down, row in enumerate(plain.rows)
        ),
        plain.place,
    )


PAGES: dict[int, tuple[Block, ...]] = {
    1: (
        *(Paragraph(line, Place(page=1), seen=Seen(0.9, BOX)) for line in TITLE),
        machine_read(
            [
                ("1", "Nạo vét kênh N1 và kênh nhánh", "Sở Xây dựng", "6/2026"),
                ("2", "Sửa cống lấy nước đầu kênh", "Sở Xây dựng", "6/2026"),
            ],
            {
                (1, 2): Seen(0.4, BOX, "Sở Xây dụng"),
                (2, 2): Seen(0.4, BOX, "Sở Xây dụng"),
                (2, 3): Seen(0.5, BOX),
            },
        ),
    ),
    2: (machine_read([("3", "Trồng tre chắn sóng", "Sở Nông nghiệp và Môi trường", "9/2026")], {}),),
}


class Machine:
    """Stands in for what reads pictures: which pages it was asked for, and when it dies."""

    def __init__(self) -> None:
        self.asked: list[int] = []
        self.dies_at = 0
        self.fails_at = 0

    def page(self, data: bytes, name: str, number: int, names: Sequence[str]) -> ScannedPage:
        self.asked.append(number)
        if number == self.dies_at:
            self.dies_at = 0
            raise KeyboardInterrupt  # as kill does: nothing of ours runs on
        if number == self.fails_at:
            raise NotReadable("Trang 2 của tệp PDF bị hỏng, không đọc được.")
        return ScannedPage(number, PAGES[number], picture())


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    machine = Machine()

    def pages_of(data: bytes, name: str, scan: Scanned) -> tuple[int, ...]:
        return tuple(PAGES)

    monkeypatch.setattr(scan_reading, "pages_of", pages_of)
    monkeypatch.setattr(scan_reading, "page_apart", machine.page)
    return machine


def read_waiting(talk: Talk) -> None:
    asyncio.run(PlanReading(talk.store, talk.evidence, talk.clock, lambda: None).work_off())
    talk._delivered()


@pytest.fixture
def sent(talk: Talk) -> str:
    """An officer has sent a scan and said that it is a plan."""
    officer = talk.person("can-bo", "officer", COORDINATOR)
    talk.say(officer, "/kehoach")
    talk.tap(officer, "Nhập kế hoạch từ tệp")
    talk.say(officer, "", ("quet.jpg", picture()))
    return officer


def stored(talk: Talk, what: type) -> list:
    with talk.store.read() as session:
        return list(session.exec(select(what).order_by(col(what.id))))


def test_a_scan_becomes_tasks_only_after_every_page_was_confirmed(talk: Talk, sent: str, machine: Machine) -> None:
    read_waiting(talk)
    first = talk.last(sent)
    assert "“quet.jpg”, trang 1/2: máy đọc được như sau, đề nghị đối chiếu với ảnh. Có 3 ô chưa chắc." in first.text
    assert "Hàng 9: 2 | Sửa cống lấy nước đầu kênh | Sở Xây dựng | 6/2026" in first.text
    assert first.files == ("trang-1.jpg",)
    assert not stored(talk, Plan)
    assert not stored(talk, Task)
    [second] = talk.tap(sent, "Đúng cả trang")
    assert "trang 2/2" in second.text
    read_waiting(talk)
    assert not stored(talk, Plan)
    [done] = talk.tap(sent, "Đúng cả trang")
    assert "Đã đối chiếu đủ các trang" in done.text
    read_waiting(talk)
    report = talk.last(sent)
    assert "61/KH-UBND" in report.text
    talk.tap(sent, "Nhập vào hệ thống")
    assert [one.title for one in stored(talk, Task)] == [
        "Nạo vét kênh N1 và kênh nhánh", "Sửa cống lấy nước đầu kênh", "Trồng tre chắn sóng",
    ]  # fmt: skip


def test_doubtful_cells_are_settled_one_by_one_and_all_alike_with_one_tap(
    talk: Talk, sent: str, machine: Machine
) -> None:
    read_waiting(talk)
    [cell] = talk.tap(sent, "Xem 3 ô chưa chắc")
    assert "Trang 1, hàng 8, cột 3 (Cơ quan chủ trì):\n“Sở Xây dựng”" in cell.text
    assert "Máy đọc là “Sở Xây dụng”" in cell.text
    assert cell.files == ("o.jpg",)
    [date] = talk.tap(sent, "Đúng cả 2 ô như thế")
    assert "Trang 1, hàng 9, cột 4 (Thời hạn)" in date.text
    talk.tap(sent, "Sửa lại")
    [page] = talk.say(sent, "5/2026")
    assert "ô chưa chắc" not in page.text
    assert "Hàng 9: 2 | Sửa cống lấy nước đầu kênh | Sở Xây dựng | 5/2026" in page.text


def test_any_cell_is_corrected_by_its_row_and_column(talk: Talk, sent: str, machine: Machine) -> None:
    read_waiting(talk)
    talk.tap(sent, "Sửa một ô")
    [wrong] = talk.say(sent, "99, 1 = 4")
    assert "không có ô ở hàng 99, cột 1" in wrong.text
    [page] = talk.say(sent, "8, 2 = Nạo vét kênh N7")
    assert "Hàng 8: 1 | Nạo vét kênh N7 |" in page.text


def test_a_correction_goes_for_all_cells_that_read_the_same_on_all_pages(
    talk: Talk, sent: str, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    slip = {(1, 2): Seen(0.5, BOX)}
    monkeypatch.setitem(PAGES, 1, (machine_read([("1", "Kè bờ tả", "Sở Xảy dựng", "6/2026")], slip),))
    monkeypatch.setitem(PAGES, 2, (machine_read([("2", "Kè bờ hữu", "Sở Xảy dựng", "8/2026")], slip),))
    read_waiting(talk)
    talk.tap(sent, "Xem 1 ô chưa chắc")
    talk.tap(sent, "Sửa lại")
    [asked] = talk.say(sent, "Sở Xây dựng")
    assert "Còn 1 ô cùng cột máy cũng đọc là “Sở Xảy dựng” (trang 2)" in asked.text
    [page] = talk.tap(sent, "Sửa cả 1 ô đó")
    assert "Hàng 2: 1 | Kè bờ tả | Sở Xây dựng | 6/2026" in page.text
    [second] = talk.tap(sent, "Đúng cả trang")
    assert "Hàng 2: 2 | Kè bờ hữu | Sở Xây dựng | 8/2026" in second.text
    assert "chưa chắc" not in second.text


def test_only_the_cell_that_was_asked_for_is_corrected_where_a_person_wants_so(
    talk: Talk, sent: str, machine: Machine
) -> None:
    read_waiting(talk)
    talk.tap(sent, "Xem 3 ô chưa chắc")
    talk.tap(sent, "Sửa lại")
    talk.say(sent, "Sở Tài chính")
    [other] = talk.tap(sent, "Chỉ sửa ô này")
    assert "“Sở Xây dựng”" in other.text


def test_a_row_the_machine_missed_is_added_where_it_stands(talk: Talk, sent: str, machine: Machine) -> None:
    read_waiting(talk)
    talk.tap(sent, "Thêm hàng thiếu")
    [no] = talk.say(sent, "sau hàng 2: 3 | Kè")
    assert "Hàng 2 không thuộc bảng nào" in no.text
    [page] = talk.say(sent, "sau hàng 8: 1a | Vét bùn cửa cống | Sở Tài chính | 7/2026")
    assert "Hàng 9: 1a | Vét bùn cửa cống | Sở Tài chính | 7/2026" in page.text
    assert "Hàng 10: 2 | Sửa cống lấy nước đầu kênh" in page.text
    talk.tap(sent, "Đúng cả trang")
    talk.tap(sent, "Đúng cả trang")
    read_waiting(talk)
    talk.tap(sent, "Nhập vào hệ thống")
    assert "Vét bùn cửa cống" in [one.title for one in stored(talk, Task)]


def test_pages_of_text_are_read_as_text_and_only_the_pictures_between_them_confirmed(
    talk: Talk, sent: str, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = [
        *(Paragraph(line, Place(page=1)) for line in TITLE),
        table_of((HEAD, ("1", "Nạo vét kênh N1", "Sở Xây dựng", "6/2026")), Place(page=1)),
        table_of((HEAD, ("3", "Sơn kẻ vạch đường", "Sở Xây dựng", "11/2026")), Place(page=3)),
    ]
    mixed = Document(tuple(text), "pdf", 4, (), (2, 4))

    def read_plan_apart(*args: object, **how: object) -> None:
        raise OnlyPictures("Trang 2, 4 của tệp là ảnh.", some=True)

    monkeypatch.setattr("catalog.plans.apart.read_plan_apart", read_plan_apart)
    monkeypatch.setattr(scan_reading, "read_apart", lambda data, name: mixed)
    monkeypatch.setitem(PAGES, 4, ())
    read_waiting(talk)
    assert "trang 2/4: máy đọc được như sau" in talk.last(sent).text
    assert machine.asked == [2, 4]
    talk.tap(sent, "Đúng cả trang")
    read_waiting(talk)
    talk.tap(sent, "Nhập vào hệ thống")
    assert [one.title for one in stored(talk, Task)] == ["Nạo vét kênh N1", "Trồng tre chắn sóng", "Sơn kẻ vạch đường"]


def test_pictures_of_pages_go_with_the_words_of_old_messages_once_nobody_waits_for_them(
    talk: Talk, sent: str, machine: Machine
) -> None:
    read_waiting(talk)
    later = talk.clock() + dt.timedelta(days=1)
    assert talk.store.write(lambda session: forget_pictures(session, later)) == 0
    assert all(page.picture for page in stored(talk, ScanPage))
    talk.tap(sent, "Không nhập")
    talk.store.write(lambda session: forget_before(session, later))
    assert [(page.picture, bool(page.blocks)) for page in stored(talk, ScanPage)] == [(b"", True)] * 2


def test_after_a_crash_no_page_is_read_twice(talk: Talk, sent: str, machine: Machine) -> None:
    machine.dies_at = 2
    with pytest.raises(KeyboardInterrupt):
        read_waiting(talk)
    assert [page.number for page in stored(talk, ScanPage)] == [1]
    read_waiting(talk)
    assert machine.asked == [1, 2, 2]
    assert "trang 1/2" in talk.last(sent).text


def test_a_reading_that_is_stopped_asks_for_no_further_page(talk: Talk, sent: str, machine: Machine) -> None:
    machine.dies_at = 1
    with pytest.raises(KeyboardInterrupt):
        read_waiting(talk)
    talk._delivered()
    assert "máy đang đọc trang 1/2" in talk.last(sent).text
    [over] = talk.tap(sent, "Dừng đọc")
    assert "Đã bỏ qua tệp này" in over.text
    read_waiting(talk)
    assert machine.asked == [1]
    assert [one.state for one in stored(talk, PlanFile)] == ["dropped"]


def test_a_page_nobody_could_read_is_said_and_can_only_be_left_out(talk: Talk, sent: str, machine: Machine) -> None:
    machine.fails_at = 2
    read_waiting(talk)
    [second] = talk.tap(sent, "Đúng cả trang")
    assert "trang 2/2: máy không đọc được. Trang 2 của tệp PDF bị hỏng" in second.text
    assert second.labels == ("Bỏ trang này", "Không nhập")
    talk.tap(sent, "Bỏ trang này")
    read_waiting(talk)
    assert "61/KH-UBND" in talk.last(sent).text


def test_a_page_stamped_as_secret_is_neither_shown_nor_kept(
    talk: Talk, sent: str, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(PAGES, 2, (Paragraph("MẬT", Place(page=2)), *PAGES[2]))
    read_waiting(talk)
    assert "mang dấu mật" in talk.last(sent).text
    assert not stored(talk, ScanPage)
    assert [one.state for one in stored(talk, PlanFile)] == ["refused"]


def test_somebody_elses_pages_are_nobodys_to_confirm(talk: Talk, sent: str, machine: Machine) -> None:
    read_waiting(talk)
    first = talk.last(sent)
    if talk.channel == "telegram":
        talk.person("khac", "officer", "Sở Tài chính")
        [refused] = talk.tap("chat-khac", "Đúng cả trang", first)
        assert "không có quyền" in refused.text or "không phải" in refused.text
    assert all(page.confirmed_at is None for page in stored(talk, ScanPage))


def test_the_piece_of_a_page_is_cut_out_around_its_cell(talk: Talk, sent: str, machine: Machine) -> None:
    read_waiting(talk)

    def cut(session: Session) -> bytes:
        return scanned_pages.picture(session, {"page": 1, "box": list(BOX)}, talk.clock())

    with talk.store.read() as session, Image.open(io.BytesIO(cut(session))) as piece:
        assert piece.size == (2 * (249 - 70), 2 * (299 - 206))
