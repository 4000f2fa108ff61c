"""GET /healthz: the process answers. GET /readyz: it can do its work, else 503 with the reasons as stable words."""

import asyncio
import time
from collections.abc import Callable, Mapping

import structlog
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from catalog.store.store import Store, is_current

STALE = 60.0
"""Seconds since a loop last looked for work without an error (each looks about once a second), and for how long a
write that a full or read-only store refused says something of now (what waits is tried again within half of it)."""

ANSWER_WITHIN = 5.0

log = structlog.get_logger()


def health_routes(
    store: Store,
    loops: Mapping[str, Callable[[], float | None]],
    more: Callable[[], list[str]] = list,
    copies: Callable[[], dict[str, float | None] | None] = lambda: None,
) -> list[Route]:
    """`loops` say when (time.monotonic) each last looked for work, None before the first time; `more` adds reasons.

    `copies` are the ages in seconds of the last copy elsewhere and of the last proven one, None where none is made.
    """

    async def alive(_request: Request) -> Response:
        return JSONResponse({"ok": True})

    async def ready(_request: Request) -> Response:
        reasons = await _store(store) + _loops(loops) + more()
        said = {"ready": not reasons, "reasons": reasons, "copy": copies()}
        return JSONResponse(said, 503 if reasons else 200)

    return [Route("/healthz", alive, methods=["GET"]), Route("/readyz", ready, methods=["GET"])]


async def _store(store: Store) -> list[str]:
    try:
        async with asyncio.timeout(ANSWER_WITHIN):
            current = await asyncio.to_thread(is_current, store.engine)
    except Exception as problem:  # whatever the store's driver raises: it cannot be used
        log.warning("ready.store", error=type(problem).__name__)
        return ["store_unreachable"]
    refused = store.refused_at is not None and time.monotonic() - store.refused_at < STALE
    return [] if current and not refused else ["store_refuses_writes" if current else "store_not_migrated"]


def _loops(loops: Mapping[str, Callable[[], float | None]]) -> list[str]:
    here = time.monotonic()
    looked = {name: looked_at() for name, looked_at in loops.items()}
    return [f"{name}_stopped" for name, at in looked.items() if at is None or here - at > STALE]
