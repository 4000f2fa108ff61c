"""A letter opened: its headers, its words, the files it carries. Any bytes at all give a letter, never an exception.

Nothing is believed here. What is stored of a letter is `Letter.to_json`; the bytes of its files stay in the mailbox.
"""

import email
import email.header
import email.message
import email.policy
import email.utils
import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from bot.channels.email.html_text import words_of
from bot.channels.email.signed import signed_words
from bot.channels.email.winmail import unpacked
from catalog.text import plain_name, storable

MOST_PARTS, DEEPEST, MOST_BOUNDARIES = 60, 10, 200
LONGEST_HEAD, LONGEST_WORDS = 200_000, 50_000
"""Bytes of headers, and characters of words, that are kept."""

SMALL_PICTURE = 20_000
"""Bytes below which a picture shown inside the words is a logo of a signature, no evidence."""

_FALLBACKS = ("utf-8", "windows-1258", "latin-1")
_SIGNATURES = ("application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature")
_SEALED = ("application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted")
_FORWARDED = re.compile(r"^\s*(?:fwd?|fw|chuyển tiếp|chuyen tiep|ct)\s*:", re.I)
_KEPT = frozenset(
    ["from", "to", "cc", "subject", "date", "message-id", "in-reply-to", "references", "return-path",
     "delivered-to", "x-original-to", "envelope-to", "auto-submitted", "precedence", "list-id",
     "x-autoreply", "x-autorespond", "x-auto-response-suppress"]
)  # fmt: skip


@dataclass(frozen=True)
class File:
    """A file of a letter: `part` is its place among all parts, `inner` its number in a winmail.dat there (from 1)."""

    part: int
    name: str
    size: int
    inner: int = 0


@dataclass(frozen=True)
class Letter:
    """`headers` by lower-case name, in the order they stood; `authentication` what stood above the first Received.

    `refused` is a stable word where the letter was not opened ("too_large", "too_deep", "broken"), or had nothing
    that could be ("sealed"). `status` is the text of a delivery report in it, "" without one; `kind` its content type.
    """

    headers: dict[str, list[str]]
    authentication: Sequence[str] = ()
    words: str = ""
    files: Sequence[File] = ()
    kind: str = "text/plain"
    status: str = ""
    refused: str = ""
    event_id: str = ""

    def first(self, name: str) -> str:
        """The first header of that name, "" without one."""
        return next(iter(self.headers.get(name, ())), "")

    @property
    def sender(self) -> str:
        """The address in From, lower case; "" where there is none, or more than one."""
        found = {address.lower() for _, address in _addresses(self.headers.get("from", [])) if "@" in address}
        return found.pop() if len(found) == 1 else ""

    @property
    def name(self) -> str:
        """The name beside the address in From."""
        return next((name for name, _ in _addresses(self.headers.get("from", []))), "")[:200]

    @property
    def forwarded(self) -> bool:
        """Whether it was forwarded: then its words are another's."""
        return bool(_FORWARDED.match(self.first("subject")))

    def to_json(self) -> dict[str, Any]:
        """Plain JSON."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Letter":
        """What `to_json` printed; what an earlier version printed beside is passed over."""
        known = {name: value for name, value in data.items() if name in cls.__dataclass_fields__}
        return cls(**{**known, "files": tuple(File(**file) for file in data["files"])})


@dataclass
class _Seen:
    """What is gathered while the parts are walked."""

    text: list[str] = field(default_factory=list)
    html: list[str] = field(default_factory=list)
    files: list[File] = field(default_factory=list)
    sealed: bool = False
    status: str = ""


def opened(raw: bytes, *, whole: bool = True) -> Letter:
    """The letter in these bytes; of one that is not `whole` its headers alone."""
    head = _head(raw)
    headers, authentication = _headers(head)
    known = Letter(headers, authentication, event_id=_event_id(raw, headers))
    if not whole:
        return replace(known, refused="too_large")
    if len(head) > LONGEST_HEAD or raw.lower().count(b"boundary") > MOST_BOUNDARIES:
        return replace(known, refused="too_deep")
    try:
        message = email.message_from_bytes(raw, policy=email.policy.compat32)
        seen = _Seen()
        for place, depth, part in _parts(message):
            if place > MOST_PARTS or depth > DEEPEST:
                return replace(known, refused="too_deep")
            _look_at(place, part, seen)
        words = next((found for found in (_joined(seen.text), _joined(words_of(h) for h in seen.html)) if found), "")
        kind = message.get_content_type()
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError, AssertionError, IndexError, KeyError):
        return replace(known, refused="broken")
    refused = "sealed" if seen.sealed and not words.strip() else ""
    return replace(
        known, words=storable(words)[:LONGEST_WORDS], files=tuple(seen.files), kind=kind,
        status=storable(seen.status)[:8000], refused=refused,
    )  # fmt: skip


def file_of(raw: bytes, place: int, inner: int = 0) -> bytes | None:
    """The bytes of a file (`File.part`, `.inner`) in a letter that was opened before; None where it is not there."""
    message = email.message_from_bytes(raw, policy=email.policy.compat32)
    for at, _, part in _parts(message):
        if at == place:
            data = _bytes_of(part)
            return dict(enumerate((file for _, file in unpacked(data)), 1)).get(inner) if inner else data
        if at > MOST_PARTS:
            break
    return None


def _parts(message: email.message.Message) -> Iterator[tuple[int, int, email.message.Message]]:
    """All parts with their place and depth, a letter inside the letter as one part."""
    waiting, place = [(0, message)], 0
    while waiting:
        depth, part = waiting.pop()
        yield place, depth, part
        place += 1
        if part.is_multipart() and part.get_content_maintype() == "multipart":
            inner = part.get_payload()
            parts = inner if isinstance(inner, list) else []
            waiting += [(depth + 1, one) for one in reversed(parts) if isinstance(one, email.message.Message)]
        elif part.get_content_type() in _SEALED and (words := signed_words(_bytes_of(part))):
            waiting.append((depth + 1, email.message_from_bytes(words, policy=email.policy.compat32)))


def _look_at(place: int, part: email.message.Message, seen: _Seen) -> None:
    kind = part.get_content_type()
    if part.get_content_maintype() == "multipart" or kind in _SIGNATURES:
        return
    if kind == "message/delivery-status":
        seen.status += _status_of(part)
        return
    if kind in _SEALED:
        seen.sealed = True
        return
    name, disposition = _name_of(part), part.get_content_disposition()
    if disposition != "attachment" and not name and kind in ("text/plain", "text/html"):
        (seen.html if kind == "text/html" else seen.text).append(_text_of(part))
        return
    if kind in ("text/rfc822-headers", "message/disposition-notification"):
        return
    data = _bytes_of(part)
    size = len(data)
    if kind == "application/ms-tnef" or name.lower() == "winmail.dat":
        packed = unpacked(data)
        seen.files += [File(place, called, len(file), n) for n, (called, file) in enumerate(packed, 1)]
        if packed:
            return
    shown = part.get_content_maintype() == "image" and (disposition == "inline" or part.get("Content-ID"))
    if not (shown and disposition != "attachment" and size < SMALL_PICTURE):
        seen.files.append(File(place, name or _nameless(kind), size))


def _status_of(part: email.message.Message) -> str:
    inner = part.get_payload()
    if isinstance(inner, list):
        return "\n\n".join(str(one) for one in inner)
    return _text_of(part)


def _nameless(kind: str) -> str:
    return {"message/rfc822": "thu.eml", "application/ms-tnef": "winmail.dat", "text/calendar": "lich.ics"}.get(
        kind, "tep"
    )


def _bytes_of(part: email.message.Message) -> bytes:
    if part.get_content_maintype() == "message":
        inner = part.get_payload()
        first = inner[0] if isinstance(inner, list) and inner else None
        return first.as_bytes() if isinstance(first, email.message.Message) else b""
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _text_of(part: email.message.Message) -> str:
    data = _bytes_of(part)
    for charset in (part.get_content_charset() or "utf-8", *_FALLBACKS):
        try:
            return data.decode(charset).replace("\0", "")
        except (LookupError, UnicodeError):
            continue
    return ""


def _name_of(part: email.message.Message) -> str:
    name = part.get_filename()
    return plain_name(_decoded(str(name))) if name else ""


def _joined(texts: Sequence[str] | Iterator[str]) -> str:
    return "\n".join(text for text in texts if text.strip())


def _head(raw: bytes) -> bytes:
    ends = [at for at in (raw.find(b"\r\n\r\n"), raw.find(b"\n\n")) if at >= 0]
    return raw[: min(ends)] if ends else raw[: LONGEST_HEAD + 1]


def _headers(head: bytes) -> tuple[dict[str, list[str]], tuple[str, ...]]:
    """Those that are used, and the Authentication-Results above the first Received: our own server's place."""
    found: dict[str, list[str]] = {}
    authentication: list[str] = []
    received = False
    for name, value in _lines(head[:LONGEST_HEAD]):
        if name == "received":
            received = True
        elif name == "authentication-results":
            authentication += [] if received else [value]
        elif name in _KEPT and len(found.setdefault(name, [])) < 20:
            found[name].append(value[:5000])
    return found, tuple(authentication[:5])


