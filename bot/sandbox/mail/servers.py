"""The sandbox's two mail servers while they run."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

from bot.sandbox.mail.imap import ImapServer
from bot.sandbox.mail.smtp import LARGEST, SmtpServer
from bot.sandbox.world.mail_desk import BOT_ADDRESS
from bot.sandbox.world.world import World

_Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@dataclass(frozen=True)
class MailPorts:
    """Where they listen, on 127.0.0.1."""

    smtp: int
    imap: int

    def settings(self) -> dict[str, object]:
        """The account on them, as settings by field name."""
        return {
            "mail_from": f"Đôn Đốc <{BOT_ADDRESS}>", "mail_smtp": f"127.0.0.1:{self.smtp} none",
            "mail_imap": f"127.0.0.1:{self.imap} none", "mail_password": "sandbox", "mail_per_minute": 0,
            "mail_per_hour": 0,
        }  # fmt: skip


@contextlib.asynccontextmanager
async def serve_mail(world: World) -> AsyncIterator[MailPorts]:
    """Serves in the running loop on two free ports."""
    async with contextlib.AsyncExitStack() as open_servers:
        ports = list[int]()
        for serve in (SmtpServer(world).serve, ImapServer(world).serve):
            connections = set[asyncio.Task[None]]()
            server = await asyncio.start_server(_kept(serve, connections), "127.0.0.1", 0, limit=2 * LARGEST)
            open_servers.push_async_callback(_end, server, connections)
            ports.append(int(server.sockets[0].getsockname()[1]))
        yield MailPorts(*ports)


def _kept(serve: _Serve, connections: set[asyncio.Task[None]]) -> _Serve:
    """Serve a connection, a line that breaks is its end."""

    async def run(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task: asyncio.Task[None] = asyncio.current_task()  # type: ignore[assignment]
        connections.add(task)
        try:
            with contextlib.suppress(ConnectionError, ValueError, asyncio.CancelledError):
                await serve(reader, writer)
        finally:
            connections.discard(task)
            writer.close()

    return run


async def _end(server: asyncio.Server, connections: set[asyncio.Task[None]]) -> None:
    server.close()
    for task in tuple(connections):
        task.cancel()
    await asyncio.gather(*connections, return_exceptions=True)
