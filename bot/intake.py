"""From the inbox to the handlers: files fetched first, each chat in order, different chats side by side."""

import asyncio
import functools
from collections import defaultdict
from collections.abc import Coroutine, Mapping
from typing import Any, Protocol

import structlog

from bot.channels.albums import other_parts, together
from bot.channels.patience import Patience
from bot.logs import place_of
from catalog.clock import Clock
from catalog.messaging.channel_limits import CHANNELS
from catalog.messaging.inbox_and_outbox import receive
from catalog.store.replicas import Replica
from catalog.store.store import Store, is_away
from catalog.work.evidence import EvidenceStore, FileRefused
from handlers import process
from handlers.conversation.context import Attachment, Incoming, Reading, Received, Tapped, Unreadable
from handlers.focal_point import uploaded
from handlers.process import Waiting
from handlers.words import asked
from scheduler.delivery.channel import Channel, FetchProblem
from scheduler.delivery.wake_loop import WakeLoop
from scheduler.ladder.working_calendar import OfficeHours

FETCH_TRIES = 4
"""A file that cannot be fetched is asked for so often, with pauses of 1, 2 and 4 times `Patience.pause` between,
before the person is told."""

AT_ONCE = 100
"""So many events are taken at one look."""

IN_HAND = 16
"""While more than so many wait for the store nobody looks for more: each that is settled wakes, and a look after every
message of a burst would cost as much as the message."""

CLAIMED = 32
"""Where several processes share the inbox, so many events are claimed at one look: a burst is shared."""

log = structlog.get_logger()


class ReadingChannel(Channel, Protocol):
    """A channel that can also say what its events mean."""

    def read(self, payload: dict[str, Any]) -> Reading:
        """What an event says; never raises."""

    async def after_tap(self, said: Incoming, tapped: Tapped) -> None:
        """A tapped button was handled: show it where the channel can, as well as it goes; never raises."""


