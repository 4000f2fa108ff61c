"""A bot with its web application, asked without a socket; people talk to it as in tests/handlers."""

import asyncio
import pathlib
import sys
from collections.abc import Callable, Iterator

import httpx
import pytest

from bot.app import App
from bot.embedded_server import held_port
from bot.settings import load_settings
from bot.web.app import make_web
from catalog.clock import SetClock
from catalog.messaging.upload_links import remember_public_url
from catalog.store.store import Store

sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / "handlers"))

from conversation import Talk

PUBLIC = "https://dondoc.example.vn/bot"


class Web:
    """One deployment: `ask` a path of the public address; `handle` what came in since."""

    def __init__(self, store: Store, clock: SetClock, home: pathlib.Path, **settings: object) -> None:
        given = {"home": home, "public_url": PUBLIC, "upload_limit_mb": 1, **settings}
        self.app = App(load_settings(given), store, clock)
        self.asgi = make_web(self.app)
        now = clock()
        store.write(lambda s: remember_public_url(s, self.app.settings.public_url, now))

    async def ask(self, method: str, path: str, **given: object) -> httpx.Response:
        """One request as a web server in front hands it on: without the prefix. `path` may be a whole link."""
        transport = httpx.ASGITransport(self.asgi, client=("203.0.113.7", 4711))
        async with httpx.AsyncClient(transport=transport, base_url="http://bot") as client:
            return await client.request(method, path.removeprefix(PUBLIC), **given)

    async def handle(self) -> None:
        """What is stored is handled by the real intake."""
        running = asyncio.create_task(self.app.intake.run())
        async with asyncio.timeout(60):
            await self.app.intake.handled.wait()
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        self.app.intake.handled.clear()


@pytest.fixture
def port() -> Iterator[int]:
    """A port for a server that is named before it listens."""
    with held_port() as held:
        yield held


@pytest.fixture
def zalo(store: Store, clock: SetClock, tmp_path: pathlib.Path) -> Talk:
    """A conversation on a channel that carries no documents."""
    return Talk(store, clock, tmp_path, "zalo")


@pytest.fixture
def make_web_with(store: Store, clock: SetClock, tmp_path: pathlib.Path) -> Iterator[Callable[..., Web]]:
    """Makes a web application with these settings over the same store; files up to 1 MB."""
    made: list[Web] = []

    def make(**settings: object) -> Web:
        made.append(Web(store, clock, tmp_path, **settings))
        return made[-1]

    yield make
    for web in made:
        web.app.turns.end()


@pytest.fixture
def web(make_web_with: Callable[..., Web]) -> Web:
    """The web application of a deployment without a channel."""
    return make_web_with()


@pytest.fixture
def talk_and_web(store: Store, clock: SetClock, tmp_path: pathlib.Path):
    """Makes a conversation in a deployment with or without a public address."""

    def make(public: bool, channel: str = "telegram") -> Talk:
        now = clock()
        store.write(lambda s: remember_public_url(s, PUBLIC if public else "", now))
        return Talk(store, clock, tmp_path, channel)

    return make
