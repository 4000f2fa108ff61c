"""Real clients over loopback: the sandbox starts, serves and stops cleanly, in this loop or in a thread."""

import asyncio
import json
import signal
import subprocess
import sys

import httpx
import pytest
import telegram

from bot.sandbox import Sandbox, serve, serve_in_thread
from bot.sandbox.world import faults

pytestmark = pytest.mark.loopback
PDF = b"%PDF-1.7 minh chung"


async def test_python_telegram_bot_fetches_sends_answers_edits_and_downloads(sandbox: Sandbox, lan: int):
    async with (
        serve(sandbox) as url,
        telegram.Bot(sandbox.token, base_url=f"{url}/bot", base_file_url=f"{url}/file/bot") as bot,
    ):
        sandbox.send_file(lan, PDF, "báo cáo.pdf", "application/pdf")
        (update,) = await bot.get_updates(timeout=5, allowed_updates=telegram.Update.ALL_TYPES)
        file = await bot.get_file(update.message.document.file_id)
        assert bytes(await file.download_as_bytearray()) == PDF

        keyboard = telegram.InlineKeyboardMarkup.from_button(
            telegram.InlineKeyboardButton("Đã xong", callback_data="done:1")
        )
        sent = await bot.send_message(
            lan, "<b>Việc 1</b>", parse_mode="HTML", reply_markup=keyboard, reply_to_message_id=update.message.id
        )
        assert sent.reply_to_message.document.file_name == "báo cáo.pdf"
        callback = sandbox.press(lan, sent.message_id, "Đã xong")
        (pressed,) = await bot.get_updates(offset=update.update_id + 1, timeout=5)
        assert await pressed.callback_query.answer("Đã ghi")
        assert callback.text == "Đã ghi"
        await bot.edit_message_text("Đã xong", lan, sent.message_id)
        with pytest.raises(telegram.error.BadRequest, match="Message is not modified"):
            await bot.edit_message_text("Đã xong", lan, sent.message_id)
        await bot.send_document(lan, PDF, filename="tổng hợp.pdf", caption="gửi chị")
        assert sandbox.messages_to(lan)[-1].document.data == PDF
        await bot.set_my_commands([("viec", "Việc của tôi")])


async def test_python_telegram_bot_reads_every_fault_as_it_reads_telegrams(sandbox: Sandbox, lan: int, monkeypatch):
    monkeypatch.setenv("PTB_TIMEDELTA", "1")  # how it gives retry_after from its next major version on
    orders = [
        (faults.too_many_requests(7), telegram.error.RetryAfter),
        (faults.blocked(), telegram.error.Forbidden),
        (faults.bad_request("chat not found"), telegram.error.BadRequest),
        (faults.chat_migrated(-1001), telegram.error.ChatMigrated),
        (faults.server_error(), telegram.error.NetworkError),
        (faults.bad_gateway(), telegram.error.NetworkError),
        (faults.connection_cut(), telegram.error.NetworkError),
        (faults.answer_lost(), telegram.error.NetworkError),
        (faults.slow_answer(600), telegram.error.TimedOut),
    ]
    async with serve(sandbox) as url, telegram.Bot(sandbox.token, base_url=f"{url}/bot") as bot:
        for fault, error in orders:
            sandbox.faults.add(fault)
            with pytest.raises(error) as met:
                await bot.send_message(lan, fault.kind, read_timeout=0.2 if fault.kind == "slow" else 60)
            assert met.type is error
            if error is telegram.error.ChatMigrated:
                assert met.value.new_chat_id == -1001
        sandbox.faults.clear()
    assert [message.text for message in sandbox.messages_to(lan)] == ["lose_answer", "slow"]


async def test_stopping_the_server_answers_a_waiting_poll_and_frees_the_port(sandbox: Sandbox):
    async with httpx.AsyncClient(timeout=60) as client:
        async with serve(sandbox) as url:
            waiting = asyncio.create_task(
                client.get(f"{url}/bot{sandbox.token}/getUpdates", params={"timeout": 50}, timeout=60)
            )
            await sandbox.wait_for(lambda: sandbox.world.updates.poll == 1)
        assert (await waiting).json() == {"ok": True, "result": []}
        async with serve(sandbox, port=int(url.rpartition(":")[2])) as again:
            assert again == url


async def test_what_was_said_survives_a_new_server(sandbox: Sandbox, lan: int):
    async with serve(sandbox) as url, httpx.AsyncClient(timeout=60) as client:
        await client.post(f"{url}/bot{sandbox.token}/sendMessage", json={"chat_id": lan, "text": "một"})
    sandbox.say(lan, "trong lúc ngừng")
    async with serve(sandbox) as url, httpx.AsyncClient(timeout=60) as client:
        updates = (await client.get(f"{url}/bot{sandbox.token}/getUpdates")).json()["result"]
    assert [update["message"]["text"] for update in updates] == ["trong lúc ngừng"]
    assert [message.text for message in sandbox.history(lan)] == ["một", "trong lúc ngừng"]


def test_a_blocking_program_is_served_by_a_thread(sandbox: Sandbox, lan: int):
    with serve_in_thread(sandbox) as url, httpx.Client(timeout=60) as client:
        asked = sandbox.say(lan, "chào")
        updates = client.get(f"{url}/bot{sandbox.token}/getUpdates", params={"timeout": 5}).json()["result"]
        assert updates[0]["message"]["text"] == "chào"
        client.post(f"{url}/bot{sandbox.token}/sendMessage", json={"chat_id": lan, "text": "chào chị Lan"})
        answer = sandbox.block_until(lambda: sandbox.answer_to(asked, "chị"))
        assert answer.text == "chào chị Lan"


_FORGETFUL_BOT = """
import sys, time, urllib.request
print(urllib.request.urlopen(sys.argv[1]).read().decode(), flush=True)
time.sleep(60)
"""


def test_what_a_killed_bot_fetched_but_did_not_confirm_comes_again(sandbox: Sandbox, lan: int):
    with serve_in_thread(sandbox) as url:
        address = f"{url}/bot{sandbox.token}/getUpdates?timeout=10"
        sandbox.say(lan, "1 xong")
        seen = []
        for _life in range(2):
            command = [sys.executable, "-c", _FORGETFUL_BOT, address]
            with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as bot:
                seen.append(json.loads(bot.stdout.readline())["result"])
                bot.send_signal(signal.SIGKILL)
    assert seen[0] == seen[1]
    assert [update["message"]["text"] for update in seen[0]] == ["1 xong"]


def test_a_port_that_is_taken_is_reported_to_the_caller(sandbox: Sandbox):
    with (
        serve_in_thread(sandbox) as url,
        pytest.raises(RuntimeError, match="did not start") as failed,
        serve_in_thread(sandbox, port=int(url.rpartition(":")[2])),
    ):
        pass
    assert isinstance(failed.value.__cause__, OSError)
