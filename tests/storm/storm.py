"""The worst week: a platform, a log, a disk and a clock that go wrong one after the other, and an account of each.

`make storm` runs every case; `--short` those that take a few seconds (also in the suite). Per case: what was tried, what
was lost (0 wanted), what was doubled (no more than may be in the air), and how long after the end of the cause people
were answered again (30 s wanted). The sandbox is the platform, as always; where a process matters it is `dondoc run`.
"""

import asyncio
import contextlib
import datetime as dt
import os
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass

import sqlalchemy as sa
import structlog
from machine_lost import lose
from sqlmodel import Session, col, select

from bot.channels.patience import Patience
from bot.rehearsal import Rehearsal, rehearse
from bot.sandbox import Sandbox, serve_in_thread
from bot.sandbox.world import faults
from bot.settings import load_settings
from bot.store_opening import open_store
from catalog.audit import verify
from catalog.clock import PROVINCE_ZONE
from catalog.messaging.inbox_and_outbox import NUDGE, Message, queue
from catalog.people.people import contact_for
from catalog.store.store import Store
from catalog.tables import Outbox
from catalog.upkeep.verify_audit import verify_record
from scheduler.delivery.clock_back import note_jump
from scheduler.delivery.send_window import AIR

MORNING = dt.datetime(2026, 3, 16, 8, 30, tzinfo=PROVINCE_ZONE)
AGAIN = 30.0
"""Seconds after the end of a cause within which people are answered again."""

PATIENT = Patience()
ROOT = pathlib.Path(__file__).parents[2]


@dataclass(frozen=True)
class Outcome:
    """What one case came to; `again` is the seconds until an answer after the cause ended."""

    case: str
    tried: int
    lost: int
    doubled: int
    again: float
    note: str = ""

    @property
    def whole(self) -> bool:
        """Nothing lost, and no more doubled than may be."""
        return not self.lost and self.doubled <= AIR

    @property
    def good(self) -> bool:
        """As promised, in time too."""
        return self.whole and self.again <= AGAIN

    def line(self) -> str:
        """As people read it."""
        verdict = "" if self.good else "  !"
        return f"{self.case:42}{self.tried:7}{self.lost:7}{self.doubled:9}{self.again:9.1f}  {self.note}{verdict}"


HEAD = f"{'case':42}{'tried':>7}{'lost':>7}{'doubled':>9}{'again s':>9}"


# --- in one process: the platform and the clock ---


def put(session: Session, people: list[int], now: dt.datetime) -> None:
    """One message to each."""
    for person in people:
        queue(
            session,
            contact_for(session, "telegram", str(person), "", now),
            Message(f"tin của {person}"),
            now,
            priority=NUDGE,
        )


def account(sandbox: Sandbox, people: list[int]) -> tuple[int, int]:
    """(lost, doubled) of the messages to these people."""
    seen = Counter(person for person in people for message in sandbox.messages_to(person) if "tin của" in message.text)
    return sum(not seen[person] for person in people), sum(max(seen[person] - 1, 0) for person in people)


async def told(stage: Rehearsal, person: int) -> float:
    """Seconds until this person is answered."""
    begun = time.monotonic()
    await stage.answer(stage.sandbox.say(person, "/trogiup"), seconds=120)
    return time.monotonic() - begun


