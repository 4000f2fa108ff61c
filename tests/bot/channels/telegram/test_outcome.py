"""What Telegram's refusals mean: the chat is closed, only its topic, only files, or nothing but this message."""

import pytest
from telegram.error import BadRequest, Forbidden

from bot.channels.telegram.outcome import only_media, outcome_of
from scheduler.delivery.retry import Blocked, Rejected, ServerError, TopicGone


@pytest.mark.parametrize(
    "description",
    [
        "CHAT_WRITE_FORBIDDEN", "CHAT_RESTRICTED", "CHANNEL_PRIVATE", "USER_IS_BLOCKED", "CHAT_ADMIN_REQUIRED",
        "have no rights to send a message", "Need administrator rights in the channel chat", "INPUT_USER_DEACTIVATED",
        "not enough rights to send text messages to the chat", "Chat not found", "user is deactivated",
        "CHAT_SEND_PLAIN_FORBIDDEN", "the group chat was deleted", "group chat was deactivated", "PEER_ID_INVALID",
        "group chat was upgraded to a supergroup chat", "have no write access to the chat", "YOU_BLOCKED_USER",
        "administrator rights are required", "the chat is inaccessible",
    ],
)  # fmt: skip
def test_a_chat_that_takes_nothing_is_closed_as_a_whole(description: str) -> None:
    found = outcome_of(BadRequest(description))
    assert isinstance(found, Blocked)
    assert not found.topic


@pytest.mark.parametrize(
    "description", ["TOPIC_CLOSED", "TOPIC_HIDDEN", "topic is closed", "Bad Request: TOPIC_CLOSED"]
)
def test_a_closed_topic_closes_only_itself(description: str) -> None:
    found = outcome_of(BadRequest(description))
    assert isinstance(found, Blocked)
    assert found.topic


@pytest.mark.parametrize("description", ["message thread not found", "TOPIC_DELETED", "TOPIC_ID_INVALID"])
def test_a_topic_that_is_gone_is_no_end(description: str) -> None:
    assert isinstance(outcome_of(BadRequest(description)), TopicGone)


@pytest.mark.parametrize(
    "description",
    [
        "not enough rights to send photos to the chat", "not enough rights to send documents to the chat",
        "not enough rights to send voice notes to the chat", "CHAT_SEND_MEDIA_FORBIDDEN", "CHAT_SEND_DOCS_FORBIDDEN",
        "CHAT_SEND_PHOTOS_FORBIDDEN", "not enough rights to send music to the chat", "have no rights to send videos",
    ],
)  # fmt: skip
def test_where_only_files_are_locked_words_still_arrive(description: str) -> None:
    assert isinstance(outcome_of(BadRequest(description)), Rejected)
    assert only_media(description)


@pytest.mark.parametrize(
    "description", ["message is too long", "can't parse entities", "message text is empty", "BUTTON_DATA_INVALID"]
)
def test_a_refused_message_closes_nothing(description: str) -> None:
    assert isinstance(outcome_of(BadRequest(description)), Rejected)


def test_a_403_of_telegram_closes_whatever_it_says_and_one_of_a_gateway_nobody() -> None:
    for words in ("Forbidden: some words of next year", "bot may not do this here", "MESSAGE_OF_NEXT_YEAR"):
        assert isinstance(outcome_of(Forbidden(words)), Blocked), words
    for words in ("Access denied by policy", "", "Request blocked by the firewall"):
        assert outcome_of(Forbidden(words)) == ServerError(403), words
