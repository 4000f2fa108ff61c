"""A real `dondoc run` on an Official Account, killed with SIGKILL again and again while it renews its tokens.

A refresh token is good once. What must hold after any kill: the pair in the store is good, or the next start finds out
and goes on, or it says that consent is needed; no refresh token is used more than twice, and a second time only where
the answer to the first was lost.
"""

import collections
import contextlib
import datetime as dt
import pathlib
import random
import signal
import sqlite3
import sys
import tempfile
import time
from dataclasses import dataclass, field

from lives import Lives

from bot.app import open_store
from bot.channels.zalo_oa.tokens import LOST_ANSWER, ONCE_MORE
from bot.embedded_server import held_port
from bot.sandbox import Sandbox, serve_in_thread
from bot.sandbox.world.faults import Fault, connection_cut
from bot.settings import Settings, load_settings
from catalog.clock import PROVINCE_ZONE, SetClock
from catalog.messaging.oa_tokens import ACCESS_LIFE, Tokens, adopt, tokens_of

START = dt.datetime(2026, 3, 16, 8, 30, tzinfo=PROVINCE_ZONE)
A_DAY = dt.timedelta(hours=21)
"""After so long a renewal is due at the next start."""

SLOWEST = 0.15
"""Seconds the platform takes to answer a renewal at the most, so that kills fall between done and told."""

LATEST = 0.6
"""Seconds after which the kill strikes at the latest."""

ANCHORED = 0.8
"""So many kills wait for the renewal to begin; the others strike at any moment of the start."""

TOKEN = "oa.access_token"


@dataclass
class Account:
    """What came of it: `lost` consents, each said in a sentence; `bad` is what must not be, in words."""

    kills: int = 0
    renewed: int = 0
    in_the_air: int = 0
    found_out: int = 0
    repeated: int = 0
    lost: int = 0
    bad: list[str] = field(default_factory=list)

    @property
    def good(self) -> bool:
        """Whether everything held."""
        return not self.bad

    def table(self) -> str:
        """The account as it is printed."""
        lines = [
            f"kills                                     {self.kills}",
            f"renewals the platform carried out         {self.renewed}",
            f"kills while a request was out             {self.in_the_air}",
            f"of these found out by the old token       {self.found_out}",
            f"refresh tokens used a second time         {self.repeated}",
            f"consents lost, each with its sentence     {self.lost}",
            f"what must not be                          {len(self.bad)}",
        ]
        return "\n".join([*lines, *(f"  {one}" for one in self.bad)])


class Deployment:
    """A bot with nothing but the account; the platform outlives it."""

    def __init__(self, home: pathlib.Path, url: str, port: int, sandbox: Sandbox, lives: Lives) -> None:
        self._sandbox, self._lives, self._home, self._now = sandbox, lives, home, START
        self._clock = SetClock(START, frozen=True)
        sandbox.world.clock = self._clock
        desk = sandbox.world.oa
        self._environment = {
            "DONDOC_ZALO_OA_APP_ID": desk.app_id, "DONDOC_ZALO_OA_APP_SECRET": desk.app_secret,
            "DONDOC_ZALO_OA_SECRET": desk.oa_secret, "DONDOC_ZALO_OA_API": f"{url}/oa",
            "DONDOC_ZALO_OA_OAUTH": f"{url}/oa", "DONDOC_PUBLIC_URL": f"http://127.0.0.1:{port}",
            "DONDOC_WEB_PORT": str(port), "DONDOC_SOFFICE": "/nowhere/soffice",
        }  # fmt: skip
        self._settings: Settings = load_settings({"home": home})
        self.consent()

    def consent(self) -> None:
        """An administrator consents, while nobody runs."""
        pair = self._sandbox.world.oa.new_pair(self._now)
        store = open_store(self._settings)
        store.write(lambda s: adopt(s, pair.access, pair.refresh, ACCESS_LIFE, self._now, by_hand=True))
        store.close()

    def pair(self) -> Tokens:
        """What the store holds."""
        store = open_store(self._settings)
        found = store.write(tokens_of)
        store.close()
        assert found is not None
        return found

    def go_on(self) -> None:
        """Where the pair is fresh, a day passes and the next renewal is due; else the bot is started again at once, as
        a service manager does."""
        pair = self.pair()
        fresh = pair.state == "good" and self._now - pair.renewed_at < dt.timedelta(hours=1)
        self._now += A_DAY if fresh else dt.timedelta(seconds=5)
        self._clock.set(self._now)

    def live(self) -> None:
        """A life begins, and has asked the platform who it is."""
        before = len(self._sandbox.calls)
        self._lives.begin(self._home, self._environment | {"DONDOC_NOW": self._now.isoformat()})
        self._sandbox.block_until(lambda: len(self._sandbox.calls) > before or self.pair_is_lost(), 60)

    def await_renewal(self, seconds: float) -> None:
        """Until it is written down that a renewal is asked for, however it went on; not longer than so many seconds."""
        file, end = self._settings.store_url.removeprefix("sqlite:///"), time.monotonic() + seconds
        with contextlib.closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as store:
            first = store.execute("SELECT state, renewed_at FROM oa_token").fetchone()
            while time.monotonic() < end:
                state = store.execute("SELECT state, renewed_at FROM oa_token").fetchone()
                if state != first or state[0] == "asking":
                    return
                time.sleep(0.002)

    def pair_is_lost(self) -> bool:
        """Whether it asks nobody any more."""
        return self.pair().state == "lost"


