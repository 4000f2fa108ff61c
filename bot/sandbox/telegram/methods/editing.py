"""What changes or removes a message that is already there."""

from bot.sandbox.telegram.methods.method import method, needed_number
from bot.sandbox.telegram.methods.target import open_chat
from bot.sandbox.telegram.params import Params
from bot.sandbox.telegram_forms.errors import Json, bad_request
from bot.sandbox.telegram_forms.keyboard import checked_markup
from bot.sandbox.telegram_forms.text import FormattedText, checked_caption, checked_text
from bot.sandbox.world.messages import Message
from bot.sandbox.world.world import World

_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)


def _editable(world: World, params: Params) -> Message:
    chat = open_chat(world, params)
    message = world.message(chat.id, needed_number(params, "message_id"))
    if message is None:
        raise bad_request("message to edit not found")
    if not message.from_bot or message.service:
        raise bad_request("message can't be edited")
    return message


def _change(world: World, message: Message, content: FormattedText, markup: Json | None) -> Json:
    """Writes the new content; leaving the keyboard out removes it, as on Telegram."""
    if content == message.content and markup == message.markup:
        raise bad_request(_NOT_MODIFIED)
    message.content, message.markup = content, markup
    message.edited = world.clock()
    return message.to_json()


@method("editMessageText", "chat_id message_id text parse_mode entities link_preview_options reply_markup")
def edit_message_text(world: World, params: Params) -> Json:
    """https://core.telegram.org/bots/api#editmessagetext"""
    message = _editable(world, params)
    content = checked_text(params.text("text"), params.text("parse_mode"), params.structure("entities"))
    if message.attachment is not None:
        raise bad_request("there is no text in the message to edit")
    return _change(world, message, content, checked_markup(params.structure("reply_markup")))


@method("editMessageCaption", "chat_id message_id caption parse_mode caption_entities reply_markup")
def edit_message_caption(world: World, params: Params) -> Json:
    """https://core.telegram.org/bots/api#editmessagecaption"""
    message = _editable(world, params)
    content = checked_caption(params.text("caption"), params.text("parse_mode"), params.structure("caption_entities"))
    if message.attachment is None:
        raise bad_request("there is no caption in the message to edit")
    return _change(world, message, content, checked_markup(params.structure("reply_markup")))


@method("editMessageReplyMarkup", "chat_id message_id reply_markup")
def edit_message_reply_markup(world: World, params: Params) -> Json:
    """https://core.telegram.org/bots/api#editmessagereplymarkup"""
    message = _editable(world, params)
    return _change(world, message, message.content, checked_markup(params.structure("reply_markup")))


@method("deleteMessage", "chat_id message_id")
def delete_message(world: World, params: Params) -> bool:
    """https://core.telegram.org/bots/api#deletemessage: the bot's own for 48 hours, and people's in private chats."""
    chat = open_chat(world, params)
    message = world.message(chat.id, needed_number(params, "message_id"))
    if message is None:
        raise bad_request("message to delete not found")
    too_old = (world.clock() - message.date).total_seconds() > 48 * 3600
    not_ours = not message.from_bot and chat.kind != "private" and chat.bot != "administrator"
    if too_old or not_ours:
        raise bad_request("message can't be deleted for everyone")
    message.deleted = True
    return True
