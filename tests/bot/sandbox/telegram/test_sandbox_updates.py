"""Updates: queued once, kept until confirmed, fetched by long poll; buttons and their answers."""

import asyncio
import datetime as dt

import pytest


async def test_an_update_comes_again_until_a_higher_offset_confirms_it(ask, sandbox, lan):
    sandbox.say(lan, "một")
    sandbox.say(lan, "hai")
    first, second = (await ask("getUpdates"))["result"]
    assert (await ask("getUpdates", limit=1))["result"] == [first]
    assert second["update_id"] == first["update_id"] + 1
    assert (await ask("getUpdates", offset=second["update_id"]))["result"] == [second]
    assert (await ask("getUpdates", offset=second["update_id"] + 1))["result"] == []


async def test_a_negative_offset_keeps_only_the_newest(ask, sandbox, lan):
    for text in ("một", "hai", "ba"):
        sandbox.say(lan, text)
    newest = (await ask("getUpdates", offset=-1))["result"]
    assert [update["message"]["text"] for update in newest] == ["ba"]
    assert (await ask("getUpdates"))["result"] == newest


async def test_a_long_poll_answers_as_soon_as_something_comes(ask, sandbox, lan):
    polling = asyncio.create_task(ask("getUpdates", timeout=50))
    await asyncio.sleep(0)
    sandbox.say(lan, "/start moi-123")
    (update,) = (await polling)["result"]
    assert update["message"]["text"] == "/start moi-123"
    assert update["message"]["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]


async def test_a_second_poll_ends_the_first_with_a_conflict(ask, sandbox, lan):
    first = asyncio.create_task(ask("getUpdates", timeout=50))
    await sandbox.wait_for(lambda: sandbox.world.updates.poll == 1)
    second = asyncio.create_task(ask("getUpdates", timeout=50))
    assert (await first)["error_code"] == 409
    sandbox.say(lan, "x")
    assert len((await second)["result"]) == 1


async def test_only_the_kinds_asked_for_are_queued_from_then_on(ask, sandbox, lan):
    await ask("getUpdates", allowed_updates=["callback_query"])
    sandbox.say(lan, "bỏ qua")
    assert (await ask("getUpdates"))["result"] == []
    await ask("getUpdates", allowed_updates=[])
    sandbox.say(lan, "nhận")
    assert len((await ask("getUpdates"))["result"]) == 1


async def test_updates_nobody_fetched_for_24_hours_are_gone(ask, sandbox, lan, clock):
    sandbox.say(lan, "cũ")
    clock.set(clock() + dt.timedelta(hours=24, seconds=1))
    sandbox.say(lan, "mới")
    assert [update["message"]["text"] for update in (await ask("getUpdates"))["result"]] == ["mới"]


async def test_a_pressed_button_is_answered_once(ask, sandbox, lan):
    keyboard = {"inline_keyboard": [[{"text": "Đã xong", "callback_data": "done:1"}]]}
    sent = await ask("sendMessage", chat_id=lan, text="Việc 1", reply_markup=keyboard)
    callback = sandbox.press(lan, sent["result"]["message_id"], "Đã xong")
    (update,) = (await ask("getUpdates"))["result"]
    query = update["callback_query"]
    assert (query["data"], query["from"]["id"], query["message"]["text"]) == ("done:1", lan, "Việc 1")
    assert (await ask("answerCallbackQuery", callback_query_id=query["id"], text="Đã ghi"))["result"] is True
    assert (callback.answered, callback.text) == (True, "Đã ghi")
    again = await ask("answerCallbackQuery", callback_query_id=query["id"])
    assert again["description"].startswith("Bad Request: query is too old")


async def test_a_press_that_waited_too_long_cannot_be_answered(ask, sandbox, lan):
    keyboard = {"inline_keyboard": [[{"text": "Xong", "callback_data": "d"}]]}
    sent = await ask("sendMessage", chat_id=lan, text="x", reply_markup=keyboard)
    callback = sandbox.press(lan, sent["result"]["message_id"], "d")
    callback.expired = True
    assert not (await ask("answerCallbackQuery", callback_query_id=callback.id))["ok"]
    assert not callback.answered


async def test_a_button_that_is_not_there_cannot_be_pressed(ask, sandbox, lan):
    sent = await ask("sendMessage", chat_id=lan, text="không có nút")
    with pytest.raises(LookupError, match="no button"):
        sandbox.press(lan, sent["result"]["message_id"], "Đã xong")
    with pytest.raises(LookupError, match="no message"):
        sandbox.press(lan, 999, "Đã xong")


async def test_a_raw_update_is_delivered_exactly_as_given(ask, sandbox):
    sandbox.raw_update({"update_id": 5, "message": {"nonsense": True}})
    sandbox.raw_update({"something_new": {}})
    first, second = (await ask("getUpdates"))["result"]
    assert first == {"update_id": 5, "message": {"nonsense": True}}
    assert second["something_new"] == {}


async def test_waiting_ends_with_a_timeout_when_nothing_comes(sandbox):
    with pytest.raises(TimeoutError):
        await sandbox.wait_for(lambda: None, seconds=0.01)
    with pytest.raises(TimeoutError):
        sandbox.block_until(lambda: None, seconds=0.01)
