"""Files on their way out: what the account takes, in which form, each uploaded once in six days.

Pictures up to 1 MB (larger ones are drawn anew as JPEG until they fit), PDF and Word documents up to 5 MB. Everything
else has no way in and goes as an address.
"""

import asyncio
import datetime as dt
import hashlib
import io
import pathlib

from sqlmodel import Session

from bot.channels.zalo_oa.api import OaApi
from catalog.clock import Clock
from catalog.store.store import Store
from catalog.tables import OaUpload
from scheduler.delivery.channel import ReadyFile

LARGEST_PICTURE, LARGEST_DOCUMENT = 1_048_576, 5_242_880
KEPT = dt.timedelta(days=6)
"""An upload lives seven days there."""

_STARTS = {".pdf": b"%PDF", ".docx": b"PK\x03\x04", ".doc": b"\xd0\xcf\x11\xe0"}
_SIDES = (1600, 1280, 1024, 800)


class Uploads:
    """Names files have at the platform, remembered by content."""

    def __init__(self, api: OaApi, store: Store, clock: Clock) -> None:
        self._api, self._store, self._clock = api, store, clock

    async def picture(self, file: ReadyFile, *, anew: bool = False) -> str:
        """What a picture is called there, "" for one that cannot be made to fit. Raises OaProblem."""
        data = await asyncio.to_thread(fitting_picture, file.data)
        ends = ".png" if data.startswith(b"\x89PNG") else ".jpg"
        return await self._named("image", pathlib.PurePath(file.name).stem + ends, data, anew=anew) if data else ""

    async def document(self, file: ReadyFile, *, anew: bool = False) -> str:
        """What a document is called there. Raises OaProblem."""
        return await self._named("file", file.name, file.data, anew=anew)

    async def _named(self, kind: str, name: str, data: bytes, *, anew: bool) -> str:
        sha256, now = hashlib.sha256(data).hexdigest(), self._clock()
        if not anew and (known := await self._store.read_async(lambda s: _known(s, sha256, kind, now))):
            return known
        ref = await self._api.upload(kind, name, data)
        await self._store.write_async(lambda s: _remember(s, sha256, kind, ref, now + KEPT))
        return ref


def takes_document(file: ReadyFile) -> bool:
    """Whether the account takes such a file as it is: by its name's end and its first bytes."""
    start = _STARTS.get(pathlib.PurePath(file.name.lower()).suffix)
    return start is not None and file.data.startswith(start) and len(file.data) <= LARGEST_DOCUMENT


def fitting_picture(data: bytes) -> bytes:
    """The picture in at most 1 MB: as it is, or as JPEG, smaller and smaller; b"" for what is no picture."""
    if len(data) <= LARGEST_PICTURE and data.startswith((b"\x89PNG", b"\xff\xd8")):
        return data
    from PIL import Image  # loaded only for the rare picture that is too large

    try:
        with Image.open(io.BytesIO(data)) as opened:
            picture = opened.convert("RGB")
    except (OSError, ValueError, Image.DecompressionBombError):
        return b""
    for side in _SIDES:
        picture.thumbnail((side, side))
        for quality in (85, 70):
            drawn = io.BytesIO()
            picture.save(drawn, "JPEG", quality=quality)
            if drawn.tell() <= LARGEST_PICTURE:
                return drawn.getvalue()
    return b""


def _known(session: Session, sha256: str, kind: str, now: dt.datetime) -> str:
    row = session.get(OaUpload, (sha256, kind))
    return row.ref if row is not None and row.until > now else ""


def _remember(session: Session, sha256: str, kind: str, ref: str, until: dt.datetime) -> None:
    session.merge(OaUpload(sha256=sha256, kind=kind, ref=ref, until=until))
