"""A scan as a machine left it, straight in the store: two pages with a picture, some cells of the first in doubt."""

import datetime as dt
import io
from dataclasses import replace

from PIL import Image, ImageDraw
from sqlmodel import Session, col, select

from catalog.documents.as_json import blocks_to_json
from catalog.documents.grid import table_of
from catalog.documents.model import Paragraph, Place, Row, Seen, Table
from catalog.tables import Contact, PlanFile, ScanPage

BOX = (400, 200, 640, 230)
_DOUBT = {
    (1, 2): Seen(0.4, BOX, "Sở Xây dụng"), (2, 2): Seen(0.4, (400, 240, 640, 270), "Sở Xây dụng"),
    (2, 3): Seen(0.5, (660, 240, 760, 270)), (1, 3): Seen(0.5, (660, 200, 760, 230)),
}  # fmt: skip
_ROWS = (
    ("TT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời hạn"),
    ("1", "Nạo vét kênh N1 <b>và</b> kênh nhánh", "Sở Xây dựng", "6/2026"),
    ("2", "Sửa cống lấy nước đầu kênh", "Sở Xây dựng", "7/2026"),
)


def _picture() -> bytes:
    page, written = Image.new("RGB", (800, 1100), "white"), io.BytesIO()
    draw = ImageDraw.Draw(page)
    for down in (190, 230, 270, 310):
        draw.line((40, down, 760, down), fill="black")
    page.save(written, "JPEG")
    return written.getvalue()


def _table() -> Table:
    plain = table_of(_ROWS, Place(page=1))
    rows = [
        Row(tuple(replace(c, seen=_DOUBT.get((down, over), Seen(0.95, BOX))) for over, c in enumerate(row.cells)))
        for down, row in enumerate(plain.rows)
    ]
    return Table(tuple(rows), plain.place)


def scan_of(session: Session, chat: str, now: dt.datetime) -> int:
    """A scan that this person sent and the machine has read; the id of the file."""
    contact = session.exec(select(Contact).where(col(Contact.chat_id) == chat)).one()
    file = PlanFile(person_id=contact.person_id or 0, contact_id=contact.id or 0, channel=contact.channel, sha256="0" * 64,
                    name="quét <i>.pdf", sent_at=now, state="scanned")  # fmt: skip
    session.add(file)
    session.flush()
    heading = Paragraph("Phụ lục", Place(page=1), seen=Seen(0.9, BOX))
    for number, blocks in ((1, (heading, _table())), (2, (heading,))):
        session.add(ScanPage(file_id=file.id or 0, number=number, blocks=blocks_to_json(blocks), picture=_picture(),
                             read_at=now))  # fmt: skip
    session.flush()
    return file.id or 0


def pages_of(session: Session, file: int) -> list[ScanPage]:
    """Its pages as they stand."""
    return list(session.exec(select(ScanPage).where(col(ScanPage.file_id) == file).order_by(col(ScanPage.number))))
