"""Everything the sandbox knows, in memory: it outlives the bot's process, as Telegram does."""

import datetime as dt
import threading
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass

from bot.sandbox.telegram_forms.calls import Call, Upload
from bot.sandbox.telegram_forms.errors import Json
from bot.sandbox.telegram_forms.limits import Limits
from bot.sandbox.telegram_forms.update_faults import UpdateFaults
from bot.sandbox.telegram_forms.updates import UpdateQueue
from bot.sandbox.world.changes import Changes
from bot.sandbox.world.chats import Channel, Chat, Person
from bot.sandbox.world.faults import Faults
from bot.sandbox.world.files import FileStore
from bot.sandbox.world.mail_desk import MailDesk
from bot.sandbox.world.messages import Message
from bot.sandbox.world.oa_desk import OaDesk
from bot.sandbox.world.switches import Switches
from bot.sandbox.world.zalo_events import ZaloDesk
from catalog.clock import Clock

OnClock = Callable[[str], Awaitable[object]]
Behind = Callable[[], Json | None]


@dataclass
class Callback:
    """A button that was pressed: which, by whom, and what the bot answered."""

    id: str
    person: Person
    message: Message
    data: str
    answered: bool = False
    text: str = ""
    alert: bool = False
    expired: bool = False


@dataclass
class Webhook:
    """Where updates are sent when the bot does not fetch them; `last_error` is (when, Telegram's words)."""

    url: str
    secret: str
    max_connections: int
    last_error: tuple[dt.datetime, str] | None = None


class World:
    """People, chats, messages, files, updates and the record of calls.

    Every reader and writer holds `lock` for one short step; `changes` tells those who wait.
    """

    def __init__(self, token: str, clock: Clock, *, bot_name: str, bot_username: str, seed: int) -> None:
        self.token = token
        self.clock = clock
        self.bot = Person(int(token.partition(":")[0]), bot_name, bot_username, None, is_bot=True)
        self.lock = threading.RLock()
        self.changes = Changes()
        self.channel: Channel = "telegram"  # where people speak of whom nothing else is said
        self.channels: tuple[Channel, ...] = ("telegram",)  # where the bot listens: what a visitor may choose from
        self.people: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}
        self.messages: defaultdict[int, dict[int, Message]] = defaultdict(dict)  # by chat, then by id
        self.callbacks: dict[str, Callback] = {}
        self.files = FileStore()
        self.updates = UpdateQueue(clock)
        self.calls: list[Call] = []
        self.faults = Faults(clock, seed)
        self.update_faults = UpdateFaults(seed)
        self.zalo = ZaloDesk(self.update_faults)
        self.mail = MailDesk()
        self.oa = OaDesk()
        self.limits = Limits()
        self.switches = Switches()
        self.commands: dict[str, list[Json]] = {}
        self.webhook: Webhook | None = None
        self.web: dict[str, Upload] = {}  # pages the sandbox can "fetch" for a file sent by URL
        self.on_clock: OnClock | None = None
        self.behind: Behind | None = None  # what the host program tells of its last event, for the web page
        self._message_ids = 0
        self._albums = 13_500_000_000

    def new_message(self, chat: Chat, sender: Person) -> Message:
        """An empty message at the end of a chat, to be filled before the lock is let go.

        Supergroups count their own messages; private chats and basic groups share one count.
        """
        if chat.kind == "supergroup":
            chat.last_message_id += 1
            message_id = chat.last_message_id
        else:
            self._message_ids += 1
            message_id = self._message_ids
        message = Message(message_id, chat, sender, self.clock())
        self.messages[chat.id][message_id] = message
        return message

    def next_album(self) -> str:
        """A media_group_id nobody has."""
        self._albums += 1
        return str(self._albums)

    def message(self, chat_id: int, message_id: int | None) -> Message | None:
        """The message, unless it was deleted."""
        found = self.messages[chat_id].get(message_id or 0)
        return None if found is None or found.deleted else found

    def in_chat(self, chat_id: int) -> Iterator[Message]:
        """What stands in a chat now, oldest first."""
        return (found for found in self.messages[chat_id].values() if not found.deleted)
