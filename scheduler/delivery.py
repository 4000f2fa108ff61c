"""From the outbox to the people: paced, retried by rule, and "sent" only after the provider's answer.

A message is marked `sending` just before the request leaves. A crash in between leaves that mark, and when its
lease is over the answer counts as lost (`scheduler.retry.Ambiguous`): at most what was in the air can be doubled.
Rights are looked at again here: a person who left gets nothing more.
"""

import asyncio
import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
import structlog
from sqlmodel import Session, col, select

from catalog import audit
from catalog.clock import Clock
from catalog.evidence import EvidenceStore, FileDamaged
from catalog.messages import Message, OutFile
from catalog.rights import may_assignment, rights_of
from catalog.store import Store
from catalog.tables import Assignment, Contact, Outbox, Prompt
from scheduler.channel import Channel, Parcel, ReadyFile
from scheduler.pacing import Turnstile
from scheduler.retry import Ambiguous, Outcome, RateLimited, Rejected, decide

LEASE = dt.timedelta(seconds=60)
"""A send that has no result after this long is taken as lost; longer than any channel waits for an answer."""

IN_FLIGHT = 32
"""Messages worked on at once: enough to keep the pace with slow answers, few enough that a reply is not held up."""

Maker = Callable[[Session, dict[str, Any], dt.datetime], bytes]
"""Makes a file on delivery (a chart, a report) from a reading session."""

log = structlog.get_logger()


@dataclass(frozen=True)
class Ready:
    """A message whose turn it is to ask for a turn."""

    outbox_id: int
    channel: str
    chat_id: str
    group: bool
    priority: int
    message: Message


class Delivery:
    """Delivers until stopped. `wake` it after something was queued; it also looks by itself every second."""

    def __init__(
        self,
        store: Store,
        channels: Mapping[str, Channel],
        evidence: EvidenceStore,
        clock: Clock,
        makers: Mapping[str, Maker] | None = None,
        turnstiles: Mapping[str, Turnstile] | None = None,
    ) -> None:
        self._store = store
        self._channels = channels
        self._evidence = evidence
        self._clock = clock
        self._makers = makers or {}
        self._turnstiles = dict(turnstiles or {name: Turnstile() for name in channels})
        self._wake = asyncio.Event()
        self._busy: dict[int, asyncio.Task[None]] = {}

    def wake(self) -> None:
        """Something may be waiting."""
        self._wake.set()

    async def run(self) -> None:
        """Until cancelled; what is in the air is finished first."""
        try:
            while True:
                self._wake.clear()
                await self._start_what_is_ready()
                try:
                    await asyncio.wait_for(self._wake.wait(), timeout=1.0)
                except TimeoutError:
                    continue
        finally:
            if self._busy:
                await asyncio.wait(self._busy.values(), timeout=20)

    async def drain(self) -> None:
        """Deliver until nothing is ready and nothing is in the air (for the demo and for tests)."""
        while await self._start_what_is_ready() or self._busy:
            if self._busy:
                await asyncio.wait(self._busy.values(), return_when=asyncio.FIRST_COMPLETED)

    async def _start_what_is_ready(self) -> int:
        room = IN_FLIGHT - len(self._busy)
        if room <= 0:
            return 0
        now = self._clock()
        await self._reclaim(now)
        busy = list(self._busy)
        ready = await self._store.read_async(lambda session: pick(session, now, self._channels, busy, room))
        for item in ready:
            task = asyncio.create_task(self._deliver(item))
            self._busy[item.outbox_id] = task
            task.add_done_callback(lambda _, done=item.outbox_id: self._finished(done))  # type: ignore[misc]
        return len(ready)

    def _finished(self, outbox_id: int) -> None:
        task = self._busy.pop(outbox_id)
        if not task.cancelled() and (problem := task.exception()) is not None:
            log.error("delivery.fault", outbox=outbox_id, error=repr(problem))
        self._wake.set()

    async def _reclaim(self, now: dt.datetime) -> None:
        """Messages whose sender died while the request was in the air."""
        lost = await self._store.read_async(
            lambda session: session.exec(
                select(Outbox.id).where(Outbox.state == "sending", col(Outbox.lease_until) < now)
            ).all()
        )
        for outbox_id in lost:
            if outbox_id is not None and outbox_id not in self._busy:
                await self._settle(outbox_id, Ambiguous("the sender stopped while sending"))

    async def _deliver(self, item: Ready) -> None:
        try:
            file = await self._file(item.message.files[0]) if item.message.files else None
        except FileDamaged as damage:
            if await self._store.write_async(lambda s: mark_sending(s, item.outbox_id, self._clock())):
                await self._settle(item.outbox_id, Rejected(f"evidence missing or changed: {damage}"))
            return
        turnstile = self._turnstiles[item.channel]
        await turnstile.turn(item.chat_id, is_group=item.group, priority=item.priority)
        if not await self._store.write_async(lambda s: mark_sending(s, item.outbox_id, self._clock())):
            return
        parcel = Parcel(item.outbox_id, item.chat_id, item.message.text, item.message.choices, file)
        outcome = await self._channels[item.channel].send(parcel)
        if isinstance(outcome, RateLimited):
            turnstile.pause(outcome.retry_after, chat=None if outcome.retry_after < 5 else item.chat_id)
        await self._settle(item.outbox_id, outcome)

    async def _settle(self, outbox_id: int, outcome: Outcome) -> None:
        await self._store.write_async(lambda session: settle(session, outbox_id, outcome, self._clock()))

    async def _file(self, file: OutFile) -> ReadyFile:
        if file.sha256:
            return ReadyFile(file.name, await asyncio.to_thread(self._evidence.read, file.sha256), file.picture)
        maker, now = self._makers[file.make], self._clock()
        data = await self._store.read_async(lambda session: maker(session, file.args, now))
        return ReadyFile(file.name, data, file.picture)


