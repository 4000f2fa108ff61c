"""Three real `dondoc run` on one PostgreSQL: one is killed, the database goes away and comes back, nothing is lost."""

import datetime as dt
import itertools
import json
import os
import pathlib
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa
from founded_khanh_hoa import founded
from houses import Postgres
from sqlmodel import Session, col, select

from bot.sandbox import Sandbox, serve_in_thread
from bot.settings import load_settings
from bot.store_opening import open_store
from catalog.audit import SYSTEM, verify
from catalog.clock import PROVINCE_ZONE
from catalog.messaging.inbox_and_outbox import receive
from catalog.people.people import contact_for, grant
from catalog.plans.bundle import load_bundled
from catalog.plans.keeping.store import import_plan
from catalog.store.replicas import living
from catalog.store.store import Store
from catalog.tables import Assignment, Inbox, Outbox, Slot, Update
from catalog.upkeep.doctor import examine
from catalog.work.evidence import EvidenceStore
from scheduler.delivery.send_window import AIR

pytestmark = [pytest.mark.postgres, pytest.mark.loopback, pytest.mark.replicas]
BEFORE_OFFICE_HOURS = dt.datetime(2026, 3, 16, 5, 0, tzinfo=PROVINCE_ZONE)
CRADLE = pathlib.Path(__file__).parents[1] / "crash" / "lives.py"
PEOPLE = 4


