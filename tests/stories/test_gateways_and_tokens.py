"""A gateway that lets little through, a token one platform refuses: whoever can be served is."""

import datetime as dt
import pathlib

import pytest
from telegram.error import InvalidToken

from bot.channels.patience import Patience
from bot.checkup import on_telegram
from bot.rehearsal import rehearse
from bot.sandbox import Sandbox
from catalog.clock import PROVINCE_ZONE

pytestmark = pytest.mark.loopback
MORNING = dt.datetime(2026, 3, 16, 8, 30, tzinfo=PROVINCE_ZONE)
BRISK = Patience(pause=0.05, look=0.05, poll=2)
WRONG = {"telegram_token": "7000000009:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}


async def test_behind_a_gateway_without_menus_people_are_served_and_the_doctor_says_so(tmp_path: pathlib.Path) -> None:
    sandbox = Sandbox()
    sandbox.switches.telegram_gateway = True
    async with rehearse(tmp_path, MORNING, patience=BRISK, sandbox=sandbox) as stage:
        lan = sandbox.create_person("Lan")
        await stage.answer(sandbox.say(lan, "/toi"))
        await sandbox.wait_for(lambda: [c for c in sandbox.calls if c.method == "setMyCommands"])
        assert [c.status for c in sandbox.calls if c.method == "setMyCommands"] == [404], "tried again tomorrow"
        findings = await on_telegram(stage.app.settings)
    assert [(f.check, f.level) for f in findings] == [("telegram", "ok"), ("menu", "warning")]


async def test_a_token_one_platform_refuses_stops_nobody_on_the_other(tmp_path: pathlib.Path) -> None:
    sandbox = Sandbox()
    async with rehearse(
        tmp_path, MORNING, patience=BRISK, sandbox=sandbox, channel="zalo", also=("telegram",), given=WRONG
    ) as stage:
        assert (set(stage.app.opening.names), stage.app.opening.refused) == ({"zalo"}, {"telegram"})
        hanh = sandbox.create_person("Hạnh")
        await stage.answer(sandbox.say(hanh, "/toi"))


async def test_where_the_only_token_is_refused_the_bot_does_not_stay_up(tmp_path: pathlib.Path) -> None:
    with pytest.raises(InvalidToken):
        async with rehearse(tmp_path, MORNING, patience=BRISK, sandbox=Sandbox(), given=WRONG):
            pass


async def test_its_own_words_that_come_back_are_not_answered(tmp_path: pathlib.Path) -> None:
    sandbox = Sandbox()
    sandbox.switches.zalo_echoes = True
    async with rehearse(tmp_path, MORNING, patience=BRISK, sandbox=sandbox, channel="zalo") as stage:
        hanh = sandbox.create_person("Hạnh")
        await stage.answer(sandbox.say(hanh, "/toi"))
        await stage.quiet()
        assert len(sandbox.messages_to(hanh)) == 1
