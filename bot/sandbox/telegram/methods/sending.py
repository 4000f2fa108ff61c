"""What puts a new message into a chat."""

from bot.sandbox.telegram.methods.method import method
from bot.sandbox.telegram.methods.target import open_chat, open_topic, replied_message
from bot.sandbox.telegram.methods.uploads import document_from, photo_from
from bot.sandbox.telegram.params import Params
from bot.sandbox.telegram_forms.errors import Json, bad_request
from bot.sandbox.telegram_forms.keyboard import checked_markup
from bot.sandbox.telegram_forms.text import checked_caption, checked_text
from bot.sandbox.world.chats import Chat
from bot.sandbox.world.messages import Message
from bot.sandbox.world.world import World

_ALWAYS = " chat_id reply_parameters reply_markup parse_mode disable_notification protect_content message_thread_id"


def new_message(world: World, params: Params) -> Message:
    """An empty message of the bot's in the chat named, with its reply and keyboard. Raises ApiError."""
    chat = open_chat(world, params)
    reply = replied_message(world, params, chat)
    markup = checked_markup(params.structure("reply_markup"))
    topic = open_topic(params, chat)
    message = world.new_message(chat, world.bot)
    message.topic = topic
    message.reply_to = reply
    message.markup = markup
    return message


def _check_files(chat: Chat, what: str) -> None:
    if chat.files_locked:
        raise bad_request(f"not enough rights to send {what} to the chat")


@method("sendMessage", "text entities link_preview_options" + _ALWAYS, sends=True)
def send_message(world: World, params: Params) -> Json:
    """https://core.telegram.org/bots/api#sendmessage"""
    open_chat(world, params)
    content = checked_text(params.text("text"), params.text("parse_mode"), params.structure("entities"))
    message = new_message(world, params)
    message.content = content
    return message.to_json()


@method("sendPhoto", "photo caption caption_entities" + _ALWAYS, sends=True)
def send_photo(world: World, params: Params) -> Json:
    """https://core.telegram.org/bots/api#sendphoto"""
    _check_files(open_chat(world, params), "photos")
    content = checked_caption(params.text("caption"), params.text("parse_mode"), params.structure("caption_entities"))
    sizes = photo_from(world, params.file("photo"))
    message = new_message(world, params)
    message.content, message.photo = content, sizes
    return message.to_json()


@method(
    "sendDocument",
    "document caption caption_entities thumbnail disable_content_type_detection" + _ALWAYS,
    sends=True,
)
def send_document(world: World, params: Params) -> Json:
    """https://core.telegram.org/bots/api#senddocument"""
    _check_files(open_chat(world, params), "documents")
    content = checked_caption(params.text("caption"), params.text("parse_mode"), params.structure("caption_entities"))
    stored = document_from(world, params.file("document"))
    message = new_message(world, params)
    message.content, message.document = content, stored
    return message.to_json()
