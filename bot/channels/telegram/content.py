"""What a Telegram message carries beside words: the files it holds, and whether it was said by anybody at all."""

from telegram import Message

from catalog.clock import local
from catalog.text import storable
from handlers.conversation.context import Attachment

_SERVICE = (
    "boost_added", "channel_chat_created", "chat_background_set", "chat_owner_changed", "chat_owner_left",
    "chat_shared", "checklist_tasks_added", "checklist_tasks_done", "connected_website", "delete_chat_photo",
    "direct_message_price_changed", "forum_topic_closed", "forum_topic_created", "forum_topic_edited",
    "forum_topic_reopened", "general_forum_topic_hidden", "general_forum_topic_unhidden", "gift",
    "gift_upgrade_sent", "giveaway", "giveaway_completed", "giveaway_created", "giveaway_winners",
    "group_chat_created", "invoice", "left_chat_member", "managed_bot_created", "message_auto_delete_timer_changed",
    "migrate_from_chat_id", "new_chat_members", "new_chat_photo", "new_chat_title", "paid_message_price_changed",
    "passport_data", "pinned_message", "poll_option_added", "poll_option_deleted", "proximity_alert_triggered",
    "refunded_payment", "successful_payment", "suggested_post_approval_failed", "suggested_post_approved",
    "suggested_post_declined", "suggested_post_paid", "suggested_post_refunded", "supergroup_chat_created",
    "unique_gift", "users_shared", "video_chat_ended", "video_chat_participants_invited", "video_chat_scheduled",
    "video_chat_started", "web_app_data", "write_access_allowed",
)  # fmt: skip
"""Fields of Message that tell of the chat and hold nothing a person said (Bot API 10.0, Message)."""


def is_service(message: Message) -> bool:
    """Whether the message only tells of the chat: somebody joined, a message was pinned."""
    later = message.api_kwargs or {}
    return any(getattr(message, name, None) or name in later for name in _SERVICE)


def attachments(message: Message) -> tuple[Attachment, ...]:
    """The file of a message, named also where nothing is made of such files: what is not taken must be said.

    A recording without words is no file to anybody: it is answered that it cannot be listened to.
    """
    if message.photo:
        best = max(message.photo, key=lambda size: size.width * size.height)
        # photos come without a name
        return (Attachment(best.file_id, f"{_dated('anh', message)}-{message.message_id}.jpg", best.file_size),)
    words = bool(message.text or message.caption)
    recording = message.voice or message.video_note
    file = message.document or message.video or message.audio or (recording if words else None)
    if file is None:
        return ()
    plain = {"audio": "am-thanh.mp3", "voice": "ghi-am.ogg", "video_note": "video.mp4"}
    kind = next((kind for kind in plain if getattr(message, kind, None) is file), "")
    name = storable(getattr(file, "file_name", None) or plain.get(kind, "tep-dinh-kem"))
    return (Attachment(file.file_id, name, file.file_size),)


def _dated(what: str, message: Message) -> str:
    return f"{what}-{local(message.date):%Y%m%d-%H%M%S}"
