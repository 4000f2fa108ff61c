"""What the next thirty days will cost on a channel with windows if nobody answers: the sweep's own rules run forward.

Worked out once a day and remembered (`catalog.messaging.cost_ahead`): the doctor, the metrics and the officers' weekly
digest only read it.
"""

import datetime as dt

from sqlmodel import Session

from catalog.clock import at_local, local_day
from catalog.messaging.channel_limits import CHANNELS
from catalog.messaging.cost_ahead import Ahead
from catalog.messaging.reachable_chats import contacts_of
from catalog.messaging.windows import age_of, package_left, terms_of
from catalog.tables import Contact
from scheduler.delivery.next_way import is_early
from scheduler.digests.preview import Item, preview
from scheduler.ladder.working_calendar import WorkCalendar

DAYS = 30
_MORNING = dt.time(8)


def look_ahead(session: Session, channel: str, now: dt.datetime, calendar: WorkCalendar) -> Ahead:
    """Each digest of each reader there, with the window of a reader who says nothing any more."""
    today = local_day(now)
    days = preview(session, now, today, today + dt.timedelta(days=DAYS - 1), calendar)
    people = sorted({int(name) for digests in days.values() for kind, name in digests if kind != "agency"})
    chats = contacts_of(session, people, now, may_wait=True)
    here = {person: chat for person, chat in chats.items() if chat.channel == channel}
    counts = {"free": 0, "paid": 0, "template": 0, "phone": 0}
    templates: set[int] = set()
    for day in sorted(days):
        moment = max(at_local(day, _MORNING), now)
        for (kind, name), items in days[day].items():
            if kind != "agency" and (chat := here.get(int(name))) is not None:
                counts[_way(session, chat, items, moment, templates)] += 1
    terms, left = terms_of(session, channel), package_left(session, channel)
    cost = max(counts["paid"] - left, 0) * terms.price + counts["template"] * terms.template_price
    return Ahead(today.isoformat(), **counts, cost=cost)


def _way(session: Session, chat: Contact, items: list[Item], moment: dt.datetime, templates: set[int]) -> str:
    window, age, terms = CHANNELS[chat.channel].window, age_of(chat, moment), terms_of(session, chat.channel)
    assert window is not None
    if age is not None and age <= window.free:
        return "free"
    if age is not None and age <= window.paid and (terms.everything or not all(is_early(i.key.rung) for i in items)):
        return "paid"
    if terms.template and chat.id not in templates and (age is None or age > window.paid):
        templates.add(chat.id or 0)
        return "template"
    return "phone"
