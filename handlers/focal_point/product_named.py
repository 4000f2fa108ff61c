"""Work of which a finished product was named ("đã ban hành Kế hoạch số 12/KH-UBND").

It is done where the task is to bring out just that; else it is recorded as progress, and asked with one tap.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from catalog.messaging.inbox_and_outbox import Choice, Message, last_answer
from catalog.tables import Assignment, Task
from catalog.text import fold
from catalog.work import blockers
from handlers.conversation.context import Context
from handlers.conversation.which_task import Bound
from handlers.replies import Item, finished_products, kinds_of_product
from templates.render import say

_RELIEF = re.compile(
    r"\b(?:het|khong con) (?:bi )?(?:vuong|kho khan|thieu)|\b(?:thao go|go vuong)\b"
    r"|\bda (?:duoc |co |giai quyet |bo tri |cap )+"
    r"(?:kinh phi|von|tien|nguoi|bien che|huong dan|mat bang|vuong|kho khan)"
)
"""Words (folded) by which what hindered the work is told to be gone."""

YES = frozenset(
    {"roi", "da roi", "roi a", "da roi a", "roi nhe", "roi em", "roi anh", "roi ban", "dung roi", "dung roi a"}
)
"""What is typed (folded) for the tap; a nod ("vâng", "ok") may only mean that the message was read."""


def judged(ctx: Context, bound: Sequence[Bound]) -> list[Bound]:
    """The parts, with a done that only a product claims as progress where the task is to bring out something else.

    A task says what it is to bring out in its expected output, or in its title where the plan names none.
    """
    return [part if _is_all(ctx, part) else _still_open(part) for part in bound]


def _is_all(ctx: Context, part: Bound) -> bool:
    if part.item.by_product is None:
        return True
    task = ctx.session.get_one(Task, part.assignment.task_id)
    return kinds_of_product(task.output or task.title) == (part.item.by_product,)


def _still_open(part: Bound) -> Bound:
    return replace(part, item=replace(part.item, state="in_progress"))


def ripe(ctx: Context, bound: Sequence[Bound], stored: Collection[Assignment]) -> list[Bound]:
    """The stored parts that named a finished product and nothing that stands against its being all there was to do."""
    open_ones = [part for part in bound if part.assignment in stored and _is_bare_progress(part.item)]
    if not open_ones:
        return []
    refs = finished_products(ctx.words, ctx.today)
    named = [part for part in open_ones if part.item.by_product is not None or part.item.ref in refs]
    alone = len(bound) == 1 and len(refs) == 1
    return named or [part for part in open_ones if alone and (part.item.ref is None or None in refs)]


def _is_bare_progress(item: Item) -> bool:
    """Whether nothing but progress is said of a task, without a figure."""
    return replace(item, documents=(), by_product=None) == Item(ref=item.ref, state="in_progress")


def gone(ctx: Context, bound: Sequence[Bound], stored: Collection[Assignment]) -> tuple[Choice, ...]:
    """ "Hết vướng rồi" with the news of one task: what hinders it is open until somebody says which of it is gone."""
    if len(stored) != 1 or any(part.item.blocker for part in bound) or not _RELIEF.search(fold(ctx.words)):
        return ()
    rows = blockers.open_blockers(ctx.session, next(iter(stored)).id)[:2]
    return tuple(
        Choice(say("asking.button_gone", kind=one.kind), "blocker_resolved", {"blocker": one.id}) for one in rows
    )


def question(parts: Sequence[Bound]) -> str:
    """Whether that was all of it, "" where there is nothing to ask."""
    return say("updates.finished", codes=[part.assignment.task_id for part in parts]) if parts else ""


def buttons(ctx: Context, parts: Sequence[Bound]) -> tuple[Choice, ...]:
    """ "Đã hoàn thành" for each: reports it done in the words already said, with their documents."""
    return tuple(_button(ctx, part, part.item.documents, alone=len(parts) == 1) for part in parts)


def _button(ctx: Context, part: Bound, documents: Sequence[str], *, alone: bool) -> Choice:
    kept: dict[str, Any] = {"assignment": part.assignment.id, "words": ctx.words, "documents": ", ".join(documents)}
    if ctx.args.get("on_behalf"):
        kept["on_behalf"] = ctx.args["on_behalf"]
    label = say("updates.button_finished", code=None if alone else part.assignment.task_id)
    if part.slot is not None:
        return Choice(label, "done_slot", {**kept, "slots": [part.slot]})
    return Choice(label, "said", {**kept, "state": "reported", "percent": None, "finished": True})


def answered(ctx: Context) -> dict[str, Any] | None:
    """ "Rồi ạ" to that question of the newest answer here: what the tap would have brought; None where it is not."""
    if ctx.received or fold(ctx.words).strip(" .!,") not in YES or ctx.contact.id is None:
        return None
    row = last_answer(ctx.session, ctx.contact.id)
    choices = Message.from_json(row.payload).flat_choices() if row is not None else []
    asked = [choice.args for choice in choices if choice.args.get("finished")]
    return dict(asked[0]) if len(asked) == 1 else None
