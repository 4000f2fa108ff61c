""" "Sửa" under what a conversation recorded: withdrawn, and the same question asked anew."""

from collections.abc import Callable
from typing import Any

from sqlmodel import select

from catalog.messages import Message
from catalog.tables import Update
from handlers import asking, evidence, undoing
from handlers.incoming import Context, Received


def other_task(ctx: Context) -> list[Message]:
    """The files were for another task: which? They wait in the question."""
    ctx.received = [Received.from_json(one) for one in ctx.args["files"]]
    ctx.words = str(ctx.args["words"])
    return evidence.ask_which(ctx)


ASKED_ANEW: dict[str, Callable[[Context], list[Message]]] = {
    "blocker": asking.blocker_about, "extend": asking.extension_about, "evidence": other_task,
}  # fmt: skip


def amend(ctx: Context) -> list[Message]:
    """Withdraw what was said, if it is still the last, and ask for it again. What cannot be withdrawn stands."""
    asked = dict(ctx.args)
    before = _is_withdrawn(ctx, asked)
    answer = undoing.undo_choice(ctx)
    if before or not _is_withdrawn(ctx, asked):
        return answer
    ctx.args = asked
    return [*answer, *ASKED_ANEW[asked["again"]](ctx)]


def _is_withdrawn(ctx: Context, asked: dict[str, Any]) -> bool:
    undone = select(Update.id).where(
        Update.assignment_id == asked["assignment"], Update.kind == "undo", Update.undoes_id == asked["update"]
    )
    return ctx.session.exec(undone).first() is not None
