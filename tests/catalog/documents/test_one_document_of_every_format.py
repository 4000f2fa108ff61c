"""The same content gives the same Document in every format, and whatever a file is cut or spliced to ends in a sentence."""

import io
from pathlib import Path

import pytest
from formats import (
    FONT,
    HAS_OFFICE,
    Content,
    as_csv,
    as_html,
    as_mhtml,
    as_ods,
    as_odt,
    as_pdf,
    as_sheet,
    as_tabs,
    as_word,
    converted,
)  # fmt: skip
from hypothesis import given, settings
from hypothesis import strategies as st
from made_files import para

from catalog.documents.apart import read_apart
from catalog.documents.as_json import from_json, to_json
from catalog.documents.model import Document, NotReadable
from catalog.documents.read import read

_WORDS = [
    "Sở Xây dựng", "Trồng cây", "30/6/2026", "Quý I", "Thường xuyên", "95%", "Báo cáo", "", "UBND các phường", "đợt 2",
]  # fmt: skip
ROWS = st.lists(st.tuples(*[st.sampled_from(_WORDS)] * 4), min_size=2, max_size=5).filter(
    lambda rows: all(any(row) for row in rows) and all(row[0] for row in rows) and any(row[3] for row in rows)
)
WITH_PLACES = [as_word, as_html, as_mhtml, as_odt, as_sheet, as_ods, *([as_pdf] if FONT.exists() else [])]
PLAIN = Content((("1", "a", "b", "c"), ("2", "d", "e", "f")))
MERGED = Content(
    (("TT", "Việc", "Ai làm", "Hạn"), ("1", "Trồng cây", "Sở Xây dựng", ""), ("2", "Tỉa cây", "", ""), ("3", "Tưới cây", "Sở Y tế", "Quý I")),
    (1, 2, 2, 3),
)  # fmt: skip


def tables(document: Document) -> list[tuple[tuple[str, ...], ...]]:
    return [one.filled() for one in document.tables()]


def spans(document: Document) -> list[tuple[int, int, int, int]]:
    return [
        (down, across, cell.rows, cell.columns)
        for one in document.tables()
        for down, row in enumerate(one.rows)
        for across, cell in enumerate(row.cells)
        if cell.rows > 1 or cell.columns > 1
    ]


@st.composite
def contents(draw: st.DrawFn) -> Content:
    """Any rows, with a cell merged over some of them where its columns hold something and the last is not all covered."""
    rows = draw(ROWS)
    top, left = draw(st.integers(0, len(rows) - 1)), draw(st.integers(1, 2))
    bottom, right = draw(st.integers(top, len(rows) - 1)), draw(st.integers(left, 2))
    whole = (top, left) == (bottom, right) or not rows[top][left]
    covered = [
        tuple("" if top <= down <= bottom and left <= across <= right and (down, across) != (top, left) else text for across, text in enumerate(row))
        for down, row in enumerate(rows)
    ]  # fmt: skip
    return Content(tuple(rows)) if whole else Content(tuple(covered), (top, left, bottom, right))


@settings(max_examples=15)
@given(contents())
def test_the_same_rows_are_the_same_table_in_every_format(content: Content) -> None:
    check_all(content)


def test_a_cell_merged_down_and_across_is_the_same_in_every_format() -> None:
    check_all(MERGED)


def check_all(content: Content) -> None:
    expected = [tuple(tuple(cell or "" for cell in row) for row in filled(content))]
    (top, left, bottom, right) = content.merge or (0, 0, 0, 0)
    merged = [(top, left, bottom - top + 1, right - left + 1)] if content.merge else []
    for write in WITH_PLACES:
        document = read(write(content), "a")
        assert tables(document) == expected, write
        assert spans(document) == merged, write
        if write not in (as_sheet, as_ods):
            assert [one.text for one in document.paragraphs()] == ["KẾ HOẠCH"], write
    for write, name in ((as_tabs, "a.txt"), (as_csv, "a.csv")):  # these know no merges
        assert tables(read(write(content), name)) == [content.rows], write


def filled(content: Content) -> list[list[str]]:
    """The rows as `Table.filled` gives them: a merged cell stands in each row it covers, in its first column."""
    rows = [list(row) for row in content.rows]
    if content.merge:
        top, left, bottom, _ = content.merge
        for down in range(top, bottom + 1):
            rows[down][left] = rows[top][left]
    return rows


@pytest.mark.skipif(not HAS_OFFICE, reason="LibreOffice is not installed (apt-get install libreoffice-writer)")
@pytest.mark.parametrize(("before", "after"), [("docx", "doc"), ("xlsx", "xls"), ("docx", "pdf")])
@pytest.mark.long
def test_what_libreoffice_saves_is_the_same_document(before: str, after: str, tmp_path: Path) -> None:
    whole = as_word(MERGED, para("hết")) if before == "docx" else as_sheet(MERGED)
    made = converted(whole, before, after, tmp_path)
    document = read(made, f"a.{after}")
    assert tables(document) == [tuple(map(tuple, filled(MERGED)))]
    assert spans(document) == [(1, 2, 2, 2)]


@settings(max_examples=60)
@given(st.sampled_from([as_word, as_html, as_mhtml, as_odt, as_sheet]), st.data())
def test_a_file_cut_or_spliced_ends_in_a_document_or_a_sentence(write: object, data: st.DataObject) -> None:
    whole = write(PLAIN)  # type: ignore[operator]
    other = as_sheet(Content((("x", "y", "z", "t"), ("1", "2", "3", "4"))))
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


@pytest.mark.apart
def test_a_document_leaves_its_process_as_it_is() -> None:
    data = as_sheet(Content((("1", "a", "b", "c"), ("2", "d", "", "f"))))
    document = read(data, "a.xlsx")
    assert from_json(to_json(document)) == document
    assert read_apart(data, "a.xlsx") == document


@pytest.mark.apart
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
    garbled = as_html(Content((("1", "Rà soát và sửa", "Sở Tài chính", "x"),) * 2)).decode().encode().decode("latin-1")
    document = read(garbled.encode(), "a.html")
    assert tables(document) == [(("1", "Rà soát và sửa", "Sở Tài chính", "x"),) * 2]
    assert [one.kind for one in document.remarks] == ["letters"]
