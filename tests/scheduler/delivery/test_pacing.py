"""How fast messages leave: never faster than the provider allows, hardly slower, replies first."""

import asyncio
import random
from collections import defaultdict
from collections.abc import Callable, Coroutine, Iterator
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.delivery.pacing import NOTICE, NUDGE, REPLY, Limits, Pacer
from scheduler.delivery.send_window import AIR, SendWindow

Sends = list[tuple[float, int]]


def run(pacer: Pacer, now: float, until: float = float("inf"), late: Callable[[], float] = lambda: 0.0) -> Sends:
    """Drive the pacer at full speed with a clock of our own; `late` is what a timer oversleeps."""
    sends: Sends = []
    while now < until:
        while (ticket := pacer.take(now)) is not None:
            sends.append((now, ticket))
        wait = pacer.wait(now)
        if wait is None:
            break
        now += max(wait, 1e-6) + late()
    return sends


def most_within(times: list[float], seconds: float) -> int:
    """The greatest number of sends in any window of that length."""
    most, left = 0, 0
    for right, moment in enumerate(times):
        while times[left] <= moment - seconds:
            left += 1
        most = max(most, right - left + 1)
    return most


@pytest.mark.parametrize("oversleep", [0.0, 0.004, 0.02])
def test_five_thousand_nudges_keep_every_window_and_lose_hardly_any_pace(oversleep: float) -> None:
    pacer, chance = Pacer(), random.Random(1)
    for n in range(5000):
        pacer.ask(f"chat {n}", False, NUDGE, 0.0)
    sends = run(pacer, 0.0, late=lambda: chance.uniform(0, oversleep))
    times = [moment for moment, _ in sends]
    assert len(sends) == 5000
    assert most_within(times, 1.0) <= 30
    assert most_within(times, 1.004) <= 30
    assert 5000 / times[-1] >= 0.97 * 30
    assert len(pacer) == 0


def test_the_pace_is_even_from_the_start() -> None:
    pacer = Pacer()
    for n in range(60):
        pacer.ask(f"chat {n}", False, NUDGE, 100.0)
    times = [moment for moment, _ in run(pacer, 100.0)]
    assert min(after - before for before, after in pairwise(times)) > 0.03


def test_a_reply_takes_the_next_turn_although_five_thousand_nudges_wait() -> None:
    pacer = Pacer()
    for n in range(5000):
        pacer.ask(f"chat {n}", False, NUDGE, 0.0)
    run(pacer, 0.0, until=30.0)
    assert len(pacer) > 4000
    reply = pacer.ask("someone", False, REPLY, 30.0)
    moment, ticket = run(pacer, 30.0, until=31.0)[0]
    assert ticket == reply
    assert moment - 30.0 < 0.1


def test_equals_go_in_the_order_of_asking_and_notices_between() -> None:
    pacer = Pacer()
    asked = [pacer.ask(f"chat {n}", False, priority, 0.0) for n, priority in enumerate([NUDGE, NOTICE, REPLY] * 2)]
    assert [ticket for _, ticket in run(pacer, 0.0)] == [asked[n] for n in (2, 5, 1, 4, 0, 3)]


def test_one_chat_gets_one_message_a_second_and_does_not_hold_up_others() -> None:
    pacer = Pacer()
    same = [pacer.ask("one", False, NUDGE, 0.0) for _ in range(5)]
    others = [pacer.ask(f"chat {n}", False, NUDGE, 0.0) for n in range(60)]
    sends = run(pacer, 0.0)
    mine = [moment for moment, ticket in sends if ticket in same]
    assert min(after - before for before, after in pairwise(mine)) >= 1.0
    assert mine[-1] < 4.3
    assert max(moment for moment, ticket in sends if ticket in others) < 2.4


def test_a_reply_overtakes_the_nudges_of_its_own_chat() -> None:
    pacer = Pacer()
    nudges = [pacer.ask("one", False, NUDGE, 0.0) for _ in range(3)]
    assert pacer.take(0.0) == nudges[0]
    reply = pacer.ask("one", False, REPLY, 0.1)
    assert [ticket for _, ticket in run(pacer, 0.1)] == [reply, nudges[1], nudges[2]]


