"""Reports that are owed: "3 xong" or one tap says that the report was sent."""

import re
from collections.abc import Sequence

from sqlmodel import col, select

from catalog import duties, messages
from catalog.messages import Choice, DutySubject, Message
from catalog.steps import Impossible
from catalog.tables import DutyPeriod, DutyPrompt, Prompt
from catalog.text import fold
from handlers.incoming import Context, NotAllowed
from handlers.replies import Item
from scheduler.wording import duty_lines_of
from templates.render import say

_SENT = re.compile(r"\b(?:da|roi)\b.*\b(?:gui|nop|bao cao)\b|\b(?:gui|nop|bao cao)\b.*\b(?:roi|r|xong)\b")
_NOT_YET = re.compile(r"\b(?:chua|sap|se|dang)\b")


def claim(ctx: Context, items: Sequence[Item], documents: Sequence[str]) -> tuple[list[Item], list[Message]]:
    """What of these items is about reports, stored; the items that are left (about tasks), and what to answer."""
    listed, tasks_too = _listed(ctx)
    left: list[Item] = []
    sent: list[int] = []
    doubtful: list[int] = []
    for item in items:
        meant = _meant(item, listed, tasks_too)
        if (item.ref == "*" and tasks_too) or not meant:
            left.append(item)
        clear = _says_sent(ctx, item) and (item.ref is not None or len(meant) == 1)
        (sent if clear else doubtful).extend(meant)
    answers = [_stored(ctx, sent, ", ".join(documents))] if sent else []
    if doubtful:
        answers.append(_ask(ctx, doubtful))
    return left, answers


def _listed(ctx: Context) -> tuple[dict[int, int], bool]:
    """Number -> duty period of the list that is meant now, and whether that list has tasks as well."""
    outbox_id = None
    if ctx.incoming.reply_to and ctx.contact.id is not None:
        row = messages.by_provider_id(ctx.session, ctx.contact.id, ctx.incoming.reply_to)
        outbox_id = row.id if row is not None else None
    outbox_id = outbox_id or _newest_list(ctx)
    if outbox_id is None:
        return {}, True
    listed = {p.position: p.duty_period_id for p in messages.duties_of(ctx.session, outbox_id)}
    return listed, bool(messages.subjects_of(ctx.session, outbox_id))


def _newest_list(ctx: Context) -> int | None:
    newest = [
        ctx.session.exec(
            select(table.outbox_id)
            .where(table.contact_id == ctx.contact.id, table.position > 0)
            .order_by(col(table.outbox_id).desc())
        ).first()
        for table in (Prompt, DutyPrompt)
    ]
    return max((one for one in newest if one is not None), default=None)


def _meant(item: Item, listed: dict[int, int], tasks_too: bool) -> list[int]:
    if item.ref == "*":
        return list(listed.values())
    if item.ref is None:
        return [] if tasks_too else list(listed.values())
    return [listed[int(item.ref)]] if item.ref.isdigit() and int(item.ref) in listed else []


def _says_sent(ctx: Context, item: Item) -> bool:
    """A report is sent or it is not; "đã gửi báo cáo" of a task would only be progress."""
    if item.state == "reported":
        return True
    words = fold(ctx.words)
    return item.state != "not_started" and bool(_SENT.search(words)) and not _NOT_YET.search(words)


def reported(ctx: Context) -> list[Message]:
    """The button "đã gửi báo cáo"."""
    return [_stored(ctx, [int(ctx.args["period"])], "")]


def _stored(ctx: Context, ids: Sequence[int], document: str) -> Message:
    done: list[int] = []
    again: list[int] = []
    for owed in (ctx.session.get_one(DutyPeriod, one) for one in dict.fromkeys(ids)):
        if not duties.may_report(ctx.session, ctx.rights, owed):
            raise NotAllowed("update", f"duty_period:{owed.id}")
        try:
            duties.report_sent(ctx.session, owed, ctx.actor, ctx.now, document)
            done.append(owed.id or 0)
        except Impossible:
            again.append(owed.id or 0)
    undo = (Choice(say("owed.button_undo"), "duty_undo", {"periods": done}),) if done else ()
    lines = duty_lines_of(ctx.session, [(0, one) for one in done or again])
    text = say("owed.recorded" if done else "owed.already", lines=lines, today=ctx.today)
    return Message(text, (undo,) if undo else ())


def undo(ctx: Context) -> list[Message]:
    """Not sent after all."""
    try:
        for one in ctx.args["periods"]:
            duties.take_back(ctx.session, ctx.session.get_one(DutyPeriod, int(one)), ctx.actor, ctx.now)
    except Impossible as problem:
        return [Message(say("answering.impossible", reason=problem.reason))]
    return [Message(say("owed.taken_back"))]


def _ask(ctx: Context, ids: Sequence[int]) -> Message:
    lines = duty_lines_of(ctx.session, list(enumerate(dict.fromkeys(ids), start=1)))
    rows = tuple(
        (Choice(say("owed.button_sent", line=line), "duty_reported", {"period": line.duty_period_id}),)
        for line in lines
    )
    about = tuple(DutySubject(line.position, line.duty_period_id) for line in lines)
    return Message(say("owed.sent_or_not", lines=lines), rows, duties=about)
