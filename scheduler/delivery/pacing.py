"""How fast one may send: 30 messages a second per bot, 1 a second per chat, 20 a minute per group (DESIGN section 6).

The limits are Telegram's published ones (Bots FAQ, "My bot is hitting limits"). The provider counts arrivals, which
nobody here can see: a message arrives after its request left and before its answer came. What an answer takes longer
than the shortest one lately was spent on the way there, on the way back or in the provider's own work, and only the
first moves an arrival. So a send counts from its departure plus that delay, up to as much as the pace can afford: where
answers come evenly an odd one counts wholly, and the windows hold against a machine or a network that stood still for a
moment; where they come as they like, up to `Limits.late`. A provider that refuses all the same (429) is believed: from
then on, for `DOUBT` seconds, every send counts from its answer.
`Pacer` decides and never waits: it is driven with any monotonic clock (`send_window` does the waiting).

Who goes first is decided when a turn comes free, not when it is asked for: a reply that arrives behind five thousand
waiting nudges takes the next turn.
"""

import heapq
import itertools
from collections import deque
from dataclasses import dataclass, field

REPLY, NOTICE, NUDGE = 0, 1, 2  # as `priority` of the outbox

DOUBT = 600.0
"""Seconds after a 429 about the whole bot during which a send counts from its answer."""

LATEST = 2.0
"""Seconds after its departure by which a request counts as arrived while in doubt, answered or not."""

STOOD_STILL = 0.15
"""Seconds of one delay that count where answers come evenly: an answer that is lost holds up the others no longer."""

ROUND_TRIPS = 64
"""So many of the last answers say what the shortest one is, and what delays cost."""

_CHATS_KEPT = 1000  # below that many it is not worth looking which chats can be forgotten


@dataclass(frozen=True)
class Limits:
    """Seconds throughout. `per_second` sets the even pace; `burst` in `burst_window` is the hard sliding window.

    `late` is the delay on the way there that one message may always have against another without a window becoming too
    full; `spent` is what all delays together may cost a window, on average: a pace of 30 / (burst_window + spent).
    """

    per_second: float = 29.7
    burst: int = 30
    burst_window: float = 1.005
    late: float = 0.025
    spent: float = 0.02
    chat_gap: float = 1.01
    group_burst: int = 20
    group_window: float = 60.5


TELEGRAM = Limits()


def mail_pace(per_minute: int, per_hour: int) -> Limits:
    """An even pace of so many letters a minute, and no more an hour; 0 lifts a limit, and a chat has none."""
    minute = per_minute / 60 if per_minute else 100.0
    burst, window = (per_hour, 3600.0) if per_hour else (1000, 1.0)
    return Limits(per_second=minute, burst=burst, burst_window=window, chat_gap=0.0)


@dataclass
class _Chat:
    """One chat's waiting tickets (heap of (priority, ticket)) and the sends that still count against it."""

    is_group: bool = False
    waiting: list[tuple[int, int]] = field(default_factory=list)
    sends: deque[float] = field(default_factory=deque)
    free_at: float = float("-inf")
    parked: bool = False


@dataclass
class _Flight:
    """A request that left: `delay` is by how much it may have come later than the quickest, known once it landed."""

    left_at: float
    delay: float | None = None


