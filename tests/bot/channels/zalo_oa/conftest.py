"""An account on the sandbox: a channel, a store of its own, one person who has written to it."""

import datetime as dt
from collections.abc import AsyncIterator

import pytest

from bot.channels.patience import Patience
from bot.channels.zalo_oa.account import OaAccount
from bot.channels.zalo_oa.channel import ZaloOa
from bot.sandbox import Sandbox, serve
from bot.sandbox.world.oa_desk import oa_user
from catalog.clock import PROVINCE_ZONE, SetClock
from catalog.messaging.message import Choice
from catalog.messaging.oa_tokens import ACCESS_LIFE, adopt
from catalog.store.store import Store
from scheduler.delivery.channel import Parcel, ReadyFile

MONDAY = dt.datetime(2026, 3, 16, 8, 30, tzinfo=PROVINCE_ZONE)


class Oa:
    """The channel under test. Its clock is the sandbox's."""

    def __init__(self, sandbox: Sandbox, url: str, store: Store, clock: SetClock) -> None:
        self.sandbox, self.url, self.store, self.clock, self.desk = sandbox, url, store, clock, sandbox.world.oa
        self.channels: list[ZaloOa] = []
        self.channel = self.another()
        self.lan = sandbox.create_person("Lan", channel="zalo_oa")
        sandbox.say(self.lan, "chào")
        self.chat = oa_user(self.lan)

    def another(self) -> ZaloOa:
        """A process of its own on the same store."""
        desk = self.desk
        account = OaAccount(
            desk.app_id, desk.app_secret, desk.oa_secret, f"{self.url}/oa", f"{self.url}/oa", template="nhac-viec"
        )
        patience = Patience(answer=60.0, poll=0, pause=0.01)

        def link(parcel: Parcel, _life: dt.timedelta) -> str:
            return f"https://dondoc.example/files/{parcel.outbox_id}"

        self.channels.append(ZaloOa(account, self.store, self.clock, link, patience))
        return self.channels[-1]

    def connect(self) -> None:
        """An administrator has consented."""
        pair, now = self.desk.new_pair(self.clock()), self.clock()
        self.store.write(lambda s: adopt(s, pair.access, pair.refresh, ACCESS_LIFE, now, by_hand=True))

    def later(self, **how: float) -> None:
        self.clock.set(self.clock() + dt.timedelta(**how))

    def parcel(
        self, text: str = "Chào", file: ReadyFile | None = None, choices: tuple[tuple[Choice, ...], ...] = (), **more: object
    ) -> Parcel:  # fmt: skip
        return Parcel(7, self.chat, text, choices, file, made_at=self.clock(), **more)  # type: ignore[arg-type]

    def seen(self) -> list[str]:
        return [message.text for message in self.sandbox.messages_to(self.lan)]


@pytest.fixture
async def oa(store: Store) -> AsyncIterator[Oa]:
    clock = SetClock(MONDAY, frozen=True)
    sandbox = Sandbox(clock=clock)
    async with serve(sandbox) as url:
        account = Oa(sandbox, url, store, clock)
        account.connect()
        yield account
        for channel in account.channels:
            await channel.close()