def pick(
    session: Session, now: dt.datetime, channels: Mapping[str, Channel], busy: list[int], limit: int
) -> list[Ready]:
    """Messages that may go now, replies first, oldest first; an earlier one of the same chat goes first."""
    rows = session.execute(
        sa.select(Outbox.id, Outbox.channel, Contact.chat_id, Contact.kind, Outbox.priority, Outbox.payload)  # type: ignore[call-overload]
        .join(Contact, col(Contact.id) == col(Outbox.contact_id))
        .where(
            col(Outbox.state) == "queued",
            col(Outbox.not_before) <= now,
            col(Outbox.channel).in_(list(channels)),
            col(Outbox.id).not_in(busy),
        )
        .order_by(col(Outbox.priority), col(Outbox.id))
        .limit(limit)
    )
    return [
        Ready(row.id, row.channel, row.chat_id, row.kind == "group", row.priority, Message.from_json(row.payload))
        for row in rows
    ]


def mark_sending(session: Session, outbox_id: int, now: dt.datetime) -> bool:
    """Claim the message for this one attempt; False when it may not or need not be sent any more.

    One conditional UPDATE settles the race between two senders, and between sending and taking a right away.
    """
    row = session.get_one(Outbox, outbox_id, populate_existing=True)
    refusal = _refusal(session, row, now)
    if refusal:
        row.state, row.error = "failed", refusal
        session.add(row)
        audit.append(session, audit.SYSTEM, "delivery.withheld", f"outbox:{outbox_id}", now, {"why": refusal})
        return False
    claimed = session.execute(
        sa.update(Outbox)
        .where(col(Outbox.id) == outbox_id, col(Outbox.state) == "queued")
        .values(state="sending", lease_until=now + LEASE, attempts=Outbox.attempts + 1)
    )
    return bool(claimed.rowcount == 1)  # type: ignore[attr-defined]


def _refusal(session: Session, row: Outbox, now: dt.datetime) -> str:
    contact = session.get_one(Contact, row.contact_id)
    if contact.blocked_at is not None:
        return "chat is blocked"
    if contact.person_id is None:
        return ""
    about = session.exec(
        select(Assignment)
        .join(Prompt, col(Prompt.assignment_id) == col(Assignment.id))
        .where(Prompt.outbox_id == row.id)
    ).all()
    rights = rights_of(session, contact.person_id, now) if about else None
    if rights is not None and not all(may_assignment(session, rights, "see", a) for a in about):
        return "the person no longer has the right to see this"
    return ""


def settle(session: Session, outbox_id: int, outcome: Outcome, now: dt.datetime) -> None:
    """Write what became of an attempt (`scheduler.retry.decide`)."""
    row = session.get_one(Outbox, outbox_id, populate_existing=True)
    if row.state != "sending":
        return
    decision = decide(row.attempts, row.ambiguous, outcome, now)
    row.state, row.ambiguous, row.error = decision.state, decision.ambiguous, decision.note
    row.not_before = decision.not_before or row.not_before
    row.lease_until = None
    if decision.state == "sent":
        row.provider_message_id, row.sent_at = decision.message_id, now
    contact = session.get_one(Contact, row.contact_id)
    if decision.stop_contact:
        contact.blocked_at = now
        audit.append(session, audit.SYSTEM, "contact.blocked", f"contact:{contact.id}", now, {})
    if decision.move_to:
        contact.chat_id = decision.move_to
        audit.append(session, audit.SYSTEM, "contact.moved", f"contact:{contact.id}", now, {})
    session.add(row)
    session.add(contact)
