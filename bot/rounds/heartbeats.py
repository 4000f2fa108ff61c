"""Which channels are listened to, written down again and again: a silence that was too long shows by it."""

import functools
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import structlog

from catalog.clock import Clock
from catalog.messaging.channel_heartbeat import KEPT_BY_PLATFORM
from catalog.messaging.channel_limits import CHANNELS
from catalog.store.store import Store
from handlers.joining.missed_while_away import heard

if TYPE_CHECKING:
    from bot.channels.opening import AnyChannel

log = structlog.get_logger()


class Heartbeats:
    """Those of the channels by name, on the machine `host`; `wake` is called when there is something to send."""

    def __init__(
        self, store: Store, channels: "Mapping[str, AnyChannel]", clock: Clock, host: str, wake: Callable[[], None]
    ) -> None:
        self._store, self._channels, self._clock, self._host, self._wake = store, channels, clock, host, wake
        self._noted: dict[str, tuple[int, float]] = {}

    async def note(self) -> None:
        """Write down which channels have asked since the last time; too long a silence is told to everybody."""
        for name, channel in self._channels.items():
            polls, at = self._noted.get(name, (0, None))
            if channel.polls == polls:
                continue
            here = time.monotonic()
            silent = at is None or here - at > KEPT_BY_PLATFORM.total_seconds()
            judge = silent and not CHANNELS[name].keeps_events
            note = functools.partial(heard, channel=name, now=self._clock(), judge=judge, host=self._host)
            gap = await self._store.write_async(note)
            self._noted[name] = (channel.polls, here)
            if gap is not None:
                log.warning("channel.gap", channel=name, start=gap.start.isoformat(), end=gap.end.isoformat())
                self._wake()
