"""An answer that comes late says so: who asked during an outage must not take it for the state of now."""

import datetime as dt

from catalog.clock import local
from catalog.messaging.channel_limits import CHANNELS
from catalog.messaging.inbox_and_outbox import REPLY
from scheduler.delivery.outbox import Ready
from templates.render import say

LATE = dt.timedelta(minutes=10)
"""From this age on a reply is said to be late."""


def late_words(item: Ready, now: dt.datetime) -> str:
    """The text of a message as it goes out now; a line longer where it is a late reply and that fits."""
    text = item.message.text
    if item.priority != REPLY or now - item.created_at < LATE:
        return text
    rules = CHANNELS[item.channel]
    longer = f"{say('late.reply', since=local(item.created_at), today=local(now).date())}\n\n{text}"
    return longer if len(longer) <= (rules.caption if item.message.files else rules.text) else text
