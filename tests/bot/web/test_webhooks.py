"""Webhooks: stored before they are acknowledged, once each, and only from who knows the secret."""

import asyncio
import datetime as dt

import pytest
from sqlmodel import col, select

from bot.channels.patience import Patience
from bot.rehearsal import rehearse
from bot.sandbox import Sandbox
from catalog.clock import PROVINCE_ZONE
from catalog.tables import Inbox
from scheduler.delivery.pacing import Limits

HEADER = "X-Telegram-Bot-Api-Secret-Token"
TOKEN = "1234567890:" + "A" * 35
LIMITS = Limits(per_second=500.0, burst=500, chat_gap=0.01, group_burst=500)
BRISK = Patience(answer=60.0, poll=1, pause=0.05, look=0.05, limits=LIMITS)
MONDAY = dt.datetime(2026, 3, 16, 8, 30, tzinfo=PROVINCE_ZONE)


def update(number=7, text="xin chào"):
    person = {"id": 42, "is_bot": False, "first_name": "Lan"}
    chat = {"id": 42, "type": "private"}
    return {"update_id": number, "message": {"message_id": 1, "date": 0, "chat": chat, "from": person, "text": text}}


@pytest.fixture
def hooked(make_web_with):
    return make_web_with(telegram_token=TOKEN, telegram_webhook=True, webhook_secret="bi-mat-cua-tinh")


async def test_an_update_is_stored_once_before_it_is_acknowledged(hooked, store) -> None:
    for _ in range(3):
        answer = await hooked.ask("POST", "/webhooks/telegram", json=update(), headers={HEADER: "bi-mat-cua-tinh"})
        assert (answer.status_code, answer.json()) == (200, {"ok": True})
    with store.read() as session:
        (event,) = session.exec(select(Inbox)).all()
    assert (event.channel, event.event_id, event.chat_key) == ("telegram", "7", "42")


async def test_whoever_does_not_know_the_secret_stores_nothing(hooked, make_web_with, store) -> None:
    for headers in ({}, {HEADER: ""}, {HEADER: "bi-mat-cua-tinH"}, {"Authorization": "Bearer bi-mat-cua-tinh"}):
        assert (await hooked.ask("POST", "/webhooks/telegram", json=update(), headers=headers)).status_code == 403
    right = {HEADER: "bi-mat-cua-tinh"}
    for given, status in (
        ({"content": b"{"}, 400),
        ({"content": b"[" * 100_000}, 400),
        ({"json": [update()]}, 400),
        ({"content": b" " * 1_000_001}, 413),
        ({"json": {"update_id": "7"}}, 200),  # no update of Telegram's: kept, it would be no better the next time
    ):
        assert (await hooked.ask("POST", "/webhooks/telegram", headers=right, **given)).status_code == status
    assert (await hooked.ask("GET", "/webhooks/telegram", headers=right)).status_code == 405
    polling = make_web_with(telegram_token=TOKEN, webhook_secret="bi-mat-cua-tinh")
    assert (await polling.ask("POST", "/webhooks/telegram", json=update(), headers=right)).status_code == 404
    with store.read() as session:
        assert [row.payload for row in session.exec(select(Inbox))] == [{"update_id": "7"}], "it came with the secret"


async def test_zalo_brings_its_events_flat_or_wrapped_and_each_is_stored_once(make_web_with, store) -> None:
    web = make_web_with(zalo_token=TOKEN, zalo_webhook=True, webhook_secret="bi-mat-cua-tinh")
    sender = {"id": "a1", "display_name": "Lan", "is_bot": False}
    message = {"from": sender, "chat": {"id": "a1", "chat_type": "PRIVATE"}, "text": "chào", "message_id": "m1"}
    flat = {"event_name": "message.text.received", "message": {**message, "date": 1_750_000_000_000}}
    right = {"X-Bot-Api-Secret-Token": "bi-mat-cua-tinh"}
    for body in (flat, {"ok": True, "result": flat}, {"ok": True}):
        assert (await web.ask("POST", "/webhooks/zalo", json=body, headers=right)).status_code == 200
    assert (await web.ask("POST", "/webhooks/zalo", json=flat, headers={HEADER: "bi-mat-cua-tinh"})).status_code == 403
    with store.read() as session:
        event, empty = session.exec(select(Inbox).order_by(col(Inbox.id))).all()
        assert empty.payload == {"ok": True}, "kept, although it says nothing"
    assert (event.channel, event.event_id, event.chat_key, event.payload) == ("zalo", "m1", "a1", flat)


async def test_what_cannot_be_stored_in_time_is_not_acknowledged(hooked, monkeypatch) -> None:
    async def never(*_event):
        await asyncio.sleep(60)

    monkeypatch.setattr("bot.web.webhooks.ANSWER_WITHIN", 0.05)
    monkeypatch.setattr(hooked.app.store, "write_async", never)
    headers = {HEADER: "bi-mat-cua-tinh"}
    assert (await hooked.ask("POST", "/webhooks/telegram", json=update(), headers=headers)).status_code == 503


def test_the_secret_nobody_set_is_the_same_for_every_replica_and_tells_nothing_of_the_token(make_web_with) -> None:
    one, other = (make_web_with(telegram_token=TOKEN).app.settings.hook_secret("telegram") for _ in range(2))
    assert one == other
    assert one not in TOKEN
    assert one != make_web_with(telegram_token="987:" + "B" * 35).app.settings.hook_secret("telegram")


@pytest.mark.loopback
async def test_run_sets_the_webhook_is_brought_updates_and_goes_back_to_polling(tmp_path, port) -> None:
    sandbox = Sandbox()
    lan = sandbox.create_person("Lan")
    webhook = {"telegram_webhook": True, "public_url": f"http://127.0.0.1:{port}", "web_port": port}
    async with rehearse(tmp_path, MONDAY, patience=BRISK, sandbox=sandbox, given=webhook) as stage:
        await sandbox.wait_for(lambda: sandbox.world.webhook)
        assert sandbox.world.webhook.url == f"http://127.0.0.1:{port}/webhooks/telegram"
        await stage.answer(sandbox.say(lan, "/start"))
        sandbox.world.webhook = None  # somebody's other program took it away: it is set again
        await sandbox.wait_for(lambda: sandbox.world.webhook)
        await stage.answer(sandbox.say(lan, "/trogiup"))
    async with rehearse(tmp_path, MONDAY, patience=BRISK, sandbox=sandbox) as stage:
        await stage.answer(sandbox.say(lan, "/toi"))
        assert sandbox.world.webhook is None
