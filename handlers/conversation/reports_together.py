"""Several reports on one screen, accepted with one tap: on an officer's desk, and when one message reports many."""

from collections.abc import Sequence
from typing import Any

from catalog.messaging.inbox_and_outbox import Choice, Message, Subject
from catalog.messaging.message import in_rows
from catalog.tables import Assignment
from catalog.work import evidence_of_assignment
from handlers.conversation import notices
from handlers.conversation.context import Context
from handlers.conversation.own_words import own_words
from scheduler.digests.wording import line_of
from templates.render import say

AT_ONCE = 5
"""Reports accepted with one tap: no more than can be read on one screen."""


def together(
    ctx: Context, reports: Sequence[Assignment], without: Sequence[int] = (), page: int = 0, *, desk: bool = False
) -> Message:
    """Reports on one screen, a page of them where there are many, to be accepted with one tap.

    `without`: assignments that were laid aside, which the list goes on leaving out. `desk`: the reports are all that
    wait for this person; else the pages go on with these alone.
    """
    page = max(0, min(page, (len(reports) - 1) // AT_ONCE))
    first = page * AT_ONCE
    rows = reports[first : first + AT_ONCE]
    shown: list[dict[str, Any]] = []
    chosen: list[list[int | None]] = []
    for assignment in rows:
        report = notices.newest_report(ctx, assignment)
        words = own_words(ctx, report) if report is not None and not notices.is_classified(ctx, assignment) else ""
        files = file_count(ctx, assignment)
        line = line_of(ctx.session, assignment, ctx.now, first + len(shown) + 1)
        shown.append({"line": line, "files": files, "words": words})
        chosen.append([assignment.id, report.id if report is not None else None])
    aside = {"without": list(without)} if without else {}
    here = {**aside, **({"page": page} if page else {})}
    opens = [
        Choice(str(n), "report_one", {"assignment": row.id, **here}) for n, row in enumerate(rows, start=first + 1)
    ]
    choices = (
        *in_rows(opens, 5),
        *_turns(reports, page, {**aside, **({} if desk else {"only": [row.id for row in reports]})}),
        (
            Choice(say("approvals.button_accept_all", count=len(rows)), "bulk_accept", {"reports": chosen, **aside}),
            Choice(say("approvals.button_one_by_one"), "queue", {}),
        ),
    )
    about = tuple(Subject(i, a.id or 0) for i, a in enumerate(rows, start=first + 1))
    text = say("approvals.bulk", rows=shown, total=len(reports), first=first, aside=len(without))
    return Message(text, choices, about=about)


def _turns(reports: Sequence[Assignment], page: int, kept: dict[str, Any]) -> tuple[tuple[Choice, ...], ...]:
    """The pages beside this one: every report can be looked at before any is accepted."""
    turn = []
    if page:
        turn.append(Choice(say("status.button_before"), "bulk", {**kept, "page": page - 1}))
    if (left := len(reports) - (page + 1) * AT_ONCE) > 0:
        turn.append(Choice(say("digest.button_more", count=left), "bulk", {**kept, "page": page + 1}))
    return (tuple(turn),) if turn else ()


def file_count(ctx: Context, assignment: Assignment) -> int:
    """How many files prove this assignment."""
    return len(evidence_of_assignment.evidence_of(ctx.session, assignment.id))
