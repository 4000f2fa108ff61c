"""Asking a platform for what came, for ever: one floor, one back-off, one rule for a webhook that is set elsewhere.

A platform may answer at once that nothing came, and a loop that trusts it to wait asks thousands of times a second
(measured: 10,135 getUpdates in 5 s). So an answer without anything new that came sooner than `patience.pause` is
followed by a pause that doubles, until something comes or a question is truly held. A failure is followed by one that
doubles, too.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable

import structlog

from bot.channels.patience import Patience

LONGEST_PAUSE = 30.0
"""Seconds between two questions at the most, unless the platform itself asks for more."""

SLICE = 5.0
"""Seconds of sleep after which the loop shows that it still turns."""

log = structlog.get_logger()


class PollLoop:
    """Of one channel.

    `ask` asks once, stores what came, and returns how many events of it are new; it raises what the platform, the
    network or the store raises. `free` ends a webhook: done before the first question where `free_first`, and
    whenever a failure `is_hooked` says that one is set. `named_wait` is the seconds that a failure asks for, 0 where
    it names none.
    """

    def __init__(
        self,
        name: str,
        ask: Callable[[], Awaitable[int]],
        patience: Patience,
        *,
        free: Callable[[], Awaitable[None]],
        is_hooked: Callable[[Exception], bool],
        named_wait: Callable[[Exception], float] = lambda _: 0.0,
        free_first: bool = False,
    ) -> None:
        self._name = name
        self._ask = ask
        self._pause = patience.pause
        self._free = free
        self._is_hooked = is_hooked
        self._named_wait = named_wait
        self._to_free = free_first
        self.turned_at: float | None = None
        """`time.monotonic()` of the last sign of life; None while nobody runs it."""

    def alive(self) -> None:
        """Whoever works for `ask` a long while shows that it does."""
        self.turned_at = time.monotonic()

    async def run(self) -> None:
        """Until cancelled: nothing that goes wrong may make us deaf."""
        failures = quick = 0
        try:
            while True:
                self.alive()
                if self._to_free:
                    await self._end_webhook()
                begun, pause = time.monotonic(), 0.0
                try:
                    new = await self._ask()
                    failures, held = 0, time.monotonic() - begun >= self._pause
                    quick = 0 if new or held else quick + 1
                    pause = self._after(quick) if quick else 0.0
                except Exception as problem:
                    log.warning(f"{self._name}.poll", error=repr(problem))
                    self._to_free = self._is_hooked(problem)
                    failures += 1
                    pause = max(self._after(failures), self._named_wait(problem))
                await self._sleep(pause)
        finally:
            self.turned_at = None

    async def _end_webhook(self) -> None:
        """A refusal is logged, once: where a webhook stands in the way, the next question says so."""
        self._to_free = False
        try:
            await self._free()
        except Exception as problem:
            log.warning(f"{self._name}.webhook", error=repr(problem))

    def _after(self, times: int) -> float:
        return min(self._pause * 2.0 ** min(times - 1, 10), LONGEST_PAUSE)

    async def _sleep(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            await asyncio.sleep(min(left, SLICE))
            self.alive()
