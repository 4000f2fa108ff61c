"""Turns to send, awaited: at the pacer's pace, and one request in the air at a time.

A process that is killed leaves in the air what the provider may have taken and nobody wrote down. All of it must be
sent again, so what is in the air at once is what one crash can double: one message, as long as the provider answers
within `GRACE`. A provider that is slower is not waited for: each `GRACE` the newest request has waited lets one more
leave, so that slow or lost answers slow the bot down but never stop it (at least 1 / `GRACE` messages a second).
"""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable

from scheduler.pacing import NUDGE, TELEGRAM, Limits, Pacer

GRACE = 0.25
"""Seconds. A swift provider answers sooner, and then the pace is the pacer's own; the slowest gets 4 messages a second,
a thousand people in four minutes."""

_SHORTEST_SLEEP = 0.001  # below a timer's precision, waiting again would be a busy loop


class Turnstile:
    """Awaitable turns on a `Pacer`, for one event loop. `clock` is monotonic seconds."""

    def __init__(
        self, limits: Limits = TELEGRAM, clock: Callable[[], float] = time.monotonic, grace: float = GRACE
    ) -> None:
        self._pacer = Pacer(limits)
        self._clock = clock
        self._grace = grace
        self._turns: dict[int, asyncio.Future[None]] = {}
        self._air: dict[int, float] = {}  # turns that were given and have not ended -> since when, in this order
        self._timer: asyncio.TimerHandle | None = None

    @contextlib.asynccontextmanager
    async def turn(self, chat: str, *, is_group: bool = False, priority: int = NUDGE) -> AsyncIterator[None]:
        """Entered when a message may be sent to `chat`; held until what became of it is written down.

        A cancelled wait leaves the queue.
        """
        ticket = self._pacer.ask(chat, is_group, priority, self._clock())
        turn = self._turns[ticket] = asyncio.get_running_loop().create_future()
        self._let_through()
        try:
            await turn
            yield
        finally:
            self._pacer.withdraw(ticket)
            self._turns.pop(ticket, None)
            self._air.pop(ticket, None)
            self.answered(chat)
            self._let_through()

    async def depart(self, chat: str) -> None:
        """Return when the request whose turn it is may leave: at once, but after a slow disk."""
        while (wait := self._pacer.depart(chat, self._clock())) > 0:  # noqa: ASYNC110 - waits for time, not for anybody
            await asyncio.sleep(max(wait, _SHORTEST_SLEEP))

    def answered(self, chat: str) -> None:
        """What left for `chat` has its answer, or will not have one."""
        self._pacer.land(chat, self._clock())

    def pause(self, seconds: float, chat: str | None = None) -> None:
        """Obey a 429's retry_after, for that chat or for the whole bot."""
        self._pacer.pause(seconds, self._clock(), chat)

    def _let_through(self) -> None:
        """Grant every turn that is free now and set the timer for the next one."""
        while self._air_free() <= 0 and (ticket := self._pacer.take(self._clock())) is not None:
            turn = self._turns.get(ticket)
            if turn is not None and not turn.done():
                self._air[ticket] = self._clock()
                turn.set_result(None)
        if self._timer is not None:
            self._timer.cancel()
        wait = self._pacer.wait(self._clock())
        if wait is None:
            self._timer = None
        else:
            loop = asyncio.get_running_loop()
            self._timer = loop.call_later(max(wait, self._air_free(), _SHORTEST_SLEEP), self._let_through)

    def _air_free(self) -> float:
        """Seconds until one more may leave, if nothing lands before."""
        if not self._air:
            return 0.0
        newest = next(reversed(self._air.values()))
        return newest + self._grace - self._clock()
