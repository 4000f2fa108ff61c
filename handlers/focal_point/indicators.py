"""/chitieu: the indicators an agency must report, their values ("chỉ tiêu 40.a 92%"), and how they stand."""

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any

from catalog.agencies.stored import agency_name
from catalog.messaging.inbox_and_outbox import Choice, Message
from catalog.messaging.message import in_rows
from catalog.tables import Indicator, IndicatorValue, Plan
from catalog.text import fold
from catalog.work import indicators
from catalog.work.guards import Impossible
from handlers.conversation import notices
from handlers.conversation.context import Context, NotAllowed
from handlers.conversation.open_conversations import enter, leave
from templates.render import say

PAGE = 5

_SPOKEN = re.compile(r"\s*(?:chỉ tiêu|chi tieu|chỉ tiêu số|ct)\s+(?:số\s+|so\s+)?(?P<rest>\d.*)", re.IGNORECASE | re.S)
_NUMBERED = re.compile(
    r"\s*(?P<number>\d{1,3}(?:\.\d{1,2})?(?:\.?[a-zđ](?![\w%]))?)(?:\s*[:=,]\s*|\s+|$)(?P<value>.*)", re.S
)


def start(ctx: Context) -> list[Message]:
    """/chitieu: the list; /chitieu 40.a 92%: a value."""
    if ctx.words:
        return _valued(ctx, ctx.words)
    return page(ctx)


def spoken(ctx: Context) -> list[Message] | None:
    """ "chỉ tiêu 40.a 92%" in free text; None when it is none."""
    if fold(ctx.words).strip(" .?!") == "chi tieu":
        return page(ctx)
    found = _SPOKEN.fullmatch(ctx.words)
    return _valued(ctx, found.group("rest")) if found else None


def page(ctx: Context) -> list[Message]:
    """One page of what the person's agency must report, or of all indicators with how they stand."""
    at = int(ctx.args.get("page", 0))
    agency = _own_agency(ctx)
    rows = _visible(ctx)
    if not rows:
        return [Message(say("indicators.nothing_to_report"))]
    counts = indicators.summary(ctx.session, rows, agency)
    shown = [indicators.standing(ctx.session, row, agency) for row in rows[at * PAGE : (at + 1) * PAGE]]
    choices = []
    if agency is not None:
        buttons = [
            Choice(say("indicators.button", indicator=one.indicator), "indicator", {"indicator": one.indicator.id})
            for one in shown
        ]
        choices = in_rows(buttons, 5)
    left = len(rows) - (at + 1) * PAGE
    if left > 0:
        choices.append((Choice(say("updates.button_more", count=left), "indicators", {"page": at + 1}),))
    enters = agency is None and ctx.rights.anywhere("enter_on_behalf")
    text = say(
        "indicators.listing", shown=shown, counts=counts, total=len(rows), own=agency is not None, enters=enters
    )  # fmt: skip
    return [Message(text, tuple(choices))]


def about(ctx: Context) -> list[Message]:
    """An indicator was chosen: its series, and the next value as free text."""
    indicator = ctx.session.get(Indicator, int(ctx.args["indicator"]))
    agency = _reporting_agency(ctx, indicator)
    if indicator is None or agency is None:
        raise NotAllowed("update", f"indicator:{ctx.args['indicator']}")
    enter(ctx, "indicator", {"indicator": indicator.id})
    values = indicators.series(ctx.session, indicator.id or 0, agency)[:6]
    return [Message(say("indicators.one", indicator=indicator, values=values))]


def value_given(ctx: Context) -> list[Message]:
    """The value, typed after the indicator was chosen."""
    if _SPOKEN.fullmatch(ctx.words):
        leave(ctx)
        return spoken(ctx) or []
    indicator = ctx.session.get_one(Indicator, int(ctx.args["indicator"]))
    return _stored(ctx, indicator, ctx.words)


def _valued(ctx: Context, words: str) -> list[Message]:
    """ "40.a 92%": which indicator, which value. Several plans may have a number: those one must report count."""
    number, value = numbered(words)
    if not number:
        return [Message(say("indicators.how"))]
    rows = [row for row in _visible(ctx) if same_number(row.number, number)]
    if not rows:
        return [Message(say("indicators.no_such", number=number))]
    if len(rows) > 1:
        choices = tuple(
            (Choice(say("indicators.pick", indicator=row), "indicator", {"indicator": row.id}),) for row in rows
        )
        return [Message(say("indicators.which"), choices)]
    if not value.strip():
        ctx.args = {"indicator": rows[0].id}
        return about(ctx) if _own_agency(ctx) is not None else [Message(say("indicators.how"))]
    return _stored(ctx, rows[0], value)


