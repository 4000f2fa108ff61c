"""What a bench says: one line of tests/bench/RESULTS.md, and pairs measured side by side so that a busy machine
disturbs both sides alike.
"""

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass

REPEATS = 5


@dataclass(frozen=True)
class Figure:
    """One measured ratio. `issue` is the letter of the speed table; `ours` and `beside` say what the sides did;
    `spread`: the smallest and the largest ratio of its repeats, "" where there was one.
    """

    issue: str
    what: str
    ours: str
    beside: str
    ratio: float
    wanted: str
    met: bool
    spread: str = ""


@dataclass(frozen=True)
class Pair:
    """Medians of paired repeats; `ratio` is the median of ours / beside of each pair, `ratios` are all of them."""

    ours: float
    beside: float
    ratio: float
    ratios: tuple[float, ...] = ()

    @property
    def spread(self) -> str:
        """The smallest and the largest ratio."""
        return between(self.ratios)


def between(values: Sequence[float]) -> str:
    """The smallest and the largest, as the table shows them."""
    return f"{min(values):.3g}-{max(values):.3g}" if len(values) > 1 else ""


def paired(ours: Callable[[], float], beside: Callable[[], float], repeats: int = REPEATS) -> Pair:
    """Both in turn, so many times; each returns what it measured (seconds, or a rate)."""
    pairs = [(ours(), beside()) for _ in range(repeats)]
    ratios = tuple(a / b for a, b in pairs)
    return Pair(
        statistics.median(a for a, _ in pairs),
        statistics.median(b for _, b in pairs),
        statistics.median(ratios),
        ratios,
    )


def held(
    letter: str, what: str, values: Sequence[float], unit: str, most: float, beside: str = "", scale: float = 1.0
) -> Figure:
    """A figure that must not pass `most`: the median of its repeats, in `unit` after `scale`; the ratio is to `most`."""
    middle = statistics.median(values)
    ratios = [value / most for value in values]
    return Figure(
        letter, what, f"{middle * scale:.3g} {unit}", beside or f"at most {most * scale:g} {unit}", middle / most,
        "<= 1", middle <= most, between(ratios),
    )  # fmt: skip
