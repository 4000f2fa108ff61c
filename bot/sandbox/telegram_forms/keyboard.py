"""`reply_markup`: checked as Telegram checks it, and kept in Telegram's form."""

import json
from dataclasses import dataclass
from typing import Any

from bot.sandbox.telegram_forms.errors import Json, bad_request

CALLBACK_DATA_BYTES = 64  # https://core.telegram.org/bots/api#inlinekeyboardbutton
MARKUP_BYTES = 10_240
_KINDS = ("inline_keyboard", "keyboard", "remove_keyboard", "force_reply")
_ACTIONS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)


@dataclass(frozen=True)
class Button:
    """One inline button: its label, and what it sends (`data`) or opens (`url`)."""

    text: str
    data: str | None = None
    url: str | None = None


def buttons(markup: Json | None) -> list[list[Button]]:
    """The rows of an inline keyboard; no rows for any other markup."""
    rows = (markup or {}).get("inline_keyboard", [])
    return [[Button(key["text"], key.get("callback_data"), key.get("url")) for key in row] for row in rows]


def checked_markup(markup: Any) -> Json | None:
    """The markup as it will be shown, or None where there is none (an empty keyboard is none).

    Raises ApiError 400 for a shape Telegram does not know, for `callback_data` outside 1-64 bytes of UTF-8,
    and for a button that does nothing.
    """
    if markup is None or markup == "" or markup == {}:
        return None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if not any(kind in markup for kind in _KINDS):
        raise bad_request("can't parse reply markup: unknown kind of keyboard")
    if "inline_keyboard" not in markup:
        return markup
    rows = markup["inline_keyboard"]
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays')
    if len(json.dumps(markup, ensure_ascii=False).encode()) > MARKUP_BYTES:
        raise bad_request("reply markup is too long")
    kept = [[_checked_button(button) for button in row] for row in rows if row]
    return {"inline_keyboard": kept} if kept else None


def _checked_button(button: Any) -> Json:
    if not isinstance(button, dict):
        raise bad_request("can't parse inline keyboard button: InlineKeyboardButton must be an Object")
    text = button.get("text")
    if not isinstance(text, str) or not text.strip():
        raise bad_request("can't parse inline keyboard button: Text is empty")
    actions = [name for name in _ACTIONS if button.get(name) is not None]
    if not actions:
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise bad_request("can't parse inline keyboard button: exactly one action is allowed")
    if "callback_data" in actions:
        data = button["callback_data"]
        if not isinstance(data, str) or not 1 <= len(data.encode()) <= CALLBACK_DATA_BYTES:
            raise bad_request("BUTTON_DATA_INVALID")
    if "url" in actions and not str(button["url"]).startswith(("http://", "https://", "tg://")):
        raise bad_request(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")
    known = ("text", "style", "icon_custom_emoji_id", *_ACTIONS)
    return {name: value for name, value in button.items() if name in known and value is not None}
