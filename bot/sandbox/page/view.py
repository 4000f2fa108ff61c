"""What the web chat page shows, as JSON for its script. Times are ISO with the province's offset."""

from bot.sandbox.page.preview import has_preview
from bot.sandbox.telegram_forms.errors import Json
from bot.sandbox.world.chats import Chat
from bot.sandbox.world.files import StoredFile
from bot.sandbox.world.mail_desk import MailDesk
from bot.sandbox.world.messages import Message
from bot.sandbox.world.pictures import PICTURE_TYPES
from bot.sandbox.world.world import World
from catalog.clock import local

SHOWN = 300  # the newest messages of a chat; older ones stay in the sandbox


def state_view(world: World) -> Json:
    """Who is there: the bot, its commands, the people with their chats, and whether the clock can be moved."""
    groups = [chat for chat in world.chats.values() if chat.person is None and chat.migrated_to is None]
    return {
        "now": local(world.clock()).isoformat(),
        "bot": {"name": world.bot.first_name, "username": world.bot.username},
        "channels": world.channels,
        "clock": world.on_clock is not None,
        "switches": world.switches.to_json(),
        "groups": [
            {
                "id": chat.id,
                "title": chat.title,
                "topics": [{"id": number, "title": topic.title} for number, topic in chat.topics.items()],
            }
            for chat in groups
        ],
        "commands": next(iter(world.commands.values()), []),
        "people": [
            {
                "id": person.id,
                "name": person.first_name,
                "about": person.about,
                "channel": person.channel,
                "groups": [{"id": chat.id, "title": chat.title} for chat in groups if person.id in chat.members],
            }
            for person in world.people.values()
        ],
    }


def chat_view(world: World, chat: Chat) -> Json:
    """One chat: whether the bot may speak in it, and its newest messages as they stand now."""
    return {
        "id": chat.id,
        "bot": chat.bot,
        "messages": [_message_view(message, world.mail) for message in list(world.in_chat(chat.id))[-SHOWN:]],
    }


def _message_view(message: Message, mail: MailDesk) -> Json:
    view: Json = {
        "id": message.message_id,
        "sender": message.sender.id,
        "name": message.sender.first_name,
        "bot": message.from_bot,
        "time": local(message.date).isoformat(),
        "edited": message.edited is not None,
        "text": message.text,
        "entities": message.content.entities,
        "keyboard": [[{"text": key.text, "data": key.data, "url": key.url} for key in row] for row in message.keyboard],
        "topic": message.topic,
        "service": next(iter(message.service), None),
    }
    if message.reply_to is not None:
        quoted = message.reply_to
        view["reply"] = {
            "id": quoted.message_id,
            "name": quoted.sender.first_name,
            "text": quoted.text or (quoted.attachment.name if quoted.attachment else ""),
        }
    if message.attachment is not None:
        view["file"] = _file_view(message.attachment)
    if (subject := mail.subject_of(message)) is not None:
        view["letter"] = {
            "subject": subject,
            "url": f"/sandbox/letters/{message.message_id}" if message.from_bot else "",
        }
    return view


def _file_view(stored: StoredFile) -> Json:
    return {
        "url": f"/sandbox/files/{stored.unique_id}",
        "name": stored.name,
        "size": len(stored.data),
        "preview": has_preview(stored),
        "picture": stored.mime in PICTURE_TYPES,
        "width": stored.width,
        "height": stored.height,
    }
