"""The form of a one-time code: how one is made, found in what people paste, and stored; and the links that carry it."""

import datetime as dt
import hashlib
import re
import secrets

from sqlmodel import Session, col, select

from catalog.remembered import remember
from catalog.tables import Setting

_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_LENGTH = 10
_DASHED = re.compile(r"(?<![0-9A-Za-z])([0-9A-Za-z]{5})\s?[-–—]\s?([0-9A-Za-z]{5})(?![0-9A-Za-z])")
_BARE = re.compile(r"(?<![0-9A-Za-z])[0-9A-Za-z]{10}(?![0-9A-Za-z])")
_DEEP_LINK = "deep_link."


def new_code() -> str:
    """Ten letters and digits that are not mistaken for one another; always with a digit, as no word has one."""
    while True:
        code = "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))
        if any(ch.isdigit() for ch in code):
            return code


def printed(code: str) -> str:
    """The code as people read it out: "ABCDE-2FGHJ". Fits a deep link (letters, digits, dash; at most 64)."""
    return f"{code[:5]}-{code[5:]}"


def code_in(text: str) -> str:
    """The code in what somebody typed or pasted ("mã mời ABCDE-2FGHJ ạ", a whole link), "" when there is none."""
    dashed = _DASHED.search(text)
    if dashed is not None:
        found = dashed.group(1) + dashed.group(2)
    else:
        found = next((word for word in _BARE.findall(text) if word == text.strip() or word.isupper()), "")
    return found.upper() if any(ch.isdigit() for ch in found) else ""


def hash_of(code: str) -> str:
    """What is stored of a code: SHA-256 of its letters and digits in capitals."""
    bare = "".join(ch for ch in code.upper() if ch.isalnum())
    return hashlib.sha256(bare.encode()).hexdigest()


def remember_deep_link(session: Session, channel: str, prefix: str, now: dt.datetime) -> None:
    """Keep how a channel's links begin ("https://.../bot?start="): who invites need not know any channel."""
    remember(session, _DEEP_LINK + channel, prefix, now)


def deep_links(session: Session, code: str) -> list[str]:
    """The links that open the bot with this code, one a channel that has them and has run before."""
    rows = session.exec(select(Setting).where(col(Setting.key).startswith(_DEEP_LINK)).order_by(col(Setting.key)))
    return [f"{row.value}{code}" for row in rows.all() if row.value]
