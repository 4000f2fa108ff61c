"""What certainly did not reach a person in one chat goes to another chat of theirs, once."""

import datetime as dt
from collections.abc import Collection
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from catalog import audit
from catalog.messaging import inbox_and_outbox
from catalog.messaging.inbox_and_outbox import Message
from catalog.messaging.reachable_chats import contact_of
from catalog.tables import Contact, Digest, DutyNudge, Nudge, Outbox, table_of

BY_OTHER_CHANNEL = "queued for another chat of the same person"

AWAY_FOR = dt.timedelta(minutes=5)
"""A platform that was away so long is not waited for by whoever has another channel."""

AT_ONCE = 50
"""So many messages are moved in one transaction."""

TEMPLATE = "template"
"""In the payload of a message that is an approved form of one channel: what it is filled with, and for which message
it speaks. It goes by no other channel: that message does."""

_TRIED = "tried"  # in a message's payload: the chats in which it certainly did not arrive


def leave_channel(session: Session, channel: str, away: Collection[str], now: dt.datetime) -> int:
    """Move what waits for a platform that is away to channels that are not; how many messages went.

    Only what was never in the air, or certainly did not arrive: a message goes on one way.
    """
    waiting = session.exec(
        select(Outbox)
        .where(
            Outbox.state == "queued", Outbox.channel == channel, Outbox.ambiguous == 0,
            col(Outbox.not_before) <= now, col(Outbox.created_at) <= now - AWAY_FOR,
            col(Outbox.contact_id).in_(_with_another_chat(channel, away)),
        )
        .order_by(col(Outbox.priority), col(Outbox.id))
        .limit(AT_ONCE)
    ).all()  # fmt: skip
    moved = 0
    for row in waiting:
        if send_by_other_channel(session, row, now, away=away) is not None:
            row.state, row.error = "failed", f"channel away; {BY_OTHER_CHANNEL}"
            session.add(row)
            moved += 1
    return moved


def _with_another_chat(channel: str, away: Collection[str]) -> sa.Select[Any]:
    here, there = table_of(Contact).alias(), table_of(Contact).alias()
    another = sa.exists().where(
        there.c.person_id == here.c.person_id, there.c.kind == "private", there.c.blocked_at.is_(None),
        there.c.channel.not_in(away),
    )  # fmt: skip
    return sa.select(here.c.id).where(here.c.channel == channel, another)


def goes_another_way(session: Session, row: Outbox, now: dt.datetime) -> bool:
    """What certainly did not arrive goes to the person's next chat, and no more here; False where there is none."""
    if send_by_other_channel(session, row, now) is None:
        return False
    row.state, row.error = "failed", f"{row.error}; {BY_OTHER_CHANNEL}"[:500]
    session.add(row)
    return True


def send_by_other_channel(session: Session, row: Outbox, now: dt.datetime, *, away: Collection[str] = ()) -> int | None:
    """Queue the message for the person's next chat, not on a channel that is `away`; the new row, None where there is
    no other chat in which it was not tried.

    Nothing whose answer was lost goes a second way: it may have arrived, and nobody gets one digest on two channels.
    The roles it was written under stay what they were; the proof of a reminder follows to the new row.
    """
    contact = session.get_one(Contact, row.contact_id)
    if row.ambiguous or TEMPLATE in row.payload or contact.kind != "private" or contact.person_id is None:
        return None
    tried = sorted({*row.payload.get(_TRIED, []), row.contact_id})
    other = contact_of(session, contact.person_id, now, but=tried, away=away)
    if other is None:
        return None
    new_id = inbox_and_outbox.queue(
        session, other, _whole(session, row), now, priority=row.priority, inbox_id=row.inbox_id, grounds=row.grounds
    )
    new = session.get_one(Outbox, new_id)
    new.payload = {**new.payload, _TRIED: tried}
    session.add(new)
    for table in (Nudge, DutyNudge, Digest):
        session.execute(sa.update(table).where(col(table.outbox_id) == row.id).values(outbox_id=new_id))
    audit.append(session, audit.SYSTEM, "delivery.elsewhere", f"outbox:{row.id}", now, {"outbox": new_id})
    return new_id


def _whole(session: Session, row: Outbox) -> Message:
    """The message with what its numbers mean, which is stored beside it."""
    assert row.id is not None
    return replace(
        Message.from_json(row.payload),
        about=tuple(inbox_and_outbox.subjects_of(session, row.id)),
        duties=tuple(inbox_and_outbox.duties_of(session, row.id)),
    )
