"""How a message came to be written: in a topic, forwarded, by somebody who hides, by way of another bot."""

from dataclasses import dataclass
from typing import Literal

from bot.sandbox.telegram_forms.errors import Json
from bot.sandbox.world.chats import Chat, Person

ANONYMOUS: Json = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
CHANNEL: Json = {"id": 136817688, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot"}
TELEGRAM: Json = {"id": 777000, "is_bot": False, "first_name": "Telegram"}
"""Accounts that stand in the place of a sender who is not told (Bot API, Message.sender_chat)."""

Hidden = Literal["", "admin", "channel", "linked_channel"]


@dataclass(frozen=True)
class How:
    """`topic`: of a forum group, None for General. `forwarded_from`: whose words they are, "?" where it is not told.

    `hidden`: an anonymous administrator, somebody who posts as a channel, or the post of a linked channel that is
    handed on by itself. `via`: made by that bot, `external_reply`: said of a message in another chat.
    """

    topic: int | None = None
    forwarded_from: str = ""
    hidden: Hidden = ""
    via: str = ""
    external_reply: bool = False

    def marks(self, person: Person, chat: Chat) -> Json:
        """The fields of Telegram's Message that tell it."""
        marks: Json = {}
        origin: Json = {"type": "channel", "date": 1, "chat": _channel(chat), "message_id": 1}
        if self.forwarded_from == "?":
            marks["forward_origin"] = {"type": "hidden_user", "date": 1, "sender_user_name": person.first_name}
        elif self.forwarded_from:
            author = {"id": 5_000_000_001, "is_bot": False, "first_name": self.forwarded_from}
            marks["forward_origin"] = {"type": "user", "date": 1, "sender_user": author}
        if self.hidden == "admin":
            marks |= {"from": ANONYMOUS, "sender_chat": chat.to_json()}
        if self.hidden == "channel":
            marks |= {"from": CHANNEL, "sender_chat": _channel(chat)}
        if self.hidden == "linked_channel":
            marks |= {"from": TELEGRAM, "sender_chat": _channel(chat), "is_automatic_forward": True}
            marks["forward_origin"] = origin
        if self.via:
            marks["via_bot"] = {"id": 5_000_000_002, "is_bot": True, "first_name": self.via, "username": self.via}
        if self.external_reply:
            marks["external_reply"] = {"origin": origin, "chat": _channel(chat)}
            marks["quote"] = {"text": "…", "position": 0}
        return marks


def _channel(chat: Chat) -> Json:
    return {"id": chat.id - 7 if chat.id < 0 else -1_003_000_000_000 - chat.id, "type": "channel", "title": "Kênh"}
