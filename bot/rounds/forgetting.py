"""What a running bot forgets by itself, a few times a day."""

import datetime as dt
import functools

import structlog

from catalog.messaging.board_sessions import forget_ended
from catalog.store.store import Store
from catalog.upkeep.privacy import forget_before

log = structlog.get_logger()


async def forget_old(store: Store, now: dt.datetime, keep: dt.timedelta) -> None:
    """Messages older than `keep` lose their words, once their effects are long on record (`catalog.upkeep.privacy`);
    sessions of the board that are over are removed.
    """
    forgotten = await store.write_async(functools.partial(forget_before, moment=now - keep))
    over = await store.write_async(functools.partial(forget_ended, now=now))
    if forgotten or over:
        log.info("privacy.forgot", messages=forgotten, board_sessions=over)
