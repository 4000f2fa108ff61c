"""Whether each channel is being listened to, so that a silence longer than the platform remembers is noticed.

Telegram keeps what nobody fetched for 24 hours (Bot API, "Getting updates"); what was sent before that in a longer
silence is gone and nobody else will say so.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session

from catalog import audit
from catalog.tables import ChannelHeartbeat

KEPT_BY_PLATFORM = dt.timedelta(hours=24)


@dataclass(frozen=True)
class Gap:
    """The time in which messages may have been lost: from the last beat until the platform's memory begins (UTC)."""

    start: dt.datetime
    end: dt.datetime


def note_ended(session: Session, channels: Iterable[str], host: str) -> None:
    """This machine has ended in order: whoever hears these channels next is alone."""
    for channel in channels:
        row = session.get(ChannelHeartbeat, channel)
        if row is not None and row.host == host:
            row.host = ""
            session.add(row)


def note_heard(session: Session, channel: str, now: dt.datetime, *, judge: bool, host: str = "") -> Gap | None:
    """The channel was heard at `now` by the machine `host`; the gap before it, if one was too long.

    `judge` only where the silence was real (a start, a long outage): the clock of a rehearsal jumps without any.
    """
    row = session.get(ChannelHeartbeat, channel)
    if row is None:
        session.add(ChannelHeartbeat(channel=channel, at=now, host=host))
        return None
    gap = None
    if row.host and row.host != host:
        row.other_host, row.other_at = row.host, row.at
    row.host = host
    if judge and now - row.at > KEPT_BY_PLATFORM:
        gap = Gap(row.at, now - KEPT_BY_PLATFORM)
        row.gap_from, row.gap_until = gap.start, gap.end
        detail = {"from": gap.start.isoformat(), "until": gap.end.isoformat()}
        audit.append(session, audit.SYSTEM, "channel.gap", f"channel:{channel}", now, detail)
    row.at = now
    session.add(row)
    return gap
