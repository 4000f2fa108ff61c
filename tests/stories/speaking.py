"""What people do in a story, and what they hear because of it."""

from bot.rehearsal import Rehearsal
from bot.sandbox.world.messages import Message


async def say(
    stage: Rehearsal, person: int, text: str, reply_to: Message | None = None, *, chat: int | None = None
) -> list[Message]:
    """What the bot says there after these words, in order; in the person's own chat without `chat`."""
    sent = stage.sandbox.say(person, text, reply_to.message_id if reply_to else None, chat_id=chat)
    await stage.answer(sent)
    return await _since(stage, chat or person, sent.message_id)


async def tap(stage: Rehearsal, person: int, message: Message, label: str, *, chat: int | None = None) -> list[Message]:
    """What the bot says there after a tapped button, in order; it may be nothing."""
    last = max(m.message_id for m in stage.sandbox.history(chat or person))
    stage.sandbox.press(person, message.message_id, label, chat_id=chat)
    return await _since(stage, chat or person, last)


async def _since(stage: Rehearsal, chat: int, last: int) -> list[Message]:
    await stage.quiet()
    return [m for m in stage.sandbox.messages_to(chat) if m.message_id > last]


def texts(messages: list[Message]) -> list[str]:
    """Their words alone."""
    return [message.text for message in messages]
