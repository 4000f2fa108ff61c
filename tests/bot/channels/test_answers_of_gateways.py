"""What stands between a platform and us may say anything: nobody is closed for it, and nothing sent is taken for lost."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from bot.channels.patience import Patience
from bot.channels.telegram.channel import Telegram
from bot.channels.zalo.api import ZaloApi, ZaloProblem
from bot.channels.zalo.channel import QUOTA_PAUSE
from bot.channels.zalo.channel import outcome_of as zalo_outcome_of
from scheduler.delivery.channel import Parcel
from scheduler.delivery.retry import Ambiguous, Blocked, Outcome, RateLimited, Rejected, ServerError, TopicGone

pytestmark = pytest.mark.loopback
ME = {"ok": True, "result": {"id": 1, "is_bot": True, "first_name": "b", "username": "b"}}


def refusal(code: object, words: object, **more: Any) -> str:
    return json.dumps({"ok": False, "error_code": code, "description": words, **more})


@contextlib.asynccontextmanager
async def gateway(status: int, body: str, header: str = "") -> AsyncIterator[str]:
    """An address that says this to every call but getMe."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(
            (int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")), 0
        )
        await reader.readexactly(length)
        asked_who = b"/getMe" in head
        data = (json.dumps(ME) if asked_who else body).encode()
        lines = [f"HTTP/1.1 {200 if asked_who else status} x", f"Content-Length: {len(data)}", "Connection: close"]
        writer.write("\r\n".join([*lines, *([header] if header else []), "", ""]).encode() + data)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()


TELEGRAM: list[tuple[int, str, str, Outcome | type]] = [
    (200, "", "", Ambiguous), (200, "<html>Sign in</html>", "", Ambiguous), (204, "", "", Ambiguous),
    (403, "<html>Forbidden</html>", "", ServerError(403)), (200, '{"ok": true, "result": true}', "", Ambiguous),
    (403, "<html>Your address was blocked</html>", "", ServerError(403)), (407, "", "", ServerError(407)),
    (400, "<html>Bad Request: chat not found</html>", "", ServerError(400)), (404, "<html>", "", ServerError(404)),
    (403, refusal(403, "Access denied by policy"), "", ServerError(403)),
    (403, refusal(403, "Forbidden: words of next year"), "", Blocked),
    (200, refusal(400, "Bad Request: message is too long"), "", Rejected),
    (200, refusal(403, "Forbidden: bot was blocked by the user"), "", Blocked),
    (200, refusal(400, "Bad Request: message thread not found"), "", TopicGone),
    (200, refusal(502, "Bad Gateway"), "", ServerError(502)),
    (200, refusal(429, "Too Many Requests", parameters={"retry_after": 4}), "", RateLimited(4.0)),
    (429, "", "", RateLimited(0.0)), (429, "<html>slow down</html>", "Retry-After: 9", RateLimited(9.0)),
    (429, "", "Retry-After: Mon, 16 Mar 2026 01:30:00 GMT", RateLimited(0.0)),
    (429, '{"parameters": {"retry_after": 1e999}}', "", RateLimited(86_400.0)),
    (429, '{"parameters": {"retry_after": NaN}}', "", RateLimited(0.0)),
    (429, '{"parameters": {"retry_after": -5}}', "", RateLimited(0.0)),
]  # fmt: skip


@pytest.mark.parametrize(("status", "body", "header", "meaning"), TELEGRAM)
async def test_whatever_is_said_in_telegram_s_place_has_a_meaning(
    status: int, body: str, header: str, meaning: Outcome | type
) -> None:
    async with gateway(status, body, header) as url:
        channel = Telegram("7000000001:A", url, Patience(answer=60.0))
        await channel.open()
        parcel = Parcel(1, "-1005/9", "x")  # of a topic, which is the only chat that can lose its topic
        found = await channel.send(parcel)
        await channel.close()
    assert found == meaning if not isinstance(meaning, type) else isinstance(found, meaning)


ZALO: list[tuple[int, str, Outcome | type]] = [
    (200, refusal(403, None), ServerError(403)), (200, refusal("403", "Internal server error"), ServerError(403)),
    (200, refusal("E_QUOTA", "quota exceeded"), Rejected), (429, refusal(None, None), RateLimited(QUOTA_PAUSE)),
    (500, refusal(None, ["x"]), ServerError(500)), (200, "", Ambiguous), (403, "<html>", Ambiguous),
]  # fmt: skip


@pytest.mark.parametrize(("status", "body", "meaning"), ZALO)
async def test_whatever_is_said_in_zalo_s_place_has_a_meaning(status: int, body: str, meaning: Outcome | type) -> None:
    api = ZaloApi("5:x", "http://zalo.test")
    api._http = httpx.AsyncClient(transport=httpx.MockTransport(lambda _: httpx.Response(status, text=body)))
    with pytest.raises(ZaloProblem) as problem:
        await api.send_message("c", "x")
    found = zalo_outcome_of(problem.value)
    assert found == meaning if not isinstance(meaning, type) else isinstance(found, meaning)
