"""What the proof of the record costs: the same writes with and without the triggers that note them and the links that
seal them (`catalog.store.touched`, `catalog.proof`).
"""

import contextlib
import datetime as dt
import itertools
import pathlib
import sys
import tempfile
import time
from collections.abc import Callable
from unittest import mock

from figures import Figure, paired
from sqlmodel import Session

import catalog.store.store
from catalog.audit import SYSTEM
from catalog.clock import PROVINCE_ZONE
from catalog.people.people import contact_for, grant
from catalog.proof import take_in
from catalog.store.store import Store, upgrade
from catalog.tables import Assignment
from catalog.work import assignments, updates
from catalog.work.assignments import Said

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "stores"))

from founded_khanh_hoa import founded
from working import founded_task

NOW = dt.datetime(2026, 3, 16, 8, 30, tzinfo=PROVINCE_ZONE)
WRITES = 150
Write = Callable[[Session, int, int], None]
_NUMBERS = itertools.count()


def measured() -> list[Figure]:
    """Two figures: the writes of every day, and those of rows that give power."""
    return [
        _compare("a progress report, a commit each", _report, "<= 1.5"),
        _compare("a role given, a commit each", _role, "<= 2"),
    ]


def _compare(what: str, write: Write, wanted: str) -> Figure:
    with tempfile.TemporaryDirectory() as room:
        sealed, plain = _store(pathlib.Path(room) / "a.sqlite3"), _store(pathlib.Path(room) / "b.sqlite3")
        with contextlib.closing(sealed[0]), contextlib.closing(plain[0]):
            pair = paired(lambda: _time(sealed, write, proven=True), lambda: _time(plain, write, proven=False))
    limit = float(wanted.split()[-1])
    ours, beside = f"{pair.ours * 1000 / WRITES:.2f} ms", f"without the proof: {pair.beside * 1000 / WRITES:.2f} ms"
    return Figure("k", f"{what}, in the chain", ours, beside, round(pair.ratio, 3), wanted, pair.ratio <= limit)


def _store(path: pathlib.Path) -> tuple[Store, int]:
    url = f"sqlite:///{path}"
    form = upgrade(url)
    store = Store(url)
    store.write(lambda session: take_in(session, form))

    def fill(session: Session) -> int:
        founded(session)
        return assignments.create(session, founded_task(session, NOW), [1], "lead", SYSTEM, NOW)[0]

    return store, store.write(fill)


def _report(session: Session, assignment: int, number: int) -> None:
    row = session.get_one(Assignment, assignment)
    updates.progress(session, row, "in_progress", number % 100, SYSTEM, NOW, Said(f"lần {number}"))


def _role(session: Session, _assignment: int, number: int) -> None:
    person = contact_for(session, "telegram", str(number), "Lan", NOW)
    grant(session, person.person_id or 0, "focal", 1, SYSTEM, NOW)


def _time(place: tuple[Store, int], write: Write, *, proven: bool) -> float:
    """Seconds of this processor for so many commits: the disk waits for both sides alike, and not evenly."""
    store, assignment = place
    first = next(_NUMBERS) * WRITES
    with contextlib.ExitStack() as stack:
        if not proven:
            stack.enter_context(mock.patch.object(catalog.store.store, "watch", return_value=None))
            stack.enter_context(mock.patch.object(catalog.store.store, "before_commit", []))
            store.engine.dispose()  # a connection that has the triggers keeps them
        begun = time.process_time()
        for number in range(first, first + WRITES):
            store.write(lambda session, number=number: write(session, assignment, number))  # type: ignore[misc]
        return time.process_time() - begun
