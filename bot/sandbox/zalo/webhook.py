"""Bringing events to the bot's Zalo webhook: one after another, again until it takes them within five seconds."""

import asyncio
from collections.abc import Callable

import httpx

from bot.sandbox.telegram.webhook import pause_after
from bot.sandbox.telegram_forms.errors import Json
from bot.sandbox.world.world import World
from bot.sandbox.world.zalo_events import ZaloHook, at_address

SECRET_HEADER = "X-Bot-Api-Secret-Token"  # noqa: S105 - a header's name
ANSWER_WITHIN = 5.0


async def deliver(world: World, stopping: Callable[[], bool], pause: Callable[[int], float] = pause_after) -> None:
    """Runs beside the server until it stops. Every other event comes without its wrapping: both forms are shown."""
    failures, brought = 0, 0
    while not stopping():
        seen = world.changes.count
        with world.lock:
            hook = None if world.switches.zalo_polls_with_webhook else world.zalo.hook
            event = world.zalo.take() if hook else None
        if hook is None or event is None:
            await world.changes.after(seen, None)
            continue
        body = at_address(event, hook.base)
        if await _post(hook, body if brought % 2 else {"ok": True, "result": body}):
            brought, failures = brought + 1, 0
            world.changes.bump()
            continue
        with world.lock:
            world.zalo.waiting.insert(0, event)
        failures += 1
        await asyncio.sleep(pause(failures))


async def _post(hook: ZaloHook, body: Json) -> bool:
    async with httpx.AsyncClient(timeout=ANSWER_WITHIN) as client:
        try:
            answer = await client.post(hook.url, json=body, headers={SECRET_HEADER: hook.secret})
        except httpx.HTTPError:
            return False
    return answer.is_success
