"""winmail.dat: what Outlook packs files into for people it takes for its own ([MS-OXTNEF]). Any bytes give a list."""

import struct
from collections.abc import Iterator

from catalog.text import plain_name, storable

MOST_FILES = 60

_SIGNATURE = b"\x78\x9f\x3e\x22"
_BEGINS, _TITLE, _DATA, _PROPERTIES = 0x9002, 0x8010, 0x800F, 0x9005  # attachment: rendering, title, data, properties
_LONG_NAME = 0x3707
_FIXED = {0x02: 4, 0x03: 4, 0x04: 4, 0x05: 8, 0x06: 8, 0x07: 8, 0x0A: 4, 0x0B: 4, 0x14: 8, 0x40: 8, 0x48: 16}
_COUNTED = (0x0D, 0x1E, 0x1F, 0x102)


def unpacked(data: bytes) -> list[tuple[str, bytes]]:
    """The files in it, (name, bytes); [] where it is none, or holds none that can be taken out."""
    if not data.startswith(_SIGNATURE):
        return []
    files = list[dict[str, bytes | str]]()
    for name, value in _attributes(data):
        if name == _BEGINS:
            if len(files) == MOST_FILES:
                break
            files.append({})
        elif files and name == _TITLE:
            files[-1].setdefault("name", _ansi(value))
        elif files and name == _DATA:
            files[-1]["data"] = value
        elif files and name == _PROPERTIES and (long := _long_name(value)):
            files[-1]["name"] = long
    return [(plain_name(storable(str(f.get("name", "")))) or "tep", bytes(f["data"])) for f in files if f.get("data")]  # type: ignore[arg-type]


def _attributes(data: bytes) -> Iterator[tuple[int, bytes]]:
    at = 6
    while at + 9 <= len(data):
        _, name, _, length = struct.unpack_from("<BHHI", data, at)
        yield name, data[at + 9 : at + 9 + length]
        at += 9 + length + 2


def _long_name(data: bytes) -> str:
    """The attachment's full name among its properties, "" where it stands behind something that cannot be read."""
    try:
        (count,) = struct.unpack_from("<I", data, 0)
        at = 4
        for _ in range(min(count, 500)):
            kind, number = struct.unpack_from("<HH", data, at)
            at = _behind_name(data, at + 4) if number >= 0x8000 else at + 4
            if kind in _FIXED:
                at += _FIXED[kind]
                continue
            if kind not in _COUNTED:
                return ""
            (values,) = struct.unpack_from("<I", data, at)
            at += 4
            for _ in range(min(values, 500)):
                (length,) = struct.unpack_from("<I", data, at)
                value = data[at + 4 : at + 4 + length]
                at += 4 + length + -length % 4
                if number == _LONG_NAME:
                    return value.decode("utf-16-le", "replace").strip("\0") if kind == 0x1F else _ansi(value)
    except struct.error:
        return ""
    return ""


def _behind_name(data: bytes, at: int) -> int:
    """A property with a name of its own: behind its set and its number or letters."""
    (lettered,) = struct.unpack_from("<I", data, at + 16)
    if not lettered:
        return at + 24
    (length,) = struct.unpack_from("<I", data, at + 20)
    return at + 24 + int(length) + -int(length) % 4


def _ansi(value: bytes) -> str:
    for charset in ("utf-8", "windows-1258"):
        try:
            return value.decode(charset).strip("\0")
        except UnicodeDecodeError:
            continue
    return value.decode("latin-1").strip("\0")
