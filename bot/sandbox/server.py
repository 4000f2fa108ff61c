"""The sandbox over HTTP: in the running event loop, or in a thread beside a blocking test."""

import asyncio
import contextlib
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from typing import TYPE_CHECKING

import uvicorn

from bot.embedded_server import answering, listen
from bot.sandbox.app import build_app
from bot.sandbox.connections import OpenConnections
from bot.sandbox.telegram.webhook import deliver, pause_after
from bot.sandbox.zalo.webhook import deliver as deliver_zalo
from bot.sandbox.zalo_oa.webhook import deliver as deliver_oa

if TYPE_CHECKING:
    from bot.sandbox.sandbox import Sandbox


@contextlib.asynccontextmanager
async def serve(
    sandbox: "Sandbox",
    host: str = "127.0.0.1",
    port: int = 0,
    *,
    webhook_pause: Callable[[int], float] = pause_after,
) -> AsyncIterator[str]:
    """Serves the sandbox in the running loop; gives its base URL ("http://127.0.0.1:43125").

    Port 0 takes a free one. On leaving, long polls are answered, connections closed and the port is free again;
    the sandbox itself keeps everything and can be served anew. `webhook_pause` gives the seconds before the next
    attempt after so many failures in a row. Raises OSError when the port is taken.
    """
    listener = listen(host, port)
    stop = asyncio.Event()
    connections = OpenConnections()
    config = uvicorn.Config(
        build_app(sandbox.world, stop.is_set, connections.cut),
        http=connections.protocol(),
        lifespan="off",
        log_config=None,
        access_log=False,
        ws="none",
        timeout_graceful_shutdown=3,
    )
    async with answering(config, listener) as url:
        webhooks = [
            asyncio.create_task(bring(sandbox.world, stop.is_set, webhook_pause), name=name)
            for name, bring in (
                ("sandbox webhook", deliver),
                ("sandbox Zalo webhook", deliver_zalo),
                ("sandbox OA webhook", deliver_oa),
            )
        ]
        try:
            yield url
        finally:
            stop.set()
            sandbox.world.changes.bump()
            for webhook in webhooks:
                webhook.cancel()
            await asyncio.wait(webhooks)


@contextlib.contextmanager
def serve_in_thread(sandbox: "Sandbox", host: str = "127.0.0.1", port: int = 0) -> Iterator[str]:
    """As `serve`, in a thread of its own, for a program that blocks (a test that runs the bot as a subprocess)."""
    ready = threading.Event()
    result: dict[str, str | BaseException] = {}
    stop: list[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = []

    async def live() -> None:
        done = asyncio.Event()
        stop.append((asyncio.get_running_loop(), done))
        async with serve(sandbox, host, port) as url:
            result["url"] = url
            ready.set()
            await done.wait()

    def run() -> None:
        try:
            asyncio.run(live())
        except BaseException as error:  # handed to the caller below
            result["error"] = error
        finally:
            ready.set()

    thread = threading.Thread(target=run, name="sandbox server", daemon=True)
    thread.start()
    ready.wait()
    if "url" not in result:
        thread.join()
        raise RuntimeError("the sandbox server did not start") from _error(result)
    try:
        yield str(result["url"])
    finally:
        loop, done = stop[0]
        with contextlib.suppress(RuntimeError):  # the loop may have ended by itself
            loop.call_soon_threadsafe(done.set)
        thread.join()
        if "error" in result:
            raise RuntimeError("the sandbox server broke down") from _error(result)


def _error(result: dict[str, str | BaseException]) -> BaseException | None:
    error = result.get("error")
    return error if isinstance(error, BaseException) else None