def test_a_group_gets_twenty_a_minute() -> None:
    pacer = Pacer()
    for _ in range(65):
        pacer.ask("group", True, NUDGE, 0.0)
    times = [moment for moment, _ in run(pacer, 0.0)]
    assert most_within(times, 60.0) == 20
    assert times[39] < 90
    assert min(after - before for before, after in pairwise(times)) >= 1.0


@pytest.mark.parametrize("whole_bot", [True, False])
def test_a_429_pauses_what_it_says(whole_bot: bool) -> None:
    pacer = Pacer()
    pacer.pause(7.0, 0.0, None if whole_bot else "one")
    mine, other = pacer.ask("one", False, REPLY, 0.0), pacer.ask("two", False, REPLY, 0.0)
    sends = {ticket: moment for moment, ticket in run(pacer, 0.0)}
    assert sends[mine] >= 7.0
    assert (sends[other] >= 7.0) == whole_bot


def test_a_chat_paused_while_it_waits_its_turn_is_skipped() -> None:
    pacer = Pacer()
    mine, other = pacer.ask("one", False, REPLY, 0.0), pacer.ask("two", False, NUDGE, 0.0)
    pacer.pause(3.0, 0.0, "one")
    sends = {ticket: moment for moment, ticket in run(pacer, 0.0)}
    assert sends[other] == 0.0
    assert sends[mine] == 3.0


def test_who_leaves_the_queue_costs_no_turn() -> None:
    pacer = Pacer()
    first, second = pacer.ask("one", False, NUDGE, 0.0), pacer.ask("one", False, NUDGE, 0.0)
    pacer.withdraw(first)
    pacer.withdraw(first)
    assert pacer.take(0.0) == second
    assert pacer.wait(0.0) is None


def test_chats_that_have_gone_quiet_are_forgotten() -> None:
    pacer = Pacer()
    now = 0.0
    for n in range(6000):
        pacer.ask(f"chat {n}", n % 7 == 0, NUDGE, now)
        assert pacer.take(now) is not None
        now += 1.1
    assert len(pacer._chats) <= 1000


@given(
    st.lists(
        st.tuples(
            st.floats(0, 4),
            st.integers(0, 5),
            st.sampled_from([REPLY, NOTICE, NUDGE]),
            st.sampled_from(["ask", "ask", "ask", "withdraw", "pause", "pause bot"]),
        ),
        max_size=120,
    )
)
@settings(max_examples=60)
def test_whatever_comes_everybody_has_a_turn_and_no_limit_breaks(events: list[tuple[float, int, int, str]]) -> None:
    limits = Limits(per_second=8.0, burst=8, burst_window=1.05, chat_gap=1.0, group_burst=4, group_window=20.0)
    pacer, now = Pacer(limits), 0.0
    chat_of: dict[int, str] = {}
    withdrawn: set[int] = set()
    sends: Sends = []
    pauses: list[tuple[float, float, str | None]] = []
    for gap, chat, priority, what in events:
        sends += run(pacer, now, until=now + gap)
        now = max(now + gap, sends[-1][0] if sends else 0.0)
        if what == "ask":
            chat_of[pacer.ask(str(chat), chat < 2, priority, now)] = str(chat)
        elif what == "withdraw" and chat_of:
            ticket = sorted(chat_of)[chat % len(chat_of)]
            pacer.withdraw(ticket)
            withdrawn.add(ticket)
        elif what.startswith("pause"):
            where = None if what == "pause bot" else str(chat)
            pacer.pause(2.0, now, where)
            pauses.append((now, now + 2.0, where))
    sends += run(pacer, now)
    assert {ticket for _, ticket in sends} >= set(chat_of) - withdrawn
    assert len({ticket for _, ticket in sends}) == len(sends)
    assert most_within([moment for moment, _ in sends], 1.0) <= 8
    times: dict[str, list[float]] = defaultdict(list)
    for moment, ticket in sends:
        times[chat_of[ticket]].append(moment)
        assert not any(start < moment < end - 1e-9 and where in (None, chat_of[ticket]) for start, end, where in pauses)
    for chat_name, mine in times.items():
        assert all(after - before >= 1.0 - 1e-9 for before, after in pairwise(mine))
        if int(chat_name) < 2:
            assert most_within(mine, 20.0 - 1e-6) <= 4


