"""What a channel with windows is expected to cost, as it was worked out last (`scheduler.digests.cost_ahead`)."""

import datetime as dt
from dataclasses import asdict, dataclass

from sqlmodel import Session

from catalog.remembered import remember
from catalog.tables import Setting

_KEY = "cost_ahead."


@dataclass(frozen=True)
class Ahead:
    """Digests of the next thirty days from `day` (ISO) by the way they would go; `cost` in đồng.

    `phone` are those that no way of the channel reaches: they wait, and officers are told.
    """

    day: str
    free: int = 0
    paid: int = 0
    template: int = 0
    phone: int = 0
    cost: int = 0


def keep_ahead(session: Session, channel: str, ahead: Ahead, now: dt.datetime) -> None:
    """Remember it until it is worked out anew."""
    remember(session, _KEY + channel, asdict(ahead), now)


def known_ahead(session: Session, channel: str) -> Ahead | None:
    """What was worked out last; None where nothing was."""
    row = session.get(Setting, _KEY + channel)
    return Ahead(**row.value) if row is not None else None
