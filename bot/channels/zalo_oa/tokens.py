"""The access token in hand, and a new pair in time: one process asks at a time, and never twice without need.

A refresh token is used once. So that a kill at any moment leaves a good pair, or a sentence that consent is needed:

1. that the token is about to be used is committed first ("asking");
2. the new pair is committed before its first use;
3. whoever finds "asking" does not know what became of the request, and asks with the OLD access token: a refresh that
   was carried out has voided it. Does it still open, nothing happened, and the request is made anew; does it not, the
   request is repeated once, and a refusal then means that the new pair was lost on its way: consent is needed again.
"""

import asyncio
import datetime as dt
import functools
import os
import secrets
import time
from collections.abc import Awaitable, Callable

import structlog

from bot.channels.zalo_oa.oauth import TOO_FAST, NewPair
from bot.channels.zalo_oa.problems import AnswerLost, NoConsent, NotSent, OaProblem, Refused, ServerFailed
from catalog.clock import Clock
from catalog.messaging import oa_tokens
from catalog.messaging.oa_tokens import Tokens
from catalog.store.store import Store

RENEW_AT = dt.timedelta(hours=20)
"""Age of an access token (it lives 25 hours) from which it is renewed, also where nobody speaks."""

ONCE_MORE = 2
"""A request whose answer was lost is made so often altogether with one refresh token."""

LEASE = 60.0
"""Seconds another process on a shared store may take for its request before this one finds out for itself."""

NEVER, LOST_ANSWER = "never", "lost"

INVALID = (-216, -220, 216, 220, 401, -401)
"""The access token is not taken (any more); the last four were seen by others."""

log = structlog.get_logger()

Ask = Callable[[str], Awaitable[NewPair]]
"""Uses a refresh token. Raises OaProblem."""

Opens = Callable[[str], Awaitable[bool]]
"""Whether an access token still opens the account. Raises OaProblem where nobody says."""


class TokenKeeper:
    """The pair of one account in the store."""

    def __init__(self, store: Store, clock: Clock, ask: Ask, opens: Opens) -> None:
        self._store, self._clock, self._ask, self._opens = store, clock, ask, opens
        self._alone = store.engine.dialect.name == "sqlite"
        self._me = f"{os.getpid()}-{secrets.token_hex(4)}"
        self._turn = asyncio.Lock()
        self._renewing: set[asyncio.Task[str]] = set()

    async def access(self) -> str:
        """The access token. Raises NoConsent, or what came of a renewal that had to be made first."""
        pair = await self._pair()
        return pair.access if pair.state == "good" else await self.renewed(pair.access)

    async def keep_fresh(self) -> None:
        """Renew the pair where it is old, also when nothing is sent. Raises OaProblem."""
        pair = await self._pair()
        if pair.state != "good" or self._clock() - pair.renewed_at >= RENEW_AT:
            await self.renewed(pair.access)

    async def renewed(self, stale: str) -> str:
        """An access token that is not `stale`. Raises NoConsent where there will be none, OaProblem where not now.

        Whoever waits for it may be stopped, the renewal is not: its answer is worth a consent.
        """
        task = asyncio.create_task(self._renewed(stale), name="zalo_oa renewal")
        self._renewing.add(task)
        task.add_done_callback(self._renewing.discard)
        return await asyncio.shield(task)

    async def close(self) -> None:
        """Let a renewal that is in the air be written down."""
        await asyncio.gather(*self._renewing, return_exceptions=True)

    async def _renewed(self, stale: str) -> str:
        async with self._turn:
            waited_from = time.monotonic()
            while True:
                pair = await self._pair()
                if pair.state == "good" and pair.access != stale:
                    return pair.access
                if pair.state == "asking":
                    if pair.asked_by != self._me and not self._alone and time.monotonic() - waited_from < LEASE:
                        await asyncio.sleep(1.0)
                        continue
                    if not await self._may_ask_again(pair):
                        continue
                if (access := await self._new_pair(pair)) is not None:
                    return access

    async def _pair(self) -> Tokens:
        pair = await self._store.read_async(oa_tokens.tokens_of)
        if pair is None:
            raise NoConsent(NEVER)
        if pair.state == "lost":
            raise NoConsent(pair.why)
        return pair

    async def _may_ask_again(self, pair: Tokens) -> bool:
        """Find out what became of a request without an answer; False where the pair has to be looked at anew."""
        if await self._opens(pair.access):
            log.info("zalo_oa.refresh_not_carried_out")
            await self._write(functools.partial(oa_tokens.not_spent, seen=pair))
            return False
        if pair.asked < ONCE_MORE:
            return True
        await self._lose(pair, LOST_ANSWER)
        return False

    async def _new_pair(self, pair: Tokens) -> str | None:
        """One request; None where it has to be seen what became of it."""
        now = self._clock()
        if not await self._store.write_async(lambda s: oa_tokens.begin(s, pair, self._me, now)):
            return None
        try:
            new = await self._ask(pair.refresh)
        except NotSent:
            await self._write(functools.partial(oa_tokens.not_spent, seen=pair))
            raise
        except (AnswerLost, ServerFailed) as problem:
            log.warning("zalo_oa.refresh_unanswered", error=str(problem))
            return None
        except Refused as refusal:
            if refusal.code == TOO_FAST:
                await self._write(functools.partial(oa_tokens.not_spent, seen=pair))
                raise
            log.error("zalo_oa.refresh_refused", error=str(refusal))
            await self._lose(pair, LOST_ANSWER if pair.asked else f"refused ({refusal.code})")
            return None
        now = self._clock()
        await self._write(lambda s: oa_tokens.adopt(s, new.access, new.refresh, new.life, now, by_hand=False))
        log.info("zalo_oa.renewed")
        return new.access

    async def _lose(self, pair: Tokens, why: str) -> None:
        now = self._clock()
        await self._write(lambda s: oa_tokens.lose(s, pair, why, now))

    async def _write(self, work: Callable[..., None]) -> None:
        await self._store.write_async(work)


async def opens(look: Callable[[], Awaitable[object]]) -> bool:
    """Whether a call succeeds; False where its token is not taken. Raises OaProblem where nobody says."""
    try:
        await look()
    except Refused as refusal:
        if refusal.code in INVALID:
            return False
        if refusal.code == TOO_FAST:
            raise
        return True  # another refusal: the token was looked at first
    except OaProblem:
        raise
    return True
