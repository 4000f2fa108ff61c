"""Who may speak through a letter: decided once, when it comes in, and stored with it.

Rights come from the mark of a letter of ours alone. What stands in From gives none; it can only take some away: a mark
in a letter from another address is somebody who answers on behalf of its owner.
"""

import datetime as dt
from collections import OrderedDict, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from bot.channels.email.account import Account
from bot.channels.email.authentication import vouched
from bot.channels.email.correspondence import LetterOfOurs
from bot.channels.email.machines import came_back, machine, returned
from bot.channels.email.opened import Letter
from bot.channels.email.reading import fingerprint

Verdict = Literal[
    "person", "behalf", "unproven", "unsubscribe", "returned", "away", "own", "machine", "quarantine", "storm",
    "again", "strangers",
]  # fmt: skip
"""Who a letter is from: its owner, somebody on behalf, anybody; what came back, a machine; too many."""

AN_HOUR, A_DAY, MOMENT = dt.timedelta(hours=1), dt.timedelta(days=1), dt.timedelta(minutes=10)
MOST_AN_HOUR = 20
"""So many letters of one address are answered within an hour: no two machines can talk for ever."""

MOST_STRANGERS = 100
"""So many addresses nobody knows are answered within a day: forged ones must not make us write to the world."""

_REMEMBERED = 5000
_STOP = ("huỷ nhận thư", "hủy nhận thư", "huy nhan thu", "unsubscribe")


@dataclass
class Caps:
    """What was answered lately. It begins with what the store knows (`begin`): a new start opens no new account.

    `strangers` are the moments at which somebody nobody knows was answered, oldest first.
    """

    strangers: deque[dt.datetime] = field(default_factory=deque)
    _lately: OrderedDict[str, deque[tuple[dt.datetime, str]]] = field(default_factory=OrderedDict)

    def knows(self, address: str) -> bool:
        """Whether letters of that address are counted already."""
        return address in self._lately

    def begin(self, address: str, answered: Sequence[tuple[dt.datetime, str]]) -> None:
        """Count from these on: when a letter of that address was answered, and its `fingerprint`, oldest first."""
        self._lately[address] = deque(answered)

    def over(self, address: str, digest: str, now: dt.datetime) -> Literal["", "storm", "again"]:
        """Note a letter; whether it is one too many, or says again (`fingerprint`) what was said a moment ago."""
        seen = self._lately.setdefault(address, deque())
        self._lately.move_to_end(address)
        if len(self._lately) > _REMEMBERED:
            self._lately.popitem(last=False)
        while seen and now - seen[0][0] > AN_HOUR:
            seen.popleft()
        if any(said == digest and now - at < MOMENT for at, said in seen):
            return "again"
        if len(seen) >= MOST_AN_HOUR:
            return "storm"
        seen.append((now, digest))
        return ""

    def stranger(self, now: dt.datetime) -> bool:
        """Note somebody nobody knows; whether there were too many today."""
        while self.strangers and now - self.strangers[0] > A_DAY:
            self.strangers.popleft()
        if len(self.strangers) >= MOST_STRANGERS:
            return True
        self.strangers.append(now)
        return False


@dataclass(frozen=True)
class Judged:
    """The verdict; `why` is a stable word or what a report of delivery says."""

    verdict: Verdict
    why: str = ""


def account_of(letter: Letter, ours: LetterOfOurs | None) -> str:
    """The address a letter is counted under."""
    return ours.address if ours is not None else letter.sender


def judge(
    letter: Letter,
    ours: LetterOfOurs | None,
    typed: str,
    account: Account,
    caps: Caps,
    now: dt.datetime,
    *,
    known: bool = False,
) -> Judged:
    """What this letter is. `typed` is what is new in it; `known`: somebody who holds a role has that address."""
    if ours is not None and ours.kind == "b" and came_back(letter):
        back = returned(letter)
        return Judged("returned", f"{back.what} {back.reason}")
    if letter.sender == account.address:
        return Judged("own")
    if why := machine(letter):
        away = why == "away" and ours is not None and letter.sender in ours.addresses
        return Judged("away" if away else "machine", why)
    if not letter.sender:
        return Judged("machine", "no_sender")
    vouch = vouched(letter.authentication, account.authserv, letter.sender)
    if vouch == "fail":
        return Judged("quarantine", "not_vouched")
    if over := caps.over(account_of(letter, ours), fingerprint(typed, letter), now):
        return Judged(over)
    if ours is None:
        return Judged("strangers") if not known and caps.stranger(now) else Judged("unproven")
    if letter.sender not in ours.addresses:
        return Judged("behalf")
    if ours.kind == "u" or typed.strip(" .!\n").lower() in _STOP:
        return Judged("unsubscribe")
    return Judged("person")
