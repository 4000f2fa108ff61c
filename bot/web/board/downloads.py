"""Files of the board: made as delivery would make them, evidence as it was sent, a page of a PDF as a picture."""

import asyncio
from urllib.parse import quote

from starlette.responses import Response

from bot.web.board.access import Visitor
from bot.web.board.desk import Desk
from catalog.messaging.inbox_and_outbox import OutFile
from catalog.work.evidence import FileDamaged
from catalog.work.evidence_page import drawn_page
from scheduler.delivery.channel import NothingToShow

_PICTURES = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg", b"GIF8": "image/gif"}
"""What is shown in the page, by how its bytes begin; everything else is only ever downloaded."""

_HEADERS = {
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
}


async def download(desk: Desk, visitor: Visitor, file: OutFile) -> Response:
    """The file with its name; a page that says so where it cannot be made any more."""
    try:
        ready = await desk.file_of(file)
    except (NothingToShow, FileDamaged, KeyError):
        return desk.problem(visitor, "file", 404)
    return sent(ready.name, ready.data)


def sent(name: str, data: bytes) -> Response:
    """These bytes under this name; pictures are shown."""
    kind = next((kind for start, kind in _PICTURES.items() if data.startswith(start)), "")
    where = f"{'inline' if kind else 'attachment'}; filename*=UTF-8''{quote(name, safe='')}"
    headers = {**_HEADERS, "Content-Disposition": where}
    return Response(data, media_type=kind or "application/octet-stream", headers=headers)


def is_picture(mime: str) -> bool:
    """Whether evidence of this type is shown in the page as it is."""
    return mime in _PICTURES.values()


async def page_of_pdf(data: bytes, number: int) -> Response:
    """One page (from 1) of a PDF as a picture; 404 where there is none."""
    picture = await asyncio.to_thread(drawn_page, data, number)
    return Response(picture, media_type="image/png", headers=_HEADERS) if picture else Response(status_code=404)
