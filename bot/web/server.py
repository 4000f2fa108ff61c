"""The web application over HTTP inside the running bot."""

import contextlib
from collections.abc import AsyncIterator
from typing import Any

import uvicorn

from bot.embedded_server import answering, listen
from bot.os_errors import why
from bot.settings import SettingsProblem

LAST_ANSWERS = 5
"""Seconds that requests may take to end when the bot is stopped in order."""


@contextlib.asynccontextmanager
async def serving(application: Any, host: str, port: int) -> AsyncIterator[str]:
    """Serves an ASGI application in the running loop; gives its address here ("http://127.0.0.1:8080").

    Port 0 takes a free one. On leaving, what is being answered is finished. Raises SettingsProblem when nobody can
    listen there.
    """
    try:
        listener = listen(host, port)
    except OSError as problem:
        raise SettingsProblem(
            f"Không mở được trang web ở {host}:{port} ({why(problem)}): hãy đổi DONDOC_WEB_HOST hoặc DONDOC_WEB_PORT."
        ) from problem
    config = uvicorn.Config(
        application, lifespan="off", log_config=None, access_log=False, ws="none", server_header=False,
        timeout_graceful_shutdown=LAST_ANSWERS,
    )  # fmt: skip
    async with answering(config, listener) as url:
        yield url
