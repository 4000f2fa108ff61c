"""Only one living process sends: this one, while it holds the lock; and whose marks of what is in the air are lost."""

import asyncio
import time

import structlog
from sqlmodel import Session

from catalog.store.replicas import Replica
from catalog.store.single_process import SENDER, SingleProcess
from catalog.store.store import Store
from scheduler.delivery.outbox import InTheAir

COMES_BACK = 5.0
"""Seconds that another sender of whom nothing is seen is waited for, before what it had in the air counts as lost."""

log = structlog.get_logger()


class OneSender:
    """`sends` is set while this process is the one that sends; `me` is its number among replicas, None alone."""

    def __init__(self, store: Store, replica: Replica) -> None:
        self._single = SingleProcess(store, SENDER)
        self._replica = replica
        self.me = None if replica.alone else replica.number
        self._missed: dict[int, float] = {}
        self.sends = asyncio.Event()
        self._waits_for_lock = False

    def still_ours(self, session: Session) -> bool:
        """Whether the lock is still ours as this transaction sees it: another replica may have become the sender."""
        return self._single.still_ours(session)

    async def end(self) -> None:
        """Let others have it, for good."""
        await asyncio.to_thread(self._single.end)

    async def may_send(self) -> bool:
        """Whether this process may send now, taking the lock if it is free. Raises what the store raises."""
        try:
            held = await asyncio.to_thread(self._hold)
        except Exception:
            self.sends.clear()
            raise
        if held:
            self.sends.set()
        else:
            self.sends.clear()
        if held == self._waits_for_lock:
            self._waits_for_lock = not held
            log.warning("delivery.single_sender", held=held)  # another `dondoc run` on this store sends, or has ended
        return held

    def _hold(self) -> bool:
        self._replica.show()
        return self._single.hold()

    def is_lost(self, mark: InTheAir) -> bool:
        """Whether nobody will write its end any more.

        Another replica may have lost only its connection: it is waited for, and writes the end itself when it is back.
        """
        if mark.sender is None or mark.sender == self.me:
            return True
        if mark.alive:
            self._missed.pop(mark.sender, None)
            return False
        return time.monotonic() - self._missed.setdefault(mark.sender, time.monotonic()) >= COMES_BACK
