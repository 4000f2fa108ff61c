"""The web application: the Bot API at /bot<TOKEN>/<method>, downloads at /file/bot<TOKEN>/<path>."""

from collections.abc import Callable
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.sandbox.api.fetching import get_updates
from bot.sandbox.api.table import METHODS
from bot.sandbox.calls import Call
from bot.sandbox.errors import NO_SUCH_METHOD, NOT_FOUND, UNAUTHORIZED, ApiError, Json
from bot.sandbox.params import Params
from bot.sandbox.requests import read_params
from bot.sandbox.world import World


class BotApi:
    """Answers the bot's requests out of one world; `stopping` ends long polls when the server goes down."""

    def __init__(self, world: World, stopping: Callable[[], bool]) -> None:
        self._world = world
        self._stopping = stopping

    async def call(self, request: Request) -> Response:
        """One method call, recorded with its answer."""
        name = request.path_params["method"]
        params = Params({})
        try:
            self._check_token(request)
            params = await read_params(request)
            answer: Json = {"ok": True, "result": await self._result(name, params)}
            status = 200
        except ApiError as refusal:
            answer, status = refusal.to_json(), refusal.code
        self._record(name, params, answer, status)
        return JSONResponse(answer, status)

    async def download(self, request: Request) -> Response:
        """The bytes behind a `file_path`."""
        try:
            self._check_token(request)
            stored = self._world.files.by_path(request.path_params["path"])
            if stored is None:
                raise ApiError(*NOT_FOUND)
        except ApiError as refusal:
            return JSONResponse(refusal.to_json(), refusal.code)
        return Response(stored.data, media_type="application/octet-stream")

    async def _result(self, name: str, params: Params) -> Any:
        if name.lower() == "getupdates":
            return await get_updates(self._world, params, self._stopping)
        method = METHODS.get(name.lower())
        if method is None:
            raise ApiError(*NO_SUCH_METHOD)
        with self._world.lock:
            return method.act(self._world, params)

    def _check_token(self, request: Request) -> None:
        if request.path_params["token"] != self._world.token:
            raise ApiError(*UNAUTHORIZED)

    def _record(self, name: str, params: Params, answer: Json, status: int) -> None:
        world = self._world
        method = METHODS.get(name.lower())
        with world.lock:
            world.calls.append(
                Call(
                    method.name if method else name,
                    params.raw,
                    answer,
                    status,
                    world.clock(),
                    params.uploads,
                    taken=status == 200,
                )
            )
        world.changes.bump()


def build_app(world: World, stopping: Callable[[], bool] = lambda: False) -> Starlette:
    """The ASGI application for one world."""
    api = BotApi(world, stopping)
    return Starlette(
        routes=[
            Route("/bot{token}/{method}", api.call, methods=["GET", "POST"]),
            Route("/file/bot{token}/{path:path}", api.download, methods=["GET"]),
        ]
    )
