"""Between a turn and its request a slow disk may stand: the limits hold for what leaves, not only for turns."""

import random
from collections.abc import Iterable

import pytest

from scheduler.delivery.pacing import TELEGRAM, Pacer
from scheduler.delivery.refusals import Refusals


def test_what_piled_up_behind_a_slow_disk_does_not_leave_on_top_of_the_next_second() -> None:
    pacer, left = Pacer(), []
    now = 100.0
    for number in range(120):  # every turn is taken as it comes, but nothing leaves before 101.0
        pacer.ask(f"chat {number}", False, 0, now)
    turns = []
    while len(pacer):
        ticket = pacer.take(now)
        if ticket is None:
            now += pacer.wait(now) or 0.001
            continue
        turns.append(now)
    for turn in turns:
        leave = max(turn, 101.0, left[-1] if left else 0.0)
        while (wait := pacer.depart("x", leave)) > 0:
            leave += wait
        left.append(leave)
    assert sum(leave == 101.0 for leave in left) == 30  # what piled up leaves at once, up to the limit
    assert all(b - a >= TELEGRAM.burst_window - 1e-9 for a, b in zip(left, left[TELEGRAM.burst :], strict=False))


def test_the_second_of_a_chat_counts_from_when_its_message_left() -> None:
    pacer = Pacer()
    pacer.ask("lan", False, 0, 10.0)
    assert pacer.take(10.0) is not None
    assert pacer.depart("lan", 10.7) == 0.0
    pacer.ask("lan", False, 0, 10.8)
    assert pacer.take(11.1) is None
    assert pacer.take(10.7 + TELEGRAM.chat_gap) is not None


def test_one_refused_chat_holds_itself_and_a_second_one_holds_the_bot() -> None:
    refusals = Refusals()
    assert not refusals.whole_bot("lan", 5.0, 100.0)
    assert not refusals.whole_bot("lan", 5.0, 103.0)
    assert refusals.whole_bot("minh", 2.0, 107.0)
    assert not refusals.whole_bot("tam", 2.0, 110.0)  # both may be tried again by now


def _answered(pacer: Pacer, takes: Iterable[float], start: float) -> float:
    """Requests that left one pace apart and were answered after so long; when the next may leave at the earliest."""
    now = start
    for number, seconds in enumerate(takes):
        pacer.ask(f"{start}-{number}", False, 0, now)
        assert pacer.depart(f"{start}-{number}", now) == 0.0
        pacer.land(f"{start}-{number}", now + seconds)
        now += 1 / 29
    return now


def test_where_answers_come_evenly_one_that_was_late_counts_from_when_it_can_have_arrived() -> None:
    pacer = Pacer()
    _answered(pacer, [0.05] * 64, 10.0)
    start = 20.0
    _answered(pacer, [0.15, *[0.05] * 29], start)
    assert pacer.depart("x", 21.05) == pytest.approx(start + TELEGRAM.burst_window + 0.1 - 21.05)


def test_where_answers_come_as_they_like_a_delay_counts_only_as_far_as_the_pace_can_afford() -> None:
    pacer, chance = Pacer(), random.Random(3)
    _answered(pacer, [0.05 + chance.uniform(0, 0.25) for _ in range(30)], 10.0)
    _answered(pacer, [0.05 + chance.uniform(0, 0.25) for _ in range(30)], 20.0)
    _answered(pacer, [0.3, *[0.05 + chance.uniform(0, 0.25) for _ in range(29)]], 30.0)
    wait = pacer.depart("x", 31.01)
    assert wait == pytest.approx(30.0 + TELEGRAM.burst_window + TELEGRAM.late - 31.01, abs=0.01)
