"""How many messages a channel will take in the next thirty days: the sweep's own rules run forward."""

import datetime as dt
from dataclasses import dataclass

from sqlmodel import Session

from catalog.clock import local_day
from catalog.messaging.reachable_chats import contacts_of
from scheduler.digests.preview import preview
from scheduler.ladder.working_calendar import WorkCalendar

DAYS = 30
"""So many days ahead are looked at: a month."""


@dataclass(frozen=True)
class Forecast:
    """Reminders of a month on one channel if nobody answered; each answer is a message more.

    `people` are those who would be written to there, an agency with nobody linked counted as one person to come.
    """

    channel: str
    agencies: int
    people: int
    messages: int


def forecast(session: Session, channel: str, now: dt.datetime, calendar: WorkCalendar, *, only: bool) -> Forecast:
    """`only`: the channel is the only one, so that agencies with nobody linked will come to it, too."""
    today = local_day(now)
    days = preview(session, now, today, today + dt.timedelta(days=DAYS - 1), calendar)
    read = {reader for digests in days.values() for reader in digests}
    numbers = [int(name) for kind, name in read if kind != "agency"]
    chats = contacts_of(session, numbers, now)
    here = {
        (kind, name)
        for kind, name in read
        if (only if kind == "agency" else int(name) in chats and chats[int(name)].channel == channel)
    }
    agencies = {
        item.agency for digests in days.values() for key, items in digests.items() if key in here for item in items
    }
    messages = sum(1 for digests in days.values() for reader in digests if reader in here)
    return Forecast(channel, len(agencies), len(here), messages)
