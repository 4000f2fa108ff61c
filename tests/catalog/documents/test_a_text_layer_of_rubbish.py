"""Letters that say nothing are no text: such a PDF is a scan, whatever its text layer claims."""

import io

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from catalog.documents.model import Scanned
from catalog.documents.read import read

ENGLISH_OCR = (
    "UY BAN NHAN DAN TiNH KHANH HOA CONG HOA XA HOl CHU NGHiA VlET NAM so 12 KH UBND phat trien kinh te xa hoi "
)
NONSENSE = "Xkq#rt mwz plfgh vvtr oqx bnmkl zzxw rtpq "


def page(text: str, *, pictured: bool) -> bytes:
    written = io.BytesIO()
    canvas = Canvas(written, (595, 842))
    if pictured:
        canvas.drawImage(ImageReader(Image.new("RGB", (60, 84), "white")), 0, 0, 595, 842)
    lines = canvas.beginText(60, 780)
    lines.setTextRenderMode(3 if pictured else 0)
    for at in range(0, len(text), 70):
        lines.textLine(text[at : at + 70])
    canvas.drawText(lines)
    canvas.save()
    return written.getvalue()


@pytest.mark.parametrize("text", [ENGLISH_OCR * 8, NONSENSE * 12], ids=["without marks", "nonsense"])
def test_a_wrong_reading_under_the_picture_of_a_page_makes_it_a_scan(text: str) -> None:
    with pytest.raises(Scanned, match="không thành tiếng Việt"):
        read(page(text, pictured=True), "quet.pdf")


def test_nonsense_alone_is_read_as_pictures_too() -> None:
    with pytest.raises(Scanned):
        read(page(NONSENSE * 12, pictured=False), "phong.pdf")


def test_a_text_typed_without_marks_is_a_text() -> None:
    assert read(page(ENGLISH_OCR * 8, pictured=False), "khongdau.pdf").blocks
