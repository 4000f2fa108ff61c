"""Open conversations: what a chat is in the middle of. Stored, so a restart does not forget it."""

from typing import Any

from catalog.tables import Conversation
from handlers.conversation.context import Context


def enter(ctx: Context, flow: str, data: dict[str, Any]) -> None:
    """The next free text of this person in this chat belongs to `flow` (a key of `dispatch_table.FLOWS`)."""
    assert ctx.contact.id is not None
    row = ctx.session.get(Conversation, ctx.contact.id)
    if row is None:
        row = Conversation(contact_id=ctx.contact.id, flow=flow, data=data, updated_at=ctx.now)
    row.flow, row.data, row.updated_at, row.person_id = flow, data, ctx.now, ctx.person_id
    ctx.session.add(row)
    ctx.session.flush()
    ctx.conversation = row


def leave(ctx: Context) -> bool:
    """End the open conversation; whether there was one. Touches no record."""
    row = ctx.session.get(Conversation, ctx.contact.id) if ctx.conversation is not None else None
    ctx.conversation = None
    if row is None:
        return False
    ctx.session.delete(row)
    ctx.session.flush()
    return True
