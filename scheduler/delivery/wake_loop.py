"""A loop that looks for work: at once when it is woken, and now and then by itself."""

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable

LONGEST_PAUSE = 0.1
"""Seconds: a look that had to wait for the disk or the network makes nobody else wait as long again."""


class WakeLoop:
    """Calls `look` again and again, never twice at once.

    It looks after every `wake` and at the latest `every` seconds after the look before (None: only when woken). After a
    look it pauses for as long as that took, at least `rest` seconds: who is woken by every single message of a busy
    morning spends no more than half of its time on looking. A look that raises is handed to `failed` and looked again
    like any other: the store may be away for a moment; the people must not be for good.
    """

    def __init__(
        self,
        look: Callable[[], Awaitable[object]],
        every: float | None,
        failed: Callable[[Exception], None],
        rest: float = 0.0,
    ) -> None:
        self.looked_at: float | None = None
        """`time.monotonic()` of the last look without an error."""
        self.turned_at: float | None = None
        """`time.monotonic()` of the last look, with an error or without."""
        self._look = look
        self._every = every
        self._failed = failed
        self._rest = rest
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """Something may be waiting."""
        self._woken.set()

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            self._woken.clear()
            began = time.monotonic()
            try:
                await self._look()
                self.looked_at = time.monotonic()
            except Exception as problem:
                with contextlib.suppress(Exception):  # whoever hears of it must not end the loop either
                    self._failed(problem)
            self.turned_at = ended = time.monotonic()
            # Not wait_for: in Python 3.11 it swallows a cancellation that comes together with the event.
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._every):
                    await self._woken.wait()
            pause = max(self._rest, min(ended - began, LONGEST_PAUSE))
            await asyncio.sleep(max(0.0, ended + pause - time.monotonic()))
