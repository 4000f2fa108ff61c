"""Reports that are owed: "3 xong" or one tap says that the report was sent."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from catalog.messaging import inbox_and_outbox
from catalog.messaging.inbox_and_outbox import Choice, DutySubject, Message
from catalog.people.rights import may_report_duty
from catalog.tables import DutyPeriod
from catalog.text import fold
from catalog.work import reporting_duties
from catalog.work.guards import Impossible
from handlers.conversation.context import Context, NotAllowed
from handlers.conversation.own_words import clauses_by_task
from handlers.conversation.which_task import PAGES
from handlers.replies import Item
from scheduler.digests.wording import duty_lines_of
from templates.render import say

_SENT = re.compile(r"\b(?:da|roi)\b.*\b(?:gui|nop|bao cao)\b|\b(?:gui|nop|bao cao)\b.*\b(?:roi|r|xong)\b")
_NOT_YET = re.compile(r"\b(?:chua|sap|se|dang)\b")
_AT_NUMBER = re.compile(r"(?<![\w/.,-])(?=#?\d{1,2}\s)")
_OPENS = re.compile(r"\W*#?\d{1,2}\s")
"""A number that opens a clause: what is said of each follows it."""


@dataclass(frozen=True)
class DutiesToReport:
    """The reports that words can be about now: by their `numbers` in the list that is meant, and those `spoken` of last
    where that was of reports alone. `list_last`: nothing was spoken of since that list.
    """

    numbers: dict[int, int]
    spoken: tuple[int, ...]
    tasks_too: bool
    list_last: bool


def claim(ctx: Context, items: Sequence[Item], documents: Sequence[str]) -> tuple[list[Item], list[Message]]:
    """What of these items is about reports, stored; the items that are left (about tasks), and what to answer."""
    if all((item.ref or "").startswith("#") for item in items):
        return list(items), []  # the codes of tasks
    owed = _duties_to_report(ctx)
    left: list[Item] = []
    sent: list[int] = []
    doubtful: list[int] = []
    for item in items:
        meant = [] if _of_a_task(ctx, item, documents) else _meant(item, owed)
        if not meant and _sounds_like_a_report(ctx, item, owed):
            doubtful += owed.numbers.values()
            continue
        if (item.ref == "*" and owed.tasks_too) or not meant:
            left.append(item)
        clear = _says_sent(ctx, item) and (item.ref is not None or len(meant) == 1)
        (sent if clear else doubtful).extend(meant)
    answers = [_stored(ctx, sent, ", ".join(documents))] if sent else []
    if doubtful:
        answers.append(_ask(ctx, doubtful, owed))
    return left, answers


def opened(ctx: Context, number: int) -> Message | None:
    """A number alone, where it is a report's: was it sent? None where it is none."""
    owed = _duties_to_report(ctx)
    return _ask(ctx, [owed.numbers[number]], owed) if number in owed.numbers else None


def not_sent(ctx: Context) -> dict[int, int]:
    """The reports of the list one answers that are owed still, number -> period."""
    rows = {number: ctx.session.get_one(DutyPeriod, one) for number, one in _listed(ctx).items()}
    return {number: row.id or 0 for number, row in rows.items() if row.reported_at is None and row.closed_at is None}


def _listed(ctx: Context) -> dict[int, int]:
    """The reports of the list one answers, number -> period; what only asked between is no list."""
    found: dict[int, int] = {}
    listings = [ctx.replied_to] if ctx.replied_to else inbox_and_outbox.lists_in(ctx.session, ctx.contact.id or 0)
    for outbox_id in listings[:PAGES]:
        reports = inbox_and_outbox.duties_of(ctx.session, outbox_id)
        tasks = inbox_and_outbox.subjects_of(ctx.session, outbox_id)
        if ctx.replied_to is None and not reports and inbox_and_outbox.is_question(ctx.session, outbox_id):
            continue
        for one in reports:
            found.setdefault(abs(one.position), one.duty_period_id)
        if 1 in {*(one.position for one in reports), *(one.position for one in tasks)}:
            break
    return found


def _duties_to_report(ctx: Context) -> DutiesToReport:
    listing = newest = ctx.replied_to
    if newest is None:
        last = inbox_and_outbox.newest_in(ctx.session, ctx.contact.id or 0)
        listing, newest = last.listing, last.about
    tasks_too = newest is None or bool(inbox_and_outbox.subjects_of(ctx.session, newest))
    spoken = () if newest is None or tasks_too else inbox_and_outbox.duties_of(ctx.session, newest)
    return DutiesToReport(_listed(ctx), tuple(one.duty_period_id for one in spoken), tasks_too, listing == newest)


