"""Letters no person wrote: replies of machines, lists, reports of delivery. They are never answered."""

import re
from dataclasses import dataclass
from typing import Literal

from bot.channels.email.opened import Letter
from catalog.text import fold

_NOBODY = re.compile(r"(?:mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?)(?:[+.-].*)?@")
_BULK = ("bulk", "junk", "list", "auto_reply")
_AWAY = re.compile(
    r"(?:tra loi tu dong|thu tra loi tu dong|tu dong tra loi|automatic reply|auto(?:matic)?[- ]?(?:reply|response)"
    r"|out of (?:the )?office|vang mat|di cong tac|nghi phep)\b"
)
_STATUS = re.compile(r"^\s*Status:\s*([245]\.\d{1,3}\.\d{1,3})", re.I | re.M)
_ACTION = re.compile(r"^\s*Action:\s*(\w+)", re.I | re.M)
_CODE = re.compile(r"\b([245]\.\d{1,2}\.\d{1,3})\b|(?<!\d)([45]\d\d)[ -]")


def machine(letter: Letter) -> str:
    """Why this is no person's word, a stable word; "" where it may be one."""
    submitted = letter.first("auto-submitted").split(";")[0].strip().lower()
    if submitted and submitted != "no":
        return "away" if submitted == "auto-replied" or _says_away(letter) else "automatic"
    if "return-path" in letter.headers and not letter.first("return-path").strip("<> "):
        return "away" if _says_away(letter) else "empty_sender"
    if letter.kind == "multipart/report":
        return "report"
    if letter.first("x-autoreply") or letter.first("x-autorespond"):
        return "away"
    if letter.first("x-auto-response-suppress"):
        return "away" if _says_away(letter) else "automatic"
    if letter.first("precedence").strip().lower() in _BULK or letter.first("list-id"):
        return "list"
    if _NOBODY.match(letter.sender):
        return "nobody"
    return "away" if _says_away(letter) else ""


def _says_away(letter: Letter) -> bool:
    return bool(_AWAY.match(fold(letter.first("subject")).strip()))


def came_back(letter: Letter) -> bool:
    """Whether a letter to the address for bounces is one.

    Programs that answer for people on leave write there, too: RFC 3834 has them answer the envelope's sender.
    """
    why = machine(letter)
    return bool(letter.status or (why not in ("away", "report") and (why or _CODE.search(letter.words))))


@dataclass(frozen=True)
class Returned:
    """What became of a letter of ours: "failed" for good, "full" mailbox, "policy" of a server, or only "delayed"."""

    what: Literal["failed", "full", "policy", "delayed"]
    reason: str


def returned(letter: Letter) -> Returned:
    """What a letter to the address for bounces says. It is one by that address alone, whatever form it has."""
    status = next(iter(_STATUS.findall(letter.status)), "")
    action = next((word.lower() for word in _ACTION.findall(letter.status)), "")
    if not status:
        found = _CODE.search(letter.words)
        status = (found[1] or {"4": "4.0.0", "5": "5.0.0"}[found[2][0]]) if found else ""
    reason = " ".join(part for part in (status, action) if part) or "returned"
    if action in ("delayed", "relayed", "delivered", "expanded") or (not action and status.startswith("4.")):
        return Returned("delayed", reason)
    if status in ("5.2.2", "4.2.2"):
        return Returned("full", reason)
    if status.startswith("5.7."):
        return Returned("policy", reason)
    return Returned("failed", reason)