def _stored(ctx: Context, indicator: Indicator, typed: str) -> list[Message]:
    agency = _reporting_agency(ctx, indicator)
    if agency is None:
        raise NotAllowed("update", f"indicator:{indicator.id}")
    try:
        value = indicators.report(ctx.session, indicator, agency, typed, ctx.actor, ctx.now)
    except indicators.NotAValue as problem:
        enter(ctx, "indicator", {"indicator": indicator.id})
        return [Message(say("indicators.not_a_value", indicator=indicator, reason=problem.reason))]
    leave(ctx)
    text = say("indicators.stored", **facts(ctx, indicator, value))
    again = Choice(say("updates.button_edit", code=None), "indicator", {"indicator": indicator.id})
    back = Choice(say("updates.button_undo"), "indicator_undo", {"value": value.id})
    return [Message(text, ((again, back),))]


def facts(ctx: Context, indicator: Indicator, value: IndicatorValue) -> dict[str, Any]:
    """What is said back of a value: how it stands, the one before it, whose it is."""
    before = indicators.series(ctx.session, indicator.id or 0, value.agency_id)[1:2]
    return {
        "indicator": indicator, "value": value, "verdict": indicators.verdict_of(indicator, value),
        "before": before[0] if before else None, "agency": agency_name(ctx.session, value.agency_id),
    }  # fmt: skip


def undo(ctx: Context, than: dt.datetime | None) -> list[Message] | None:
    """/hoantac, where a value is the newest thing the person reported (after `than`); None where it is not."""
    value = indicators.last_own_value(ctx.session, ctx.person_id, ctx.now)
    if value is None or (than is not None and value.at <= than):
        return None
    indicator = ctx.session.get_one(Indicator, value.indicator_id)
    own = value.agency_id in ctx.rights.agencies("focal")
    if not (may_enter(ctx, indicator, value.agency_id) if value.on_behalf else own):
        raise NotAllowed("update", f"indicator:{indicator.id}")
    try:
        stands = indicators.withdraw(ctx.session, value, ctx.actor, ctx.now)
    except Impossible as problem:
        return [Message(say("updates.impossible", reason=problem.reason))]
    leave(ctx)
    if value.on_behalf:
        told = Message(say("indicators.entry_withdrawn", indicator=indicator, value=value, stands=stands))
        notices.tell_focals(ctx, value.agency_id, told)
    return [Message(say("indicators.withdrawn", indicator=indicator, value=value, stands=stands))]


def undo_choice(ctx: Context) -> list[Message]:
    """The "Hủy" under a value just recorded: only that one, only while it is the newest thing said."""
    value = indicators.last_own_value(ctx.session, ctx.person_id, ctx.now)
    if value is None or value.id != ctx.args["value"]:
        return [Message(say("updates.impossible", reason="not_last"))]
    return undo(ctx, None) or []


def _visible(ctx: Context) -> Sequence[Indicator]:
    """What the person must report; everything, for those who see the whole province."""
    agencies = ctx.rights.agencies("focal", "agency_leader")
    if not agencies or ctx.rights.sees_everything():
        return indicators.in_force(ctx.session)
    own = {row.id: row for agency in agencies for row in indicators.of_agency(ctx.session, agency)}
    return list(own.values())


def _own_agency(ctx: Context) -> int | None:
    """The agency a person reports for; with several, each value is asked of the one that must report it."""
    return next(iter(ctx.rights.agencies("focal")), None)


def _reporting_agency(ctx: Context, indicator: Indicator | None) -> int | None:
    """The person's agency that must report this indicator, None when there is none."""
    for agency in ctx.rights.agencies("focal"):
        if indicator is not None and any(row.id == indicator.id for row in indicators.of_agency(ctx.session, agency)):
            return agency
    return None


def may_enter(ctx: Context, indicator: Indicator, agency: int) -> bool:
    """Whether this person may enter values of that agency in its place: an officer of the plan's department."""
    plan = ctx.session.get_one(Plan, indicator.plan_id)
    return ctx.rights.may("enter_on_behalf", agency_id=agency, coordinator_id=plan.coordinator_id)


def numbered(words: str) -> tuple[str, str]:
    """ "40.a 92%" as the number and the value; ("", "") where no number stands first."""
    found = _NUMBERED.fullmatch(words)
    return (found.group("number"), found.group("value")) if found else ("", "")


def same_number(one: str, other: str) -> bool:
    """ "40.a", "40a" and "40.A" are one number."""
    return _plain(one) == _plain(other)


def _plain(number: str) -> str:
    return fold(number).replace(".", "")
