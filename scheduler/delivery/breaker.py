"""A platform that is away is nobody's fault: after a few failures in a row nothing is sent but one probe at a time.

Away is what says nothing of a message: no connection, a lost answer, an answer of 5xx. Any other answer, a refusal too,
comes from a platform that works. So one message on which a platform chokes is told from a platform that is away by what
others meet: a failure counts against a message only where another one was answered since it failed before.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from scheduler.delivery.retry import Ambiguous, NetworkBeforeSent, NotReady, Outcome, ServerError

OPENS_AFTER = 3
"""So many failures in a row, of whatever messages, and the platform counts as away."""

LONGEST = 10.0
"""Seconds between two probes at the most: people get their answers within half a minute of the platform's return."""

_REMEMBERED = 1000

AWAY = (NetworkBeforeSent, Ambiguous, ServerError)


@dataclass
class Breaker:
    """Of one channel. `first` is the seconds before the first probe, doubling up to `longest`; `clock` is monotonic."""

    first: float = 2.0
    longest: float = LONGEST
    clock: Callable[[], float] = time.monotonic
    away_since: float | None = None
    _in_a_row: int = 0
    _answered_at: float = float("-inf")
    _failed_at: dict[int, float] = field(default_factory=dict)
    _pause: float = 0.0
    _probe_at: float = 0.0
    _probed: set[int] = field(default_factory=set)

    @property
    def away(self) -> bool:
        """Whether nothing but probes may be sent."""
        return self.away_since is not None

    def away_for(self) -> float:
        """Seconds since it is away; 0 while it is not."""
        return self.clock() - self.away_since if self.away_since is not None else 0.0

    def heard(self, message: int, outcome: Outcome) -> bool:
        """Note what became of an attempt; whether it says something of the message itself."""
        if isinstance(outcome, NotReady):
            return True  # the request never came about: our own fault, and no word of the platform's
        if not isinstance(outcome, AWAY):
            self.answered()
            self._failed_at.pop(message, None)
            return True
        now = self.clock()
        before = self._failed_at.pop(message, None)
        self._failed_at[message] = now
        if len(self._failed_at) > _REMEMBERED:
            del self._failed_at[next(iter(self._failed_at))]
        self._in_a_row += 1
        if self._in_a_row >= OPENS_AFTER and not self.away:
            self.away_since, self._pause, self._probe_at = now, self.first, now + self.first
        return not self.away and before is not None and self._answered_at > before

    def answered(self) -> None:
        """The platform has said something: it is there."""
        self._answered_at, self._in_a_row, self.away_since = self.clock(), 0, None
        self._probed.clear()

    def take_probe(self) -> bool:
        """Whether it is time for one message to see if the platform is back; the next one has to wait longer."""
        now = self.clock()
        if not self.away or now < self._probe_at:
            return False
        self._pause = min(self._pause * 2, self.longest)
        self._probe_at = now + self._pause
        return True

    def choose(self, messages: list[int]) -> int:
        """Which of these is the probe: one that was none in this outage, so that no message is doubled often."""
        chosen = next((one for one in messages if one not in self._probed), messages[0])
        self._probed.add(chosen)
        return chosen
