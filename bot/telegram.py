"""The Telegram channel: everything that knows the Bot API's form.

Updates are fetched raw and handed on to be stored; only then is the next offset asked for, which acknowledges them
(Bot API, getUpdates). python-telegram-bot's own types read them later.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import structlog
from telegram import Bot, BotCommand, InlineKeyboardButton, InlineKeyboardMarkup, InputFile, Update
from telegram import Message as TelegramMessage
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.telegram_transport import AiohttpRequest, NotSent, ServerFailed
from catalog.channels import CHANNELS
from handlers.incoming import Attachment, Incoming
from scheduler.channel import FetchProblem, Parcel
from scheduler.retry import (
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

POLL_SECONDS = 25
_KINDS = ["message", "callback_query", "my_chat_member"]
_BLOCKED_HINTS = ("chat not found", "user is deactivated", "bot was kicked", "peer_id_invalid")

log = structlog.get_logger()

Store = Callable[[str, str, dict[str, Any]], Awaitable[bool]]
"""Stores (event id, chat key, payload) and returns once it is on disk; False when it was there before."""


class Telegram:
    """One bot. `api` is the address of the Bot API without the token."""

    name = "telegram"

    def __init__(self, token: str, api: str) -> None:
        self._pool = AiohttpRequest()
        self._polling = AiohttpRequest(timeout=POLL_SECONDS + 15)
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

    async def close(self) -> None:
        """Close all connections."""
        await self.bot.shutdown()
        await self._polling.shutdown()
        await self._pool.shutdown()

    async def poll(self, store: Store) -> None:
        """Fetch and store updates for ever. What is not stored is not acknowledged and comes again."""
        offset, pause = 0, 1.0
        while True:
            try:
                updates = await self._polling.call(
                    f"{self.bot.base_url}/getUpdates",
                    {"offset": offset, "timeout": POLL_SECONDS, "allowed_updates": _KINDS, "limit": 100},
                )
            except RetryAfter as busy:
                await asyncio.sleep(float(_seconds(busy)))
                continue
            except TelegramError as problem:
                log.warning("telegram.poll", error=repr(problem))
                await asyncio.sleep(pause)
                pause = min(pause * 2, 30.0)
                continue
            pause = 1.0
            offset = max(offset, await self._take(updates, store))

    async def _take(self, updates: list[Any], store: Store) -> int:
        """Store a batch together; the offset that acknowledges it."""
        known = [u for u in updates if isinstance(u, dict) and isinstance(u.get("update_id"), int)]
        if len(known) < len(updates):
            log.warning("telegram.malformed", count=len(updates) - len(known))
        fresh = await asyncio.gather(*(store(str(u["update_id"]), chat_key(u), u) for u in known))
        for update, new in zip(known, fresh, strict=True):
            callback = update.get("callback_query")
            if new and isinstance(callback, dict):
                await self._stop_spinner(str(callback.get("id", "")))
        return max((int(u["update_id"]) + 1 for u in known), default=0)

    async def _stop_spinner(self, callback_id: str) -> None:
        """The tap was stored; if this answer is lost the button only looks busy a little longer."""
        try:
            await self.bot.answer_callback_query(callback_id)
        except TelegramError as problem:
            log.info("telegram.callback", error=repr(problem))

    async def send(self, parcel: Parcel) -> Outcome:
        """Send one message; see `scheduler.retry` for what the outcomes mean."""
        try:
            message = await self._send(parcel)
        except RetryAfter as busy:
            return RateLimited(float(_seconds(busy)))
        except ChatMigrated as moved:
            return Migrated(str(moved.new_chat_id))
        except Forbidden as refusal:
            return Blocked(refusal.message)
        except (BadRequest, InvalidToken) as refusal:
            hints = refusal.message.lower()
            return Blocked(hints) if any(hint in hints for hint in _BLOCKED_HINTS) else Rejected(refusal.message)
        except NotSent as problem:
            return NetworkBeforeSent(problem.message)
        except ServerFailed as problem:
            return ServerError(problem.status)
        except (TimedOut, NetworkError) as problem:
            return Ambiguous(problem.message)
        except TelegramError as problem:
            return Rejected(problem.message)
        return Sent(str(message.message_id))

    async def _send(self, parcel: Parcel) -> TelegramMessage:
        buttons = _keyboard(parcel)
        if parcel.file is None:
            return await self.bot.send_message(parcel.chat_id, parcel.text, reply_markup=buttons)
        file = InputFile(parcel.file.data, filename=parcel.file.name)
        caption = parcel.text[: CHANNELS[self.name].caption]
        if parcel.file.picture:
            return await self.bot.send_photo(parcel.chat_id, file, caption=caption, reply_markup=buttons)
        return await self.bot.send_document(parcel.chat_id, file, caption=caption, reply_markup=buttons)

    async def fetch(self, ref: str) -> bytes:
        """The bytes behind a file id."""
        try:
            file = await self.bot.get_file(ref)
            return bytes(await file.download_as_bytearray())
        except (BadRequest, Forbidden, InvalidToken) as refusal:
            raise FetchProblem(refusal.message, permanent=True) from None
        except TelegramError as problem:
            raise FetchProblem(problem.message, permanent=False) from None

    def read(self, payload: dict[str, Any]) -> Incoming | None:
        """What an update says; None for what is not meant for us or cannot be read."""
        try:
            update = Update.de_json(payload, self.bot)
        except Exception as problem:  # whatever a malformed update makes the library raise, it must not stop us
            log.warning("telegram.unreadable", error=repr(problem))
            return None
        return read_update(update)


def chat_key(update: dict[str, Any]) -> str:
    """The chat an update belongs to, for keeping its order; "" when there is none to be found."""
    for kind in ("message", "my_chat_member"):
        chat = _path(update, kind, "chat", "id")
        if chat is not None:
            return str(chat)
    return str(_path(update, "callback_query", "message", "chat", "id") or "")


def _path(data: Any, *keys: str) -> Any:
    for key in keys:
        data = data.get(key) if isinstance(data, dict) else None
    return data


def read_update(update: Update) -> Incoming | None:
    """An update in our own words."""
    chat, user = update.effective_chat, update.effective_user
    if chat is None or user is None or user.is_bot:
        return None
    group = chat.type != "private"
    base = Incoming("telegram", str(chat.id), str(user.id), user.full_name, group=group)
    if update.my_chat_member is not None:
        gone = update.my_chat_member.new_chat_member.status in ("kicked", "left")
        return _with(base, event="blocked" if gone else "unblocked")
    if update.callback_query is not None:
        return _with(base, choice=_choice(update.callback_query.data), callback_id=update.callback_query.id)
    message = update.message
    if message is None:
        return None
    files = _attachments(message)
    text = message.text or message.caption or ""
    replied = str(message.reply_to_message.message_id) if message.reply_to_message else ""
    event = "message" if text or files else "unsupported"
    return _with(base, text=text, attachments=files, reply_to=replied, album=message.media_group_id or "", event=event)


def _with(base: Incoming, **fields: Any) -> Incoming:
    return replace(base, **fields)


def _choice(data: str | None) -> tuple[int, int]:
    """(outbox id, index); made-up data becomes a choice that exists nowhere and is refused like any other."""
    head, _, tail = (data or "").partition(".")
    return (int(head), int(tail)) if head.isdigit() and tail.isdigit() and len(head) < 18 else (0, 0)


def _attachments(message: TelegramMessage) -> tuple[Attachment, ...]:
    if message.photo:
        best = max(message.photo, key=lambda size: size.width * size.height)
        return (Attachment(best.file_id, f"anh-{message.date:%Y%m%d-%H%M%S}.jpg", best.file_size),)
    file = message.document or message.video
    if file is None:
        return ()
    return (Attachment(file.file_id, file.file_name or "tep-dinh-kem", file.file_size),)


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


def _seconds(busy: RetryAfter) -> float:
    value = busy.retry_after
    return value if isinstance(value, (int, float)) else value.total_seconds()
