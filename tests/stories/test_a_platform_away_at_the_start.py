"""A platform that cannot be reached when the bot is started: nobody on another one waits for it."""

import datetime as dt
import pathlib

import pytest
from telegram.error import NetworkError

from bot.channels.patience import Patience
from bot.rehearsal import rehearse
from bot.sandbox import Sandbox
from bot.sandbox.world import faults
from catalog.clock import PROVINCE_ZONE

pytestmark = pytest.mark.loopback
MORNING = dt.datetime(2026, 3, 16, 8, 30, tzinfo=PROVINCE_ZONE)
BRISK = Patience(pause=0.05, look=0.05, poll=2)


async def test_zalo_is_served_and_telegram_joins_when_it_is_back(tmp_path: pathlib.Path) -> None:
    sandbox = Sandbox()
    sandbox.faults.add(faults.server_error(method="getMe", times=1))  # Telegram is asked first
    async with rehearse(
        tmp_path, MORNING, patience=BRISK, sandbox=sandbox, channel="zalo", also=("telegram",)
    ) as stage:
        assert "zalo" in stage.app.opening.names
        hanh, lan = sandbox.create_person("Hạnh"), sandbox.create_person("Lan", channel="telegram")
        await stage.answer(sandbox.say(hanh, "/toi"))
        await stage.answer(sandbox.say(lan, "/toi"))
    asked = [(call.method, call.status) for call in sandbox.calls if "getMe" in call.method]
    assert asked == [("getMe", 500), ("zalo.getMe", 200), ("getMe", 200)]


async def test_a_bot_that_reaches_nobody_does_not_stay_up(tmp_path: pathlib.Path) -> None:
    sandbox = Sandbox()
    sandbox.faults.add(faults.server_error(method="getMe", times=None))
    with pytest.raises(NetworkError):
        async with rehearse(tmp_path, MORNING, patience=BRISK, sandbox=sandbox):
            pass