class TimeTravelLoop(asyncio.SelectorEventLoop):
    """An event loop that never sleeps: when nothing is ready it jumps to the next timer."""

    def __init__(self) -> None:
        super().__init__()
        self.at = 0.0
        self.wakes = 0

    def time(self) -> float:
        return self.at

    def _run_once(self) -> None:
        timers = [handle for handle in self._scheduled if not handle.cancelled()]  # type: ignore[attr-defined]
        if not self._ready and timers:  # type: ignore[attr-defined]
            self.at = max(self.at, min(handle.when() for handle in timers))
            self.wakes += 1
        super()._run_once()  # type: ignore[misc]


@pytest.fixture
def loop() -> Iterator[TimeTravelLoop]:
    travelling = TimeTravelLoop()
    yield travelling
    travelling.close()


def play(loop: TimeTravelLoop, story: Callable[[SendWindow], Coroutine[Any, Any, None]]) -> None:
    loop.run_until_complete(story(SendWindow(clock=loop.time)))


async def pass_through(window: SendWindow, chat: str, priority: int = NUDGE, answer: float = 0.0) -> None:
    """A message whose answer takes so many seconds."""
    async with window.turn(chat, priority=priority) as turn:
        await turn.depart()
        await asyncio.sleep(answer)


def test_turns_are_awaited_in_order_of_priority_and_at_pace(loop: TimeTravelLoop) -> None:
    passed: list[tuple[float, str]] = []

    async def note(window: SendWindow, chat: str, priority: int) -> None:
        await pass_through(window, chat, priority)
        passed.append((loop.time(), chat))

    async def story(window: SendWindow) -> None:
        nudges = [asyncio.ensure_future(note(window, f"chat {n}", NUDGE)) for n in range(300)]
        await asyncio.sleep(5)
        await note(window, "someone who asked", REPLY)
        assert loop.time() < 5.1
        await asyncio.gather(*nudges)

    play(loop, story)
    assert len(passed) == 301
    assert most_within([moment for moment, _ in passed], 1.0) <= 30
    assert passed[-1][0] < 301 / 29.7 * 1.03
    assert loop.wakes < 2 * 301 + 10, "the window waits by the timer, not by asking again and again"


def test_a_cancelled_wait_leaves_the_queue(loop: TimeTravelLoop) -> None:
    async def story(window: SendWindow) -> None:
        await pass_through(window, "one")
        given_up = asyncio.ensure_future(pass_through(window, "one"))
        await asyncio.sleep(0.2)
        given_up.cancel()
        with pytest.raises(asyncio.CancelledError):
            await given_up
        await pass_through(window, "one")
        assert 1.0 <= loop.time() < 1.1

    play(loop, story)


def test_a_pause_holds_turns_that_already_wait(loop: TimeTravelLoop) -> None:
    async def story(window: SendWindow) -> None:
        await pass_through(window, "one")
        waiting = asyncio.ensure_future(pass_through(window, "two", priority=REPLY))
        window.pause(12.0)
        await waiting
        assert 12.0 <= loop.time() < 12.1

    play(loop, story)


@pytest.mark.parametrize(
    ("answer", "in_the_air", "a_second"),
    [
        (0.001, 3, 29.1),
        (0.02, 3, 29.1),
        (0.1, 6, 29.1),
        (0.2, 10, 29.1),
        (0.3, 14, 29.1),
        (1.0, AIR, 15.0),
        (30.0, AIR, 0.5),
    ],
)
def test_as_many_are_in_the_air_as_the_pace_asks_for_at_the_time_an_answer_takes_and_never_more_than_air(
    loop: TimeTravelLoop, answer: float, in_the_air: int, a_second: float
) -> None:
    flying, most, left = 0, 0, []

    async def fly(window: SendWindow, chat: str) -> None:
        nonlocal flying, most
        async with window.turn(chat) as turn:
            await turn.depart()
            flying += 1
            most = max(most, flying)
            left.append(loop.time())
            await asyncio.sleep(answer)
            flying -= 1

    async def story(window: SendWindow) -> None:
        await asyncio.gather(*(fly(window, f"chat {n}") for n in range(400)))

    play(loop, story)
    assert most <= in_the_air
    assert 399 / left[-1] >= a_second


