"""The files of messages with their bytes: evidence that is kept, or a chart or report that is made when it is sent."""

import asyncio
import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

import structlog
from sqlmodel import Session

from catalog.clock import Clock
from catalog.messaging.inbox_and_outbox import OutFile
from catalog.store.store import Store
from catalog.work.evidence import EvidenceStore, FileDamaged
from scheduler.delivery.channel import NothingToShow, ReadyFile
from scheduler.delivery.outbox import Ready
from scheduler.delivery.retry import NotReady, Rejected

TURN = 20.0
"""Seconds that a file which takes long to make waits for its turn: one is made at a time."""

Maker = Callable[[Session, dict[str, Any], dt.datetime], bytes | Callable[[], bytes]]
"""Makes a file on delivery (a chart, a report) from a reading session; what takes long and reads nothing more is given
back, to be done without the session. Raises NothingToShow where the words can go without it.
"""

log = structlog.get_logger()


class FilesOfMessages:
    """Of one deployment."""

    def __init__(self, store: Store, evidence: EvidenceStore, clock: Clock, makers: Mapping[str, Maker]) -> None:
        self._store = store
        self._evidence = evidence
        self._clock = clock
        self._makers = makers
        self._long_work = asyncio.Lock()

    async def ready(self, item: Ready) -> ReadyFile | Rejected | NotReady | None:
        """The file of a message with its bytes, or why it cannot go."""
        if not item.message.files:
            return None
        try:
            return await self.of(item.message.files[0])
        except FileDamaged as damage:
            return Rejected(f"evidence missing or changed: {damage}")
        except NothingToShow as why:
            log.warning("delivery.nothing_to_show", outbox=item.outbox_id, why=str(why))
            return None
        except Exception as problem:  # a chart that cannot be drawn, a store of files that is away
            log.error("delivery.file", outbox=item.outbox_id, error=repr(problem), exc_info=problem)
            return NotReady(repr(problem))

    async def of(self, file: OutFile) -> ReadyFile:
        """A file of a message with its bytes: kept evidence, or made now. Raises FileDamaged, NothingToShow."""
        if file.sha256:
            return ReadyFile(file.name, await asyncio.to_thread(self._evidence.read, file.sha256), file.picture)
        maker, now = self._makers[file.make], self._clock()
        made = await self._store.read_async(lambda session: maker(session, file.args, now))
        data = made if isinstance(made, bytes) else await self._in_turn(made)
        return ReadyFile(file.name, data, file.picture)

    async def _in_turn(self, work: Callable[[], bytes]) -> bytes:
        try:
            async with asyncio.timeout(TURN):
                await self._long_work.acquire()
        except TimeoutError:
            raise NothingToShow("others were being made") from None
        try:
            return await asyncio.to_thread(work)
        finally:
            self._long_work.release()
