"""The real process, killed with SIGKILL where it hurts: no effect is lost or doubled, no answer is lost.

The sandbox goes on living beside it, as Telegram does. Kills at random moments are in tests/crash.
"""

import contextlib
import datetime as dt
import os
import pathlib
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import pytest
from sqlmodel import col, select

from bot.app import open_store
from bot.sandbox import Sandbox, faults, serve_in_thread
from bot.settings import load_settings
from catalog.agencies.stored import agency_id
from catalog.audit import SYSTEM, verify
from catalog.clock import PROVINCE_ZONE
from catalog.invitations import invite
from catalog.plans.bundle import load_bundled
from catalog.plans.store import import_plan
from catalog.sole import Sole
from catalog.store import Store
from catalog.tables import Assignment, Evidence, Inbox, Membership, Outbox, Update
from templates.documents.sample import sample_letter

pytestmark = pytest.mark.loopback
MORNING = dt.datetime(2026, 3, 16, 5, 0, tzinfo=PROVINCE_ZONE)  # before office hours: no reminders between


class Deployment:
    """`dondoc run` as an operator runs it, on a store this test can look into."""

    def __init__(self, home: pathlib.Path, sandbox: Sandbox, url: str) -> None:
        self.sandbox = sandbox
        self.home = home
        self.starts = 0
        self._url = url
        self._process: subprocess.Popen[bytes] | None = None
        self.store: Store = open_store(load_settings({"home": home}))

    def start(self) -> None:
        """Start the bot and wait until it asks for updates. Each start is ten minutes later."""
        polls = self.sandbox.world.updates.poll
        now = MORNING + dt.timedelta(minutes=10 * self.starts)
        self.starts += 1
        environment = os.environ | {
            "DONDOC_HOME": str(self.home),
            "DONDOC_DATABASE_URL": self.store.url,
            "DONDOC_TELEGRAM_TOKEN": self.sandbox.token,
            "DONDOC_TELEGRAM_API": self._url,
            "DONDOC_NOW": now.isoformat(),
            "PYTHONPATH": os.getcwd(),
        }
        command = [sys.executable, "-c", "from bot.cli import main; main()", "run"]
        log = (self.home / f"run-{self.starts}.log").open("wb")
        self._process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        log.close()
        self.sandbox.block_until(lambda: self.sandbox.world.updates.poll > polls, 30)

    def kill(self) -> None:
        """kill -9: nothing of the process gets to say another word."""
        assert self._process is not None
        assert self._process.poll() is None, "the bot ended by itself"
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()
        self._process = None

    def stop(self) -> int:
        """End it in order; the exit code."""
        assert self._process is not None
        self._process.terminate()
        code = self._process.wait(timeout=30)
        self._process = None
        return code

    def close(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self.store.close()

    def rows(self, table: type) -> list:
        with self.store.read() as session:
            return list(session.exec(select(table).order_by(col(table.id))))

    def said(self) -> list[str]:
        """The kinds of what people's messages put on record."""
        return [row.kind for row in self.rows(Update) if row.inbox_id is not None]

    def until(self, wanted: Callable[[], object], seconds: float = 20) -> None:
        end = time.monotonic() + seconds
        while not wanted():
            assert time.monotonic() < end, "never true"
            time.sleep(0.02)

    def quiet(self) -> None:
        """Everything said is fetched, handled and answered."""
        self.until(lambda: not self.sandbox.world.updates.waiting())
        self.until(lambda: {row.state for row in self.rows(Inbox)} == {"done"})
        self.until(lambda: {row.state for row in self.rows(Outbox)} == {"sent"})

    def seen(self, person: int) -> list[str]:
        return [message.text for message in self.sandbox.messages_to(person)]


@pytest.fixture
def bot(tmp_path: pathlib.Path) -> Iterator[Deployment]:
    sandbox = Sandbox()
    home = tmp_path / "home"
    home.mkdir()
    with serve_in_thread(sandbox) as url, contextlib.closing(Deployment(home, sandbox, url)) as deployment:
        yield deployment


def test_killed_three_times_where_it_hurts(bot: Deployment) -> None:
    sandbox, store = bot.sandbox, bot.store
    store.write(lambda s: import_plan(s, load_bundled()[3], SYSTEM, MORNING, source_name="bundled"))
    agency = store.write(lambda s: agency_id(s, "Sở Công Thương"))
    code = store.write(lambda s: invite(s, "focal", agency, SYSTEM, MORNING))
    task = next(row.task_id for row in bot.rows(Assignment) if row.agency_id == agency and row.role == "lead")
    lan = sandbox.create_person("Nguyễn Thị Lan")

    bot.start()
    sandbox.say(lan, f"/start {code}")
    bot.until(lambda: bot.seen(lan))
    bot.quiet()
    greeted = len(bot.seen(lan))

    # Killed between storing and handling: the file is still on its way.
    sandbox.faults.add(faults.slow_answer(2.0, method="getFile"))
    sandbox.send_file(lan, sample_letter("Báo cáo"), "bao-cao.docx", caption=f"#{task} xong")
    bot.until(lambda: [row.state for row in bot.rows(Inbox)] == ["done", "new"])
    sandbox.block_until(lambda: sandbox.faults.hits)
    bot.kill()
    assert len(bot.seen(lan)) == greeted
    assert bot.rows(Evidence) == bot.said() == []

    bot.start()
    bot.until(lambda: len(bot.seen(lan)) > greeted)
    bot.quiet()
    assert [row.name for row in bot.rows(Evidence)] == ["bao-cao.docx"]
    assert [kind for kind in bot.said() if kind == "report"] == ["report"]
    assert len(bot.rows(Membership)) == 1
    answered = len(bot.seen(lan))
    assert len(set(bot.seen(lan))) == answered
    assert sum(row.ambiguous for row in bot.rows(Outbox)) == 0

    # Killed between handling and answering: the effects are there, the answer is not.
    sandbox.faults.add(faults.server_error(method="sendMessage", times=None))
    sandbox.say(lan, f"#{task} vướng kinh phí")
    bot.until(lambda: any(row.state == "queued" and row.attempts == 1 for row in bot.rows(Outbox)))
    updates = bot.said()
    bot.kill()
    sandbox.faults.clear()
    assert len(bot.seen(lan)) == answered

    bot.start()
    bot.until(lambda: len(bot.seen(lan)) > answered)
    bot.quiet()
    assert bot.said() == updates
    answered = len(bot.seen(lan))
    assert len(set(bot.seen(lan))) == answered
    assert sum(row.ambiguous for row in bot.rows(Outbox)) == 0

    # Killed after the answer was taken and before anybody could write that down: the one honest gap.
    sandbox.faults.add(faults.slow_answer(2.0, method="sendMessage"))
    sandbox.say(lan, "/toi")
    bot.until(lambda: len(bot.seen(lan)) > answered)
    assert [row.state for row in bot.rows(Outbox)][-1] == "sending"
    bot.kill()

    bot.start()
    bot.until(lambda: len(bot.seen(lan)) == answered + 2)
    bot.quiet()
    once, twice = bot.seen(lan)[answered:]
    assert once == twice
    assert [row.ambiguous for row in bot.rows(Outbox)][-1] == 1
    assert sum(row.ambiguous for row in bot.rows(Outbox)) == 1

    assert bot.stop() == 0
    with store.read() as session:
        assert verify(session).broken_at is None


def test_a_second_process_on_the_same_store_sends_nothing_while_the_first_one_lives(bot: Deployment) -> None:
    mine = Sole(bot.store, "sender")
    assert mine.hold()
    lan = bot.sandbox.create_person("Lan")
    bot.start()
    bot.sandbox.say(lan, "/trogiup")
    bot.until(lambda: [row.state for row in bot.rows(Outbox)] == ["queued"])
    time.sleep(1.2)  # longer than it takes to look at the outbox again
    assert bot.seen(lan) == []
    mine.release()
    bot.until(lambda: bot.seen(lan))
    bot.quiet()
