"""Sending limits: measured for every sliding window, refused with 429 when enforced."""

import pytest

from bot.sandbox.telegram_forms.limits import Limits


class Hand:
    """A monotonic clock moved by hand, in seconds."""

    def __init__(self):
        self.at = 100.0

    def __call__(self):
        return self.at


@pytest.fixture
def hand():
    return Hand()


@pytest.fixture
def limits(hand):
    return Limits(enforced=True, now=hand)


def test_a_second_message_within_a_second_waits_for_its_chat(limits, hand):
    assert limits.check(1) is None
    hand.at += 0.9
    assert limits.check(1).parameters == {"retry_after": 1}
    assert limits.check(2) is None
    hand.at += 0.2
    assert limits.check(1) is None


def test_the_31st_message_of_a_second_waits_for_the_bot(limits, hand):
    assert all(limits.check(chat) is None for chat in range(1, 31))
    assert limits.check(31).code == 429
    hand.at += 1
    assert limits.check(31) is None


def test_a_group_takes_20_messages_a_minute_and_says_how_long_to_wait(limits, hand):
    for _ in range(20):
        assert limits.check(-5) is None
        hand.at += 1.5
    assert limits.check(-5).parameters == {"retry_after": 30}
    hand.at += 30
    assert limits.check(-5) is None


def test_windows_slide_and_do_not_start_anew_each_second(limits, hand):
    hand.at = 100.5
    assert all(limits.check(chat) is None for chat in range(1, 31))
    hand.at = 101.1
    assert limits.check(40).code == 429


def test_an_album_counts_its_pictures_but_fits_an_empty_window(limits, hand):
    assert limits.check(1, messages=10) is None
    hand.at += 0.5
    assert limits.check(1).code == 429


def test_without_enforcement_every_window_is_on_record_all_the_same(hand):
    limits = Limits(now=hand)
    assert [limits.check(1) for _ in range(3)] == [None, None, None]
    chat_windows = [window for window in limits.record if window.scope == "chat"]
    assert [window.count for window in chat_windows] == [1, 2, 3]
    assert [window.count for window in limits.over()] == [2, 3]


async def test_the_server_refuses_what_is_above_the_limit(ask, sandbox, lan, hand):
    sandbox.limits.enforced = True
    sandbox.limits.now = hand
    assert (await ask("sendMessage", chat_id=lan, text="một"))["ok"]
    refused = await ask("sendMessage", chat_id=lan, text="hai")
    assert (refused["error_code"], refused["parameters"]) == (429, {"retry_after": 1})
    assert [message.text for message in sandbox.messages_to(lan)] == ["một"]
    hand.at += 1
    assert (await ask("sendMessage", chat_id=lan, text="hai"))["ok"]
    assert sandbox.limits.over() == []
