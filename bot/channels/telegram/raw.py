"""A raw update as it is stored, before anybody tries to understand it: which event it is, and of which chat."""

from typing import Any

from bot.channels.event_id import by_content
from catalog.people.topics import topic_chat


def chat_key(update: dict[str, Any]) -> str:
    """The chat a raw update belongs to, for keeping its order; "" when there is none to be found.

    A topic of a forum group is a chat of its own (`catalog.people.topics`).
    """
    for path in (("message",), ("edited_message",), ("my_chat_member",), ("callback_query", "message")):
        message = _path(update, *path)
        chat = _path(message, "chat", "id")
        if isinstance(chat, int):
            topic = _path(message, "message_thread_id") if _path(message, "is_topic_message") is True else None
            return topic_chat(str(chat), str(topic) if chat < 0 and type(topic) is int else "")
    return ""


def as_stored(update: object) -> tuple[str, str, dict[str, Any]]:
    """(event id, chat key, payload) of whatever stood in the place of an update."""
    payload = update if isinstance(update, dict) else {"no update": update}
    number = payload.get("update_id")
    known = str(number) if type(number) is int else by_content(payload)
    return known, chat_key(payload), payload


def _path(data: Any, *keys: str) -> Any:
    for key in keys:
        data = data.get(key) if isinstance(data, dict) else None
    return data
