"""Waiting for something to happen in the sandbox, without polling.

A count goes up with every event. Whoever waits says which count they have seen; event loops and plain threads
may wait at the same time, because a test may run beside a server that lives in a thread of its own.
"""

import asyncio
import contextlib
import threading


class Changes:
    """The count of everything that happened, and the ways to wait for the next event."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._count = 0
        self._sleepers: set[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = set()

    @property
    def count(self) -> int:
        """How many events there have been."""
        return self._count

    def bump(self) -> None:
        """Something happened: wake everyone who waits, in whatever thread or loop."""
        with self._condition:
            self._count += 1
            self._condition.notify_all()
            for loop, event in self._sleepers:
                loop.call_soon_threadsafe(event.set)

    async def after(self, seen: int, seconds: float | None) -> int:
        """The count, as soon as it is above `seen`, or after `seconds` of real time (None: no end)."""
        event = asyncio.Event()
        sleeper = (asyncio.get_running_loop(), event)
        with self._condition:
            if self._count > seen:
                return self._count
            self._sleepers.add(sleeper)
        try:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await event.wait()
        finally:
            with self._condition:
                self._sleepers.discard(sleeper)
        return self._count

    def block_after(self, seen: int, seconds: float) -> int:
        """As `after`, for a plain thread."""
        with self._condition:
            self._condition.wait_for(lambda: self._count > seen, timeout=seconds)
            return self._count
