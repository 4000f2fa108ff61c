"""The Zalo Bot Platform at /zalo/bot<TOKEN>/<method>: refusals come as HTTP 200 with `ok: false`, as from Zalo.

With the world's switch `zalo_status` they come with their own HTTP status: both were seen.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

import httpx
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.sandbox.telegram.methods.uploads import photo_from
from bot.sandbox.telegram.params import Params
from bot.sandbox.telegram.requests import read_params
from bot.sandbox.telegram_forms.calls import Call, Upload
from bot.sandbox.telegram_forms.errors import UNAUTHORIZED, ApiError, Json, bad_request, forbidden
from bot.sandbox.telegram_forms.text import formatted
from bot.sandbox.world.chats import Chat
from bot.sandbox.world.faults import Fault
from bot.sandbox.world.messages import Message
from bot.sandbox.world.world import World
from bot.sandbox.world.zalo_events import PHOTOS, ZaloHook, at_address, event_of, is_on_zalo, message_id, zalo_id

LONGEST_TEXT = 2000
NOTHING_CAME = (408, "Request timeout")
_SECRET_LENGTH = range(8, 257)
Cut = Callable[[Request], Awaitable[None]]


class ZaloPlatform:
    """Answers the bot out of one world; `stopping` and `cut` as in `botapi.BotApi`."""

    def __init__(self, world: World, stopping: Callable[[], bool], cut: Cut) -> None:
        self._world = world
        self._stopping = stopping
        self._cut = cut
        self._methods: dict[str, Callable[[Params, Request], Awaitable[Any]]] = {
            "getMe": self._get_me, "getUpdates": self._get_updates, "setWebhook": self._set_webhook,
            "deleteWebhook": self._delete_webhook, "getWebhookInfo": self._webhook_info,
            "testWebhook": self._webhook_info, "sendMessage": self._send_message, "sendPhoto": self._send_photo,
            "sendSticker": self._send_sticker, "sendVoice": self._send_voice, "sendChatAction": self._chat_action,
        }  # fmt: skip

    def routes(self) -> list[Route]:
        """The methods, and the pictures people sent."""
        return [
            Route("/zalo/bot{token}/{method}", self.call, methods=["GET", "POST"]),
            Route(PHOTOS + "/{unique_id}", self._photo, methods=["GET"]),
        ]

    async def call(self, request: Request) -> Response:
        """One method call, disturbed where a fault was ordered, and put on record."""
        name = request.path_params["method"]
        params = Params({})
        try:
            if request.path_params["token"] != self._world.zalo.token:
                raise ApiError(*UNAUTHORIZED)
            params = await read_params(request)
        except ApiError as refusal:
            return self._answer(name, params, refusal.to_json())
        with self._world.lock:
            chat = self._chat(params)
            faults = self._world.faults.striking(name, chat.id if chat else None)
        before = next((fault for fault in faults if fault.kind in ("refuse", "cut", "garbage")), None)
        if before is not None:
            return await self._spoiled(request, name, params, before)
        try:
            answer: Json = {"ok": True, "result": await self._result(name, params, request)}
        except ApiError as refusal:
            answer = refusal.to_json()
        if any(fault.kind == "lose_answer" for fault in faults):
            self._record(name, params, answer, delivered=False)
            await self._cut(request)
            return Response()
        await self._world.faults.hold_back(faults)
        return self._answer(name, params, answer)

    async def _result(self, name: str, params: Params, request: Request) -> Any:
        method = self._methods.get(name)
        if method is None:
            raise ApiError(404, "Not Found")
        return await method(params, request)

    async def _spoiled(self, request: Request, name: str, params: Params, fault: Fault) -> Response:
        """What was ordered to go wrong before anything was carried out; Zalo names no time to wait with a 429."""
        if fault.error is not None:
            error = fault.error
            return self._answer(name, params, ApiError(error.code, error.description).to_json())
        self._record(name, params, None, delivered=fault.kind == "garbage")
        if fault.kind == "garbage":
            return Response("<html><body>502 Bad Gateway</body></html>", 502, media_type="text/html")
        await self._cut(request)
        return Response()

    # --- the methods ---

    async def _get_me(self, _params: Params, _request: Request) -> Json:
        desk = self._world.zalo
        return {
            "id": desk.bot_id, "account_name": desk.name, "account_type": "BASIC",
            "can_join_groups": False,
        }  # fmt: skip

    async def _get_updates(self, params: Params, request: Request) -> Json:
        """One event, as soon as there is one. Raises ApiError 408 when none came, 400 while a webhook is set."""
        if self._world.zalo.hook is not None and not self._world.switches.zalo_polls_with_webhook:
            raise bad_request("getUpdates does not work while a webhook is set")
        loop = asyncio.get_running_loop()
        end = loop.time() + min(max(params.number("timeout", 30) or 0, 0), 60)
        while True:
            seen = self._world.changes.count
            with self._world.lock:
                event = self._world.zalo.take()
            if event is not None:
                self._world.changes.bump()
                return at_address(event, str(request.base_url))
            left = end - loop.time()
            if left <= 0 or self._stopping() or self._world.switches.instant_polls:
                raise ApiError(*NOTHING_CAME)
            await self._world.changes.after(seen, left)

    async def _set_webhook(self, params: Params, request: Request) -> Json:
        url, secret = params.text("url") or "", params.text("secret_token") or ""
        if not urlsplit(url).hostname or len(secret) not in _SECRET_LENGTH:
            raise bad_request("url or secret_token is invalid")
        self._world.zalo.hook = ZaloHook(url, secret, str(request.base_url))
        self._world.changes.bump()
        return await self._webhook_info(params, request)

    async def _delete_webhook(self, _params: Params, _request: Request) -> Json:
        self._world.zalo.hook = None
        return {"url": "", "updated_at": self._now()}

    async def _webhook_info(self, _params: Params, _request: Request) -> Json:
        """Raises ApiError 404 where none is set, as the real one does."""
        hook = self._world.zalo.hook
        if hook is None:
            raise ApiError(404, "Not Found")
        return {"url": hook.url, "updated_at": self._now()}

    def _now(self) -> int:
        return int(self._world.clock().timestamp() * 1000)

    async def _send_message(self, params: Params, _request: Request) -> Json:
        text = params.text("text") or ""
        if not 1 <= len(text) <= LONGEST_TEXT:
            raise bad_request("text must be 1-2000 characters")
        return self._put(params, text)

    async def _send_photo(self, params: Params, _request: Request) -> Json:
        caption, url = params.text("caption") or "", params.text("photo") or ""
        if len(caption) > LONGEST_TEXT:
            raise bad_request("caption must be 1-2000 characters")
        await self._look_at(url)
        await asyncio.sleep(self._world.switches.zalo_photo_seconds)
        return self._put(params, caption, url)

    async def _send_sticker(self, params: Params, _request: Request) -> Json:
        return self._put(params, f"[{params.text('sticker') or ''}]")

    async def _send_voice(self, params: Params, _request: Request) -> Json:
        if not (params.text("voice_url") or "").endswith(".aac"):
            raise bad_request("voice_url must end in .aac")
        return self._put(params, "[…]")

    async def _chat_action(self, params: Params, _request: Request) -> None:
        self._open_chat(params)

    async def _look_at(self, url: str) -> None:
        """Fetch a picture from this machine, as Zalo fetches one from the internet; no other machine is asked."""
        if urlsplit(url).hostname not in ("127.0.0.1", "localhost"):
            return
        async with httpx.AsyncClient(timeout=10) as client:
            try:
                page = await client.get(url)
            except httpx.HTTPError:
                return
        if page.is_success:
            mime = page.headers.get("content-type", "").partition(";")[0]
            self._world.web[url] = Upload("anh", mime, page.content)

    # --- chats and messages ---

    def _chat(self, params: Params) -> Chat | None:
        wanted = str(params.raw.get("chat_id", ""))
        found = (one for one in self._world.chats.values() if is_on_zalo(one.person) and zalo_id(one.id) == wanted)
        return next(found, None)

    def _open_chat(self, params: Params) -> Chat:
        """Raises ApiError for somebody who never wrote, or has blocked the bot."""
        chat = self._chat(params)
        if chat is None or chat.bot == "none":
            raise bad_request("chat not found")
        if chat.bot != "member":
            raise forbidden("bot was blocked by the user")
        return chat

    def _put(self, params: Params, text: str, photo: str = "") -> Json:
        with self._world.lock:
            chat = self._open_chat(params)
            self._check_switches()
            if refusal := self._world.limits.check(chat.id):
                raise ApiError(refusal.code, "quota exceeded")
            sizes = photo_from(self._world, photo) if photo else []
            message: Message = self._world.new_message(chat, self._world.bot)
            message.content, message.photo = formatted(text, None), sizes
            if self._world.switches.zalo_echoes:
                self._world.zalo.add(event_of(message, self._world.zalo.bot_id))
        self._world.changes.bump()
        return {"message_id": message_id(message), "date": int(message.date.timestamp() * 1000)}

    def _check_switches(self) -> None:
        """What was turned on against sending. Raises ApiError; a month's count goes down with each message taken."""
        switches = self._world.switches
        if switches.zalo_internal_403:
            raise ApiError(403, "Internal server error")
        if switches.zalo_messages_left is not None:
            if switches.zalo_messages_left <= 0:
                raise ApiError(429, "quota exceeded")
            switches.zalo_messages_left -= 1

    async def _photo(self, request: Request) -> Response:
        with self._world.lock:
            faults = self._world.faults.striking("download", None)
        stored = self._world.files.by_unique_id(request.path_params["unique_id"])
        if stored is None or any(fault.kind == "refuse" for fault in faults):
            return Response(status_code=404)
        if any(fault.kind in ("cut", "lose_answer") for fault in faults):
            await self._cut(request)
        return Response(stored.data, media_type=stored.mime)

    def _answer(self, name: str, params: Params, answer: Json) -> Response:
        self._record(name, params, answer)
        status = int(answer.get("error_code", 200)) if self._world.switches.zalo_status else 200
        return JSONResponse(answer, status)

    def _record(self, name: str, params: Params, answer: Json | None, *, delivered: bool = True) -> None:
        taken = bool(answer and answer["ok"])
        call = Call(f"zalo.{name}", params.raw, answer, 200, self._world.clock(), {}, taken, delivered)
        with self._world.lock:
            self._world.calls.append(call)
        self._world.changes.bump()