class Intake:
    """Stores what comes in and handles what is stored. `handled` is set after events were handled."""

    def __init__(
        self,
        store: Store,
        channels: Mapping[str, ReadingChannel],
        evidence: EvidenceStore,
        clock: Clock,
        patience: Patience | None = None,
        replica: Replica | None = None,
        hours: OfficeHours | None = None,
        shows_pages: bool = False,
    ) -> None:
        self._store = store
        self._replica = replica or Replica(store)
        self._channels = channels
        self._evidence = evidence
        self._clock = clock
        self._patience = patience or Patience()
        self._hours = hours
        self._shows_pages = shows_pages
        self.wake_loop = WakeLoop(
            self._start_what_waits, self._patience.look, lambda problem: log.error("intake.look", error=repr(problem))
        )
        self._chats: dict[tuple[str, str], asyncio.Task[None]] = {}
        self._aside: set[asyncio.Task[None]] = set()
        self._at_store = 0  # events that wait for the writer, or are with it
        self.handled = asyncio.Event()

    async def take(self, channel: str, event_id: str, chat_key: str, payload: dict[str, Any]) -> bool:
        """Store an event; True once it is on disk, False when it was there already."""
        now = self._clock()
        stored = await self._store.write_async(
            lambda session: receive(session, channel, event_id, chat_key, payload, now)
        )
        log.info("inbox.stored" if stored else "inbox.known", message=stored, channel=channel, event_id=event_id)
        self.wake_loop.wake()
        return stored is not None

    async def run(self) -> None:
        """Handle what is stored until cancelled."""
        try:
            await self.wake_loop.run()
        finally:
            for task in (*self._chats.values(), *self._aside):
                task.cancel()

    async def _start_what_waits(self) -> None:
        """One task a chat; a chat whose file comes slowly holds up nobody else."""
        busy, most = list(self._chats), AT_ONCE
        if self._at_store > IN_HAND:
            return
        if self._replica.alone:
            waiting = await self._store.read_async(lambda session: process.waiting(session, AT_ONCE, busy))
        else:
            await asyncio.to_thread(self._replica.show)
            me, most = self._replica.number, CLAIMED
            waiting = await self._store.claim_async(lambda session: process.claim(session, me, most, busy))
        by_chat: dict[tuple[str, str], list[Waiting]] = defaultdict(list)
        for event in waiting:
            by_chat[event.channel, event.chat_key].append(event)
        for chat, events in by_chat.items():
            self._chats[chat] = asyncio.create_task(self._in_order(chat, events), name=f"intake {chat}")
        if len(waiting) == most:
            self.wake_loop.wake()  # they may all be one person's flood, which nobody else waits behind

    async def _in_order(self, chat: tuple[str, str], events: list[Waiting]) -> None:
        try:
            settled: set[int] = set()
            for event in events:
                if event.inbox_id in settled:
                    continue  # a part of an album that was handled with an earlier one
                with structlog.contextvars.bound_contextvars(message=event.inbox_id):
                    done = await self._handle(event, settled)
                    log.info("inbox.settled" if done else "inbox.again")
                if not done:
                    await asyncio.sleep(self._patience.pause / 5)
                    return  # the look after this one starts with it again: a chat's order is kept
                self.handled.set()
        except Exception as problem:  # not even the failure could be written down: the events wait for the next look
            log.error("intake.chat", error=place_of(problem), exc_info=problem)
            await asyncio.sleep(self._patience.pause)
        finally:
            del self._chats[chat]
            self.wake_loop.wake()

    def _read(self, event: Waiting) -> Reading:
        if uploaded.is_upload(event.payload):
            return uploaded.read(event.channel, event.chat_key, event.payload)
        channel = self._channels.get(event.channel)
        return channel.read(event.payload) if channel is not None else Unreadable("its channel is not open")

    async def _handle(self, event: Waiting, settled: set[int]) -> bool:
        """Whether the event is settled: done, or set aside after some tries. `settled` gets what was done with it."""
        reading: Reading | None = None
        try:
            channel = self._channels.get(event.channel)
            reading = said = self._read(event)
            parts: list[int] = []
            received = uploaded.received(event.payload)
            if isinstance(said, Incoming):
                if said.album:
                    more = await other_parts(self._store, event, said.album, self._read, self._patience.album)
                    reading = said = together(said, more)
                    parts = [part.inbox_id for part, _ in more]
                if channel and said.attachments:
                    received = await self._files(channel, said)
            now, taken = self._clock(), self._evidence
            self._at_store += 1
            try:
                tapped = await self._store.write_async(
                    lambda s: process.handle(
                        s,
                        event.inbox_id,
                        reading,
                        received,
                        now,
                        taken.limit,
                        parts,
                        self._hours,
                        taken.accepted,
                        self._shows_pages,
                    ),
                    ahead=functools.partial(asked.foresee, said, now) if isinstance(said, Incoming) else None,
                )
            finally:
                self._at_store -= 1
            settled.update(parts)
            if channel is not None and isinstance(reading, Incoming) and tapped is not None:
                self._beside(channel.after_tap(reading, tapped))
        except Exception as problem:  # our fault: counted, and after some tries set aside, so that others go on
            if is_away(problem):  # not the event's fault, however often: it waits until the store is back
                log.error("intake.store", error=repr(problem))
                await asyncio.sleep(self._patience.pause)
                return False
            error = place_of(problem)
            log.error("intake.fault", error=error, exc_info=problem)
            return await self._store.write_async(
                lambda s: process.failed(s, event.inbox_id, reading, error, self._clock())
            )
        return True

    def _beside(self, work: Coroutine[Any, Any, None]) -> None:
        """Done beside the chat's order, once, whatever becomes of it."""
        task = asyncio.create_task(work, name="intake tap")
        self._aside.add(task)
        task.add_done_callback(self._aside.discard)

    async def _files(self, channel: Channel, incoming: Incoming) -> list[Received]:
        now = self._clock()
        if not await self._store.read_async(lambda session: process.takes_files(session, incoming, now)):
            return []
        return [await self._fetch(channel, attachment) for attachment in incoming.attachments]

    async def _fetch(self, channel: Channel, attachment: Attachment) -> Received:
        limit, here = self._evidence.limit, CHANNELS[channel.name].file_in
        if attachment.size is not None and attachment.size > min(limit, here):
            return Received(attachment.name, refused="too_large" if attachment.size > limit else "too_large_here")
        for attempt in range(FETCH_TRIES):
            try:
                data = await channel.fetch(attachment.ref)
                kept = await asyncio.to_thread(self._evidence.keep, data, attachment.name)
                return Received(attachment.name, kept)
            except FileRefused as refusal:
                return Received(attachment.name, refused=refusal.reason)
            except FetchProblem as problem:
                if problem.permanent:
                    too_large = "too_large_here" if limit > here else "too_large"
                    reason = too_large if "too big" in str(problem) else "unreachable"
                    return Received(attachment.name, refused=reason)
                if attempt + 1 < FETCH_TRIES:
                    await asyncio.sleep(self._patience.pause * 2.0**attempt)
        return Received(attachment.name, refused="unreachable")
