"""What a look at what is due costs, by how much there is: 100,000 and 1,000,000 assignments with 500 due, and beside
looking at every row.

    python tests/bench/bench_sweep.py [FEW] [MANY]
"""

import datetime as dt
import pathlib
import sys
import tempfile
import time

import sqlalchemy as sa
import structlog
from bench_overview import NOW, made
from figures import Figure, paired
from sqlmodel import col

from catalog.store.store import Store
from catalog.tables import Assignment
from catalog.tables.base import UtcDateTime
from scheduler.digests.sweep import due_units
from scheduler.ladder.working_calendar import shipped_calendar

DUE = 500
LOOKS = 20


def with_due(folder: pathlib.Path, size: int) -> Store:
    """A store in which 500 of the assignments are due now and the others later."""
    store = made(f"sqlite:///{folder / f'{size}.sqlite3'}", size)
    later = NOW + dt.timedelta(days=30)
    store.write(lambda s: s.execute(sa.update(Assignment).values(next_nudge_at=later)))
    store.write(lambda s: s.execute(sa.update(Assignment).where(col(Assignment.id) <= DUE).values(next_nudge_at=NOW)))
    store.write(lambda s: s.execute(sa.text("ANALYZE")))
    return store


def looked(store: Store) -> float:
    """Seconds for one look at what is due (all of `due_units`), the mean of 20."""
    calendar = shipped_calendar()
    started = time.perf_counter()
    for _ in range(LOOKS):
        with store.read() as session:
            assert due_units(session, NOW, calendar)
    return (time.perf_counter() - started) / LOOKS


def asked(store: Store, how: str) -> float:
    """Seconds for the question which agencies have something due, with or without the index."""
    query = sa.text(f"SELECT DISTINCT agency_id FROM assignment {how} WHERE next_nudge_at <= :now")
    query = query.bindparams(sa.bindparam("now", NOW, type_=UtcDateTime()))
    with store.read() as session:
        started = time.perf_counter()
        assert session.execute(query).all()
        return time.perf_counter() - started


def measured(few: int = 100_000, many: int = 1_000_000) -> list[Figure]:
    """Both ratios of part c."""
    with tempfile.TemporaryDirectory() as name:
        small, large = with_due(pathlib.Path(name), few), with_due(pathlib.Path(name), many)
        growth = paired(lambda: looked(large), lambda: looked(small))
        scan = paired(lambda: asked(large, "INDEXED BY ix_assignment_sweep"), lambda: asked(large, "NOT INDEXED"))
        small.close()
        large.close()
    return [
        Figure("c", f"a look at 500 due among {many:,}", f"{growth.ours * 1000:.2f} ms",
               f"among {few:,}: {growth.beside * 1000:.2f} ms", growth.ratio, "<= 1.3", growth.ratio <= 1.3),
        Figure("c", f"the question alone, {many:,}", f"{scan.ours * 1000:.2f} ms",
               f"a scan: {scan.beside * 1000:.1f} ms", scan.ratio, "<= 0.02", scan.ratio <= 0.02),
    ]  # fmt: skip


if __name__ == "__main__":
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    for figure in measured(*[int(word) for word in sys.argv[1:3]]):
        print(figure)
