"""Bringing events to the address saved in the console, each signed over its raw body; any answer will do."""

import asyncio
import hashlib
import json
from collections.abc import Callable
from typing import Any

import httpx

from bot.sandbox.telegram.webhook import pause_after
from bot.sandbox.telegram_forms.errors import Json
from bot.sandbox.world.oa_desk import FILES, OaDesk
from bot.sandbox.world.world import World

HEADER = "X-ZEvent-Signature"
ANSWER_WITHIN = 2.0


async def deliver(world: World, stopping: Callable[[], bool], pause: Callable[[int], float] = pause_after) -> None:
    """Runs beside the server until it stops. Again only where no connection could be opened, as documented."""
    async with httpx.AsyncClient(timeout=httpx.Timeout(ANSWER_WITHIN * 5)) as client:
        await _one_after_the_other(world, stopping, pause, client)


async def _one_after_the_other(
    world: World, stopping: Callable[[], bool], pause: Callable[[int], float], client: httpx.AsyncClient
) -> None:
    failures = 0
    while not stopping():
        seen = world.changes.count
        with world.lock:
            event = world.oa.waiting[0] if world.oa.waiting and world.oa.hook else None
        if event is None:
            await world.changes.after(seen, None)
            continue
        if not await _post(client, world.oa, event):
            failures += 1
            await asyncio.sleep(pause(failures))
            continue
        failures = 0
        with world.lock:
            world.oa.waiting = [one for one in world.oa.waiting if one is not event]
        world.changes.bump()


async def _post(client: httpx.AsyncClient, desk: OaDesk, event: Json) -> bool:
    """One attempt; whether a connection could be opened."""
    body = json.dumps(_at_address(event, desk.base), ensure_ascii=False).encode()
    stamp = str(event.get("timestamp", "")).encode()
    mac = hashlib.sha256(desk.app_id.encode() + body + stamp + desk.oa_secret.encode()).hexdigest()
    headers = {"Content-Type": "application/json"} | ({HEADER: f"mac={mac}"} if desk.sign else {})
    try:
        await client.post(desk.hook, content=body, headers=headers)
    except (httpx.ConnectError, httpx.ConnectTimeout):
        return False
    except httpx.HTTPError:
        return True
    return True


def _at_address(event: Any, base: str) -> Any:
    """The event with the addresses of its files as the bot can reach them."""
    if isinstance(event, dict):
        return {key: _at_address(value, base) for key, value in event.items()}
    if isinstance(event, list):
        return [_at_address(value, base) for value in event]
    return base + event if isinstance(event, str) and event.startswith(FILES) else event
