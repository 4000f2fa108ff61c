"""A real `dondoc run`, killed with SIGKILL again and again while people write to it, and the account afterwards.

The sandbox lives in this process and outlives the bot, as Telegram does. What people said and what they got is on its
side, what became of it on the store's side; the account compares the two, message by message.
"""

import contextlib
import datetime as dt
import io
import pathlib
import random
import sys
import tempfile
import time

import sqlalchemy as sa
from crash_account import WINDOWS, Account, in_the_air, settle_up
from lives import Lives
from PIL import Image
from sqlmodel import Session, col, select

from bot.app import open_store
from bot.sandbox import Sandbox, serve_in_thread
from bot.sandbox.world import faults
from bot.settings import Settings, load_settings
from catalog.audit import SYSTEM
from catalog.clock import PROVINCE_ZONE, SetClock
from catalog.messaging.channel_heartbeat import KEPT_BY_PLATFORM
from catalog.organisations.founding import found_bundled
from catalog.people.people import contact_for, grant
from catalog.plans.bundle import load_bundled
from catalog.plans.keeping.store import import_plan
from catalog.store.store import Store
from catalog.tables import Assignment, Inbox, Membership, Outbox, Slot
from catalog.upkeep.doctor import examine
from catalog.work.evidence import EvidenceStore

START = dt.datetime(2026, 3, 16, 8, 30, tzinfo=PROVINCE_ZONE)
"""A Monday inside office hours, with deadlines of the bundled plans ahead and behind."""

ROUNDS_A_DAY = 12

SLOW = 0.5
"""In so many of the lives the platform takes its time to answer, so that more kills fall between taken and told,"""

SLOWEST = 0.2
"""up to so many seconds: as a network far away does."""


