"""The web application over HTTP inside the running bot."""

import asyncio
import contextlib
import os
import socket
from collections.abc import AsyncIterator, Iterator
from typing import Any

import uvicorn

from bot.settings import SettingsProblem

LAST_ANSWERS = 5
"""Seconds that requests may take to end when the bot is stopped in order."""


class EmbeddedServer(uvicorn.Server):
    """A server inside a program that keeps its own signal handlers."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@contextlib.asynccontextmanager
async def serving(application: Any, host: str, port: int) -> AsyncIterator[str]:
    """Serves an ASGI application in the running loop; gives its address here ("http://127.0.0.1:8080").

    Port 0 takes a free one. On leaving, what is being answered is finished. Raises SettingsProblem when nobody can
    listen there.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family)
    except OSError as problem:
        reason = os.strerror(problem.errno) if problem.errno else type(problem).__name__
        raise SettingsProblem(
            f"Không mở được trang web ở {host}:{port} ({reason}): hãy đổi DONDOC_WEB_HOST hoặc DONDOC_WEB_PORT."
        ) from problem
    config = uvicorn.Config(
        application, lifespan="off", log_config=None, access_log=False, ws="none", server_header=False,
        timeout_graceful_shutdown=LAST_ANSWERS,
    )  # fmt: skip
    server = EmbeddedServer(config)
    running = asyncio.create_task(server.serve(sockets=[listener]), name="web server")
    try:
        while not server.started:
            if running.done():
                await running  # raises what stopped it
            await asyncio.sleep(0.005)
        yield f"http://{host}:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        await asyncio.wait([running])
        listener.close()
