"""The only place that knows APScheduler. It ticks and never holds a reminder: what is due is asked of the store."""

import asyncio
import contextlib
import functools
from collections.abc import Awaitable, Callable

from apscheduler.schedulers.asyncio import AsyncIOScheduler


class Ticker:
    """Calls async functions every so many seconds on the running loop. A late tick is made once, never dropped."""

    def __init__(self) -> None:
        # misfire_grace_time's default of one second silently drops late jobs; None keeps them.
        self._scheduler = AsyncIOScheduler(
            timezone="UTC", job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        )

    def every(self, seconds: float, tick: Callable[[], Awaitable[None]]) -> None:
        """Call `tick` every `seconds`; never twice at once."""

        @functools.wraps(tick)
        async def cut_short_in_silence() -> None:
            # Only `stop` cancels a tick, and what it had not begun is due again: APScheduler would log it as a fault.
            with contextlib.suppress(asyncio.CancelledError):
                await tick()

        name = getattr(tick, "__qualname__", repr(tick))
        self._scheduler.add_job(cut_short_in_silence, "interval", seconds=seconds, id=name)

    def start(self) -> None:
        """Begin ticking on the running event loop."""
        self._scheduler.start()

    def stop(self) -> None:
        """No more ticks."""
        self._scheduler.shutdown(wait=False)
