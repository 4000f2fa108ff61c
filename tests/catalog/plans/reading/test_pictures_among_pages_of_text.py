"""A PDF of which some pages are text and some pictures: the first are text, and who asks hears of the others."""

import io
import pathlib

import matplotlib
import pytest
from PIL import Image, ImageDraw
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from catalog.documents.read import read
from catalog.organisations.khanh_hoa import registry as khanh_hoa
from catalog.plans.apart import read_plan_apart
from catalog.plans.model import OnlyPictures
from catalog.plans.reader import read_plan

LINES = ("KẾ HOẠCH", "Tu bổ đê sông năm 2026", "1. Sở Xây dựng chủ trì gia cố mái đê trước ngày 30/6/2026.")


@pytest.fixture(scope="module")
def mixed() -> bytes:
    """Page 1 is text, page 2 a picture, page 3 blank, page 4 text."""
    pdfmetrics.registerFont(TTFont("Sans", str(pathlib.Path(matplotlib.get_data_path(), "fonts/ttf/DejaVuSans.ttf"))))
    picture = Image.new("RGB", (300, 420), "white")
    ImageDraw.Draw(picture).rectangle((40, 40, 200, 60), fill="black")
    written = io.BytesIO()
    canvas = Canvas(written, (595, 842))
    for page in range(1, 5):
        canvas.setFont("Sans", 12)
        for at, line in enumerate(LINES if page in (1, 4) else ()):
            canvas.drawString(60, 780 - 20 * at, line)
        if page == 2:
            canvas.drawImage(ImageReader(picture), 0, 0, 595, 842)
        canvas.showPage()
    canvas.save()
    return written.getvalue()


def test_only_pages_that_hold_a_picture_are_pictures(mixed: bytes) -> None:
    document = read(mixed, "de.pdf")
    assert (document.pages, document.pictured) == (4, (2,))
    assert {block.place.page for block in document.blocks} == {1, 4}


def test_who_wants_the_pictures_read_too_hears_which_pages_they_are(mixed: bytes) -> None:
    with pytest.raises(OnlyPictures, match=r"Trang 2 của tệp “de\.pdf” là ảnh") as found:
        read_plan(mixed, "de.pdf", khanh_hoa(), pictures=True)
    assert found.value.some


@pytest.mark.apart
@pytest.mark.long
def test_that_is_known_out_of_the_process_that_read_it_too(mixed: bytes) -> None:
    with pytest.raises(OnlyPictures) as found:
        read_plan_apart(mixed, "de.pdf", khanh_hoa(), pictures=True)
    assert found.value.some


def test_who_does_not_reads_the_text_alone_and_is_told(mixed: bytes) -> None:
    plan = read_plan(mixed, "de.pdf", khanh_hoa())
    assert any("chỉ có ảnh" in warning.text for warning in plan.warnings)
