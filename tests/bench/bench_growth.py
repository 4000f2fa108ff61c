"""What a look costs by how much there is: the sweep, /status and pages of the board at 10,000, 100,000 and 1,000,000
assignments, 500 of them due, each beside the smallest.

    python tests/bench/bench_growth.py [ASSIGNMENTS ...]

Figures are CPU milliseconds of this process.
"""

import datetime as dt
import pathlib
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence

import sqlalchemy as sa
import structlog
from bench_board import PAGES, Board, board_over, keep_days, page_ms
from bench_overview import DAY, NOW, caught_up, times
from figures import REPEATS, Figure, between
from sqlmodel import col

from catalog.figures.official import Scope
from catalog.figures.overview import overview, whole_of
from catalog.store.store import Store
from catalog.tables import Assignment
from scheduler.digests.sweep import due_units
from scheduler.ladder.working_calendar import shipped_calendar

SIZES = (10_000, 100_000, 1_000_000)
DUE, LOOKS = 500, 10


def stores_of(folder: pathlib.Path, sizes: Sequence[int]) -> list[Store]:
    """The smallest made one by one, its counters up to the day, and the others as many times the smallest."""
    small = caught_up(folder, sizes[0])
    keep_days(small)
    others = [times(small, folder / f"{size}.sqlite3", size // sizes[0]) for size in sizes[1:]]
    return [with_due(store) for store in (small, *others)]


def with_due(store: Store) -> Store:
    """500 of the assignments are due now and the others later."""
    later = NOW + dt.timedelta(days=30)
    store.write(lambda s: s.execute(sa.update(Assignment).values(next_nudge_at=later)))
    store.write(lambda s: s.execute(sa.update(Assignment).where(col(Assignment.id) <= DUE).values(next_nudge_at=NOW)))
    store.write(lambda s: s.execute(sa.text("ANALYZE")))
    return store


def sweep_ms(store: Store) -> float:
    """One look at what is due, all of `due_units`."""
    calendar = shipped_calendar()
    started = time.process_time()
    for _ in range(LOOKS):
        with store.read() as session:
            assert due_units(session, NOW, calendar)
    return (time.process_time() - started) / LOOKS * 1000


def status_ms(store: Store) -> float:
    """The figures of /status: today with groups and warnings, and yesterday's."""
    started = time.process_time()
    for _ in range(LOOKS):
        with store.read() as session:
            overview(session, DAY, NOW, Scope())
            whole_of(session, DAY - dt.timedelta(days=1), NOW, Scope())
    return (time.process_time() - started) / LOOKS * 1000


def grown(what: str, sizes: Sequence[int], looks: Sequence[Callable[[], float]], repeats: int) -> list[Figure]:
    """A line for each size above the smallest; all sizes in turn in each repeat."""
    for look in looks:
        look()  # what is loaded or kept with the first one
    rounds = [[look() for look in looks] for _ in range(repeats)]
    figures, few = [], statistics.median(one[0] for one in rounds)
    for place, size in enumerate(sizes[1:], 1):
        ratios = [one[place] / one[0] for one in rounds]
        ratio = statistics.median(ratios)
        figures.append(
            Figure("e", f"{what}, {size:,} assignments", f"{statistics.median(one[place] for one in rounds):.1f} ms",
                   f"{sizes[0]:,}: {few:.1f} ms", ratio, "<= 1.2", ratio <= 1.2, between(ratios))
        )  # fmt: skip
    return figures


def measured(sizes: Sequence[int] = SIZES, repeats: int = REPEATS) -> list[Figure]:
    """Part e."""
    with tempfile.TemporaryDirectory() as name:
        stores = stores_of(pathlib.Path(name), sizes)
        boards = [board_over(store, pathlib.Path(name)) for store in stores]

        def page(board: Board, path: str) -> Callable[[], float]:
            return lambda: page_ms(board, path, 3)

        found = [
            *grown("a look at 500 due", sizes, [lambda store=store: sweep_ms(store) for store in stores], repeats),  # type: ignore[misc]
            *grown("/status", sizes, [lambda store=store: status_ms(store) for store in stores], repeats),  # type: ignore[misc]
            *(
                figure
                for what, path in PAGES.items()
                if what != "the leader's screen"  # under m: at a million it still counts a past day at each look
                for figure in grown(f"board, {what}", sizes, [page(board, path) for board in boards], repeats)
            ),
        ]
        for store in stores:
            store.close()
    return found


if __name__ == "__main__":
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    for figure in measured([int(word) for word in sys.argv[1:]] or SIZES):
        print(figure)
