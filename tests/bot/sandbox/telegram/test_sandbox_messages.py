"""Sending, editing and deleting: what Telegram accepts, refuses and remembers."""

import datetime as dt
import json


async def test_a_sent_message_stands_in_the_chat_with_its_keyboard(ask, sandbox, lan):
    keyboard = {"inline_keyboard": [[{"text": "Đã xong", "callback_data": "done:1"}]]}
    answer = await ask("sendMessage", chat_id=lan, text="<b>Việc 1</b>", parse_mode="HTML", reply_markup=keyboard)
    message = answer["result"]
    assert message["text"] == "Việc 1"
    assert message["entities"] == [{"type": "bold", "offset": 0, "length": 6}]
    assert message["chat"] == {"id": lan, "type": "private", "first_name": "Nguyễn Thị Lan", "username": "lan_nv"}
    assert message["from"]["is_bot"]
    seen = sandbox.messages_to(lan)
    assert [(one.text, one.keyboard[0][0].text, one.keyboard[0][0].data) for one in seen] == [
        ("Việc 1", "Đã xong", "done:1")
    ]


async def test_form_multipart_and_query_are_taken_like_json(client, sandbox, lan):
    url = f"/bot{sandbox.token}/sendMessage"
    markup = json.dumps({"inline_keyboard": [[{"text": "Có", "callback_data": "y"}]]})
    fields = {"chat_id": str(lan), "text": "chào", "reply_markup": markup}
    answers = [
        await client.post(url, data=fields),
        await client.post(url, data=fields, files={"ignored": b"x"}),
        await client.get(url, params=fields),
    ]
    assert [answer.json()["result"]["reply_markup"] for answer in answers] == [json.loads(markup)] * 3


async def test_method_names_are_read_without_regard_to_case(ask):
    assert (await ask("GETME"))["result"]["username"] == "dondoc_bot"


async def test_a_wrong_token_and_an_unknown_method_have_their_own_answers(client, ask):
    wrong = await client.get("/bot1:wrong/getMe")
    assert (wrong.status_code, wrong.json()["description"]) == (401, "Unauthorized")
    unknown = await ask("sendTelepathy")
    assert (unknown["error_code"], unknown["description"]) == (404, "Not Found: method not found")


async def test_broken_json_is_a_bad_request(client, sandbox):
    answer = await client.post(f"/bot{sandbox.token}/getMe", content=b"{", headers={"content-type": "application/json"})
    assert (answer.status_code, answer.json()["description"]) == (400, "Bad Request: can't parse JSON object")


async def test_nobody_can_be_written_to_before_they_pressed_start(ask, sandbox):
    minh = sandbox.create_person("Minh")
    refused = await ask("sendMessage", chat_id=minh, text="x")
    assert refused["description"] == "Bad Request: chat not found"
    sandbox.say(minh, "/start")
    assert (await ask("sendMessage", chat_id=minh, text="x"))["ok"]


async def test_callback_data_is_counted_in_bytes(ask, lan):
    def keyboard(data):
        return {"inline_keyboard": [[{"text": "x", "callback_data": data}]]}

    assert (await ask("sendMessage", chat_id=lan, text="x", reply_markup=keyboard("đ" * 32)))["ok"]
    for data in ("đ" * 32 + "a", ""):
        refused = await ask("sendMessage", chat_id=lan, text="x", reply_markup=keyboard(data))
        assert refused["description"] == "Bad Request: BUTTON_DATA_INVALID"


async def test_a_refused_message_leaves_nothing_in_the_chat(ask, sandbox, lan):
    assert not (await ask("sendMessage", chat_id=lan, text="<b>hở", parse_mode="HTML"))["ok"]
    assert not (await ask("sendMessage", chat_id=lan, text="x", reply_parameters={"message_id": 999}))["ok"]
    assert sandbox.history(lan) == []


