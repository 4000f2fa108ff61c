"""`dondoc probe` against the sandbox: every question answered, nothing left changed, no secret in the report."""

import json
import pathlib
from typing import Any

import pytest
from prompt import Dondoc
from sqlmodel import select

from bot.sandbox import Sandbox, serve_in_thread
from bot.sandbox.telegram.spec_check import ApiDescription
from bot.sandbox.telegram_forms.calls import Upload
from bot.sandbox.world.zalo_events import zalo_id
from bot.settings import load_settings
from bot.store_opening import open_store
from catalog.tables import Inbox

pytestmark = pytest.mark.loopback
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + (640).to_bytes(4, "big") + (480).to_bytes(4, "big") + b"\x08\x06\0\0\0"
ZALO_FORM = {  # zalo: what a method may be given (docs.zaloplatforms.com/docs/BOT)
    "getMe": set(), "getWebhookInfo": set(), "deleteWebhook": set(), "getUpdates": {"timeout"},
    "setWebhook": {"url", "secret_token"}, "sendMessage": {"chat_id", "text"},
    "sendPhoto": {"chat_id", "photo", "caption"}, "sendChatAction": {"chat_id", "action"},
}  # fmt: skip


def probed(
    dondoc: Dondoc, monkeypatch: Any, sandbox: Sandbox, url: str, channel: str, chat: str, out: pathlib.Path
) -> Any:
    monkeypatch.setenv("DONDOC_TELEGRAM_TOKEN", sandbox.token)
    monkeypatch.setenv("DONDOC_TELEGRAM_API", url)
    monkeypatch.setenv("DONDOC_ZALO_TOKEN", sandbox.zalo_token)
    monkeypatch.setenv("DONDOC_ZALO_API", f"{url}/zalo")
    monkeypatch.setenv("DONDOC_PUBLIC_URL", "http://127.0.0.1:9")
    sandbox.world.web["https://anh.test/a.png"] = Upload("a.png", "image/png", PNG)
    args = ["probe", "--channel", channel, "--chat", chat, "--out", str(out), "--json"]
    code, printed, problem = dondoc(*args, "--photo", "https://anh.test/a.png")
    assert code == 0, problem
    for secret in (sandbox.token, sandbox.zalo_token, chat, "127.0.0.1:9"):
        assert secret not in printed
        assert secret not in out.read_text()
    assert json.loads(out.read_text()) == json.loads(printed)
    return json.loads(printed)


def by_name(report: Any) -> dict[str, Any]:
    return {step["name"]: step for step in report["steps"]}


def test_zalo_is_asked_and_put_back_and_what_came_meanwhile_is_stored(dondoc, monkeypatch, tmp_path) -> None:
    sandbox = Sandbox()
    lan = sandbox.create_person("Lan", channel="zalo")
    with serve_in_thread(sandbox) as url:
        sandbox.say(lan, "chào")
        report = probed(dondoc, monkeypatch, sandbox, url, "zalo", zalo_id(lan), tmp_path / "r.json")
    steps = by_name(report)
    assert (steps["webhook_info"]["code"], steps["wrong_token"]["code"], steps["no_method"]["code"]) == (404, 401, 404)
    assert all(
        steps[name]["ok"] for name in ("me", "send_1", "send_2", "send_3", "typing", "photo", "set", "set_again")
    )
    assert (steps["unknown"]["ok"], steps["empty"]["ok"], steps["poll_hooked"]["code"]) == (False, False, 400)
    assert sandbox.world.zalo.hook is None, "put back"
    assert report["left"] == []
    for call in sandbox.calls:
        method = call.method.removeprefix("zalo.")
        if method in ZALO_FORM:
            assert set(call.params) <= ZALO_FORM[method], method


def test_telegram_is_asked_and_what_was_sent_is_deleted(dondoc, monkeypatch, tmp_path) -> None:
    sandbox = Sandbox()
    lan = sandbox.create_person("Lan", started=True)
    with serve_in_thread(sandbox) as url:
        report = probed(dondoc, monkeypatch, sandbox, url, "telegram", str(lan), tmp_path / "r.json")
    steps = by_name(report)
    assert all(steps[name]["ok"] for name in ("me", "send_1", "photo", "delete", "set"))
    assert [steps[name]["code"] for name in ("unknown", "empty", "too_long", "no_topic", "poll_hooked")] == [
        400, 400, 400, 400, 409,
    ]  # fmt: skip
    assert sandbox.messages_to(lan) == [], "nothing stays"
    assert sandbox.world.webhook is None
    assert report["left"] == []


@pytest.mark.plans
def test_every_call_to_telegram_has_the_form_of_the_bot_api(dondoc, monkeypatch, tmp_path, shared) -> None:
    description = ApiDescription(shared / "spec" / "telegram-bot-api-10.0.json")
    sandbox = Sandbox()
    lan = sandbox.create_person("Lan", started=True)
    with serve_in_thread(sandbox) as url:
        probed(dondoc, monkeypatch, sandbox, url, "telegram", str(lan), tmp_path / "r.json")
    wrong = [d for c in sandbox.calls if c.ok for d in description.check_call(c.method, c.params, frozenset(c.uploads))]
    assert wrong == []


def test_an_event_that_is_answered_in_passing_is_kept(dondoc, monkeypatch, tmp_path) -> None:
    sandbox = Sandbox()
    lan = sandbox.create_person("Lan", channel="zalo")
    with serve_in_thread(sandbox) as url:
        sandbox.say(lan, "1 xong")
        sandbox.switches.zalo_polls_with_webhook = True
        probed(dondoc, monkeypatch, sandbox, url, "zalo", zalo_id(lan), tmp_path / "r.json")
    store = open_store(load_settings())
    with store.read() as session:
        assert [row.payload["message"]["text"] for row in session.exec(select(Inbox))] == ["1 xong"]
    store.close()


def test_without_a_token_or_for_another_channel_it_says_so(dondoc, tmp_path) -> None:
    for args, words in ((("zalo",), "DONDOC_ZALO_TOKEN"), (("fax",), "--channel")):
        code, _, problem = dondoc("probe", "--channel", *args, "--chat", "1", "--out", str(tmp_path / "r.json"))
        assert code == 2
        assert words in problem
