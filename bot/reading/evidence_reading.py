"""Files of evidence are read here: outside the writer, each in a process with limits, newest first, old ones too."""

import asyncio
import datetime as dt
import functools
import pathlib
from collections.abc import Awaitable, Callable, Sequence

import structlog
from sqlmodel import Session

from bot.logs import place_of
from catalog.clock import Clock
from catalog.official_documents.pictured import read_pictured_too
from catalog.official_documents.reading import Reading
from catalog.official_documents.readings import keep_reading, newest_evidence, unread
from catalog.store.store import Store
from catalog.work.evidence import EvidenceStore, FileDamaged
from scheduler.delivery.wake_loop import WakeLoop

LOOK = 5.0
"""Seconds between two looks for files that nobody read yet."""

AT_A_LOOK = 20
"""So many files at most are taken at a look, so that one just sent is not behind ten thousand old ones."""

MARGIN = 1000
"""Evidence so far below the newest is looked at again: an id is given before its transaction ends, and another replica
may end later one that began earlier."""

log = structlog.get_logger()


async def _always() -> bool:
    return True


class EvidenceReading:
    """Reads what stands in the evidence store and has no reading; `trusted` are the authorities of signatures.

    `turn` says whether this process is the one that reads: of several replicas only one does, so that none reads twice.
    """

    def __init__(
        self,
        store: Store,
        evidence: EvidenceStore,
        clock: Clock,
        trusted: Sequence[pathlib.Path],
        turn: Callable[[], Awaitable[bool]] = _always,
    ) -> None:
        self._store = store
        self._evidence = evidence
        self._clock = clock
        self._trusted = trusted
        self._turn = turn
        self._read_up_to = 0
        self.wake_loop = WakeLoop(self.work_off, LOOK, _fault)

    async def work_off(self) -> int:
        """Read what waits now, at most `AT_A_LOOK`; how many files.

        Once nothing waits, only what came since is looked through: a look costs what is new, not all there is.
        """
        if not await self._turn():
            return 0
        waiting, newest = await self._store.read_async(self._waiting)
        for sha256, name in waiting:
            reading = await asyncio.to_thread(self._read, sha256, name, self._clock())
            keep = functools.partial(keep_reading, sha256=sha256, reading=reading, now=self._clock())
            await self._store.write_async(keep)
            if reading.problem in ("slow", "crashed"):
                log.warning("evidence_reading.given_up", file=sha256, problem=reading.problem)
        if not waiting:
            self._read_up_to = max(newest - MARGIN, 0)
        return len(waiting)

    def _waiting(self, session: Session) -> tuple[list[tuple[str, str]], int]:
        newest = newest_evidence(session)  # first: what comes between the two is looked at next time
        return unread(session, AT_A_LOOK, self._read_up_to), newest

    def _read(self, sha256: str, name: str, now: dt.datetime) -> Reading:
        try:
            return read_pictured_too(self._evidence.read(sha256), name, self._trusted, now)
        except FileDamaged:
            return Reading(problem="unreadable")  # `dondoc doctor` tells of it


def _fault(problem: Exception) -> None:
    """Our fault: the files still wait, and are read at the next look."""
    log.error("evidence_reading.fault", error=place_of(problem), exc_info=problem)
