"""POST /webhooks/<channel>: events a platform brings itself. Stored before they are acknowledged, like fetched ones.

Whoever does not send the secret is refused before anything is read. A platform asks again for what was not
acknowledged in time, and the inbox knows each event once.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Protocol

import structlog
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.web.bearer import same

LARGEST = 1_000_000
"""Bytes of one event: texts are short, and files come as references."""

ANSWER_WITHIN = 4.0
"""Seconds until we say that it did not work: Zalo waits five (Bot Platform, webhooks)."""

StoreEvent = Callable[[str, str, dict[str, Any]], Awaitable[bool]]
"""Stores (event id, chat key, payload) and returns once it is on disk; False when it was there before."""

log = structlog.get_logger()


class HookedChannel(Protocol):
    """A channel whose platform can bring events."""

    secret_header: str

    async def take_posted(self, body: dict[str, Any], store: StoreEvent) -> object:
        """Store what one request brought; what cannot be understood is logged. Raises only what the store raises."""


def webhook_routes(
    channels: Mapping[str, HookedChannel],
    secrets: Mapping[str, str],
    take: Callable[[str, str, str, dict[str, Any]], Awaitable[bool]],
) -> list[Route]:
    """One route a channel of `channels`; `secrets` is what each platform sends, `take` stores into the inbox."""

    def endpoint(name: str, channel: HookedChannel) -> Callable[[Request], Awaitable[Response]]:
        async def take_one(event_id: str, chat_key: str, payload: dict[str, Any]) -> bool:
            return await take(name, event_id, chat_key, payload)

        async def brought(request: Request) -> Response:
            if not same(request.headers.get(channel.secret_header, ""), secrets[name]):
                log.warning("webhook.secret", channel=name)
                return _said(403)
            try:
                async with asyncio.timeout(ANSWER_WITHIN):
                    return await _stored(request, channel, take_one)
            except Exception as problem:  # the store is away, or slow: the platform brings it again
                log.error("webhook.store", channel=name, error=repr(problem))
                return _said(503)

        return brought

    return [Route(f"/webhooks/{name}", endpoint(name, channel), methods=["POST"]) for name, channel in channels.items()]


async def _stored(request: Request, channel: HookedChannel, store: StoreEvent) -> Response:
    try:
        body = await body_within(request)
    except ClientDisconnect:
        return _said(400)
    if body is None:
        return _said(413)
    try:
        event = json.loads(body, parse_constant=lambda _: None)  # NaN is no JSON and cannot be stored
    except (ValueError, RecursionError):
        return _said(400)
    if not isinstance(event, dict):
        return _said(400)
    await channel.take_posted(event, store)
    return _said(200)


async def body_within(request: Request) -> bytes | None:
    """The whole body; None when it is longer than LARGEST."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST:
            return None
    return bytes(body)


def _said(status: int) -> Response:
    return JSONResponse({"ok": status == 200}, status)
