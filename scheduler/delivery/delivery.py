"""From the outbox to the people: paced, retried by rule, and "sent" only after the provider's answer.

A message is marked `sending` just before the request leaves. One living process sends at a time
(`store.single_process`), so a mark that belongs to none of its requests was left by a process that died: its answer
counts as lost (`retry.Ambiguous`), at once. What was in the air can be doubled, once each: at most
`send_window.AIR` messages.
"""

import asyncio
import datetime as dt
import time
from collections.abc import Callable, Mapping, Sequence

import structlog

from catalog.clock import Clock, local_day, start_of_day
from catalog.messaging.channel_limits import CHANNELS
from catalog.messaging.inbox_and_outbox import NUDGE, REPLY
from catalog.store.replicas import Replica
from catalog.store.store import Store, is_away
from catalog.work.evidence import EvidenceStore
from scheduler.delivery.breaker import LONGEST, Breaker
from scheduler.delivery.channel import Channel, Parcel
from scheduler.delivery.files_of_messages import FilesOfMessages, Maker
from scheduler.delivery.late import late_words
from scheduler.delivery.next_way import claimed_way
from scheduler.delivery.one_sender import OneSender
from scheduler.delivery.other_channel import AWAY_FOR, leave_channel
from scheduler.delivery.outbox import Ready, anything_waits, in_the_air, mark_sending, pick, put_off_nudges, settle
from scheduler.delivery.refusals import Refusals
from scheduler.delivery.retry import DEFAULT_BACKOFF, Ambiguous, Backoff, NotReady, Outcome, RateLimited, Rejected
from scheduler.delivery.send_window import SendWindow
from scheduler.delivery.wake_loop import WakeLoop

IN_FLIGHT = 32
"""Messages worked on at once: their files are made and their chats waited for side by side."""

REPLIES_MORE = 32
"""So many replies are worked on beside those: no number of nudges that wait for their chats may hold up a reply."""

FULL = IN_FLIGHT + REPLIES_MORE // 2
"""From so many on nobody looks for more: a look for one or two costs as much as one for sixteen."""

PROBES = 20
"""So many messages are looked through for one to probe with."""

LEAVE_AGAIN = 10.0
"""Seconds between two looks for what can leave a channel that is away."""

LAST_WORDS = 20.0
"""Seconds that what is in the air may take to end when the bot is stopped in order."""

log = structlog.get_logger()


