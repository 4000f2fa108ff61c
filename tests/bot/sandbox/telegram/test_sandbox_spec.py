"""The sandbox against the published Bot API: every method and parameter exists, every answer is valid."""

import json

import pytest

from bot.sandbox.telegram.methods.table import GET_UPDATES_ACCEPTS, METHODS
from bot.sandbox.telegram.spec_check import ApiDescription
from bot.sandbox.world.pictures import SMALL_COPY

pytestmark = pytest.mark.plans
PNG = SMALL_COPY[:16] + (640).to_bytes(4, "big") + (480).to_bytes(4, "big") + SMALL_COPY[24:]
KEYBOARD = {"inline_keyboard": [[{"text": "Xong", "callback_data": "x"}, {"text": "Mở", "url": "https://a.vn"}]]}


@pytest.fixture
def description(api_description_path):
    return ApiDescription(api_description_path)


def test_every_method_and_every_parameter_is_in_the_bot_api(description):
    unknown = {method.name: method.accepts - description.accepted(method.name) for method in METHODS.values()}
    assert {name: extra for name, extra in unknown.items() if extra} == {}
    assert description.accepted("getUpdates") == GET_UPDATES_ACCEPTS
    assert description.version == "Bot API 10.0"


async def test_every_answer_of_a_busy_day_is_valid(description, ask, client, sandbox, lan):
    """Every method is asked at least once; calls and results are checked from the record."""
    sent = await ask("sendMessage", chat_id=lan, text="<b>x</b> /viec", parse_mode="HTML", reply_markup=KEYBOARD)
    message_id = sent["result"]["message_id"]
    await ask("sendMessage", chat_id=lan, text="đáp", reply_parameters={"message_id": message_id})
    callback = sandbox.press(lan, message_id, "Xong")
    await ask("answerCallbackQuery", callback_query_id=callback.id, text="Đã ghi", show_alert=True)
    await ask("editMessageText", chat_id=lan, message_id=message_id, text="y", reply_markup=KEYBOARD)
    await ask("editMessageReplyMarkup", chat_id=lan, message_id=message_id)
    files = {"photo": ("a.png", PNG), "document": ("a.pdf", b"%PDF")}
    for method, name in (("sendPhoto", "photo"), ("sendDocument", "document")):
        url = f"/bot{sandbox.token}/{method}"
        answer = await client.post(url, data={"chat_id": lan, "caption": "c"}, files={name: files[name]})
        assert answer.is_success
    photo_id = answer.json()["result"]["message_id"] - 1
    await ask("editMessageCaption", chat_id=lan, message_id=photo_id, caption="<i>d</i>", parse_mode="HTML")
    media = json.dumps([{"type": "photo", "media": f"attach://{name}"} for name in "ab"])
    album = {"a": ("a.png", PNG), "b": ("b.png", PNG)}
    url = f"/bot{sandbox.token}/sendMediaGroup"
    assert (await client.post(url, data={"chat_id": lan, "media": media}, files=album)).is_success
    await ask("sendChatAction", chat_id=lan, action="typing")
    await ask("getMe")
    await ask("setMyCommands", commands=[{"command": "viec", "description": "Việc của tôi"}])
    await ask("getMyCommands")
    await ask("deleteMyCommands")
    await ask("getFile", file_id=sandbox.messages_to(lan)[-1].photo[-1].file_id)
    await ask("getChat", chat_id=lan)
    await ask("deleteMessage", chat_id=lan, message_id=message_id)
    await ask("setWebhook", url="https://bot.vn/hook", allowed_updates=["message"])
    await ask("getWebhookInfo")
    await ask("deleteWebhook")
    await ask("getUpdates", allowed_updates=[])
    await ask("leaveChat", chat_id=sandbox.groups.create("Tổ", [lan]))

    assert [(call.method, call.answer) for call in sandbox.calls if not call.ok] == []
    assert {call.method for call in sandbox.calls} == {method.name for method in METHODS.values()} | {"getUpdates"}
    for call in sandbox.calls:
        assert description.check_call(call.method, call.params, frozenset(call.uploads)) == []
        assert description.check_result(call.method, call.result) == []


async def test_every_update_is_valid(description, ask, sandbox, lan):
    keyboard_id = (await ask("sendMessage", chat_id=lan, text="x", reply_markup=KEYBOARD))["result"]["message_id"]
    sandbox.start(lan, "moi-1")
    sandbox.say(lan, "đáp https://a.vn", keyboard_id)
    sandbox.press(lan, keyboard_id, "Xong")
    sandbox.send_file(lan, b"%PDF", "a.pdf", "application/pdf", "kèm")
    sandbox.send_album(lan, [PNG, PNG], "hai ảnh")
    sandbox.groups.block_bot(lan)
    sandbox.groups.unblock_bot(lan)
    group = sandbox.groups.create("Tổ", [lan])
    sandbox.groups.promote_bot(group, lan)
    sandbox.groups.add_member(group, sandbox.create_person("Minh"), lan)
    sandbox.groups.remove_bot(group, lan)
    sandbox.groups.add_bot(group, lan)
    sandbox.groups.migrate(group, lan)
    updates = (await ask("getUpdates"))["result"]
    assert len(updates) == 17
    assert [problem for update in updates for problem in description.check_type("Update", update)] == []


def test_the_check_finds_what_is_wrong(description):
    check = description.check_call
    assert check("sendTelepathy", {}) == ["no method sendTelepathy"]
    assert check("sendMessage", {"chat_id": "5", "text": "x", "parse_mode": "HTML"}) == []
    assert check("sendMessage", {"chat_id": 5, "txt": "x"}) == [
        "sendMessage: no parameter txt",
        "sendMessage: parameter text is missing",
    ]
    long_data = {"inline_keyboard": [[{"text": "x", "callback_data": "đ" * 33}]]}
    (problem,) = check("sendMessage", {"chat_id": 5, "text": "x", "reply_markup": json.dumps(long_data)})
    assert problem.endswith("callback_data: 66 bytes, allowed are 1-64")
    assert description.check_result("getFile", {"file_id": 5, "extra": 1}) == [
        "getFile: File has no field extra",
        "getFile.file_id: 5 is no String",
        "getFile: File needs file_unique_id",
    ]
    member = {"status": "kicked", "user": {"id": 1, "is_bot": True, "first_name": "x"}}
    assert description.check_type("ChatMember", member) == ["ChatMember: ChatMemberBanned needs until_date"]