def _lines(head: bytes) -> Iterator[tuple[str, str]]:
    """Each header, unfolded and decoded."""
    text = head.decode("utf-8", "replace") if _is_utf8(head) else head.decode("latin-1")
    unfolded = re.sub(r"\r?\n[ \t]+", " ", text)
    for line in unfolded.splitlines():
        name, colon, value = line.partition(":")
        if colon and name and " " not in name.strip():
            yield name.strip().lower(), storable(_decoded(value.strip()))


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _decoded(value: str) -> str:
    if "=?" not in value:
        return value
    try:
        parts = email.header.decode_header(value)
    except (email.errors.HeaderParseError, ValueError, IndexError):
        return value
    return "".join(_decoded_part(part, charset) for part, charset in parts)


def _decoded_part(part: bytes | str, charset: str | None) -> str:
    if isinstance(part, str):
        return part
    for one in (charset or "utf-8", *_FALLBACKS):
        try:
            return part.decode(one)
        except (LookupError, UnicodeError):
            continue
    return ""


def _addresses(values: Sequence[str]) -> list[tuple[str, str]]:
    return email.utils.getaddresses([value.replace("\n", " ") for value in values])


def _event_id(raw: bytes, headers: dict[str, list[str]]) -> str:
    """Message-ID and what the letter says: two deliveries of one are one, another letter under its name is another."""
    told = "\n".join(line for name in ("message-id", "from", "to", "subject", "date") for line in headers.get(name, []))
    _, _, body = raw.replace(b"\r\n", b"\n").partition(b"\n\n")
    digest = hashlib.sha256(told.encode("utf-8", "replace") + b"\n\n" + body).hexdigest()
    called = next(iter(headers.get("message-id", ())), "").strip().lower()[:150]
    return f"{called}#{digest[:16]}" if called else f"sha256:{digest}"
