"""An officer enters the value of an indicator that an agency gave by letter or phone:
"/chitieu hộ Sở Y tế 40.a 92%, CV 45/SYT-VP".

It is marked as entered on behalf, with where it came from, and the agency is told (as `officer.on_behalf` does with
the progress of tasks).
"""

import re
from collections.abc import Sequence
from typing import Any

from catalog.agencies.stored import agency_name
from catalog.agencies.typed.called_by_name import agency_called
from catalog.messaging.inbox_and_outbox import Choice, Message
from catalog.messaging.message import in_rows
from catalog.tables import Indicator
from catalog.work import indicators as record
from handlers.conversation import notices
from handlers.conversation.context import Context, NotAllowed
from handlers.conversation.open_conversations import enter, leave
from handlers.focal_point import indicators
from handlers.officer import on_behalf
from handlers.replies import parse_reply
from templates.render import say

_ASKED = re.compile(r"(?P<agency>\D*?)\s*(?:\bchỉ tiêu|\bchi tieu)?\s*(?P<rest>\d.*)?", re.IGNORECASE | re.S)
_OF_DOCUMENT = (
    r"[,;(]?\s*(?:(?:theo|tại|tai)\s+)?(?:(?:công văn|cong van|cv|văn bản|van ban|vb|báo cáo|bao cao|bc)\s*)?"
    r"(?:(?:số|so)\s*)?{number}(?:\s*(?:ngày|ngay)\s+[\d/.-]+)?\)?"
)
"""A document as it stands beside a value: its figures are none of the indicator's."""


def start(ctx: Context) -> list[Message]:
    """/chitieu: one's own indicators, or with "hộ" the value that an agency gave."""
    if not on_behalf.asked_for(ctx):
        return indicators.start(ctx)
    asked = _ASKED.fullmatch(ctx.words.partition(" ")[2].strip())
    if asked is None or not asked["agency"]:
        return [Message(say("indicators.behalf_form"))]
    called = agency_called(ctx.session, asked["agency"])
    if called.row is None:
        return [Message(say("updates.behalf_agency", typed=asked["agency"][:80], names=called.names))]
    number, words = indicators.numbered(asked["rest"] or "")
    words = words if number else asked["rest"] or ""  # a value without a number waits until the indicator is chosen
    rows = [row for row in record.of_agency(ctx.session, called.row) if indicators.may_enter(ctx, row, called.row)]
    meant = [row for row in rows if not number or indicators.same_number(row.number, number)]
    if not meant:
        agency = agency_name(ctx.session, called.row)
        return [Message(say("indicators.behalf_none", agency=agency, number=number))]
    if len(meant) > 1:
        return [_which(meant, called.row, words)]
    ctx.args = {"indicator": meant[0].id, "agency": called.row, "words": words}
    return chosen(ctx)


def _which(rows: Sequence[Indicator], agency: int, words: str) -> Message:
    """Which of them; what was said waits in the choice."""
    kept = {"agency": agency, "words": words}
    shown = rows[: indicators.PAGE]
    choices = [
        Choice(say("indicators.pick", indicator=row), "indicator_behalf", {**kept, "indicator": row.id})
        for row in shown
    ]
    return Message(say("indicators.behalf_which", more=len(rows) - len(shown)), tuple(in_rows(choices, 1)))


def chosen(ctx: Context) -> list[Message]:
    """The indicator is known: enter the value that was said, or ask for it."""
    indicator, agency = _meant(ctx)
    ctx.words = str(ctx.args.get("words", ""))
    ctx.args = _kept(indicator, agency)
    enter(ctx, "indicator_behalf", ctx.args)
    if ctx.words.strip():
        return entered(ctx)
    values = record.series(ctx.session, indicator.id or 0, agency)[:3]
    text = say("indicators.behalf_how", indicator=indicator, values=values, agency=agency_name(ctx.session, agency))
    return [Message(text)]


def entered(ctx: Context) -> list[Message]:
    """The value the agency gave, with where it came from; without that it waits for one more line."""
    indicator, agency = _meant(ctx)
    earlier = str(ctx.args.get("words", ""))
    words = f"{earlier}, {ctx.words}" if earlier else ctx.words
    documents = parse_reply(words, ctx.today).documents
    value = _without(words, documents)
    try:
        record.read_value(indicator, value)
    except record.NotAValue as problem:
        enter(ctx, "indicator_behalf", _kept(indicator, agency))
        return [Message(say("indicators.not_a_value", indicator=indicator, reason=problem.reason))]
    if not documents and not on_behalf.by_phone(words):
        enter(ctx, "indicator_behalf", {**_kept(indicator, agency), "words": words})
        return [Message(say("updates.behalf_source"))]
    leave(ctx)
    source = record.Source(", ".join(documents))
    stored = record.report(ctx.session, indicator, agency, value, ctx.actor, ctx.now, source)
    facts = indicators.facts(ctx, indicator, stored)
    notices.tell_focals(ctx, agency, Message(say("indicators.entered_for_you", **facts)))
    again = Choice(say("updates.button_edit", code=None), "indicator_behalf", _kept(indicator, agency))
    back = Choice(say("updates.button_undo"), "indicator_undo", {"value": stored.id})
    return [Message(say("indicators.stored", **facts), ((again, back),))]


def _meant(ctx: Context) -> tuple[Indicator, int]:
    """The indicator and the agency of a choice or an open conversation. Raises NotAllowed."""
    indicator, agency = ctx.session.get_one(Indicator, int(ctx.args["indicator"])), int(ctx.args["agency"])
    must_report = any(row.id == indicator.id for row in record.of_agency(ctx.session, agency))
    if not must_report or not indicators.may_enter(ctx, indicator, agency):
        raise NotAllowed("enter_on_behalf", f"indicator:{indicator.id}")
    return indicator, agency


def _kept(indicator: Indicator, agency: int) -> dict[str, Any]:
    return {"indicator": indicator.id, "agency": agency}


def _without(words: str, documents: Sequence[str]) -> str:
    """The value alone: `words` without the numbers of its documents and what introduces them."""
    for number in documents:
        words = re.sub(_OF_DOCUMENT.format(number=re.escape(number)), " ", words, flags=re.IGNORECASE)
    return " ".join(words.split()).strip(" ,;.")
