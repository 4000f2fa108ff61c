"""As of which day figures are shown where a stretch of days was asked for; what is said of one that has not come."""

import calendar
import datetime as dt
import re

from catalog.messaging.inbox_and_outbox import Choice, Message
from catalog.text import fold
from handlers.conversation.context import Context
from templates.render import say

TO_THEN = re.compile(r"\b(?:den|toi|het|cuoi)\b")
"""A stretch whose end was said, in folded words: "đến hết quý 2", "cuối tháng"."""


_PRINTED = re.compile(r"(?<![\d/.-])(\d{1,2})[/-](\d{1,2})(?:[/-](20\d\d))?(?![\d/-]|\w)")


def not_yet(day: dt.date) -> Message:
    """Figures of a day to come there are none; those of today are a tap away."""
    return Message(say("status.not_yet", day=day), ((Choice(say("status.button_whole"), "status", {}),),))


def day_asked(ctx: Context, first: dt.date, last: dt.date) -> tuple[dict[str, str], str]:
    """The last day of the stretch, today at the latest, as args of a screen, and what to say before it; {} where not
    even `first` has come.
    """
    if first > ctx.today:
        return {}, ""
    said = fold(str(ctx.args.get("said", "")))
    early = say("status.until_today", day=last) if last > ctx.today and TO_THEN.search(said) else ""
    return {"day": min(last, ctx.today).isoformat()}, early


def no_such_day(ctx: Context) -> str:
    """A printed day in the words that no calendar has, as it was typed: "31/2"; "" where there is none."""
    for found in _PRINTED.finditer(str(ctx.args.get("said", ""))):
        day, month, year = int(found[1]), int(found[2]), int(found[3] or ctx.today.year)
        if not 1 <= month <= 12 or not 1 <= day <= calendar.monthrange(year, month)[1]:
            return found[0]
    return ""
