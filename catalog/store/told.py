"""What the writer has done, on its way back to those who wait for it in an event loop.

A commit answers many at once. To wake a loop costs a write to its pipe and a turn of it, so each is woken once for it.
"""

import asyncio
import concurrent.futures
import contextlib
from collections import defaultdict, deque
from typing import Any, TypeVar

T = TypeVar("T")
Pair = tuple["asyncio.Future[Any]", "concurrent.futures.Future[Any]"]


class Told:
    """Of one writer. `waiter` is called in the loop that waits, `wake` by the writer's thread after each commit."""

    def __init__(self) -> None:
        self._ended: deque[tuple[asyncio.AbstractEventLoop, Pair]] = deque()

    def waiter(self, work: "concurrent.futures.Future[T]") -> "asyncio.Future[T]":
        """Ends as `work` does, at the `wake` after it, in the running loop; cancelled, it cancels `work`, too.

        To be made before anybody can end `work`.
        """
        loop = asyncio.get_running_loop()
        waiter: asyncio.Future[T] = loop.create_future()
        waiter.add_done_callback(lambda _: work.cancel() if waiter.cancelled() else None)
        work.add_done_callback(lambda _: self._ended.append((loop, (waiter, work))))
        return waiter

    def wake(self) -> None:
        """Everybody whose work has ended hears of it; a loop that is closed has nobody left who waits."""
        by_loop: dict[asyncio.AbstractEventLoop, list[Pair]] = defaultdict(list)
        while self._ended:
            loop, pair = self._ended.popleft()
            by_loop[loop].append(pair)
        for loop, pairs in by_loop.items():
            with contextlib.suppress(RuntimeError):
                loop.call_soon_threadsafe(_tell, pairs)


def _tell(pairs: list[Pair]) -> None:
    for waiter, work in pairs:
        if waiter.done():
            continue
        if work.cancelled():
            waiter.cancel()
        elif (problem := work.exception()) is not None:
            waiter.set_exception(problem)
        else:
            waiter.set_result(work.result())
