"""Messages as they stand in the chats now, and their Telegram form."""

import datetime as dt
from dataclasses import dataclass, field

from bot.sandbox.telegram_forms.errors import Json
from bot.sandbox.telegram_forms.keyboard import Button, buttons
from bot.sandbox.telegram_forms.text import FormattedText
from bot.sandbox.world.chats import Chat, Person
from bot.sandbox.world.files import StoredFile


@dataclass
class Message:
    """One message: who wrote it where, its content, and what became of it.

    `text` is the text or the caption. `photo` holds the sizes of a picture, smallest first. `service` holds the
    fields of a service message (members added, group migrated). `marks` say how it came to be written: forwarded, by
    an anonymous administrator, by way of another bot; they replace fields of the same name in Telegram's form. Times
    are aware UTC by the sandbox's clock.
    """

    message_id: int
    chat: Chat
    sender: Person
    date: dt.datetime
    content: FormattedText = field(default_factory=FormattedText)
    markup: Json | None = None
    document: StoredFile | None = None
    photo: list[StoredFile] = field(default_factory=list)
    reply_to: "Message | None" = None
    media_group_id: str | None = None
    service: Json = field(default_factory=dict)
    topic: int | None = None
    marks: Json = field(default_factory=dict)
    edited: dt.datetime | None = None
    deleted: bool = False

    @property
    def text(self) -> str:
        """The plain text or caption, "" where there is none."""
        return self.content.text

    @property
    def chat_id(self) -> int:
        """The chat it stands in."""
        return self.chat.id

    @property
    def from_bot(self) -> bool:
        """Whether the bot wrote it."""
        return self.sender.is_bot

    @property
    def keyboard(self) -> list[list[Button]]:
        """The rows of inline buttons shown under it now."""
        return buttons(self.markup)

    @property
    def attachment(self) -> StoredFile | None:
        """The document, or the full-size photo."""
        return self.document or (self.photo[-1] if self.photo else None)

    def to_json(self, *, with_reply: bool = True) -> Json:
        """Telegram's Message; the message replied to is given one level deep, as Telegram gives it."""
        message: Json = {
            "message_id": self.message_id,
            "from": self.sender.to_json(),
            "chat": self.chat.to_json(),
            "date": int(self.date.timestamp()),
        }
        if self.edited is not None:
            message["edit_date"] = int(self.edited.timestamp())
        if self.topic is not None:
            message |= {"message_thread_id": self.topic, "is_topic_message": True}
        if self.reply_to is not None and with_reply:
            message["reply_to_message"] = self.reply_to.to_json(with_reply=False)
        elif self.topic is not None and with_reply:  # all that stands in a topic "replies" to what began it
            message["reply_to_message"] = self._root(self.topic)
        if self.media_group_id:
            message["media_group_id"] = self.media_group_id
        if self.document is not None:
            message["document"] = self.document.as_document()
        if self.photo:
            message["photo"] = [size.as_photo_size() for size in self.photo]
        message |= self._words()
        if self.markup is not None and "inline_keyboard" in self.markup:
            message["reply_markup"] = self.markup
        return message | self.service | self.marks

    def _root(self, topic: int) -> Json:
        title = self.chat.topics[topic].title if topic in self.chat.topics else ""
        begun = {"name": title, "icon_color": 7322096}
        root = {"message_id": topic, "date": int(self.date.timestamp()), "chat": self.chat.to_json()}
        return {**root, "from": self.sender.to_json(), "forum_topic_created": begun}

    def _words(self) -> Json:
        if not self.content.text:
            return {}
        name, marks = ("caption", "caption_entities") if self.attachment else ("text", "entities")
        words: Json = {name: self.content.text}
        if self.content.entities:
            words[marks] = self.content.entities
        return words
