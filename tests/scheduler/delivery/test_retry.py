"""What becomes of a message after each kind of answer."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.delivery.retry import (
    Ambiguous,
    Backoff,
    Blocked,
    Decision,
    Migrated,
    NetworkBeforeSent,
    Outcome,
    RateLimited,
    Rejected,
    Sent,
    ServerError,
    decide,
)

NOW = dt.datetime(2026, 3, 2, 1, 0, tzinfo=dt.UTC)
FAILURES: st.SearchStrategy[Outcome] = st.one_of(
    st.just(Rejected("chat not found")),
    st.just(Blocked("bot was blocked by the user")),
    st.floats(0, 600).map(RateLimited),
    st.just(NetworkBeforeSent("refused")),
    st.just(Ambiguous("timeout")),
    st.sampled_from([500, 502, 503]).map(ServerError),
    st.just(Migrated("-100200")),
)


def seconds(decision: Decision) -> float:
    assert decision.not_before is not None
    return (decision.not_before - NOW).total_seconds()


def test_sent_is_written_with_the_message_id_only() -> None:
    decision = decide(1, 0, Sent("4711"), NOW)
    assert (decision.state, decision.message_id, decision.not_before) == ("sent", "4711", None)


@given(st.integers(1, 60), st.integers(0, 2), FAILURES)
def test_no_failure_is_ever_called_sent(attempts: int, ambiguous: int, outcome: Outcome) -> None:
    decision = decide(attempts, ambiguous, outcome, NOW)
    assert decision.state in ("queued", "failed", "ambiguous")
    assert not decision.message_id
    assert decision.note
    assert (decision.not_before is not None) == (decision.state == "queued")
    assert decision.not_before is None or decision.not_before >= NOW


def test_a_rejected_message_is_not_repeated() -> None:
    decision = decide(1, 0, Rejected("message is too long"), NOW)
    assert (decision.state, decision.stop_contact) == ("failed", False)
    assert "too long" in decision.note


def test_a_person_who_blocked_the_bot_is_stopped() -> None:
    decision = decide(1, 0, Blocked("bot was blocked by the user"), NOW)
    assert (decision.state, decision.stop_contact) == ("failed", True)


@given(FAILURES)
def test_only_a_block_stops_a_person(outcome: Outcome) -> None:
    assert decide(3, 0, outcome, NOW).stop_contact == isinstance(outcome, Blocked)


@pytest.mark.parametrize(("said", "waited"), [(7, 7), (0.2, 1), (90.5, 90.5)])
def test_a_rate_limit_waits_what_it_says(said: float, waited: float) -> None:
    assert seconds(decide(50, 0, RateLimited(said), NOW)) == waited


def test_a_rate_limit_that_names_no_time_is_asked_less_and_less() -> None:
    assert [seconds(decide(n, 0, RateLimited(0), NOW)) for n in (1, 2, 3, 50)] == [2, 4, 8, 900]


def test_a_lost_answer_is_tried_again_and_counted_and_the_third_one_of_its_own_is_the_end() -> None:
    first = decide(1, 0, Ambiguous("timeout"), NOW)
    assert (first.state, first.ambiguous) == ("queued", 1)
    second = decide(2, first.ambiguous, Ambiguous("timeout"), NOW)
    assert (second.state, second.ambiguous) == ("queued", 2)
    third = decide(3, second.ambiguous, Ambiguous("timeout"), NOW)
    assert (third.state, third.ambiguous) == ("ambiguous", 3)


@pytest.mark.parametrize("outcome", [Ambiguous("reset"), ServerError(502), NetworkBeforeSent("no route")])
def test_what_a_platform_that_is_away_does_to_a_message_uses_up_nothing_and_is_never_final(outcome: Outcome) -> None:
    ambiguous = 0
    for _ in range(100):
        decision = decide(10, ambiguous, outcome, NOW, own=False)
        assert (decision.state, decision.counts) == ("queued", False)
        ambiguous = decision.ambiguous


@given(st.lists(FAILURES, max_size=30))
def test_at_most_three_attempts_may_have_arrived_where_only_this_message_is_lost(outcomes: list[Outcome]) -> None:
    """Whatever else happens between, three lost answers of its own are the end."""
    ambiguous, possibly_arrived = 0, 0
    for attempts, outcome in enumerate(outcomes, start=1):
        decision = decide(attempts, ambiguous, outcome, NOW)
        possibly_arrived += isinstance(outcome, Ambiguous)
        ambiguous = decision.ambiguous
        assert ambiguous == possibly_arrived
        if decision.state != "queued":
            break
    assert possibly_arrived <= 3


def test_waits_grow_up_to_a_cap() -> None:
    waits = [Backoff().after(attempts).total_seconds() for attempts in range(1, 2000)]
    assert waits[:4] == [2, 4, 8, 16]
    assert waits == sorted(waits)
    assert max(waits) == 900


def test_a_message_on_which_the_provider_keeps_failing_is_given_up() -> None:
    backoff = Backoff(server_attempts=3)
    states = [decide(attempts, 0, ServerError(502), NOW, backoff).state for attempts in (1, 2, 3)]
    assert states == ["queued", "queued", "failed"]


def test_a_group_that_moved_is_followed_at_once() -> None:
    decision = decide(1, 0, Migrated("-100200"), NOW)
    assert (decision.state, decision.move_to, decision.not_before) == ("queued", "-100200", NOW)


def test_a_naive_now_is_no_moment_to_decide_at() -> None:
    with pytest.raises(ValueError, match="time zone"):
        decide(1, 0, Sent("1"), dt.datetime(2026, 3, 2))  # noqa: DTZ001
