"""What a message that reported several tasks says of one of them."""

import datetime as dt
import re
from collections.abc import Collection, Sequence

from sqlmodel import col, select

from catalog.clock import local_day
from catalog.tables import Assignment, Update
from handlers.conversation.context import Context
from handlers.replies import parse_reply

_BETWEEN = re.compile(r"[;\n]|,(?!\d)|\.(?=\s)")
_NUMBERED = re.compile(r"\W*(?:nv|việc|viec|số|so)?\W*\d", re.IGNORECASE)
"""A part that begins with a number speaks of another task, also where it was not understood."""


def own_words(ctx: Context, report: Update) -> str:
    """What a message that reported several tasks says of this one; the whole where that cannot be told."""
    task = ctx.session.get_one(Assignment, report.assignment_id).task_id
    if named := said_of(parts_of(report.text), task):
        return named
    together = ctx.session.exec(
        select(Update.assignment_id, Update.text)
        .where(Update.inbox_id == report.inbox_id, col(Update.inbox_id).is_not(None))
        .order_by(col(Update.sequence), col(Update.id))
    ).all()
    if any(text != report.text for _, text in together):
        return report.text  # each was said in words of its own
    told = list(dict.fromkeys(assignment for assignment, _ in together))
    day = local_day(report.at)
    refs = [item.ref for item in parse_reply(report.text, day).items]
    if len(told) < 2 or len(refs) != len(told):
        return report.text  # a milestone, or a doubt that was settled by a tap
    clauses = clauses_by_task(report.text, {ref for ref in refs if ref is not None and ref != "*"}, day)
    return clauses.get(refs[told.index(report.assignment_id)] or "", report.text)


def parts_of(text: str) -> list[str]:
    """The parts of a message, each said of one task where it names them."""
    return [text[begin:end].strip() for begin, end in _places(text)]


def said_of(parts: Sequence[str], task_id: int) -> str:
    """The one part that names this task by its code, "" where none or several do."""
    named = [part for part in parts if re.search(rf"#{task_id}\b", part)]
    return named[0] if len(named) == 1 else ""


def _places(text: str) -> list[tuple[int, int]]:
    """Where each part begins and ends."""
    marks = [(found.start(), found.end()) for found in _BETWEEN.finditer(text)]
    ends, begins = [*(mark[0] for mark in marks), len(text)], [0, *(mark[1] for mark in marks)]
    return [(begin, end) for begin, end in zip(begins, ends, strict=True) if re.search(r"\w", text[begin:end])]


def clauses_by_task(text: str, refs: Collection[str], day: dt.date) -> dict[str, str]:
    """By the number of a task the part that says something of it, with what follows before another number.

    Greetings before the first are left out.
    """
    found: dict[str, tuple[int, int]] = {}
    last: set[str] = set()
    for begin, end in _places(text):
        part = text[begin:end]
        here = {item.ref for item in parse_reply(part, day).items if item.ref is not None} & set(refs)
        if here or _NUMBERED.match(part):
            last = here
            found |= dict.fromkeys(here, (begin, end))
        else:
            found |= {ref: (found[ref][0], end) for ref in last}
    return {ref: text[begin:end].strip() for ref, (begin, end) in found.items()}
