"""What an event of the Zalo Bot Platform says, in our own words. Pure reading: nothing here talks to anybody.

An event is `{"event_name": ..., "message": {...}}`, alone or wrapped as `{"ok": true, "result": {...}}`: the public
reference shows both. There is no update_id; an event is known by its message_id.
"""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from pydantic import AliasChoices, BaseModel, ConfigDict, Field

from bot.channels.event_id import by_content
from catalog.clock import local
from catalog.text import storable
from handlers.conversation.context import Attachment, Incoming, NotForUs, Reading, Unreadable

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


def read(body: object) -> ZaloEvent:
    """The event in a webhook's body or in the answer of getUpdates, as it is stored: understood later (`understood`).

    What is no event is stored, too: whoever sent it must not wait in vain.
    """
    event = body.get("result", body) if isinstance(body, dict) else body
    if not isinstance(event, dict):
        event = {"no event": event}
    known = _word(_inside(event, "message", "message_id"))
    if not known:
        known = by_content(event)
    return ZaloEvent(known, _word(_inside(event, "message", "chat", "id")), event)


def _inside(data: object, *keys: str) -> object:
    for key in keys:
        data = data.get(key) if isinstance(data, dict) else None
    return data


def _word(value: object) -> str:
    """An id as a text that can be stored, whatever was sent in its place; "" for what is none."""
    return storable(str(value))[:200] if isinstance(value, str | int) else ""


def unreadable(event: dict[str, Any], why: str) -> Unreadable:
    """A stored event that nobody could read, with where it came from as far as that can be seen."""
    group = str(_inside(event, "message", "chat", "chat_type")).upper() == "GROUP"
    return Unreadable(why, _word(_inside(event, "message", "chat", "id")), group)


def understood(event: dict[str, Any], own_id: str = "") -> Reading:
    """A stored event in our own words. `own_id` is the bot's: what it sent itself may come back as an event.

    Raises ValidationError for a torn one.
    """
    name = event.get("event_name")
    if not isinstance(name, str):
        return unreadable(event, "no event has this form")
    if name not in (TEXT, IMAGE, *UNREADABLE):
        return NotForUs("a kind of later years")
    message = _Message.model_validate(event.get("message"))
    if message.sender.is_bot or message.sender.id == own_id:
        return NotForUs("our own words")
    group = message.chat.chat_type.upper() == "GROUP"
    base = Incoming("zalo", message.chat.id, message.sender.id, storable(message.sender.display_name), group=group)
    text = storable(message.text or message.caption or "")
    photo = _photo(message) if name == IMAGE else ()
    if not text and not photo:
        # Of some protected people Zalo hands on nothing but that they wrote ("unsupported"); they are told, once each.
        return NotForUs("nothing said") if group else replace(base, event="unsupported")
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
