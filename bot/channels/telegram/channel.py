"""The Telegram channel: everything that knows the Bot API's form.

Updates are fetched raw and handed on to be stored; only then is the next offset asked for, which acknowledges them
(Bot API, getUpdates). python-telegram-bot's own types read them later.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from telegram import Bot, BotCommand, InlineKeyboardButton, InlineKeyboardMarkup, InputFile, Update
from telegram import Message as TelegramMessage
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, NetworkError, TelegramError

from bot.channels.patience import Patience
from bot.channels.telegram.reading import chat_key, read_update
from bot.channels.telegram.transport import AiohttpRequest, NotSent, ServerFailed, TooFast, on_its_way
from handlers.conversation.context import Incoming
from scheduler.delivery.channel import FetchProblem, Parcel
from scheduler.delivery.retry import (
    Ambiguous,
    Blocked,
    Migrated,
    NetworkBeforeSent,
    Outcome,
    RateLimited,
    Rejected,
    Sent,
    ServerError,
)

_KINDS = ["message", "edited_message", "callback_query", "my_chat_member"]
_BLOCKED_HINTS = ("chat not found", "user is deactivated", "bot was kicked", "peer_id_invalid", "not enough rights")
_NO_PHOTO_HINTS = ("photo_", "image_process_failed", "wrong file type")
_LARGEST_PHOTO = 10_000_000  # https://core.telegram.org/bots/api#sendphoto
_LONGEST_PAUSE = 30.0
_CONNECTIONS = 40  # requests Telegram may have open to our webhook at a time (setWebhook, max_connections)

log = structlog.get_logger()

Store = Callable[[str, str, dict[str, Any]], Awaitable[bool]]
"""Stores (event id, chat key, payload) and returns once it is on disk; False when it was there before."""


class Telegram:
    """One bot. `api` is the address of the Bot API without the token."""

    name = "telegram"
    secret_header = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name

    def __init__(self, token: str, api: str, patience: Patience | None = None) -> None:
        self._patience = patience or Patience()
        self._pool = AiohttpRequest(timeout=self._patience.answer)
        self._polling = AiohttpRequest(timeout=self._patience.poll + 15)
        self._spinners: set[asyncio.Task[None]] = set()
        self.polls = 0  # how often Telegram has answered with updates, none included, that are on disk now
        base = api.rstrip("/")
        self.bot = Bot(
            token, base_url=f"{base}/bot", base_file_url=f"{base}/file/bot", request=self._pool,
            get_updates_request=self._polling,
        )  # fmt: skip

    async def open(self, commands: list[tuple[str, str]]) -> str:
        """Check the token, set the menu of commands; returns the bot's username. Raises telegram.error.InvalidToken."""
        await self.bot.initialize()
        await self.bot.set_my_commands([BotCommand(name, text) for name, text in commands])
        return self.bot.username

    @property
    def deep_link(self) -> str:
        """How a link begins that opens this bot and starts it with what follows (Bot API, deep linking)."""
        return f"https://t.me/{self.bot.username}?start="

    async def close(self) -> None:
        """Close all connections."""
        for spinner in self._spinners:
            spinner.cancel()
        await self.bot.shutdown()
        await self._polling.shutdown()
        await self._pool.shutdown()

    async def poll(self, store: Store) -> None:
        """Fetch and store updates for ever. What is not stored is not acknowledged and comes again."""
        offset, failures = 0, 0
        while True:
            try:
                offset = await self._take(await self._fetched(offset), store)
                failures = 0
                self.polls += 1
            except TooFast as busy:
                await asyncio.sleep(busy.seconds)
            except Exception as problem:  # of Telegram, the network or the store: none of them may make us deaf
                log.warning("telegram.poll", error=repr(problem))
                if isinstance(problem, Conflict) and "webhook" in problem.message:
                    await self._drop_webhook()
                await asyncio.sleep(min(self._patience.pause * 2.0 ** min(failures, 10), _LONGEST_PAUSE))
                failures += 1

    async def _drop_webhook(self) -> None:
        """An earlier run had Telegram bring the updates; what waits there is fetched from now on."""
        try:
            await self.bot.delete_webhook(drop_pending_updates=False)
        except TelegramError as problem:
            log.warning("telegram.webhook", error=repr(problem))

    async def keep_webhook(self, url: str, secret: str) -> None:
        """Have Telegram bring updates to `url` with `secret` in `secret_header`, for ever: set anew if it is lost."""
        failures, ours = 0, False
        while True:
            try:
                info = await self.bot.get_webhook_info()
                if not ours or info.url != url:
                    await self.bot.set_webhook(
                        url, secret_token=secret, allowed_updates=_KINDS, max_connections=_CONNECTIONS
                    )
                    ours = True
                elif info.pending_update_count == 0:
                    self.polls += 1  # all it had is on disk
                elif info.last_error_message:
                    log.warning("telegram.webhook", waiting=info.pending_update_count, error=info.last_error_message)
                failures = 0
                await asyncio.sleep(self._patience.poll)
            except TelegramError as problem:
                log.warning("telegram.webhook", error=repr(problem))
                await asyncio.sleep(min(self._patience.pause * 2.0 ** min(failures, 10), _LONGEST_PAUSE))
                failures += 1

    async def take_posted(self, body: dict[str, Any], store: Store) -> None:
        """Store the update a webhook brought. Raises only what the store raises."""
        if type(body.get("update_id")) is not int:  # acknowledged all the same: it would be no better next time
            log.warning("telegram.malformed", count=1)
            return
        await self._take([body], store)
        self.polls += 1

    async def _fetched(self, offset: int) -> list[Any]:
        parameters = {"offset": offset, "timeout": self._patience.poll, "allowed_updates": _KINDS, "limit": 100}
        updates = await self._polling.call(f"{self.bot.base_url}/getUpdates", parameters)
        return updates if isinstance(updates, list) else []

    async def _take(self, updates: list[Any], store: Store) -> int:
        """Store a batch together; the offset that acknowledges it.

        After an empty batch all before it is acknowledged and the offset starts anew: after a quiet week Telegram may
        go on with any smaller number (Bot API, Update.update_id), which the old offset would pass over.
        """
        known = [u for u in updates if isinstance(u, dict) and type(u.get("update_id")) is int]
        if len(known) < len(updates):
            log.warning("telegram.malformed", count=len(updates) - len(known))
        if updates and not known:
            raise ValueError("no update has an id: nothing can be acknowledged")
        fresh = await asyncio.gather(*(store(str(u["update_id"]), chat_key(u), u) for u in known))
        for update, new in zip(known, fresh, strict=True):
            callback = update.get("callback_query")
            if new and isinstance(callback, dict):
                spinner = asyncio.create_task(self._stop_spinner(str(callback.get("id", ""))))
                self._spinners.add(spinner)
                spinner.add_done_callback(self._spinners.discard)
        return max((int(u["update_id"]) + 1 for u in known), default=0)

    async def _stop_spinner(self, callback_id: str) -> None:
        """The tap was stored; if this answer is lost the button only looks busy a little longer."""
        try:
            await self.bot.answer_callback_query(callback_id)
        except TelegramError as problem:
            log.info("telegram.callback", error=repr(problem))

    async def send(self, parcel: Parcel) -> Outcome:
        """Send one message; see `scheduler.delivery.retry` for what the outcomes mean."""
        on_its_way.set(parcel.on_its_way)
        try:
            message = await self._send(parcel)
        except Exception as problem:
            return outcome_of(problem)
        return Sent(str(message.message_id))

    async def _send(self, parcel: Parcel) -> TelegramMessage:
        buttons = _keyboard(parcel)
        if parcel.file is None:
            return await self.bot.send_message(parcel.chat_id, parcel.text, reply_markup=buttons)
        file = InputFile(parcel.file.data, filename=parcel.file.name)
        words = parcel.text or None
        if parcel.file.picture and len(parcel.file.data) <= _LARGEST_PHOTO:
            try:
                return await self.bot.send_photo(parcel.chat_id, file, caption=words, reply_markup=buttons)
            except BadRequest as refusal:  # too long, too narrow, not a picture after all: then as it is
                if not any(hint in refusal.message.lower() for hint in _NO_PHOTO_HINTS):
                    raise
        return await self.bot.send_document(parcel.chat_id, file, caption=words, reply_markup=buttons)

    async def fetch(self, ref: str) -> bytes:
        """The bytes behind a file id."""
        try:
            file = await self.bot.get_file(ref)
            return bytes(await file.download_as_bytearray())
        except (BadRequest, Forbidden, InvalidToken) as refusal:
            raise FetchProblem(refusal.message, permanent=True) from None
        except TelegramError as problem:
            raise FetchProblem(problem.message, permanent=False) from None
        except Exception as problem:  # an answer the library cannot read
            raise FetchProblem(repr(problem), permanent=False) from None

    def read(self, payload: dict[str, Any]) -> Incoming | None:
        """What an update says; None for what is not meant for us or cannot be read."""
        try:
            return read_update(Update.de_json(payload, self.bot))
        except Exception as problem:  # whatever a malformed update makes the library raise, it must not stop us
            log.warning("telegram.unreadable", error=type(problem).__name__)
            return None


