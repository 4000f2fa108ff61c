"""From the inbox to the handlers: files fetched first, each chat in order, different chats side by side."""

import asyncio
from collections import defaultdict
from collections.abc import Mapping
from typing import Any, Protocol

import structlog

from catalog.clock import Clock
from catalog.evidence import EvidenceStore, FileRefused
from catalog.messages import receive
from catalog.store import Store
from handlers import process
from handlers.incoming import Attachment, Incoming, Received
from handlers.process import Waiting
from scheduler.channel import Channel, FetchProblem

FETCH_TRIES = 4
"""A file that cannot be fetched is asked for so often, 1, 2 and 4 seconds apart, before the person is told."""

log = structlog.get_logger()


class ReadingChannel(Channel, Protocol):
    """A channel that can also say what its events mean."""

    def read(self, payload: dict[str, Any]) -> Incoming | None:
        """What an event says; None for what is not meant for us."""


class Intake:
    """Stores what comes in and handles what is stored."""

    def __init__(
        self, store: Store, channels: Mapping[str, ReadingChannel], evidence: EvidenceStore, clock: Clock
    ) -> None:
        self._store = store
        self._channels = channels
        self._evidence = evidence
        self._clock = clock
        self._wake = asyncio.Event()
        self.handled = asyncio.Event()

    async def take(self, channel: str, event_id: str, chat_key: str, payload: dict[str, Any]) -> bool:
        """Store an event; True once it is on disk, False when it was there already."""
        now = self._clock()
        stored = await self._store.write_async(
            lambda session: receive(session, channel, event_id, chat_key, payload, now)
        )
        self._wake.set()
        return stored is not None

    async def run(self) -> None:
        """Handle what is stored until cancelled."""
        while True:
            self._wake.clear()
            if await self.work_off():
                continue
            try:
                await asyncio.wait_for(self._wake.wait(), timeout=2.0)
            except TimeoutError:
                continue

    async def work_off(self) -> int:
        """Handle everything that waits now; how many events."""
        waiting = await self._store.read_async(process.waiting)
        by_chat: dict[tuple[str, str], list[Waiting]] = defaultdict(list)
        for event in waiting:
            by_chat[event.channel, event.chat_key].append(event)
        await asyncio.gather(*(self._in_order(events) for events in by_chat.values()))
        if waiting:
            self.handled.set()
        return len(waiting)

    async def _in_order(self, events: list[Waiting]) -> None:
        for event in events:
            await self._handle(event)

    async def _handle(self, event: Waiting) -> None:
        channel = self._channels.get(event.channel)
        incoming = channel.read(event.payload) if channel is not None else None
        try:
            received = [await self._fetch(channel, a) for a in incoming.attachments] if incoming and channel else []
            await self._store.write_async(
                lambda s: process.handle(s, event.inbox_id, incoming, received, self._clock(), self._evidence.limit)
            )
        except Exception as problem:  # our fault: counted, and after some tries set aside, so that others go on
            log.error("intake.fault", inbox=event.inbox_id, error=repr(problem), exc_info=problem)
            error = repr(problem)
            gone = await self._store.write_async(
                lambda s: process.failed(s, event.inbox_id, incoming, error, self._clock())
            )
            if not gone:
                await asyncio.sleep(0.2)

    async def _fetch(self, channel: Channel, attachment: Attachment) -> Received:
        if attachment.size is not None and attachment.size > self._evidence.limit:
            return Received(attachment.name, refused="too_large")
        for attempt in range(FETCH_TRIES):
            try:
                data = await channel.fetch(attachment.ref)
                kept = await asyncio.to_thread(self._evidence.keep, data)
                return Received(attachment.name, kept)
            except FileRefused as refusal:
                return Received(attachment.name, refused=refusal.reason)
            except FetchProblem as problem:
                if problem.permanent:
                    reason = "too_large" if "too big" in str(problem) else "unreachable"
                    return Received(attachment.name, refused=reason)
                await asyncio.sleep(2.0**attempt)
        return Received(attachment.name, refused="unreachable")
