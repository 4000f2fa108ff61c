"""How much one chat and one person may say at a time: a bucket that fills with every message and runs off with time.

Whoever overfills it is told so once and then not answered until the bucket is half empty again. What came in
meanwhile stays in the inbox, marked `flooded`; it has no effect.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sa
from sqlmodel import Session

from catalog.store.columns import ask
from catalog.tables import Contact, RateLimit, table_of

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


_FLOOD = table_of(RateLimit)
_BUCKET = sa.select(_FLOOD.c.level, _FLOOD.c.at, _FLOOD.c.silenced).where(_FLOOD.c.contact_id == sa.bindparam("chat"))
_BEGIN = sa.insert(_FLOOD)
_FILL = sa.update(_FLOOD).where(_FLOOD.c.contact_id == sa.bindparam("chat"))

PERSON = Limit(burst=40, per_minute=30)
GROUP = Limit(burst=80, per_minute=60)


def limit_of(contact: Contact) -> Limit:
    """A group is many people."""
    return GROUP if contact.kind == "group" else PERSON


def pour(session: Session, contact: Contact, now: dt.datetime) -> Verdict:
    """One more message of this chat or person: to be taken, answered with the one notice, or met with silence."""
    limit, bucket = limit_of(contact), ask(session, _BUCKET, chat=contact.id).first()
    level = min(_level(bucket, limit, now) + 1, limit.brim)
    was_silenced = bucket is not None and bucket.silenced and level > limit.calm
    silenced = was_silenced or level > limit.burst
    if bucket is None:
        ask(session, _BEGIN, contact_id=contact.id, level=level, at=now, silenced=silenced)
    else:
        ask(session, _FILL, chat=contact.id, level=level, at=now, silenced=silenced)
    if not silenced:
        return "take"
    return "silent" if was_silenced else "tell"


def is_silenced(session: Session, contact: Contact, now: dt.datetime) -> bool:
    """Whether a message of this chat would be met with silence now; changes nothing."""
    bucket, limit = ask(session, _BUCKET, chat=contact.id).first(), limit_of(contact)
    return bucket is not None and bucket.silenced and _level(bucket, limit, now) + 1 > limit.calm


def _level(bucket: sa.Row[*tuple[Any, ...]] | None, limit: Limit, now: dt.datetime) -> float:
    """What is left in the bucket; a clock set back empties nothing and fills nothing."""
    if bucket is None:
        return 0.0
    minutes = max((now - bucket.at).total_seconds() / 60, 0.0)
    return float(max(bucket.level - minutes * limit.per_minute, 0.0))
