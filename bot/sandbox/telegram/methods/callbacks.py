"""Answering a button that was pressed."""

from bot.sandbox.telegram.methods.method import method
from bot.sandbox.telegram.params import Params
from bot.sandbox.telegram_forms.entities import utf16_length
from bot.sandbox.telegram_forms.errors import bad_request
from bot.sandbox.world.world import World


@method("answerCallbackQuery", "callback_query_id text show_alert url cache_time")
def answer_callback_query(world: World, params: Params) -> bool:
    """https://core.telegram.org/bots/api#answercallbackquery: once, and only while the person still waits."""
    callback = world.callbacks.get(params.text("callback_query_id") or "")
    if callback is None or callback.answered or callback.expired:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    text = params.text("text") or ""
    if utf16_length(text) > 200:
        raise bad_request("MESSAGE_TOO_LONG")
    callback.answered = True
    callback.text = text
    callback.alert = params.flag("show_alert")
    return True
