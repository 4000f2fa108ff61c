"""Several pictures or documents sent together."""

from bot.sandbox.telegram.methods.method import method
from bot.sandbox.telegram.methods.target import open_chat, replied_message
from bot.sandbox.telegram.methods.uploads import document_from, photo_from
from bot.sandbox.telegram.params import Params
from bot.sandbox.telegram_forms.errors import Json, bad_request
from bot.sandbox.telegram_forms.text import FormattedText, checked_caption
from bot.sandbox.world.files import StoredFile
from bot.sandbox.world.world import World


@method(
    "sendMediaGroup",
    "chat_id media reply_parameters disable_notification protect_content message_thread_id",
    sends=True,
)
def send_media_group(world: World, params: Params) -> list[Json]:
    """https://core.telegram.org/bots/api#sendmediagroup: 2-10 photos, or 2-10 documents. Nothing is sent by halves."""
    chat = open_chat(world, params)
    reply = replied_message(world, params, chat)
    contents = [_content(world, params, item) for item in _items(params)]
    album = world.next_album()
    messages = []
    for words, photo, document in contents:
        message = world.new_message(chat, world.bot)
        message.content, message.photo, message.document = words, photo, document
        message.reply_to, message.media_group_id = reply, album
        messages.append(message)
    return [message.to_json() for message in messages]


def _items(params: Params) -> list[Json]:
    media = params.structure("media")
    if not isinstance(media, list) or not all(isinstance(item, dict) for item in media):
        raise bad_request("can't parse media JSON object")
    if not 2 <= len(media) <= 10:
        raise bad_request("wrong number of messages: media group must include 2-10 items")
    kinds = {str(item.get("type")) for item in media}
    if not kinds <= {"photo", "document"}:
        raise bad_request("can't parse InputMedia: type must be photo or document here")
    if len(kinds) > 1:
        raise bad_request("Document can't be mixed with other media types")
    return media


def _content(world: World, params: Params, item: Json) -> tuple[FormattedText, list[StoredFile], StoredFile | None]:
    part = Params(item, params.uploads)
    words = checked_caption(part.text("caption"), part.text("parse_mode"), part.structure("caption_entities"))
    given = part.attached(part.text("media"))
    if item["type"] == "photo":
        return words, photo_from(world, given), None
    return words, [], document_from(world, given)
