"""What the bot fetches: updates by long poll, and the files people sent."""

import asyncio
from collections.abc import Callable

from bot.sandbox.telegram.methods.method import method
from bot.sandbox.telegram.params import Params
from bot.sandbox.telegram_forms.errors import Json, conflict
from bot.sandbox.world.world import World

LONGEST_POLL = 50  # seconds; Telegram cuts longer ones short


@method("getFile", "file_id")
def get_file(world: World, params: Params) -> Json:
    """https://core.telegram.org/bots/api#getfile"""
    return world.files.downloadable(params.text("file_id")).as_file()


def begin_poll(world: World, params: Params) -> int:
    """Confirms what `offset` confirms and takes the place of an older poll; returns this poll's number.

    Raises ApiError 409 while a webhook is set.
    """
    if world.webhook is not None:
        raise conflict(
            "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
        )
    allowed = params.names("allowed_updates")
    if allowed is not None:
        world.updates.allowed = allowed
    offset = params.number("offset", 0) or 0
    if offset:
        world.updates.confirm_before(offset)
    world.updates.poll += 1
    world.changes.bump()
    return world.updates.poll


async def get_updates(world: World, params: Params, stopping: Callable[[], bool]) -> list[Json]:
    """https://core.telegram.org/bots/api#getupdates: at once when something waits, else as soon as it comes.

    Raises ApiError 409 when another getUpdates replaced this one. Returns what there is when the server stops.
    """
    with world.lock:
        number = begin_poll(world, params)
    limit = min(max(params.number("limit", 100) or 100, 1), 100)
    seconds = min(max(params.number("timeout", 0) or 0, 0), LONGEST_POLL)
    loop = asyncio.get_running_loop()
    end = loop.time() + seconds
    while True:
        seen = world.changes.count
        with world.lock:
            if world.updates.poll != number:
                raise conflict(
                    "terminated by other getUpdates request; make sure that only one bot instance is running"
                )
            found = world.update_faults.arranged(world.updates.waiting(limit))
        left = end - loop.time()
        if found or left <= 0 or stopping() or world.switches.instant_polls:
            return found
        await world.changes.after(seen, left)
