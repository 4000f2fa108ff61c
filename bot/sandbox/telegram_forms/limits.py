"""Telegram's sending limits, measured always and enforced on order.

30 messages a second over all chats, 1 a second in one chat, 20 a minute in one group
(https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this). Windows slide: the limit
holds for the last second or minute before every single send.
"""

import math
import time
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from bot.sandbox.telegram_forms.errors import ApiError, too_many_requests

Scope = Literal["bot", "chat", "group"]


@dataclass(frozen=True)
class Rule:
    """At most `count` messages within any `seconds`."""

    count: int
    seconds: float


RULES: dict[Scope, Rule] = {"bot": Rule(30, 1.0), "chat": Rule(1, 1.0), "group": Rule(20, 60.0)}


@dataclass(frozen=True)
class Window:
    """One sliding window at the moment of one send.

    `at`: seconds on the monotonic clock; `chat_id`: None for the whole bot; `count`: messages in the window, the
    new ones included; `refused`: whether the send was refused because of it.
    """

    at: float
    scope: Scope
    chat_id: int | None
    count: int
    limit: int
    refused: bool

    @property
    def over(self) -> bool:
        """Whether the limit was passed."""
        return self.count > self.limit


@dataclass
class Limits:
    """Counts every send; refuses with 429 only when `enforced`. `now` is in seconds and never goes back."""

    enforced: bool = False
    now: Callable[[], float] = time.monotonic
    record: list[Window] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._sent: defaultdict[tuple[Scope, int | None], deque[float]] = defaultdict(deque)

    def check(self, chat_id: int, *, messages: int = 1) -> ApiError | None:
        """Counts a send of so many messages to a chat; the 429 it deserves when limits are enforced."""
        at = self.now()
        scopes: list[tuple[Scope, int | None]] = [("bot", None), ("chat", chat_id)]
        if chat_id < 0:
            scopes.append(("group", chat_id))
        waits = [self._wait(scope, at, messages) for scope in scopes]
        refused = self.enforced and any(waits)
        for scope, wait in zip(scopes, waits, strict=True):
            sent = self._sent[scope]
            limit = RULES[scope[0]].count
            count = len(sent) + messages
            self.record.append(Window(at, scope[0], scope[1], count, limit, refused and wait > 0))
            if not refused:
                sent.extend([at] * messages)
        return too_many_requests(max(1, math.ceil(max(waits)))) if refused else None

    def over(self) -> list[Window]:
        """Every window in which more was sent than Telegram allows, refused sends left out."""
        return [window for window in self.record if window.over and not window.refused]

    def _wait(self, scope: tuple[Scope, int | None], at: float, messages: int) -> float:
        """Seconds until this many more fit into the window; 0 when they fit now.

        An album above the limit fits an empty window: its messages come together.
        """
        rule = RULES[scope[0]]
        sent = self._sent[scope]
        while sent and sent[0] <= at - rule.seconds:
            sent.popleft()
        surplus = len(sent) + messages - rule.count
        if surplus <= 0 or not sent:
            return 0.0
        return sent[min(surplus, len(sent)) - 1] + rule.seconds - at
