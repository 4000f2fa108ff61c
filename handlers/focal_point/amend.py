""" "Sửa" under what a conversation recorded: withdrawn, and the same question asked anew."""

from collections.abc import Callable

from catalog.messaging.inbox_and_outbox import Message
from handlers.conversation.context import Context, Received
from handlers.focal_point import ask_extension, blockers, evidence, undo


def other_task(ctx: Context) -> list[Message]:
    """The files were for another task: which? They wait in the question."""
    ctx.received = Received.waiting_in(ctx.args)
    ctx.words = str(ctx.args["words"])
    return evidence.ask_which(ctx)


ASKED_ANEW: dict[str, Callable[[Context], list[Message]]] = {
    "blocker": blockers.about, "extend": ask_extension.about, "evidence": other_task,
}  # fmt: skip


def amend(ctx: Context) -> list[Message]:
    """Withdraw what was said, if it is still the last, and ask for it again. What cannot be withdrawn stands."""
    withdrawn, answer = undo.take_back(ctx)
    return [*answer, *ASKED_ANEW[ctx.args["again"]](ctx)] if withdrawn else answer
