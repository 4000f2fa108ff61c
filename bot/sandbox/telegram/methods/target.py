"""Where a call is aimed: the chat it names, and the message it replies to."""

from bot.sandbox.telegram.params import Params
from bot.sandbox.telegram_forms.errors import bad_request
from bot.sandbox.world.chats import Chat
from bot.sandbox.world.messages import Message
from bot.sandbox.world.world import World


def known_chat(world: World, params: Params) -> Chat:
    """The chat of `chat_id`, also one that no longer takes messages. Raises ApiError 400."""
    named = (params.text("chat_id") or "").strip()
    if not named:
        raise bad_request("chat_id is empty")
    try:
        chat = world.chats.get(int(named))
    except ValueError:
        chat = None  # @channel names: the sandbox has no public chats
    if chat is None or chat.bot == "none":
        raise bad_request("chat not found")
    return chat


def open_chat(world: World, params: Params) -> Chat:
    """The chat of `chat_id`, ready to take a message. Raises ApiError 400 or 403, with the new id after a migration."""
    chat = known_chat(world, params)
    refusal = chat.refusal()
    if refusal is not None:
        raise refusal
    return chat


def open_topic(params: Params, chat: Chat) -> int | None:
    """The topic of `message_thread_id`, None for the chat itself (of a forum: General). Raises ApiError 400."""
    topic = params.number("message_thread_id")
    if refusal := chat.topic_refusal(topic):
        raise refusal
    return topic


def replied_message(world: World, params: Params, chat: Chat) -> Message | None:
    """The message that `reply_parameters` (or the old `reply_to_message_id`) names. Raises ApiError 400."""
    given = params.structure("reply_parameters")
    if given is None:
        old = params.number("reply_to_message_id")
        given = {"message_id": old} if old is not None else None
    if given is None:
        return None
    if not isinstance(given, dict) or not isinstance(given.get("message_id"), int):
        raise bad_request("can't parse reply parameters JSON object")
    found = world.message(chat.id, given["message_id"])
    lenient = given.get("allow_sending_without_reply") or params.flag("allow_sending_without_reply")
    if found is None and not lenient:
        raise bad_request("message to be replied not found")
    return found
