"""Units changed: the people who went along hear of it once, and so do the officers. In the change's transaction."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlmodel import Session

from catalog.agencies.stored import agency_name
from catalog.messaging import inbox_and_outbox
from catalog.messaging.inbox_and_outbox import Choice, Message
from catalog.messaging.reachable_chats import contact_of
from catalog.people.rights import people_with
from catalog.reorganisation.changes import Effect, carry_out_due
from catalog.reorganisation.following import people_of
from catalog.tables import UnitChange
from templates.render import say


def change_units(session: Session, now: dt.datetime) -> int:
    """Carry out what waits for a day that has come, and tell; how many changes."""
    done = carry_out_due(session, now)
    for effect in done:
        tell(session, effect, now)
    return len(done)


def tell(session: Session, effect: Effect, now: dt.datetime, *, but: int | None = None) -> int:
    """Queue the notices of one change; how many. Nobody hears of one that waits for its day, nor `but`, who made it."""
    if effect.waits or effect.how == "organisation_renamed":
        return 0
    document = session.get_one(UnitChange, effect.change).document
    about: dict[str, Any] = {
        "how": effect.how, "names": effect.units, "heirs": effect.heirs, "day": _day(effect.day), "document": document,
    }  # fmt: skip
    concerned = effect.people or [one.person_id for unit in effect.heir_ids for one in people_of(session, unit, now)]
    officers = [person for person in people_with(session, "officer", None, now) if person not in (*concerned, but)]
    wait = ((Choice(say("after_split.button_open"), "after_split", {}),),) if effect.how == "split" else ()
    told = _queue(session, list(dict.fromkeys(concerned)), Message(say("unit_changes.to_person", **about)), now)
    counts = {"open_tasks": effect.open_tasks, "people": len(effect.people), "both": effect.both}
    return told + _queue(session, officers, Message(say("unit_changes.to_officer", **about, **counts), wait), now)


def tell_moved(session: Session, people: Sequence[int], heir: int, now: dt.datetime) -> int:
    """Who belonged to a unit that was split hears where they belong now; how many messages."""
    return _queue(session, people, Message(say("after_split.you_moved", heir=agency_name(session, heir))), now)


def sentence(effect: Effect) -> str:
    """What a change did or will do, in one sentence."""
    return say(
        "unit_changes.done", how=effect.how, names=effect.units, heirs=effect.heirs, day=_day(effect.day),
        open_tasks=effect.open_tasks, people=len(effect.people),
    ).strip()  # fmt: skip


def wished(effect: Effect) -> str:
    """A change as it was decided, in one line."""
    return say("unit_changes.wished", how=effect.how, names=effect.units, heirs=effect.heirs, day=_day(effect.day))


def taken_back(effect: Effect) -> str:
    """What was taken back, in one sentence."""
    key = "unit_changes.withdrawn" if effect.waits else "unit_changes.undone"
    return say(key, how=effect.how, names=effect.units, heirs=effect.heirs, day=_day(effect.day))


def _day(day: dt.date) -> str:
    return f"{day:%d}/{day.month}/{day.year}"


def _queue(session: Session, people: Sequence[int], message: Message, now: dt.datetime) -> int:
    chats = [contact_of(session, person, now) for person in people]
    for chat in (chat for chat in chats if chat is not None):
        inbox_and_outbox.queue(session, chat, message, now, priority=inbox_and_outbox.NOTICE)
    return sum(chat is not None for chat in chats)
