"""The dispatch table: every method the sandbox speaks, by its name in lower case (Telegram ignores case)."""

from bot.sandbox.telegram.methods.albums import send_media_group
from bot.sandbox.telegram.methods.callbacks import answer_callback_query
from bot.sandbox.telegram.methods.chatting import get_chat, leave_chat, send_chat_action
from bot.sandbox.telegram.methods.editing import (
    delete_message,
    edit_message_caption,
    edit_message_reply_markup,
    edit_message_text,
)
from bot.sandbox.telegram.methods.fetching import get_file
from bot.sandbox.telegram.methods.identity import delete_my_commands, get_me, get_my_commands, set_my_commands
from bot.sandbox.telegram.methods.method import Method
from bot.sandbox.telegram.methods.sending import send_document, send_message, send_photo
from bot.sandbox.telegram.methods.webhooks import delete_webhook, get_webhook_info, set_webhook

METHODS: dict[str, Method] = {
    entry.name.lower(): entry
    for entry in (
        get_me,
        set_my_commands,
        get_my_commands,
        delete_my_commands,
        send_message,
        send_photo,
        send_document,
        send_media_group,
        send_chat_action,
        get_chat,
        leave_chat,
        edit_message_text,
        edit_message_caption,
        edit_message_reply_markup,
        delete_message,
        answer_callback_query,
        get_file,
        set_webhook,
        delete_webhook,
        get_webhook_info,
    )
}
# getUpdates waits, so it stands apart: bot.sandbox.telegram.methods.fetching.get_updates.
GET_UPDATES_ACCEPTS = frozenset({"offset", "limit", "timeout", "allowed_updates"})
