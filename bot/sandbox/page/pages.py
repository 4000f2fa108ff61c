"""The web chat page at /: its files, what it shows, and the events that keep it up to date.

The page is for this machine's visitor: it has no login. Anything that changes something must carry a header
that a foreign web page cannot send unasked, so that no other site in the same browser can act here.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from importlib.resources import files

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from bot.sandbox.page.actions import PageActions
from bot.sandbox.page.preview import has_preview, preview
from bot.sandbox.page.view import chat_view, state_view
from bot.sandbox.world.pictures import PICTURE_TYPES
from bot.sandbox.world.world import World

SECONDS_BETWEEN_TICKS = 10.0  # the page's clock is set anew at least this often
_FOLDER = files("templates") / "sandbox"
_TYPES = {
    "page.css": "text/css",
    "page.js": "text/javascript",
    "pane.js": "text/javascript",
    "composer.js": "text/javascript",
    "bubble.js": "text/javascript",
    "server.js": "text/javascript",
    "element.js": "text/javascript",
    "marks.js": "text/javascript",
    "behind.js": "text/javascript",
    "trials.js": "text/javascript",
    "marks.svg": "image/svg+xml",
}
_PAGE_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data: blob:; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class Page:
    """The page of one world; `stopping` ends its event streams when the server goes down."""

    def __init__(self, world: World, stopping: Callable[[], bool]) -> None:
        self._world = world
        self._stopping = stopping
        self._actions = PageActions(world, stopping)

    def routes(self) -> list[Route]:
        """Everything the page asks for."""
        return [
            Route("/", self._index),
            Route("/sandbox/static/{name}", self._static),
            Route("/sandbox/state", self._state),
            Route("/sandbox/behind", self._behind),
            Route("/sandbox/chats/{chat_id:int}", self._chat),
            Route("/sandbox/letters/{message_id:int}", self._letter),
            Route("/sandbox/files/{unique_id}", self._file),
            Route("/sandbox/files/{unique_id}/words", self._words),
            Route("/sandbox/events", self._events),
            *self._actions.routes(),
        ]

    async def _index(self, _request: Request) -> Response:
        page = (_FOLDER / "page.html").read_bytes()
        return Response(page, media_type="text/html; charset=utf-8", headers=_PAGE_HEADERS)

    async def _static(self, request: Request) -> Response:
        name = request.path_params["name"]
        if name not in _TYPES:
            return Response(status_code=404)
        content = (_FOLDER / name).read_bytes()
        headers = {"Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}
        return Response(content, media_type=_TYPES[name], headers=headers)

    async def _state(self, _request: Request) -> Response:
        with self._world.lock:
            return JSONResponse(state_view(self._world))

    async def _behind(self, _request: Request) -> Response:
        """The host program's account of its last event: `{"id", "steps": [{"at", "what", "detail"}]}`, or null."""
        tell = self._world.behind
        return JSONResponse(await asyncio.to_thread(tell) if tell is not None else None)

    async def _chat(self, request: Request) -> Response:
        with self._world.lock:
            chat = self._world.chats.get(request.path_params["chat_id"])
            return JSONResponse(chat_view(self._world, chat)) if chat else Response(status_code=404)

    async def _file(self, request: Request) -> Response:
        """Pictures are shown, everything else is only ever downloaded."""
        stored = self._world.files.by_unique_id(request.path_params["unique_id"])
        if stored is None:
            return Response(status_code=404)
        shown = stored.mime in PICTURE_TYPES
        headers = {
            "Content-Disposition": "inline" if shown else "attachment",
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "X-Content-Type-Options": "nosniff",
        }
        return Response(stored.data, media_type=stored.mime if shown else "application/octet-stream", headers=headers)

    async def _letter(self, request: Request) -> Response:
        """A letter of the bot as a mail program shows it; nothing in it is run or fetched."""
        with self._world.lock:
            html = self._world.mail.html_of(request.path_params["message_id"])
        policy = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"
        headers = {"Content-Security-Policy": policy, "X-Content-Type-Options": "nosniff"}
        return Response(status_code=404) if html is None else Response(html, media_type="text/html", headers=headers)

    async def _words(self, request: Request) -> Response:
        """`{"lines"}`: the first words of a document; 404 where it has none to show."""
        stored = self._world.files.by_unique_id(request.path_params["unique_id"])
        if stored is None or not has_preview(stored):
            return Response(status_code=404)
        try:
            return JSONResponse({"lines": await asyncio.to_thread(preview, stored)})
        except ValueError:
            return Response(status_code=404)

    async def _events(self, _request: Request) -> Response:
        return StreamingResponse(self._ticks(), media_type="text/event-stream", headers={"Cache-Control": "no-store"})

    async def _ticks(self) -> AsyncIterator[str]:
        """A server-sent event for each change and at least every ten seconds: what time the bot has."""
        while not self._stopping():
            seen = self._world.changes.count
            tick = {"count": seen, "now": self._world.clock().isoformat()}
            yield f"data: {json.dumps(tick)}\n\n"
            await self._world.changes.after(seen, SECONDS_BETWEEN_TICKS)
