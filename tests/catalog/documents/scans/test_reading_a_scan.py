"""A scan is read into the same grid as any file, each cell with how sure the machine is. One small page is really read;
the whole scoring is `make scans`.
"""

import base64
import io
import struct
import zlib

import made_pages
import pytest
from PIL import Image, ImageDraw

from catalog.documents.apart import answered
from catalog.documents.model import Document, NotReadable, Scanned
from catalog.documents.read import read
from catalog.documents.refusal import refuse
from catalog.documents.scans import apart

SMALL = made_pages.How("small", "sở", font="dejavu", dpi=150, points=11, turned=0.8, red=True, noise=2, seed=1, rows=2)


@pytest.fixture(scope="module")
def scanned(reader: None) -> Document:
    """A small page with a stamp, lying aslant, as the one page of a PDF."""
    return apart.read_with_scans(made_pages.as_pdf([made_pages.page(SMALL)], 150), "quet.pdf")


@pytest.mark.long
def test_the_rows_of_a_scan_are_those_on_paper(scanned: Document) -> None:
    (table,) = scanned.tables()
    assert list(table.filled()[0]) == list(made_pages.HEAD)
    wanted = [cell for row in made_pages.rows_of(SMALL) for cell in row]
    found = [text for row in table.filled()[1:] for text in row]
    assert len(found) == len(wanted)
    assert sum(one == other for one, other in zip(found, wanted, strict=True)) >= len(wanted) - 1


@pytest.mark.long
def test_every_cell_says_how_sure_the_machine_is_and_where_it_stands_on_the_picture(scanned: Document) -> None:
    (table,) = scanned.tables()
    for row in table.rows:
        for cell in row.cells:
            assert cell.seen is not None
            assert 0 <= cell.seen.sure <= 1
            left, top, right, bottom = cell.seen.box
            assert 0 <= left < right <= 1000
            assert 0 <= top < bottom <= 1000
            assert cell.place.page == 1


@pytest.mark.long
def test_what_stands_above_the_table_is_read_too(scanned: Document) -> None:
    assert any("PHỤ LỤC" in paragraph.text for paragraph in scanned.paragraphs())
    assert scanned.remarks[0].kind == "scan"


def test_a_red_stamp_that_says_mat_is_seen_before_the_red_ink_is_taken_out(reader: None) -> None:
    import numpy as np

    from catalog.documents.scans.stamps import says_secret

    def stamped(word: str) -> bool:
        sheet = Image.new("RGB", (700, 300), "white")
        draw = ImageDraw.Draw(sheet)
        draw.rectangle((40, 50, 240, 140), outline=(200, 30, 40), width=4)
        draw.text((80, 70), word, (200, 30, 40), made_pages._typeface(made_pages.FONTS["dejavu"][1], 40))
        return says_secret(np.ascontiguousarray(np.asarray(sheet)[:, :, ::-1]))

    assert stamped("MẬT")
    assert not stamped("ĐẾN")


def test_without_what_reads_pictures_the_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "missing", lambda: "gói tesseract-ocr-vie")
    with pytest.raises(NotReadable, match=r"là ảnh \(JPEG\).*cài thêm trên máy chủ: gói tesseract-ocr-vie\.$"):
        apart.pages_of(b"", "anh.jpg", _scanned(made_pages.page(SMALL), "anh.jpg"))


def _scanned(data: bytes, name: str) -> Scanned:
    with pytest.raises(Scanned) as caught:
        read(data, name)
    return caught.value


def _saved(kind: str, *frames: Image.Image) -> bytes:
    written = io.BytesIO()
    frames[0].save(written, kind, save_all=len(frames) > 1, append_images=list(frames[1:]))
    return written.getvalue()


def _png_of(side: int) -> bytes:
    """The beginning of a picture so large, and no more of it."""
    parts = ((b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)), (b"IDAT", zlib.compress(b"")))
    chunks = [
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in parts
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


WHITE = Image.new("L", (400, 400), 255)
GRAY = Image.new("L", (400, 400), 90)


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("mot.png", _saved("PNG", Image.new("L", (1, 1), 255)), "quá nhỏ (1 x 1 điểm ảnh)"),
        ("to.png", _png_of(30_000), "quá lớn (30000 x 30000"),
        ("nhieu.tif", _saved("TIFF", *[Image.new("1", (310, 310), 1)] * 101), "có 101 trang ảnh"),
        ("dong.gif", _saved("GIF", WHITE, GRAY), "là ảnh động"),
        ("la.png", b"\x89PNG nothing of the kind", "đề nghị gửi"),
    ],
    ids=["one pixel", "30,000 x 30,000", "many pages", "animated", "no picture"],
)
def test_a_picture_nobody_can_read_is_one_sentence(name: str, data: bytes, sentence: str) -> None:
    pytest.importorskip("cv2")
    from catalog.documents.scans.pictures import count_pages

    with pytest.raises(NotReadable) as refused:
        count_pages(data, name)
    assert sentence in str(refused.value)
    assert str(refused.value).endswith(".")


