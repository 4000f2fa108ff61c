"""The demo's story, and more said after it: every call of the bot and every answer to it is valid by the Bot API."""

import datetime as dt

import pytest

from bot.demo import DAY, story
from bot.rehearsal import rehearse
from bot.sandbox.telegram.spec_check import ApiDescription
from catalog.clock import local

pytestmark = [pytest.mark.loopback, pytest.mark.plans, pytest.mark.long]


async def test_every_call_of_the_story_is_valid_and_none_is_refused(tmp_path, shared, capsys):
    description = ApiDescription(shared / "spec" / "telegram-bot-api-10.0.json")
    async with rehearse(tmp_path, DAY) as stage:
        await story(stage)
        officer, focal, leader = list(stage.sandbox.world.people)
        for person, words in ((focal, "/viec"), (focal, "/trogiup"), (officer, "/duyet"), (leader, "/kehoach")):
            await stage.answer(stage.sandbox.say(person, words))
        for label in ("Biểu đồ", "Từng con số"):
            shown = await stage.seen(leader, "TÌNH HÌNH THỰC HIỆN")
            button = next(b.text for row in shown.keyboard for b in row if label in b.text)
            stage.sandbox.press(leader, shown.message_id, button)
            await stage.quiet()
        await stage.step("next_reminder")
        calls = stage.sandbox.calls
        today = local(stage.clock())
    assert today.date() > DAY.date()
    assert today.time() >= dt.time(7, 30)
    assert {"sendMessage", "sendPhoto", "answerCallbackQuery", "getFile", "getUpdates"} <= {c.method for c in calls}
    assert [(call.method, call.answer) for call in calls if not call.ok and call.delivered] == []
    for call in calls:
        assert description.check_call(call.method, call.params, frozenset(call.uploads)) == []
        if call.ok:
            assert description.check_result(call.method, call.result) == []
    assert stage.url in capsys.readouterr().out
