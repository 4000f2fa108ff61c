"""The channels at the start: a platform that is away holds up nobody who is on another one."""

import asyncio
import functools
from collections.abc import Mapping

import structlog
from telegram.error import InvalidToken, TelegramError

from bot.channels.telegram.channel import Telegram
from bot.channels.zalo.api import Refused, ZaloProblem
from bot.channels.zalo.channel import Zalo
from catalog.clock import Clock
from catalog.people.one_time_codes import remember_deep_link
from catalog.store.store import Store
from templates.render import say

LONGEST_PAUSE = 30.0
"""Seconds between two tries to reach a platform that was away when the bot was started."""

log = structlog.get_logger()


class Opening:
    """Opens the channels of one bot. `names` are those that are open, as their platform calls them.

    `pause` is the seconds before a platform that was away is tried again, doubling up to `LONGEST_PAUSE`.
    """

    def __init__(self, channels: Mapping[str, Telegram | Zalo], store: Store, clock: Clock, pause: float) -> None:
        self._channels = channels
        self._store = store
        self._clock = clock
        self._pause = pause
        self.names: dict[str, str] = {}

    async def begin(self) -> None:
        """Try each channel once. Raises what one said where none could be opened, or a token is refused: all are
        closed then.
        """
        try:
            await self._try_each()
        except BaseException:
            for channel in self._channels.values():
                await channel.close()
            raise

    async def _try_each(self) -> None:
        away: dict[str, Exception] = {}
        for channel in self._channels.values():
            try:
                await self._open(channel)
            except Exception as problem:
                if not passes(problem):
                    raise
                away[channel.name] = problem
        for name, trouble in away.items():
            if not self.names:
                raise trouble
            log.error("channel.away", channel=name, error=type(trouble).__name__)

    async def wait_for(self, channel: Telegram | Zalo) -> None:
        """Returns when the channel is open, however long its platform is away."""
        pause = self._pause
        while channel.name not in self.names:
            await asyncio.sleep(pause)
            try:
                await self._open(channel)
                log.info("channel.opened", channel=channel.name)
            except Exception as problem:  # also a store that is away: nothing may make us deaf
                log.warning("channel.away", channel=channel.name, error=type(problem).__name__)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _open(self, channel: Telegram | Zalo) -> None:
        """Invitations show a link where the channel has one: conversations read it from the store."""
        name = await channel.open(menu())
        remember = functools.partial(
            remember_deep_link, channel=channel.name, prefix=channel.deep_link, now=self._clock()
        )
        await self._store.write_async(remember)
        self.names[channel.name] = name


def passes(problem: Exception) -> bool:
    """Whether the same may succeed later: no network, a platform in trouble or too busy; not a token it refuses."""
    match problem:
        case InvalidToken():
            return False
        case Refused():
            return problem.code == 429
        case _:
            return isinstance(problem, TelegramError | ZaloProblem)


def menu() -> list[tuple[str, str]]:
    """The commands Telegram offers, with their one-line explanation."""
    lines = say("help.menu").splitlines()
    return [(name, text) for name, _, text in (line.partition(" ") for line in lines)]
