"""Bringing updates to the bot's webhook: one after another, again and again until it takes them."""

import asyncio
from collections.abc import Callable

import httpx

from bot.sandbox.telegram_forms.errors import Json
from bot.sandbox.world.world import Webhook, World

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name
ANSWER_WITHIN = 60.0


def pause_after(failures: int) -> float:
    """Seconds before the next attempt: half a second, doubled each time, at most a minute."""
    return float(min(0.5 * 2 ** (failures - 1), 60))


async def deliver(world: World, stopping: Callable[[], bool], pause: Callable[[int], float] = pause_after) -> None:
    """Runs beside the server until it stops. An update is confirmed by any 2xx answer and dropped after 24 hours.

    A method call in the bot's answer, which Telegram would carry out, is not looked at.
    """
    client: httpx.AsyncClient | None = None
    failures = 0
    try:
        while not stopping():
            seen = world.changes.count
            with world.lock:
                webhook = world.webhook
                waiting = world.update_faults.arranged(world.updates.waiting()) if webhook else []
            if webhook is None or not waiting:
                failures = 0
                await world.changes.after(seen, None)
                continue
            client = client or httpx.AsyncClient(timeout=ANSWER_WITHIN)
            if await _deliver_batch(world, client, webhook, waiting):
                failures = 0
                continue
            failures += 1
            await _wait(world, stopping, webhook, pause(failures))
    finally:
        if client is not None:
            await client.aclose()


async def _deliver_batch(world: World, client: httpx.AsyncClient, webhook: Webhook, batch: list[Json]) -> bool:
    """Whether every update of the batch was taken; stops at the first that was not."""
    for update in batch:
        if world.webhook is not webhook:
            return True
        problem = await _post(client, webhook, update)
        with world.lock:
            if problem is not None:
                webhook.last_error = (world.clock(), problem)
            else:
                world.updates.confirm(update)
        world.changes.bump()
        if problem is not None:
            return False
    return True


async def _post(client: httpx.AsyncClient, webhook: Webhook, update: Json) -> str | None:
    """What went wrong, in Telegram's words; None when the bot took it."""
    headers = {SECRET_HEADER: webhook.secret} if webhook.secret else {}
    try:
        answer = await client.post(webhook.url, json=update, headers=headers)
    except httpx.TimeoutException:
        return "Read timeout expired"
    except httpx.ConnectError:
        return "Connection refused"
    except httpx.HTTPError:
        return "Connection reset by peer"
    if answer.is_success:
        return None
    return f"Wrong response from the webhook: {answer.status_code} {answer.reason_phrase}"


async def _wait(world: World, stopping: Callable[[], bool], webhook: Webhook, seconds: float) -> None:
    """Waits, but no longer than this webhook stands and the server runs."""
    loop = asyncio.get_running_loop()
    end = loop.time() + seconds
    while loop.time() < end and world.webhook is webhook and not stopping():
        await world.changes.after(world.changes.count, end - loop.time())
