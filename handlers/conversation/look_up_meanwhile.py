"""Looking something up in the middle of a question: which questions stay open meanwhile, and how one is told so."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from catalog.messaging.inbox_and_outbox import Message
from catalog.tables import Assignment, Blocker, Extension
from handlers.conversation.context import Context
from templates.render import say

REMINDED = frozenset(
    {"return", "suspend", "extend_reason", "extend_other", "extend_document", "redirect",
     "overdue_at_import_close", "overdue_at_import_extend", "overdue_at_import_move"}
)  # fmt: skip
"""Questions that take a reason, a document or a name: they stay open, and what was looked up ends with what is asked.

Those that take progress ("update", "on_behalf", "extend" ...) do not: "xong" under the card of another task would be
recorded for the first.
"""

STAY_OPEN = REMINDED | {"which"}
"""Open conversations that a command which only shows something leaves standing."""

TOLD_CLOSED = REMINDED - {"return", "suspend", "extend_reason"} | {
    "on_behalf", "indicator_behalf", "extend", "task_field", "task_new"
}  # fmt: skip
"""Questions that looking closes and that may have been half answered: that is said."""


def reminded(ctx: Context, answer: list[Message], flow: str, data: dict[str, Any]) -> list[Message]:
    """What was looked up, and under it what `flow`, open before with `data`, still asks, or that it was closed."""
    stands = ctx.conversation is not None and ctx.conversation.flow == flow
    told = REMINDED if stands else TOLD_CLOSED
    if flow not in told or not answer:
        return answer
    line = say("help.still_asked" if stands else "help.no_longer_asked", flow=flow, codes=_codes(ctx, data))
    # Under the same message: a number typed next still means what it shows, where there are no buttons.
    return [*answer[:-1], replace(answer[-1], text=f"{answer[-1].text}\n\n{line}")]


def _codes(ctx: Context, data: dict[str, Any]) -> Sequence[int]:
    """The codes of the tasks that an open conversation is about."""
    if data.get("task"):
        return [int(data["task"])]
    ids = [int(one) for one in data.get("ids", [data[key] for key in ("assignment",) if data.get(key)])]
    for one in data.get("extensions", [data[key] for key in ("extension",) if data.get(key)]):
        ids.append(ctx.session.get_one(Extension, int(one)).assignment_id)
    if data.get("blocker"):
        ids.append(ctx.session.get_one(Blocker, int(data["blocker"])).assignment_id)
    return list(dict.fromkeys(ctx.session.get_one(Assignment, one).task_id for one in ids))
