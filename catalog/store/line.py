"""Works that wait for the writer: what is urgent first, each in the order it came."""

import concurrent.futures
import contextlib
import queue
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session


@dataclass(slots=True)
class Job:
    """A work and who waits for its end. `ahead`: what can be thought out before its turn, None once that is done."""

    work: Callable[[Session], Any]
    future: "concurrent.futures.Future[Any]"
    ahead: Callable[[], object] | None = None


class Line:
    """Of one writer, whose thread alone takes from it; anybody adds."""

    def __init__(self) -> None:
        self._urgent: deque[Job] = deque()
        self._usual: deque[Job] = deque()
        self._waiting: queue.SimpleQueue[bool] = queue.SimpleQueue()  # True a job, False once at the end
        self._ended = False

    def add(self, job: Job, *, urgent: bool) -> None:
        """It waits."""
        (self._urgent if urgent else self._usual).append(job)
        self._waiting.put(True)

    def end(self) -> None:
        """Nothing more comes after what waits."""
        self._waiting.put(False)

    def next(self, *, wait: bool = True) -> Job | None:
        """The job whose turn it is; None where none waits, or at the end."""
        if self._ended:
            return None
        try:
            self._ended = not self._waiting.get(wait)
        except queue.Empty:
            return None
        return None if self._ended else (self._urgent or self._usual).popleft()

    def sharing(self, first: Job, most: int) -> Iterator[Job]:
        """The jobs that may share a commit with this one: none for which something is still to be thought out."""
        yield first
        for _ in range(most - 1):
            unready = not self._urgent and self._usual and self._usual[0].ahead is not None
            if unready or (job := self.next(wait=False)) is None:
                return
            yield job

    def think_ahead(self, first: Job, seconds: float) -> None:
        """What can be thought out of this one and of those that wait, the oldest first, for so long.

        Where it fails the work finds out by itself: nothing depends on it.
        """
        until = time.monotonic() + seconds
        for job in (first, *self._usual.copy()):
            if job.ahead is not None:
                ahead, job.ahead = job.ahead, None
                with contextlib.suppress(Exception):
                    ahead()
                if time.monotonic() > until:
                    return
