"""A whole bot on the sandbox that does not wait long: for stories in which something goes wrong."""

import asyncio
import datetime as dt
import pathlib
import sys
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from sqlmodel import col, select

from bot.channels.patience import Patience
from bot.rehearsal import Rehearsal, rehearse
from catalog.clock import PROVINCE_ZONE
from catalog.tables import Inbox, Outbox
from scheduler.delivery.pacing import Limits
from scheduler.delivery.retry import Backoff

sys.path.insert(0, str(pathlib.Path(__file__).parent))

BRISK = Patience(
    answer=60.0,  # no answer counts as lost because this machine is busy
    poll=5,
    pause=0.05,
    look=0.05,
    backoff=Backoff(first=0.05, cap=0.2, server_attempts=4),
    limits=Limits(per_second=500.0, burst=500, chat_gap=0.01, group_burst=500),
)


@pytest.fixture(autouse=True)
def brisk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stories that are not about pacing do not wait a second between two messages to one chat."""
    limits = Limits(per_second=500.0, burst=500, chat_gap=0.01, group_burst=500)
    monkeypatch.setattr("bot.app.Patience", lambda: Patience(look=0.05, limits=limits))


@pytest.fixture
async def stage(tmp_path: pathlib.Path) -> AsyncIterator[Rehearsal]:
    """A bot with nothing imported, on a Monday morning that passes as real time does."""
    async with rehearse(tmp_path, dt.datetime(2026, 3, 16, 8, 30, tzinfo=PROVINCE_ZONE), patience=BRISK) as stage:
        yield stage


@pytest.fixture
def outbox(stage: Rehearsal) -> Callable[[], list[Outbox]]:
    """What the store holds of messages out, in the order they were decided."""

    def rows() -> list[Outbox]:
        with stage.app.store.read() as session:
            return list(session.exec(select(Outbox).order_by(col(Outbox.id))))

    return rows


@pytest.fixture
def inbox(stage: Rehearsal) -> Callable[[], list[Inbox]]:
    """What the store holds of events in, in the order they came."""

    def rows() -> list[Inbox]:
        with stage.app.store.read() as session:
            return list(session.exec(select(Inbox).order_by(col(Inbox.id))))

    return rows


@pytest.fixture
def until() -> Callable[[Callable[[], Any]], Any]:
    """The first true value of what is asked again and again, for a minute: a busy machine is slow, and nothing waits longer than it must."""

    async def wait(wanted: Callable[[], Any]) -> Any:
        end = asyncio.get_running_loop().time() + 60
        while not (value := wanted()):
            assert asyncio.get_running_loop().time() < end, "never true"
            await asyncio.sleep(0.01)
        return value

    return wait
