"""What people wait for: the bot over real HTTP at a platform, in a process of its own, whose answers take 20 ms.

Everybody at once: 1,000 events of 500 people wait when the bot comes; how long until the last is answered, under the
platform's limit (30 messages a second, one a second in a chat, enforced: the limit alone allows 33 s) and without one.
Evenly: so many messages a second, each of another person; the time from a message at the platform to its answer there,
of a hundred all but the slowest (p99). No message may be lost or refused.

    python tests/bench/bench_http.py [PEOPLE] [REPEATS]
"""

import asyncio
import math
import multiprocessing
import multiprocessing.connection
import pathlib
import shutil
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import structlog
from figures import REPEATS, Figure, held
from office import NOW, Ours

from bot.app import App
from bot.channels.patience import Patience
from bot.sandbox import Sandbox, serve
from bot.sandbox.world import faults
from bot.settings import load_settings
from catalog.clock import SetClock
from scheduler.delivery.pacing import TELEGRAM, Limits

ANSWER = 0.02
"""Seconds every answer of the platform takes."""

LIFTED = Limits(per_second=100_000.0, burst=100_000, chat_gap=0.0, group_burst=100_000)
PEOPLE, EACH, WARM = 500, 2, 10


@dataclass(frozen=True)
class Load:
    """Who says what: (chat, text) in order; `a_second` of them, 0 for all before the bot comes. `limited`: whether
    the platform enforces its limits and the bot keeps to them. `chats` are all it knows.
    """

    chats: tuple[int, ...]
    said: tuple[tuple[int, str], ...]
    a_second: float
    limited: bool


@dataclass(frozen=True)
class Seen:
    """What the platform saw: seconds from the bot's first question to the last answer, and what each one waited."""

    took: float
    waits: tuple[float, ...]
    refused: int

    @property
    def p99(self) -> float:
        """All but the slowest of a hundred waited no longer, seconds."""
        return sorted(self.waits)[max(0, math.ceil(0.99 * len(self.waits)) - 1)]


def platform(line: multiprocessing.connection.Connection, load: Load) -> None:
    """The platform's process: says who its people are, its address, then what it saw."""
    asyncio.run(_platform(line, load))


async def _platform(line: multiprocessing.connection.Connection, load: Load) -> None:
    sandbox = Sandbox()
    sandbox.limits.enforced = load.limited
    sandbox.faults.add(faults.slow_answer(ANSWER, times=None))
    people = {chat: sandbox.create_person("Bình", started=True) for chat in load.chats}
    line.send(people)
    line.recv()
    asked: dict[int, list[float]] = defaultdict(list)

    def say(chat: int, text: str) -> None:
        asked[people[chat]].append(time.monotonic())
        sandbox.say(people[chat], text)

    if not load.a_second:
        for chat, text in load.said:
            say(chat, text)
    async with serve(sandbox) as url:
        line.send((url, sandbox.token))
        while not any(call.method == "getMe" for call in sandbox.calls):  # noqa: ASYNC110
            await asyncio.sleep(0.002)
        if load.a_second:
            for chat, text in load.said[-WARM:]:  # who says nothing else: the first message loads what reads it
                sandbox.say(people[chat], text)
            await _all_taken(sandbox, WARM)
            sandbox.limits.record.clear()
        begun = time.monotonic()
        if load.a_second:
            for number, (chat, text) in enumerate(load.said[:-WARM]):
                await asyncio.sleep(max(0.0, begun + number / load.a_second - time.monotonic()))
                say(chat, text)
        taken = await _all_taken(sandbox, sum(map(len, asked.values())))
        answered: dict[int, list[float]] = defaultdict(list)
        for chat, at in taken:
            answered[chat].append(at)
        waits = [b - a for chat, asks in asked.items() for a, b in zip(asks, answered[chat], strict=True)]
        refused = sum(one.refused for one in sandbox.limits.record)
        line.send(Seen(max(at for _, at in taken) - begun, tuple(waits), refused))
        await asyncio.to_thread(line.recv)


async def _all_taken(sandbox: Sandbox, count: int) -> list[tuple[int, float]]:
    """(chat, when it came) of each message the platform took, once there are so many."""
    while True:
        record = list(sandbox.limits.record)
        taken = [(one.chat_id or 0, one.at) for one in record if one.scope == "chat" and not one.refused]
        if len(taken) >= count:
            return taken
        await asyncio.sleep(0.01)


def seen(template: pathlib.Path, ours: Ours, load: Load) -> Seen:
    """One run of the bot on a copy of the store."""
    with tempfile.TemporaryDirectory() as name:
        home = pathlib.Path(name)
        shutil.copy(template, home / "dondoc.sqlite3")
        mine = ours.over(f"sqlite:///{home / 'dondoc.sqlite3'}")
        here, there = multiprocessing.get_context("spawn").Pipe()
        process = multiprocessing.get_context("spawn").Process(target=platform, args=(there, load))
        process.start()
        try:
            mine.move_chats(here.recv())
            here.send("go")
            found: Seen = asyncio.run(_run(home, mine, load, *here.recv(), here))
            here.send("end")
        finally:
            process.join(10)
            process.kill()
            mine.store.close()
    return found


async def _run(home: pathlib.Path, ours: Ours, load: Load, url: str, token: str, line: Any) -> Seen:
    settings = load_settings({"home": home, "telegram_token": token, "telegram_api": url, "sweep_seconds": 3600})
    patience = Patience(poll=1, limits=TELEGRAM if load.limited else LIFTED)
    app = App(settings, ours.store, SetClock(NOW), patience)
    async with app.running():
        found = await asyncio.to_thread(line.recv)
        assert isinstance(found, Seen)
        return found


def measured(people: int = PEOPLE, repeats: int = REPEATS) -> list[Figure]:
    """Part c."""
    with tempfile.TemporaryDirectory() as name:
        template = pathlib.Path(name) / "template.sqlite3"
        ours = Ours(f"sqlite:///{template}", people)
        ours.store.close()
        said = tuple((ours.chats[n % people][0], ours.text(n)) for n in range(people * EACH))
        even = said[: people * 3 // 5]

        chats, refused = tuple(chat for chat, _ in ours.chats), list[int]()

        def runs(load: Load, measure: Callable[[Seen], float]) -> list[float]:
            found = [seen(template, ours, load) for _ in range(repeats)]
            refused.extend(one.refused for one in found if load.limited)
            return [measure(one) for one in found]

        allowed, share = (len(said) + 50) / 30, len(said) / 1000
        at_once = f"{len(said):,} events of {people} people at once, answers in 20 ms"
        return [
            held("c", f"{at_once}, the platform's limit kept", runs(Load(chats, said, 0, True), lambda s: s.took), "s",
                 allowed, f"at most {allowed:.3g} s; the limit allows {len(said) / 30:.3g} s"),
            held("c", "wait for an answer at 20 messages/s, the limit kept, p99",
                 runs(Load(chats, even, 20, True), lambda s: s.p99), "ms", 0.3, scale=1000),
            held("c", f"{at_once}, limits lifted", runs(Load(chats, said, 0, False), lambda s: s.took), "s", 8 * share),
            held("c", "wait for an answer at 50 messages/s, limits lifted, p99",
                 runs(Load(chats, said[:people], 50, False), lambda s: s.p99), "ms", 0.3, scale=1000),
            Figure("c", "messages the platform refused in these runs", str(sum(refused)), "none", float(sum(refused)),
                   "<= 0", not any(refused)),
        ]  # fmt: skip


if __name__ == "__main__":
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    for figure in measured(*[int(word) for word in sys.argv[1:3]]):
        print(figure)
