"""The channel of a Zalo Official Account: sends by the OpenAPI, hears by a signed webhook.

Nothing can be fetched there: what comes is brought, stored before it is acknowledged, and where the store is away it
waits in a journal on disk. After a longer silence of ours the conversations are read for what was missed.
"""

import asyncio
import datetime as dt
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

import httpx
import structlog
from pydantic import ValidationError

from bot.channels.journal import Journal
from bot.channels.patience import Patience
from bot.channels.poll_loop import PollLoop
from bot.channels.zalo_oa import oauth, standing
from bot.channels.zalo_oa.account import OaAccount
from bot.channels.zalo_oa.api import OaApi
from bot.channels.zalo_oa.missed import missed
from bot.channels.zalo_oa.outcome import OPERATOR, outcome_of
from bot.channels.zalo_oa.problems import NoConsent, OaProblem, Refused
from bot.channels.zalo_oa.reading import OaEvent, read, understood, unreadable
from bot.channels.zalo_oa.sending import Link, Sender
from bot.channels.zalo_oa.signature import HEADER, body_of, signed
from bot.channels.zalo_oa.tokens import TokenKeeper, opens
from bot.channels.zalo_oa.uploads import Uploads
from catalog.clock import Clock
from catalog.messaging.channel_limits import CHANNELS
from catalog.messaging.oa_tokens import CHANNEL
from catalog.messaging.windows import remember_left
from catalog.store.store import Store as Database
from handlers.conversation.context import Incoming, Reading, Tapped
from scheduler.delivery.channel import FetchProblem, Parcel
from scheduler.delivery.retry import Outcome

STORE_WITHIN = 1.2
"""Seconds the store may take for an event before it goes to the journal: Zalo waits two."""

FILE_HOSTS = ("zdn.vn", "zadn.vn", "zalo.me", "zaloapp.com", "zaloplatforms.com")
"""Where the platform keeps what people send (seen in documents and elsewhere)."""

KEEP_EVERY = dt.timedelta(hours=1)
"""So often the account is asked who it is, and how much of its package is left."""

REMEMBERED = 500

log = structlog.get_logger()

Store = Callable[[str, str, dict[str, Any]], Awaitable[bool]]
"""Stores (event id, chat key, payload) and returns once it is on disk; False when it was there before."""


