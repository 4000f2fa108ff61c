"""Every fault at the level of HTTP: what the client meets, and whether the message was taken."""

import httpx
import pytest

from bot.sandbox import Sandbox, serve
from bot.sandbox.telegram_forms.update_faults import MALFORMED_UPDATES
from bot.sandbox.world import faults

REFUSALS = [
    (faults.too_many_requests, (7,), 429, "Too Many Requests: retry after 7", {"retry_after": 7}),
    (faults.blocked, (), 403, "Forbidden: bot was blocked by the user", None),
    (faults.bad_request, ("chat not found",), 400, "Bad Request: chat not found", None),
    (faults.server_error, (), 500, "Internal Server Error: restart", None),
    (
        faults.chat_migrated,
        (-1001,),
        400,
        "Bad Request: group chat was upgraded to a supergroup chat",
        {"migrate_to_chat_id": -1001},
    ),
]


@pytest.mark.parametrize(("order", "args", "code", "description", "parameters"), REFUSALS)
async def test_a_refusal_is_answered_once_and_nothing_is_taken(
    ask, sandbox, lan, order, args, code, description, parameters
):
    sandbox.faults.add(order(*args, method="sendMessage"))
    refused = await ask("sendMessage", chat_id=lan, text="x")
    assert (refused["error_code"], refused["description"]) == (code, description)
    assert refused.get("parameters") == parameters
    assert sandbox.messages_to(lan) == []
    assert (await ask("sendMessage", chat_id=lan, text="x"))["ok"]
    assert [hit.method for hit in sandbox.faults.hits] == ["sendMessage"]


async def test_a_fault_strikes_only_the_chat_and_method_it_is_aimed_at(ask, sandbox, lan):
    minh = sandbox.create_person("Minh", started=True)
    sandbox.faults.add(faults.blocked(chat_id=lan, method="sendmessage", times=None))
    assert (await ask("sendMessage", chat_id=minh, text="x"))["ok"]
    assert (await ask("sendChatAction", chat_id=lan, action="typing"))["ok"]
    assert not (await ask("sendMessage", chat_id=str(lan), text="x"))["ok"]
    assert not (await ask("sendMessage", chat_id=lan, text="x"))["ok"]
    sandbox.faults.clear()
    assert (await ask("sendMessage", chat_id=lan, text="x"))["ok"]


def test_chance_is_drawn_from_the_seed():
    def pattern(seed):
        sandbox = Sandbox(seed=seed)
        sandbox.faults.add(faults.answer_lost(chance=0.3, times=None))
        return [bool(sandbox.faults.striking("sendMessage", 1)) for _ in range(200)]

    assert pattern(4) == pattern(4) != pattern(5)
    assert 30 < sum(pattern(4)) < 90


@pytest.mark.loopback
async def test_a_lost_answer_closes_the_connection_after_the_message_was_taken(sandbox, lan):
    sandbox.faults.add(faults.answer_lost(method="sendMessage"))
    async with serve(sandbox) as url, httpx.AsyncClient(timeout=60) as client:
        with pytest.raises(httpx.RemoteProtocolError):
            await client.post(f"{url}/bot{sandbox.token}/sendMessage", json={"chat_id": lan, "text": "x"})
    assert [message.text for message in sandbox.messages_to(lan)] == ["x"]
    (call,) = sandbox.calls
    assert (call.taken, call.delivered, call.ok) == (True, False, False)


@pytest.mark.loopback
async def test_a_cut_connection_takes_nothing(sandbox, lan):
    sandbox.faults.add(faults.connection_cut())
    async with serve(sandbox) as url, httpx.AsyncClient(timeout=60) as client:
        send = f"{url}/bot{sandbox.token}/sendMessage"
        with pytest.raises(httpx.RemoteProtocolError):
            await client.post(send, data={"chat_id": lan}, files={"document": b"x" * 100_000})
        assert sandbox.messages_to(lan) == []
        assert (await client.post(send, json={"chat_id": lan, "text": "x"})).is_success
    assert [(call.taken, call.delivered) for call in sandbox.calls] == [(False, False), (True, True)]


@pytest.mark.loopback
async def test_who_does_not_wait_for_a_slow_answer_has_sent_the_message_all_the_same(sandbox, lan):
    sandbox.faults.add(faults.slow_answer(1.5))  # long enough for the server to see that the client has gone
    async with serve(sandbox) as url, httpx.AsyncClient(timeout=httpx.Timeout(60, read=0.2)) as client:
        with pytest.raises(httpx.ReadTimeout):
            await client.post(f"{url}/bot{sandbox.token}/sendMessage", json={"chat_id": lan, "text": "x"})
        (call,) = await sandbox.wait_for(lambda: sandbox.calls)
    assert (call.taken, call.delivered) == (True, False)
    assert len(sandbox.messages_to(lan)) == 1


async def test_a_slow_answer_comes_in_the_end(ask, sandbox, lan):
    sandbox.faults.add(faults.slow_answer(0.01))
    assert (await ask("sendMessage", chat_id=lan, text="x"))["ok"]


async def test_a_bad_gateway_answers_with_a_page_that_is_no_json(client, sandbox, lan):
    sandbox.faults.add(faults.bad_gateway())
    answer = await client.post(f"/bot{sandbox.token}/sendMessage", json={"chat_id": lan, "text": "x"})
    assert (answer.status_code, answer.headers["content-type"]) == (502, "text/html; charset=utf-8")
    assert sandbox.messages_to(lan) == []


async def test_a_lost_answer_to_get_updates_loses_no_update(client, ask, sandbox, lan):
    sandbox.say(lan, "chào")
    sandbox.faults.add(faults.answer_lost(method="getUpdates"))
    with pytest.raises(ConnectionResetError):
        await ask("getUpdates")
    assert [update["message"]["text"] for update in (await ask("getUpdates"))["result"]] == ["chào"]


async def test_a_download_can_fail_too(client, sandbox, lan):
    path = sandbox.send_file(lan, b"x", "a.txt").document.path
    sandbox.faults.add(faults.server_error(method="download"))
    assert (await client.get(f"/file/bot{sandbox.token}/{path}")).status_code == 500
    assert (await client.get(f"/file/bot{sandbox.token}/{path}")).content == b"x"


async def test_updates_come_twice_with_the_same_id(ask, sandbox, lan):
    sandbox.update_faults.duplicate = 1.0
    sandbox.say(lan, "chào")
    first, second = (await ask("getUpdates"))["result"]
    assert first == second


async def test_a_confirmed_update_comes_again_on_order(ask, sandbox, lan):
    sandbox.say(lan, "chào")
    (update,) = (await ask("getUpdates"))["result"]
    assert (await ask("getUpdates", offset=update["update_id"] + 1))["result"] == []
    assert sandbox.redeliver(update["update_id"]) == [update]
    assert (await ask("getUpdates"))["result"] == [update]


async def test_updates_come_out_of_order(ask, sandbox, lan):
    sandbox.update_faults.reorder = 1.0
    for number in range(5):
        sandbox.say(lan, str(number))
    texts = [update["message"]["text"] for update in (await ask("getUpdates"))["result"]]
    assert texts != sorted(texts)
    assert sorted(texts) == list("01234")


async def test_malformed_updates_are_delivered_as_they_are(ask, sandbox):
    for body in MALFORMED_UPDATES:
        sandbox.raw_update(body)
    delivered = (await ask("getUpdates"))["result"]
    assert [{k: v for k, v in update.items() if k != "update_id"} for update in delivered] == list(MALFORMED_UPDATES)
