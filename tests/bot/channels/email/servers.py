"""Real mail servers on this machine: Dovecot over Maildirs, and an MTA that puts letters into them.

Dovecot comes from Debian (`apt-get install dovecot-imapd`) and needs root to change users; the MTA here is aiosmtpd,
which can be told to refuse, to be busy or to lose its answer. `open_smtpd.py` beside this has one that cannot.
"""

import asyncio
import contextlib
import dataclasses
import itertools
import os
import pathlib
import pwd
import shutil
import socket
import subprocess
import time
from collections.abc import AsyncIterator, Iterator
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from bot.embedded_server import held_port

DOMAIN = "dondoc.test"
BOT = f"bot@{DOMAIN}"
PASSWORD = "secret"

_CONF = """
protocols = imap
listen = 127.0.0.1
base_dir = {at}/run
state_dir = {at}/state
log_path = {at}/dovecot.log
ssl = no
disable_plaintext_auth = no
mail_location = maildir:{at}/home/%u/Maildir
default_login_user = nobody
default_internal_user = nobody
default_internal_group = nogroup
first_valid_uid = 1
mail_max_userip_connections = 50
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid=nobody gid=nogroup home={at}/home/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    address = 127.0.0.1
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
namespace inbox {{
  inbox = yes
}}
"""


def missing() -> str:
    """Why no Dovecot can be started here, "" where one can."""
    if shutil.which("dovecot") is None:
        return "no Dovecot here (apt-get install dovecot-imapd)"
    return "" if os.getuid() == 0 else "Dovecot wants root to change users"


class Maildir:
    """One mailbox on disk."""

    _numbers = itertools.count(1)

    def __init__(self, path: pathlib.Path) -> None:
        self.path = path
        for name in ("cur", "new", "tmp"):
            (path / name).mkdir(parents=True, exist_ok=True)
        nobody = pwd.getpwnam("nobody")
        for one in (path.parent, path, *path.iterdir()):
            os.chown(one, nobody.pw_uid, nobody.pw_gid)

    def put(self, raw: bytes) -> None:
        """Deliver a letter, whole or not at all."""
        name = f"{time.time():.6f}.{next(self._numbers)}.{os.getpid()}"
        file = self.path / "tmp" / name
        file.write_bytes(raw)
        nobody = pwd.getpwnam("nobody")
        os.chown(file, nobody.pw_uid, nobody.pw_gid)
        file.rename(self.path / "new" / name)

    def number_anew(self) -> None:
        """As a server does that lost its indexes: the same letters, another UIDVALIDITY."""
        for file in self.path.glob("dovecot*"):
            file.unlink()

    def letters(self) -> list[bytes]:
        """All of them, oldest first."""
        files = [*(self.path / "new").iterdir(), *(self.path / "cur").iterdir()]
        return [file.read_bytes() for file in sorted(files, key=lambda f: _order(f.name))]


def _order(name: str) -> int:
    """The number `Maildir.put` gave it: a clock may be set back between two letters."""
    return int(name.split(".")[2])


@dataclasses.dataclass
class Dovecot:
    """A running server; `port` speaks IMAP without TLS."""

    at: pathlib.Path
    port: int

    def mailbox(self, user: str) -> Maildir:
        """The mailbox of a user, made on first sight."""
        return Maildir(self.at / "home" / user / "Maildir")


@contextlib.contextmanager
def dovecot(at: pathlib.Path, port: int = 0) -> Iterator[Dovecot]:
    """A Dovecot of one's own in an empty folder that everybody may enter."""
    for name in ("home", "run", "state"):
        (at / name).mkdir(parents=True)
    at.chmod(0o755)
    nobody = pwd.getpwnam("nobody")
    os.chown(at / "home", nobody.pw_uid, nobody.pw_gid)
    conf = at / "dovecot.conf"
    with held_port() as free:
        port = port or free
        conf.write_text(_CONF.format(at=at, port=port, password=PASSWORD))
        command = ["dovecot", "-F", "-c", str(conf)]
        server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            wait_for_port(port)
            yield Dovecot(at, port)
        finally:
            server.terminate()
            server.wait(60)


def wait_for_port(port: int) -> None:
    """Until somebody listens there. Raises OSError after a while."""
    end = time.monotonic() + 60
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.05)


class Mta:
    """Takes letters for everybody at `DOMAIN` and for all others whose mailbox it knows.

    `refuses` are answers to RCPT by address, `answers` those to DATA; `loses` drops the connection after the dot.
    """

    def __init__(self) -> None:
        self.boxes: dict[str, Maildir] = {}
        self.refuses: dict[str, str] = {}
        self.answers: list[str] = []
        self.loses = 0
        self.senders: list[str] = []
        self.port = 0
        self.listening: asyncio.Server | None = None

    def stop(self) -> None:
        """Be away: nobody is let in any more."""
        assert self.listening is not None
        self.listening.close()

    async def handle_RCPT(  # noqa: N802 - the name aiosmtpd calls
        self, server: SMTP, _s: Session, envelope: Envelope, address: str, _o: Any
    ) -> str:
        """A recipient."""
        if said := self.refuses.get(address):
            return said
        if self._box(address) is None:
            return "550 5.1.1 nobody of that name"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 ok"

    async def handle_DATA(  # noqa: N802 - the name aiosmtpd calls
        self, server: SMTP, _s: Session, envelope: Envelope
    ) -> str:
        """A letter."""
        if self.answers:
            return self.answers.pop(0)
        data = envelope.content if isinstance(envelope.content, bytes) else b""
        sender = (envelope.mail_from or "").strip("<>")
        self.senders.append(sender)
        for address in envelope.rcpt_tos:
            box = self._box(address)
            assert box is not None
            head = f"Return-Path: <{sender}>\r\nDelivered-To: {address}\r\nReceived: by mx.{DOMAIN}\r\n"
            box.put(head.encode() + data)
        if self.loses:
            self.loses -= 1
            assert server.transport is not None
            server.transport.close()
        return "250 2.0.0 queued as 1"

    def _box(self, address: str) -> Maildir | None:
        name, _, domain = address.partition("@")
        return self.boxes.get(f"{name.partition('+')[0]}@{domain}")


def _server(handler: Mta, loop: asyncio.AbstractEventLoop) -> SMTP:
    return SMTP(handler, hostname=f"mx.{DOMAIN}", loop=loop, authenticator=_lets_in, auth_require_tls=False)


def _lets_in(_server: SMTP, _s: Session, _e: Envelope, _mechanism: str, given: Any) -> AuthResult:
    return AuthResult(success=given.password == PASSWORD.encode())


async def restarted(handler: Mta) -> None:
    """Be back on the same port."""
    loop = asyncio.get_running_loop()
    handler.listening = await loop.create_server(lambda: _server(handler, loop), "127.0.0.1", handler.port)


@contextlib.asynccontextmanager
async def mta(handler: Mta | None = None, port: int = 0) -> AsyncIterator[Mta]:
    """A server of the running loop."""
    handler = handler or Mta()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: _server(handler, loop), "127.0.0.1", port)
    handler.listening, handler.port = server, server.sockets[0].getsockname()[1]
    try:
        yield handler
    finally:
        handler.stop()
        await asyncio.sleep(0)
