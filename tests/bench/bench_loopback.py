"""The whole path over a real connection: updates wait at a sandbox in a process of its own, the bot fetches them, and
every one is answered; our bot beside the ordinary design (python-telegram-bot with its own transport and dispatcher,
an AsyncSession on aiosqlite in the handler).

    python tests/bench/bench_loopback.py [UPDATES]
"""

import asyncio
import contextlib
import multiprocessing
import multiprocessing.connection
import pathlib
import sys
import tempfile
import time
from collections.abc import Iterator

import structlog
from bench_path import CALLERS, NOW, Ours, ordinary_store
from figures import Figure, paired
from telegram import Update
from telegram.ext import Application, MessageHandler, filters

from bot.app import App
from bot.channels.patience import Patience
from bot.sandbox import Sandbox, serve
from bot.settings import load_settings
from catalog.clock import SetClock
from scheduler.delivery.pacing import Limits

FAST = Limits(per_second=100_000.0, burst=100_000, chat_gap=0.0, group_burst=100_000)


def platform(pipe: multiprocessing.connection.Connection, texts: list[tuple[int, str]], chats: list[int]) -> None:
    """A sandbox in which these updates wait; says its address, then how many seconds until all were answered."""

    async def live() -> None:
        sandbox = Sandbox()
        people = {chat: sandbox.create_person("Bình", started=True) for chat in chats}
        pipe.send(people)
        pipe.recv()
        for chat, text in texts:
            sandbox.say(people[chat], text)
        async with serve(sandbox) as url:
            pipe.send((url, sandbox.token))
            first, begun = 0, 0.0
            while first < len(texts):
                await asyncio.sleep(0.005)
                calls = sandbox.calls
                begun = begun or (time.perf_counter() if any(c.method == "getUpdates" for c in calls) else 0.0)
                first = sum(call.method == "sendMessage" for call in calls)
            pipe.send(time.perf_counter() - begun)
            await asyncio.to_thread(pipe.recv)

    asyncio.run(live())


@contextlib.contextmanager
def platform_with(
    texts: list[tuple[int, str]], chats: list[int]
) -> Iterator[tuple[dict[int, int], multiprocessing.connection.Connection]]:
    """The sandbox's process: who the chats are there, and the line to it."""
    here, there = multiprocessing.get_context("spawn").Pipe()
    process = multiprocessing.get_context("spawn").Process(target=platform, args=(there, texts, chats))
    process.start()
    try:
        yield here.recv(), here
    finally:
        here.send("end")
        process.join()


def ours_rate(count: int) -> float:
    """Answers a second of our bot."""
    with tempfile.TemporaryDirectory() as name:
        home = pathlib.Path(name)
        ours = Ours(home, "dondoc.sqlite3")
        texts = [(ours.chats[n % len(ours.chats)][0], ours.text(n)) for n in range(count)]
        with platform_with(texts, [chat for chat, _ in ours.chats]) as (people, line):
            ours.move_chats(people)
            line.send("go")
            url, token = line.recv()
            took = asyncio.run(_run_ours(home, ours, url, token, line))
        ours.store.close()
    return count / took


async def _run_ours(
    home: pathlib.Path, ours: Ours, url: str, token: str, line: multiprocessing.connection.Connection
) -> float:
    settings = load_settings({"home": home, "telegram_token": token, "telegram_api": url})
    app = App(settings, ours.store, SetClock(NOW), Patience(poll=1, limits=FAST))
    async with app.running():
        return float(await asyncio.to_thread(line.recv))


def ordinary_rate(count: int) -> float:
    """Answers a second of the ordinary design."""
    texts = [(n % CALLERS, "#12 duoc 40%") for n in range(count)]
    with (
        tempfile.TemporaryDirectory() as name,
        platform_with(texts, list(range(CALLERS))) as (_, line),
    ):
        line.send("go")
        url, token = line.recv()
        return count / asyncio.run(_run_ordinary(pathlib.Path(name), url, token, line))


async def _run_ordinary(
    folder: pathlib.Path, url: str, token: str, line: multiprocessing.connection.Connection
) -> float:
    store, engine = ordinary_store(folder)

    async def handler(event: Update, _context: object) -> None:
        assert event.message is not None
        await store(event)
        await event.message.reply_text("Đã ghi nhận: #12 – đang thực hiện 40%")

    builder = Application.builder().token(token).base_url(f"{url}/bot").concurrent_updates(CALLERS)
    app = builder.connection_pool_size(CALLERS * 2).pool_timeout(60).build()
    app.add_handler(MessageHandler(filters.TEXT, handler))
    async with app:
        await app.start()
        assert app.updater is not None
        await app.updater.start_polling(timeout=1)
        took = float(await asyncio.to_thread(line.recv))
        await app.updater.stop()
        await app.stop()
    await engine.dispose()
    return took


def measured(count: int = 320) -> list[Figure]:
    """Part b."""
    pair = paired(lambda: ours_rate(count), lambda: ordinary_rate(count))
    return [
        Figure("b", f"{count} updates over HTTP", f"{pair.ours:.0f}/s",
               f"httpx + AsyncSession: {pair.beside:.0f}/s", pair.ratio, ">= 5", pair.ratio >= 5)
    ]  # fmt: skip


if __name__ == "__main__":
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    for figure in measured(int(sys.argv[1]) if len(sys.argv) > 1 else 320):
        print(figure)
