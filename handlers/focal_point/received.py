"""The button "Đã nhận" of a reminder: it says nothing of the work, and keeps the way to its reader open."""

from catalog.messaging.inbox_and_outbox import Message
from handlers.conversation.context import Context
from templates.render import say


def thanked(_ctx: Context) -> list[Message]:
    """How to answer when there is something to say."""
    return [Message(say("official_account.received"))]
