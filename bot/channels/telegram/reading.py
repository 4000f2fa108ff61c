"""What a Telegram update says, in our own words. Pure reading: nothing here talks to anybody."""

from dataclasses import replace
from typing import Any

from telegram import ChatMember, ChatMemberRestricted, Message, Update, User

from bot.channels.telegram.content import attachments, is_service
from bot.channels.telegram.raw import chat_key
from catalog.text import storable
from handlers.conversation.context import Incoming, NotForUs, Reading, Unreadable

_GONE = (ChatMember.BANNED, ChatMember.LEFT)
_TELEGRAM = 777000  # who a post of a linked channel comes from (Bot API, Message.is_automatic_forward)


def unreadable(update: dict[str, Any], why: str) -> Unreadable:
    """A raw update that nobody could read, with where it came from as far as that can be seen."""
    chat = chat_key(update)
    return Unreadable(why, chat, chat.startswith("-"))


def read_update(update: Update) -> Reading:
    """An update in our own words. Whatever else it raises, the update is unreadable (`unreadable`)."""
    chat, user = update.effective_chat, update.effective_user
    if chat is None:
        return NotForUs("another kind of update")
    if type(chat.id) is not int:  # the library checks no types
        raise ValueError("a chat whose id is no number")
    group = chat.type != "private"
    if group != (chat.id < 0):  # people have positive ids, groups negative ones: no torn update makes one of the other
        raise ValueError("a chat of no kind")
    message = update.effective_message
    if group and message is not None and update.callback_query is None and _unknown_speaker(message):
        return _anonymous(message)
    if user is None:
        raise ValueError("nobody sent it")
    if type(user.id) is not int or user.id <= 0:
        raise ValueError("a sender of no kind")
    if user.is_bot:
        return NotForUs("another bot")
    base = Incoming("telegram", str(chat.id), str(user.id), storable(user.full_name), group=group)
    if update.my_chat_member is not None:
        return _standing(base, update.my_chat_member.old_chat_member, update.my_chat_member.new_chat_member)
    if isinstance(message, Message):
        base = replace(base, thread=_topic(message) if group else "")
    if update.callback_query is not None:
        return replace(base, choice=_choice(update.callback_query.data), callback_id=update.callback_query.id)
    if (edited := update.edited_message) is not None:
        # A live location moves as an edited message, too; and what is corrected in a group was not all said to us.
        corrected = (edited.text or edited.caption) and not group
        return replace(base, event="edited") if corrected else NotForUs("an edit")
    if update.message is None:
        return NotForUs("another kind of update")
    if group and _for_another_bot(update.message):
        return NotForUs("a command for another bot")
    if update.message.migrate_to_chat_id is not None:
        return replace(base, event="moved", moved_to=str(update.message.migrate_to_chat_id))
    return _read_message(base, update.message)


def _standing(base: Incoming, old: ChatMember, new: ChatMember) -> Reading:
    """What became of the bot's own place in the chat."""
    before, after = _inside(old), _inside(new)
    if before != after:
        return replace(base, event="unblocked" if after else "blocked")
    could, can = _may_write(old), _may_write(new)
    if not after or could == can:
        return NotForUs("another right of the bot")  # made an administrator: nobody came and nobody went
    return replace(base, event="unmuted" if can else "muted")


def _inside(member: ChatMember) -> bool:
    return member.status not in _GONE and not (isinstance(member, ChatMemberRestricted) and not member.is_member)


def _may_write(member: ChatMember) -> bool:
    return not (isinstance(member, ChatMemberRestricted) and not member.can_send_messages)


def _unknown_speaker(message: Any) -> bool:
    """Whether Telegram does not tell who speaks: an anonymous administrator, a channel, a post handed on by itself.

    In their place `from` names an account of Telegram's own (Bot API, Message.sender_chat).
    """
    user: User | None = getattr(message, "from_user", None)
    automatic = getattr(message, "is_automatic_forward", None) or (user is not None and user.id == _TELEGRAM)
    return bool(getattr(message, "sender_chat", None) or automatic)


def _anonymous(message: Any) -> Reading:
    """Somebody hidden: answered only where it was meant for us, a command or a reply to what we said."""
    text = message.text or message.caption or ""
    replied = message.reply_to_message
    to_us = replied is not None and replied.from_user is not None and replied.from_user.username == _own_name(message)
    command = text.startswith("/") and not _for_another_bot(message)
    if message.is_automatic_forward or not (command or to_us):
        return NotForUs("said by nobody to nobody")
    return Incoming("telegram", str(message.chat.id), "", "", group=True, thread=_topic(message), event="anonymous")


def _topic(message: Message) -> str:
    """The topic of a forum group; "" elsewhere, also where a chain of replies has such a number."""
    return str(message.message_thread_id) if message.is_topic_message and message.message_thread_id else ""


def _for_another_bot(message: Message) -> bool:
    """Whether this is a command that names some other bot ("/help@other_bot")."""
    head = (message.text or message.caption or "").split(maxsplit=1)[:1]
    _, _, named = head[0].partition("@") if head and head[0].startswith("/") else ("", "", "")
    return bool(named) and named.lower() != _own_name(message, named).lower()


def _own_name(message: Message, otherwise: str = "") -> str:
    """Our username; `otherwise` while Telegram could not yet be asked: a group hands us little that is not for us."""
    try:
        return message.get_bot().username
    except RuntimeError:
        return otherwise


def _read_message(base: Incoming, message: Message) -> Reading:
    files = attachments(message)
    text = storable(message.text or message.caption or "")
    if not text and not files:
        # A sticker or a voice message is answered that it cannot be read, and so is what a later Bot API brings;
        # "joined the group" and the like are not said to us, and in a group not every joke deserves an answer.
        if base.group or is_service(message):
            return NotForUs("nothing said")
        return replace(base, event="unsupported")
    return replace(
        base, text=text, attachments=files, reply_to=_replied(base, message), album=message.media_group_id or "",
        forwarded=_is_forwarded(message), author=storable(_author(message)),
    )  # fmt: skip


def _replied(base: Incoming, message: Message) -> str:
    """The message that is answered. All in a topic "replies" to the note that began it: that is no reply."""
    replied = message.reply_to_message
    if replied is None or replied.forum_topic_created is not None:
        return ""
    return "" if base.thread == str(replied.message_id) else str(replied.message_id)


def _is_forwarded(message: Message) -> bool:
    """Whether the words may be somebody else's: handed on, said of a message elsewhere, or made by another bot."""
    return any((message.forward_origin, message.external_reply, message.via_bot))


def _author(message: Message) -> str:
    """Whom Telegram names as the author of a forwarded message; "" where it names nobody."""
    origin: Any = message.forward_origin
    user, chat = getattr(origin, "sender_user", None), getattr(origin, "sender_chat", None)
    hidden = getattr(origin, "sender_user_name", None)
    channel = getattr(origin, "chat", None)
    named = (user.full_name if user else None, hidden, chat.title if chat else None, channel.title if channel else None)
    return next((str(name) for name in named if name), "")


def _choice(data: str | None) -> tuple[int, int]:
    """(outbox id, index); made-up data becomes a choice that exists nowhere and is refused like any other."""
    head, _, tail = (data or "").partition(".")
    well_formed = all(part.isascii() and part.isdigit() and len(part) < 18 for part in (head, tail))
    return (int(head), int(tail)) if well_formed else (0, 0)
