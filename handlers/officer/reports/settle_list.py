"""The whole list of waiting reports settled by one message: read back once, done at one yes."""

from dataclasses import replace
from typing import Any

from catalog.messaging.inbox_and_outbox import Choice, Message, Subject
from catalog.tables import Assignment
from handlers.conversation import notices
from handlers.conversation.board_address import button, page_of
from handlers.conversation.context import Context
from handlers.conversation.open_conversations import enter, leave
from handlers.conversation.reports_together import AT_ONCE, file_count, together
from handlers.conversation.which_task import numbers
from handlers.officer import approvals
from handlers.officer.reports import accept_many, return_with_reason
from handlers.officer.reports.said_of_list import Settled, said_of_list
from scheduler.digests.wording import lines_of
from templates.render import say

Rows = dict[int, Assignment]


def asked(ctx: Context) -> list[Message] | None:
    """ "Duyệt hết, trừ 1 và 2 trả lại vì ...": what would be done; None where the words are about something else."""
    if ctx.received or not ctx.rights.has("officer"):
        return None
    said = said_of_list(ctx.words)
    if said is None:
        return None
    listed = approvals.listed(ctx)
    if not listed:
        return approvals.bulk(ctx)
    places, codes = _places(ctx, said, listed), {a.task_id: a for a in reversed(listed)}
    unknown = [one for one in _all_said(said) if one[0] not in (codes if one[1] else places)]
    if unknown:
        return [_not_there(unknown, len(listed))]

    def rows(which: list[tuple[int, bool]]) -> Rows:
        return {(row := (codes if coded else places)[number]).id or 0: row for number, coded in which}

    back = [(rows(which), reason) for which, reason in said.returned]
    returned: Rows = {key: row for group, _ in back for key, row in group.items()}
    left = {key: row for key, row in rows(said.left).items() if key not in returned}
    accepted = {a.id or 0: a for a in listed} if said.everything else rows(said.accepted)
    if said.rest_returned is not None:
        rest = {a.id or 0: a for a in listed if a.id not in {*accepted, *left, *returned}}
        back, returned = [*back, (rest, said.rest_returned)], returned | rest
    if not said.everything and (both := [row for key, row in accepted.items() if key in {*returned, *left}]):
        return [Message(say("approvals.both", lines=lines_of(ctx.session, [(a.id or 0, "") for a in both], ctx.now)))]
    accepted = {key: row for key, row in accepted.items() if key not in {*returned, *left}}
    if not returned and len(accepted) <= AT_ONCE:
        return [together(ctx, list(accepted.values()), list(left))] if accepted else [_nothing_left(left)]
    data = {
        "accept": [_shown(ctx, row) for row in accepted.values()],
        "back": [[[_shown(ctx, row) for row in group.values()], reason] for group, reason in back if group],
        "left": list(left),
    }
    return [_read_back(ctx, data)]


def _places(ctx: Context, said: Settled, listed: list[Assignment]) -> Rows:
    """What the numbers stand for: rows of the list on the screen if all said are among them, else of all that wait."""
    by_id = {a.id: a for a in listed}
    on_screen = {number: by_id[one] for number, one in numbers(ctx, questions=False).items() if one in by_id}
    plain = [number for number, coded in _all_said(said) if not coded]
    return on_screen if plain and all(n in on_screen for n in plain) else dict(enumerate(listed, start=1))


def _all_said(said: Settled) -> list[tuple[int, bool]]:
    return [*said.accepted, *said.left, *(one for which, _ in said.returned for one in which)]


def _not_there(unknown: list[tuple[int, bool]], count: int) -> Message:
    names = [f"#{number}" if coded else str(number) for number, coded in unknown]
    look = Choice(say("approvals.button_list"), "bulk", {})
    return Message(say("approvals.not_in_list", names=names[:5], more=len(names[5:]), count=count), ((look,),))


def _nothing_left(left: Rows) -> Message:
    look = Choice(say("approvals.button_aside_again", count=len(left)), "bulk", {})
    return Message(say("approvals.only_aside", aside=len(left), own=0), ((look,),))


def _shown(ctx: Context, row: Assignment) -> list[int | None]:
    report = notices.newest_report(ctx, row)
    return [row.id, report.id if report is not None else None]


def _read_back(ctx: Context, data: dict[str, Any]) -> Message:
    """What one yes would do; where a reason is missing, it is asked for first."""
    open_reason = [shown for group, reason in data["back"] if not reason for shown in group]
    if open_reason:
        enter(ctx, "settle", data)
        lines = lines_of(ctx.session, [(one, "") for one, _ in open_reason], ctx.now)
        return Message(say("approvals.why_these", lines=lines))
    accept = [ctx.session.get_one(Assignment, one) for one, _ in data["accept"]]
    accepted = lines_of(ctx.session, [(a.id or 0, "") for a in accept], ctx.now)
    bare = sum(not file_count(ctx, a) for a in accept)
    back = [(lines_of(ctx.session, [(one, "") for one, _ in group], ctx.now), reason) for group, reason in data["back"]]
    left = lines_of(ctx.session, [(one, "") for one in data["left"]], ctx.now)
    returned = sum(len(lines) for lines, _ in back)
    yes = Choice(say("approvals.button_settle", accepted=len(accepted), returned=returned), "settle_yes", data)
    aside = [one for group, _ in data["back"] for one, _ in group] + data["left"]
    look = Choice(say("approvals.button_list"), "bulk", {"without": aside} if aside else {})
    about = tuple(
        Subject(-i, line.assignment_id) for i, line in enumerate([*accepted, *(x for y, _ in back for x in y)])
    )
    text = say("approvals.settle_really", accepted=accepted, bare=bare, back=back, left=left)
    return Message(text, ((yes,), (look, button(page_of({}, part="reported")))), about=about)


def reason_given(ctx: Context) -> list[Message]:
    """The reason that was asked for: the whole is read back with it."""
    leave(ctx)
    data = {name: ctx.args[name] for name in ("accept", "back", "left")}
    if not any(letter.isalpha() for letter in ctx.words):
        enter(ctx, "settle", data)
        return [Message(say("approvals.reason_needed"))]
    data["back"] = [[group, reason or ctx.words[:500]] for group, reason in data["back"]]
    return [_read_back(ctx, data)]


def settle(ctx: Context) -> list[Message]:
    """Yes: what goes back goes back with its reason, the rest is accepted; one message says what became of all."""
    data, said = dict(ctx.args), []
    told = accept_many.accepted(ctx, data["accept"]) if data["accept"] else None
    for group, reason in data["back"]:
        ctx.args = {"ids": [one for one, _ in group], "reports": [report for _, report in group], "reason": reason}
        said += return_with_reason.sent_back(ctx)
    about = tuple(Subject(-i, one.about[0].assignment_id) for i, one in enumerate(said) if one.about)
    lines = [*([told.text] if told is not None else []), *(one.text for one in said)]
    ctx.args = {"without": data["left"]} if data["left"] else {}
    answer = Message("\n".join(lines), about=about)
    if not approvals.listed(ctx):
        return [answer]
    look = Choice(say("approvals.button_list"), "bulk", dict(ctx.args))
    return [replace(answer, choices=((look,),))]
