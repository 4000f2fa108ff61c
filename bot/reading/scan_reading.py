"""A scanned plan, page by page: each is kept as soon as it was read, so that a crash reads none twice."""

import asyncio
import datetime as dt
import functools
import time
from collections.abc import Callable, Sequence

import structlog
from sqlmodel import Session

from bot.logs import place_of
from catalog.agencies.registry import Registry
from catalog.clock import Clock
from catalog.documents.apart import read_apart
from catalog.documents.model import NotReadable, Paragraph, Scanned
from catalog.documents.scans.apart import ScannedPage, page_apart, pages_of, some_pages
from catalog.plans.keeping.scanned_pages import holds_anything, keep_page, keep_text_pages, numbers_kept
from catalog.plans.meaning.head.heading import SECRET
from catalog.plans.model import OnlyPictures
from catalog.store.store import Store
from catalog.tables import PlanFile
from handlers.officer.plans import scanned_pages

TOLD_EVERY = 60.0
"""Seconds between two messages that say how far the reading is."""

log = structlog.get_logger()


class ScanReading:
    """Reads one scan after the other; `answered` is called whenever a message is queued."""

    def __init__(self, store: Store, clock: Clock, answered: Callable[[], None]) -> None:
        self._store = store
        self._clock = clock
        self._answered = answered

    async def read(self, file_id: int, data: bytes, name: str, scan: OnlyPictures, registry: Registry) -> str:
        """Read the pages that are not kept yet, then have the first one confirmed; `scan` says which file it is.

        Of a file with some pages of text those are kept as they are: nobody needs to confirm what no machine guessed.
        Gives "" where that is under way, and else one sentence why the file cannot be read.
        """
        try:
            if scan.some:
                numbers = await self._keep_text(file_id, data, name)
            else:
                numbers = await asyncio.to_thread(pages_of, data, name, Scanned(str(scan)))
        except NotReadable as refused:
            return str(refused)
        kept = await self._store.read_async(lambda session: numbers_kept(session, file_id))
        left = [number for number in numbers if number not in kept]
        names = [unit.name for unit in registry.agencies]
        began = told = time.monotonic()
        for done, number in enumerate(left):
            if not await self._store.read_async(lambda session: _wanted(session, file_id)):
                return ""
            if done == 0 or time.monotonic() - told >= TOLD_EVERY:
                told = time.monotonic()
                each = (told - began) / done if done else None
                await self._tell_progress(file_id, numbers.index(number) + 1, numbers, len(left) - done, each)
            page, problem = await asyncio.to_thread(_page, data, name, number, names)
            if _is_secret(page):
                secret = functools.partial(scanned_pages.stamped, file_id=file_id, now=self._clock())
                await self._store.write_async(secret)
                self._answered()
                return ""
            await self._keep(file_id, page, problem, blank=scan.some and not page.blocks and not problem)
        if not await self._store.read_async(functools.partial(holds_anything, file_id=file_id)):
            return str(scan)
        await self._store.write_async(functools.partial(scanned_pages.all_read, file_id=file_id, now=self._clock()))
        self._answered()
        return ""

    async def _tell_progress(
        self, file_id: int, number: int, numbers: Sequence[int], left: int, each: float | None
    ) -> None:
        minutes = None if each is None else max(1, round(left * each / 60))
        tell = functools.partial(
            scanned_pages.still_reading, file_id=file_id, number=number, total=len(numbers), minutes=minutes,
            now=self._clock(),
        )  # fmt: skip
        await self._store.write_async(tell)
        self._answered()

    async def _keep(self, file_id: int, page: ScannedPage, problem: str, *, blank: bool) -> None:
        keep = functools.partial(
            _keep, file_id=file_id, page=page, problem=problem, blank=blank, now=self._clock()
        )  # fmt: skip
        await self._store.write_async(keep)

    async def _keep_text(self, file_id: int, data: bytes, name: str) -> tuple[int, ...]:
        """The pages of text, as they are; gives those that are pictures."""
        document = await asyncio.to_thread(read_apart, data, name)
        wanted = some_pages(document, name)
        await self._store.write_async(
            functools.partial(keep_text_pages, file_id=file_id, document=document, now=self._clock())
        )
        return wanted


def _page(data: bytes, name: str, number: int, names: Sequence[str]) -> tuple[ScannedPage, str]:
    """The page, or an empty one and a sentence why."""
    try:
        return page_apart(data, name, number, names), ""
    except NotReadable as problem:
        return ScannedPage(number, (), b""), str(problem)
    except Exception as problem:  # of ours: the officer hears that this page could not be read, the others go on
        log.error("scan_reading.fault", page=number, error=place_of(problem), exc_info=problem)
        return ScannedPage(number, (), b""), f"Trang {number} không đọc được."


def _keep(
    session: Session, file_id: int, page: ScannedPage, problem: str, now: dt.datetime, *, blank: bool
) -> None:  # fmt: skip
    """`blank`: a side nobody printed on, among pages of text: there is nothing to confirm."""
    keep_page(session, file_id, page.number, page.blocks, page.picture, now, problem, settled=blank)


def _is_secret(page: ScannedPage) -> bool:
    """Whether the page is stamped as secret: neither it nor its picture goes into a chat."""
    return any(isinstance(block, Paragraph) and SECRET.match(block.text) for block in page.blocks)


def _wanted(session: Session, file_id: int) -> bool:
    """Whether nobody stopped it meanwhile."""
    row = session.get(PlanFile, file_id)
    return row is not None and row.state == "waiting"
