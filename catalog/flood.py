"""How much one chat and one person may say at a time: a bucket that fills with every message and runs off with time.

Whoever overfills it is told so once and then not answered until the bucket is half empty again. What came in
meanwhile stays in the inbox, marked `flooded`; it has no effect.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from sqlmodel import Session

from catalog.tables import Contact, Flood

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
    assert contact.id is not None
    limit = limit_of(contact)
    row = session.get(Flood, contact.id) or Flood(contact_id=contact.id, at=now)
    level = min(level_at(row, limit, now) + 1, limit.brim)
    was_silenced = row.silenced and level > limit.calm
    row.level, row.at, row.silenced = level, now, was_silenced or level > limit.burst
    session.add(row)
    if not row.silenced:
        return "take"
    return "silent" if was_silenced else "tell"


def is_silenced(session: Session, contact: Contact, now: dt.datetime) -> bool:
    """Whether a message of this chat would be met with silence now; changes nothing."""
    row = session.get(Flood, contact.id)
    limit = limit_of(contact)
    return row is not None and row.silenced and level_at(row, limit, now) + 1 > limit.calm


def level_at(row: Flood, limit: Limit, now: dt.datetime) -> float:
    """What is left in the bucket; a clock set back empties nothing and fills nothing."""
    minutes = max((now - row.at).total_seconds() / 60, 0.0)
    return max(row.level - minutes * limit.per_minute, 0.0)
