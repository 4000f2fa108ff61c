"""The open questions to a platform, asked of the real one with the operator's own token.

Each step is one call, timed, with what was answered as far as it holds no secret. What a step changes is put back:
a webhook is restored, a message is deleted where the platform can, and an event that was answered in passing is stored
in the inbox like any other.
"""

import asyncio
import datetime as dt
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import httpx

from bot.channels.telegram.raw import as_stored
from bot.channels.zalo.reading import read
from catalog.messaging.inbox_and_outbox import receive
from catalog.store.store import Store

PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000010000000100806000000"
    "1ff3ff610000001a49444154789c63fcffff3f0329809124d5a30646250d30520d0000f5220ff1a30ff0c20000000049454e44ae426082"
)
"""A small PNG."""

ANSWER_WITHIN = 180.0
"""Seconds a call may take: a picture is fetched by the platform before it answers."""

WRONG = "0000000000:wrong-token-for-the-probe"
"""A token nobody has."""

LONGEST = 300
"""Characters of an answer's description that are kept."""


@dataclass(frozen=True)
class Step:
    """One call: `asked` says what for. `http` 0 where no answer came, `code` the platform's own where it names one."""

    name: str
    asked: str
    method: str
    http: int
    ok: bool
    code: int | None
    description: str
    seconds: float
    fields: Sequence[str] = ()


@dataclass
class Report:
    """What was asked and answered on a channel; `left` is what could not be put back, in Vietnamese sentences."""

    channel: str
    on: str
    steps: list[Step] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """Plain JSON, without any secret: to be sent to whoever keeps the product."""
        return asdict(self)


Answer = dict[str, Any]
Keep = Callable[[Any], Awaitable[None]]
"""Stores an event that came although nobody asked for one."""


class Probe:
    """Asks one platform. `hidden` are words that must stand nowhere in the report."""

    def __init__(self, channel: str, base: str, token: str, hidden: Sequence[str], now: dt.datetime) -> None:
        self.report = Report(channel, f"{now:%Y-%m-%d}")
        self._base = base.rstrip("/")
        self._token = token
        self._hidden = sorted({word for word in (token, *hidden) if len(word) > 3}, key=len, reverse=True)
        self._http = httpx.AsyncClient(timeout=ANSWER_WITHIN)

    async def close(self) -> None:
        """Close all connections."""
        await self._http.aclose()

    async def ask(
        self, name: str, asked: str, method: str, token: str = "", files: Any = None, **parameters: Any
    ) -> Answer:
        """One step; the answer's body, {} where there was none."""
        url = f"{self._base}/bot{token or self._token}/{method}"
        began, status, body = time.monotonic(), 0, {}
        try:
            given = {"data": parameters, "files": files} if files else {"json": parameters}
            response = await self._http.post(url, **given)
            status = response.status_code
            body = response.json()
        except httpx.HTTPError as problem:
            body = {"description": type(problem).__name__}  # its own words could hold the address and the token
        except ValueError:
            body = {"description": "no JSON"}
        body = body if isinstance(body, dict) else {"description": "no object"}
        result = body.get("result")
        code = body.get("error_code")
        self.report.steps.append(Step(
            name, asked, method, status, body.get("ok") is True, code if isinstance(code, int) else None,
            self._safe(str(body.get("description") or ""))[:LONGEST], round(time.monotonic() - began, 2),
            sorted(result) if isinstance(result, dict) else (),
        ))  # fmt: skip
        return body

    def _safe(self, text: str) -> str:
        for word in self._hidden:
            text = text.replace(word, "…")
        return text


async def probe_zalo(probe: Probe, chat: str, photo: str, hook: tuple[str, str] | None, keep: Keep) -> None:
    """`photo` is a public picture ("" where there is none), `hook` our own webhook (address, secret), None where it
    must not be touched."""
    await probe.ask("me", "Mã bot có dùng được không", "getMe")
    await probe.ask("wrong_token", "Mã sai thì báo gì", "getMe", token=WRONG)
    info = await probe.ask("webhook_info", "Chưa đặt (hoặc đã đặt) webhook thì báo gì", "getWebhookInfo")
    await _words(probe, chat)
    await probe.ask("typing", "Báo đang soạn tin", "sendChatAction", chat_id=chat, action="typing")
    if photo:
        text = "Đôn Đốc kiểm tra gửi ảnh."
        await probe.ask("photo", "Gửi ảnh mất bao lâu", "sendPhoto", chat_id=chat, photo=photo, caption=text)
        gone = f"{photo.rpartition('/')[0]}/khong-co-anh-nay.png"
        await probe.ask("photo_gone", "Ảnh không có thì báo gì", "sendPhoto", chat_id=chat, photo=gone)
    if hook is not None:
        await _zalo_hook(probe, str((info.get("result") or {}).get("url") or ""), *hook, keep)


def _is_ours(probe: Probe, before: str, url: str) -> bool:
    """Whether the webhook that is set is none or this deployment's, so that it may be tried."""
    if before in ("", url):
        return True
    probe.report.left.append("Webhook đang đặt ở nơi khác nên không thử: mã bí mật của nơi đó không ai biết.")
    return False


async def _put_back(probe: Probe, before: str) -> None:
    """No webhook is left set where there was none."""
    if not before and (await probe.ask("put_back", "Gỡ lại webhook", "deleteWebhook")).get("ok") is not True:
        probe.report.left.append("Chưa gỡ lại được webhook: hãy chạy dondoc run, bot tự đặt lại.")


