"""Looks after a running bot every few seconds: a loop that ended, a store that was changed under it, a clock that
jumped.

A loop that ends unasked, or a store that is no longer the one we write to, stops the process: the service manager
starts it again. What is seen is written to a file (`health_file`) that `dondoc doctor` reads, told to /readyz, and to
systemd only while the loops turn.
"""

import asyncio
import contextlib
import datetime as dt
import os
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import structlog

from bot.supervision.clock_watch import ClockWatch
from bot.supervision.health_file import Health
from bot.supervision.service_manager import tell
from catalog.store.file_watch import FileWatch

LOOK = 2.0
"""Seconds between two looks."""

STILL = 90.0
"""Seconds without a turn after which a loop stands still. A turn is a look or a question to a platform, failed or
not."""

TO_END = 45.0
"""Seconds that an end in order may take, once something has ended unasked; then the process is ended without it."""

log = structlog.get_logger()

Turned = Callable[[], float | None]
"""When (time.monotonic) a loop last turned; None where it is not asked to."""


@dataclass(frozen=True)
class Fault:
    """Why the process stops: `word` for the log, one sentence for the operator, and whether starting again helps."""

    word: str
    sentence: str
    passes: bool = True


@dataclass
class Supervisor:
    """`turned` are the loops by name; `report` gives more figures for the health file; `jumped` hears of the clock."""

    turned: Mapping[str, Turned]
    write_health: Callable[[Health], None]
    report: Callable[[], Health]
    jumped: Callable[[dt.timedelta], None]
    file: FileWatch | None = None
    writer_alive: Callable[[], bool] = lambda: True
    clock: ClockWatch = field(default_factory=ClockWatch)
    fault: Fault | None = None
    stop: asyncio.Event = field(default_factory=asyncio.Event)
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)

    def must_not_end(self, tasks: list[asyncio.Task[None]]) -> None:
        """From now on the end of one of these is a fault."""
        self._tasks += tasks

    async def run(self) -> None:
        """Until cancelled. A look that fails is logged: nothing it meets may end the looking."""
        while True:
            try:
                await self.look()
            except Exception as problem:
                log.error("supervisor.look", error=type(problem).__name__)
            await asyncio.sleep(LOOK)

    async def look(self) -> None:
        """One look at everything."""
        if self.fault is None:
            self.fault = self._ended() or await asyncio.to_thread(self._file_trouble)
            if self.fault is not None:
                log.critical("supervisor.fault", why=self.fault.word)
                self._end_in_any_case()
                self.stop.set()
        jump = self.clock.look()
        if jump is not None:
            log.warning("clock.jump", seconds=round(jump.total_seconds()))
            self.jumped(jump)
        still = self.still()
        if still:
            log.error("supervisor.still", loops=still)
        elif self.fault is None:
            tell("WATCHDOG=1")
        await asyncio.to_thread(self._write, still)

    def still(self) -> list[str]:
        """The loops that have not turned for too long."""
        here = time.monotonic()
        ages = {name: here - at for name, turned in self.turned.items() if (at := turned()) is not None}
        return sorted(name for name, age in ages.items() if age > STILL)

    def reasons(self) -> list[str]:
        """Why the bot is not ready, as stable words."""
        return [f"{name}_still" for name in self.still()] + ([self.fault.word] if self.fault else [])

    def _ended(self) -> Fault | None:
        for task in self._tasks:
            if task.done():
                problem = None if task.cancelled() else task.exception()
                log.critical("supervisor.ended", loop=task.get_name(), error=repr(problem))
                return Fault(
                    f"{task.get_name().replace(' ', '_')}_ended",
                    f"Bộ phận “{task.get_name()}” của bot đã dừng ngoài ý muốn: bot tự tắt để được khởi động lại.",
                )
        if not self.writer_alive():
            return Fault("writer_ended", "Bộ phận ghi kho dữ liệu đã dừng: bot tự tắt để được khởi động lại.")
        return None

    def _file_trouble(self) -> Fault | None:
        if self.file is None or (trouble := self.file.look()) is None:
            return None
        return Fault(trouble.word, trouble.sentence, trouble.passes)

    def _write(self, still: list[str]) -> None:
        health = self.report() | {"pid": os.getpid(), "at": time.time(), "still": still,
                                  "fault": self.fault.sentence if self.fault else ""}  # fmt: skip
        with contextlib.suppress(OSError):  # a full disk: then it grows old, which says the same
            self.write_health(health)

    def _end_in_any_case(self) -> None:
        """What ends in order may hang on what has ended: the process ends all the same, as one that may be started
        again.
        """
        timer = threading.Timer(TO_END, self._end)
        timer.daemon = True
        timer.start()

    def _end(self) -> None:
        try:
            if self.file is not None:
                self.file.bring_in()
        finally:
            os._exit(75)
