"""The Official Account's side of the sandbox: who people are there, the tokens, the windows, the money, the events.

People, chats, messages, files and faults are the world's own; somebody of the channel "zalo_oa" is told to the bot in
the form of Zalo's OpenAPI (templates/guides/zalo-oa.md says what of it is documented and what is a guess).
"""

import datetime as dt
import hashlib
import secrets
from dataclasses import dataclass, field

from bot.sandbox.telegram_forms.errors import Json
from bot.sandbox.world.chats import Chat, Person
from bot.sandbox.world.files import StoredFile
from bot.sandbox.world.messages import Message

FILES = "/oa/files"
FREE, PAID = dt.timedelta(hours=48), dt.timedelta(days=7)
ACCESS_LIFE, REFRESH_LIFE, UPLOAD_LIFE = dt.timedelta(hours=25), dt.timedelta(days=90), dt.timedelta(days=7)


def oa_user(number: int) -> str:
    """What the account calls that person: nineteen digits."""
    return str(int(hashlib.sha256(f"oa:{number}".encode()).hexdigest(), 16))[:19]


def is_on_oa(person: Person | None) -> bool:
    """Whether this is somebody of the channel "zalo_oa"."""
    return person is not None and person.channel == "zalo_oa"


def millis(moment: dt.datetime) -> str:
    """As the platform writes moments."""
    return str(int(moment.timestamp() * 1000))


def oa_message_id(message: Message) -> str:
    """What the platform calls that message."""
    return hashlib.sha256(f"oa-message:{message.chat.id}:{message.message_id}".encode()).hexdigest()[:20]


@dataclass
class Pair:
    """Tokens in force; each new pair voids the one before at once."""

    access: str
    refresh: str
    access_until: dt.datetime
    refresh_until: dt.datetime


@dataclass
class Uploaded:
    """A file the bot has uploaded: "image" or "file", until when it can be sent."""

    kind: str
    file: StoredFile
    until: dt.datetime


@dataclass
class OaDesk:
    """One account and its app. `hook` is the address saved in the console ("" for none); `base` the sandbox's own.

    `templates` by id with the longest text of each parameter; `billed` counts what was neither free nor of the package.
    """

    app_id: str = "4400000000000000001"
    app_secret: str = "sandbox-app-secret"  # noqa: S105 - opens nothing
    oa_secret: str = "sandbox-oa-secret"  # noqa: S105
    oa_id: str = "4400000000000000002"
    name: str = "OA Đôn Đốc (diễn tập)"
    callback: str = "http://127.0.0.1/zalo-oa"
    challenge: str = ""
    pair: Pair | None = None
    codes: dict[str, dt.datetime] = field(default_factory=dict)
    last: dict[int, dt.datetime] = field(default_factory=dict)
    waiting: list[Json] = field(default_factory=list)
    hook: str = ""
    base: str = ""
    sign: bool = True
    uploads: dict[str, Uploaded] = field(default_factory=dict)
    templates: dict[str, dict[str, int]] = field(
        default_factory=lambda: {"nhac-viec": {"name": 30, "count": 20, "due": 20}}
    )
    by_class: dict[str, int] = field(default_factory=dict)
    outside: int = 0  # messages refused because the window was over
    refreshes: list[tuple[str, bool]] = field(
        default_factory=list
    )  # each use of a refresh token, and whether it gave a pair

    def new_pair(self, now: dt.datetime) -> Pair:
        """A pair as the console or a refresh gives it."""
        self.pair = Pair(secrets.token_hex(32), secrets.token_hex(32), now + ACCESS_LIFE, now + REFRESH_LIFE)
        return self.pair

    def acted(self, person: Person, now: dt.datetime) -> None:
        """The person did something that opens the window anew."""
        self.last[person.id] = now

    def add(self, event: str, person: Person, now: dt.datetime, message: Json | None = None) -> None:
        """Something happened that the bot is told of."""
        body: Json = {"app_id": self.app_id, "event_name": event, "timestamp": millis(now)}
        body["user_id_by_app"] = oa_user(person.id + 1)
        if message is None:
            body |= {"oa_id": self.oa_id, "follower": {"id": oa_user(person.id)}, "source": "oa_profile"}
        else:
            body |= {"sender": {"id": oa_user(person.id)}, "recipient": {"id": self.oa_id}, "message": message}
        self.waiting.append(body)

    def said(self, message: Message, now: dt.datetime) -> None:
        """A person's message, in the form of its event."""
        self.acted(message.sender, now)
        told: Json = {"msg_id": oa_message_id(message)}
        if message.text:
            told["text"] = message.text
        if message.reply_to is not None:
            told["quote_msg_id"] = oa_message_id(message.reply_to)
        kind = "text"
        if message.photo:
            kind = "image"
            url = f"{FILES}/{message.photo[-1].unique_id}"
            told["attachments"] = [{"type": "image", "payload": {"url": url, "thumbnail": url}}]
        elif (document := message.document) is not None:
            kind = "file"
            payload = {
                "url": f"{FILES}/{document.unique_id}", "name": document.name, "size": str(len(document.data)),
                "type": document.name.rpartition(".")[2], "checksum": hashlib.md5(document.data).hexdigest(),  # noqa: S324
            }  # fmt: skip
            told["attachments"] = [{"type": "file", "payload": payload}]
        self.add(f"user_send_{kind}", message.sender, now, told)

    def tapped(self, person: Person, payload: str, number: int, now: dt.datetime) -> None:
        """A button of the kind oa.query.hide: the bot hears its payload as a text like any other."""
        self.acted(person, now)
        told = {"msg_id": hashlib.sha256(f"tap:{person.id}:{number}".encode()).hexdigest()[:20], "text": payload}
        self.add("user_send_text", person, now, told)

    def followed(self, chat: Chat, now: dt.datetime, *, follows: bool) -> None:
        """The person follows the account, or leaves it; to follow opens the window."""
        assert chat.person is not None
        if follows:
            self.acted(chat.person, now)
        self.add("follow" if follows else "unfollow", chat.person, now)
