"""Misbehaviour on order: what goes wrong, for which method and chat, how often or with what chance.

    sandbox.faults.add(too_many_requests(3, method="sendMessage", chat_id=lan, times=1))
    sandbox.faults.add(answer_lost(chance=0.05, times=None))

Faults are tried in the order they were added; chance is drawn from the seed, so a run can be repeated.
"""

import asyncio
import datetime as dt
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, TypedDict, Unpack

from bot.sandbox.telegram_forms import errors
from bot.sandbox.telegram_forms.errors import ApiError

_LOOKS = 0.1
"""Seconds between two looks whether an answer is still to be held back."""

Kind = Literal["refuse", "cut", "lose_answer", "slow", "garbage", "torn"]


@dataclass
class Fault:
    """One order.

    `method` and `chat_id` narrow it (None: any); `times` is how often it still strikes (None: always);
    `chance` is the likelihood that it strikes a call it fits. Kinds:
    refuse: answered with `error`, not carried out; cut: the connection closes before anything is carried out;
    lose_answer: carried out, then the connection closes without an answer; slow: carried out, and the answer
    comes `seconds` of real time later, and up to `spread` more, or when the order is taken back; garbage: a gateway's
    HTML page with status 502, not carried out; torn: carried out, and half of the answer comes.
    """

    kind: Kind
    method: str | None = None
    chat_id: int | None = None
    times: int | None = 1
    chance: float = 1.0
    error: ApiError | None = None
    seconds: float = 0.0
    spread: float = 0.0

    def fits(self, method: str, chat_id: int | None) -> bool:
        """Whether this order is about such a call, and not used up."""
        if self.times == 0 or (self.chat_id is not None and self.chat_id != chat_id):
            return False
        return self.method is None or self.method.lower() == method.lower()


@dataclass(frozen=True)
class Hit:
    """A fault that struck: when (aware UTC), and which call."""

    fault: Fault
    method: str
    chat_id: int | None
    time: dt.datetime


@dataclass
class Faults:
    """The standing orders and the record of what struck. `seed` decides every chance."""

    clock: Callable[[], dt.datetime]
    seed: int = 0
    orders: list[Fault] = field(default_factory=list)
    hits: list[Hit] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)

    def add(self, fault: Fault) -> Fault:
        """Orders a fault."""
        self.orders.append(fault)
        return fault

    def clear(self) -> None:
        """Takes every order back, and lets go what a slow one holds back; the record stays."""
        self.orders.clear()

    def striking(self, method: str, chat_id: int | None) -> list[Fault]:
        """The faults that strike this call, each now used up by one."""
        struck = []
        for fault in self.orders:
            if fault.fits(method, chat_id) and self._random.random() < fault.chance:
                if fault.times is not None:
                    fault.times -= 1
                struck.append(fault)
                self.hits.append(Hit(fault, method, chat_id, self.clock()))
        return struck

    async def hold_back(self, struck: list[Fault]) -> bool:
        """Returns when the answer may go, so much later as these ask for; whether it had to wait."""
        seconds = sum(fault.seconds + self._random.uniform(0, fault.spread) for fault in struck)
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0 and self._stands(struck):  # noqa: ASYNC110 - taken back anywhere
            await asyncio.sleep(min(left, _LOOKS))
        return seconds > 0

    def _stands(self, struck: list[Fault]) -> bool:
        return any(one is fault for one in self.orders for fault in struck)


class Aim(TypedDict, total=False):
    """Where a fault is aimed; see Fault."""

    method: str | None
    chat_id: int | None
    times: int | None
    chance: float


def too_many_requests(retry_after: int, **aim: Unpack[Aim]) -> Fault:
    """429 with `retry_after` whole seconds."""
    return Fault("refuse", error=errors.too_many_requests(retry_after), **aim)


def blocked(**aim: Unpack[Aim]) -> Fault:
    """403 as from a person who blocked the bot."""
    return Fault("refuse", error=errors.forbidden("bot was blocked by the user"), **aim)


def bad_request(what: str, **aim: Unpack[Aim]) -> Fault:
    """400 with this description."""
    return Fault("refuse", error=errors.bad_request(what), **aim)


def server_error(**aim: Unpack[Aim]) -> Fault:
    """500 as Telegram gives it when something of its own is down."""
    return Fault("refuse", error=ApiError(500, "Internal Server Error: restart"), **aim)


def chat_migrated(new_chat_id: int, **aim: Unpack[Aim]) -> Fault:
    """400 with `migrate_to_chat_id`."""
    return Fault("refuse", error=errors.migrated(new_chat_id), **aim)


def answer_lost(**aim: Unpack[Aim]) -> Fault:
    """The message is taken, the answer never comes: the honest gap of at-least-once."""
    return Fault("lose_answer", **aim)


def connection_cut(**aim: Unpack[Aim]) -> Fault:
    """The connection breaks before anything was taken."""
    return Fault("cut", **aim)


def slow_answer(seconds: float, spread: float = 0.0, **aim: Unpack[Aim]) -> Fault:
    """Taken at once, answered `seconds` late, and up to `spread` more."""
    return Fault("slow", seconds=seconds, spread=spread, **aim)


def bad_gateway(**aim: Unpack[Aim]) -> Fault:
    """502 with an HTML page, as from the servers in front of Telegram."""
    return Fault("garbage", **aim)


def torn_answer(**aim: Unpack[Aim]) -> Fault:
    """The message is taken, half of the answer comes."""
    return Fault("torn", **aim)
