"""Finding one's way: help by role, who am I, leaving a conversation."""

from catalog.messages import Message
from handlers.flow import leave
from handlers.incoming import Context
from templates.render import say


def guide(ctx: Context) -> list[Message]:
    """/trogiup: what this person can do here, with examples to copy."""
    roles = sorted({held.role for held in ctx.rights.held})
    return [Message(say("orientation.guide", roles=roles))]


def leave_conversation(ctx: Context) -> list[Message]:
    """/huy: leave what one is in the middle of; no record is touched."""
    return [Message(say("orientation.left" if leave(ctx) else "orientation.nothing_to_leave"))]
