"""What a Telegram update says, in our own words. Pure reading: nothing here talks to anybody."""

from dataclasses import replace
from typing import Any

from telegram import ChatMember, ChatMemberRestricted, Message, Update

from catalog.clock import local
from catalog.text import storable
from handlers.conversation.context import Attachment, Incoming

_GONE = (ChatMember.BANNED, ChatMember.LEFT)


def chat_key(update: dict[str, Any]) -> str:
    """The chat a raw update belongs to, for keeping its order; "" when there is none to be found."""
    for path in (("message",), ("edited_message",), ("my_chat_member",), ("callback_query", "message")):
        chat = _path(update, *path, "chat", "id")
        if isinstance(chat, int):
            return str(chat)
    return ""


def _path(data: Any, *keys: str) -> Any:
    for key in keys:
        data = data.get(key) if isinstance(data, dict) else None
    return data


def read_update(update: Update) -> Incoming | None:
    """An update in our own words; None for what is not meant for us (other bots, service messages)."""
    chat, user = update.effective_chat, update.effective_user
    if chat is None or user is None or user.is_bot:
        return None
    if type(chat.id) is not int or type(user.id) is not int:  # the library checks no types
        raise ValueError("ids that are no numbers")
    group = chat.type != "private"
    if group != (chat.id < 0):  # people have positive ids, groups negative ones: no torn update makes one of the other
        raise ValueError("a chat of no kind")
    base = Incoming("telegram", str(chat.id), str(user.id), storable(user.full_name), group=group)
    if update.my_chat_member is not None:
        before, after = _inside(update.my_chat_member.old_chat_member), _inside(update.my_chat_member.new_chat_member)
        if before == after:
            return None  # made an administrator, restricted: nobody came and nobody went
        return replace(base, event="unblocked" if after else "blocked")
    if update.callback_query is not None:
        return replace(base, choice=_choice(update.callback_query.data), callback_id=update.callback_query.id)
    if (edited := update.edited_message) is not None:
        # A live location moves as an edited message, too; and what is corrected in a group was not all said to us.
        return replace(base, event="edited") if (edited.text or edited.caption) and not group else None
    if update.message is None or _for_another_bot(base, update.message):
        return None
    if update.message.migrate_to_chat_id is not None:
        return replace(base, event="moved", moved_to=str(update.message.migrate_to_chat_id))
    return _read_message(base, update.message)


def _inside(member: ChatMember) -> bool:
    return member.status not in _GONE and not (isinstance(member, ChatMemberRestricted) and not member.is_member)


def _for_another_bot(base: Incoming, message: Message) -> bool:
    """Whether this is a command of a group that names some other bot ("/help@other_bot")."""
    head = (message.text or "").split(maxsplit=1)[:1]
    _, _, named = head[0].partition("@") if head and head[0].startswith("/") else ("", "", "")
    return base.group and bool(named) and named.lower() != _own_name(message, named).lower()


def _own_name(message: Message, otherwise: str) -> str:
    """Our username; `otherwise` while Telegram could not yet be asked: a group hands us little that is not for us."""
    try:
        return message.get_bot().username
    except RuntimeError:
        return otherwise


def _read_message(base: Incoming, message: Message) -> Incoming | None:
    files = _attachments(message)
    text = storable(message.text or message.caption or "")
    if not text and not files:
        # A sticker or a voice message is answered that it cannot be read; "joined the group" and the like are not
        # said to us, and in a group not every picture joke deserves an answer.
        return None if base.group or message.effective_attachment is None else replace(base, event="unsupported")
    replied = str(message.reply_to_message.message_id) if message.reply_to_message else ""
    return replace(base, text=text, attachments=files, reply_to=replied, album=message.media_group_id or "")


def _choice(data: str | None) -> tuple[int, int]:
    """(outbox id, index); made-up data becomes a choice that exists nowhere and is refused like any other."""
    head, _, tail = (data or "").partition(".")
    well_formed = all(part.isascii() and part.isdigit() and len(part) < 18 for part in (head, tail))
    return (int(head), int(tail)) if well_formed else (0, 0)


def _attachments(message: Message) -> tuple[Attachment, ...]:
    if message.photo:
        best = max(message.photo, key=lambda size: size.width * size.height)
        name = f"anh-{local(message.date):%Y%m%d-%H%M%S}-{message.message_id}.jpg"  # photos come without a name
        return (Attachment(best.file_id, name, best.file_size),)
    file = message.document or message.video
    if file is None:
        return ()
    return (Attachment(file.file_id, storable(file.file_name or "tep-dinh-kem"), file.file_size),)
