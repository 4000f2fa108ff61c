"""Which chat of a person can be written to now: not blocked, and not past its channel's window."""

import datetime as dt
from collections.abc import Collection, Sequence

from sqlmodel import Session, col, select

from catalog.messaging.channel_limits import CHANNELS
from catalog.messaging.quota import is_spent
from catalog.messaging.windows import way_of
from catalog.tables import Contact

IN_ORDER = (
    col(Contact.preferred).desc(), col(Contact.preferred_at).desc().nulls_last(),
    col(Contact.last_in_at).desc().nulls_last(), col(Contact.id),
)  # fmt: skip
"""A person's chats in the order of their own: chosen last, chosen before, then the one last heard from."""

_GONE_OUT = ("sending", "sent", "ambiguous")


def contact_of(
    session: Session,
    person_id: int,
    now: dt.datetime,
    *,
    but: Collection[int] = (),
    away: Collection[str] = (),
    may_wait: bool = False,
) -> Contact | None:
    """The chat a person is written to: the first of their order (`IN_ORDER`); never one that is closed, is
    among `but`, or is on a channel that is `away`.

    `may_wait`: rather than none, one whose window is over: what is said there waits until its owner writes again.
    """
    return contacts_of(session, [person_id], now, but=but, away=away, may_wait=may_wait).get(person_id)


def contacts_of(
    session: Session,
    people: Sequence[int],
    now: dt.datetime,
    *,
    but: Collection[int] = (),
    away: Collection[str] = (),
    may_wait: bool = False,
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
    waits: dict[int, Contact] = {}
    for row in sorted(rows, key=lambda row: row.channel in spent):  # where the month's messages are used up: last
        if row.person_id is None or row.person_id in found:
            continue
        if window_closed(session, row, now):
            waits.setdefault(row.person_id, row)
        else:
            found[row.person_id] = row
    return {**waits, **found} if may_wait else found


def window_closed(session: Session, contact: Contact, now: dt.datetime) -> bool:
    """Whether the channel takes nothing of any kind for this chat until the person writes again
    (`ChannelRules.window`, `catalog.messaging.windows`)."""
    return CHANNELS[contact.channel].window is not None and way_of(session, contact, now) == "closed"
