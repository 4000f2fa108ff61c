"""Days that a page asks for and nobody kept: counted from the record beside the pages, once, one after the other."""

import asyncio
import datetime as dt
import functools
from collections.abc import Iterable

import structlog

from catalog.figures.past_days import count_day, keep_day
from catalog.store.store import Store

log = structlog.get_logger()


class PastDays:
    """What is being counted over one store; forgotten at a stop, and begun again by the next who asks."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._counting: dict[dt.date, asyncio.Task[None]] = {}
        self._turn = asyncio.Lock()

    def count(self, days: Iterable[dt.date]) -> None:
        """Begin to count these days, those of them that are not being counted yet."""
        for day in days:
            if day not in self._counting:
                self._counting[day] = asyncio.create_task(self._count(day), name=f"figures of {day}")

    async def done(self) -> None:
        """All that was begun is counted."""
        await asyncio.gather(*self._counting.values())

    async def _count(self, day: dt.date) -> None:
        try:
            async with self._turn:
                found = await self._store.read_async(functools.partial(count_day, day=day))
                await self._store.write_async(functools.partial(keep_day, found=found))
        except Exception as problem:  # the page says that the figures are not there yet, and asks again
            log.error("past_days.fault", day=day.isoformat(), error=type(problem).__name__, exc_info=problem)
        finally:
            del self._counting[day]