def rehearse(home: pathlib.Path, kills: int, seed: int, lives: Lives) -> Account:
    """So many kills, and what came of them."""
    chance, account, sandbox = random.Random(seed), Account(), Sandbox(seed=seed)
    with serve_in_thread(sandbox) as url, held_port() as port:
        sandbox.faults.add(Fault("slow", TOKEN, times=None, seconds=0.0, spread=SLOWEST))
        sandbox.faults.add(connection_cut(method=TOKEN, chance=0.1, times=None))
        office = Deployment(home, url, port, sandbox, lives)
        for _ in range(kills):
            office.go_on()
            office.live()
            if chance.random() < ANCHORED:
                office.await_renewal(10.0)
            time.sleep(chance.uniform(0.0, LATEST))
            _end(office, lives, account)
            account.kills += 1
            _after(office, account)
        sandbox.faults.clear()
        office.live()  # a life that nobody ends too soon: whatever was left open is found out
        end = time.monotonic() + 60
        while office.pair().state == "asking" and time.monotonic() < end:
            time.sleep(0.05)
        _end(office, lives, account)
        _after(office, account)
        if office.pair().state != "good":
            account.bad.append(f"not good in the end: {office.pair().state} {office.pair().why}")
        _settle(sandbox, account)
    return account


def _end(office: Deployment, lives: Lives, account: Account) -> None:
    """SIGKILL. A bot that has no other channel ends by itself where consent is lost, with the sentence that says so."""
    code = lives.end(signal.SIGKILL)
    if code != -signal.SIGKILL and not (office.pair_is_lost() and "dondoc zalo-oa connect" in lives.log):
        account.bad.append(f"ended by itself with {code}: {lives.log[-300:]}")


def _after(office: Deployment, account: Account) -> None:
    pair = office.pair()
    if pair.state == "asking":
        account.in_the_air += 1
    elif pair.state == "lost":
        account.lost += 1
        if pair.why != LOST_ANSWER:
            account.bad.append(f"lost for another reason: {pair.why}")
        if pair.asked < ONCE_MORE:
            account.bad.append("lost before it was asked for once more")
        office.consent()


def _settle(sandbox: Sandbox, account: Account) -> None:
    """Each refresh token by how often it was used, and what came of it."""
    used: dict[str, list[bool]] = collections.defaultdict(list)
    for token, good in sandbox.world.oa.refreshes:
        used[token].append(good)
    account.renewed = sum(good for ways in used.values() for good in ways)
    account.repeated = sum(len(ways) > 1 for ways in used.values())
    account.found_out = max(account.in_the_air - account.repeated, 0)
    account.bad += [f"used {len(ways)} times" for ways in used.values() if len(ways) > 2]
    account.bad += ["refused at its first use" for ways in used.values() if not ways[0]]
    if account.repeated > account.lost:
        account.bad.append(f"{account.repeated} were used twice, {account.lost} consents were lost")


if __name__ == "__main__":
    number, picked = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        born = Lives()
        try:
            result = rehearse(pathlib.Path(folder), number, picked, born)
        finally:
            born.close()
    print(result.table())
    print(f"{time.monotonic() - begun:.0f} s, seed {picked}")
    sys.exit(0 if result.good else 1)
