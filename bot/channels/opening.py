"""The channels at the start: a platform that is away holds up nobody who is on another one."""

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING

import structlog
from sqlmodel import Session

from catalog.clock import Clock
from catalog.messaging.bot_identity import known_bots, remember_bot
from catalog.people.one_time_codes import remember_deep_link
from catalog.store.store import Store

if TYPE_CHECKING:
    from bot.channels.email.channel import Email
    from bot.channels.telegram.channel import Telegram
    from bot.channels.zalo.channel import Zalo
    from bot.channels.zalo_oa.channel import ZaloOa

    AnyChannel = Telegram | Zalo | Email | ZaloOa

LONGEST_PAUSE = 30.0
"""Seconds between two tries to reach a platform that was away when the bot was started."""

REFUSED_PAUSE = 3600.0
"""Seconds until a token that was refused is shown again, while another channel keeps the bot up."""

MENU_PAUSE = 86_400.0
"""Seconds between two times the menu of commands is set."""

log = structlog.get_logger()


class Opening:
    """Opens the channels of one bot. `names` are those that are open, as their platform calls them; `refused` those
    whose token their platform does not take.

    `pause` is the seconds before a platform that was away is tried again, doubling up to `LONGEST_PAUSE`.
    """

    def __init__(self, channels: "Mapping[str, AnyChannel]", store: Store, clock: Clock, pause: float) -> None:
        self._channels = channels
        self._store = store
        self._clock = clock
        self._pause = pause
        self.names: dict[str, str] = {}
        self.refused: set[str] = set()

    async def begin(self) -> None:
        """Try each channel once. Raises what one said where none could be opened: all are closed then."""
        try:
            await self._recall_ids()
            await self._try_each()
        except BaseException:
            for channel in self._channels.values():
                await channel.close()
            raise

    async def _recall_ids(self) -> None:
        """Who the bot was last time: what it sent itself may come back before a platform says who it is."""
        ids = await self._store.read_async(known_bots)
        for channel in self._channels.values():
            channel.own_id = ids.get(channel.name, "")

    async def _try_each(self) -> None:
        """One that is away, or whose token is refused, holds up nobody who is on another one."""
        away: dict[str, Exception] = {}
        for channel in self._channels.values():
            try:
                await self._open(channel)
            except Exception as problem:
                from bot.channels.trouble import TROUBLE, passes  # knows the errors of all channels

                if not isinstance(problem, TROUBLE):
                    raise
                away[channel.name] = problem
        if not self.names:
            # A refusal is what the operator can mend: it is said before that another platform is away.
            raise next((one for one in away.values() if not passes(one)), next(iter(away.values())))
        for name, trouble in away.items():
            if not passes(trouble):
                self.refused.add(name)
            log.error("channel.away", channel=name, refused=name in self.refused, error=type(trouble).__name__)

    async def wait_for(self, channel: "AnyChannel") -> None:
        """Returns when the channel is open, however long its platform is away."""
        pause = self._pause
        while channel.name not in self.names:
            await asyncio.sleep(REFUSED_PAUSE if channel.name in self.refused else pause)
            try:
                await self._open(channel)
                await self._remember(channel)
                log.info("channel.opened", channel=channel.name)
            except Exception as problem:  # also a store that is away: nothing may make us deaf
                log.warning("channel.away", channel=channel.name, error=type(problem).__name__)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def keep_menus(self) -> None:
        """Set the menu of commands of each open channel, again every day: a gateway may not let it through today."""
        while True:
            for channel in [one for one in self._channels.values() if one.name in self.names]:
                try:
                    await channel.set_menu(menu())
                except Exception as problem:
                    log.warning("channel.menu", channel=channel.name, error=type(problem).__name__)
            await asyncio.sleep(MENU_PAUSE)

    async def _open(self, channel: "AnyChannel") -> None:
        self.names[channel.name] = await channel.open()
        self.refused.discard(channel.name)

    async def remember_names(self) -> None:
        """Write down who the bot is on each open channel, and how its links begin: for the next start, and for those
        who invite.
        """
        for channel in [one for one in self._channels.values() if one.name in self.names]:
            await self._remember(channel)

    async def _remember(self, channel: "AnyChannel") -> None:
        """Invitations show a link where the channel has one: conversations read it from the store."""

        def remember(session: Session) -> None:
            remember_deep_link(session, channel.name, channel.deep_link, self._clock())
            remember_bot(session, channel.name, channel.own_id, self._clock())

        await self._store.write_async(remember)


def menu() -> list[tuple[str, str]]:
    """The commands Telegram offers, with their one-line explanation."""
    from templates.render import say  # what is asked before anything is said need not load it

    lines = say("help.menu").splitlines()
    return [(name, text) for name, _, text in (line.partition(" ") for line in lines)]
