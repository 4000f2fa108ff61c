"""What a stored letter says, in our own words. Pure reading: who may speak was judged when it came in (`judging`)."""

import hashlib
from dataclasses import dataclass, replace
from typing import Any

from bot.channels.email.opened import Letter
from catalog.messaging.confirmations import confirmed
from handlers.conversation.context import Attachment, Incoming, NotForUs, Reading


@dataclass(frozen=True)
class Stored:
    """A letter as it is stored. `address` is whose word it is, by its mark, else what stood in From.

    `answers` is our letter it answers, `newest` whether that was the last we had sent there: then it is plain talk.
    """

    letter: Letter
    verdict: str
    why: str
    address: str
    typed: str
    answers: str
    validity: int
    uid: int
    newest: bool = False

    def to_json(self) -> dict[str, Any]:
        """Plain JSON, for the inbox."""
        return {**vars(self), "letter": self.letter.to_json()}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Stored":
        """What `to_json` printed."""
        return cls(**{**data, "letter": Letter.from_json(data["letter"])})


def fingerprint(typed: str, letter: Letter) -> str:
    """The same for two letters that say the same and carry as much."""
    return hashlib.sha256(f"{typed}\n{[file.size for file in letter.files]}".encode()).hexdigest()


def understood(payload: dict[str, Any]) -> Reading:
    """A stored letter in our own words; one that was confirmed on a page still means what it answered.

    Raises KeyError, TypeError or ValueError for what was not stored so.
    """
    if (said := confirmed(payload)) is not None:
        reading = understood({**said, "newest": False})
        return replace(reading, confirmed=True) if isinstance(reading, Incoming) else reading
    stored = Stored.from_json(payload)
    letter, base = stored.letter, Incoming("email", stored.address, stored.address, "")
    match stored.verdict:
        case "returned":
            return replace(base, event="returned", reply_to=stored.answers, text=stored.why)
        case "unsubscribe":
            return replace(base, event="blocked")
        case "unproven":
            subject = " ".join(letter.first("subject").split())
            return replace(base, event="unproven", name=letter.name, text=f"{subject}\n{stored.typed}")
        case "away":
            return replace(base, event="absent", text=f"{letter.first('subject')}\n{letter.words}")
        case "person" | "behalf":
            return _said(stored, base)
        case "quarantine":
            return NotForUs(stored.why, aside="quarantined")
        case _:
            return NotForUs(" ".join(part for part in (stored.verdict, stored.why) if part))


def _said(stored: Stored, base: Incoming) -> Incoming:
    letter = stored.letter
    behalf = stored.verdict == "behalf"
    name = "" if behalf else letter.name
    if letter.refused:
        return replace(base, event="unsupported", name=name)
    place = f"{stored.validity}/{stored.uid}"
    files = tuple(
        Attachment(f"{place}/{file.part}.{file.inner}/{letter.first('message-id')}", file.name, file.size)
        for file in letter.files
    )
    if not stored.typed and not files:
        return replace(base, event="empty", name=name)
    author = f"{letter.name} <{letter.sender}>".strip() if behalf else ""
    return replace(
        base, name=name, text=stored.typed, attachments=files, reply_to="" if stored.newest else stored.answers,
        forwarded=behalf or letter.forwarded, author=author,
    )  # fmt: skip
