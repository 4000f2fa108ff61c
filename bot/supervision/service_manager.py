"""A word to systemd (sd_notify(3)): ready, alive, stopping. Nothing happens where no service manager listens."""

import contextlib
import os
import socket


def tell(state: str) -> None:
    """Send `state` ("READY=1", "WATCHDOG=1", "STOPPING=1"); never raises, never waits."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return
    if address.startswith("@"):
        address = "\0" + address[1:]
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as out:
        out.setblocking(False)
        out.sendto(state.encode(), address)
