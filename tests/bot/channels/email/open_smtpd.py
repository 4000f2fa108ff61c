"""OpenSMTPD, a real MTA: plus-addresses, a queue of its own, reports of delivery in its own form.

From Debian (`apt-get install opensmtpd`); it wants root and its one queue under /var/spool, so only one runs at a time.
"""

import contextlib
import fcntl
import os
import pathlib
import shutil
import subprocess
import tempfile
from collections.abc import Iterator

from servers import DOMAIN, Maildir, wait_for_port

from bot.embedded_server import held_port

_CONF = """
listen on 127.0.0.1 port {port} hostname mail.{domain}
smtp sub-addr-delim '+'
smtp max-message-size "60M"
queue ttl 10m
action "bot" maildir "{box}" virtual {{ "bot@{domain}" = "nobody" }}
action "out" relay host smtp://127.0.0.1:{sink} helo mail.{domain}
match from any for domain "{domain}" action "bot"
match from any for any action "out"
"""


def missing() -> str:
    """Why none can be started here, "" where one can."""
    if shutil.which("smtpd") is None:
        return "no OpenSMTPD here (apt-get install opensmtpd)"
    return "" if os.getuid() == 0 else "OpenSMTPD wants root"


@contextlib.contextmanager
def open_smtpd(box: Maildir, sink: int, port: int = 0) -> Iterator[int]:
    """One that puts the bot's letters into `box` and hands all others to the server on port `sink`; its own port."""
    with (
        held_port() as free,
        open(pathlib.Path(tempfile.gettempdir()) / "dondoc-smtpd.lock", "w") as lock,
        tempfile.NamedTemporaryFile("w", suffix=".conf") as conf,
    ):
        fcntl.flock(lock, fcntl.LOCK_EX)
        port = port or free
        conf.write(_CONF.format(port=port, domain=DOMAIN, box=box.path, sink=sink))
        conf.flush()
        server = subprocess.Popen(
            ["smtpd", "-d", "-f", conf.name], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            wait_for_port(port)
            yield port
        finally:
            server.terminate()
            server.wait(60)
