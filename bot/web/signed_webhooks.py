"""POST /webhooks/<channel> of a platform that signs what it brings: believed by its signature over the raw body.

Always answered 200 and in time: a platform that hears anything else calls the webhook broken, and whoever tries it
learns nothing. What is not signed is dropped and counted; what is, is on disk before the answer.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Protocol

import structlog
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from bot.web.webhooks import StoreEvent, body_within

log = structlog.get_logger()


class SignedChannel(Protocol):
    """A channel whose platform brings events that it signs."""

    signature_header: str

    async def take_signed(self, raw: bytes, given: str, store: StoreEvent) -> str:
        """Keep the event of a request; "" or why it was dropped (a stable word). Never raises."""


def signed_webhook_routes(
    channels: Mapping[str, SignedChannel],
    take: Callable[[str, str, str, dict[str, object]], Awaitable[bool]],
    dropped: Callable[[str, str], None],
) -> list[Route]:
    """One route a channel; `take` stores into the inbox, `dropped` counts what was not believed (channel, why)."""

    def endpoint(name: str, channel: SignedChannel) -> Callable[[Request], Awaitable[Response]]:
        async def take_one(event_id: str, chat_key: str, payload: dict[str, object]) -> bool:
            return await take(name, event_id, chat_key, payload)

        async def brought(request: Request) -> Response:
            try:
                raw = await body_within(request)
            except ClientDisconnect:
                return Response()
            given = request.headers.get(channel.signature_header, "")
            why = await channel.take_signed(raw, given, take_one) if raw is not None else "too large"
            if why:
                log.warning("webhook.dropped", channel=name, why=why)
                dropped(name, why)
            return Response()

        return brought

    return [Route(f"/webhooks/{name}", endpoint(name, channel), methods=["POST"]) for name, channel in channels.items()]
