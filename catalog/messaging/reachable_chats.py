"""Which chat of a person can be written to now: not blocked, and not past its channel's window."""

import datetime as dt
from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlmodel import Session, col, select

from catalog.messaging.channel_limits import CHANNELS
from catalog.messaging.quota import is_spent
from catalog.tables import Contact, Outbox

IN_ORDER = (
    col(Contact.preferred).desc(), col(Contact.preferred_at).desc().nulls_last(),
    col(Contact.last_in_at).desc().nulls_last(), col(Contact.id),
)  # fmt: skip
"""A person's chats in the order of their own: chosen last, chosen before, then the one last heard from."""

_GONE_OUT = ("sending", "sent", "ambiguous")


def contact_of(
    session: Session, person_id: int, now: dt.datetime, *, but: Collection[int] = (), away: Collection[str] = ()
) -> Contact | None:
    """The chat a person is written to: the first of their order (`IN_ORDER`); never one that is closed, is
    among `but`, or is on a channel that is `away`.
    """
    return contacts_of(session, [person_id], now, but=but, away=away).get(person_id)


def contacts_of(
    session: Session, people: Sequence[int], now: dt.datetime, *, but: Collection[int] = (), away: Collection[str] = ()
) -> dict[int, Contact]:
    """The chat each of these people is written to (`contact_of`); whoever cannot be written to is left out."""
    rows = session.exec(
        select(Contact)
        .where(
            col(Contact.person_id).in_(people),
            Contact.kind == "private",
            col(Contact.blocked_at).is_(None),
            col(Contact.id).not_in(but),
            col(Contact.channel).not_in(away),
        )
        .order_by(*IN_ORDER)
    ).all()
    spent = {channel for channel in {row.channel for row in rows} if is_spent(session, channel, now)}
    found: dict[int, Contact] = {}
    for row in sorted(rows, key=lambda row: row.channel in spent):  # where the month's messages are used up: last
        if row.person_id not in found and row.person_id is not None and not window_closed(session, row, now, "queued"):
            found[row.person_id] = row
    return found


def window_closed(session: Session, contact: Contact, now: dt.datetime, *also: str) -> bool:
    """Whether the channel takes nothing more for this chat until the person writes again (`ChannelRules.window`).

    Messages that went out since the person's last word count, and those in a state of `also`.
    """
    window = CHANNELS[contact.channel].window
    if window is None:
        return False
    if contact.last_in_at is None or now - contact.last_in_at > window.lasts:
        return True
    return _since(session, contact, (*_GONE_OUT, *also)) >= window.messages


def _since(session: Session, contact: Contact, states: Collection[str]) -> int:
    counted = sa.select(sa.func.count()).where(
        col(Outbox.contact_id) == contact.id, col(Outbox.state).in_(states),
        col(Outbox.created_at) >= contact.last_in_at,
    )  # fmt: skip
    return int(session.execute(counted).scalar_one())
