"""The sandbox as tests and the demo hold it: people who speak to the bot, and what they see.

Every method is thread-safe, so that a test may act while the server runs in another thread.
"""

import asyncio
import time
from collections.abc import Callable
from typing import TypeVar

from bot.sandbox.telegram_forms.calls import Call
from bot.sandbox.telegram_forms.errors import Json
from bot.sandbox.telegram_forms.limits import Limits
from bot.sandbox.telegram_forms.text import formatted
from bot.sandbox.telegram_forms.update_faults import UpdateFaults
from bot.sandbox.world.chats import Channel
from bot.sandbox.world.faults import Faults
from bot.sandbox.world.groups import Groups
from bot.sandbox.world.how_written import How
from bot.sandbox.world.messages import Message
from bot.sandbox.world.people import add_person
from bot.sandbox.world.posting import Draft, post, press_button, start_text
from bot.sandbox.world.switches import Switches
from bot.sandbox.world.world import Callback, OnClock, World
from catalog.clock import Clock, system_clock

Found = TypeVar("Found")
PLAINLY = How()
_LOOKS = 0.1
"""Seconds after which whoever waits looks again, where nothing has happened on the platforms."""

DEFAULT_TOKEN = "7000000001:SANDBOX-token-for-this-machine-only"  # noqa: S105 - opens nothing


