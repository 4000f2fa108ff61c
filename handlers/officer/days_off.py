"""/lich: an admin sees and changes the days off and the extra working days; anybody linked may look."""

import datetime as dt
import re

from catalog.messaging.inbox_and_outbox import Message
from catalog.text import fold
from catalog.upkeep import days_off
from handlers.conversation.context import Context
from templates.render import say

_WANTED = re.compile(r"(?P<what>nghi|lam|bo)\s+(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})(?:[/.-](?P<year>20\d\d))?\b")
AHEAD = dt.timedelta(days=120)


def calendar(ctx: Context) -> list[Message]:
    """/lich; /lich nghỉ 24/11/2026 theo ...; /lich làm 22/8/2026 theo ...; /lich bỏ 24/11/2026."""
    if not ctx.words:
        return [Message(_shown(ctx))]
    ctx.require_role("settings")
    wanted = _WANTED.match(fold(ctx.words))
    day = _day(ctx, wanted) if wanted else None
    if wanted is None or day is None:
        return [Message(say("calendar.how"))]
    if wanted["what"] == "bo":
        removed = days_off.remove_day(ctx.session, day, ctx.actor, ctx.now)
        return [Message(say("calendar.removed", day=day, removed=removed))]
    source = " ".join(ctx.words.split()[2:]).removeprefix("theo ").strip()
    if not source:
        return [Message(say("calendar.source_needed", day=day))]
    working = wanted["what"] == "lam"
    days_off.set_day(ctx.session, day, working=working, source=source, actor=ctx.actor, now=ctx.now)
    return [Message(say("calendar.set", day=day, working=working, source=source))]


def _day(ctx: Context, wanted: re.Match[str]) -> dt.date | None:
    """The day that was named; without a year the next one to come."""
    try:
        year = int(wanted["year"] or ctx.today.year)
        day = dt.date(year, int(wanted["month"]), int(wanted["day"]))
        return day if wanted["year"] or day >= ctx.today else day.replace(year=year + 1)
    except ValueError:
        return None


def _shown(ctx: Context) -> str:
    work = ctx.calendar
    ahead = [ctx.today + dt.timedelta(days=n) for n in range(AHEAD.days)]
    off = [(day, work.holiday_name(day), work.override_on(day)) for day in ahead
           if day.weekday() < 5 and not work.is_working_day(day)]  # fmt: skip
    extra = [(day, work.override_on(day)) for day in ahead if day.weekday() >= 5 and work.is_working_day(day)]
    own = days_off.overrides(ctx.session)
    return say("calendar.shown", off=off, extra=extra, own=own, admin=ctx.rights.may("settings"), days=AHEAD.days)
