"""The whole path of a message with the transport left out: stored update -> parsed -> effects, audit and outbox
committed (SQLite, synchronous=FULL), beside python-telegram-bot's own parsing, dispatch and a reply to a stub, and a
raw sqlite3 transaction of two inserts and one update, one after the other; and beside the ordinary design
(python-telegram-bot with AsyncSession on aiosqlite).

    python tests/bench/bench_path.py [EVENTS]

Rates are events a second; a ratio of 1 means: as fast as the parts it is made of.
"""

import asyncio
import concurrent.futures
import datetime as dt
import json
import pathlib
import sqlite3
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from typing import Any

import sqlalchemy as sa
import structlog
from figures import Figure, Pair, paired
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlmodel import Session, col, select
from telegram import Bot, Update
from telegram.ext import Application, MessageHandler, filters
from telegram.request import BaseRequest

from bot.channels.telegram.channel import Telegram
from catalog.audit import SYSTEM
from catalog.clock import at_local
from catalog.messaging import inbox_and_outbox
from catalog.organisations.founding import found_bundled
from catalog.people import people
from catalog.plans.bundle import load_bundled
from catalog.plans.keeping.store import import_plan
from catalog.store.store import Store, upgrade
from catalog.tables import AgencyRow, Assignment, Contact, Inbox, Outbox
from catalog.tables import Update as UpdateRow
from handlers import process

NOW = at_local(dt.date(2026, 3, 16), dt.time(9))
TOKEN = "7000000001:bench"
CALLERS = 32


def update(number: int, chat: int, text: str) -> dict[str, Any]:
    """A text message as Telegram sends it."""
    person = {"id": chat, "is_bot": False, "first_name": "Bình", "language_code": "vi"}
    where = {"id": chat, "type": "private", "first_name": "Bình"}
    message = {"message_id": number + 1, "date": 1773626400, "chat": where, "from": person, "text": text}
    return {"update_id": number + 1, "message": message}


class Ours:
    """A store with a real plan, one focal point an agency, and updates that wait in the inbox."""

    def __init__(self, folder: pathlib.Path, name: str = "ours.sqlite3") -> None:
        url = f"sqlite:///{folder / name}"
        upgrade(url)
        self.store = Store(url)
        self.channel = Telegram(TOKEN, "http://127.0.0.1:1")
        self.chats: list[tuple[int, list[int]]] = []
        self.store.write(self._people)
        self._number = 0
        self._moment = NOW

    def _people(self, session: Session) -> None:
        found_bundled(session, SYSTEM, NOW)
        import_plan(session, load_bundled()[3], SYSTEM, NOW)
        for agency in session.exec(select(AgencyRow.id)).all():
            query = select(Assignment.task_id).where(Assignment.agency_id == agency, Assignment.role == "lead")
            codes = list(session.exec(query.where(Assignment.state != "done")))
            if codes and len(self.chats) < CALLERS:
                contact = people.contact_for(session, "telegram", str(1000 + (agency or 0)), "Bình", NOW)
                people.grant(session, contact.person_id or 0, "focal", agency, SYSTEM, NOW)
                self.chats.append((1000 + (agency or 0), codes))

    def stored(self, count: int) -> list[list[int]]:
        """So many updates in the inbox, by chat; not timed."""
        waiting: list[list[int]] = [[] for _ in self.chats]

        def work(session: Session) -> None:
            for n in range(count):
                place = n % len(self.chats)
                chat, _ = self.chats[place]
                self._number += 1
                payload = update(self._number, chat, self.text(n))
                found = inbox_and_outbox.receive(session, "telegram", str(self._number), str(chat), payload, NOW)
                waiting[place].append(found or 0)

        self.store.write(work)
        return waiting

    def text(self, number: int) -> str:
        """What the chat whose turn it is says."""
        _, codes = self.chats[number % len(self.chats)]
        return f"#{codes[number % len(codes)]} duoc {number % 90 + 5}%"

    def move_chats(self, people: dict[int, int]) -> None:
        """The same persons, in the chats a platform knows them by."""

        def work(session: Session) -> None:
            for contact in session.exec(select(Contact)):
                contact.chat_id = str(people[int(contact.chat_id)])
                session.add(contact)

        self.store.write(work)

    def one(self, inbox_id: int, moment: dt.datetime) -> None:
        """The whole path of one stored update."""
        with self.store.read() as session:
            payload = session.execute(sa.select(col(Inbox.payload)).where(col(Inbox.id) == inbox_id)).scalar_one()
        incoming = self.channel.read(payload)
        self.store.write(lambda s: process.handle(s, inbox_id, incoming, (), moment, 20_000_000))

    def rate(self, count: int, callers: int) -> float:
        """Events a second by so many callers, each with chats of its own."""
        waiting = self.stored(count)
        self._moment += dt.timedelta(hours=1)  # nobody is met as a flood
        step = dt.timedelta(seconds=20)

        def chat(events: list[int]) -> None:
            for n, inbox_id in enumerate(events):
                self.one(inbox_id, self._moment + n * step)

        started = time.perf_counter()
        if callers == 1:
            for events in waiting:
                chat(events)
        else:
            with concurrent.futures.ThreadPoolExecutor(callers) as pool:
                list(pool.map(chat, waiting))
        took = time.perf_counter() - started
        self._moment += count * step
        return count / took

    def recorded(self) -> int:
        """How many updates stand in the record."""
        with self.store.read() as session:
            return session.execute(sa.select(sa.func.count()).where(col(UpdateRow.kind) == "progress")).scalar_one()


