"""What people ask about themselves: to leave, to pause, to have somebody stand in or take over, to take back a word.

Each is read back with one tap; nothing of the work is lost by any of them.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

from catalog.agencies.stored import agency_name
from catalog.clock import ONE_DAY
from catalog.messaging.inbox_and_outbox import Choice, Message, Subject
from catalog.people import people
from catalog.people.rights import people_with
from catalog.work import reporting_duties, updates
from catalog.work import undo as taking_back
from handlers.conversation.context import Context, NotAllowed
from handlers.conversation.which_task import open_assignments
from handlers.focal_point import undo as undoing
from handlers.officer import invite
from handlers.officer.people import directory
from handlers.words.model import Period, Slots
from handlers.words.showing import each
from scheduler.digests.wording import lines_of
from templates.render import say

MOST_DAYS = 7
"""A reminder can be put off so long (DESIGN section 5); who is away for longer names a deputy."""


def leave(ctx: Context, slots: Slots) -> list[Message]:
    """What ends, and what could be done instead."""
    held = [(one.role, agency_name(ctx.session, one.agency_id)) for one in ctx.rights.in_force]
    rows: list[tuple[Choice, ...]] = [(Choice(say("asked.button_leave"), "leave_yes", {}),)]
    if ctx.rights.has("focal"):
        rows.append(
            (
                Choice(say("asked.button_hand_over"), "hand_over", {}),
                Choice(say("asked.button_pause"), "deputy_until", {}),
            )
        )
    return [Message(say("asked.leave_really", held=held, open=len(open_assignments(ctx))), tuple(rows))]


def ask_leave(ctx: Context) -> list[Message]:
    """/roi, or the button under another question."""
    return leave(ctx, {})


def left(ctx: Context) -> list[Message]:
    """Confirmed: every role of this person ends; the officers hear which agencies have lost their focal point."""
    last = [
        role
        for role in ("officer", "admin")
        if ctx.rights.has(role) and len(people_with(ctx.session, role, None, ctx.now)) < 2
    ]
    if last:
        return [Message(say("asked.last_one", role=last[0]))]
    lost = [
        agency for agency in ctx.rights.agencies("focal") if len(people_with(ctx.session, "focal", agency, ctx.now)) < 2
    ]
    names = [agency_name(ctx.session, agency) for agency in lost]
    for membership in people.memberships_of(ctx.session, ctx.person_id, ctx.now):
        if membership.ended_at is None:
            people.end(ctx.session, membership, ctx.actor, ctx.now)
    rows = ((Choice(say("invite.button_make", count=len(lost)), "invite_many", {"agencies": lost}),),) if lost else ()
    ctx.tell_officers(None, Message(say("asked.somebody_left", name=ctx.contact.name, agencies=names), rows))
    return [Message(say("asked.left"))]


def mute(ctx: Context, slots: Slots) -> list[Message]:
    """Reminders of one's open tasks are put off, a week at most; who is away for longer names somebody."""
    if not ctx.rights.has("focal"):
        return leave(ctx, slots)
    period = slots.get("period")
    until = period.last if isinstance(period, Period) else ctx.today + dt.timedelta(days=3)
    days = max(1, min(MOST_DAYS, (until - ctx.today).days + 1))
    owed = reporting_duties.owed_by(ctx.session, ctx.rights.agencies("focal"))
    about = {"assignments": [row.id for row in open_assignments(ctx)], "periods": owed, "days": days}
    longer = (until - ctx.today).days + 1 > MOST_DAYS
    instead = Choice(say("asked.button_pause"), "deputy_until", {})
    if longer:  # the day was said already
        instead = Choice(say("asked.button_deputy_until", day=until), "deputy_code", {"until": until.isoformat()})
    rows = (
        (Choice(say("asked.button_mute", days=days), "snooze", about),),
        (instead, Choice(say("asked.button_leave"), "leave_ask", {})),
    )
    return [Message(say("asked.mute_really", days=days, longer=longer, until=until), rows)]


def deputy(ctx: Context, slots: Slots) -> list[Message]:
    """Somebody stands in until a day: read back, the code for them at one tap."""
    if not ctx.rights.has("focal"):
        raise NotAllowed("name_deputy", "membership")
    period, person = slots.get("period"), str(slots.get("person", ""))
    if not isinstance(period, Period):
        return deputy_until(ctx)
    yes = Choice(say("asked.button_deputy"), "deputy_code", {"until": period.last.isoformat()})
    text = say("asked.deputy_really", person=person, first=period.first, last=period.last, today=ctx.today)
    return [Message(text, ((yes,),))]


def deputy_until(ctx: Context) -> list[Message]:
    """Until when? The usual answers as buttons."""
    sunday = ctx.today + dt.timedelta(days=6 - ctx.today.weekday())
    month = (ctx.today.replace(day=1) + dt.timedelta(days=32)).replace(day=1) - ONE_DAY
    days = sorted({sunday, sunday + dt.timedelta(days=7), month} - {ctx.today})
    rows = tuple(
        (Choice(say("asked.button_until", day=day), "deputy_code", {"until": day.isoformat()}),) for day in days
    )
    return [Message(say("asked.deputy_until"), rows)]


def deputy_code(ctx: Context) -> list[Message]:
    """The day is clear: the code, of the agency that is meant."""
    return invite.for_which(ctx, "deputy_for", {"until": str(ctx.args["until"])})


def handover(ctx: Context, slots: Slots) -> list[Message]:
    """Somebody takes over for good: read back, the code for them at one tap. An officer sees who is in charge."""
    if not ctx.rights.has("focal"):
        ctx.words = (each(slots.get("agency")) or [""])[0]
        return directory(ctx)
    rows = ((Choice(say("asked.button_successor"), "hand_over", {}),),)
    names = [agency_name(ctx.session, agency) for agency in ctx.rights.agencies("focal")]
    text = say(
        "asked.handover_really", person=str(slots.get("person", "")), agencies=names, open=len(open_assignments(ctx))
    )
    return [Message(text, rows)]


def hand_over(ctx: Context) -> list[Message]:
    """Confirmed: the code for the successor."""
    return invite.for_which(ctx, "handover_for", {})


def undo(ctx: Context, slots: Slots) -> list[Message]:
    """What would be taken back, all that one message said; other kinds of words are withdrawn as /hoantac does."""
    last = updates.last_own_update(ctx.session, ctx.person_id, ctx.now)
    if last is None:
        return undoing.undo(ctx)
    together = taking_back.said_together(ctx.session, last)
    ids = list(dict.fromkeys(row.assignment_id for row in together))
    lines = lines_of(ctx.session, [(one, "") for one in ids[:5]], ctx.now)
    yes: dict[str, Any] = {"update": last.id}
    about = tuple(Subject(-i, line.assignment_id) for i, line in enumerate(lines))
    text = say("asked.undo_really", lines=lines, more=len(ids) - len(lines), at=last.at, words=last.text)
    return [Message(text, ((Choice(say("asked.button_undo"), "undo", yes),),), about=about)]


WISHES: dict[str, Callable[[Context, Slots], list[Message]]] = {
    "leave": leave,
    "mute": mute,
    "deputy": deputy,
    "handover": handover,
    "undo": undo,
}
