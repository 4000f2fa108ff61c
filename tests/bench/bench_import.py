"""How long the four plans take to read, and how much memory: `python tests/bench/bench_import.py SEEDS_DIR`.

Prints a table and asserts nothing: a slow machine is not a failing test. The targets are 2 s together, 150 MB.
"""

import resource
import sys
import time
from pathlib import Path

from catalog.plans.reader import read_plan


def main(folder: Path) -> None:
    """Time each .txt of `folder` cold, then all of them once more warm."""
    sources = [(source.name, source.read_bytes()) for source in sorted(folder.glob("*.txt"))]
    total = 0.0
    for name, data in sources:
        start = time.perf_counter()
        plan = read_plan(data, name)
        taken = time.perf_counter() - start
        total += taken
        print(f"{name:32} {taken:6.2f} s  {len(plan.tasks):4} tasks  {len(plan.indicators):3} indicators")
    start = time.perf_counter()
    for name, data in sources:
        read_plan(data, name)
    print(f"{'all four, cold':32} {total:6.2f} s")
    print(f"{'all four, warm':32} {time.perf_counter() - start:6.2f} s")
    print(f"{'peak memory':32} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:6.0f} MB")


if __name__ == "__main__":
    default = Path(__file__).resolve().parents[3] / "shared" / "seeds"
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else default)
