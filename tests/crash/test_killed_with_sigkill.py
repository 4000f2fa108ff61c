"""The real process, killed with SIGKILL where it hurts: no effect is lost or doubled, no answer is lost.

The sandbox goes on living beside it, as Telegram does. Kills at random moments are in `test_killed_at_random.py`.
"""

import contextlib
import datetime as dt
import pathlib
import time
from collections.abc import Callable, Iterator

import pytest
from lives import Lives
from sqlmodel import col, select

from bot.app import open_store
from bot.sandbox import Sandbox, serve_in_thread
from bot.sandbox.world import faults
from bot.settings import load_settings
from catalog.agencies.stored import agency_id
from catalog.audit import SYSTEM, verify
from catalog.clock import PROVINCE_ZONE
from catalog.people.invitations import invite
from catalog.plans.bundle import load_bundled
from catalog.plans.keeping.store import import_plan
from catalog.store.store import Store
from catalog.tables import Assignment, Evidence, Inbox, Membership, Outbox, Update
from templates.documents.sample import sample_letter

pytestmark = [pytest.mark.loopback, pytest.mark.long]
MORNING = dt.datetime(2026, 3, 16, 5, 0, tzinfo=PROVINCE_ZONE)  # before office hours: no reminders between


class Deployment:
    """`dondoc run` as an operator runs it, on a store this test can look into."""

    def __init__(self, home: pathlib.Path, sandbox: Sandbox, url: str, lives: Lives) -> None:
        self.sandbox = sandbox
        self.home = home
        self.lives = lives
        self.starts = 0
        self._url = url
        self.store: Store = open_store(load_settings({"home": home}))

    def start(self) -> None:
        """Start the bot and wait until it asks for updates. Each start is ten minutes later."""
        polls = self.sandbox.world.updates.poll
        now = MORNING + dt.timedelta(minutes=10 * self.starts)
        self.starts += 1
        self.lives.begin(
            self.home,
            {
                "DONDOC_DATABASE_URL": self.store.url, "DONDOC_TELEGRAM_TOKEN": self.sandbox.token,
                "DONDOC_TELEGRAM_API": self._url, "DONDOC_NOW": now.isoformat(),
            },
        )  # fmt: skip
        self.sandbox.block_until(lambda: self.sandbox.world.updates.poll > polls)

    def close(self) -> None:
        self.lives.end_if_alive()
        self.store.close()

    def rows(self, table: type) -> list:
        with self.store.read() as session:
            return list(session.exec(select(table).order_by(col(table.id))))

    def said(self) -> list[str]:
        """The kinds of what people's messages put on record."""
        return [row.kind for row in self.rows(Update) if row.inbox_id is not None]

    def until(self, wanted: Callable[[], object], seconds: float = 60) -> None:
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
def bot(tmp_path: pathlib.Path, lives: Lives) -> Iterator[Deployment]:
    sandbox = Sandbox()
    home = tmp_path / "home"
    home.mkdir()
    with serve_in_thread(sandbox) as url, contextlib.closing(Deployment(home, sandbox, url, lives)) as deployment:
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
    sandbox.faults.add(faults.slow_answer(600, method="getFile"))
    sandbox.send_file(lan, sample_letter("Báo cáo"), "bao-cao.docx", caption=f"#{task} xong")
    bot.until(lambda: [row.state for row in bot.rows(Inbox)] == ["done", "new"])
    sandbox.block_until(lambda: sandbox.faults.hits)
    bot.lives.kill()
    assert len(bot.seen(lan)) == greeted
    assert bot.rows(Evidence) == bot.said() == []
    sandbox.faults.clear()

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
    bot.until(lambda: any(row.state == "queued" and row.error for row in bot.rows(Outbox)))
    updates = bot.said()
    bot.lives.kill()
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
    sandbox.faults.add(faults.slow_answer(600, method="sendMessage"))
    sandbox.say(lan, "/toi")
    bot.until(lambda: len(bot.seen(lan)) > answered)
    assert [row.state for row in bot.rows(Outbox)][-1] == "sending"
    bot.lives.kill()
    sandbox.faults.clear()

    bot.start()
    bot.until(lambda: len(bot.seen(lan)) == answered + 2)
    bot.quiet()
    once, twice = bot.seen(lan)[answered:]
    assert twice.endswith(once)  # the second one says that it is late
    assert [row.ambiguous for row in bot.rows(Outbox)][-1] == 1
    assert sum(row.ambiguous for row in bot.rows(Outbox)) == 1

    assert bot.lives.end() == 0
    with store.read() as session:
        assert verify(session).broken_at is None
