"""Links to the file of an outgoing message, for channels that carry only an address.

A link names the row of the outbox and when it ends, signed; nothing is stored for it. Whoever opens it gets the file
as the message would have carried it, while the message's reader still has the rights it was written under.
"""

import datetime as dt
import hashlib
import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import quote

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from catalog.clock import Clock
from catalog.messaging.inbox_and_outbox import Message, OutFile
from catalog.store.store import Store
from catalog.tables import Outbox
from scheduler.delivery.channel import NothingToShow, ReadyFile

PICTURE_LIFE = dt.timedelta(hours=1)
"""A platform fetches a picture when the message is sent, or soon after."""

DOCUMENT_LIFE = dt.timedelta(hours=24)
"""A person opens a document when there is time; as long as an upload link lives."""

_SHOWN = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg"}  # by how the bytes begin
_SIGNATURE = 32
_LONGEST = 120


@dataclass(frozen=True)
class FileLinks:
    """Makes and reads the links. `base` is the public address ("https://dondoc.example.vn"), `key` a secret."""

    base: str
    key: bytes
    clock: Clock

    def url(self, outbox_id: int, life: dt.timedelta = DOCUMENT_LIFE) -> str:
        """A link to the first file of that message, good for `life` from now; "" without a public address."""
        if not self.base:
            return ""
        ends = int((self.clock() + life).timestamp())
        return f"{self.base}/files/{outbox_id}-{ends}-{self._sign(outbox_id, ends)}"

    def read(self, token: str) -> int | None:
        """The message a link names; None when it was made up, changed or has ended."""
        parts = token.split("-")
        if len(token) > _LONGEST or len(parts) != 3 or not all(p.isascii() and p.isdigit() for p in parts[:2]):
            return None
        outbox_id, ends = int(parts[0]), int(parts[1])
        signed = hmac.compare_digest(parts[2].encode(), self._sign(outbox_id, ends).encode())
        return outbox_id if signed and self.clock().timestamp() < ends else None

    def _sign(self, outbox_id: int, ends: int) -> str:
        return hmac.new(self.key, f"file:{outbox_id}:{ends}".encode(), hashlib.sha256).hexdigest()[:_SIGNATURE]


class Prepared:
    """Files that stand ready while a platform fetches them: it waits for seconds only, and a chart takes one to draw.

    The last `KEPT` of them; what is asked for later is made anew.
    """

    KEPT = 32

    def __init__(self) -> None:
        self._files: dict[int, ReadyFile] = {}

    def keep(self, outbox_id: int, file: ReadyFile) -> None:
        """The file of that message as it is being sent."""
        self._files[outbox_id] = file
        while len(self._files) > self.KEPT:
            del self._files[next(iter(self._files))]

    def get(self, outbox_id: int) -> ReadyFile | None:
        """The file, if it was sent lately."""
        return self._files.get(outbox_id)


Withheld = Callable[[Session, Outbox, dt.datetime], str]
"""Why a message may not be seen any more ("" where it may)."""


def file_routes(
    store: Store,
    links: FileLinks,
    withheld: Withheld,
    ready: Callable[[OutFile], Awaitable[ReadyFile]],
    prepared: Prepared | None = None,
) -> list[Route]:
    """GET /files/<token>. `ready` gives a message's file with its bytes, as delivery would send it."""

    async def endpoint(request: Request) -> Response:
        outbox_id = links.read(request.path_params["token"])
        file = None
        if outbox_id is not None:
            now, wanted = links.clock(), outbox_id
            file = await store.read_async(lambda session: _named(session, wanted, withheld, now))
        if outbox_id is None or file is None:
            return _gone()
        stands = prepared.get(outbox_id) if prepared is not None else None
        try:
            return _sent(stands or await ready(file))
        except NothingToShow:
            return _gone()

    return [Route("/files/{token}", endpoint, methods=["GET"])]


def _named(session: Session, outbox_id: int, withheld: Withheld, now: dt.datetime) -> OutFile | None:
    row = session.get(Outbox, outbox_id)
    if row is None or withheld(session, row, now):
        return None
    files = Message.from_json(row.payload).files
    return files[0] if files else None


def _sent(file: ReadyFile) -> Response:
    """Pictures are shown, everything else is only ever downloaded."""
    shown = next((kind for start, kind in _SHOWN.items() if file.data.startswith(start)), "")
    where = "inline" if shown else "attachment"
    headers = {
        "Content-Disposition": f"{where}; filename*=UTF-8''{quote(file.name, safe='')}",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    return Response(file.data, media_type=shown or "application/octet-stream", headers=headers)


def _gone() -> Response:
    return Response("Liên kết không còn hiệu lực.", 404, media_type="text/plain; charset=utf-8")
