"""The webhook: set with rules, brought with the secret, tried again until it is taken."""

import contextlib

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.embedded_server import answering, listen
from bot.sandbox import serve
from bot.sandbox.telegram.webhook import SECRET_HEADER, pause_after


class Receiver:
    """A bot's web server that answers with the statuses laid out for it, then 200."""

    def __init__(self, *statuses):
        self.statuses = list(statuses)
        self.got = []

    async def hook(self, request: Request) -> Response:
        self.got.append((request.headers.get(SECRET_HEADER), await request.json()))
        return Response(status_code=self.statuses.pop(0) if self.statuses else 200)

    @contextlib.asynccontextmanager
    async def live(self):
        app = Starlette(routes=[Route("/hook", self.hook, methods=["POST"])])
        config = uvicorn.Config(app, log_config=None, lifespan="off", ws="none")
        async with answering(config, listen("127.0.0.1", 0)) as url:
            yield f"{url}/hook"


@pytest.mark.loopback
async def test_updates_are_brought_with_the_secret_and_again_after_a_failure(ask, sandbox, lan):
    receiver = Receiver(500, 200)
    async with receiver.live() as hook, serve(sandbox, webhook_pause=lambda failures: 0.0):
        assert (await ask("setWebhook", url=hook, secret_token="s3cret-A_1"))["ok"]
        sandbox.say(lan, "một")
        sandbox.say(lan, "hai")
        await sandbox.wait_for(lambda: len(receiver.got) == 3)
        await sandbox.wait_for(lambda: not sandbox.world.updates.waiting())
        info = (await ask("getWebhookInfo"))["result"]
    assert [secret for secret, _ in receiver.got] == ["s3cret-A_1"] * 3
    assert [update["message"]["text"] for _, update in receiver.got] == ["một", "một", "hai"]
    assert info["last_error_message"] == "Wrong response from the webhook: 500 Internal Server Error"
    assert (info["url"], info["pending_update_count"]) == (hook, 0)


@pytest.mark.loopback
async def test_what_nobody_takes_waits_for_get_updates(ask, sandbox, lan):
    async with serve(sandbox, webhook_pause=lambda failures: 0.01):
        await ask("setWebhook", url="http://127.0.0.1:9/none")
        sandbox.say(lan, "một")
        await sandbox.wait_for(lambda: sandbox.world.webhook.last_error)
        assert (await ask("getWebhookInfo"))["result"]["last_error_message"] == "Connection refused"
        assert (await ask("deleteWebhook"))["ok"]
        assert len((await ask("getUpdates"))["result"]) == 1


async def test_get_updates_and_a_webhook_exclude_each_other(ask, sandbox):
    await ask("setWebhook", url="https://bot.vn/hook")
    refused = await ask("getUpdates")
    assert refused["error_code"] == 409
    assert refused["description"].startswith("Conflict: can't use getUpdates method while webhook is active")
    await ask("setWebhook", url="")
    assert (await ask("getUpdates"))["ok"]


@pytest.mark.parametrize(
    ("params", "complaint"),
    [
        ({"url": "http://bot.vn/hook"}, "bad webhook: An HTTPS URL must be provided for webhook"),
        (
            {"url": "https://bot.vn:9000/"},
            "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443",
        ),
        (
            {"url": "https://bot.vn/", "secret_token": "mật khẩu"},
            "secret token contains unallowed characters",
        ),
    ],
)
async def test_a_webhook_telegram_would_not_take_is_refused(ask, params, complaint):
    refused = await ask("setWebhook", **params)
    assert refused["description"] == f"Bad Request: {complaint}"


async def test_pending_updates_are_dropped_on_request(ask, sandbox, lan):
    sandbox.say(lan, "cũ")
    await ask("deleteWebhook", drop_pending_updates=True)
    assert (await ask("getUpdates"))["result"] == []


def test_attempts_are_spaced_further_and_further_up_to_a_minute():
    assert [pause_after(failures) for failures in (1, 2, 3, 9)] == [0.5, 1.0, 2.0, 60.0]