class Stub(BaseRequest):
    """Answers every call at once with a sent message."""

    read_timeout = 5.0
    _answer = json.dumps({"ok": True, "result": update(1, 1, "Đã ghi nhận")["message"]}).encode()

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_request(self, *_: Any, **__: Any) -> tuple[int, bytes]:
        """The same answer to everything."""
        return 200, self._answer


class Library:
    """python-telegram-bot: parse, dispatch, reply to a stub; `store` is awaited in the handler."""

    def __init__(self, store: Any = None) -> None:
        self.bot = Bot(TOKEN, request=Stub(), get_updates_request=Stub())
        self.app = Application.builder().bot(self.bot).updater(None).build()
        self.app._initialized = True  # without asking a server who we are

        async def handler(event: Update, _context: object) -> None:
            assert event.message is not None
            if store is not None:
                await store(event)
            await event.message.reply_text("Đã ghi nhận: #12 – đang thực hiện 40%")

        self.app.add_handler(MessageHandler(filters.TEXT, handler))

    async def handle(self, count: int, callers: int = 1) -> float:
        """Seconds for so many updates."""
        started = time.perf_counter()
        limit = asyncio.Semaphore(callers)

        async def one(n: int) -> None:
            async with limit:
                await self.app.process_update(Update.de_json(update(n, 1000 + n % 32, "#12 duoc 40%"), self.bot))

        if callers == 1:
            for n in range(count):
                await one(n)
        else:
            await asyncio.gather(*(one(n) for n in range(count)))
        return time.perf_counter() - started


_RAW = """
CREATE TABLE entry (id INTEGER PRIMARY KEY, at TEXT, what TEXT, before TEXT, after TEXT);
CREATE TABLE outbox (id INTEGER PRIMARY KEY, chat TEXT, payload TEXT);
CREATE TABLE work (id INTEGER PRIMARY KEY, state TEXT, percent INTEGER);
INSERT INTO work VALUES (1, 'not_started', 0);
"""


def raw_seconds(folder: pathlib.Path, count: int) -> float:
    """Seconds for so many raw transactions: two inserts, one update, synchronous=FULL."""
    path = folder / f"raw-{time.monotonic_ns()}.sqlite3"
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.executescript(_RAW)
    payload = json.dumps({"text": "Đã ghi nhận: #12 – đang thực hiện 40%"})
    started = time.perf_counter()
    for n in range(count):
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(
            "INSERT INTO entry (at, what, before, after) VALUES (?, ?, ?, ?)", ("x", "y", payload, payload)
        )
        connection.execute("INSERT INTO outbox (chat, payload) VALUES (?, ?)", ("1000", payload))
        connection.execute("UPDATE work SET percent = ? WHERE id = 1", (n % 100,))
        connection.execute("COMMIT")
    took = time.perf_counter() - started
    connection.close()
    return took


