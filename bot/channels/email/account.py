"""The mailbox the bot speaks from: its address, its two servers and how one logs in there."""

import email.utils
import re
import ssl
import subprocess
from dataclasses import dataclass
from typing import Literal

Security = Literal["tls", "starttls", "none"]

_THIS_MACHINE = ("127.0.0.1", "localhost", "::1")
_SERVER = re.compile(
    r"(?P<host>[\w.-]+|\[[0-9a-f:]+\]):(?P<port>\d{1,5})(?:[ ;/,](?P<security>tls|starttls|none))?", re.I
)
_ADDRESS = re.compile(r"[a-z0-9][a-z0-9._-]{0,30}@[a-z0-9-]+(?:\.[a-z0-9-]+)+")
_AT_ONCE_TLS = (465, 993)
_TOKEN_SECONDS = 20.0


class AccountProblem(ValueError):
    """A setting of the mailbox that cannot be used; the message is one Vietnamese sentence."""


@dataclass(frozen=True)
class Server:
    """Where a server listens. `security` "none" is taken for this machine alone."""

    host: str
    port: int
    security: Security


@dataclass(frozen=True)
class Account:
    """`address` as people write to it, lower case; `shown` the name beside it.

    `token_command` prints a fresh access token (XOAUTH2) where a password is not taken. `authserv` is the name our own
    server signs its Authentication-Results with, "" where it writes none; `ca` a file of certificates to trust instead
    of the machine's. `decides`: a letter our server vouches for needs no page to decide. `largest` is what one letter
    may weigh, encoded, in bytes.
    """

    address: str
    shown: str
    smtp: Server
    imap: Server
    user: str
    password: str = ""
    token_command: str = ""
    authserv: str = ""
    ca: str = ""
    largest: int = 10_000_000
    decides: bool = False

    @property
    def name(self) -> str:
        """What stands before the @."""
        return self.address.partition("@")[0]

    @property
    def domain(self) -> str:
        """What stands behind the @."""
        return self.address.partition("@")[2]

    def tls(self) -> ssl.SSLContext:
        """Certificates are always verified. Raises OSError where `ca` cannot be read."""
        return ssl.create_default_context(cafile=self.ca or None)

    def access_token(self) -> str:
        """What `token_command` prints, asked anew each time. Raises AccountProblem."""
        try:
            asked = subprocess.run(  # noqa: S602 - the operator's own command line
                self.token_command, shell=True, capture_output=True, text=True, timeout=_TOKEN_SECONDS, check=True
            )
        except (OSError, subprocess.SubprocessError) as problem:
            raise AccountProblem(f"DONDOC_MAIL_TOKEN_COMMAND không chạy được ({type(problem).__name__}).") from None
        return asked.stdout.strip()


def server(text: str) -> Server:
    """ "mail.example.vn:587 starttls"; without the word, 465 and 993 are TLS from the start, others STARTTLS.

    Raises AccountProblem.
    """
    found = _SERVER.fullmatch(text.strip())
    if found is None:
        raise AccountProblem("phải có dạng máy-chủ:cổng, ví dụ mail.tinh.gov.vn:587 starttls")
    host, port = found["host"].strip("[]"), int(found["port"])
    usual = "tls" if port in _AT_ONCE_TLS else "starttls"
    security = (found["security"] or usual).lower()
    if security == "none" and host not in _THIS_MACHINE:
        raise AccountProblem("“none” (không mã hóa) chỉ dùng cho máy chủ trên chính máy này")
    return Server(host, port, security)  # type: ignore[arg-type]


def own_address(text: str) -> tuple[str, str]:
    """ "Đôn Đốc <bot@tinh.gov.vn>" as (address, name shown). Raises AccountProblem."""
    shown, address = email.utils.parseaddr(text)
    address = address.lower()
    if not _ADDRESS.fullmatch(address):
        raise AccountProblem("phải là địa chỉ thư, ví dụ Đôn Đốc <dondoc@tinh.gov.vn>")
    return address, " ".join(shown.split()) or "Đôn Đốc"
