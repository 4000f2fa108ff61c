"""A scanned letter as evidence: what a machine sees in it is used, and told as a machine's reading."""

import datetime as dt
from collections.abc import Sequence

import pytest

from catalog.documents.model import NotReadable, Paragraph, Place, Scanned
from catalog.documents.scans.apart import ScannedPage
from catalog.official_documents import pictured
from catalog.official_documents.reading import Reading
from templates.render import say

LETTER = (
    "ỦY BAN NHÂN DÂN", "TỈNH BÌNH AN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc",
    "Số: 77/BC-UBND", "Bình An, ngày 03 tháng 4 năm 2026", "BÁO CÁO", "Kết quả nạo vét kênh mương quý I năm 2026",
    "Thực hiện Kế hoạch số 61/KH-UBND, UBND tỉnh báo cáo như sau:",
)  # fmt: skip
PHOTO = b"\xff\xd8\xff\xe0" + bytes(30_000)
NOON = dt.datetime(2026, 4, 6, 5, tzinfo=dt.UTC)


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    asked: list[int] = []

    def pages_of(data: bytes, name: str, scan: Scanned) -> tuple[int, ...]:
        return (1, 2, 3, 4)

    def page_apart(data: bytes, name: str, number: int, names: Sequence[str] = ()) -> ScannedPage:
        asked.append(number)
        lines = LETTER if number == 1 else ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Lê Thị Mai")
        return ScannedPage(number, tuple(Paragraph(line, Place(page=number)) for line in lines), b"")

    monkeypatch.setattr(pictured, "missing", lambda: "")
    monkeypatch.setattr(pictured, "pages_of", pages_of)
    monkeypatch.setattr(pictured, "page_apart", page_apart)
    return asked


def test_first_and_last_page_are_read_and_the_reading_says_that_a_machine_saw_them(machine: list[int]) -> None:
    reading = pictured.read_pictured_too(PHOTO, "bao-cao.jpg", (), NOON)
    assert machine == [1, 4]
    assert (reading.facts.kind, reading.facts.number, reading.facts.day) == (
        "BÁO CÁO", "77/BC-UBND", dt.date(2026, 4, 3),
    )  # fmt: skip
    assert (reading.problem, reading.pictured) == ("", True)
    assert Reading.from_json(reading.to_json()) == reading
    assert "(máy đọc từ ảnh, cần đối chiếu)" in say("evidence.read", name="bao-cao.jpg", reading=reading)


def test_a_photo_of_anything_else_stays_without_facts(machine: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(data: bytes, name: str, number: int, names: Sequence[str] = ()) -> ScannedPage:
        raise NotReadable("Không có chữ.")

    monkeypatch.setattr(pictured, "page_apart", nothing)
    assert pictured.read_pictured_too(PHOTO, "cay.jpg", (), NOON).problem == "unreadable"
