"""Who may speak through a letter: decided once, when it comes in, and stored with it.

Rights come from the mark of a letter of ours alone. What stands in From gives none; it can only take some away: a mark
in a letter from another address is somebody who answers on behalf of its owner.
"""

import datetime as dt
import hashlib
from collections import OrderedDict, deque
from dataclasses import dataclass, field
from typing import Literal

from bot.channels.email.authentication import vouched
from bot.channels.email.correspondence import LetterOfOurs
from bot.channels.email.machines import machine, returned
from bot.channels.email.opened import Letter

Verdict = Literal[
    "person", "behalf", "unproven", "unsubscribe", "returned", "own", "machine", "quarantine", "storm", "again",
    "strangers",
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
    """What was answered lately, in memory: after a new start one counts anew."""

    _lately: OrderedDict[str, deque[tuple[dt.datetime, str]]] = field(default_factory=OrderedDict)
    _strangers: deque[dt.datetime] = field(default_factory=deque)

    def over(self, address: str, words: str, now: dt.datetime) -> Literal["", "storm", "again"]:
        """Note a letter; whether it is one too many, or says again what was said a moment ago."""
        seen = self._lately.setdefault(address, deque())
        self._lately.move_to_end(address)
        if len(self._lately) > _REMEMBERED:
            self._lately.popitem(last=False)
        while seen and now - seen[0][0] > AN_HOUR:
            seen.popleft()
        digest = hashlib.sha256(words.encode()).hexdigest()
        if any(said == digest and now - at < MOMENT for at, said in seen):
            return "again"
        if len(seen) >= MOST_AN_HOUR:
            return "storm"
        seen.append((now, digest))
        return ""

    def stranger(self, now: dt.datetime) -> bool:
        """Note somebody nobody knows; whether there were too many today."""
        while self._strangers and now - self._strangers[0] > A_DAY:
            self._strangers.popleft()
        if len(self._strangers) >= MOST_STRANGERS:
            return True
        self._strangers.append(now)
        return False


@dataclass(frozen=True)
class Judged:
    """The verdict; `why` is a stable word or what a report of delivery says."""

    verdict: Verdict
    why: str = ""


def judge(
    letter: Letter, ours: LetterOfOurs | None, typed: str, own: str, authserv: str, caps: Caps, now: dt.datetime
) -> Judged:
    """What this letter is. `own` is the bot's address, `typed` what is new in it."""
    if ours is not None and ours.kind == "b":
        back = returned(letter)
        return Judged("returned", f"{back.what} {back.reason}")
    if letter.sender == own:
        return Judged("own")
    if why := machine(letter):
        return Judged("machine", why)
    if not letter.sender:
        return Judged("machine", "no_sender")
    vouch = vouched(letter.authentication, authserv, letter.sender)
    if vouch == "fail":
        return Judged("quarantine", "not_vouched")
    if over := caps.over(ours.address if ours else letter.sender, f"{typed}\n{[f.size for f in letter.files]}", now):
        return Judged(over)
    if ours is None:
        return Judged("strangers") if caps.stranger(now) else Judged("unproven")
    if letter.sender not in ours.addresses:
        return Judged("behalf")
    if ours.kind == "u" or typed.strip(" .!\n").lower() in _STOP:
        return Judged("unsubscribe")
    return Judged("person")
