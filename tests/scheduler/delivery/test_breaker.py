"""When a platform counts as away, who probes, and what is a message's own fault."""

from itertools import pairwise

import pytest

from scheduler.delivery.breaker import LONGEST, OPENS_AFTER, Breaker
from scheduler.delivery.retry import (
    Ambiguous,
    Blocked,
    NetworkBeforeSent,
    NotReady,
    Outcome,
    RateLimited,
    Rejected,
    Sent,
    ServerError,
)

AWAY: list[Outcome] = [Ambiguous("reset"), ServerError(502), NetworkBeforeSent("no route")]
ANSWERS: list[Outcome] = [Sent("1"), Rejected("empty"), Blocked("kicked"), RateLimited(3)]


class Clock:
    """Seconds that pass when told."""

    def __init__(self) -> None:
        self.at = 100.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def breaker(clock: Clock) -> Breaker:
    return Breaker(first=2.0, clock=clock)


def away(breaker: Breaker) -> None:
    for message in range(OPENS_AFTER):
        breaker.heard(message, ServerError(502))


@pytest.mark.parametrize("outcome", AWAY)
def test_a_few_failures_in_a_row_and_the_platform_is_away(breaker: Breaker, outcome: Outcome) -> None:
    for message in range(OPENS_AFTER):
        assert not breaker.away
        assert not breaker.heard(message, outcome)
    assert breaker.away


@pytest.mark.parametrize("outcome", ANSWERS)
def test_any_answer_between_says_that_it_is_there(breaker: Breaker, outcome: Outcome) -> None:
    for message in range(20):
        breaker.heard(message, Ambiguous("reset"))
        breaker.heard(message + 100, outcome)
    assert not breaker.away


@pytest.mark.parametrize("outcome", ANSWERS)
def test_any_answer_brings_it_back(breaker: Breaker, outcome: Outcome) -> None:
    away(breaker)
    breaker.heard(7, outcome)
    assert not breaker.away


def test_a_file_that_cannot_be_made_says_nothing_of_the_platform(breaker: Breaker) -> None:
    for _ in range(10):
        assert breaker.heard(1, NotReady("no chart"))
    assert not breaker.away
    away(breaker)
    breaker.heard(2, NotReady("no chart"))
    assert breaker.away


def test_probes_become_rarer_and_never_rarer_than_the_longest_pause(breaker: Breaker, clock: Clock) -> None:
    away(breaker)
    taken = []
    for _ in range(1200):
        if breaker.take_probe():
            taken.append(clock.at - 100)
        clock.at += 0.1
    waits = [round(after - before, 1) for before, after in pairwise(taken)]
    assert taken[0] == pytest.approx(2.0, abs=0.2)
    assert waits == sorted(waits)
    assert max(waits) <= LONGEST + 0.2


def test_each_message_is_the_probe_once_before_one_is_it_again(breaker: Breaker) -> None:
    away(breaker)
    assert [breaker.choose([4, 5, 6]) for _ in range(3)] == [4, 5, 6]
    assert breaker.choose([4, 5, 6]) == 4


def test_a_message_on_which_the_platform_chokes_is_told_by_what_others_meet(breaker: Breaker, clock: Clock) -> None:
    assert not breaker.heard(1, ServerError(500)), "the first time nobody can know"
    clock.at += 1
    breaker.heard(2, Sent("2"))
    clock.at += 1
    assert breaker.heard(1, ServerError(500))
    clock.at += 1
    assert not breaker.heard(1, ServerError(500)), "nobody was answered since"


def test_during_an_outage_nothing_is_a_messages_own_fault(breaker: Breaker, clock: Clock) -> None:
    breaker.heard(1, ServerError(500))
    clock.at += 1
    breaker.heard(2, Sent("2"))
    away(breaker)
    assert not breaker.heard(1, ServerError(500))
