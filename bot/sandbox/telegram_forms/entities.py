"""Telegram's HTML: text with tags becomes plain text with entities, or is refused as Telegram refuses it.

Offsets and lengths are UTF-16 code units, as in https://core.telegram.org/bots/api#messageentity; error texts
name the byte offset in UTF-8. Tags: https://core.telegram.org/bots/api#html-style.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.sandbox.telegram_forms.errors import ApiError, Json, bad_request

_KIND_BY_TAG = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "a": "text_link",
    "tg-emoji": "custom_emoji",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
_TAG_NAME = re.compile(r"[^\s>]*")
_ATTRIBUTE_NAME = re.compile(r"[^\s=>]*")
_SPACES = re.compile(r"\s*")
_BARE_VALUE = re.compile(r"[\w.\-]+")
_REFERENCE = re.compile(r"&(#x[0-9a-fA-F]+|#[0-9]+|lt|gt|amp|quot);")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}


def utf16_length(text: str) -> int:
    """How long Telegram counts a text: in UTF-16 code units, so that most emoji count two."""
    return len(text.encode("utf-16-le")) // 2


@dataclass
class _OpenTag:
    name: str
    attributes: dict[str, str]
    starts_at: int
    in_text: int


@dataclass
class _Reader:
    """One pass over the source: what is read so far, and the tags still open."""

    source: str
    position: int = 0
    parts: list[str] = field(default_factory=list)
    length: int = 0
    open_tags: list[_OpenTag] = field(default_factory=list)
    entities: list[Json] = field(default_factory=list)

    def text(self, piece: str) -> None:
        self.parts.append(piece)
        self.length += utf16_length(piece)

    def take(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self.source, self.position)
        if found is None:
            return ""
        self.position = found.end()
        return found.group()

    def next_is(self, character: str) -> bool:
        return self.source.startswith(character, self.position)

    def at_end(self) -> bool:
        return self.position >= len(self.source)

    def refusal(self, what: str, at: int) -> ApiError:
        offset = len(self.source[:at].encode())
        return bad_request(f"can't parse entities: {what.replace('@@', str(offset))}")


def parse_html(source: str) -> tuple[str, list[Json]]:
    """Plain text and its entities, sorted by offset, outer before inner.

    Raises ApiError 400 "can't parse entities: ..." for a tag that is unknown, unclosed or closed out of order.
    """
    reader = _Reader(source)
    while not reader.at_end():
        if reader.next_is("</"):
            _end_tag(reader)
        elif reader.next_is("<"):
            _start_tag(reader)
        elif (reference := _REFERENCE.match(source, reader.position)) is not None:
            reader.text(_character(reference))
            reader.position = reference.end()
        else:
            reader.text(source[reader.position])
            reader.position += 1
    if reader.open_tags:
        raise bad_request(
            f"can't parse entities: Can't find end tag corresponding to start tag \"{reader.open_tags[-1].name}\""
        )
    reader.entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
    return "".join(reader.parts), reader.entities


def _character(reference: re.Match[str]) -> str:
    name = reference.group(1)
    if not name.startswith("#"):
        return _NAMED[name]
    code = int(name[2:], 16) if name[1] == "x" else int(name[1:])
    is_character = 0 < code < 0x110000 and not 0xD800 <= code < 0xE000
    return chr(code) if is_character else reference.group()


def _start_tag(reader: _Reader) -> None:
    begin = reader.position
    reader.position += 1
    name = reader.take(_TAG_NAME).lower()
    if reader.at_end():
        raise reader.refusal("Unclosed start tag at byte offset @@", begin)
    if name not in _KIND_BY_TAG:
        raise reader.refusal(f'Unsupported start tag "{name}" at byte offset @@', begin)
    attributes = _attributes(reader, name, begin)
    if name == "span" and attributes.get("class") != "tg-spoiler":
        raise reader.refusal('Tag "span" must have class "tg-spoiler" at byte offset @@', begin)
    reader.open_tags.append(_OpenTag(name, attributes, reader.length, len(reader.parts)))


def _attributes(reader: _Reader, tag: str, begin: int) -> dict[str, str]:
    attributes: dict[str, str] = {}
    while True:
        reader.take(_SPACES)
        if reader.at_end():
            raise reader.refusal("Unclosed start tag at byte offset @@", begin)
        if reader.next_is(">"):
            reader.position += 1
            return attributes
        name = reader.take(_ATTRIBUTE_NAME).lower()
        if not name:
            raise reader.refusal(f'Empty attribute name in the tag "{tag}" at byte offset @@', begin)
        reader.take(_SPACES)
        if not reader.next_is("="):
            attributes[name] = ""
            continue
        reader.position += 1
        reader.take(_SPACES)
        attributes[name] = _value(reader, begin)


def _value(reader: _Reader, begin: int) -> str:
    if reader.at_end():
        raise reader.refusal("Unclosed start tag at byte offset @@", begin)
    quote = reader.source[reader.position]
    if quote not in "\"'":
        value = reader.take(_BARE_VALUE)
        if not value:
            raise reader.refusal("Unexpected end of name token at byte offset @@", begin)
        return value
    end = reader.source.find(quote, reader.position + 1)
    if end < 0:
        raise reader.refusal("Unclosed start tag at byte offset @@", begin)
    raw = reader.source[reader.position + 1 : end]
    reader.position = end + 1
    return _REFERENCE.sub(_character, raw)


def _end_tag(reader: _Reader) -> None:
    begin = reader.position
    reader.position += 2
    name = reader.take(_TAG_NAME).lower()
    if not reader.open_tags:
        raise reader.refusal("Unexpected end tag at byte offset @@", begin)
    opened = reader.open_tags.pop()
    reader.take(_SPACES)
    if not reader.next_is(">"):
        raise reader.refusal("Unclosed end tag at byte offset @@", begin)
    reader.position += 1
    if name and name != opened.name:
        raise reader.refusal(
            f'Unmatched end tag at byte offset @@, expected "</{opened.name}>", found "</{name}>"', begin
        )
    _close(reader, opened)


def _close(reader: _Reader, opened: _OpenTag) -> None:
    """Records what a closed tag meant; an empty one, or one inside code, means nothing."""
    length = reader.length - opened.starts_at
    inside_code = any(tag.name in ("code", "pre") for tag in reader.open_tags)
    language = opened.attributes.get("class", "")
    if opened.name == "code" and inside_code and language.startswith("language-"):
        reader.open_tags[-1].attributes.setdefault("language", language.removeprefix("language-"))
    if not length or inside_code:
        return
    entity: Json = {"type": _KIND_BY_TAG[opened.name], "offset": opened.starts_at, "length": length}
    shape = _EXTRA.get(opened.name)
    if shape is not None and not shape(entity, opened, "".join(reader.parts[opened.in_text :])):
        return
    reader.entities.append(entity)


def _link(entity: Json, opened: _OpenTag, inner: str) -> bool:
    url = opened.attributes.get("href") or inner
    if not re.match(r"(https?|tg|mailto|tel):|[\w-]+(\.[\w-]+)+", url):
        return False
    entity["url"] = url
    return True


def _pre(entity: Json, opened: _OpenTag, _inner: str) -> bool:
    if "language" in opened.attributes:
        entity["language"] = opened.attributes["language"]
    return True


def _quote(entity: Json, opened: _OpenTag, _inner: str) -> bool:
    if "expandable" in opened.attributes:
        entity["type"] = "expandable_blockquote"
    return True


def _emoji(entity: Json, opened: _OpenTag, _inner: str) -> bool:
    entity["custom_emoji_id"] = opened.attributes.get("emoji-id", "")
    return bool(entity["custom_emoji_id"])


_EXTRA: dict[str, Callable[[Json, _OpenTag, str], bool]] = {
    "a": _link,
    "pre": _pre,
    "blockquote": _quote,
    "tg-emoji": _emoji,
}
