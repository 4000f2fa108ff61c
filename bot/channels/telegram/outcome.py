"""What a refusal of Telegram means for the message, by the words of its description.

The Bot API documents no list of them; these are the descriptions and error names that the public server of the Bot
API and Telegram's own API give (core.telegram.org/api/errors; sources of tdlib/telegram-bot-api), looked up 2026-11.
"""

import re

import structlog
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, TelegramError

from bot.channels.telegram.transport import NotSent, ServerFailed, TooFast
from scheduler.delivery.retry import (
    Ambiguous,
    Blocked,
    Migrated,
    NetworkBeforeSent,
    Outcome,
    RateLimited,
    Rejected,
    ServerError,
    TopicGone,
)

log = structlog.get_logger()

_CLOSED = re.compile(
    r"chat not found|user not found|user is deactivated|user_?deactivated|peer_id_invalid|chat_?id_?invalid"
    r"|was kicked|was blocked|is_blocked|you_blocked_user|not a (?:member|participant)|user_not_participant"
    r"|no rights? to send|no write access|not enough rights|administrator rights|inaccessible"
    r"|no access to the chat|chat_admin_required"
    r"|chat_write_forbidden|chat_restricted|chat_forbidden|chat_guest_send_forbidden|chat_send_plain_forbidden"
    r"|channel_private|channel_invalid|user_banned_in_channel|user_privacy_restricted|privacy_premium_required"
    r"|allow_payment_required|(?:group|chat|channel)(?: chat)? (?:was|is) (?:deleted|deactivated)"
    r"|can'?t (?:initiate conversation|send messages to bots)|user_is_bot|bot_blocked"
)
"""The chat as a whole takes nothing from us, whatever the message is."""

_OF_TELEGRAM = re.compile(r"^Forbidden\b|\b(?:bot|user|chat|group|channel|member|peer)s?\b|\b[A-Z]+_[A-Z_]+\b")
"""A 403 of Telegram's own: it begins with this word and speaks of somebody, or is a name of an error."""

_UPGRADED = re.compile(r"upgraded to a supergroup")
_MEDIA = re.compile(
    r"(?:send|sending)_?(?: ?\w+)? ?(?:photo|picture|document|file|video|audio|music|voice|media|sticker|gif|animation"
    r"|poll|round)|chat_send_(?!plain)\w+_forbidden"
)
"""Only pictures and files are locked: words still arrive."""

_TOPIC_CLOSED = re.compile(r"topic_(?:closed|hidden)|topic (?:is |was )?(?:closed|hidden)")
_TOPIC_GONE = re.compile(
    r"topic_(?:deleted|not_found|id_invalid)|topic (?:is |was )?(?:deleted|not found)"
    r"|(?:message )?thread (?:is |was )?not found|thread_(?:id_)?invalid"
)


def only_media(description: str) -> bool:
    """Whether a refusal is about pictures and files only."""
    return bool(_MEDIA.search(description.lower()))


def outcome_of(problem: Exception) -> Outcome:
    """What a failed attempt means for the message."""
    match problem:
        case TooFast():
            return RateLimited(problem.seconds)
        case ChatMigrated():
            return Migrated(str(problem.new_chat_id))
        case Forbidden() | BadRequest():
            return _refused(problem)
        case NotSent():
            return NetworkBeforeSent(problem.message)
        case InvalidToken():  # nothing is wrong with the message: it waits for the operator
            log.error("telegram.token", error=problem.message)
            return NetworkBeforeSent(problem.message)
        case ServerFailed():
            return ServerError(problem.status)
        case NetworkError():
            return Ambiguous(problem.message)
        case TelegramError():
            return Rejected(problem.message)
        case _:  # an answer the library cannot read: the message may have been taken
            log.error("telegram.send", error=repr(problem), exc_info=problem)
            return Ambiguous(repr(problem))


def _refused(problem: Forbidden | BadRequest) -> Outcome:
    description, said = problem.message, problem.message.lower()
    if _TOPIC_CLOSED.search(said):
        return Blocked(description, topic=True)
    if _TOPIC_GONE.search(said):
        return TopicGone(description)
    if _MEDIA.search(said):
        return Rejected(description)
    if _UPGRADED.search(said):  # without the new id: it comes with an event of the group itself
        return Blocked(f"{description} (waiting for its new id)")
    if _CLOSED.search(said):
        return Blocked(description)
    if isinstance(problem, BadRequest):
        return Rejected(description)
    return Blocked(description) if _OF_TELEGRAM.search(description) else ServerError(403)  # a gateway's
