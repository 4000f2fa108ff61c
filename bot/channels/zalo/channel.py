"""The Zalo channel: everything that knows the form of the Zalo Bot Platform.

It has no buttons, no documents and no offset. Choices become numbered lines, files become addresses of our own web
application, and an event that was fetched is gone at Zalo's: it is held here until it is stored.
"""

import asyncio
import datetime as dt
import re
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

import structlog
from pydantic import ValidationError

from bot.channels.journal import Journal
from bot.channels.patience import Patience
from bot.channels.poll_loop import PollLoop
from bot.channels.zalo.api import AnswerLost, NotSent, Refused, ServerFailed, ZaloApi, ZaloProblem
from bot.channels.zalo.reading import read, understood, unreadable
from catalog.messaging.channel_limits import CHANNELS
from handlers.conversation.context import Incoming, Reading, Tapped
from scheduler.delivery.channel import FetchProblem, Parcel
from scheduler.delivery.retry import (
    Ambiguous,
    Blocked,
    NetworkBeforeSent,
    Outcome,
    RateLimited,
    Rejected,
    Sent,
    ServerError,
)
from templates.render import say

PICTURE_LIFE, DOCUMENT_LIFE = dt.timedelta(hours=1), dt.timedelta(hours=24)
"""How long Zalo may take to fetch a picture from us, and a person to open a document."""

QUOTA_PAUSE = 60.0
"""Seconds to wait after a 429 that does not say how long: the quota may be one of the minute or of the day."""

LONGEST_QUOTA_PAUSE = 1800.0
"""Seconds between two tries while a quota goes on being refused."""

_UNKNOWN_HINTS = ("chat not found", "user not found", "chat_id", "user_id", "not exist", "blocked")
_OF_THE_PERSON = re.compile(
    r"block|permission|not allowed|denied|unfollow|not follow|(?:by|the|this) (?:user|recipient)"
)
"""Words by which a 403 speaks of whoever the message is for."""

_LONGEST_PAUSE = 30.0

log = structlog.get_logger()

Store = Callable[[str, str, dict[str, Any]], Awaitable[bool]]
"""Stores (event id, chat key, payload) and returns once it is on disk; False when it was there before."""

Link = Callable[[Parcel, dt.timedelta], str]
"""The public address of the file of an outgoing message for so long, "" where there is none."""


