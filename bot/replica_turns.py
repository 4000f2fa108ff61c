"""This process among the replicas on its store: what only one of them may do at a time, and who does it now."""

import asyncio
from collections.abc import Awaitable, Callable

from catalog.store.replicas import Replica
from catalog.store.single_process import SWEEPER, SingleProcess
from catalog.store.store import Store


class Turns:
    """Takes what is free and gives it back at the end; alone on its store (SQLite), everything is ours."""

    def __init__(self, store: Store) -> None:
        self.replica = Replica(store)
        self._sweeper = SingleProcess(store, SWEEPER)

    async def sweeps(self) -> bool:
        """Whether this process is the one that sweeps, taking over where the one before has died."""
        return self.replica.alone or await asyncio.to_thread(self._sweeper.hold)

    async def poll(self, poll: Callable[[], Awaitable[None]], sender: Callable[[], asyncio.Event], look: float) -> None:
        """Fetch events while this process is the sender, for ever; `sender` gives what is set while it is. Looks every
        `look` seconds.

        Two who fetch with one token are refused in turns (Bot API, getUpdates, 409). The sender fetches, so that an
        answer to what it fetched goes out without waiting for another process to look.
        """
        if self.replica.alone:
            await poll()
            return
        sends = sender()
        while True:
            await sends.wait()
            polling = asyncio.ensure_future(poll())
            try:
                while sends.is_set() and not polling.done():
                    await asyncio.wait([polling], timeout=look)
            finally:
                polling.cancel()
                await asyncio.gather(polling, return_exceptions=True)

    def end(self) -> None:
        """Others may take over at once."""
        self._sweeper.end()
        self.replica.leave()
