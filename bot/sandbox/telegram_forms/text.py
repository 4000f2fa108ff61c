"""The text of one message as Telegram keeps it: parsed, trimmed, measured, and with what it finds by itself."""

import re
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.telegram_forms.entities import parse_html, utf16_length
from bot.sandbox.telegram_forms.errors import Json, bad_request

TEXT_LIMIT = 4096  # https://core.telegram.org/bots/api#sendmessage, after entities parsing
CAPTION_LIMIT = 1024

_FOUND = re.compile(
    r"(?P<url>https?://[^\s<>\"]*[^\s<>\".,;:!?)\]])"
    r"|(?<![\w/@])(?P<bot_command>/[A-Za-z0-9_]{1,32}(?:@[A-Za-z0-9_]{3,32})?)(?![\w/])"
    r"|(?<![\w@])(?P<mention>@[A-Za-z][A-Za-z0-9_]{3,31})\b"
    r"|(?<![\w#])(?P<hashtag>#(?=\w*[^\W\d])\w+)"
)


@dataclass(frozen=True)
class FormattedText:
    """Plain text and Telegram's entities over it (UTF-16 offsets)."""

    text: str = ""
    entities: list[Json] = field(default_factory=list)


def formatted(text: str, parse_mode: str | None, entities: Any = None) -> FormattedText:
    """The text as it will stand in the chat.

    `parse_mode` is "HTML" (any case) or nothing; Markdown is refused here, as nothing of ours sends it.
    Raises ApiError 400 for markup that cannot be parsed.
    """
    if parse_mode and parse_mode.lower() == "html":
        plain, marks = parse_html(text)
    elif parse_mode:
        raise bad_request("unsupported parse_mode")
    else:
        plain, marks = text, _given(entities, text)
    return _with_found(_trimmed(FormattedText(plain, marks)))


def _given(entities: Any, text: str) -> list[Json]:
    if entities is None:
        return []
    length = utf16_length(text)
    if not isinstance(entities, list) or not all(isinstance(entity, dict) for entity in entities):
        raise bad_request("can't parse entities: expected an Array of MessageEntity")
    for entity in entities:
        offset, size = entity.get("offset"), entity.get("length")
        if type(offset) is not int or type(size) is not int or not isinstance(entity.get("type"), str):
            raise bad_request("can't parse MessageEntity: type, offset and length are needed")
        if offset < 0 or size < 1 or offset + size > length:
            raise bad_request("ENTITY_BOUNDS_INVALID")
    return sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))


def _trimmed(formatted_text: FormattedText) -> FormattedText:
    """Without blank space at either end, as the chat shows it; entities move along."""
    text = formatted_text.text
    left = utf16_length(text) - utf16_length(text.lstrip())
    plain = text.strip()
    length = utf16_length(plain)
    kept = []
    for entity in formatted_text.entities:
        start = min(max(entity["offset"] - left, 0), length)
        end = min(max(entity["offset"] + entity["length"] - left, 0), length)
        if end > start:
            kept.append(entity | {"offset": start, "length": end - start})
    return FormattedText(plain, kept)


def _with_found(formatted_text: FormattedText) -> FormattedText:
    """Adds commands, links, mentions and hashtags that stand in the open, outside any code or link."""
    taken = [
        (entity["offset"], entity["offset"] + entity["length"])
        for entity in formatted_text.entities
        if entity["type"] in ("code", "pre", "text_link", "bot_command", "url", "mention", "hashtag")
    ]
    found = []
    for match in _FOUND.finditer(formatted_text.text):
        offset = utf16_length(formatted_text.text[: match.start()])
        length = utf16_length(match.group())
        if not any(start < offset + length and offset < end for start, end in taken):
            found.append({"type": match.lastgroup, "offset": offset, "length": length})
    marks = sorted([*formatted_text.entities, *found], key=lambda mark: (mark["offset"], -mark["length"]))
    return FormattedText(formatted_text.text, marks)


def checked_text(text: str | None, parse_mode: str | None, entities: Any = None) -> FormattedText:
    """A message's text. Raises ApiError 400 when it is empty or above 4096 units after parsing."""
    result = formatted(text or "", parse_mode, entities)
    if not result.text:
        raise bad_request("message text is empty")
    if utf16_length(result.text) > TEXT_LIMIT:
        raise bad_request("message is too long")
    return result


def checked_caption(text: str | None, parse_mode: str | None, entities: Any = None) -> FormattedText:
    """A caption, which may be empty. Raises ApiError 400 above 1024 units after parsing."""
    result = formatted(text or "", parse_mode, entities)
    if utf16_length(result.text) > CAPTION_LIMIT:
        raise bad_request("message caption is too long")
    return result
