"""What the bot does in a chat besides speaking: shows that it types, reads about the chat, leaves."""

from bot.sandbox.telegram.methods.method import method
from bot.sandbox.telegram.methods.target import known_chat, open_chat
from bot.sandbox.telegram.params import Params
from bot.sandbox.telegram_forms.errors import Json, bad_request
from bot.sandbox.world.world import World

_ACTIONS = (
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
)
_GIFTS = (
    "unlimited_gifts",
    "limited_gifts",
    "unique_gifts",
    "premium_subscription",
    "gifts_from_channels",
)


@method("sendChatAction", "chat_id action message_thread_id")
def send_chat_action(world: World, params: Params) -> bool:
    """https://core.telegram.org/bots/api#sendchataction"""
    open_chat(world, params)
    if params.text("action") not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    return True


@method("getChat", "chat_id")
def get_chat(world: World, params: Params) -> Json:
    """https://core.telegram.org/bots/api#getchat, with the fields that are always there."""
    chat = known_chat(world, params)
    return chat.to_json() | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(_GIFTS, False),
    }


@method("leaveChat", "chat_id")
def leave_chat(world: World, params: Params) -> bool:
    """https://core.telegram.org/bots/api#leavechat"""
    chat = open_chat(world, params)
    if chat.kind == "private":
        raise bad_request("chat member status can't be changed in private chats")
    chat.bot = "left"
    return True
