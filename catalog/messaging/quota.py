"""What a channel's plan allows in a month, and how much of it is used: counted here, since the platform does not say.

A month is the province's. Of a plan it is not known whether an answer counts as a message does: everything that was
taken counts, and so does what may have been taken.
"""

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col

from catalog.clock import at_local, local_day
from catalog.messaging.channel_limits import CHANNELS, Quota
from catalog.remembered import remember
from catalog.tables import ChannelMonth, Contact, Setting

STEPS = (70, 90, 100)
"""Percent of a quota at which people are told."""

_KEY = "quota."


@dataclass(frozen=True)
class Used:
    """A channel's month so far against its plan."""

    channel: str
    month: str
    messages: int
    users: int
    quota: Quota

    @property
    def shares(self) -> dict[str, int]:
        """Percent used of the messages and of the users, of what is limited at all."""
        pairs = {"messages": (self.messages, self.quota.messages), "users": (self.users, self.quota.users)}
        return {what: done * 100 // most for what, (done, most) in pairs.items() if most}


def remember_quota(session: Session, channel: str, quota: Quota, now: dt.datetime) -> None:
    """What this deployment's plan allows; 0 is no limit."""
    remember(session, _KEY + channel, [quota.users, quota.messages], now)


def quota_of(session: Session, channel: str) -> Quota | None:
    """The plan of a channel: this deployment's, else the platform's free one; None where nothing is counted."""
    if CHANNELS[channel].quota is None:
        return None
    row = session.get(Setting, _KEY + channel)
    return Quota(*map(int, row.value)) if row is not None else CHANNELS[channel].quota


def count_message(session: Session, channel: str, now: dt.datetime) -> None:
    """One more message was taken, or may have been."""
    month = month_of(now)
    more = sa.update(ChannelMonth).where(col(ChannelMonth.channel) == channel, col(ChannelMonth.month) == month)
    if session.execute(more.values(messages=col(ChannelMonth.messages) + 1)).rowcount == 0:  # type: ignore[attr-defined]
        session.add(ChannelMonth(channel=channel, month=month, messages=1))
        session.flush()


def used(session: Session, channel: str, now: dt.datetime) -> Used | None:
    """How much of the month is used; None for a channel without a quota."""
    quota = quota_of(session, channel)
    if quota is None:
        return None
    row = session.get(ChannelMonth, (channel, month_of(now)))
    wrote = sa.select(sa.func.count()).where(
        col(Contact.channel) == channel, col(Contact.kind) == "private", col(Contact.last_in_at).is_not(None)
    )
    users = int(session.execute(wrote).scalar_one())
    return Used(channel, month_of(now), row.messages if row else 0, users, quota)


def is_spent(session: Session, channel: str, now: dt.datetime) -> bool:
    """Whether nothing but answers is sent there any more this month."""
    quota = quota_of(session, channel)
    if quota is None or not quota.messages:
        return False
    row = session.get(ChannelMonth, (channel, month_of(now)))
    return row is not None and row.messages >= quota.messages


def newly_reached(session: Session, so_far: Used) -> list[tuple[str, int]]:
    """Steps that were passed and not told yet: ("messages" | "users", percent). They count as told from now on."""
    row = session.get(ChannelMonth, (so_far.channel, so_far.month)) or ChannelMonth(
        channel=so_far.channel, month=so_far.month
    )
    found = []
    for what, share in so_far.shares.items():
        step = max((one for one in STEPS if share >= one), default=0)
        if step > getattr(row, f"told_{what}"):
            setattr(row, f"told_{what}", step)
            found.append((what, step))
    if found:
        session.add(row)
        session.flush()
    return found


def month_of(now: dt.datetime) -> str:
    """The province's month as "2026-03"."""
    return f"{local_day(now):%Y-%m}"


def next_month(now: dt.datetime) -> dt.datetime:
    """When the next month of the province begins."""
    day = (local_day(now).replace(day=1) + dt.timedelta(days=32)).replace(day=1)
    return at_local(day, dt.time())