class Office:
    """One database, three processes, a few focal points who write."""

    def __init__(self, home: pathlib.Path, url: str, sandbox: Sandbox, api: str) -> None:
        self.sandbox = sandbox
        self.home = home
        self.store: Store = open_store(load_settings({"home": home, "database_url": url}))
        self.about: dict[int, int] = {}
        self.said: dict[int, list[int]] = {}
        self._percents = itertools.count(1)
        self._events = itertools.count(1)
        self.store.write(self._fill)
        self._cradle = subprocess.Popen(
            [sys.executable, str(CRADLE)], text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            env={"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(pathlib.Path(__file__).parents[2])},
        )  # fmt: skip
        self.processes = [self._begin(name, url, api) for name in "abc"]

    def _fill(self, session: Session) -> None:
        founded(session)
        import_plan(session, load_bundled()[3], SYSTEM, BEFORE_OFFICE_HOURS, source_name="bundled")
        single = select(Slot.assignment_id).group_by(col(Slot.assignment_id)).having(sa.func.count() == 1)
        rows = session.exec(
            select(Assignment.agency_id, sa.func.min(Assignment.task_id))
            .where(
                Assignment.role == "lead", col(Assignment.overdue_at_import).is_(False), col(Assignment.id).in_(single)
            )
            .group_by(col(Assignment.agency_id))
            .order_by(col(Assignment.agency_id))
        ).all()
        for agency, task in rows[:PEOPLE]:
            person = self.sandbox.create_person(f"Đầu mối {agency}", started=True)
            contact = contact_for(session, "telegram", str(person), "x", BEFORE_OFFICE_HOURS)
            grant(session, contact.person_id or 0, "focal", agency, SYSTEM, BEFORE_OFFICE_HOURS)
            self.about[person] = task
            self.said[person] = []

    def _begin(self, name: str, url: str, api: str) -> int:
        home = self.home / name
        home.mkdir()
        environment = {
            "DONDOC_HOME": str(home), "DONDOC_DATABASE_URL": url, "DONDOC_EVIDENCE_URL": str(self.home / "evidence"),
            "DONDOC_TELEGRAM_TOKEN": self.sandbox.token, "DONDOC_TELEGRAM_API": api,
            "DONDOC_NOW": BEFORE_OFFICE_HOURS.isoformat(),
        }  # fmt: skip
        assert self._cradle.stdin is not None
        assert self._cradle.stdout is not None
        self._cradle.stdin.write(json.dumps(environment) + "\n")
        self._cradle.stdin.flush()
        return int(self._cradle.stdout.readline())

    def close(self) -> None:
        for process in self.processes:
            os.kill(process, signal.SIGKILL)
        assert self._cradle.stdin is not None
        assert self._cradle.stdout is not None
        self._cradle.stdin.close()
        self._cradle.wait()
        self._cradle.stdout.close()
        self.store.close()

    def everybody_reports(self) -> None:
        """Each focal point tells of more progress, in chat."""
        for person, task in self.about.items():
            self.sandbox.say(person, self._next(person, task))

    def everybody_reports_by_webhook(self) -> None:
        """The same, as a web application stores what a platform brings: any of the three may work on it.

        What was said in chat before is stored before.
        """
        self.all_stored()
        for person, task in self.about.items():
            number, text = next(self._events), self._next(person, task)
            chat = {"id": person, "type": "private", "first_name": "x"}
            sender = {"id": person, "is_bot": False, "first_name": "x"}
            message = {"message_id": 5000 + number, "date": 1773612000, "chat": chat, "from": sender, "text": text}
            payload = {"update_id": 5000 + number, "message": message}
            self.store.write(
                lambda s, p=payload, chat=str(person): receive(
                    s, "telegram", str(p["update_id"]), chat, p, BEFORE_OFFICE_HOURS
                )
            )

    def _next(self, person: int, task: int) -> str:
        self.said[person].append(next(self._percents))
        return f"#{task} duoc {self.said[person][-1]}%"

    def rows(self, table: type) -> list:
        with self.store.read() as session:
            return list(session.exec(select(table).order_by(col(table.id))))

    def alive(self) -> int:
        with self.store.read() as session:
            return len(living(session))

    def sender(self) -> int:
        """The process id of the replica that sends: each tells the server its name, by its connections' lock."""
        held = "SELECT a.application_name FROM pg_locks l JOIN pg_stat_activity a USING (pid) WHERE l.locktype = 'advisory' AND l.objsubid = 1 AND l.objid = (hashtext('dondoc.sender')::bigint & 4294967295)"
        with self.store.engine.connect() as connection:
            return int(str(connection.exec_driver_sql(held).scalar_one()).split()[-1])

    def all_stored(self) -> None:
        """Everything said has been fetched: what the platform still holds is no row of ours, and not lost."""
        until(lambda: len(self.rows(Inbox)) == sum(map(len, self.said.values())))

    def all_on_record(self) -> None:
        """Everything said has had its effect, once and in its order."""
        self.all_stored()
        until(lambda: {row.state for row in self.rows(Inbox)} == {"done"})
        assert self.recorded() == self.said

    def recorded(self) -> dict[int, list[int]]:
        """What the record has of each person's reports, in its order."""
        with self.store.read() as session:
            query = (
                select(Inbox.chat_key, Update.after)
                .join(Update, col(Update.inbox_id) == col(Inbox.id))
                .order_by(col(Update.id))
            )
            found: dict[int, list[int]] = {person: [] for person in self.about}
            for chat, after in session.exec(query):
                found[int(chat)].append(after["percent"])
            return found


def until(wanted: Callable[[], object], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not wanted():
        assert time.monotonic() < end, "never true"
        time.sleep(0.05)


@pytest.fixture
def office(postgres: Postgres, tmp_path: pathlib.Path) -> Iterator[Office]:
    url, sandbox = postgres.database(), Sandbox()
    with serve_in_thread(sandbox) as api:
        office = Office(tmp_path, url, sandbox, api)
        try:
            yield office
        finally:
            office.close()
            postgres.drop(url)


def test_three_processes_one_killed_the_database_cut_and_back_and_every_effect_once(
    office: Office, postgres: Postgres
) -> None:
    until(lambda: office.alive() == 3)
    office.everybody_reports()
    office.everybody_reports_by_webhook()
    until(lambda: any(row.state == "sent" for row in office.rows(Outbox)))

    office.everybody_reports()
    killed = office.sender()
    os.kill(killed, signal.SIGKILL)  # while updates flow and answers are on their way
    office.processes.remove(killed)
    office.everybody_reports_by_webhook()
    office.everybody_reports()
    office.all_on_record()
    assert office.sender() in office.processes

    postgres.cut(office.store.url)
    office.everybody_reports()
    time.sleep(1.5)  # both notice
    postgres.restore(office.store.url)
    office.everybody_reports_by_webhook()
    office.everybody_reports()
    office.all_on_record()
    until(lambda: {row.state for row in office.rows(Outbox)} == {"sent"})

    assert {row.state for row in office.rows(Inbox)} == {"done"}
    assert len({row.claimed_by for row in office.rows(Inbox)}) >= 2  # not one of them did all the work
    sent = sorted(office.rows(Outbox), key=lambda row: int(row.provider_message_id))
    senders = [key for key, _ in itertools.groupby(row.claimed_by for row in sent)]
    assert len(senders) <= 4, "two sent in turns"
    heard = Counter((person, m.text) for person in office.about for m in office.sandbox.messages_to(person))
    doubled = sum(times - 1 for times in heard.values())
    # What the killed one had in the air, and what the one that was cut off did not come back for in time: counted both.
    assert doubled <= sum(row.ambiguous for row in sent) <= 2 * AIR
    with office.store.read() as session:
        assert verify(session).broken_at is None
        found = examine(
            session, EvidenceStore(str(office.home / "evidence")), BEFORE_OFFICE_HOURS + dt.timedelta(hours=1)
        )
        assert [one.text for one in found if one.level == "error" and one.check != "clock"] == []