async def _zalo_hook(probe: Probe, before: str, url: str, secret: str, keep: Keep) -> None:
    if not _is_ours(probe, before, url):
        return
    if not before:
        await probe.ask("delete_none", "Gỡ webhook khi chưa đặt thì báo gì", "deleteWebhook")
    await probe.ask("set", "Đặt webhook", "setWebhook", url=url, secret_token=secret)
    try:
        await probe.ask("set_again", "Đặt webhook lần thứ hai thì báo gì", "setWebhook", url=url, secret_token=secret)
        event = await probe.ask("poll_hooked", "Hỏi tin khi đang có webhook thì báo gì", "getUpdates", timeout=1)
        if event.get("ok") is True and event.get("result"):
            await keep(event)
    finally:
        await _put_back(probe, before)


async def _words(probe: Probe, chat: str) -> list[Answer]:
    """What sending words answers, well and badly; the messages that were taken."""
    taken = [
        await probe.ask(f"send_{n}", "Gửi một tin", "sendMessage", chat_id=chat, text=f"Đôn Đốc kiểm tra kênh ({n}/3).")
        for n in (1, 2, 3)
    ]
    await probe.ask("empty", "Tin rỗng thì báo gì", "sendMessage", chat_id=chat, text="")
    await probe.ask("unknown", "Người không có thì báo gì", "sendMessage", chat_id="999999999999", text="x")
    await probe.ask("no_method", "Phương thức không có thì báo gì", "sendNothing", chat_id=chat)
    return taken


async def probe_telegram(probe: Probe, chat: str, _photo: str, hook: tuple[str, str] | None, keep: Keep) -> None:
    """As `probe_zalo`; whatever was sent is deleted."""
    await probe.ask("me", "Mã bot có dùng được không", "getMe")
    await probe.ask("wrong_token", "Mã sai thì báo gì", "getMe", token=WRONG)
    info = await probe.ask("webhook_info", "Đang đặt webhook hay không", "getWebhookInfo")
    await probe.ask("menu", "Danh sách lệnh", "getMyCommands")
    taken = await _words(probe, chat)
    long = "x" * 4097
    await probe.ask("too_long", "Tin quá dài thì báo gì", "sendMessage", chat_id=chat, text=long)
    await probe.ask(
        "no_topic", "Chủ đề không có thì báo gì", "sendMessage", chat_id=chat, text="x", message_thread_id=999_999_999
    )
    file = {"photo": ("a.png", PICTURE, "image/png")}
    taken.append(await probe.ask("photo", "Gửi ảnh mất bao lâu", "sendPhoto", files=file, chat_id=chat))
    ids = [answer["result"]["message_id"] for answer in taken if answer.get("ok") is True]
    try:
        if ids:
            same = {"chat_id": chat, "message_id": ids[0]}
            await probe.ask("no_change", "Sửa nút mà không đổi thì báo gì", "editMessageReplyMarkup", **same)
        if hook is not None:
            await _telegram_hook(probe, str((info.get("result") or {}).get("url") or ""), *hook, keep)
    finally:
        deleted = [
            await probe.ask("delete", "Xóa tin đã gửi", "deleteMessage", chat_id=chat, message_id=one) for one in ids
        ]
        if not all(answer.get("ok") is True for answer in deleted):
            probe.report.left.append("Còn tin kiểm tra chưa xóa được trong cuộc trò chuyện.")


async def _telegram_hook(probe: Probe, before: str, url: str, secret: str, keep: Keep) -> None:
    if not _is_ours(probe, before, url):
        return
    if not before:
        await probe.ask("delete_none", "Gỡ webhook khi chưa đặt thì báo gì", "deleteWebhook")
        await probe.ask("set", "Đặt webhook", "setWebhook", url=url, secret_token=secret)
        await probe.ask("set_again", "Đặt webhook lần thứ hai thì báo gì", "setWebhook", url=url, secret_token=secret)
    try:
        event = await probe.ask("poll_hooked", "Hỏi tin khi đang có webhook thì báo gì", "getUpdates", timeout=0)
        for one in event.get("result") or []:
            await keep(one)
    finally:
        await _put_back(probe, before)


ASK: dict[str, Callable[[Probe, str, str, tuple[str, str] | None, Keep], Awaitable[None]]] = {
    "zalo": probe_zalo,
    "telegram": probe_telegram,
}
"""How each channel is asked."""


async def run_probe(
    probe: Probe, chat: str, photo: str, hook: tuple[str, str] | None, keep: Keep
) -> Report:  # fmt: skip
    """All questions to the probe's channel."""
    try:
        await ASK[probe.report.channel](probe, chat, photo, hook, keep)
    finally:
        await asyncio.shield(probe.close())
    return probe.report


def keeper(store: Store, channel: str, now: dt.datetime) -> Keep:
    """Stores an event into the inbox, as the channel does: `dondoc run` handles it."""

    async def keep(event: Any) -> None:
        if channel == "zalo":
            came = read(event)
            known, chat, payload = came.event_id, came.chat_key, came.payload
        else:
            known, chat, payload = as_stored(event)
        await store.write_async(lambda session: receive(session, channel, known, chat, payload, now))

    return keep