def _meant(item: Item, owed: DutiesToReport) -> list[int]:
    if item.ref == "*":
        return list(owed.spoken or owed.numbers.values())
    if item.ref is None:
        return list(owed.spoken)
    return [owed.numbers[int(item.ref)]] if item.ref.isdigit() and int(item.ref) in owed.numbers else []


def _of_a_task(ctx: Context, item: Item, documents: Sequence[str]) -> bool:
    """Whether words that name nothing can only be about a task: a report has no percent, no blocker, no product."""
    told = item.percent is not None or item.blocker or item.asks_extension or (documents and not _says_sent(ctx, item))
    return item.ref is None and bool(told)


def _says_sent(ctx: Context, item: Item) -> bool:
    """A report is sent or it is not; "đã gửi báo cáo" of a task would only be progress."""
    if item.state == "reported":
        return item.by_product in (None, "Báo cáo")
    words = fold(_words_of(ctx, item))
    return item.state != "not_started" and bool(_SENT.search(words)) and not _NOT_YET.search(words)


def _words_of(ctx: Context, item: Item) -> str:
    """What the message says of this number alone: "4 chưa xong, 3 đã gửi rồi", also where nothing parts them."""
    if item.ref is None:
        return ctx.words
    clause = clauses_by_task(ctx.words, {item.ref}, ctx.today).get(item.ref, ctx.words)
    parts = _AT_NUMBER.split(clause) if _OPENS.match(clause) else []
    return next((part for part in parts if re.match(rf"\W*{item.ref}\b", part)), clause)


def _sounds_like_a_report(ctx: Context, item: Item, owed: DutiesToReport) -> bool:
    """ "Đã gửi báo cáo" under a list of tasks and reports, naming none: which report is asked, and none is taken."""
    unnamed = item.ref is None and item.state == "in_progress" and owed.list_last and bool(owed.numbers)
    return unnamed and re.search(r"\bbao cao\b", fold(ctx.words)) is not None and _says_sent(ctx, item)


def reported(ctx: Context) -> list[Message]:
    """The button "đã gửi báo cáo"."""
    return [_stored(ctx, [int(ctx.args["period"])], "")]


def _stored(ctx: Context, ids: Sequence[int], document: str) -> Message:
    done: list[int] = []
    again: list[int] = []
    for owed in (ctx.session.get_one(DutyPeriod, one) for one in dict.fromkeys(ids)):
        if not may_report_duty(ctx.session, ctx.rights, owed):
            raise NotAllowed("update", f"duty_period:{owed.id}")
        try:
            reporting_duties.report_sent(ctx.session, owed, ctx.actor, ctx.now, document)
            done.append(owed.id or 0)
        except Impossible:
            again.append(owed.id or 0)
    undo = (Choice(say("reporting_duties.button_undo"), "duty_undo", {"periods": done}),) if done else ()
    lines = duty_lines_of(ctx.session, [(0, one) for one in done or again])
    text = say("reporting_duties.recorded" if done else "reporting_duties.already", lines=lines, today=ctx.today)
    return Message(text, (undo,) if undo else ())


def undo(ctx: Context) -> list[Message]:
    """Not sent after all."""
    periods = [int(one) for one in ctx.args["periods"]]
    try:
        for one in periods:
            reporting_duties.take_back(ctx.session, ctx.session.get_one(DutyPeriod, one), ctx.actor, ctx.now)
    except Impossible as problem:
        return [Message(say("updates.impossible", reason=problem.reason))]
    return [
        Message(say("reporting_duties.taken_back", lines=duty_lines_of(ctx.session, [(0, one) for one in periods])))
    ]


def _ask(ctx: Context, ids: Sequence[int], owed: DutiesToReport) -> Message:
    """Sent or not? Under the numbers of the list they stand in, so that its other numbers go on meaning the same."""
    numbers = {period: number for number, period in owed.numbers.items()}
    lines = duty_lines_of(ctx.session, [(numbers.get(one, 0), one) for one in dict.fromkeys(ids)])
    several = len(lines) > 1 and all(line.position for line in lines)
    rows = tuple(
        (
            Choice(
                say("reporting_duties.button_sent", line=line, several=several),
                "duty_reported",
                {"period": line.duty_period_id},
                number=str(line.position) if several else "",
                listed=several,
            ),
        )
        for line in lines
    )  # fmt: skip
    about = tuple(DutySubject(-line.position, line.duty_period_id) for line in lines)
    return Message(say("reporting_duties.sent_or_not", lines=lines, several=several), rows, duties=about)
