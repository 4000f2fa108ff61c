"""Whether the wall clock jumped: held against the monotonic one, which only ever goes on."""

import datetime as dt
import time
from collections.abc import Callable
from dataclasses import dataclass, field

JUMP = 30.0
"""Seconds by which the two must part between two looks: less is the work of a time service, which shifts it gently."""

KEPT = 20
"""So many jumps are remembered."""


@dataclass
class ClockWatch:
    """`wall` gives seconds since 1970, `steady` monotonic seconds."""

    wall: Callable[[], float] = time.time
    steady: Callable[[], float] = time.monotonic
    jumps: list[tuple[float, float]] = field(default_factory=list)
    """(when, by the new clock; seconds it jumped, negative where it went back)."""

    def __post_init__(self) -> None:
        self._apart = self.wall() - self.steady()

    def look(self) -> dt.timedelta | None:
        """By how much the clock jumped since the last look; None where it did not."""
        apart = self.wall() - self.steady()
        by, self._apart = apart - self._apart, apart
        if abs(by) < JUMP:
            return None
        self.jumps = [*self.jumps, (self.wall(), by)][-KEPT:]
        return dt.timedelta(seconds=by)