@pytest.mark.parametrize(("shortest", "longest"), [(0.05, 0.3), (0.1, 0.25), (0.01, 0.5)])
def test_answers_that_come_now_early_now_late_cost_hardly_any_pace(
    loop: TimeTravelLoop, shortest: float, longest: float
) -> None:
    chance, left = random.Random(5), []

    async def fly(window: SendWindow, chat: str) -> None:
        async with window.turn(chat) as turn:
            await turn.depart()
            left.append(loop.time())
            await asyncio.sleep(chance.uniform(shortest, longest))

    async def story(window: SendWindow) -> None:
        await asyncio.gather(*(fly(window, f"chat {n}") for n in range(500)))

    play(loop, story)
    assert 499 / left[-1] >= 0.95 * 30
    assert most_within(left, 1.0) <= 30


def test_a_lost_answer_takes_one_place_and_slows_nobody_down(loop: TimeTravelLoop) -> None:
    left = []

    async def fly(window: SendWindow, number: int) -> None:
        async with window.turn(f"chat {number}") as turn:
            await turn.depart()
            left.append(loop.time())
            await asyncio.sleep(30.0 if number in (3, 40) else 0.1)

    async def story(window: SendWindow) -> None:
        await asyncio.gather(*(fly(window, number) for number in range(400)))

    play(loop, story)
    assert 399 / left[-1] >= 29.0


@pytest.mark.parametrize(("latest", "refused"), [(0.0, False), (0.02, False), (0.05, True), (0.2, True)])
def test_no_window_of_arrivals_is_too_full_however_late_requests_arrive_once_the_platform_has_refused_one(
    loop: TimeTravelLoop, latest: float, refused: bool
) -> None:
    """Before it has, for all that a machine and a good network do: some hundredths of a second."""
    chance = random.Random(3)
    arrivals: dict[str, list[float]] = defaultdict(list)

    async def travel(window: SendWindow, chat: str) -> None:
        async with window.turn(chat, is_group=chat == "group") as turn:
            await turn.depart()
            await asyncio.sleep(chance.choice([0.001, chance.uniform(0, latest)]))
            arrivals[chat].append(loop.time())
            await asyncio.sleep(chance.uniform(0, 0.02))
            turn.answered()

    async def one_after_the_other(window: SendWindow, chat: str, count: int) -> None:
        for _ in range(count):
            await travel(window, chat)

    async def story(window: SendWindow) -> None:
        if refused:
            window.pause(0.0)
        chats = [(f"chat {n}", 1) for n in range(200)] + [("one", 8), ("group", 25)]
        await asyncio.gather(*(one_after_the_other(window, chat, count) for chat, count in chats))

    play(loop, story)
    assert most_within(sorted(moment for mine in arrivals.values() for moment in mine), 1.0) <= 30
    assert all(most_within(mine, 1.0) == 1 for mine in arrivals.values())
    assert most_within(arrivals["group"], 60.0) == 20


def test_what_is_answered_and_not_yet_written_down_is_still_in_the_air(loop: TimeTravelLoop) -> None:
    async def slow_disk(window: SendWindow, chat: str) -> None:
        async with window.turn(chat) as turn:
            await turn.depart()
            turn.answered()
            await asyncio.sleep(5)  # what became of it

    async def story(window: SendWindow) -> None:
        writing = [asyncio.ensure_future(slow_disk(window, f"chat {n}")) for n in range(40)]
        most = 0
        while not all(one.done() for one in writing):
            most = max(most, window.in_the_air)
            await asyncio.sleep(0.1)
        assert most == AIR

    play(loop, story)


def test_a_request_counts_from_when_its_connection_stood(loop: TimeTravelLoop) -> None:
    """Thirty that had to make their connections first arrive together with those that leave a second later."""
    arrivals = []

    async def fly(window: SendWindow, number: int) -> None:
        async with window.turn(f"chat {number}") as turn:
            await turn.depart()
            await asyncio.sleep(0.4 if number < 12 else 0.0)
            turn.on_its_way()
            arrivals.append(loop.time())
            await asyncio.sleep(0.2)

    async def story(window: SendWindow) -> None:
        await asyncio.gather(*(fly(window, number) for number in range(200)))

    play(loop, story)
    assert most_within(sorted(arrivals), 1.0) <= 30
