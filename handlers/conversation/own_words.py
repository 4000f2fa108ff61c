"""What a message that reported several tasks says of one of them."""

import re
from collections.abc import Sequence

from sqlmodel import col, select

from catalog.tables import Assignment, Update
from handlers.conversation.context import Context


def own_words(ctx: Context, report: Update) -> str:
    """What a message that reported several tasks says of this one; the whole where that cannot be told."""
    parts = parts_of(report.text)
    task = ctx.session.get_one(Assignment, report.assignment_id).task_id
    if named := said_of(parts, task):
        return named
    together = ctx.session.exec(
        select(Update.id, Update.text).where(Update.inbox_id == report.inbox_id, col(Update.inbox_id).is_not(None))
        .order_by(col(Update.sequence), col(Update.id))
    ).all()  # fmt: skip
    if any(text != report.text for _, text in together):
        return report.text  # each was said in words of its own
    if len(parts) == len(together) > 1:
        return parts[[one for one, _ in together].index(report.id)]
    return report.text


def parts_of(text: str) -> list[str]:
    """The parts of a message, each said of one task where it names them."""
    return [part.strip() for part in re.split(r"[,;\n]|\.(?=\s)", text) if re.search(r"\w", part)]


def said_of(parts: Sequence[str], task_id: int) -> str:
    """The one part that names this task by its code, "" where none or several do."""
    named = [part for part in parts if re.search(rf"#{task_id}\b", part)]
    return named[0] if len(named) == 1 else ""
