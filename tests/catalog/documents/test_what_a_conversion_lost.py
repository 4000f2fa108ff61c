"""An old .doc is read twice: by LibreOffice with its tables, and as plain text, so that nothing is lost in silence."""

import shutil
from pathlib import Path

import pytest
from formats import Content, as_word, converted

from catalog.documents.model import Document, Paragraph
from catalog.documents.old_word_text import lost, text_of_doc
from catalog.documents.read import read

ROWS = tuple((str(n), f"Khơi thông cống rãnh tuyến {n}", f"Thôn {n}", f"{n}/2026") for n in range(1, 13))


def document(*texts: str) -> Document:
    return Document(tuple(Paragraph(text) for text in texts), "docx")


def test_a_table_that_is_missing_is_said_with_its_first_words() -> None:
    text = "KẾ HOẠCH\r" + "\a".join(cell for row in ROWS for cell in row)
    (remark,) = lost(document("KẾ HOẠCH"), text)
    assert remark.kind == "damaged"
    assert "từ (có thể cả bảng), bắt đầu từ “Khơi thông cống rãnh tuyến 1”" in remark.text


def test_what_is_all_there_is_not_remarked_on() -> None:
    text = "\r".join(" ".join(row) for row in ROWS)
    assert lost(document(*text.split("\r")), text) == []


def test_a_few_words_of_many_are_no_lost_table() -> None:
    text = "\r".join(" ".join(row) for row in ROWS * 10)
    assert lost(document(*text.split("\r")[1:]), text) == []


def test_what_is_no_doc_has_no_text() -> None:
    assert text_of_doc(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)) == ""


@pytest.mark.long
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_a_real_doc_keeps_its_text_or_says_what_it_lost(tmp_path: Path) -> None:
    data = converted(as_word(Content(ROWS)), "docx", "doc", tmp_path)
    assert "Khơi thông cống rãnh tuyến 12" in text_of_doc(data)
    found = read(data, "cu.doc")
    shown = " ".join(cell.text for table in found.tables() for row in table.rows for cell in row.cells)
    said = any("mất khoảng" in remark.text for remark in found.remarks)
    assert ("tuyến 12" in shown) != said
