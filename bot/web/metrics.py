"""GET /metrics for Prometheus, with a token: how long people wait, and what goes out.

What the store knows is read when somebody asks; what only this process sees (sends, how long answers took) is counted
as it happens. The registry is our own, so that nothing else in the process shows here.
"""

import asyncio
import datetime as dt
from collections import Counter as Counted
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
import structlog
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from sqlmodel import Session, col
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.web.bearer import bears
from catalog.clock import Clock
from catalog.messaging.channel_limits import CHANNELS
from catalog.messaging.cost_ahead import known_ahead
from catalog.messaging.inbox_and_outbox import REPLY
from catalog.messaging.quota import used
from catalog.messaging.windows import costs_of, spent
from catalog.store.columns import portions
from catalog.store.store import Store
from catalog.tables import DutyNudge, Inbox, Nudge, Outbox
from scheduler.delivery.outbox import Ready
from scheduler.delivery.retry import Outcome, Sent

LATENCIES = (0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 300)
DAY = dt.timedelta(days=1)
ANSWER_WITHIN = 8.0
"""Seconds until we say that the store does not answer: Prometheus waits ten by default."""

_REMEMBERED = 50_000
_PRICED = tuple(name for name, rules in CHANNELS.items() if rules.window is not None)
_SET_ASIDE = ("new", "failed", "unreadable")
_OPEN = ("queued", "sending", "failed", "ambiguous")

log = structlog.get_logger()


