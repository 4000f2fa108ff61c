"""Who is there: people, and the chats the bot shares with them."""

from dataclasses import dataclass, field
from typing import Literal

from bot.sandbox.telegram_forms.errors import ApiError, Json, bad_request, forbidden, migrated

Channel = Literal["telegram", "zalo", "zalo_oa", "email"]
ChatKind = Literal["private", "group", "supergroup"]
BotStatus = Literal["none", "member", "administrator", "left", "kicked"]


@dataclass(frozen=True)
class Person:
    """A user; `id` is also the id of their private chat with the bot.

    `about` (in the person's language) says on the web page who this is in the story; `channel` is the platform the
    person speaks to the bot on.
    """

    id: int
    first_name: str
    username: str | None = None
    language: str | None = "vi"
    is_bot: bool = False
    about: str = ""
    channel: Channel = "telegram"

    def to_json(self) -> Json:
        """Telegram's User."""
        user: Json = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
        if self.username:
            user["username"] = self.username
        if self.language and not self.is_bot:
            user["language_code"] = self.language
        return user


@dataclass
class Topic:
    """A topic of a forum group; its id is that of the message that began it."""

    title: str
    closed: bool = False


@dataclass
class Chat:
    """A chat and where the bot stands in it.

    `bot` is "none" before a person has pressed Start, "member" after, "kicked" when they blocked the bot (in a
    private chat) or threw it out (in a group). A supergroup with `topics` is a forum (Bot API, Chat.is_forum); what is
    written to no topic stands in General. `may_write` False: the bot is restricted there; `files_locked`: only words
    are taken.
    """

    id: int
    kind: ChatKind
    title: str = ""
    person: Person | None = None
    bot: BotStatus = "none"
    members: set[int] = field(default_factory=set)
    migrated_to: int | None = None
    last_message_id: int = 0
    forum: bool = False
    topics: dict[int, Topic] = field(default_factory=dict)
    general_closed: bool = False
    may_write: bool = True
    files_locked: bool = False

    def to_json(self) -> Json:
        """Telegram's Chat."""
        if self.person is None:
            group: Json = {"id": self.id, "type": self.kind, "title": self.title}
            return group | {"is_forum": True} if self.forum else group
        chat: Json = {"id": self.id, "type": "private", "first_name": self.person.first_name}
        if self.person.username:
            chat["username"] = self.person.username
        return chat

    def refusal(self) -> ApiError | None:
        """Why the bot may not speak here, or None when it may."""
        if self.migrated_to is not None:
            return migrated(self.migrated_to)
        if self.bot in ("member", "administrator"):
            return None if self.may_write else bad_request("not enough rights to send text messages to the chat")
        if self.kind == "private":
            if self.bot == "kicked":
                return forbidden("bot was blocked by the user")
            return bad_request("chat not found")
        if self.bot == "kicked":
            return forbidden(f"bot was kicked from the {self.kind} chat")
        return forbidden(f"bot is not a member of the {self.kind} chat")

    def topic_refusal(self, topic: int | None) -> ApiError | None:
        """Why a message to this topic (None: to General) is not taken, or None when it is."""
        if topic is None:
            return bad_request("TOPIC_CLOSED") if self.general_closed else None
        if topic not in self.topics:
            return bad_request("message thread not found")
        return bad_request("TOPIC_CLOSED") if self.topics[topic].closed else None
