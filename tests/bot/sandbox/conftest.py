"""A sandbox with one person, asked without a network through ASGI, or over loopback where the test says so."""

import datetime as dt
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.sandbox import Sandbox
from bot.sandbox.app import build_app
from catalog.clock import SetClock

Ask = Callable[..., Awaitable[dict[str, Any]]]
MORNING = dt.datetime(2026, 3, 2, 1, 0, tzinfo=dt.UTC)  # 08:00 in the province


@pytest.fixture
def api_description_path(shared: Path) -> Path:
    """The published description of the Bot API."""
    path = shared / "spec" / "telegram-bot-api-10.0.json"
    if not path.exists():
        pytest.skip("the description of the Bot API is not here")
    return path


@pytest.fixture
def clock() -> SetClock:
    return SetClock(MORNING, frozen=True)


@pytest.fixture
def sandbox(clock: SetClock) -> Sandbox:
    return Sandbox(clock=clock)


@pytest.fixture
def lan(sandbox: Sandbox) -> int:
    """Lan, a focal point, who has pressed Start before."""
    return sandbox.create_person("Nguyễn Thị Lan", "lan_nv", started=True)


@pytest.fixture
async def client(sandbox: Sandbox) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app=build_app(sandbox.world))
    async with httpx.AsyncClient(transport=transport, base_url="http://sandbox") as client:
        yield client


@pytest.fixture
def ask(client: httpx.AsyncClient, sandbox: Sandbox) -> Ask:
    """Calls a method with JSON parameters; answers the whole body."""

    async def ask(method: str, **params: Any) -> dict[str, Any]:
        response = await client.post(f"/bot{sandbox.token}/{method}", json=params)
        body: dict[str, Any] = response.json()
        assert response.status_code == (200 if body["ok"] else body["error_code"])
        return body

    return ask
