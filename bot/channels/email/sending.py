"""SMTP: one connection that carries many letters, and what each answer of the server means for a letter."""

import asyncio
from dataclasses import dataclass

import aiosmtplib
from aiosmtplib.errors import (
    SMTPException,
    SMTPResponseException,
    SMTPServerDisconnected,
    SMTPTimeoutError,
)

from bot.channels.email.account import Account, AccountProblem
from scheduler.delivery.retry import (
    Ambiguous,
    Blocked,
    NetworkBeforeSent,
    NotNow,
    Outcome,
    RateLimited,
    Rejected,
    Sent,
)

A_CONNECTION = 50
"""Letters over one connection; many servers close it after some more."""

LATER, A_DAY = 900.0, 86_400.0
"""Seconds until a letter goes again to a server that said "not now" (421, 45x: greylists let it in by then), and to a
mailbox that is full."""

LATER_TRIES, FULL_TRIES = 96, 3
"""So often: for a day, and on three days."""

_NOBODY = ("5.1.0", "5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1", "5.4.1")
_FULL = ("5.2.2", "4.2.2")
_LOGIN = (530, 534, 535, 538)


@dataclass(frozen=True)
class Refusal:
    """What the server said: its code and its words, of which the first may be an enhanced code (RFC 3463)."""

    code: int
    words: str

    @property
    def enhanced(self) -> str:
        """ "5.1.1", "" where the server gives none."""
        first = self.words.split(maxsplit=1)[0] if self.words else ""
        return first if first.count(".") == 2 and first.replace(".", "").isdigit() else ""


class Smtp:
    """The way out of one account. Letters go one after the other."""

    def __init__(self, account: Account, answer: float) -> None:
        """`answer` bounds each step, in seconds."""
        self._account = account
        self._answer = answer
        self._client: aiosmtplib.SMTP | None = None
        self._carried = 0
        self._turn = asyncio.Lock()
        self.said = ""  # the server's last words on a letter: its queue id, or why not

    async def send(self, sender: str, to: str, data: bytes, message_id: str) -> Outcome:
        """Hand over one letter; never raises for what a server can do. `sender` is the envelope's, for bounces."""
        async with self._turn:
            try:
                client = await self._connected()
            except (SMTPException, OSError, AccountProblem) as problem:
                self._drop()
                self.said = type(problem).__name__
                return NetworkBeforeSent(self.said)
            outcome = await self._carry(client, sender, to, data, message_id)
            self._carried += 1
            if self._carried >= A_CONNECTION or isinstance(outcome, Ambiguous | NetworkBeforeSent):
                await self._leave()
            return outcome

    async def answers(self) -> bool:
        """Whether the server lets us in; nothing is sent."""
        async with self._turn:
            try:
                await (await self._connected()).noop()
            except (SMTPException, OSError, AccountProblem):
                self._drop()
                return False
            return True

    async def open(self) -> None:
        """Log in. Raises SMTPException, OSError, AccountProblem."""
        async with self._turn:
            await self._connected()

    async def close(self) -> None:
        """End the connection."""
        await self._leave()

    async def _connected(self) -> aiosmtplib.SMTP:
        if self._client is not None and self._client.is_connected:
            return self._client
        account, server = self._account, self._account.smtp
        tls = account.tls() if server.security != "none" else None
        client = aiosmtplib.SMTP(
            hostname=server.host, port=server.port, timeout=self._answer, use_tls=server.security == "tls",
            start_tls=server.security == "starttls", tls_context=tls, local_hostname=account.domain,
        )  # fmt: skip
        self._client, self._carried = client, 0
        await client.connect()
        if account.token_command:
            await client.auth_xoauth2(account.user, await asyncio.to_thread(account.access_token))
        elif account.password and client.supports_extension("auth"):  # a relay may know us by our address
            await client.login(account.user, account.password)
        return client

    async def _carry(self, client: aiosmtplib.SMTP, sender: str, to: str, data: bytes, message_id: str) -> Outcome:
        named = False
        try:
            await client.mail(sender, options=[f"SIZE={len(data)}"] if client.supports_extension("size") else [])
            named = True
            await client.rcpt(to)
        except SMTPResponseException as refusal:
            await self._begin_anew(client)
            return self._refused(refusal, named)
        except (SMTPException, OSError) as problem:
            return NetworkBeforeSent(type(problem).__name__)
        try:
            taken = await client.data(data)
        except (SMTPServerDisconnected, SMTPTimeoutError, OSError) as problem:
            return Ambiguous(type(problem).__name__)  # the dot may have arrived
        except SMTPResponseException as refusal:
            await self._begin_anew(client)
            return self._refused(refusal, named)
        except SMTPException as problem:
            return Ambiguous(type(problem).__name__)
        self.said = _line(taken.message)[:120]
        return Sent(message_id)

    def _refused(self, refusal: SMTPResponseException, named: bool) -> Outcome:
        self.said = f"{refusal.code} {_line(refusal.message)}"[:300]
        return refused(Refusal(refusal.code, _line(refusal.message)), named)

    async def _begin_anew(self, client: aiosmtplib.SMTP) -> None:
        """After a refusal the connection stays good for the next letter, or is left."""
        try:
            await client.rset()
        except (SMTPException, OSError):
            self._drop()

    async def _leave(self) -> None:
        client, self._client = self._client, None
        if client is not None and client.is_connected:
            try:
                await client.quit()
            except (SMTPException, OSError):
                client.close()

    def _drop(self) -> None:
        if self._client is not None:
            self._client.close()
        self._client = None


def refused(said: Refusal, named: bool = True) -> Outcome:
    """What a refusal means for the letter (RFC 5321 4.2, RFC 3463). The words are kept, they name no secret.

    `named`: whom the letter is for was said already, so that the refusal may be about them.
    """
    reason = f"{said.code} {said.words}"[:300]
    if said.enhanced in _FULL or (said.code == 552 and "quota" in said.words.lower()):
        return NotNow(reason, A_DAY, FULL_TRIES)
    if said.code in _LOGIN:
        return NetworkBeforeSent(reason)
    if 400 <= said.code < 500:
        return NotNow(reason, LATER, LATER_TRIES) if named and said.code != 421 else RateLimited(LATER)
    if said.enhanced.startswith("5.7."):  # policy, spam, DMARC: every letter suffers, not this one alone
        return Rejected(reason)
    if named and (said.enhanced in _NOBODY or (said.code in (550, 551, 553) and not said.enhanced)):
        return Blocked(reason)
    return Rejected(reason)


def _line(words: str | bytes) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return " ".join(text.split())