class Meter:
    """What is measured. `sent` is called by delivery after every attempt."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self._sends = Counter(
            "dondoc_sends", "Attempts to send a message, by what the platform answered; their rate is sends per second",
            ["channel", "outcome"], registry=self.registry,
        )  # fmt: skip
        self._latency = Histogram(
            "dondoc_reply_seconds", "From a person's message stored to its answer taken by the platform", ["channel"],
            buckets=LATENCIES, registry=self.registry,
        )  # fmt: skip
        self._inbox = Gauge(
            "dondoc_inbox_events", "Events by state, handled ones left out", ["state"], registry=self.registry
        )
        self._inbox_age = Gauge(
            "dondoc_inbox_oldest_seconds", "Age of the oldest event that waits to be handled", registry=self.registry
        )
        self._outbox = Gauge(
            "dondoc_outbox_messages", "Messages by state, sent ones left out", ["state"], registry=self.registry
        )
        self._outbox_age = Gauge(
            "dondoc_outbox_oldest_seconds", "How long the oldest message of a state is over its time to go", ["state"],
            registry=self.registry,
        )  # fmt: skip
        self._dropped = Counter(
            "dondoc_webhook_dropped", "Requests to a webhook that were not believed", ["channel", "why"],
            registry=self.registry,
        )  # fmt: skip
        self._month = Gauge(
            "dondoc_channel_month", "Of a channel with a plan: messages sent this month, people it speaks with",
            ["channel", "what"], registry=self.registry,
        )  # fmt: skip
        self._costs = Gauge(
            "dondoc_channel_cost_messages", "Messages of this month by what they were charged to, where they cost",
            ["channel", "kind"], registry=self.registry,
        )  # fmt: skip
        self._money = Gauge(
            "dondoc_channel_cost_dong", "Đồng: spent this month, and to come in thirty days if nobody answers",
            ["channel", "what"], registry=self.registry,
        )  # fmt: skip
        self._nudges = Gauge(
            "dondoc_nudges_last_day", "Reminders decided in the last 24 hours, by rung and what became of them",
            ["rung", "result"], registry=self.registry,
        )  # fmt: skip
        self._answered: deque[tuple[str, int]] = deque(maxlen=_REMEMBERED)

    def sent(self, item: Ready, outcome: Outcome) -> None:
        """One attempt ended."""
        self._sends.labels(item.channel, type(outcome).__name__.lower()).inc()
        if isinstance(outcome, Sent) and item.priority == REPLY:
            self._answered.append((item.channel, item.outbox_id))

    def dropped(self, channel: str, why: str) -> None:
        """A request to a webhook was not believed."""
        self._dropped.labels(channel, why).inc()

    def answered(self) -> list[tuple[str, int]]:
        """The replies (channel, outbox id) sent since somebody asked last."""
        return [self._answered.popleft() for _ in range(len(self._answered))]

    def not_counted(self, answered: Sequence[tuple[str, int]]) -> None:
        """These replies could not be looked up now: somebody who asks later counts them."""
        self._answered.extendleft(reversed(answered))

    def show(self, seen: "Seen") -> None:
        """Take over what the store said."""
        for channel, seconds in seen.latencies:
            self._latency.labels(channel).observe(seconds)
        self._inbox_age.set(seen.inbox_age)
        for gauge, rows in ((self._inbox, seen.inbox), (self._outbox, seen.outbox), (self._outbox_age, seen.ages)):
            gauge.clear()
            for state, value in rows:
                gauge.labels(state).set(value)
        for channel, what, count in seen.months:
            self._month.labels(channel, what).set(count)
        for channel, kind, count in seen.costs:
            self._costs.labels(channel, kind).set(count)
        for channel, what, dong in seen.money:
            self._money.labels(channel, what).set(dong)
        self._nudges.clear()
        for rung, result, count in seen.nudges:
            self._nudges.labels(rung, result).set(count)


@dataclass(frozen=True)
class Seen:
    """What one look at the store found; ages and latencies in seconds."""

    inbox: Sequence[tuple[str, float]]
    inbox_age: float
    outbox: Sequence[tuple[str, float]]
    ages: Sequence[tuple[str, float]]
    nudges: Sequence[tuple[str, str, int]]
    latencies: Sequence[tuple[str, float]]
    months: Sequence[tuple[str, str, int]] = ()
    costs: Sequence[tuple[str, str, int]] = ()
    money: Sequence[tuple[str, str, int]] = ()


def metrics_routes(store: Store, meter: Meter, clock: Clock, token: str) -> list[Route]:
    """GET /metrics for who bears `token`; none at all without one."""
    one_at_a_time = asyncio.Lock()

    async def endpoint(request: Request) -> Response:
        if not bears(request, token):
            return Response(status_code=401, headers={"WWW-Authenticate": "Bearer"})
        async with one_at_a_time:
            now, answered = clock(), meter.answered()
            try:
                async with asyncio.timeout(ANSWER_WITHIN):
                    meter.show(await store.read_async(lambda session: look(session, now, answered)))
            except Exception as problem:  # what the store knows is not made up, and what it was asked is asked again
                log.warning("metrics.store", error=type(problem).__name__)
                meter.not_counted(answered)
                return Response(status_code=503)
            return Response(generate_latest(meter.registry), headers={"Content-Type": CONTENT_TYPE_LATEST})

    return [Route("/metrics", endpoint, methods=["GET"])] if token else []


def look(session: Session, now: dt.datetime, answered: Sequence[tuple[str, int]]) -> Seen:
    """What the store knows, by its indexes: what was handled and sent long ago is not counted again every time."""
    inbox = dict(_counted(session, sa.select(col(Inbox.state), sa.func.count()).where(
        col(Inbox.state).in_(_SET_ASIDE)).group_by(col(Inbox.state))))  # fmt: skip
    oldest = session.execute(
        sa.select(col(Inbox.received_at)).where(col(Inbox.state) == "new").order_by(col(Inbox.id)).limit(1)
    ).scalar()
    outbox = dict(_counted(session, sa.select(col(Outbox.state), sa.func.count()).where(
        col(Outbox.state).in_(_OPEN)).group_by(col(Outbox.state))))  # fmt: skip
    ages = [(state, _overdue(session, state, now)) for state in ("queued", "sending")]
    return Seen(
        inbox=[(state, inbox.get(state, 0)) for state in _SET_ASIDE],
        inbox_age=(now - oldest).total_seconds() if oldest else 0.0,
        outbox=[(state, outbox.get(state, 0)) for state in _OPEN],
        ages=ages, nudges=_nudges(session, now - DAY), latencies=_latencies(session, answered),
        months=_months(session, now), costs=_costs(session, now), money=_money(session, now),
    )  # fmt: skip


def _months(session: Session, now: dt.datetime) -> list[tuple[str, str, int]]:
    months = [so_far for channel in CHANNELS if (so_far := used(session, channel, now)) is not None]
    return [(m.channel, what, n) for m in months for what, n in (("messages", m.messages), ("users", m.users))]


def _costs(session: Session, now: dt.datetime) -> list[tuple[str, str, int]]:
    """Of channels with windows: messages of the month by kind, and what the next thirty days are expected to take."""
    found = [(name, one.kind, one.messages) for name in _PRICED for one in costs_of(session, name, now)]
    for name in _PRICED:
        if (ahead := known_ahead(session, name)) is not None:
            found += [(name, f"ahead_{way}", getattr(ahead, way)) for way in ("free", "paid", "template", "phone")]
    return found


def _money(session: Session, now: dt.datetime) -> list[tuple[str, str, int]]:
    used = [name for name in _PRICED if known_ahead(session, name) is not None or costs_of(session, name, now)]
    found = [(name, "spent", spent(session, name, now)) for name in used]
    return found + [(name, "ahead", ahead.cost) for name in used if (ahead := known_ahead(session, name)) is not None]


def _counted(session: Session, query: sa.Select[str, int]) -> list[tuple[str, int]]:
    return [(state, count) for state, count in session.execute(query)]


def _overdue(session: Session, state: str, now: dt.datetime) -> float:
    first = session.execute(sa.select(sa.func.min(col(Outbox.not_before))).where(col(Outbox.state) == state)).scalar()
    return max(0.0, (now - first).total_seconds()) if first else 0.0


def _nudges(session: Session, since: dt.datetime) -> list[tuple[str, str, int]]:
    """Reminders of tasks and of reports that are owed, decided since then, by rung and result."""
    found: Counted[tuple[str, str]] = Counted()
    for table in (Nudge, DutyNudge):
        for rung, result, count in _decided(session, table, since):
            found[rung, result] += count
    return [(rung, result, count) for (rung, result), count in found.items()]


def _decided(session: Session, table: type[Nudge] | type[DutyNudge], since: dt.datetime) -> list[tuple[str, str, int]]:
    """By walking back from the newest: no index on their time is needed."""
    before = session.execute(
        sa.select(col(table.id)).where(col(table.created_at) < since).order_by(col(table.id).desc()).limit(1)
    ).scalar()
    result = sa.func.coalesce(col(Outbox.state), sa.case((col(table.note) != "", "not_sent"), else_="decided"))
    rows = session.execute(
        sa.select(col(table.rung), result, sa.func.count())
        .join(Outbox, col(Outbox.id) == col(table.outbox_id), isouter=True)
        .where(col(table.id) > (before or 0))
        .group_by(col(table.rung), result)
    )
    return [(rung, str(what), count) for rung, what, count in rows]


def _latencies(session: Session, answered: Sequence[tuple[str, int]]) -> list[tuple[str, float]]:
    found: list[tuple[str, float]] = []
    for part in portions(answered):
        channels = {outbox_id: channel for channel, outbox_id in part}
        rows = session.execute(
            sa.select(col(Outbox.id), col(Inbox.received_at), col(Outbox.sent_at))
            .join(Inbox, col(Inbox.id) == col(Outbox.inbox_id))
            .where(col(Outbox.id).in_(channels), col(Outbox.sent_at).is_not(None))
        )
        found += [(channels[row_id], (sent - came).total_seconds()) for row_id, came, sent in rows]
    return found
