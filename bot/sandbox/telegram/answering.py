"""Answering the bot: the method is carried out, disturbed where a fault was ordered, and put on record."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from bot.sandbox.telegram.methods.fetching import get_updates
from bot.sandbox.telegram.methods.method import Method
from bot.sandbox.telegram.methods.table import METHODS
from bot.sandbox.telegram.params import Params
from bot.sandbox.telegram.requests import read_params
from bot.sandbox.telegram_forms.calls import Call
from bot.sandbox.telegram_forms.errors import NO_SUCH_METHOD, NOT_FOUND, UNAUTHORIZED, ApiError, Json
from bot.sandbox.world.faults import Fault
from bot.sandbox.world.world import World

_THROUGH_A_GATEWAY = ("getMe", "sendMessage", "sendPhoto", "sendDocument", "getFile", "answerCallbackQuery")
"""What a narrow gateway before the Bot API lets through, beside getUpdates."""

Cut = Callable[[Request], Awaitable[None]]
_GATEWAY_PAGE = "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"


class BotApi:
    """Answers requests out of one world.

    `stopping` ends long polls when the server goes down; `cut` closes a request's connection without an answer.
    """

    def __init__(self, world: World, stopping: Callable[[], bool], cut: Cut) -> None:
        self._world = world
        self._stopping = stopping
        self._cut = cut

    async def call(self, request: Request) -> Response:
        """One method call."""
        name = _proper_name(request.path_params["method"])
        params = Params({})
        try:
            self._check_token(request)
            params = await read_params(request)
        except ApiError as refusal:
            return self._answer(name, params, refusal.to_json(), refusal.code)
        with self._world.lock:
            faults = self._world.faults.striking(name, _chat_id(params))
        before = next((fault for fault in faults if fault.kind in ("refuse", "cut", "garbage")), None)
        if before is not None:
            return await self._spoiled(request, name, params, before)
        answer, status = await self._carried_out(name, params)
        return await self._delivered(request, name, params, answer, status, faults)

    async def download(self, request: Request) -> Response:
        """The bytes behind a `file_path`; faults for it are ordered under the method name "download"."""
        with self._world.lock:
            faults = self._world.faults.striking("download", None)
        try:
            self._check_token(request)
            if refused := next((fault.error for fault in faults if fault.error), None):
                raise refused
            stored = self._world.files.by_path(request.path_params["path"])
            if stored is None:
                raise ApiError(*NOT_FOUND)
        except ApiError as refusal:
            return _json(refusal.to_json(), refusal.code)
        await self._world.faults.hold_back(faults)
        if any(fault.kind in ("cut", "lose_answer") for fault in faults):
            await self._cut(request)
        return Response(stored.data, media_type="application/octet-stream")

    async def _carried_out(self, name: str, params: Params) -> tuple[Json, int]:
        """The answer's body and status."""
        try:
            return {"ok": True, "result": await self._result(name, params)}, 200
        except ApiError as refusal:
            return refusal.to_json(), refusal.code

    async def _result(self, name: str, params: Params) -> Any:
        if name == "getUpdates":
            return await get_updates(self._world, params, self._stopping)
        method = METHODS.get(name.lower())
        if method is None or (self._world.switches.telegram_gateway and method.name not in _THROUGH_A_GATEWAY):
            raise ApiError(*NO_SUCH_METHOD)
        with self._world.lock:
            self._check_limits(method, params)
            return method.act(self._world, params)

    def _check_limits(self, method: Method, params: Params) -> None:
        chat_id = _chat_id(params)
        if not method.sends or chat_id is None:
            return
        media = params.structure("media")
        refusal = self._world.limits.check(chat_id, messages=len(media) if isinstance(media, list) else 1)
        if refusal is not None:
            raise refusal

    async def _spoiled(self, request: Request, name: str, params: Params, fault: Fault) -> Response:
        """The answer of a fault that keeps the method from being carried out."""
        if fault.error is not None:
            return self._answer(name, params, fault.error.to_json(), fault.error.code)
        if fault.kind == "garbage":
            self._record(name, params, None, 502)
            return HTMLResponse(_GATEWAY_PAGE, 502)
        self._record(name, params, None, 0, delivered=False)
        await self._cut(request)
        return Response()

    async def _delivered(
        self, request: Request, name: str, params: Params, answer: Json, status: int, faults: list[Fault]
    ) -> Response:
        """The answer on its way back: late, or lost."""
        if any(fault.kind == "lose_answer" for fault in faults):
            self._record(name, params, answer, status, taken=status == 200, delivered=False)
            await self._cut(request)
            return Response()
        slow = await self._world.faults.hold_back(faults)
        if any(fault.kind == "torn" for fault in faults):
            self._record(name, params, answer, status, taken=status == 200, delivered=False)
            whole = json.dumps(answer)
            return Response(whole[: len(whole) // 2], status, media_type="application/json")
        gone = slow and await request.is_disconnected()
        self._record(name, params, answer, status, taken=status == 200, delivered=not gone)
        return _json(answer, status)

    def _answer(self, name: str, params: Params, answer: Json, status: int) -> Response:
        self._record(name, params, answer, status)
        return _json(answer, status)

    def _check_token(self, request: Request) -> None:
        if request.path_params["token"] != self._world.token:
            raise ApiError(*UNAUTHORIZED)

    def _record(
        self,
        name: str,
        params: Params,
        answer: Json | None,
        status: int,
        *,
        taken: bool = False,
        delivered: bool = True,
    ) -> None:
        world = self._world
        call = Call(name, params.raw, answer, status, world.clock(), params.uploads, taken, delivered)
        with world.lock:
            world.calls.append(call)
        world.changes.bump()


def _json(body: Json, status: int) -> Response:
    """An answer in ASCII with escapes, as Telegram gives it: half a surrogate pair travels too."""
    return Response(json.dumps(body), status, media_type="application/json")


def _proper_name(name: str) -> str:
    if name.lower() == "getupdates":
        return "getUpdates"
    method = METHODS.get(name.lower())
    return method.name if method else name


def _chat_id(params: Params) -> int | None:
    """The chat a call is about, for faults and limits; None where it names none that is a number."""
    try:
        return int(params.raw.get("chat_id", ""))
    except (TypeError, ValueError):
        return None
