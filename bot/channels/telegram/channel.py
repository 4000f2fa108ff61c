"""The Telegram channel: everything that knows the Bot API's form.

Updates are fetched raw and handed on to be stored; only then is the next offset asked for, which acknowledges them
(Bot API, getUpdates). python-telegram-bot's own types read them later.
"""

import asyncio
import itertools
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Any

import structlog
from telegram import Bot, BotCommand, InlineKeyboardButton, InlineKeyboardMarkup, InputFile, Update
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, NetworkError, TelegramError

from bot.channels.patience import Patience
from bot.channels.poll_loop import PollLoop
from bot.channels.telegram.outcome import only_media, outcome_of
from bot.channels.telegram.raw import as_stored
from bot.channels.telegram.transport import AiohttpRequest, TooFast, on_its_way
from catalog.messaging.channel_limits import CHANNELS
from catalog.messaging.message import Choice
from catalog.people.topics import group_of, topic_of
from scheduler.delivery.channel import FetchProblem, Parcel
from scheduler.delivery.retry import Ambiguous, Outcome, Rejected, Sent, ServerError, TopicGone

if TYPE_CHECKING:
    from handlers.conversation.context import Incoming, Reading, Tapped

_KINDS = ["message", "edited_message", "callback_query", "my_chat_member"]
_NO_PHOTO_HINTS = ("photo_", "image_process_failed", "wrong file type")
_LARGEST_PHOTO = 10_000_000  # https://core.telegram.org/bots/api#sendphoto
_LONGEST_PAUSE = 30.0
_SPINS = 10.0  # seconds a tapped button may look busy while what it asks for is done
_LONGEST_NOTE = 200  # https://core.telegram.org/bots/api#answercallbackquery
_TOKEN_STAYS_GOOD = 60.0  # seconds
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
        self._spinners: dict[str, asyncio.Task[None]] = {}
        self.own_id = ""
        self._token_good_at = float("-inf")
        self.loop: PollLoop | None = None
        self.polls = 0  # how often Telegram has answered with updates, none included, that are on disk now
        base = api.rstrip("/")
        self.bot = Bot(
            token, base_url=f"{base}/bot", base_file_url=f"{base}/file/bot", request=self._pool,
            get_updates_request=self._polling,
        )  # fmt: skip

    async def open(self) -> str:
        """Check the token; returns the bot's username. Raises telegram.error.InvalidToken."""
        await self.bot.initialize()
        self.own_id = str(self.bot.id)
        return self.bot.username

    async def set_menu(self, commands: list[tuple[str, str]]) -> None:
        """The commands Telegram offers under the input line. Raises TelegramError: some gateways let only some methods
        through, and a bot without a menu works all the same.
        """
        await self.bot.set_my_commands([BotCommand(name, text) for name, text in commands])

    @property
    def deep_link(self) -> str:
        """How a link begins that opens this bot and starts it with what follows (Bot API, deep linking)."""
        return f"https://t.me/{self.bot.username}?start="

    async def close(self) -> None:
        """Close all connections."""
        for spinner in self._spinners.values():
            spinner.cancel()
        await self.bot.shutdown()
        await self._polling.shutdown()
        await self._pool.shutdown()

    async def poll(self, store: Store) -> None:
        """Fetch and store updates for ever. What is not stored is not acknowledged and comes again."""
        offset = 0

        async def ask() -> int:
            nonlocal offset
            offset, new = await self._take(await self._fetched(offset), store)
            self.polls += 1
            return new

        self.loop = PollLoop(
            self.name, ask, self._patience, free=self._drop_webhook, is_hooked=_is_hooked, named_wait=_named_wait
        )
        await self.loop.run()

    async def _drop_webhook(self) -> None:
        """An earlier run had Telegram bring the updates; what waits there is fetched from now on."""
        await self.bot.delete_webhook(drop_pending_updates=False)

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
        await self._keep([body], store)
        self.polls += 1

    async def _fetched(self, offset: int) -> list[Any]:
        parameters = {"offset": offset, "timeout": self._patience.poll, "allowed_updates": _KINDS, "limit": 100}
        updates = await self._polling.call(f"{self.bot.base_url}/getUpdates", parameters)
        return updates if isinstance(updates, list) else []

    async def _take(self, updates: list[Any], store: Store) -> tuple[int, int]:
        """Store a batch together; the offset that acknowledges it, and how many of it are new.

        After an empty batch all before it is acknowledged and the offset starts anew: after a quiet week Telegram may
        go on with any smaller number (Bot API, Update.update_id), which the old offset would pass over.
        """
        new = await self._keep(updates, store)
        ids = [u["update_id"] for u in updates if isinstance(u, dict) and type(u.get("update_id")) is int]
        if updates and not ids:
            raise ValueError("no update has an id: nothing can be acknowledged")
        return max((number + 1 for number in ids), default=0), new

    async def _keep(self, updates: list[Any], store: Store) -> int:
        """Store what came, whatever it is, also what nobody can read; how many of it are new."""
        fresh = await asyncio.gather(*(store(*as_stored(update)) for update in updates))
        for update, new in zip(updates, fresh, strict=True):
            callback = update.get("callback_query") if isinstance(update, dict) else None
            if new and isinstance(callback, dict):
                known = str(callback.get("id", ""))
                self._spinners[known] = asyncio.create_task(self._stop_spinner(known, after=_SPINS))
        return sum(fresh)

    async def _stop_spinner(self, callback_id: str, words: str = "", after: float = 0.0) -> None:
        """The tap was stored; if this answer is lost the button only looks busy a little longer."""
        await asyncio.sleep(after)
        self._spinners.pop(callback_id, None)
        try:
            await self.bot.answer_callback_query(callback_id, text=words[:_LONGEST_NOTE] or None)
        except TelegramError as problem:
            log.info("telegram.callback", error=repr(problem))

    async def after_tap(self, said: "Incoming", tapped: "Tapped") -> None:
        """Stop the button looking busy, with words where the tap did nothing; take away buttons that are used up."""
        if (spinner := self._spinners.pop(said.callback_id, None)) is not None:
            spinner.cancel()
        await self._stop_spinner(said.callback_id, tapped.words)
        if not tapped.message_id.isdigit() or not (tapped.used or tapped.void):
            return
        keyboard = _keyboard(tapped.outbox_id, [tapped.left[n : n + 2] for n in range(0, len(tapped.left), 2)])
        try:
            await self.bot.edit_message_reply_markup(said.chat_id, int(tapped.message_id), reply_markup=keyboard)
        except Exception as problem:  # as it was: what is tapped again is answered again
            log.info("telegram.buttons", error=type(problem).__name__)

    async def send(self, parcel: Parcel) -> Outcome:
        """Send one message; see `scheduler.delivery.retry` for what the outcomes mean."""
        on_its_way.set(parcel.on_its_way)
        try:
            number = await self._send(parcel)
        except InvalidToken as problem:
            # Telegram, and gateways that let only some methods through, say 404 to a method they do not know.
            return ServerError(404) if await self._token_is_good() else outcome_of(problem)
        except Exception as problem:
            outcome = outcome_of(problem)
            if isinstance(outcome, TopicGone) and not topic_of(parcel.chat_id):
                return Rejected(outcome.reason)  # said of a chat that is no topic: there is nowhere else to go
            return outcome
        # Neither the library nor we check types before.
        return Sent(str(number)) if type(number) is int else Ambiguous("taken without a message id")

    async def _token_is_good(self) -> bool:
        """Whether getMe takes the token: it alone decides. What it said holds for a minute."""
        now = asyncio.get_running_loop().time()
        if now - self._token_good_at < _TOKEN_STAYS_GOOD:
            return True
        try:
            await self.bot.get_me()
        except Exception:
            return False
        self._token_good_at = now
        return True

    async def answers(self) -> bool:
        """Whether Telegram says anything at all: a refusal of the token is an answer, too."""
        try:
            await self.bot.get_me()
        except NetworkError as problem:
            return isinstance(problem, BadRequest)
        except TelegramError:
            return True
        return True

    async def _send(self, parcel: Parcel) -> Any:
        """The number Telegram gives the message."""
        numbers = itertools.count()
        buttons = _keyboard(parcel.outbox_id, [[(next(numbers), one) for one in row] for row in parcel.choices])
        chat, topic = group_of(parcel.chat_id), topic_of(parcel.chat_id)
        where: dict[str, Any] = {"chat_id": chat, "message_thread_id": int(topic) if topic else None}
        if parcel.file is None:
            return await self._say(where, parcel.text, buttons)
        file = InputFile(parcel.file.data, filename=parcel.file.name)
        words = parcel.text or None
        try:
            if parcel.file.picture and len(parcel.file.data) <= _LARGEST_PHOTO:
                try:
                    photo = await self.bot.send_photo(**where, photo=file, caption=words, reply_markup=buttons)
                    return photo.message_id
                except BadRequest as refusal:  # too long, too narrow, not a picture after all: then as it is
                    if not any(hint in refusal.message.lower() for hint in _NO_PHOTO_HINTS):
                        raise
            sent = await self.bot.send_document(**where, document=file, caption=words, reply_markup=buttons)
            return sent.message_id
        except (BadRequest, Forbidden) as refusal:
            if not only_media(refusal.message):
                raise
            from templates.render import say  # what is asked before anything is said need not load it

            text = say("other_channel.files_locked", text=parcel.text, name=parcel.file.name)
            return await self._say(where, text, buttons)

    async def _say(self, where: dict[str, Any], text: str, buttons: InlineKeyboardMarkup | None) -> Any:
        """sendMessage, of whose long answer only the number is read: objects of all of it took as long as the rest."""
        parameters = {**where, "text": text, "reply_markup": None if buttons is None else buttons.to_json()}
        said = {name: value for name, value in parameters.items() if value is not None}
        answer = await self._pool.call(f"{self.bot.base_url}/sendMessage", said)
        return answer.get("message_id") if isinstance(answer, dict) else None

    async def fetch(self, ref: str) -> bytes:
        """The bytes behind a file id."""
        try:
            file = await self.bot.get_file(ref)
            return await self._pool.download(str(file.file_path), CHANNELS[self.name].file_in)
        except (BadRequest, Forbidden, InvalidToken) as refusal:
            raise FetchProblem(refusal.message, permanent=True) from None
        except TelegramError as problem:
            raise FetchProblem(problem.message, permanent=False) from None
        except Exception as problem:  # an answer the library cannot read
            raise FetchProblem(repr(problem), permanent=False) from None

    def read(self, payload: dict[str, Any]) -> "Reading":
        """What an update says."""
        from bot.channels.telegram.reading import read_update, unreadable  # conversations, loaded beside the first poll

        try:
            return read_update(Update.de_json(payload, self.bot))
        except Exception as problem:  # whatever a malformed update makes the library raise, it must not stop us
            why = str(problem) if type(problem) is ValueError else type(problem).__name__
            log.warning("telegram.unreadable", error=type(problem).__name__)
            return unreadable(payload, why)


def _is_hooked(problem: Exception) -> bool:
    return isinstance(problem, Conflict) and "webhook" in problem.message


def _named_wait(problem: Exception) -> float:
    return problem.seconds if isinstance(problem, TooFast) else 0.0


def _keyboard(outbox_id: int, rows: Sequence[Sequence[tuple[int, Choice]]]) -> InlineKeyboardMarkup | None:
    """Buttons, each with its place among all the choices of its message."""
    if not any(rows):
        return None
    return InlineKeyboardMarkup(
        [
            [InlineKeyboardButton(choice.label[:64], callback_data=f"{outbox_id}.{index}") for index, choice in row]
            for row in rows
        ]
    )
