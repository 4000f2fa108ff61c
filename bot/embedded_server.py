"""An HTTP server inside a program that has an event loop and signal handlers of its own."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Iterator

import uvicorn


class _Server(uvicorn.Server):
    """A server that leaves the program's signal handlers alone."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens there, IPv4 or IPv6; port 0 takes a free one. Raises OSError when nobody can."""
    return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)


@contextlib.contextmanager
def held_port() -> Iterator[int]:
    """A port of this machine for a server that is named before it listens: as long as this lasts the system gives it to
    nobody who takes any, and who names it can listen there (SO_REUSEADDR) and end and listen again.
    """
    with socket.socket() as held:
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        held.bind(("127.0.0.1", 0))
        yield int(held.getsockname()[1])


def url_of(host: str, port: int) -> str:
    """The address of a server in a browser: "http://127.0.0.1:8080", "http://[::1]:8080" (RFC 3986, 3.2.2)."""
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


@contextlib.asynccontextmanager
async def answering(config: uvicorn.Config, listener: socket.socket) -> AsyncIterator[str]:
    """Answers on `listener` in the running loop; gives its address without a slash at the end.

    On leaving, what is being answered is finished (`config.timeout_graceful_shutdown` bounds it, in seconds) and the
    port is free again. Raises what stopped the server.
    """
    server = _Server(config)
    running = asyncio.create_task(server.serve(sockets=[listener]), name="server")
    try:
        while not server.started:
            if running.done():
                await running  # raises what stopped it
            await asyncio.sleep(0.005)
        yield url_of(*listener.getsockname()[:2])
    finally:
        server.should_exit = True
        await asyncio.wait([running])
        listener.close()
    await running
