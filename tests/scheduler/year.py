"""A year of the whole province, twice: nobody answers; people answer at random. Prints what was promised and kept.

Run by hand: `make year` (or `PYTHONPATH=. .venv/bin/python tests/scheduler/year.py [SEED] [desks]`; with `desks` an
officer and a leader of the province are briefed as well, which takes twice as long). Ends with 1 when a promise was broken.
"""

import pathlib
import random
import sys
import tempfile
import time

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "stores"))
sys.path.insert(0, str(pathlib.Path(__file__).parent))

from small_province import IMPORTED, promised, sent
from whole_province import FIRST, LAST, Answers, Promise, found_whole, live, promises

from catalog.store.store import Store, upgrade
from scheduler.digests.preview import preview

TITLES = {False: "Không ai trả lời", True: "Trả lời ngẫu nhiên"}


def main(seed: int, *, desks: bool) -> int:
    """Both years; how many promises were broken."""
    broken = 0
    for answered in (False, True):
        with tempfile.TemporaryDirectory() as folder:
            url = f"sqlite:///{pathlib.Path(folder) / 'store.sqlite3'}"
            upgrade(url)
            store = Store(url)
            try:
                kept, seconds = _one(store, random.Random(seed) if answered else None, TITLES[answered], desks=desks)
            finally:
                store.close()
        Console().print(_table(f"{TITLES[answered]}: {seconds:.0f} giây", kept))
        broken += sum(bool(promise.broken) for promise in kept)
    return broken


def _one(store: Store, chance: random.Random | None, title: str, *, desks: bool) -> tuple[list[Promise], float]:
    started = time.perf_counter()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns) as progress:
        bar = progress.add_task(title, total=(LAST - FIRST).days + 1)
        province = found_whole(store, desks=desks)
        with store.read() as session:
            ahead = promised(preview(session, IMPORTED, FIRST, LAST, province.calendar))
        live(province, Answers(province, chance) if chance else None, lambda _day: progress.advance(bar))
    with store.read() as session:
        kept = promises(session, province.calendar)
        if chance is None:
            wrong = [str(one) for one in ahead ^ sent(session, IMPORTED)]
            kept.append(Promise("Bản xem trước (nudge preview) nói đúng những gì đã gửi", len(ahead), tuple(wrong[:5])))
    return kept, time.perf_counter() - started


def _table(title: str, kept: list[Promise]) -> Table:
    table = Table(title=title)
    for heading in ("Điều phải giữ", "Số trường hợp", "Vi phạm"):
        table.add_column(heading)
    for promise in kept:
        said = "không" if not promise.broken else "; ".join(promise.broken)
        table.add_row(promise.name, f"{promise.cases:,}".replace(",", "."), said)
    return table


if __name__ == "__main__":
    seeds = [int(word) for word in sys.argv[1:] if word.isdigit()]
    sys.exit(min(main(seeds[0] if seeds else 2026, desks="desks" in sys.argv[1:]), 1))
