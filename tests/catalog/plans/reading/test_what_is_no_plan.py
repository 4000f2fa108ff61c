"""Files that hold no plan are refused with one sentence that says what is wrong and where."""

import io
import unicodedata
from collections.abc import Callable

import pytest
from openpyxl import Workbook

from catalog.documents import refusal as limits
from catalog.organisations.khanh_hoa import registry as khanh_hoa
from catalog.plans.model import NotAPlan
from catalog.plans.reader import read_plan

Content = tuple[list[str], list[str], list[list[str]]]
Writer = Callable[..., bytes]


def refusal(data: bytes, name: str = "a.txt") -> str:
    with pytest.raises(NotAPlan) as caught:
        read_plan(data, name, khanh_hoa())
    return str(caught.value)


def test_an_empty_file() -> None:
    assert "trống" in refusal(b" \n\n")


def test_a_photo_named_like_a_plan() -> None:
    assert "ảnh (JPEG)" in refusal(b"\xff\xd8\xff\xe0" + bytes(200), "ke-hoach.docx")


def test_a_file_over_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "LIMIT", 1024 * 1024)
    assert "vượt giới hạn 1 MB" in refusal(b"x" * (1024 * 1024))


def test_a_table_without_a_column_for_who_leads_is_read_unassigned_and_says_which_line_and_column() -> None:
    plan = read_plan(
        "KẾ HOẠCH\nNăm 2026\nTT\tNhiệm vụ\tKết quả\tThời hạn\n1\tA\tB\t3/2026".encode(), "a.txt", khanh_hoa()
    )
    assert [(task.title, task.actors.lead) for task in plan.tasks] == [("A", ())]
    (said,) = [warning.text for warning in plan.warnings if warning.kind == "columns"]
    assert "dòng 3" in said
    assert "chủ trì" in said


def test_a_table_that_assigns_nothing_is_named_with_its_columns() -> None:
    said = refusal("KẾ HOẠCH\nNăm 2026\nTT\tNội dung chi\tNguồn vốn\tSố tiền\n1\tA\tB\t300".encode())
    assert "dòng 3" in said
    assert "“Nguồn vốn”" in said


def test_a_text_without_any_table_or_list() -> None:
    assert "không có bảng nhiệm vụ" in refusal("Kính gửi Sở Y tế, đề nghị báo cáo.".encode())


def test_a_zip_that_is_neither_word_nor_excel() -> None:
    assert "bị hỏng" in refusal(b"PK\x03\x04 something", "a.docx")


def test_an_old_word_file() -> None:
    assert ".docx" in refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "a.doc")


def test_a_scanned_pdf_without_letters() -> None:
    from reportlab.pdfgen.canvas import Canvas

    written = io.BytesIO()
    canvas = Canvas(written)
    canvas.rect(50, 50, 300, 300, fill=1)
    canvas.showPage()
    canvas.save()
    assert "không có lớp chữ" in refusal(written.getvalue(), "scan.pdf")


def test_a_broken_pdf() -> None:
    assert "PDF" in refusal(b"%PDF-1.4 broken", "a.pdf")


def test_a_formula_without_a_value_is_read_as_blank_and_said() -> None:
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "Trang 1"
    sheet.append(["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời hạn"])
    sheet.append([1, "Trồng cây", "Sở Y tế", "=TODAY()"])
    written = io.BytesIO()
    workbook.save(written)
    plan = read_plan(written.getvalue(), "a.xlsx", khanh_hoa())
    assert plan.tasks[0].deadline_raw == ""
    assert [warning.kind for warning in plan.warnings] == ["file"]
    assert "Trang 1!D2" in plan.warnings[0].text


def test_mixed_encodings_are_refused_with_the_line() -> None:
    data = (
        "KẾ HOẠCH thực hiện nhiệm vụ ở đệm điểm ề\n".encode()
        + "các sở của tỉnh".encode("cp1258", "ignore")
        + b"\xf5\xec\xff"
    )
    assert "dòng 2" in refusal(data)


def test_bytes_of_no_known_encoding_are_refused() -> None:
    assert "bảng mã" in refusal(bytes(range(128, 256)) * 4)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_in_any_form_reads_the_same(content: Content, as_text: Writer, encoding: str) -> None:
    text = as_text(*content).decode()
    assert read_plan(text.encode(encoding), "a.txt", khanh_hoa()) == read_plan(text.encode(), "a.txt", khanh_hoa())


def test_letters_taken_apart_read_the_same(content: Content, as_text: Writer) -> None:
    text = as_text(*content).decode()
    assert read_plan(unicodedata.normalize("NFD", text).encode(), "a.txt", khanh_hoa()) == read_plan(
        text.encode(), "a.txt", khanh_hoa()
    )


def test_windows_1258_reads_the_same(content: Content, as_text: Writer) -> None:
    text = as_text(*content).decode()
    assert read_plan(windows_1258(text), "a.txt", khanh_hoa()) == read_plan(text.encode(), "a.txt", khanh_hoa())


def windows_1258(text: str) -> bytes:
    """Windows-1258 writes a letter with its hat or horn as one byte and the tone after it."""
    written = b""
    for letter in text:
        try:
            written += letter.encode("cp1258")
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", letter)
            tones = "".join(part for part in parts if part in "\u0300\u0301\u0303\u0309\u0323")
            body = unicodedata.normalize("NFC", "".join(part for part in parts if part not in tones))
            written += (body + tones).encode("cp1258")
    return written