class Sandbox:
    """A Telegram of one's own for one bot.

    `clock` dates messages and calls (aware UTC); waiting is by real time. `seed` decides the chances of faults.
    `on_clock` is awaited in the server's loop when the visitor of the web page asks for "next_reminder",
    "tomorrow" or "in_a_week"; the host program then moves its clock. Everything is kept in memory and outlives
    any number of bot processes and servers.
    """

    def __init__(
        self,
        token: str = DEFAULT_TOKEN,
        clock: Clock = system_clock,
        *,
        bot_name: str = "Đôn Đốc",
        bot_username: str = "dondoc_bot",
        seed: int = 0,
        on_clock: OnClock | None = None,
    ) -> None:
        self.world = World(token, clock, bot_name=bot_name, bot_username=bot_username, seed=seed)
        self.world.on_clock = on_clock
        self.groups = Groups(self.world)

    @property
    def token(self) -> str:
        """The bot's token, as one would get it from BotFather."""
        return self.world.token

    @property
    def zalo_token(self) -> str:
        """The bot's token at Zalo; its platform is at /zalo of the sandbox's address."""
        return self.world.zalo.token

    @property
    def faults(self) -> Faults:
        """What goes wrong on order, and the record of what did."""
        return self.world.faults

    @property
    def switches(self) -> Switches:
        """What the platforms do beside their documents."""
        return self.world.switches

    @property
    def update_faults(self) -> UpdateFaults:
        """How updates are disturbed on their way."""
        return self.world.update_faults

    @property
    def limits(self) -> Limits:
        """Telegram's sending limits: `limits.enforced = True` turns them on; every window is on record."""
        return self.world.limits

    @property
    def calls(self) -> list[Call]:
        """Every request of the bot so far, in the order they were answered."""
        with self.world.lock:
            return list(self.world.calls)

    def create_person(
        self,
        name: str,
        username: str | None = None,
        language: str = "vi",
        *,
        started: bool = False,
        about: str = "",
        channel: Channel | None = None,
    ) -> int:
        """A new person; the number is their user id and the id of their private chat with the bot.

        The bot can write to them once they have spoken to it, or from the beginning with `started`. The web page
        shows `about` beside the name. `channel` is where they speak; without one the world's `channel`.
        """
        return add_person(self.world, name, username, language, started=started, about=about, channel=channel)

    # --- what people do ---

    def say(
        self,
        user_id: int,
        text: str,
        reply_to: int | None = None,
        *,
        chat_id: int | None = None,
        how: How = PLAINLY,
    ) -> Message:
        """The person writes `text`, in their private chat or in the group `chat_id`, as a reply if `reply_to`.

        `how` says in which topic, and whether it is forwarded or written by somebody who hides.
        """
        return post(self.world, user_id, chat_id, [Draft(formatted(text, None), how=how)], reply_to)[0]

    def start(self, user_id: int, payload: str = "") -> Message:
        """The person presses Start, or opens https://t.me/<bot>?start=<payload>. Raises ValueError."""
        return self.say(user_id, start_text(payload))

    def send_file(
        self,
        user_id: int,
        data: bytes,
        filename: str,
        mime: str = "",
        caption: str | None = None,
        *,
        reply_to: int | None = None,
        chat_id: int | None = None,
        how: How = PLAINLY,
    ) -> Message:
        """The person sends a file as a document."""
        document = self.world.files.add(data, filename, mime, "document")
        draft = Draft(formatted(caption or "", None), document, how=how)
        return post(self.world, user_id, chat_id, [draft], reply_to)[0]

    def send_photo(
        self,
        user_id: int,
        data: bytes,
        caption: str | None = None,
        *,
        reply_to: int | None = None,
        chat_id: int | None = None,
    ) -> Message:
        """The person sends a picture as a photo: the bot sees sizes, without a file name."""
        draft = Draft(formatted(caption or "", None), photo=tuple(self.world.files.add_photo(data)))
        return post(self.world, user_id, chat_id, [draft], reply_to)[0]

    def send_album(
        self,
        user_id: int,
        pictures: list[bytes],
        caption: str | None = None,
        *,
        reply_to: int | None = None,
        chat_id: int | None = None,
    ) -> list[Message]:
        """The person sends several photos together: one update each, one media_group_id, the caption on the first."""
        words = [caption or "", *[""] * (len(pictures) - 1)]
        drafts = [
            Draft(formatted(text, None), photo=tuple(self.world.files.add_photo(data)))
            for text, data in zip(words, pictures, strict=True)
        ]
        return post(self.world, user_id, chat_id, drafts, reply_to)

    def press(self, user_id: int, message_id: int, button: str, *, chat_id: int | None = None) -> Callback:
        """The person presses the button with this label or `callback_data`; the answer comes into the Callback.

        Raises LookupError when there is no such message or no such button that sends data.
        """
        return press_button(self.world, user_id, chat_id or user_id, message_id, button)

    def raw_update(self, update: Json) -> None:
        """Queues an update exactly as given (malformed ones too); without an update_id it gets the next."""
        with self.world.lock:
            self.world.updates.add_raw(update)
        self.world.changes.bump()

    def redeliver(self, update_id: int | None = None) -> list[Json]:
        """Sends what the bot confirmed before once more: this update, or the last 1000. The answer is what comes."""
        with self.world.lock:
            again = self.world.updates.redeliver(update_id)
        self.world.changes.bump()
        return again

    # --- what people see ---

    def messages_to(self, chat_id: int) -> list[Message]:
        """The bot's messages in a chat as they stand now (edited ones as edited, deleted ones gone)."""
        return [message for message in self.history(chat_id) if message.from_bot]

    def history(self, chat_id: int) -> list[Message]:
        """Everything in a chat, both sides, oldest first."""
        with self.world.lock:
            return list(self.world.in_chat(chat_id))

    async def wait_for(self, wanted: Callable[[], Found | None], seconds: float = 60) -> Found:
        """The first true value of `wanted`, asked again after every event and now and then: what it looks at may be the
        bot's. Raises TimeoutError.
        """
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        while True:
            seen = self.world.changes.count
            value = wanted()
            if value:
                return value
            if loop.time() >= end:
                raise TimeoutError(f"not seen within {seconds} s")
            await self.world.changes.after(seen, min(end - loop.time(), _LOOKS))

    def block_until(self, wanted: Callable[[], Found | None], seconds: float = 60) -> Found:
        """As `wait_for`, for a plain thread. Raises TimeoutError."""
        end = time.monotonic() + seconds
        while True:
            seen = self.world.changes.count
            value = wanted()
            if value:
                return value
            if time.monotonic() >= end:
                raise TimeoutError(f"not seen within {seconds} s")
            self.world.changes.block_after(seen, min(end - time.monotonic(), _LOOKS))

    def answer_to(self, message: Message, contains: str = "") -> Message | None:
        """The bot's first message after `message` in its chat that has `contains` in it; None while there is none."""
        later = self.messages_to(message.chat_id)
        return next((m for m in later if m.message_id > message.message_id and contains in m.text), None)
