"""Turns to send, awaited: at the pacer's pace, and no more requests in the air than the pace asks for.

A process that is killed leaves in the air what the provider may have taken and nobody wrote down. All of it must be
sent again, so what is in the air at once is what one crash can double. As many are needed as leave in the time one
takes (Little's law: pace times that time, measured as it goes), and never more than `AIR`: a provider that is
slower than that is waited for. What is answered and not yet written down is still in the air.
"""

import asyncio
import contextlib
import math
import statistics
import time
from collections import deque
from collections.abc import AsyncIterator, Callable

from scheduler.delivery.pacing import NUDGE, TELEGRAM, Limits, Pacer

AIR = 16
"""Messages in the air at the most, and so the most that one kill can double."""

SPARE = 2
"""So many more than the mean asks for: answers do not come evenly."""

SLOWEST = 1.0
"""Seconds from which a message takes no more room than this: one that never lands must not open the window wide."""

_LAST = 16  # so many of the last messages say how long one is in the air
_SHORTEST_SLEEP = 0.001  # below a timer's precision, waiting again would be a busy loop


class Turn:
    """The right to send one message, from `SendWindow.turn`."""

    def __init__(self, window: "SendWindow", chat: str) -> None:
        self._window = window
        self._chat = chat

    async def depart(self) -> None:
        """Return when the request may leave."""
        await self._window.depart(self._chat)

    def on_its_way(self) -> None:
        """The request has left this machine, where that is known to have been later than `depart`."""
        self._window.on_its_way(self._chat)

    def answered(self) -> None:
        """The provider has answered, or will not any more."""
        self._window.answered(self._chat)


class SendWindow:
    """Awaitable turns on a `Pacer`, for one event loop. `clock` is monotonic seconds."""

    def __init__(self, limits: Limits = TELEGRAM, clock: Callable[[], float] = time.monotonic) -> None:
        self._pacer = Pacer(limits)
        self._pace = limits.per_second
        self._clock = clock
        self._turns: dict[int, asyncio.Future[None]] = {}
        self._air: dict[int, float] = {}  # turns given and not ended -> since when
        self._stays: deque[float] = deque(maxlen=_LAST)  # how long the last ones lasted
        self._timer: asyncio.TimerHandle | None = None

    @property
    def in_the_air(self) -> int:
        """Messages that have their turn now."""
        return len(self._air)

    def room(self) -> int:
        """How many may have their turn at once: what the pace asks for at the present time a message takes."""
        now = self._clock()
        stay = sum(self._stays) / len(self._stays) if self._stays else 0.0
        if self._air:  # answers have just become slower: those that wait for one say it first
            stay = max(stay, min(statistics.median(now - since for since in self._air.values()), SLOWEST))
        return min(AIR, math.ceil(1.25 * self._pace * stay) + SPARE)

    @contextlib.asynccontextmanager
    async def turn(self, chat: str, *, is_group: bool = False, priority: int = NUDGE) -> AsyncIterator[Turn]:
        """Entered when a message may be sent to `chat`; held until what became of it is written down.

        A cancelled wait leaves the queue.
        """
        ticket = self._pacer.ask(chat, is_group, priority, self._clock())
        turn = self._turns[ticket] = asyncio.get_running_loop().create_future()
        self._let_through()
        try:
            await turn
            yield Turn(self, chat)
        finally:
            self._pacer.withdraw(ticket)
            self._pacer.land(chat, self._clock())
            self._turns.pop(ticket, None)
            since = self._air.pop(ticket, None)
            if since is not None:
                self._stays.append(min(self._clock() - since, SLOWEST))
            self._let_through()

    async def depart(self, chat: str) -> None:
        """See `Turn`."""
        while (wait := self._pacer.depart(chat, self._clock())) > 0:  # noqa: ASYNC110 - waits for time, not for anybody
            await asyncio.sleep(max(wait, _SHORTEST_SLEEP))

    def on_its_way(self, chat: str) -> None:
        """See `Turn`."""
        self._pacer.on_its_way(chat, self._clock())

    def answered(self, chat: str) -> None:
        """See `Turn`."""
        self._pacer.land(chat, self._clock())

    def pause(self, seconds: float, chat: str | None = None) -> None:
        """Obey a 429's retry_after, for that chat or for the whole bot."""
        self._pacer.pause(seconds, self._clock(), chat)

    def _let_through(self) -> None:
        """Grant every turn that is free now and set the timer for the next one."""
        while len(self._air) < self.room() and (ticket := self._pacer.take(self._clock())) is not None:
            turn = self._turns.get(ticket)
            if turn is not None and not turn.done():
                self._air[ticket] = self._clock()
                turn.set_result(None)
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        wait = self._pacer.wait(self._clock())
        if wait is not None and len(self._air) < AIR:  # else the end of a turn looks again
            full = 1 / self._pace if len(self._air) >= self.room() else _SHORTEST_SLEEP
            self._timer = asyncio.get_running_loop().call_later(max(wait, full), self._let_through)
