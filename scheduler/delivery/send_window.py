"""Turns to send, awaited: at the pacer's pace, and one request in the air at a time.

A process that is killed leaves in the air what the provider may have taken and nobody wrote down. All of it must be
sent again, so what is in the air at once is what one crash can double: one message, as long as the provider answers
within `GRACE`. A provider that is slower is not waited for: then one more leaves every `STEP`, so that slow or lost
answers slow the bot down but never stop it.

What our own store does is always waited for: a request leaves only when the end of every answered one is written. Its
turn comes before that, so that the end of one message and the claim of the next can share a commit.
"""

import asyncio
import contextlib
import math
import time
from collections.abc import AsyncIterator, Callable

from scheduler.delivery.pacing import NUDGE, TELEGRAM, Limits, Pacer

GRACE = 0.5
"""Seconds after which a provider that has not answered is slow. Within it the pace is the pacer's or the provider's."""

STEP = 0.1
"""Seconds between two requests while it is slow."""

_SHORTEST_SLEEP = 0.001  # below a timer's precision, waiting again would be a busy loop


class Turn:
    """The right to send one message, from `Turnstile.turn`."""

    def __init__(self, turnstile: "Turnstile", ticket: int, chat: str) -> None:
        self._turnstile = turnstile
        self._ticket = ticket
        self._chat = chat

    async def depart(self) -> None:
        """Return when the request may leave: what was answered is written down. From now on it is waited for."""
        await self._turnstile.depart(self._ticket, self._chat)

    def answered(self) -> None:
        """The provider has answered, or will not any more: whoever is next may be claimed while this is written."""
        self._turnstile.answered(self._ticket, self._chat)


class Turnstile:
    """Awaitable turns on a `Pacer`, for one event loop. `clock` is monotonic seconds."""

    def __init__(self, limits: Limits = TELEGRAM, clock: Callable[[], float] = time.monotonic) -> None:
        self._pacer = Pacer(limits)
        self._clock = clock
        self._turns: dict[int, asyncio.Future[None]] = {}
        self._air: dict[int, float | None] = {}  # turns given and not answered -> when its request left, None before
        self._unwritten: set[int] = set()  # answered, and not yet ended
        self._written = asyncio.Event()
        self._timer: asyncio.TimerHandle | None = None

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
            yield Turn(self, ticket, chat)
        finally:
            self._pacer.withdraw(ticket)
            self._pacer.land(chat, self._clock())
            self._turns.pop(ticket, None)
            self._air.pop(ticket, None)
            self._unwritten.discard(ticket)
            if not self._unwritten:
                self._written.set()
            self._let_through()

    async def depart(self, ticket: int, chat: str) -> None:
        """See `Turn`."""
        while self._unwritten:
            self._written.clear()
            await self._written.wait()
        while (wait := self._pacer.depart(chat, self._clock())) > 0:  # noqa: ASYNC110 - waits for time, not for anybody
            await asyncio.sleep(max(wait, _SHORTEST_SLEEP))
        self._air[ticket] = self._clock()
        self._let_through()

    def answered(self, ticket: int, chat: str) -> None:
        """See `Turn`."""
        self._pacer.land(chat, self._clock())
        self._air.pop(ticket, None)
        self._unwritten.add(ticket)
        self._let_through()

    def pause(self, seconds: float, chat: str | None = None) -> None:
        """Obey a 429's retry_after, for that chat or for the whole bot."""
        self._pacer.pause(seconds, self._clock(), chat)

    def _let_through(self) -> None:
        """Grant every turn that is free now and set the timer for the next one."""
        while self._air_free() <= 0 and (ticket := self._pacer.take(self._clock())) is not None:
            turn = self._turns.get(ticket)
            if turn is not None and not turn.done():
                self._air[ticket] = None
                turn.set_result(None)
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        wait = self._pacer.wait(self._clock())
        if wait is not None and self._air_free() < math.inf:  # else the end of a turn looks again
            loop = asyncio.get_running_loop()
            self._timer = loop.call_later(max(wait, self._air_free(), _SHORTEST_SLEEP), self._let_through)

    def _air_free(self) -> float:
        """Seconds until one more may have its turn, if nothing lands before; only the provider is not waited for."""
        left = [at for at in self._air.values() if at is not None]
        if len(left) < len(self._air):
            return math.inf
        return max(min(left) + GRACE, max(left) + STEP) - self._clock() if left else 0.0