HEIC = base64.b64decode(
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAVdtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAACJpbG9jAAAA"
    "AERAAAEAAQAAAAABewABAAAAAAAAAI0AAAAjaWluZgAAAAAAAQAAABVpbmZlAgAAAAABAABodmMxAAAAAA5waXRtAAAAAAABAAAA12lwcnAAAAC4"
    "aXBjbwAAAHlodmNDAQNwAAAAkAAAAAAAP/AA/P34+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAP7oCQGEAAQAsQgEBA3AAAAMAkAAAAwAA"
    "AwA/oAoIBkWW6kkprm4CGgwIAAADAMgAAAMACEBiAAEAB0QBwXKwYkAAAAATY29scm5jbHgAAQANAAaAAAAAFGlzcGUAAAAAAAABQAAAAZAAAAAQ"
    "cGl4aQAAAAADCAgIAAAAF2lwbWEAAAAAAAAAAQABBIECAwQAAACVbWRhdAAAAIkoAa8ZOa+ocYYasuVJAy9p+ijGPoYcTDVNZ/64pTCsXykHFD8i"
    "L8PaMA2gPk0gApPAGD3AD6JHXnS6o9tV73rs+C6FEOrNckPD1nWsj013TyO3zi4tQE4zSWTY9ul0TlW8R0dvEKeDgFaWaH64kxqs0AA5IIcAAAMA"
    "CNgAAAMAAKOAAAADAAA1IA=="
)
"""A photo as an iPhone keeps it, 320 x 400: a black bar on white."""


def test_a_photo_of_an_iphone_is_read_as_any_other() -> None:
    pytest.importorskip("cv2")
    pytest.importorskip("pi_heif")
    from catalog.documents.scans.pictures import count_pages, page_of

    with pytest.raises(Scanned, match="HEIC"):
        read(HEIC, "IMG_0042.HEIC")
    assert count_pages(HEIC, "IMG_0042.HEIC") == 1
    seen = page_of(HEIC, "IMG_0042.HEIC", 1)
    assert seen.shape == (400, 320, 3)
    assert seen[75, 160].max() < 60
    assert seen[300, 160].min() > 200
    for end in (40, 300, 460):
        with pytest.raises(NotReadable, match=r"IMG_0042.*; đề nghị gửi .*\.$"):
            page_of(HEIC[:end], "IMG_0042.HEIC", 1)


def test_where_such_photos_cannot_be_read_the_sentence_says_how_to_take_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(NotReadable, match=r"HEIC của iPhone.*Tương thích nhất rồi chụp lại\.$") as refused:
        refuse(HEIC, "IMG_0042.HEIC")
    assert not isinstance(refused.value, Scanned)


def test_as_many_pictures_among_pages_of_text_are_refused_as_of_a_scan() -> None:
    pytest.importorskip("cv2")
    assert apart.some_pages(Document((), "pdf", 500, (), (2, 4)), "a.pdf") == (2, 4)
    with pytest.raises(NotReadable, match=r"có 101 trang ảnh.*gửi riêng phụ lục\.$"):
        apart.some_pages(Document((), "pdf", 500, (), tuple(range(1, 102))), "a.pdf")


def test_a_picture_cut_off_is_one_sentence() -> None:
    pytest.importorskip("cv2")
    from catalog.documents.scans.pictures import page_of

    whole = _saved("JPEG", GRAY)
    with pytest.raises(NotReadable, match="bị hỏng hoặc chưa tải lên hết"):
        page_of(whole[: len(whole) // 2], "cut.jpg", 1)


def test_a_file_of_pictures_is_known_as_one_out_of_the_process_that_read_it() -> None:
    with pytest.raises(Scanned):
        answered("catalog.documents.apart", "anh.jpg", _saved("JPEG", WHITE))
