"""What stands under what one message recorded: "Sửa" and "Hủy", and what has to be asked yet."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from catalog.messaging.inbox_and_outbox import Choice, Message
from catalog.work import updates
from handlers.conversation.context import Context
from templates.render import say


def row(ctx: Context, again: str = "", **asked: Any) -> tuple[Choice, ...]:
    """The buttons of what this very event recorded, () where it recorded nothing.

    `again`: what "Sửa" asks anew with `asked` once the record is withdrawn (a key of `amending.ASKED_ANEW`); "" for
    "Hủy" alone.
    """
    said = updates.said_now(ctx.session, ctx.inbox_id, ctx.person_id)
    if said is None:
        return ()
    undo = Choice(say("updates.button_undo"), "undo", {"update": said})
    if not again:
        return (undo,)
    return (Choice(say("updates.button_edit", code=None), "amend", {**asked, "update": said, "again": again}), undo)


def with_questions(said: Message, questions: Sequence[Message]) -> list[Message]:
    """What was recorded and what is asked about it: in one message where the question takes words, so that where there
    are no buttons "1" goes on meaning the "Sửa" printed above it. A question with choices of its own stands apart.
    """
    worded = dict.fromkeys(one.text for one in questions if not one.choices)
    text = "\n".join((said.text, *worded))
    return [replace(said, text=text), *(one for one in questions if one.choices)]
