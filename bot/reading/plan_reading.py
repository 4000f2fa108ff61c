"""Plans sent in chat are read here: outside the writer, one at a time, again after a crash."""

import asyncio
import datetime as dt
import functools
from collections.abc import Callable

import sqlalchemy as sa
import structlog
from sqlmodel import Session, col

from bot.logs import place_of
from bot.reading.scan_reading import ScanReading
from catalog.agencies.registry import Registry
from catalog.agencies.stored import registry_of
from catalog.agencies.typed.listed import agencies_listed
from catalog.clock import Clock
from catalog.documents.model import Document, NotReadable
from catalog.documents.scans.apart import missing
from catalog.plans.keeping.scanned_pages import confirmed_document
from catalog.plans.model import NotAPlan, OnlyPictures, ParsedPlan
from catalog.store.store import Store
from catalog.tables import PlanFile
from catalog.work.evidence import EvidenceStore, FileDamaged
from handlers.officer import invite_many
from handlers.officer.plans import import_plan
from scheduler.delivery.wake_loop import WakeLoop
from templates.render import say

LONG = 3.0
"""Seconds of reading after which the officer hears that it goes on."""

LOOK = 60.0
"""Seconds after which files are looked for without being told: another replica took one, or the store was away."""

REST = 0.2
"""Seconds between two looks at the least: it is woken by every message, and few bring a file."""

log = structlog.get_logger()


Listed = tuple[tuple[str, ...], tuple[str, ...]]
"""Agencies that are sure, and what was not clear."""


class PlanReading:
    """Reads what waits as `PlanFile`, and has the result told; `answered` is called whenever an answer is queued."""

    def __init__(self, store: Store, evidence: EvidenceStore, clock: Clock, answered: Callable[[], None]) -> None:
        self._store = store
        self._evidence = evidence
        self._clock = clock
        self._answered = answered
        self._scans = ScanReading(store, clock, answered)
        self.wake_loop = WakeLoop(self.work_off, LOOK, _fault, REST)

    async def work_off(self) -> int:
        """Read everything that waits now; how many files."""
        waiting = await self._store.read_async(_waiting)
        for file_id, sha256, name, invites in waiting:
            registry = await self._store.read_async(registry_of)
            confirmed = await self._store.read_async(functools.partial(confirmed_document, file_id=file_id))
            read = self._invited if invites else functools.partial(self._read, confirmed)
            reading = asyncio.ensure_future(asyncio.to_thread(read, sha256, name, registry))
            if not invites and not (await asyncio.wait({reading}, timeout=LONG))[0]:
                await self._store.write_async(
                    functools.partial(import_plan.still_reading, file_id=file_id, now=self._clock())
                )
                self._answered()
            result = await reading
            if isinstance(result, OnlyPictures):
                data = await asyncio.to_thread(self._evidence.read, sha256)
                refused = await self._scans.read(file_id, data, name, result, registry)
                confirmed = await self._store.read_async(functools.partial(confirmed_document, file_id=file_id))
                if not refused and confirmed is None:  # its pages wait to be confirmed, or it was stopped
                    continue
                result = refused or await asyncio.to_thread(self._read, confirmed, sha256, name, registry)
                if isinstance(result, OnlyPictures):
                    continue
            await self._store.write_async(functools.partial(_tell, file_id=file_id, result=result, now=self._clock()))
            self._answered()
        return len(waiting)

    def _read(
        self, confirmed: Document | None, sha256: str, name: str, registry: Registry
    ) -> ParsedPlan | OnlyPictures | str:
        """The plan, of the pages a person confirmed where it is a scan; or one sentence saying why it is none."""
        from catalog.plans.apart import plan_of_apart, read_plan_apart  # a few times a year

        try:
            if confirmed is not None:
                return plan_of_apart(confirmed, name, registry)
            return read_plan_apart(self._evidence.read(sha256), name, registry, pictures=not missing())
        except OnlyPictures as pictures:
            return pictures
        except NotAPlan as problem:
            return str(problem)
        except FileDamaged:
            return say("edit_plan.file_lost", name=name)
        except Exception as problem:  # whatever a file makes a library raise, the officer gets an answer
            log.error("plan_reading.fault", file=sha256, error=place_of(problem), exc_info=problem)
            return say("edit_plan.file_broken", name=name)

    def _invited(self, sha256: str, name: str, registry: Registry) -> Listed | str:
        """The agencies a document lists, or one sentence saying why it cannot be read."""
        from catalog.documents.apart import read_apart

        try:
            return agencies_listed(read_apart(self._evidence.read(sha256), name), registry)
        except NotReadable as problem:
            return str(problem)
        except FileDamaged:
            return say("edit_plan.file_lost", name=name)
        except Exception as problem:  # as above
            log.error("plan_reading.fault", file=sha256, error=place_of(problem), exc_info=problem)
            return say("edit_plan.file_broken", name=name)


def _fault(problem: Exception) -> None:
    """Our fault: the file still waits, and is read at the next look."""
    log.error("plan_reading.fault", error=place_of(problem), exc_info=problem)


def _tell(session: Session, file_id: int, result: ParsedPlan | Listed | str, now: dt.datetime) -> None:
    if isinstance(result, ParsedPlan):
        import_plan.read(session, file_id, result, now)
    elif isinstance(result, tuple):
        invite_many.book_read(session, file_id, *result, now)
    else:
        import_plan.unreadable(session, file_id, result, now)


def _waiting(session: Session) -> list[tuple[int, str, str, bool]]:
    rows = session.execute(
        sa.select(col(PlanFile.id), col(PlanFile.sha256), col(PlanFile.name), col(PlanFile.answers))
        .where(col(PlanFile.state) == "waiting")
        .order_by(col(PlanFile.id))
    )
    return [(int(row[0]), str(row[1]), str(row[2]), bool(row[3].get("invite"))) for row in rows]