async def all_out(stage: Rehearsal, seconds: float = 90) -> None:
    """Until nothing waits in the outbox."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with stage.app.store.read() as session:
            if not session.exec(select(Outbox.id).where(col(Outbox.state).in_(("queued", "sending"))).limit(1)).first():
                return
        await asyncio.sleep(0.1)


async def outage(
    home: pathlib.Path, case: str, fault: faults.Fault, seconds: float, hours: float = 0.0, count: int = 100
) -> Outcome:
    """So many messages are to go while the platform does this for so long; the clock moves on by so many hours."""
    async with rehearse(home, MORNING, patience=PATIENT) as stage:
        people = [stage.sandbox.create_person(f"Người {n}", started=True) for n in range(count)]
        asker = stage.sandbox.create_person("Người hỏi", started=True)
        await stage.quiet()
        stage.sandbox.faults.add(fault)
        now = stage.clock()
        stage.app.store.write(lambda s: put(s, people, now))
        stage.app.delivery.wake()
        for _ in range(10):
            await asyncio.sleep(seconds / 10)
            if hours:
                stage.clock.set(stage.clock() + dt.timedelta(hours=hours / 10))
        stage.sandbox.faults.clear()
        again = await told(stage, asker)
        await all_out(stage)
        lost, doubled = account(stage.sandbox, people)
        return Outcome(case, count, lost, doubled, again)


async def clock_ahead(home: pathlib.Path) -> Outcome:
    """A day ahead while sends fail, then set right."""
    async with rehearse(home, MORNING, patience=PATIENT) as stage:
        people = [stage.sandbox.create_person(f"Người {n}", started=True) for n in range(30)]
        await stage.quiet()
        stage.clock.set(MORNING + dt.timedelta(days=1))
        stage.sandbox.faults.add(faults.bad_gateway(method="sendMessage", times=None))
        ahead = stage.clock()
        stage.app.store.write(lambda s: put(s, people, ahead))
        stage.sandbox.say(people[0], "/trogiup")
        await asyncio.sleep(4)
        stage.clock.set(MORNING + dt.timedelta(minutes=5))
        now = stage.clock()
        stage.app.store.write(lambda s: note_jump(s, now, dt.timedelta(days=-1)))  # as the supervisor does
        stage.sandbox.faults.clear()
        again = await told(stage, people[0])
        await all_out(stage)
        return Outcome("clock a day ahead and back", 30, *account(stage.sandbox, people), again)


async def full_disk(home: pathlib.Path) -> Outcome:
    """The store's disk is full: nothing that people said is acknowledged, and all of it is answered afterwards."""
    async with rehearse(home, MORNING, patience=PATIENT) as stage:
        people = [stage.sandbox.create_person(f"Người {n}", started=True) for n in range(10)]
        await stage.quiet()
        engine = stage.app.store.engine
        with stage.app.store.read() as session:
            pages = int(session.execute(sa.text("PRAGMA page_count")).scalar_one())
        limit = [pages]

        def trouble(connection: sa.Connection) -> None:
            connection.exec_driver_sql(f"PRAGMA max_page_count={limit[0]}")

        sa.event.listen(engine, "begin", trouble)  # the writer keeps its connection
        asked = [stage.sandbox.say(person, "/trogiup " + "x" * 3000) for person in people]
        await asyncio.sleep(6)
        limit[0] = 1073741823
        begun = time.monotonic()
        for message in asked:
            await stage.answer(message, seconds=120)
        again = time.monotonic() - begun
        sa.event.remove(engine, "begin", trouble)
        answers = [len(stage.sandbox.messages_to(person)) for person in people]
        return Outcome("full data disk", 10, sum(not n for n in answers), 0, again)


# --- a process of its own: the log, the store's file, kills ---


class Bot:
    """`dondoc run` on a home of its own, with the sandbox in this process."""

    def __init__(self, home: pathlib.Path, sandbox: Sandbox, url: str) -> None:
        self.home, self.sandbox = home, sandbox
        self.environment = os.environ | {
            "DONDOC_HOME": str(home), "DONDOC_TELEGRAM_TOKEN": sandbox.token, "DONDOC_TELEGRAM_API": url,
            "PYTHONPATH": str(ROOT),
        }  # fmt: skip
        self.settings = load_settings({"home": home, "telegram_token": sandbox.token})
        open_store(self.settings).close()
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, stderr: int | None = subprocess.DEVNULL, shell: str = "") -> None:
        """Begin, and wait until it fetches."""
        asked = self.fetched()
        command = [sys.executable, "-c", "from bot.cli import main; main()", "run"]
        if shell:
            command = ["sh", "-c", f'exec "$@" {shell}', "sh", *command]
        self.process = subprocess.Popen(
            command,
            env=self.environment,
            cwd=self.home,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=stderr,
        )
        self.until(lambda: self.fetched() > asked, 60)

    def fetched(self) -> int:
        """How often it has called: a question for updates shows only once it is answered."""
        return len(self.sandbox.calls)

    def end(self, by: signal.Signals = signal.SIGTERM) -> int:
        """End it; its exit code."""
        assert self.process is not None
        if self.process.poll() is None:
            self.process.send_signal(by)
        return self.process.wait(60)

    def until(self, true: Callable[[], object], seconds: float) -> float:
        """How long it took; RuntimeError where it never was."""
        begun = time.monotonic()
        while not true():
            if time.monotonic() - begun > seconds:
                raise RuntimeError("never true")
            time.sleep(0.05)
        return time.monotonic() - begun

    def answers(self, person: int, seconds: float = 60) -> float:
        """Seconds until this person is answered."""
        before = len(self.sandbox.messages_to(person))
        self.sandbox.say(person, "/trogiup")
        return self.until(lambda: len(self.sandbox.messages_to(person)) > before, seconds)

    def store(self) -> contextlib.closing[Store]:
        """To look at, or to put something in."""
        return contextlib.closing(Store(self.settings.store_url))


