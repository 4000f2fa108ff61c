"""What a tapped button shows: it stops looking busy when its work is done, says so where it did nothing, and goes."""

import pytest
from speaking import say

from bot.rehearsal import Rehearsal
from bot.sandbox.world import faults

pytestmark = pytest.mark.loopback


@pytest.fixture
async def asked(stage: Rehearsal):
    """A question with two buttons, each good for one tap: (who was asked, the message)."""
    person = stage.sandbox.create_person("Nguyễn Thị Lan")
    return person, (await say(stage, person, "so cong thuong"))[-1]


async def pressed(stage: Rehearsal, person: int, message, label: str, until):
    callback = stage.sandbox.press(person, message.message_id, label)
    await until(lambda: callback.answered)
    await stage.quiet()
    return callback


async def test_a_button_used_once_is_gone_and_a_second_tap_says_why(stage, asked, until) -> None:
    person, message = asked
    label = message.keyboard[0][0].text
    first = await pressed(stage, person, message, label, until)
    assert first.text == ""
    await until(lambda: stage.sandbox.world.messages[person][message.message_id].keyboard == [])
    late = {"id": first.id + "x", "from": stage.sandbox.world.people[person].to_json(), "chat_instance": "1"}
    shown = {"message_id": message.message_id, "date": 1, "chat": {"id": person, "type": "private"}}
    stage.sandbox.raw_update({"callback_query": late | {"message": shown, "data": "999999.0"}})
    await stage.quiet()
    await until(lambda: [c for c in stage.sandbox.calls if c.params.get("callback_query_id") == late["id"]])
    said = next(c for c in stage.sandbox.calls if c.params.get("callback_query_id") == late["id"])
    assert "không có quyền" in said.params["text"], "the tap itself says that it did nothing"


async def test_a_button_that_cannot_be_taken_away_stays_and_nothing_else_happens(stage, asked, until) -> None:
    person, message = asked
    stage.sandbox.faults.add(faults.server_error(method="editMessageReplyMarkup", times=None))
    await pressed(stage, person, message, message.keyboard[0][0].text, until)
    await until(lambda: [c for c in stage.sandbox.calls if c.method == "editMessageReplyMarkup"])
    await stage.quiet()
    assert len([c for c in stage.sandbox.calls if c.method == "editMessageReplyMarkup"]) == 1, "never tried again"
    await say(stage, person, "/toi")