class ZaloOa:
    """One account. `link` makes addresses of files; `journal` keeps what came while the store was away."""

    name = CHANNEL
    deep_link = ""  # no address is documented that opens a chat with a code
    signature_header = HEADER

    def __init__(
        self, account: OaAccount, database: Database, clock: Clock, link: Link, patience: Patience | None = None,
        journal: Journal | None = None,
    ) -> None:  # fmt: skip
        self._patience = patience or Patience()
        self.account, self._database, self._clock = account, database, clock
        self._http = httpx.AsyncClient(timeout=self._patience.answer, follow_redirects=False)
        self.api = OaApi(account, self._http, answer=self._patience.answer)
        self.tokens = TokenKeeper(
            database, clock, lambda token: oauth.refresh(self._http, account, token),
            lambda token: opens(lambda: self.api.me(token)),
        )  # fmt: skip
        self.api.tokens = self.tokens
        self._sender = Sender(self.api, Uploads(self.api, database, clock), clock, link)
        self._journal = journal
        self._in_journal = False
        self._names: OrderedDict[str, str] = OrderedDict()  # person -> name there
        self._aside: set[asyncio.Task[None]] = set()
        self.loop: PollLoop | None = None
        self.polls = 0  # how often we were seen to listen
        self.own_id = ""

    async def open(self) -> str:
        """Ask who the account is; returns its name. Raises OaProblem."""
        me = await self.api.me()
        self.own_id = me.oaid
        return me.name

    async def set_menu(self, _commands: list[tuple[str, str]]) -> None:
        """The menu of an account is set in its administration."""

    async def after_tap(self, said: Incoming, tapped: Tapped) -> None:
        """What is sent stays as it is."""

    async def close(self) -> None:
        """Let a renewal of the tokens end, and close all connections."""
        for task in self._aside:
            task.cancel()
        await self.tokens.close()
        await self._http.aclose()

    # --- what comes in ---

    async def take_signed(self, raw: bytes, given: str, store: Store) -> str:
        """Keep the event of one request. Returns "" where it is kept or needs no keeping, else why it is dropped
        ("probe", "unsigned"). Never raises: what the store does not take waits in the journal.
        """
        body = body_of(raw)
        secrets = (self.account.oa_secret, self.account.app_secret)
        if body is None or not signed(raw, body, given, self.account.app_id, secrets, self._clock()):
            return "unsigned" if body is not None and body.get("event_name") and given else "probe"
        event = read(body, self.own_id)
        if event is not None and not await self._stored(event, store):
            await asyncio.to_thread(self._into_journal, body)
        return ""

    async def _stored(self, event: OaEvent, store: Store) -> bool:
        try:
            async with asyncio.timeout(STORE_WITHIN):
                new = await store(event.event_id, event.chat_key, event.payload)
        except Exception as problem:
            log.error("zalo_oa.store", error=repr(problem))
            return False
        if new and event.chat_key and event.chat_key not in self._names:
            self._beside(self._learn_name(event.chat_key))
        return True

    def _into_journal(self, body: dict[str, Any]) -> None:
        if self._journal is not None:
            self._journal.add(body)
            self._in_journal = True

    async def poll(self, store: Store) -> None:
        """For ever: keep the tokens fresh, store what waits in the journal, and read what was missed while away."""
        self._in_journal = self._journal is not None
        looked: dt.datetime | None = None
        while True:
            try:
                await self._out_of_journal(store)
                await self.tokens.keep_fresh()
                if looked is None or self._clock() - looked >= KEEP_EVERY:
                    await self._look_after_account()
                    await self._catch_up(store, at_start=looked is None)
                    looked = self._clock()
                self.polls += 1
            except OaProblem as problem:
                log.warning("zalo_oa.keep", error=str(problem))
                if isinstance(problem, NoConsent):
                    await self._tell_of_lost_consent()
            except Exception as problem:  # also a store that is away
                log.error("zalo_oa.keep", error=repr(problem))
            await asyncio.sleep(max(self._patience.poll, self._patience.pause))

    async def _out_of_journal(self, store: Store) -> None:
        if self._journal is None or not self._in_journal:
            return
        self._in_journal = False
        left = [event for body in await asyncio.to_thread(self._journal.left) if (event := read(body, self.own_id))]
        for event in left:
            if not await self._stored(event, store):
                self._in_journal = True
                return  # all of it stays on disk; what is stored twice is known by its id
        await asyncio.to_thread(self._journal.clear)

    async def _catch_up(self, store: Store, *, at_start: bool) -> None:
        """What was said and not brought: after a stop of ours nobody's fault, else the webhook was switched off."""
        heard, now = await self._database.read_async(standing.last_heard), self._clock()
        if heard is None or now - heard < standing.SILENCE:
            return
        new = [
            event
            for event in await missed(self.api, heard - standing.OVERLAP, self.own_id)
            if await store(event.event_id, event.chat_key, event.payload)
        ]
        if new:
            log.warning("zalo_oa.caught_up", since=heard.isoformat(), events=len(new))
        if new and not at_start:
            await self._database.write_async(lambda s: standing.tell_of_silent_webhook(s, len(new), now))

    async def _look_after_account(self) -> None:
        me, left = await self.api.me(), await self.api.package_left()
        self.own_id = me.oaid
        await self._database.write_async(lambda s: remember_left(s, CHANNEL, left))

    async def _tell_of_lost_consent(self) -> None:
        now = self._clock()
        await self._database.write_async(lambda s: standing.tell_of_lost_consent(s, now))

    async def _learn_name(self, person: str) -> None:
        """What a person is called there: no event says it."""
        try:
            name = await self.api.name_of(person)
            if name:
                await self._database.write_async(lambda s: standing.name_contact(s, person, name))
        except Exception as problem:  # a name can wait for the next word
            log.info("zalo_oa.name", error=type(problem).__name__)
            return
        self._names[person] = name
        while len(self._names) > REMEMBERED:
            self._names.popitem(last=False)

    def _beside(self, work: Any) -> None:
        task = asyncio.create_task(work, name="zalo_oa name")
        self._aside.add(task)
        task.add_done_callback(self._aside.discard)

    def read(self, payload: dict[str, Any]) -> Reading:
        """What a stored event says."""
        try:
            sender = payload.get("sender") or payload.get("follower") or {}
            known = self._names.get(str(sender.get("id")), "") if isinstance(sender, dict) else ""
            return understood(payload, self.own_id, known)
        except ValidationError as problem:
            fields = ", ".join(str(error["loc"]) for error in problem.errors())
            log.warning("zalo_oa.unreadable", fields=fields)
            return unreadable(payload, f"not of this form: {fields}")

    async def fetch(self, ref: str) -> bytes:
        """The bytes of a file a person sent. Raises FetchProblem."""
        try:
            return await self.api.fetch(ref, CHANNELS[self.name].file_in, self._is_of_zalo)
        except Refused as refusal:
            raise FetchProblem(str(refusal), permanent=True) from None
        except OaProblem as problem:
            raise FetchProblem(str(problem), permanent=False) from None

    def _is_of_zalo(self, url: str) -> bool:
        address, here = urlsplit(url), urlsplit(self.account.api)
        if (address.scheme, address.netloc) == (here.scheme, here.netloc):
            return True
        host = (address.hostname or "").lower()
        return address.scheme == "https" and any(host == one or host.endswith(f".{one}") for one in FILE_HOSTS)

    # --- what goes out ---

    async def send(self, parcel: Parcel) -> Outcome:
        """Send one message; see `scheduler.delivery.retry` for what the outcomes mean."""
        try:
            return await self._sender.send(parcel)
        except OaProblem as problem:
            return outcome_of(problem, self._clock())

    async def answers(self) -> bool:
        """Whether the account opens: with a pair of tokens that is lost nothing can be sent."""
        try:
            await self.api.me()
        except Refused as refusal:
            return refusal.code not in OPERATOR
        except OaProblem:
            return False
        return True