def parts_rate(folder: pathlib.Path, count: int) -> float:
    """Events a second if an event cost only the library's work and one raw transaction, in series."""
    return count / (asyncio.run(Library().handle(count)) + raw_seconds(folder, count))


def ordinary_store(folder: pathlib.Path) -> tuple[Callable[[Update], Awaitable[None]], AsyncEngine]:
    """The ordinary design: an AsyncSession on aiosqlite in the library's handler, two inserts and one update."""
    path = folder / f"ordinary-{time.monotonic_ns()}.sqlite3"
    upgrade(f"sqlite:///{path}")
    source = Store(f"sqlite:///{path}")
    source.write(_one_task)
    source.close()
    engine = create_async_engine(f"sqlite+aiosqlite:///{path}", connect_args={"timeout": 60})

    @sa.event.listens_for(engine.sync_engine, "connect")
    def _prepare(connection: Any, _record: object) -> None:
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    lock = asyncio.Lock()  # else its writers meet SQLITE_BUSY

    async def store(_event: Update) -> None:
        async with lock, AsyncSession(engine) as session:
            work = await session.get(Assignment, 1)
            assert work is not None
            work.percent = (work.percent + 1) % 100
            session.add(UpdateRow(assignment_id=1, kind="progress", at=NOW, text="#12 duoc 40%", before={}, after={}))
            session.add(
                Outbox(contact_id=1, channel="telegram", priority=0, created_at=NOW, not_before=NOW, payload={})
            )
            await session.commit()

    return store, engine


async def ordinary_seconds(folder: pathlib.Path, count: int, callers: int) -> float:
    """Seconds of the ordinary design for so many updates."""
    store, engine = ordinary_store(folder)
    try:
        return await Library(store).handle(count, callers)
    finally:
        await engine.dispose()


def _one_task(session: Session) -> None:
    found_bundled(session, SYSTEM, NOW)
    import_plan(session, load_bundled()[3], SYSTEM, NOW)
    people.contact_for(session, "telegram", "1000", "Bình", NOW)


def measured(count: int = 256) -> list[Figure]:
    """One caller and 32, each beside the parts in series; and beside the ordinary design."""
    found: list[Figure] = []
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        ours = Ours(folder)
        ours.rate(64, 1)
        before, said = ours.recorded(), 0
        for callers, wanted in ((1, 0.42), (CALLERS, 0.9)):
            pair = paired(lambda c=callers: ours.rate(count, c), lambda: parts_rate(folder, count))  # type: ignore[misc]
            said += 5 * count
            found.append(_figure("a", f"whole path, {_callers(callers)}", pair, "the parts in series", wanted))
            pair = paired(
                lambda c=callers: ours.rate(count, c),  # type: ignore[misc]
                lambda c=callers: count / asyncio.run(ordinary_seconds(folder, count, c)),  # type: ignore[misc]
            )
            said += 5 * count
            found.append(_figure("a", f"whole path, {_callers(callers)}", pair, "AsyncSession + aiosqlite", None))
        assert ours.recorded() == before + said, "every event is in the record"
        ours.store.close()
    return found


def _callers(number: int) -> str:
    return "one caller" if number == 1 else f"{number} callers"


def _figure(issue: str, what: str, pair: Pair, beside: str, wanted: float | None) -> Figure:
    return Figure(
        issue, what, f"{pair.ours:.0f}/s", f"{beside}: {pair.beside:.0f}/s", pair.ratio,
        f">= {wanted}" if wanted else "peer, for comparison", wanted is None or pair.ratio >= wanted,
    )  # fmt: skip


if __name__ == "__main__":
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    for figure in measured(int(sys.argv[1]) if len(sys.argv) > 1 else 256):
        print(figure)
