"""Channels on which one may write only for a time after a person's last word, and what a message costs there.

A Zalo Official Account writes free of charge for 48 hours after somebody's last act, at the cost of its package for
seven days, and after that only by an approved template. So a message has ways, and which is open is asked when it is
sent: free, then paid for what is urgent, then a template; where none is, `scheduler.delivery.next_way` goes on.
What may be spent, and at which prices, are the settings of a deployment.
"""

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Any, Literal

import sqlalchemy as sa
from sqlmodel import Session, col

from catalog.clock import local_day
from catalog.messaging.channel_limits import CHANNELS, Window
from catalog.remembered import remember
from catalog.tables import ChannelCost, ChannelWays, Contact, Outbox, Setting

Way = Literal["", "free", "paid", "template", "closed"]
""" "" where a channel has no windows; "closed" where nothing may go until the person writes."""

MARGIN = dt.timedelta(minutes=5)
"""Windows are taken to end so much earlier: our clock and the platform's are not one."""

_TERMS = "terms."


@dataclass(frozen=True)
class Terms:
    """What a deployment pays: đồng a message beyond the package, đồng a template, at most `ceiling` a month.

    `template` is the approved template's id, "" for none; `everything`: the package may also be used for what is not
    urgent.
    """

    price: int = 55
    template_price: int = 165
    ceiling: int = 0
    template: str = ""
    everything: bool = False


def remember_terms(session: Session, channel: str, terms: Terms, now: dt.datetime) -> None:
    """Delivery knows no settings: the terms stand in the store."""
    remember(session, _TERMS + channel, asdict(terms), now)


def terms_of(session: Session, channel: str) -> Terms:
    """The terms of this deployment, those of nobody who pays where none are set."""
    row = session.get(Setting, _TERMS + channel)
    return Terms(**row.value) if row is not None else Terms()


def _ways(session: Session, channel: str) -> ChannelWays:
    return session.get(ChannelWays, channel) or ChannelWays(channel=channel)


def remember_left(session: Session, channel: str, left: int | None) -> None:
    """How many messages the package still holds, as the platform said last; None where it does not say."""
    row = _ways(session, channel)
    row.package_left = left
    session.add(row)
    session.flush()


def package_left(session: Session, channel: str) -> int:
    """What is known to be left of the package."""
    return _ways(session, channel).package_left or 0


def close_way(session: Session, channel: str, way: str, until: dt.datetime) -> None:
    """The platform takes nothing this way ("paid" or "template") until then."""
    row = _ways(session, channel)
    setattr(row, f"{way}_shut_until", until)
    session.add(row)
    session.flush()


def _is_shut(session: Session, channel: str, way: str, now: dt.datetime) -> bool:
    until = getattr(_ways(session, channel), f"{way}_shut_until")
    return until is not None and until > now


def age_of(contact: Contact, now: dt.datetime) -> dt.timedelta | None:
    """How long ago the person last did something there; None where they never did, or the platform says it is over."""
    last, closed = contact.last_in_at, contact.window_closed_at
    return None if last is None or (closed is not None and closed >= last) else now - last


def is_free(contact: Contact, now: dt.datetime) -> bool:
    """Whether a message costs nothing there now."""
    window, age = CHANNELS[contact.channel].window, age_of(contact, now)
    return window is None or (age is not None and age <= window.free - MARGIN)


def way_of(session: Session, contact: Contact, now: dt.datetime, *, urgent: bool = True, reminder: bool = True) -> Way:
    """The first way that is open. `reminder`: the message can be said by a template (an agency, a number, a day)."""
    window = CHANNELS[contact.channel].window
    if window is None:
        return ""
    if is_free(contact, now):
        return "free"
    terms, age = terms_of(session, contact.channel), age_of(contact, now)
    if _in_paid(window, age):
        if not (urgent or terms.everything):
            return "closed"
        if not _is_shut(session, contact.channel, "paid", now) and may_pay(session, contact.channel, now):
            return "paid"
    shut = _is_shut(session, contact.channel, "template", now)
    if reminder and terms.template and not shut and _fits(session, contact.channel, terms.template_price, now):
        return "template"
    return "closed"


def _in_paid(window: Window, age: dt.timedelta | None) -> bool:
    return age is not None and age <= window.paid - MARGIN


def may_pay(session: Session, channel: str, now: dt.datetime) -> bool:
    """Whether one more message may be taken from the package, or billed under the ceiling.

    What is in the air is counted in: several may be on their way before the first is charged.
    """
    if package_left(session, channel) > _in_the_air(session, channel, "paid"):
        return True
    return _fits(session, channel, terms_of(session, channel).price, now)


def _fits(session: Session, channel: str, price: int, now: dt.datetime) -> bool:
    terms = terms_of(session, channel)
    flying = _in_the_air(session, channel, "paid") * terms.price
    flying += _in_the_air(session, channel, "template") * terms.template_price
    return spent(session, channel, now) + flying + price <= terms.ceiling


def _in_the_air(session: Session, channel: str, way: str) -> int:
    count = sa.select(sa.func.count()).where(
        col(Outbox.state) == "sending", col(Outbox.channel) == channel, col(Outbox.way) == way
    )
    return int(session.execute(count).scalar_one())


# --- what it cost ---


@dataclass(frozen=True)
class Cost:
    """Messages of a month by what they were charged to, and their cost in đồng."""

    kind: str
    messages: int
    cost: int


def count_cost(session: Session, channel: str, way: str, kind: str, left: int | None, now: dt.datetime) -> None:
    """One more message was taken, or may have been (`kind` "unknown"): what the platform charged it to."""
    terms = terms_of(session, channel)
    if way == "template":
        cost = terms.template_price
    elif kind in ("billed", "purchase_quota") or (kind == "unknown" and way == "paid"):
        cost = terms.price
    else:
        cost = 0
    if left is not None:
        remember_left(session, channel, left)
    key: dict[str, Any] = {"channel": channel, "month": f"{local_day(now):%Y-%m}", "kind": kind}
    row = session.get(ChannelCost, tuple(key.values())) or ChannelCost(**key)
    row.messages, row.cost = row.messages + 1, row.cost + cost
    session.add(row)
    session.flush()


def costs_of(session: Session, channel: str, now: dt.datetime) -> list[Cost]:
    """The month so far by kind."""
    rows = session.execute(
        sa.select(col(ChannelCost.kind), col(ChannelCost.messages), col(ChannelCost.cost))
        .where(col(ChannelCost.channel) == channel, col(ChannelCost.month) == f"{local_day(now):%Y-%m}")
        .order_by(col(ChannelCost.kind))
    )
    return [Cost(*row) for row in rows]


def spent(session: Session, channel: str, now: dt.datetime) -> int:
    """Đồng spent this month of the province."""
    return sum(cost.cost for cost in costs_of(session, channel, now))
