"""A channel whose messages of the month are used up: what is left of it is for answers."""

import datetime as dt

from sqlmodel import Session

from catalog.messaging.inbox_and_outbox import NUDGE
from catalog.messaging.quota import next_month
from catalog.tables import Outbox
from scheduler.delivery.other_channel import BY_OTHER_CHANNEL, send_by_other_channel

SPENT = "the channel's messages of this month are used up"


def spare(session: Session, row: Outbox, now: dt.datetime) -> None:
    """What is no answer goes by another channel of its reader.

    Where there is none, a reminder waits for the next month, and each day's takes the place of the one before
    (`scheduler.digests`): one is left in the end. A notice is given up: what it tells stands on its reader's desk, and
    who is to know that the month is over was told (`quota_notices`).
    """
    other = send_by_other_channel(session, row, now)
    if other is None and row.priority == NUDGE:
        row.not_before, row.error = next_month(now), SPENT
    else:
        row.state, row.error = "failed", SPENT if other is None else f"{SPENT}; {BY_OTHER_CHANNEL}"
    session.add(row)