class Zalo:
    """One bot. `api` is the address of the Bot Platform without the token, `link` makes addresses of files."""

    name = "zalo"
    secret_header = "X-Bot-Api-Secret-Token"  # noqa: S105 - a header's name
    deep_link = ""  # no address is documented that opens a chat with a bot and a code

    def __init__(
        self, token: str, api: str, link: Link, patience: Patience | None = None, journal: Journal | None = None
    ) -> None:
        """`journal` keeps what was fetched until it is stored; without one a stop in that moment loses it."""
        self._patience = patience or Patience()
        self._host = urlsplit(api).hostname
        self._link = link
        self._journal = journal
        self.api = ZaloApi(token, api, self._patience.answer, self._patience.photo)
        self.loop: PollLoop | None = None
        self._quotas = 0  # how often in a row a quota was refused
        self.polls = 0  # how often Zalo has answered with an event, or none, that is on disk now
        self.own_id = ""  # the bot's; kept in the store, since what it sent comes back before `open` may succeed

    async def open(self) -> str:
        """Check the token; returns the bot's name. Raises ZaloProblem."""
        me = await self.api.get_me()
        self.own_id = me.id
        return me.account_name

    async def set_menu(self, _commands: list[tuple[str, str]]) -> None:
        """Zalo has no menu of commands."""

    async def after_tap(self, said: Incoming, tapped: Tapped) -> None:
        """Zalo has no buttons."""

    async def close(self) -> None:
        """Close all connections."""
        await self.api.close()

    async def poll(self, store: Store) -> None:
        """Fetch and store events for ever, first those that a run before this one could not store any more."""
        await self._keep_what_is_left(store)

        async def ask() -> int:
            body = await self.api.get_updates(self._patience.poll)
            new = body is not None and await self._keep(body, store)
            self.polls += 1
            return int(new)

        self.loop = PollLoop(
            self.name, ask, self._patience, free=self._drop_webhook, free_first=True,
            is_hooked=lambda problem: isinstance(problem, Refused), named_wait=_named_wait,
        )  # fmt: skip
        await self.loop.run()

    async def _drop_webhook(self) -> None:
        """An earlier run had Zalo bring the events: while it does, there is nothing to fetch."""
        if await self.api.webhook_url():
            await self.api.delete_webhook()

    async def _keep_what_is_left(self, store: Store) -> None:
        """What a run before this one had fetched and could not store any more."""
        if self._journal is not None and (left := await asyncio.to_thread(self._journal.left)):
            for body in left:
                await self._stored(body, store)
            await asyncio.to_thread(self._journal.clear)

    async def _keep(self, body: Any, store: Store) -> bool:
        """Store what was fetched, and say whether it was new: it stands in the journal until it is stored, so that a
        stop in this moment loses nothing.
        """
        if self._journal is None:
            return await self._stored(body, store)
        await asyncio.to_thread(self._journal.add, body)
        new = await self._stored(body, store)
        await asyncio.to_thread(self._journal.clear)
        return new

    async def _stored(self, body: Any, store: Store) -> bool:
        """Store it, however long the store is away: nobody else has it any more."""
        failures = 0
        while True:
            if self.loop is not None:
                self.loop.alive()
            try:
                return await self.take_posted(body, store)
            except Exception as problem:
                log.error("zalo.store", error=repr(problem))
                await asyncio.sleep(self._pause(failures))
                failures += 1

    def _pause(self, failures: int) -> float:
        return float(min(self._patience.pause * 2.0 ** min(failures, 10), _LONGEST_PAUSE))

    async def keep_webhook(self, url: str, secret: str) -> None:
        """Have Zalo bring events to `url` with `secret` in `secret_header`, for ever: set anew if it is lost."""
        failures, ours = 0, False
        while True:
            try:
                if not ours or await self.api.webhook_url() != url:  # "" where Zalo has lost it
                    await self.api.set_webhook(url, secret)
                    ours = True
                self.polls += 1
                failures = 0
                await asyncio.sleep(self._patience.poll)
            except ZaloProblem as problem:
                log.warning("zalo.webhook", error=repr(problem))
                await asyncio.sleep(self._pause(failures))
                failures += 1

    async def take_posted(self, body: Any, store: Store) -> bool:
        """Store the event a webhook brought or a poll fetched; whether it was new. Raises only what the store
        raises.
        """
        event = read(body)
        return await store(event.event_id, event.chat_key, event.payload)

    async def send(self, parcel: Parcel) -> Outcome:
        """Send one message; see `scheduler.delivery.retry` for what the outcomes mean."""
        try:
            sent = Sent(await self._send(parcel))
        except ZaloProblem as problem:
            outcome = outcome_of(problem)
            if isinstance(problem, Refused) and problem.code == 429 and not problem.retry_after:
                # Of a minute or of the month: who is refused again and again asks less and less.
                outcome = RateLimited(min(QUOTA_PAUSE * 2.0**self._quotas, LONGEST_QUOTA_PAUSE))
                self._quotas = min(self._quotas + 1, 10)
            return outcome
        self._quotas = 0
        return sent

    async def answers(self) -> bool:
        """Whether Zalo says anything at all."""
        try:
            await self.api.get_me()
        except Refused:
            return True
        except ZaloProblem:
            return False
        return True

    async def _send(self, parcel: Parcel) -> str:
        text = with_numbers(parcel)
        if parcel.file is None:
            return await self.api.send_message(parcel.chat_id, text)
        url = self._link(parcel, DOCUMENT_LIFE)
        # A picture whose answer was lost may be there already: what is sent again is its address, no second picture.
        if url and parcel.file.picture and not parcel.maybe_there:
            try:
                return await self.api.send_photo(parcel.chat_id, self._link(parcel, PICTURE_LIFE), text)
            except Refused as refusal:
                if refusal.code != 400:
                    raise
                log.warning("zalo.photo", error=repr(refusal))  # not a picture to Zalo: then as an address
        name = parcel.file.name
        where = say("other_channel.link", name=name, url=url) if url else say("other_channel.no_link", name=name)
        return await self.api.send_message(parcel.chat_id, f"{text}\n\n{where}".strip())

    async def fetch(self, ref: str) -> bytes:
        """The bytes of a photo. Raises FetchProblem."""
        address = urlsplit(ref)
        if address.scheme != "https" and address.hostname != self._host:
            raise FetchProblem("not an address of Zalo", permanent=True)
        try:
            return await self.api.fetch(ref, CHANNELS[self.name].file_in)
        except Refused as refusal:
            raise FetchProblem(str(refusal), permanent=True) from None
        except ZaloProblem as problem:
            raise FetchProblem(str(problem), permanent=False) from None

    def read(self, payload: dict[str, Any]) -> Reading:
        """What a stored event says."""
        try:
            return understood(payload, self.own_id)
        except ValidationError as problem:
            fields = ", ".join(str(error["loc"]) for error in problem.errors())
            log.warning("zalo.unreadable", fields=fields)
            return unreadable(payload, f"not of this form: {fields}")


def _named_wait(problem: Exception) -> float:
    return (problem.retry_after or 0.0) if isinstance(problem, Refused) else 0.0


def with_numbers(parcel: Parcel) -> str:
    """The text with its choices as numbered lines, but for those that it shows under their number already."""
    choices = [choice for row in parcel.choices for choice in row]
    lines = [(choice.number, choice.label) for choice in choices if choice.needs_line]
    asks = bool(lines) or any(choice.listed for choice in choices)
    return "\n".join(part for part in (parcel.text, say("other_channel.choices", lines=lines, asks=asks)) if part)


def outcome_of(problem: ZaloProblem) -> Outcome:
    """What a failed attempt means for the message. Only Sent is ever recorded as sent."""
    match problem:
        case NotSent():
            return NetworkBeforeSent(str(problem))
        case ServerFailed():
            return ServerError(problem.status)
        case Refused():
            return _refused(problem)
        case AnswerLost():
            return Ambiguous(str(problem))
        case _:
            return Ambiguous(repr(problem))


def _refused(refusal: Refused) -> Outcome:
    if refusal.code == 429:
        return RateLimited(refusal.retry_after or QUOTA_PAUSE)
    if refusal.code in (408, 504):
        return Ambiguous(str(refusal))  # Zalo waited for something of its own: the message may have gone
    if refusal.code == 401:  # nothing is wrong with the message: it waits for the operator
        log.error("zalo.token", error=str(refusal))
        return NetworkBeforeSent(str(refusal))
    if refusal.code == 403:  # Zalo's own label for it is "Internal server error"
        return Blocked(str(refusal)) if _OF_THE_PERSON.search(str(refusal).lower()) else ServerError(403)
    unknown = refusal.code in (400, 404) and any(hint in str(refusal).lower() for hint in _UNKNOWN_HINTS)
    return Blocked(str(refusal)) if unknown else Rejected(str(refusal))
