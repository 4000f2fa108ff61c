"""What people do in a chat, told to the bot as updates. Callers hold nothing; each step takes the world's lock."""

import re
import uuid
from dataclasses import dataclass, field

from bot.sandbox.telegram_forms.text import FormattedText
from bot.sandbox.world.chats import Chat, Person
from bot.sandbox.world.files import StoredFile
from bot.sandbox.world.how_written import How
from bot.sandbox.world.mail_desk import is_on_mail, letter_of
from bot.sandbox.world.membership import bot_sees, change_status
from bot.sandbox.world.messages import Message
from bot.sandbox.world.oa_desk import is_on_oa
from bot.sandbox.world.world import Callback, World
from bot.sandbox.world.zalo_events import event_of, is_on_zalo

_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")  # https://core.telegram.org/bots/features#deep-linking


@dataclass(frozen=True)
class Draft:
    """A message a person is about to send."""

    content: FormattedText
    document: StoredFile | None = None
    photo: tuple[StoredFile, ...] = ()
    how: How = field(default_factory=How)


def post(world: World, user_id: int, chat_id: int | None, drafts: list[Draft], reply_to: int | None) -> list[Message]:
    """The person sends these, together: more than one make an album, one update each.

    In a private chat this starts the bot, or takes a block back. Raises LookupError for a chat the person is
    not in or that has become a supergroup.
    """
    with world.lock:
        person = world.people[user_id]
        chat = _own_chat(world, person, chat_id)
        if chat.kind == "private":
            change_status(world, chat, person, "member")
        album = world.next_album() if len(drafts) > 1 else None
        messages = [_put(world, chat, person, draft, reply_to, album) for draft in drafts]
    world.changes.bump()
    return messages


def _own_chat(world: World, person: Person, chat_id: int | None) -> Chat:
    chat = world.chats.get(chat_id or person.id)
    if chat is None or person.id not in chat.members:
        raise LookupError(f"{person.first_name} is not in chat {chat_id}")
    if chat.migrated_to is not None:
        raise LookupError(f"chat {chat_id} has become the supergroup {chat.migrated_to}")
    return chat


def _put(world: World, chat: Chat, person: Person, draft: Draft, reply_to: int | None, album: str | None) -> Message:
    message = world.new_message(chat, person)
    message.content, message.document, message.photo = draft.content, draft.document, list(draft.photo)
    message.reply_to = world.message(chat.id, reply_to)
    message.media_group_id = album
    message.topic, message.marks = draft.how.topic, draft.how.marks(person, chat)
    if chat.kind == "private" and is_on_oa(person):
        world.oa.said(message, world.clock())
        return message
    if chat.kind == "private" and is_on_zalo(person):
        world.zalo.add(event_of(message))
        return message
    if chat.kind == "private" and is_on_mail(person):
        _mail(world, message)
        return message
    to_bot = message.reply_to is not None and message.reply_to.from_bot
    if bot_sees(world, message.text, chat, replies_to_bot=to_bot):
        world.updates.add("message", message.to_json())
    return message


def _mail(world: World, message: Message) -> None:
    """As a letter: the answer to the one that was picked out, else to the newest of the bot, where there is any."""
    desk = world.mail
    newest = next((m for m in reversed(list(world.in_chat(message.chat_id))) if m.message_id in desk.letters), None)
    answered = desk.letters.get(message.reply_to.message_id) if message.reply_to is not None else None
    if answered is None and newest is not None:
        answered = desk.letters[newest.message_id]
    letter = letter_of(message, answered)
    desk.written[message.message_id] = letter
    desk.add(bytes(letter))


def press_button(world: World, user_id: int, chat_id: int, message_id: int, button: str) -> Callback:
    """The person presses the button with this label or `callback_data`. Raises LookupError when it is not there."""
    with world.lock:
        message = world.message(chat_id, message_id)
        if message is None:
            raise LookupError(f"no message {message_id} in chat {chat_id}")
        keys = [key for row in message.keyboard for key in row if key.data is not None]
        pressed = next((key for key in keys if button in (key.text, key.data)), None)
        if pressed is None:
            raise LookupError(f"no button {button!r} under message {message_id}, only {keys}")
        callback = Callback(uuid.uuid4().hex, world.people[user_id], message, pressed.data or "")
        world.callbacks[callback.id] = callback
        if is_on_oa(callback.person):
            world.oa.tapped(callback.person, callback.data, len(world.callbacks), world.clock())
            callback.answered = True  # nothing comes back to a tap there but messages
            world.changes.bump()
            return callback
        query = {
            "id": callback.id,
            "from": callback.person.to_json(),
            "message": message.to_json(),
            "chat_instance": str(abs(chat_id) * 31),
            "data": callback.data,
        }
        world.updates.add("callback_query", query)
    world.changes.bump()
    return callback


def start_text(payload: str) -> str:
    """What opening a deep link sends: "/start payload". Raises ValueError for a payload Telegram does not carry."""
    if payload and not _PAYLOAD.fullmatch(payload):
        raise ValueError(f"a start payload is 1-64 of A-Z a-z 0-9 _ -, not {payload!r}")
    return f"/start {payload}".strip()
