"""Zalo's side of the sandbox: how it names people and messages, and the events that wait for the bot.

The people, their chats, messages, files and faults are the world's own; a person of the channel "zalo" is told to
the bot in the form of the Zalo Bot Platform (templates/guides/zalo.md says where that form is described).
"""

import hashlib
from dataclasses import dataclass, field

from bot.sandbox.telegram_forms.errors import Json
from bot.sandbox.telegram_forms.update_faults import UpdateFaults
from bot.sandbox.world.chats import Person
from bot.sandbox.world.messages import Message

ZALO_TOKEN = "8000000001:SANDBOX-zalo-token-for-this-machine"  # noqa: S105 - opens nothing
PHOTOS = "/zalo/photo"


def zalo_id(number: int) -> str:
    """What Zalo calls that person, and their chat with the bot: 20 letters of hexadecimal."""
    return hashlib.sha256(f"zalo:{number}".encode()).hexdigest()[:20]


def message_id(message: Message) -> str:
    """What Zalo calls that message."""
    return hashlib.sha256(f"message:{message.chat.id}:{message.message_id}".encode()).hexdigest()[:20]


def event_of(message: Message, bot_id: str = "") -> Json:
    """What the bot hears of a person's message. Of a document it hears only that there was something.

    Of its own it hears, where it hears them, under its id and not marked as a bot's.
    """
    person, chat = message.sender, message.chat.person or message.sender
    told: Json = {
        "from": {"id": bot_id or zalo_id(person.id), "display_name": person.first_name, "is_bot": False},
        "chat": {"id": zalo_id(chat.id), "chat_type": "PRIVATE"},
        "message_id": message_id(message),
        "date": int(message.date.timestamp() * 1000),
    }
    if message.photo:
        told |= {"photo": f"{PHOTOS}/{message.photo[-1].unique_id}"}
        told |= {"caption": message.text} if message.text else {}
        return {"event_name": "message.image.received", "message": told}
    if message.document is not None or not message.text:
        return {"event_name": "message.unsupported.received", "message": told}
    return {"event_name": "message.text.received", "message": told | {"text": message.text}}


def at_address(event: Json, base: str) -> Json:
    """The event with the address of its picture as the bot can reach it."""
    message = event.get("message")
    photo = message.get("photo") if isinstance(message, dict) else None
    if not isinstance(photo, str) or not photo.startswith(PHOTOS):
        return event
    return {**event, "message": {**event["message"], "photo": base.rstrip("/") + photo}}


@dataclass
class ZaloHook:
    """Where events are brought to; `base` is the address the bot knows the sandbox by."""

    url: str
    secret: str
    base: str


@dataclass
class ZaloDesk:
    """The bot at Zalo: its token, what waits for it, and its webhook. There is no offset: what was answered is gone."""

    faults: UpdateFaults
    token: str = ZALO_TOKEN
    name: str = "Bot Đôn Đốc"
    waiting: list[Json] = field(default_factory=list)
    hook: ZaloHook | None = None
    _twice: list[Json] = field(default_factory=list)

    @property
    def bot_id(self) -> str:
        """What getMe says."""
        return self.token.partition(":")[0]

    def add(self, event: Json) -> None:
        """Something happened; any body may be put here, torn ones too."""
        self.waiting.append(event)

    def take(self) -> Json | None:
        """The next event, disturbed as ordered: out of its order, or left to come a second time."""
        if not self.waiting:
            return None
        arrived = self.faults.arranged(self.waiting)
        event = arrived[0]
        again = sum(one is event for one in arrived) > 1 and not any(one is event for one in self._twice)
        if again:
            self._twice.append(event)
        else:
            self.waiting = [one for one in self.waiting if one is not event]
        return event


def is_on_zalo(person: Person | None) -> bool:
    """Whether this is somebody of the channel "zalo"."""
    return person is not None and person.channel == "zalo"