async def test_a_reply_shows_what_it_replies_to(ask, sandbox, lan):
    asked = sandbox.say(lan, "việc của tôi?")
    answer = await ask("sendMessage", chat_id=lan, text="có 2 việc", reply_parameters={"message_id": asked.message_id})
    assert answer["result"]["reply_to_message"]["text"] == "việc của tôi?"
    missing = await ask("sendMessage", chat_id=lan, text="x", reply_parameters={"message_id": 999})
    assert missing["description"] == "Bad Request: message to be replied not found"
    lenient = {"message_id": 999, "allow_sending_without_reply": True}
    assert (await ask("sendMessage", chat_id=lan, text="x", reply_parameters=lenient))["ok"]


async def test_an_edit_changes_the_message_and_the_same_edit_again_is_refused(ask, sandbox, lan):
    message_id = (await ask("sendMessage", chat_id=lan, text="a"))["result"]["message_id"]
    edited = await ask("editMessageText", chat_id=lan, message_id=message_id, text="b")
    assert edited["result"]["text"] == "b"
    assert "edit_date" in edited["result"]
    again = await ask("editMessageText", chat_id=lan, message_id=message_id, text="b")
    assert again["error_code"] == 400
    assert again["description"].startswith("Bad Request: message is not modified: ")
    assert [one.text for one in sandbox.messages_to(lan)] == ["b"]


async def test_an_edit_without_a_keyboard_takes_the_keyboard_away(ask, sandbox, lan):
    keyboard = {"inline_keyboard": [[{"text": "Xong", "callback_data": "x"}]]}
    sent = await ask("sendMessage", chat_id=lan, text="a", reply_markup=keyboard)
    message_id = sent["result"]["message_id"]
    edited = await ask("editMessageReplyMarkup", chat_id=lan, message_id=message_id)
    assert "reply_markup" not in edited["result"]
    assert sandbox.messages_to(lan)[0].keyboard == []


async def test_a_persons_message_cannot_be_edited_and_a_missing_one_not_found(ask, sandbox, lan):
    theirs = sandbox.say(lan, "x").message_id
    refused = await ask("editMessageText", chat_id=lan, message_id=theirs, text="b")
    assert refused["description"] == "Bad Request: message can't be edited"
    missing = await ask("editMessageText", chat_id=lan, message_id=999, text="b")
    assert missing["description"] == "Bad Request: message to edit not found"


async def test_a_deleted_message_is_gone_and_after_48_hours_it_stays(ask, sandbox, lan, clock):
    first = (await ask("sendMessage", chat_id=lan, text="a"))["result"]["message_id"]
    assert (await ask("deleteMessage", chat_id=lan, message_id=first))["result"] is True
    assert sandbox.history(lan) == []
    second = (await ask("sendMessage", chat_id=lan, text="b"))["result"]["message_id"]
    clock.set(clock() + dt.timedelta(hours=49))
    refused = await ask("deleteMessage", chat_id=lan, message_id=second)
    assert refused["description"] == "Bad Request: message can't be deleted for everyone"


async def test_commands_are_kept_by_scope_and_language(ask):
    commands = [{"command": "viec", "description": "Việc của tôi"}]
    assert (await ask("setMyCommands", commands=commands))["result"] is True
    assert (await ask("getMyCommands"))["result"] == commands
    assert (await ask("getMyCommands", language_code="en"))["result"] == []
    bad = await ask("setMyCommands", commands=[{"command": "Việc", "description": "x"}])
    assert bad["description"] == "Bad Request: BOT_COMMAND_INVALID"


async def test_every_call_is_recorded_with_its_answer_and_time(ask, sandbox, lan, clock):
    await ask("sendMessage", chat_id=lan, text="a")
    await ask("sendMessage", chat_id=1, text="b")
    taken, refused = sandbox.calls
    assert (taken.method, taken.params["text"], taken.ok, taken.time) == ("sendMessage", "a", True, clock())
    assert taken.result["text"] == "a"
    assert (refused.ok, refused.taken, refused.status) == (False, False, 400)