@contextlib.contextmanager
def bot_at(home: pathlib.Path) -> Iterator[Bot]:
    """Nothing of it lives on."""
    sandbox = Sandbox()
    with serve_in_thread(sandbox) as url:
        bot = Bot(home, sandbox, url)
        try:
            yield bot
        finally:
            if bot.process is not None:
                bot.end(signal.SIGKILL)


def log_trouble(home: pathlib.Path, case: str) -> Outcome:
    """What happens to the log must not be heard by anybody."""
    with bot_at(home) as bot:
        person = bot.sandbox.create_person("Lan", started=True)
        reads, writes = os.pipe()
        full = os.open("/dev/full", os.O_WRONLY)
        bot.environment["DONDOC_LOG_LEVEL"] = "DEBUG"
        match case:
            case "full log disk":
                bot.start(full)
            case "log pipe nobody reads":
                bot.start(writes)
            case "log reader gone":
                bot.start(writes)
                os.close(writes)
                os.close(reads)
            case _:
                bot.start(None, shell="2>&- >&-")
        waits = [bot.answers(person) for _ in range(12)]
        code = bot.end()
        return Outcome(case, 12, int(code != 0), 0, max(waits), f"exit {code}")


def log_deleted(home: pathlib.Path, count: int = 12) -> Outcome:
    """-wal deleted while people write and are answered: 75 within seconds, and nobody waits for an answer for ever."""
    with bot_at(home) as bot:
        people = [bot.sandbox.create_person(f"Người {n}", started=True) for n in range(count)]
        bot.start()
        bot.answers(people[0])
        for number, person in enumerate(people[1:]):
            if number == count // 2:
                pathlib.Path(f"{home}/dondoc.sqlite3-wal").unlink()
                begun = time.monotonic()
            bot.sandbox.say(person, "/trogiup")
            time.sleep(0.02)
        assert bot.process is not None
        code = bot.process.wait(60)
        took = time.monotonic() - begun
        bot.start()
        begun = time.monotonic()

        def unanswered() -> int:
            return sum(not bot.sandbox.messages_to(person) for person in people)

        def unsent() -> int:
            with bot.store() as store, store.read() as session:
                return count - len(session.exec(select(Outbox.id).where(Outbox.state == "sent")).all())

        with contextlib.suppress(RuntimeError):
            bot.until(lambda: not unanswered() and not unsent(), 60)
        again = time.monotonic() - begun
        doubled = sum(max(len(bot.sandbox.messages_to(person)) - 1, 0) for person in people)
        with bot.store() as store, store.read() as session:
            whole = verify(session).broken_at is None and verify_record(session) == []
        lost = unanswered() + max(unsent(), 0) + int(not whole) + int(code != 75)
        return Outcome("-wal deleted", count, lost, doubled, took + again, f"exit {code} after {took:.1f} s")


def two_processes(home: pathlib.Path) -> Outcome:
    """The second one says so and ends with 2; the first one goes on."""
    with bot_at(home) as bot:
        person = bot.sandbox.create_person("Lan", started=True)
        bot.start()
        second = subprocess.run(
            [sys.executable, "-c", "from bot.cli import main; main()", "run"], env=bot.environment, cwd=home,
            stdin=subprocess.DEVNULL, capture_output=True, timeout=120, check=False,
        )  # fmt: skip
        again = bot.answers(person)
        return Outcome("two processes", 1, int(second.returncode != 2), 0, again, f"second: exit {second.returncode}")


