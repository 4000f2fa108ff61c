"""One loop that asks: never faster than once a second on average, never deaf, whatever a platform answers."""

import asyncio
import itertools
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.patience import Patience
from bot.channels.poll_loop import LONGEST_PAUSE, PollLoop


class Hooked(Exception):
    """A webhook is set elsewhere."""


class Wait(Exception):
    """Too fast: come again in so many seconds."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds


class Travelling(asyncio.SelectorEventLoop):
    """An event loop that jumps to the next timer instead of sleeping."""

    at = 0.0

    def time(self) -> float:
        return self.at

    def _run_once(self) -> None:
        timers = [handle.when() for handle in self._scheduled if not handle.cancelled()]  # type: ignore[attr-defined]
        if not self._ready and timers:  # type: ignore[attr-defined]
            self.at = max(self.at, min(timers))
        super()._run_once()  # type: ignore[misc]


@pytest.fixture
def loop(monkeypatch: pytest.MonkeyPatch) -> Iterator[Travelling]:
    travelling = Travelling()
    monkeypatch.setattr("bot.channels.poll_loop.time.monotonic", travelling.time)
    yield travelling
    travelling.close()


def polled(loop: Travelling, ask: Callable[[], Awaitable[int]], seconds: float, **more: Any) -> PollLoop:
    """A loop that asked for so long."""

    async def nothing() -> None:
        return None

    given = {"free": nothing, "is_hooked": lambda p: isinstance(p, Hooked),
             "named_wait": lambda p: getattr(p, "seconds", 0.0), **more}  # fmt: skip
    polling = PollLoop("test", ask, Patience(), **given)

    async def run() -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await polling.run()

    loop.run_until_complete(run())
    return polling


def test_a_platform_that_answers_nothing_at_once_is_asked_at_most_ten_times_in_ten_seconds(loop: Travelling) -> None:
    asked = []

    async def ask() -> int:
        asked.append(loop.time())
        return 0

    polled(loop, ask, 10.0)
    assert 2 <= len(asked) <= 10


def test_a_question_that_was_held_is_followed_by_the_next_at_once(loop: Travelling) -> None:
    asked = []

    async def ask() -> int:
        asked.append(loop.time())
        await asyncio.sleep(25)
        return 0

    polled(loop, ask, 260.0)
    assert asked[:10] == [25.0 * n for n in range(10)]


def test_what_comes_is_fetched_without_a_pause_also_after_a_long_silence(loop: Travelling) -> None:
    asked = []

    async def ask() -> int:
        asked.append(loop.time())
        await asyncio.sleep(0.01)
        return 1 if 20 <= len(asked) < 120 else 0

    polled(loop, ask, 1000.0)
    assert asked[119] - asked[19] < 1.1


def test_a_webhook_set_elsewhere_is_ended_and_then_it_is_asked_again(loop: Travelling) -> None:
    hooked, freed = [True], []

    async def ask() -> int:
        if hooked[0]:
            raise Hooked
        await asyncio.sleep(25)
        return 0

    async def free() -> None:
        freed.append(loop.time())
        hooked[0] = False

    polled(loop, ask, 60.0, free=free)
    assert len(freed) == 1


def test_a_webhook_that_cannot_be_asked_about_stops_no_polling(loop: Travelling) -> None:
    asked, tried = [], []

    async def ask() -> int:
        asked.append(loop.time())
        await asyncio.sleep(25)
        return 0

    async def free() -> None:
        tried.append(loop.time())
        raise RuntimeError("404")

    polled(loop, ask, 100.0, free=free, free_first=True)
    assert len(tried) == 1
    assert len(asked) == 4


def test_a_wait_that_is_named_is_kept(loop: Travelling) -> None:
    asked = []

    async def ask() -> int:
        asked.append(loop.time())
        raise Wait(90)

    polled(loop, ask, 200.0)
    assert asked == [0.0, 90.0, 180.0]


def test_it_says_that_it_turns_while_it_waits_and_nothing_when_it_has_ended(loop: Travelling) -> None:
    ages = []

    async def ask() -> int:
        raise Wait(100)

    async def look(polling: PollLoop) -> None:
        while True:
            await asyncio.sleep(1.1)
            if polling.turned_at is not None:
                ages.append(loop.time() - polling.turned_at)

    async def nothing() -> None:
        return None

    polling = PollLoop("test", ask, Patience(), free=nothing, is_hooked=lambda _: False, named_wait=lambda p: 100.0)

    async def run() -> None:
        looking = asyncio.ensure_future(look(polling))
        with suppress(TimeoutError):
            async with asyncio.timeout(300):
                await polling.run()
        looking.cancel()

    loop.run_until_complete(run())
    assert max(ages) < 6.0
    assert polling.turned_at is None


ANSWERS = st.sampled_from(["nothing", "new", "held", "fault", "hooked", "busy"])


@given(st.lists(ANSWERS, min_size=1, max_size=30))
@settings(max_examples=60)
def test_whatever_is_answered_it_is_asked_again_and_never_too_often(answers: list[str]) -> None:
    loop, asked, new = Travelling(), [], []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.channels.poll_loop.time.monotonic", loop.time)

        async def ask() -> int:
            asked.append(loop.time())
            match answers[len(asked) % len(answers)]:
                case "new":
                    new.append(loop.time())
                    await asyncio.sleep(0.05)
                    return 1
                case "held":
                    await asyncio.sleep(25)
                case "fault":
                    raise OSError("reset")
                case "hooked":
                    raise Hooked
                case "busy":
                    raise Wait(7)
            return 0

        polled(loop, ask, 600.0)
    loop.close()
    gaps = [after - before for before, after in itertools.pairwise(asked)]
    assert all(gap <= LONGEST_PAUSE + 26 for gap in gaps), "never deaf"
    for start in range(0, 600, 10):
        within = [at for at in asked if start <= at < start + 10 and at not in new]
        assert len(within) <= 10 + sum(start - 1 <= at < start + 10 for at in new)