def outcome_of(problem: Exception) -> Outcome:
    """What a failed attempt means for the message."""
    match problem:
        case TooFast():
            return RateLimited(problem.seconds)
        case ChatMigrated():
            return Migrated(str(problem.new_chat_id))
        case Forbidden():
            return Blocked(problem.message)
        case BadRequest():
            gone = any(hint in problem.message.lower() for hint in _BLOCKED_HINTS)
            return Blocked(problem.message) if gone else Rejected(problem.message)
        case NotSent():
            return NetworkBeforeSent(problem.message)
        case InvalidToken():  # nothing is wrong with the message: it waits for the operator
            log.error("telegram.token", error=problem.message)
            return NetworkBeforeSent(problem.message)
        case ServerFailed():
            return ServerError(problem.status)
        case NetworkError():
            return Ambiguous(problem.message)
        case TelegramError():
            return Rejected(problem.message)
        case _:  # an answer the library cannot read: the message may have been taken
            log.error("telegram.send", error=repr(problem), exc_info=problem)
            return Ambiguous(repr(problem))


def _keyboard(parcel: Parcel) -> InlineKeyboardMarkup | None:
    if not parcel.choices:
        return None
    rows, index = [], 0
    for row in parcel.choices:
        buttons = []
        for choice in row:
            buttons.append(InlineKeyboardButton(choice.label[:64], callback_data=f"{parcel.outbox_id}.{index}"))
            index += 1
        rows.append(buttons)
    return InlineKeyboardMarkup(rows)
