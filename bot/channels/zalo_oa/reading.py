"""What an event of an Official Account says, in our own words. Pure reading: nothing here talks to anybody.

A button's tap comes back as an ordinary text that holds its payload: anybody can type it. So it names a message of ours
and a place in it and nothing else; whether that message went to this very person is asked where taps are handled.
"""

import datetime as dt
import re
from dataclasses import dataclass, replace
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from bot.channels.event_id import by_content
from bot.channels.zalo_oa.signature import moment_of
from catalog.clock import local
from catalog.messaging.oa_tokens import CHANNEL
from catalog.text import storable
from handlers.conversation.context import Attachment, Incoming, NotForUs, Reading, Unreadable

SAID = "user_send_"
WITH_FILES = ("image", "gif", "file", "video", "audio")
_CHOICE = re.compile(r"#dd (\d{1,12})\.(\d{1,4})")

ECHOES = ("oa_send_", "user_received_message", "user_seen_message", "user_reacted_message", "oa_reacted_message")
"""Our own words coming back, and marks on them: as many as messages, and nothing to do."""


def payload_of(outbox_id: int, index: int) -> str:
    """What a button of that message carries."""
    return f"#dd {outbox_id}.{index}"


@dataclass(frozen=True)
class OaEvent:
    """An event as it is stored: its id (ten deliveries have the same), its chat, and the event as it came."""

    event_id: str
    chat_key: str
    payload: dict[str, Any]


class _Party(BaseModel):
    model_config = ConfigDict(coerce_numbers_to_str=True)
    id: str = Field(min_length=1, max_length=200)
    admin_id: str = ""


class _Inside(BaseModel):
    model_config = ConfigDict(coerce_numbers_to_str=True)
    url: str = ""
    name: str = ""
    size: str = ""
    description: str = ""


class _Part(BaseModel):
    type: str = ""
    payload: _Inside = Field(default_factory=_Inside)


class _Message(BaseModel):
    model_config = ConfigDict(coerce_numbers_to_str=True)
    msg_id: str = ""
    text: str | None = None
    quote_msg_id: str = ""
    attachments: list[_Part] = Field(default_factory=list)


def read(body: dict[str, Any], own_id: str = "") -> OaEvent | None:
    """The event of a signed body, as it is stored; None for our own echoes and for another account of the same app."""
    name = _word(body.get("event_name"))
    if name.startswith(ECHOES) and not _inside(body, "sender", "admin_id"):
        return None
    account = _word(_inside(body, "recipient", "id")) or _word(body.get("oa_id"))
    if own_id and account and account != own_id and not name.startswith("oa_"):
        return None
    person = _word(_inside(body, "sender", "id")) or _word(_inside(body, "follower", "id"))
    number = _word(_inside(body, "message", "msg_id"))
    if name and number:
        known = f"{name}:{number}"
    elif name and person:
        known = f"{name}:{person}:{_word(body.get('timestamp'))}"
    else:
        known = by_content(body)
    return OaEvent(known[:200], person, body)


def _inside(data: object, *keys: str) -> object:
    for key in keys:
        data = data.get(key) if isinstance(data, dict) else None
    return data


def _word(value: object) -> str:
    """An id as a text that can be stored, whatever was sent in its place; "" for what is none."""
    return storable(str(value))[:200] if isinstance(value, str | int) and not isinstance(value, bool) else ""


def unreadable(event: dict[str, Any], why: str) -> Unreadable:
    """A stored event that nobody could read, with whom it came from as far as that can be seen."""
    return Unreadable(why, _word(_inside(event, "sender", "id")) or _word(_inside(event, "follower", "id")))


def understood(event: dict[str, Any], own_id: str = "", name_of: str = "") -> Reading:
    """A stored event in our own words; `name_of` is what the person is called there, where that is known.

    Raises ValidationError for a torn one.
    """
    name = event.get("event_name")
    if not isinstance(name, str):
        return unreadable(event, "no event has this form")
    at = moment_of(event.get("timestamp"))
    if name in ("follow", "unfollow"):
        person = _Party.model_validate(event.get("follower")).id
        said = Incoming(CHANNEL, person, person, name_of, at=at)
        # To follow is to begin: whoever does is greeted as by the button Start elsewhere.
        return replace(said, text="/start") if name == "follow" else replace(said, event="blocked")
    if not name.startswith(SAID) or name.startswith("user_send_group"):
        return NotForUs("a colleague answered by hand" if name.startswith("oa_send_") else "nothing to do")
    if not isinstance(_inside(event, "sender", "id"), str | int):
        return NotForUs("an anonymous visitor")
    sender = _Party.model_validate(event["sender"])
    if sender.id == own_id:
        return NotForUs("our own words")
    message = _Message.model_validate(event.get("message"))
    said = Incoming(CHANNEL, sender.id, sender.id, name_of, reply_to=message.quote_msg_id, at=at)
    return _said(said, name.removeprefix(SAID), message, at)


def _said(said: Incoming, kind: str, message: _Message, at: dt.datetime | None) -> Reading:
    text = storable(message.text or "")
    if kind == "text" and (tapped := _CHOICE.fullmatch(text.strip())):
        return replace(said, choice=(int(tapped[1]), int(tapped[2])), reply_to="")
    if kind == "link":
        parts = [part.payload.url or part.payload.description for part in message.attachments]
        text = text or storable(" ".join(part for part in parts if part))
    files = tuple(
        _attachment(part.payload, kind, message.msg_id, at, place)
        for place, part in enumerate(message.attachments)
        if kind in WITH_FILES and part.payload.url
    )
    if not text and not files:
        return replace(said, event="unsupported")
    return replace(said, text=text, attachments=files)


def _attachment(part: _Inside, kind: str, msg_id: str, at: dt.datetime | None, place: int) -> Attachment:
    size = int(part.size) if part.size.isascii() and part.size.isdigit() else None
    if part.name:
        return Attachment(part.url, storable(part.name), size)
    ends = {"image": ".jpg", "gif": ".gif", "video": ".mp4", "audio": ".m4a"}.get(kind, "")
    taken = f"{local(at):%Y%m%d-%H%M%S}-" if at is not None else ""
    beside = f"-{place + 1}" if place else ""
    return Attachment(part.url, f"anh-{taken}{storable(msg_id)[-8:]}{beside}{ends}", size)