class Delivery:
    """Delivers until stopped. `wake` it after something was queued; it also looks by itself every `look` seconds."""

    def __init__(
        self,
        store: Store,
        channels: Mapping[str, Channel],
        evidence: EvidenceStore,
        clock: Clock,
        makers: Mapping[str, Maker] | None = None,
        windows: Mapping[str, SendWindow] | None = None,
        *,
        backoff: Backoff = DEFAULT_BACKOFF,
        look: float = 1.0,
        nudges_from: Callable[[dt.datetime], dt.datetime] | None = None,
        stale_until: Callable[[dt.datetime], dt.datetime] | None = None,
        replica: Replica | None = None,
    ) -> None:
        """`nudges_from` says when nudges may go out at or after a moment; without it they may at any time.

        `stale_until` says when those of an earlier day may: by then the day's sweep has put a new digest in the place
        of an old one.

        `sends` is set while this process is the one that sends.
        """
        self._store = store
        self._channels = channels
        self._clock = clock
        self._windows = dict(windows or {name: SendWindow() for name in channels})
        self._refusals = {name: Refusals() for name in channels}
        self.breakers = {name: Breaker(backoff.first, min(backoff.cap, LONGEST)) for name in channels}
        self._backoff = backoff
        self._pause = look
        self._nudges_from = nudges_from
        self._stale_until = stale_until
        self.files = FilesOfMessages(store, evidence, clock, {} if makers is None else makers)
        self._sender = OneSender(store, replica or Replica(store))
        self.sends = self._sender.sends
        self.wake_loop = WakeLoop(
            self._start_what_is_ready, look, lambda problem: log.error("delivery.look", error=repr(problem))
        )
        self.wake = self.wake_loop.wake
        self.watch: Callable[[Ready, Outcome], None] | None = None  # hears of every attempt (metrics)
        self._probing: dict[str, asyncio.Task[None]] = {}
        self._busy: dict[int, tuple[int, asyncio.Task[None]]] = {}
        self._flying: set[int] = set()
        self._left_at = self._reclaimed_at = float("-inf")

    async def run(self) -> None:
        """Until cancelled; what is in the air is finished first."""
        try:
            await self.wake_loop.run()
        finally:
            await self._land()
            await self._sender.end()

    async def _land(self) -> None:
        """Let what is in the air end; what still waits for its turn stays queued."""
        for probe in self._probing.values():
            probe.cancel()
        self._stop_waiting()
        if self._busy:
            await asyncio.wait([task for _, task in self._busy.values()], timeout=LAST_WORDS)

    async def _start_what_is_ready(self) -> None:
        room = IN_FLIGHT - len(self._busy)
        if len(self._busy) >= FULL:
            return
        if not await self._sender.may_send():
            self._stop_waiting()
            return
        others = await self._reclaim()
        now, chats = self._clock(), [*others, *(contact_id for contact_id, _ in self._busy.values())]
        names = [name for name, breaker in self.breakers.items() if not breaker.away]
        ready = await self._store.read_async(lambda session: pick(session, now, names, chats, room + REPLIES_MORE))
        ready = [item for place, item in enumerate(ready) if place < room or item.priority == REPLY]
        if any(item.priority == NUDGE for item in ready) and await self._put_off(now, ready):
            ready = [item for item in ready if item.priority != NUDGE]
        for item in ready:
            self._begin(item)
        await self._leave_what_is_away(now)
        for name, breaker in self.breakers.items():
            if breaker.away and name not in self._probing and breaker.take_probe():
                self._probing[name] = asyncio.create_task(self._probe(name, breaker))
                self._probing[name].add_done_callback(lambda _, name=name: self._probing.pop(name))  # type: ignore[misc]

    async def _leave_what_is_away(self, now: dt.datetime) -> None:
        """Who has another channel does not wait for one that has been away for minutes."""
        away = [name for name, breaker in self.breakers.items() if breaker.away]
        long = [name for name in away if self.breakers[name].away_for() >= AWAY_FOR.total_seconds()]
        if not long or len(away) == len(self.breakers) or time.monotonic() - self._left_at < LEAVE_AGAIN:
            return
        self._left_at = time.monotonic()
        for name in long:
            moved = await self._store.write_async(lambda s, name=name: leave_channel(s, name, away, now))  # type: ignore[misc]
            if moved:
                log.warning("channel.left", channel=name, messages=moved)
                self.wake()

    def _begin(self, item: Ready, *, probe: bool = False) -> asyncio.Task[None] | None:
        """Start on a message; None where that was done while it was being picked: by a probe, or by the look beside it.

        Of two tasks for one message the second to end would take the first out of what is in the air, and a message
        still on its way would be taken for one whose sender died, and sent again.
        """
        if item.outbox_id in self._busy:
            return None
        task = asyncio.create_task(self._deliver(item, probe=probe))
        self._busy[item.outbox_id] = (item.contact_id, task)
        task.add_done_callback(lambda _, done=item.outbox_id: self._finished(done))  # type: ignore[misc]
        return task

    async def _probe(self, name: str, breaker: Breaker) -> None:
        """See with one message whether the platform is back: not before it answers what changes nothing, because a
        message whose answer is lost may arrive twice.
        """
        async with asyncio.timeout(breaker.longest) as patience:
            there = await self._channels[name].answers()
        if patience.expired() or not there:
            return
        now, chats = self._clock(), [contact_id for contact_id, _ in self._busy.values()]
        ready = await self._store.read_async(lambda session: pick(session, now, [name], chats, PROBES))
        ready = [item for item in ready if item.priority != NUDGE or (self._nudges_from or _any_time)(now) <= now]
        if not ready:
            if not await self._store.read_async(lambda session: anything_waits(session, name)):
                breaker.answered()
            return
        chosen = breaker.choose([item.outbox_id for item in ready])
        item = next(item for item in ready if item.outbox_id == chosen)
        if (sent := self._begin(item, probe=True)) is not None:
            await asyncio.wait([sent])

    async def _put_off(self, now: dt.datetime, ready: Sequence[Ready]) -> bool:
        """Nudges that could not leave in time wait for office hours, too, and old ones for the digest that takes their
        place; whether they have to.
        """
        moment = now if self._nudges_from is None else await asyncio.to_thread(self._nudges_from, now)
        if moment > now:
            await self._store.write_async(lambda session: put_off_nudges(session, now, moment))
            return True
        today = start_of_day(local_day(now))
        if self._stale_until is None or all(item.created_at >= today for item in ready if item.priority == NUDGE):
            return False
        until = await asyncio.to_thread(self._stale_until, now)
        if until <= now:
            return False
        await self._store.write_async(lambda session: put_off_nudges(session, now, until, made_before=today))
        self.wake()
        return True

    def _stop_waiting(self) -> None:
        """What waits for its turn stays queued."""
        for outbox_id, (_, task) in self._busy.items():
            if outbox_id not in self._flying:
                task.cancel()

    def _finished(self, outbox_id: int) -> None:
        _, task = self._busy.pop(outbox_id)
        self._flying.discard(outbox_id)
        if not task.cancelled() and (problem := task.exception()) is not None:
            log.error("delivery.fault", outbox=outbox_id, error=repr(problem))
            self._reclaimed_at = float("-inf")
        # Looking among thousands after every single message would cost the pace.
        if len(self._busy) <= IN_FLIGHT // 2 or len(self._busy) == FULL - 1:
            self.wake()

    async def _reclaim(self) -> set[int]:
        """Messages whose sender died while the request was in the air, or could not write what became of them.

        Returns the chats in which another sender's message may still be in the air: they keep waiting. Where there is
        no other, what our own faults left is looked for now and then.
        """
        names, others, here = list(self._channels), set[int](), time.monotonic()
        if self._sender.me is None and here - self._reclaimed_at < self._pause:
            return others
        self._reclaimed_at = here
        for mark in await self._store.read_async(lambda session: in_the_air(session, names)):
            if mark.outbox_id in self._busy:
                continue
            if self._sender.is_lost(mark):
                await self._settle(mark.outbox_id, Ambiguous("the sender stopped while sending"), own=False)
            else:
                others.add(mark.contact_id)
        return others

    async def _deliver(self, item: Ready, *, probe: bool = False) -> None:
        file = await self.files.ready(item)
        if isinstance(file, Rejected | NotReady):
            if await self._claim(item):
                await self._settle(item.outbox_id, file)
            return
        window, breaker = self._windows[item.channel], self.breakers[item.channel]
        async with window.turn(item.paced_as, is_group=item.group, priority=item.priority) as turn:
            if (breaker.away and not probe) or not await self._claim(item):
                return
            way, reminder = await self._way_of(item)
            parcel = Parcel(
                item.outbox_id, item.chat_id, late_words(item, self._clock()), item.message.choices, file,
                turn.on_its_way, maybe_there=item.ambiguous > 0, made_at=item.created_at, way=way, reminder=reminder,
            )  # fmt: skip
            await turn.depart()
            outcome = await self._channels[item.channel].send(parcel)
            if self.watch is not None:
                self.watch(item, outcome)
            turn.answered()
            if isinstance(outcome, RateLimited):
                everything = self._refusals[item.channel].whole_bot(
                    item.paced_as, outcome.retry_after, time.monotonic()
                )
                window.pause(max(outcome.retry_after, 1.0), chat=None if everything else item.paced_as)
            own = self._heard(breaker, item, outcome)
            await self._settle(item.outbox_id, outcome, own=own)

    async def _way_of(self, item: Ready) -> tuple[str, dict[str, str] | None]:
        """How a claimed message goes where its channel has windows, and what a template of it is filled with."""
        if CHANNELS[item.channel].window is None:
            return "", None
        return await self._store.read_async(lambda session: claimed_way(session, item.outbox_id))

    def _heard(self, breaker: Breaker, item: Ready, outcome: Outcome) -> bool:
        """Whether this says something of the message; that a platform has gone or come back is logged."""
        was_away, since = breaker.away, breaker.away_since
        own = breaker.heard(item.outbox_id, outcome)
        if breaker.away and not was_away:
            log.warning("channel.away", channel=item.channel, why=type(outcome).__name__)
        elif was_away and not breaker.away and since is not None:
            log.warning("channel.back", channel=item.channel, seconds=round(time.monotonic() - since))
            self.wake()
        return own

    async def _claim(self, item: Ready) -> bool:
        self._flying.add(item.outbox_id)
        now = self._clock()
        # Asked in the transaction that claims: between two looks another replica may have become the sender.
        return await self._store.write_async(
            lambda session: (
                self._sender.still_ours(session) and mark_sending(session, item.outbox_id, now, self._sender.me)
            ),
            urgent=True,
        )

    async def _settle(self, outbox_id: int, outcome: Outcome, *, own: bool = True) -> None:
        """An answer in hand is not thrown away because the disk is full: it is written when the store is back."""
        now = self._clock()
        while True:
            try:
                settled = await self._store.write_async(
                    lambda session: settle(session, outbox_id, outcome, now, self._backoff, own=own), urgent=True
                )
                break
            except Exception as problem:
                if not is_away(problem):
                    raise
                log.error("delivery.store", outbox=outbox_id, error=repr(problem))
            await asyncio.sleep(self._pause)
        if settled is not None:
            log.info(
                f"outbox.{settled.state}", message=settled.message, outbox=outbox_id, attempts=settled.attempts,
                lost=settled.lost, note=settled.note,
            )  # fmt: skip


def _any_time(moment: dt.datetime) -> dt.datetime:
    return moment
