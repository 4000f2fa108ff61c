"""The same content gives the same Document in every format, and whatever a file is cut or spliced to ends in a sentence."""

import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_files import para, table, text_cell, word, workbook

from catalog.documents.apart import read_apart
from catalog.documents.as_json import from_json, to_json
from catalog.documents.model import Document, NotReadable
from catalog.documents.read import read

_WORDS = [
    "Sở Xây dựng",
    "Trồng cây",
    "30/6/2026",
    "Quý I",
    "Thường xuyên",
    "95%",
    "Báo cáo",
    "",
    "UBND các phường",
    "đợt 2",
]
ROWS = st.lists(st.lists(st.sampled_from(_WORDS), min_size=4, max_size=4), min_size=2, max_size=5).filter(
    lambda rows: all(any(row) for row in rows) and all(row[0] for row in rows) and any(row[3] for row in rows)
)


def as_word(rows: list[list[str]]) -> bytes:
    return word(para("KẾ HOẠCH") + table(*rows))


def as_html(rows: list[list[str]]) -> bytes:
    cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<html><body><p>KẾ HOẠCH</p><table>{cells}</table></body></html>".encode()


def as_mhtml(rows: list[list[str]]) -> bytes:
    head = "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
    return head.encode() + as_html(rows) + b"\r\n--b--\r\n"


def as_odt(rows: list[list[str]]) -> bytes:
    names = " ".join(
        f'xmlns:{one}="urn:oasis:names:tc:opendocument:xmlns:{one}:1.0"' for one in ("office", "text", "table")
    )
    cells = "".join(
        "<table:table-row>"
        + "".join(f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in row)
        + "</table:table-row>"
        for row in rows
    )
    return (
        f"<office:document {names}><office:body><office:text><text:p>KẾ HOẠCH</text:p><table:table>{cells}</table:table>"
        "</office:text></office:body></office:document>"
    ).encode()


def as_tabs(rows: list[list[str]]) -> bytes:
    return ("KẾ HOẠCH\n" + "\n".join("\t".join(row) for row in rows)).encode("utf-16")


def as_sheet(rows: list[list[str]]) -> bytes:
    lines = [
        f'<row r="{at}">'
        + "".join(text_cell(f"{'ABCD'[column]}{at}", cell) for column, cell in enumerate(row))
        + "</row>"
        for at, row in enumerate(rows, 1)
    ]
    return workbook("".join(lines))


def as_csv(rows: list[list[str]]) -> bytes:
    return "\n".join(";".join(f'"{cell}"' for cell in row) for row in rows).encode()


def tables(document: Document) -> list[tuple[tuple[str, ...], ...]]:
    return [one.filled() for one in document.tables()]


@settings(max_examples=15)
@given(ROWS)
def test_the_same_rows_are_the_same_table_in_every_format(rows: list[list[str]]) -> None:
    expected = [tuple(map(tuple, rows))]
    for write in (as_word, as_html, as_mhtml, as_odt, as_tabs):
        document = read(write(rows))
        assert tables(document) == expected, write
        assert [one.text for one in document.paragraphs()] == ["KẾ HOẠCH"]
    for write, name in ((as_sheet, "a.xlsx"), (as_csv, "a.csv")):
        assert tables(read(write(rows), name)) == expected, write


@settings(max_examples=60)
@given(st.sampled_from([as_word, as_html, as_mhtml, as_odt, as_sheet]), st.data())
def test_a_file_cut_or_spliced_ends_in_a_document_or_a_sentence(write: object, data: st.DataObject) -> None:
    whole = write([["1", "a", "b", "c"], ["2", "d", "e", "f"]])  # type: ignore[operator]
    other = as_sheet([["x", "y", "z", "t"], ["1", "2", "3", "4"]])
    at = data.draw(st.integers(1, len(whole) - 1))
    for spoiled in (
        whole[:at],
        whole[:at] + other[at:],
        whole[:at] + bytes([data.draw(st.integers(0, 255))]) + whole[at + 1 :],
    ):
        said = outcome(spoiled)
        assert said.endswith(".")
        assert "\n" not in said


def outcome(data: bytes) -> str:
    """The sentence a file is refused with; "." for a document."""
    try:
        read(data, "a")
    except NotReadable as refused:
        return str(refused)
    return "."


def test_a_document_leaves_its_process_as_it_is() -> None:
    data = as_sheet([["1", "a", "b", "c"], ["2", "d", "", "f"]])
    document = read(data, "a.xlsx")
    assert from_json(to_json(document)) == document
    assert read_apart(data, "a.xlsx") == document


def test_what_takes_too_long_is_ended_and_said() -> None:
    with pytest.raises(NotReadable, match="giây chưa xong"):
        read_apart(b"a" * 100, "a.txt", seconds=0.001)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"{\\rtf1 x", r"\.docx|chuyển"), (b"Rar!\x1a\x07", "RAR"), (b"MZ\x90\x00", "chương trình"), (b"\x89PNG\r\n", "PNG"),
        (b"%PDF-1.4 nothing", "PDF"), (b"PK\x03\x04", "hỏng"),
    ],
)  # fmt: skip
def test_a_refusal_names_its_cause(data: bytes, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda name: None)
    with pytest.raises(NotReadable, match=said):
        read(data, "tep.doc")


def test_a_pdf_of_a_landscape_page_and_a_watermark(tmp_path: Path) -> None:
    from reportlab.pdfgen.canvas import Canvas

    written = io.BytesIO()
    canvas = Canvas(written, pagesize=(400, 600))
    canvas.setFont("Helvetica", 10)
    for at, line in enumerate(["Ke hoach cham soc cay xanh", "Trong cay o cac phuong trung tam"]):
        canvas.saveState()
        canvas.translate(100 + 20 * at, 50)
        canvas.rotate(90)
        canvas.drawString(0, 0, line)
        canvas.drawString(0.4, 0, line)  # bold made by printing twice
        canvas.restoreState()
    canvas.saveState()
    canvas.translate(100, 100)
    canvas.rotate(45)
    canvas.setFont("Helvetica", 60)
    canvas.drawString(0, 0, "MAU")
    canvas.restoreState()
    canvas.save()
    document = read(written.getvalue(), "a.pdf")
    assert [one.text for one in document.paragraphs()] == [
        "Ke hoach cham soc cay xanh",
        "Trong cay o cac phuong trung tam",
    ]
    assert [one.kind for one in document.remarks] == ["left_out"]


def test_text_decoded_wrongly_once_keeps_the_half_of_a_letter_that_is_a_blank() -> None:
    garbled = as_html([["1", "Rà soát và sửa", "Sở Tài chính", "x"]] * 2).decode().encode().decode("latin-1")
    document = read(garbled.encode(), "a.html")
    assert tables(document) == [(("1", "Rà soát và sửa", "Sở Tài chính", "x"),) * 2]
    assert [one.kind for one in document.remarks] == ["letters"]
