"""How much one chat and one person may say at a time: a bucket that fills with every message and runs off with time.

Whoever overfills it is told so once and then not answered until the bucket is half empty again. What came in
meanwhile stays in the inbox, marked `flooded`; it has no effect.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Literal

from sqlmodel import Session

from catalog.store.columns import write_row
from catalog.tables import Contact

Verdict = Literal["take", "tell", "silent"]


@dataclass(frozen=True)
class Limit:
    """`burst` messages at once, `per_minute` for as long as one likes."""

    burst: float
    per_minute: float

    @property
    def calm(self) -> float:
        """The level at which a silenced chat is answered again."""
        return self.burst / 2

    @property
    def brim(self) -> float:
        """The bucket holds no more than this, so that calm comes back in a known time however long the flood was."""
        return self.burst * 1.25


PERSON = Limit(burst=40, per_minute=30)
GROUP = Limit(burst=80, per_minute=60)


def limit_of(contact: Contact) -> Limit:
    """A group is many people."""
    return GROUP if contact.kind == "group" else PERSON


def pour(session: Session, contact: Contact, now: dt.datetime) -> Verdict:
    """One more message of this chat or person: to be taken, answered with the one notice, or met with silence."""
    verdict, columns = poured(contact, now)
    write_row(session, contact, **columns)
    return verdict


def poured(contact: Contact, now: dt.datetime) -> tuple[Verdict, dict[str, Any]]:
    """As `pour`; what is to be written of the chat is left to the caller, who writes more of it."""
    limit = limit_of(contact)
    level = min(_level(contact, limit, now) + 1, limit.brim)
    was_silenced = contact.flood_silenced and level > limit.calm
    silenced = was_silenced or level > limit.burst
    columns = {"flood_level": level, "flood_at": now, "flood_silenced": silenced}
    if not silenced:
        return "take", columns
    return "silent" if was_silenced else "tell", columns


def is_silenced(contact: Contact, now: dt.datetime) -> bool:
    """Whether a message of this chat would be met with silence now; changes nothing."""
    limit = limit_of(contact)
    return contact.flood_silenced and _level(contact, limit, now) + 1 > limit.calm


def _level(contact: Contact, limit: Limit, now: dt.datetime) -> float:
    """What is left in the bucket; a clock set back empties nothing and fills nothing."""
    if contact.flood_at is None:
        return 0.0
    minutes = max((now - contact.flood_at).total_seconds() / 60, 0.0)
    return max(contact.flood_level - minutes * limit.per_minute, 0.0)
