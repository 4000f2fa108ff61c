"""What an event of the Zalo Bot Platform says, in our own words. Pure reading: nothing here talks to anybody.

An event is `{"event_name": ..., "message": {...}}`, alone or wrapped as `{"ok": true, "result": {...}}`: the public
reference shows both. There is no update_id; an event is known by its message_id.
"""

import datetime as dt
import hashlib
import json
from dataclasses import dataclass, replace
from typing import Any

from pydantic import AliasChoices, BaseModel, ConfigDict, Field

from catalog.clock import local
from catalog.text import storable
from handlers.conversation.context import Attachment, Incoming

TEXT, IMAGE = "message.text.received", "message.image.received"
UNREADABLE = ("message.sticker.received", "message.voice.received", "message.unsupported.received")


@dataclass(frozen=True)
class ZaloEvent:
    """An event as it is stored: its id (ten deliveries have the same), its chat, and the event without its wrapping."""

    event_id: str
    chat_key: str
    payload: dict[str, Any]


class _Party(BaseModel):
    model_config = ConfigDict(coerce_numbers_to_str=True)
    id: str = Field(min_length=1, max_length=200)
    display_name: str = ""
    is_bot: bool = False


class _Chat(BaseModel):
    model_config = ConfigDict(coerce_numbers_to_str=True)
    id: str = Field(min_length=1, max_length=200)
    chat_type: str = "PRIVATE"


class _Message(BaseModel):
    """`date` in milliseconds since 1970; `photo` is an address, called photo_url in some descriptions."""

    model_config = ConfigDict(coerce_numbers_to_str=True)
    sender: _Party = Field(alias="from")
    chat: _Chat
    message_id: str = ""
    date: int = 0
    text: str | None = None
    caption: str | None = None
    photo: str | None = Field(None, validation_alias=AliasChoices("photo", "photo_url"))


def read(body: object) -> ZaloEvent | None:
    """The event in a webhook's body or in the answer of getUpdates; None for what is no event.

    What is unknown in it is kept: it is stored first and understood later (`understood`).
    """
    event = body.get("result", body) if isinstance(body, dict) else None
    if not isinstance(event, dict) or not isinstance(event.get("event_name"), str):
        return None
    message = event.get("message")
    message = message if isinstance(message, dict) else {}
    chat = message.get("chat")
    chat_id = _word(chat.get("id")) if isinstance(chat, dict) else ""
    known = _word(message.get("message_id"))
    if not known:
        known = "sha256:" + hashlib.sha256(json.dumps(event, sort_keys=True).encode()).hexdigest()
    return ZaloEvent(known, chat_id, event)


def _word(value: object) -> str:
    """An id as a text that can be stored, whatever was sent in its place; "" for what is none."""
    return storable(str(value))[:200] if isinstance(value, str | int) else ""


def understood(event: dict[str, Any]) -> Incoming | None:
    """A stored event in our own words; None for what is not meant for us. Raises ValidationError for a torn one."""
    name = event.get("event_name")
    if name not in (TEXT, IMAGE, *UNREADABLE):
        return None  # a kind of later years
    message = _Message.model_validate(event.get("message"))
    if message.sender.is_bot:
        return None
    group = message.chat.chat_type.upper() == "GROUP"
    base = Incoming("zalo", message.chat.id, message.sender.id, storable(message.sender.display_name), group=group)
    text = storable(message.text or message.caption or "")
    photo = _photo(message) if name == IMAGE else ()
    if not text and not photo:
        # Of some protected people Zalo hands on nothing but that they wrote ("unsupported"); they are told, once each.
        return None if group else replace(base, event="unsupported")
    return replace(base, text=text, attachments=photo)


def _photo(message: _Message) -> tuple[Attachment, ...]:
    """Photos come as an address without a name or a size."""
    if not message.photo:
        return ()
    try:
        taken = local(dt.datetime.fromtimestamp(message.date / 1000, dt.UTC))
    except (OverflowError, OSError, ValueError):
        taken = local(dt.datetime.fromtimestamp(0, dt.UTC))
    return (Attachment(message.photo, f"anh-{taken:%Y%m%d-%H%M%S}-{message.message_id[-8:]}.jpg"),)
