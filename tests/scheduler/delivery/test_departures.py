"""Between a turn and its request a slow disk may stand: the limits hold for what leaves, not only for turns."""

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
