"""How long the four plans take to read and to store, and how much memory: `python tests/bench/bench_import.py SEEDS`.

Prints a table and asserts nothing: a slow machine is not a failing test. The targets are 2 s together, 150 MB; the
bundled plans stand in where the documents are not here (stored only, not read).
"""

import datetime as dt
import resource
import sys
import tempfile
import time
from pathlib import Path

from catalog.audit import SYSTEM
from catalog.organisations.founding import found_bundled
from catalog.organisations.khanh_hoa import registry as khanh_hoa
from catalog.plans.bundle import load_bundled
from catalog.plans.keeping.store import import_plan
from catalog.plans.model import ParsedPlan
from catalog.plans.reader import read_plan
from catalog.store.store import Store, upgrade

NOW = dt.datetime(2026, 1, 5, 2, tzinfo=dt.UTC)


def main(folder: Path) -> None:
    """Time reading each .txt of `folder`, then storing and re-importing all of them."""
    plans, reading = _read(folder) if folder.is_dir() else (load_bundled(), 0.0)
    with tempfile.TemporaryDirectory() as home:
        url = f"sqlite:///{home}/store.sqlite3"
        upgrade(url)
        store = Store(url)
        store.write(lambda s: found_bundled(s, SYSTEM, dt.datetime.now(dt.UTC)))
        storing = _stored(store, plans, "first import")
        _stored(store, plans, "the same again")
        store.close()
    print(f"{'read and stored together':36} {reading + storing:6.2f} s   (target 2 s)")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{'peak memory':36} {peak:6.0f} MB  (target 150 MB)")


def _read(folder: Path) -> tuple[list[ParsedPlan], float]:
    plans, total = [], 0.0
    for source in sorted(folder.glob("*.txt")):
        data = source.read_bytes()
        start = time.perf_counter()
        plan = read_plan(data, source.name, khanh_hoa())
        taken = time.perf_counter() - start
        total += taken
        plans.append(plan)
        print(f"{source.name:36} {taken:6.2f} s   {len(plan.tasks):4} tasks  {len(plan.indicators):3} indicators")
    print(f"{'all read':36} {total:6.2f} s")
    return plans, total


def _stored(store: Store, plans: list[ParsedPlan], what: str) -> float:
    start = time.perf_counter()
    for place, plan in enumerate(plans, start=1):
        store.write(lambda s, one=plan, sha=str(place): import_plan(s, one, SYSTEM, NOW, source_sha256=sha))
    taken = time.perf_counter() - start
    print(f"{what:36} {taken:6.2f} s")
    return taken


if __name__ == "__main__":
    default = Path(__file__).resolve().parents[3] / "shared" / "seeds"
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else default)