class Office:
    """One deployment being killed: the sandbox, the store's address, people and what they may write about."""

    def __init__(self, home: pathlib.Path, seed: int, people: int, lives: Lives) -> None:
        self.random = random.Random(seed)
        self.home = home
        self.people = people
        self.clock = SetClock(START)
        self.sandbox = Sandbox(clock=self.clock)
        self.about: dict[int, list[int]] = {}
        self.account = Account()
        self.lives = lives

    def close(self) -> None:
        """Nothing of it lives on."""
        self.lives.end_if_alive()
        self.store.close()

    def prepare(self, url: str) -> None:
        """A store with one plan and focal points who are in already."""
        self.url = url
        self.settings: Settings = load_settings({"home": self.home, "telegram_token": self.sandbox.token})
        self.store = open_store(self.settings)
        self.store.write(self._fill)
        with self.store.read() as session:
            self.members = len(session.exec(select(Membership.id)).all())

    def _fill(self, session: Session) -> None:
        now = self.clock()
        found_bundled(session, SYSTEM, now)
        import_plan(session, load_bundled()[3], SYSTEM, now, source_name="bundled")
        single = select(Slot.assignment_id).group_by(col(Slot.assignment_id)).having(sa.func.count() == 1)
        rows = session.exec(
            select(Assignment.agency_id, Assignment.task_id)
            .where(
                Assignment.role == "lead", col(Assignment.overdue_at_import).is_(False), col(Assignment.id).in_(single)
            )
            .order_by(col(Assignment.agency_id), col(Assignment.id))
        ).all()
        tasks: dict[int, list[int]] = {}
        for agency, task in rows:
            tasks.setdefault(agency, []).append(task)
        for number, (agency, codes) in enumerate(list(tasks.items())[: self.people]):
            person = self.sandbox.create_person(f"Đầu mối {number}", started=True)
            contact = contact_for(session, "telegram", str(person), f"Đầu mối {number}", now)
            grant(session, contact.person_id or 0, "focal", agency, SYSTEM, now)
            self.about[person] = codes

    # --- the bot's process ---

    def start(self) -> None:
        """`dondoc run`, at the moment the office's clock shows."""
        self.lives.begin(
            self.home,
            {
                "DONDOC_NOW": self.clock().isoformat(), "DONDOC_TELEGRAM_TOKEN": self.sandbox.token,
                "DONDOC_TELEGRAM_API": self.url, "DONDOC_LOG_LEVEL": "INFO",
                "DONDOC_DATABASE_URL": self.settings.store_url,
            },
        )  # fmt: skip

    def kill(self) -> None:
        """SIGKILL, and a note of what was in the air."""
        self.lives.kill()
        with self.store.read() as session:
            self.account.in_the_air.append(in_the_air(session))

    def round(self, number: int) -> None:
        """One life of the bot: it starts, people write, it is killed somewhere."""
        moment = START + dt.timedelta(days=_working_days(number // ROUNDS_A_DAY), minutes=2 * (number % ROUNDS_A_DAY))
        overnight = moment - self.clock() > KEPT_BY_PLATFORM / 2
        if overnight and self.sandbox.world.updates.waiting(1):  # tomorrow it would be the platform's loss, not ours
            self.finish(60)
        self.clock.set(moment)
        window = self.random.choice(WINDOWS)
        self.account.kills[window] += 1
        for _ in range(self.random.randint(1, 3)):
            self.somebody_writes()
        self.sandbox.faults.clear()
        if self.random.random() < SLOW:
            seconds = self.random.uniform(0, SLOWEST)
            self.sandbox.faults.add(faults.slow_answer(seconds, method="sendMessage", times=None))
        self.start()
        if window == "starting":
            time.sleep(self.random.uniform(0, 1.0))
        else:
            self._until(window)
        self.kill()

    def _until(self, window: str) -> None:
        if not self._sees("getUpdates", 1, seconds=90):
            raise RuntimeError(f"the bot does not start: {self.lives.log[-2000:]}")
        for _ in range(self.random.randint(1, 3)):
            self.somebody_writes()
        if window in ("sending", "sent"):
            self._sees("sendMessage", self.random.randint(1, 3), seconds=3)
            time.sleep(0 if window == "sending" else self.random.uniform(0, SLOWEST))
        elif window == "fetched":
            self._sees("getUpdates", 1, seconds=3)
            time.sleep(self.random.uniform(0, 0.08))
        else:
            time.sleep(self.random.uniform(0, 1.5))

    def _sees(self, method: str, more: int, seconds: float) -> bool:
        """Whether so many more calls of a method come in that time."""

        before = len(self.sandbox.calls)

        def count() -> int:
            with self.sandbox.world.lock:
                return sum(call.method == method for call in self.sandbox.world.calls[before:])

        wanted = more
        with contextlib.suppress(TimeoutError):
            self.sandbox.block_until(lambda: count() >= wanted or None, seconds)
        return count() >= wanted

    def somebody_writes(self) -> None:
        """A progress report, sometimes with a file, sometimes delivered twice by the platform."""
        person = self.random.choice(list(self.about))
        words = f"#{self.random.choice(self.about[person])} duoc {self.random.randint(1, 99)}%"
        self.account.said += 1
        if self.random.random() < 0.2:
            self.sandbox.send_file(person, _picture(self.random.randbytes(400)), "anh.png", "image/png", words)
        else:
            self.sandbox.say(person, words)
        if self.random.random() < 0.1:
            self.sandbox.redeliver()

    def finish(self, seconds: float) -> None:
        """Left alone until all is done; what a life decided while it was being ended is left to one more."""
        self.clock.set(self.clock() + dt.timedelta(minutes=5))
        self.sandbox.faults.clear()
        end = time.monotonic() + seconds
        waits = True
        while waits and time.monotonic() < end:
            self.start()
            self._sees("getUpdates", 1, seconds=90)
            while time.monotonic() < end and (self.sandbox.world.updates.waiting() or _something_waits(self.store)):
                time.sleep(0.3)
            self.lives.end()
            waits = _something_waits(self.store)

    def settle_up(self, session: Session) -> None:
        """The account of all lives: messages, record, roles, and what the doctor says."""
        settle_up(session, self.account, self.sandbox, self.about)
        self.account.let_in = len(session.exec(select(Membership.id)).all()) - self.members
        evidence = EvidenceStore(self.settings.evidence_place)
        wrong = [one for one in examine(session, evidence, self.clock()) if one.level == "error"]
        self.account.why += [f"doctor: {one.text}" for one in wrong]


def rehearse_kills(
    home: pathlib.Path, kills: int, seed: int, lives: Lives, *, people: int = 24, patience: float = 240
) -> Account:
    """So many lives and deaths, then the account. Repeats what people do for a seed; when a kill strikes is real time."""
    office = Office(home, seed, people, lives)
    with serve_in_thread(office.sandbox) as url, contextlib.closing(office):
        office.prepare(url)
        for number in range(kills):
            office.round(number)
        office.finish(patience)
        with office.store.read() as session:
            office.settle_up(session)
    return office.account


def _something_waits(store: Store) -> bool:
    with store.read() as session:
        new = session.exec(select(Inbox.id).where(Inbox.state == "new").limit(1)).first()
        out = session.exec(select(Outbox.id).where(col(Outbox.state).in_(("queued", "sending"))).limit(1)).first()
    return new is not None or out is not None


def _picture(pixels: bytes) -> bytes:
    """A real one, 20 by 20: of bytes by chance behind the signature some are no picture, and refused with a sentence."""
    made = io.BytesIO()
    Image.frombytes("L", (20, 20), pixels).save(made, "png")
    return made.getvalue()


def _working_days(number: int) -> int:
    """Days from the first Monday to the `number`-th working day of an ordinary calendar."""
    return number // 5 * 7 + number % 5


def main() -> None:
    """`python tests/crash/kills.py [KILLS] [SEED]`: print the account; exit 1 when it is not good."""
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else random.SystemRandom().randrange(1_000_000)
    print(f"{kills} kills, seed {seed} (the same again: python tests/crash/kills.py {kills} {seed})", flush=True)
    with tempfile.TemporaryDirectory(prefix="dondoc-crash-") as home, contextlib.closing(Lives()) as lives:
        begun = time.monotonic()
        account = rehearse_kills(pathlib.Path(home), kills, seed, lives)
        print(account.table())
        print(f"{'seconds':28}{time.monotonic() - begun:8.0f}")
    sys.exit(0 if account.good else 1)


if __name__ == "__main__":
    main()
