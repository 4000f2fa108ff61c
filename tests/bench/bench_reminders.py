"""How long the sweep's mornings and a year's preview take with the four bundled plans and every agency linked.

Run by hand: `.venv/bin/python tests/bench/bench_reminders.py [days]`.
"""

import datetime as dt
import pathlib
import sys
import tempfile
import time

import sqlalchemy as sa
from sqlmodel import Session, col

from catalog.audit import SYSTEM
from catalog.clock import at_local
from catalog.organisations.founding import found_bundled
from catalog.people import people
from catalog.plans.bundle import load_bundled
from catalog.plans.keeping.store import import_plan
from catalog.store.store import Store, upgrade
from catalog.tables import AgencyRow, Outbox
from scheduler.digests.preview import preview
from scheduler.digests.sweep import sweep
from scheduler.ladder.working_calendar import shipped_calendar

FIRST = dt.date(2026, 1, 2)


def linked(store: Store) -> None:
    """The plans imported, one focal point for each of the province's agencies."""
    now = at_local(FIRST, dt.time(9))

    def work(session: Session) -> None:
        found_bundled(session, SYSTEM, now)
        for plan in load_bundled():
            import_plan(session, plan, SYSTEM, now)
        for agency in session.execute(sa.select(col(AgencyRow.id))).scalars().all():
            contact = people.contact_for(session, "telegram", f"{agency}", "Đầu mối", now)
            people.grant(session, contact.person_id or 0, "focal", agency, SYSTEM, now)

    store.write(work)


def main(days: int) -> None:
    """Print seconds for the preview of the year and for the sweeps of so many days."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{pathlib.Path(folder) / 'store.sqlite3'}"
        upgrade(url)
        store, calendar = Store(url), shipped_calendar()
        linked(store)
        started = time.perf_counter()
        with store.read() as session:
            year = preview(session, at_local(FIRST, dt.time(9)), FIRST, dt.date(2026, 12, 31), calendar)
        items = sum(len(items) for digests in year.values() for items in digests.values())
        print(f"preview of 2026: {items} reminders in {time.perf_counter() - started:.1f} s")
        for n in range(days):
            morning = at_local(FIRST + dt.timedelta(days=n), dt.time(9))
            started = time.perf_counter()
            done = store.write(lambda s, morning=morning: sweep(s, morning, calendar))  # type: ignore[misc]
            print(f"{morning:%d/%m}: {done} in {time.perf_counter() - started:.2f} s")
            store.write(lambda s: s.execute(sa.update(Outbox).values(state="sent")))
        store.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10)
