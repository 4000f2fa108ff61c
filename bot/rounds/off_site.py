"""The copy elsewhere, made by the running bot: evidence as it comes, the store every quarter of an hour, proof once a
day.

What was done last stands in a file beside the store, which `dondoc doctor` reads.
"""

import asyncio
import json
import pathlib
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass

import structlog

from bot.settings import Settings
from catalog.clock import Clock
from catalog.store.store import StoreProblem
from catalog.upkeep.off_site import copies
from catalog.upkeep.off_site.place import Place
from catalog.work.evidence import EvidenceStore

STORE_EVERY, PROVE_EVERY = 15 * 60.0, 24 * 3600.0
"""Seconds between two copies of the store, and between two proofs."""

NAME = "copies.json"

log = structlog.get_logger()


@dataclass
class Copies:
    """When the last copy was made and the last one was proven (seconds since 1970, 0 for never), and what went
    wrong.
    """

    copied_at: float = 0.0
    proven_at: float = 0.0
    problem: str = ""


def last_copies(home: pathlib.Path) -> Copies:
    """What the bot has noted; nothing done where it cannot be read."""
    try:
        return Copies(**json.loads((home / NAME).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return Copies()


class OffSite:
    """Of one deployment. `tick` is called every minute and does what is due."""

    def __init__(
        self, settings: Settings, evidence: EvidenceStore, clock: Clock, wall: Callable[[], float] = time.time
    ) -> None:
        self._settings = settings
        self._evidence = evidence
        self._clock = clock
        self._wall = wall
        self._place: Place | None = None
        self._there: set[str] | None = None
        self.state = last_copies(settings.home)

    async def tick(self) -> None:
        """Never raises: a place that is away is tried again, and the doctor says how old the last copy is."""
        await asyncio.to_thread(self.look)

    def look(self) -> None:
        """What is due now."""
        try:
            self._do_what_is_due()
        except Exception as problem:
            self._place = self._there = None  # whatever it was, the next look begins anew
            self.state.problem = str(problem) if isinstance(problem, StoreProblem) else type(problem).__name__
            log.error("off_site", error=type(problem).__name__)
        self._note()

    def _do_what_is_due(self) -> None:
        url, here = self._settings.store_url, self._wall()
        if self._place is None:
            self._place = Place(self._settings.backup_url, self._settings.backup_passphrase.get_secret_value())
        if self._there is None:
            self._there = self._place.evidence()
        if not 0 <= here - self.state.copied_at < STORE_EVERY:  # a clock that went back makes a copy, too
            made = copies.make(url, self._evidence, self._place, self._clock(), self._there)
            self.state.copied_at = here
            log.info("off_site.copied", links=made.links, files=made.new_files)
        elif new := copies.copy_evidence(url, self._evidence, self._place, self._there):
            log.info("off_site.evidence", files=new)
        if not 0 <= here - self.state.proven_at < PROVE_EVERY:
            proven = copies.prove(url, self._place)
            self.state.proven_at = here
            log.info("off_site.proven", links=proven.links)
        self.state.problem = ""

    def _note(self) -> None:
        unfinished = self._settings.home / f"{NAME}.part"
        try:
            unfinished.write_text(json.dumps(asdict(self.state)), encoding="utf-8")
            unfinished.replace(self._settings.home / NAME)
        except OSError as problem:
            log.error("off_site.note", error=type(problem).__name__)
