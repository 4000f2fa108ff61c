"""What a bench says: one line of tests/bench/RESULTS.md, and pairs measured side by side so that a busy machine
disturbs both sides alike.
"""

import statistics
from collections.abc import Callable
from dataclasses import dataclass

REPEATS = 5


@dataclass(frozen=True)
class Figure:
    """One measured ratio. `issue` is the letter of the speed table; `ours` and `beside` say what the sides did."""

    issue: str
    what: str
    ours: str
    beside: str
    ratio: float
    wanted: str
    met: bool


@dataclass(frozen=True)
class Pair:
    """Medians of paired repeats; `ratio` is the median of ours / beside of each pair."""

    ours: float
    beside: float
    ratio: float


def paired(ours: Callable[[], float], beside: Callable[[], float], repeats: int = REPEATS) -> Pair:
    """Both in turn, so many times; each returns what it measured (seconds, or a rate)."""
    pairs = [(ours(), beside()) for _ in range(repeats)]
    return Pair(
        statistics.median(a for a, _ in pairs),
        statistics.median(b for _, b in pairs),
        statistics.median(a / b for a, b in pairs),
    )
