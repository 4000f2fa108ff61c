"""The button "Đã nhận": a tap is an act of its reader's, and opens a channel's window anew at no cost."""

import datetime as dt
from dataclasses import replace

from catalog.messaging.channel_limits import CHANNELS
from catalog.messaging.inbox_and_outbox import Choice, Message
from catalog.messaging.windows import age_of
from catalog.tables import Contact
from templates.render import say


def with_received(message: Message, contact: Contact, now: dt.datetime) -> Message:
    """The message with that button, where more than half of the reader's free time has run out."""
    window = CHANNELS[contact.channel].window
    if window is None:
        return message
    age = age_of(contact, now)
    if age is not None and age < window.free / 2:
        return message
    button = Choice(say("digest.button_received"), "received", {})
    return replace(message, choices=(*message.choices, (button,)))
