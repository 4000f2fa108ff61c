"""Who must know that a channel's month runs out: admins, and at its end officers with the list of who hears nothing."""

import datetime as dt

import sqlalchemy as sa
from sqlmodel import Session, col

from catalog.agencies.stored import agency_name
from catalog.messaging import inbox_and_outbox
from catalog.messaging.inbox_and_outbox import Message
from catalog.messaging.quota import count_message, newly_reached, used
from catalog.messaging.reachable_chats import contact_of, contacts_of
from catalog.people.people import display_name
from catalog.people.rights import OF_AN_AGENCY, in_force, people_with
from catalog.tables import Membership
from templates.render import say


def count_and_tell(session: Session, channel: str, now: dt.datetime) -> None:
    """One more message of that channel; at 70, 90 and 100 % of the plan people are told, once a month each."""
    count_message(session, channel, now)
    so_far = used(session, channel, now)
    for what, percent in newly_reached(session, so_far) if so_far is not None else ():
        spent = what == "messages" and percent == 100
        text = say(
            "quota.reached", used=so_far, what=what, percent=percent, channel=channel,
            silent=_only_there(session, channel, now) if spent else [],
        )  # fmt: skip
        told = list(people_with(session, "admin", None, now))
        if spent or not told:
            told += [one for one in people_with(session, "officer", None, now) if one not in told]
        for person in told:
            chat = contact_of(session, person, now)
            if chat is not None:
                inbox_and_outbox.queue(session, chat, Message(text), now, priority=inbox_and_outbox.REPLY)


def _only_there(session: Session, channel: str, now: dt.datetime) -> list[str]:
    """Who speaks for an agency and can be written to on that channel only: "name (agency)"."""
    held = session.execute(
        sa.select(col(Membership.person_id), col(Membership.agency_id))
        .where(col(Membership.role).in_(OF_AN_AGENCY), in_force(now))
        .order_by(col(Membership.id))
    ).all()
    chats = contacts_of(session, [person for person, _ in held], now)
    return [
        f"{display_name(session, person) or person} ({agency_name(session, agency)})"
        for person, agency in held
        if person in chats and chats[person].channel == channel
    ]
