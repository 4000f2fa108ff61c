"""The clock that only ticks."""

import asyncio
import logging

import pytest

from scheduler.jobs import Ticker


async def test_a_tick_that_is_cut_short_by_an_orderly_stop_is_no_fault_in_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    begun, ended = asyncio.Event(), asyncio.Event()

    async def tick() -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    ticker = Ticker()
    ticker.every(0.01, tick)
    ticker.start()
    await begun.wait()
    ticker.stop()
    await ended.wait()
    await asyncio.sleep(0)  # the scheduler hears of its end
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []
