"""Where the bot stands in a chat, and the `my_chat_member` update that tells it when this changes."""

from bot.sandbox.telegram_forms.errors import Json
from bot.sandbox.world.chats import BotStatus, Chat, Person
from bot.sandbox.world.mail_desk import is_on_mail
from bot.sandbox.world.oa_desk import is_on_oa
from bot.sandbox.world.world import World
from bot.sandbox.world.zalo_events import is_on_zalo


def change_status(world: World, chat: Chat, by: Person, status: BotStatus) -> None:
    """Sets the bot's status; a real change is told by a my_chat_member update, a first Start is not."""
    before, chat.bot = chat.bot, status
    chat.may_write = True
    if is_on_oa(chat.person) and before not in ("none", status):
        world.oa.followed(chat, world.clock(), follows=status == "member")
        return
    first_start = chat.kind == "private" and before == "none"
    # None of these says anything of blocks, or has said it above.
    silent = is_on_zalo(chat.person) or is_on_mail(chat.person) or is_on_oa(chat.person)
    if before == status or first_start or silent:
        return
    _tell(world, chat, by, _member(world.bot, before), _member(world.bot, status))


def change_writing(world: World, chat: Chat, by: Person, *, may: bool) -> None:
    """Takes the right to write away from the bot in a supergroup, or gives it back; it stays a member."""
    before, chat.may_write = chat.may_write, may
    if before != may:
        free, bound = _member(world.bot, "member"), _restricted(world.bot)
        _tell(world, chat, by, *((bound, free) if may else (free, bound)))


def _tell(world: World, chat: Chat, by: Person, old: Json, new: Json) -> None:
    change = {"chat": chat.to_json(), "from": by.to_json(), "date": int(world.clock().timestamp())}
    world.updates.add("my_chat_member", {**change, "old_chat_member": old, "new_chat_member": new})


def _restricted(bot: Person) -> Json:
    """Telegram's ChatMemberRestricted: inside, and silent."""
    member: Json = {"status": "restricted", "user": bot.to_json(), "is_member": True, "until_date": 0}
    return member | {f"can_{right}": False for right in _MEMBER_RIGHTS}


def _member(bot: Person, status: BotStatus) -> Json:
    """Telegram's ChatMember for the bot."""
    member: Json = {"status": "left" if status == "none" else status, "user": bot.to_json()}
    if status == "kicked":
        member["until_date"] = 0
    if status == "administrator":
        member |= {"can_be_edited": False, "is_anonymous": False, "can_manage_chat": True}
        member |= {f"can_{right}": False for right in _RIGHTS}
        member["can_delete_messages"] = True
    return member


_RIGHTS = (
    "delete_messages",
    "manage_video_chats",
    "restrict_members",
    "promote_members",
    "change_info",
    "invite_users",
    "post_stories",
    "edit_stories",
    "delete_stories",
)


_MEMBER_RIGHTS = (
    "send_messages", "send_audios", "send_documents", "send_photos", "send_videos", "send_video_notes",
    "send_voice_notes", "send_polls", "send_other_messages", "add_web_page_previews", "change_info", "invite_users",
    "pin_messages", "manage_topics", "react_to_messages", "edit_tag",
)  # fmt: skip


def bot_sees(world: World, text: str, chat: Chat, *, replies_to_bot: bool) -> bool:
    """Whether a message reaches the bot: in groups it is in privacy mode, unless it is an administrator.

    It then sees commands meant for it or for nobody by name, replies to itself, and mentions of itself.
    https://core.telegram.org/bots/features#privacy-mode
    """
    if chat.bot not in ("member", "administrator"):
        return False
    if chat.kind == "private" or chat.bot == "administrator" or replies_to_bot:
        return True
    name = f"@{world.bot.username}".lower()
    first_word = text.split(maxsplit=1)[0].lower() if text.strip() else ""
    if first_word.startswith("/"):
        return "@" not in first_word or first_word.endswith(name)
    return name in text.lower()