def kills(home: pathlib.Path, count: int, messages: int) -> Outcome:
    """Killed while 300 messages go out at 100 ms an answer. Doubled is what was in the air at the worst kill, since all
    of that may be; more doubled in the end than was in the air counts as lost.
    """
    chance, air = random.Random(7), list[int]()
    with bot_at(home) as bot:
        people = [bot.sandbox.create_person(f"Người {n}", started=True) for n in range(messages)]
        bot.sandbox.faults.add(faults.slow_answer(0.1, method="sendMessage", times=None))
        bot.environment["DONDOC_NOW"] = MORNING.isoformat()
        with bot.store() as store:
            store.write(lambda s: put(s, people, MORNING))
        for _ in range(count):
            bot.start()
            sent = account(bot.sandbox, people)[0]
            with contextlib.suppress(RuntimeError):
                bot.until(lambda sent=sent: account(bot.sandbox, people)[0] <= sent - 8, 20)  # type: ignore[misc]
            time.sleep(chance.uniform(0, 0.2))
            bot.end(signal.SIGKILL)
            with bot.store() as store, store.read() as session:
                air.append(len(session.exec(select(Outbox.id).where(Outbox.state == "sending")).all()))
        bot.start()

        def done() -> bool:
            with bot.store() as store, store.read() as session:
                return not session.exec(select(Outbox.id).where(Outbox.state != "sent").limit(1)).first()

        bot.until(done, 120)
        lost, doubled = account(bot.sandbox, people)
        note = f"{count} kills, {doubled} doubled of {sum(air)} in the air, {max(air)} at the worst kill"
        beyond = max(doubled - sum(air), 0)
        return Outcome("killed at 100 ms an answer", messages, lost + beyond, max(air), 0.0, note)


def machine_lost(home: pathlib.Path, times: int) -> Outcome:
    """Of so many mornings; lost is what is missing beyond a quarter of an hour, or anything that is not whole."""
    found = []
    for seed in range(times):
        place = home / str(seed)
        place.mkdir()
        found.append(lose(place, seed))
    wrong = [why for one in found for why in one.wrong]
    worst = max(one.minutes for one in found)
    note = (
        f"{times} mornings, {sum(one.gone for one in found)} of the last minutes to send again, {worst:.0f} min at most"
    )
    return Outcome("machine lost, only the copy left", sum(one.said for one in found), len(wrong), 0, 0.0, note)


def cases(home: pathlib.Path, short: bool) -> Iterator[Outcome]:
    """One after the other, each in a home of its own."""
    every: dict[str, Callable[[pathlib.Path], Outcome | Awaitable[Outcome]]] = {
        "resets": lambda h: outage(
            h, "resets", faults.connection_cut(times=None), 3 if short else 10, count=30 if short else 100
        ),
        "wal": log_deleted,
        "full log": lambda h: log_trouble(h, "full log disk"),
        "5xx": lambda h: outage(
            h,
            "5xx for an hour",
            faults.bad_gateway(times=None),
            3 if short else 12,
            hours=1,
            count=30 if short else 100,
        ),
        "clock": clock_ahead,
    }
    if not short:
        every |= {
            "lost": lambda h: outage(h, "answers lost for 10 s", faults.answer_lost(times=None), 10),
            "torn": lambda h: outage(h, "half-written answers for 10 s", faults.torn_answer(times=None), 10),
            "pipe": lambda h: log_trouble(h, "log pipe nobody reads"),
            "gone": lambda h: log_trouble(h, "log reader gone"),
            "closed": lambda h: log_trouble(h, "closed stderr and stdout"),
            "disk": full_disk,
            "two": two_processes,
            "machine": lambda h: machine_lost(h, 8),
            "kills": lambda h: kills(h, 10, 300),
        }
    for name, case in every.items():
        place = home / name.replace(" ", "_")
        place.mkdir()
        found = case(place)
        yield found if isinstance(found, Outcome) else asyncio.run(found)  # type: ignore[arg-type]


def main() -> None:
    """`python tests/storm/storm.py [--short]`: print the account; exit 1 when a promise is not kept."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    print(HEAD, flush=True)
    good = True
    with tempfile.TemporaryDirectory(prefix="dondoc-storm-") as home:
        for outcome in cases(pathlib.Path(home), "--short" in sys.argv):
            print(outcome.line(), flush=True)
            good = good and outcome.good
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