class Pacer:
    """Hands out turns to send. `now` is seconds on one monotonic clock; it may stand still but not go back.

    A chat with waiting tickets is either "parked" until it is free again, or has its best ticket among the ready ones.
    Entries of the two heaps that no longer hold are dropped when they come up.
    """

    def __init__(self, limits: Limits = TELEGRAM) -> None:
        self._limits = limits
        self._chats: dict[str, _Chat] = {}
        self._chat_of: dict[int, str] = {}  # waiting tickets only
        self._ready: list[tuple[int, int, str]] = []
        self._parked: list[tuple[float, str]] = []
        self._forget_above = _CHATS_KEPT
        self._tickets = itertools.count(1)
        self._sends: deque[float] = deque(maxlen=limits.burst)
        self._flights: deque[_Flight] = deque(maxlen=limits.burst)
        self._flying: dict[str, _Flight] = {}
        self._bot_free_at = float("-inf")
        self._paused_until = float("-inf")
        self._doubt_until = float("-inf")
        self._trips: deque[float] = deque(maxlen=ROUND_TRIPS)
        self._late = limits.late  # what of a delay counts, as of the last answers

    def __len__(self) -> int:
        """How many tickets wait."""
        return len(self._chat_of)

    def ask(self, chat: str, is_group: bool, priority: int, now: float) -> int:
        """Queue for a turn; a lower `priority` goes first, equals in the order of asking. Returns the ticket."""
        ticket = next(self._tickets)
        self._forget(now)
        if not self._chat_of:
            self._bot_free_at = max(self._bot_free_at, now)  # no pace is saved up while nobody waits
        state = self._chats.setdefault(chat, _Chat())
        state.is_group = is_group
        heapq.heappush(state.waiting, (priority, ticket))
        self._chat_of[ticket] = chat
        if self._best(state) == ticket:
            self._place(chat, state, now)
        return ticket

    def withdraw(self, ticket: int) -> None:
        """Leave the queue; a ticket that had its turn or left already is no error."""
        self._chat_of.pop(ticket, None)

    def take(self, now: float) -> int | None:
        """The ticket whose turn is now, if any; the send counts as made at `now`."""
        if not self._chat_of or now < self._bot_ready():
            return None
        while self._parked and self._parked[0][0] <= now:
            chat = heapq.heappop(self._parked)[1]
            self._chats[chat].parked = False
            self._place(chat, self._chats[chat], now)
        while self._ready:
            _, ticket, chat = heapq.heappop(self._ready)
            state = self._chats.get(chat)
            if state is None or state.parked:
                continue
            if self._best(state) != ticket or state.free_at > now:  # withdrawn, or paused since it became ready
                self._place(chat, state, now)
                continue
            self._send(ticket, chat, state, now)
            return ticket
        return None

    def depart(self, chat: str, now: float) -> float:
        """The request of a turn leaves now, if this gives 0; else ask again after so many seconds.

        Between a turn and its request stands a write to the store. A slow disk would push the requests of a second
        into a moment and the next second's on top of them, so the windows are kept for departures too.
        """
        if len(self._flights) == self._limits.burst:
            wait = self._counts_at(self._flights[0], now) + self._limits.burst_window - now
            if wait > 0:
                return wait
        self._flying[chat] = flight = _Flight(now)
        self._flights.append(flight)
        self._count(chat, now)
        return 0.0

    def on_its_way(self, chat: str, now: float) -> None:
        """The request for `chat` was written to its connection only now: making one takes its time."""
        flight = self._flying.get(chat)
        if flight is not None:
            flight.left_at = now
            self._count(chat, now)

    def land(self, chat: str, now: float) -> None:
        """The answer to the request that left for `chat` is there: it arrived by now."""
        flight = self._flying.pop(chat, None)
        if flight is not None:
            trip = now - flight.left_at
            self._trips.append(trip)
            flight.delay = trip - min(self._trips)
            self._late = self._affordable()
            self._count(chat, now)

    def _counts_at(self, flight: _Flight, now: float) -> float:
        """The latest moment at which the provider can have counted this request, measured against the others."""
        latest = LATEST if now < self._doubt_until else self._late
        shortest = min(self._trips, default=0.0)
        delay = max(now - flight.left_at - shortest, 0.0) if flight.delay is None else flight.delay
        return flight.left_at + min(delay, latest)

    def _affordable(self) -> float:
        """Seconds of a delay that may count: the most at which the last ones cost a window `spent` on average."""
        shortest = min(self._trips)
        delays = sorted(trip - shortest for trip in self._trips)
        left = self._limits.spent * len(delays)
        for place, delay in enumerate(delays):
            above = len(delays) - place
            if delay * above >= left:  # this one and all longer ones count only so far
                return min(max(left / above, self._limits.late), STOOD_STILL)
            left -= delay
        return STOOD_STILL

    def _count(self, chat: str, now: float) -> None:
        """The newest send of this chat counts from now."""
        state = self._chats.get(chat)
        if state is not None:
            state.free_at = max(state.free_at, now + self._limits.chat_gap)
            if state.sends:
                state.sends[-1] = now

    def wait(self, now: float) -> float | None:
        """Seconds after which `take` is worth asking again; None while nobody waits."""
        if not self._chat_of:
            return None
        earliest = now if self._ready else self._parked[0][0]
        return max(earliest, self._bot_ready(), now) - now

    def pause(self, seconds: float, now: float, chat: str | None = None) -> None:
        """Obey a 429: nothing goes out for so long, to that chat or (None) from the bot at all."""
        until = now + seconds
        if chat is None:
            self._paused_until = max(self._paused_until, until)
            self._doubt_until = max(self._doubt_until, now + DOUBT)
        else:
            state = self._chats.setdefault(chat, _Chat())
            state.free_at = max(state.free_at, until)

    def _bot_ready(self) -> float:
        ready = max(self._bot_free_at, self._paused_until)
        if len(self._sends) == self._limits.burst:
            ready = max(ready, self._sends[0] + self._limits.burst_window)
        return ready

    def _send(self, ticket: int, chat: str, state: _Chat, now: float) -> None:
        limits, pace = self._limits, 1 / self._limits.per_second
        # A turn taken late (timers are) may be made up for by one pace, no more: bursts stay impossible.
        self._bot_free_at = max(self._bot_free_at, now - pace) + pace
        self._sends.append(now)
        heapq.heappop(state.waiting)
        del self._chat_of[ticket]
        state.free_at = max(state.free_at, now + limits.chat_gap)
        if state.is_group:
            state.sends.append(now)
            if len(state.sends) == limits.group_burst:
                state.free_at = max(state.free_at, state.sends.popleft() + limits.group_window)
        self._place(chat, state, now)

    def _place(self, chat: str, state: _Chat, now: float) -> None:
        """Put a chat that has waiting tickets where `take` will find it."""
        best = self._best(state)
        if best is None or state.parked:
            return
        if state.free_at > now:
            state.parked = True
            heapq.heappush(self._parked, (state.free_at, chat))
        else:
            heapq.heappush(self._ready, (state.waiting[0][0], best, chat))

    def _best(self, state: _Chat) -> int | None:
        while state.waiting and state.waiting[0][1] not in self._chat_of:
            heapq.heappop(state.waiting)  # withdrawn
        return state.waiting[0][1] if state.waiting else None

    def _forget(self, now: float) -> None:
        """Drop chats with nothing waiting and nothing counting against them: memory follows the traffic."""
        if len(self._chats) < self._forget_above:
            return
        window = self._limits.group_window
        self._chats = {
            chat: state
            for chat, state in self._chats.items()
            if self._best(state) is not None
            or state.parked
            or state.free_at > now
            or (state.sends and state.sends[-1] + window > now)
        }
        self._forget_above = max(_CHATS_KEPT, 2 * len(self._chats))
