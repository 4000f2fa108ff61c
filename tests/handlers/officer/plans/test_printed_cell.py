"""A doubtful cell of a plan that came as a PDF is seen as it is printed: its row as a picture beside the words."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from conversation import COORDINATOR, Talk
from PIL import Image
from reportlab.lib import colors
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import SimpleDocTemplate, Table
from sqlmodel import col, select

from catalog.organisations.khanh_hoa import registry
from catalog.plans.reader import read_plan
from catalog.tables import Outbox, PlanFile
from handlers.officer.plans import import_plan, printed_cell
from scheduler.delivery.channel import NothingToShow

pytestmark = pytest.mark.apart  # the page is drawn in a process of its own

FONT = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
ROWS = [
    ["TT", "Nhiệm vụ", "Chủ trì", "Thời hạn"],
    ["1", "Trồng bàng dọc đường ven biển", "Sở Xây dựng", "30/6/2026"],
    ["2", "Mở rộng vườn ươm cây bản địa", "Sở Nông nghiệp và Môi trường", "khoảng giữa tháng 8/2026"],
]


def plan_pdf() -> bytes:
    pdfmetrics.registerFont(TTFont("DejaVu", str(FONT)))
    written = io.BytesIO()
    style = [("FONT", (0, 0), (-1, -1), "DejaVu", 9), ("GRID", (0, 0), (-1, -1), 0.5, colors.black)]
    SimpleDocTemplate(written).build([Table(ROWS, colWidths=[30, 170, 150, 130], style=style)])
    return written.getvalue()


@pytest.fixture
def came(talk: Talk) -> Callable[[str, str], str]:
    """A plan that somebody sent in chat under this name and confirmed; returns the officer's chat."""

    def came_as(officer: str, name: str) -> str:
        data = plan_pdf()
        talk.say(officer, "/kehoach")
        talk.tap(officer, "Nhập kế hoạch từ tệp")
        talk.say(officer, "", (name, data))
        parsed = read_plan(data, name, registry())
        with talk.store.read() as session:
            waiting = session.exec(select(PlanFile.id).order_by(col(PlanFile.id).desc())).first()
        talk.store.write(lambda s: import_plan.read(s, waiting or 0, parsed, talk.clock()))
        talk._delivered()
        talk.tap(officer, "Nhập vào hệ thống")
        return officer

    return came_as


def shown(talk: Talk, officer: str) -> dict[str, object] | None:
    """What the message about the first doubtful cell carries as its file."""
    talk.say(officer, "/nhac")
    talk.tap(officer, "Ô chưa đọc chắc")
    [one] = talk.tap(officer, "1")
    assert "khoảng giữa tháng 8/2026" in one.text
    assert any("Đúng như đã đọc" in label for label in one.labels)
    with talk.store.read() as session:
        files = session.get_one(Outbox, one.outbox_id).payload.get("files", [])
    return files[0] if files else None


def test_the_row_is_drawn_from_the_file_as_it_was_sent(talk: Talk, came: Callable[[str, str], str]) -> None:
    officer = came(talk.person("can-bo", "officer", COORDINATOR), "ke-hoach.pdf")
    file = shown(talk, officer)
    assert file is not None
    assert (file["make"], file["picture"]) == ("printed_cell", True)
    with talk.store.read() as session:
        draw = printed_cell.maker(talk.evidence)(session, file["args"], talk.clock())
        stranger = {**file["args"], "person": 999}
        with pytest.raises(NothingToShow):
            printed_cell.maker(talk.evidence)(session, stranger, talk.clock())
    picture = Image.open(io.BytesIO(draw()))
    assert picture.format == "PNG"
    assert 20 < picture.height < 120  # one row of the page, not the page
    assert picture.convert("L").getextrema()[0] < 100  # something is printed on it


def test_a_file_that_is_gone_or_no_pdf_leaves_the_words(talk: Talk, came: Callable[[str, str], str]) -> None:
    officer = came(talk.person("can-bo", "officer", COORDINATOR), "ke-hoach.pdf")
    file = shown(talk, officer)
    assert file is not None
    for kept in Path(talk.home / "evidence").rglob("*"):
        if kept.is_file():
            kept.unlink()
    with talk.store.read() as session:
        draw = printed_cell.maker(talk.evidence)(session, file["args"], talk.clock())
    with pytest.raises(NothingToShow):
        draw()


def test_another_name_than_a_pdfs_has_no_picture(talk: Talk, came: Callable[[str, str], str]) -> None:
    assert shown(talk, came(talk.person("can-bo", "officer", COORDINATOR), "ke-hoach.docx")) is None
