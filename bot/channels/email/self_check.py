"""A letter to ourselves: what comes back says more of a mail server than any question to it."""

import asyncio
import contextlib
import email.utils
import secrets
from dataclasses import dataclass
from email.message import EmailMessage

from aiosmtplib.errors import SMTPException

from bot.channels.email.account import Account, AccountProblem
from bot.channels.email.letter import POLICY
from bot.channels.email.mailbox import PROBLEMS, Mailbox, Place
from bot.channels.email.opened import opened
from bot.channels.email.sending import Smtp
from scheduler.delivery.retry import Sent

LOOK = 0.5
"""Seconds between two looks for the letters."""


@dataclass(frozen=True)
class SelfCheck:
    """`trouble`: "" or "smtp", "imap", "refused" (a letter was not taken), "lost" (it did not come back in time).

    `plus`: whether the letter to `bot+t.…@` came, too; `authserv` the name in the Authentication-Results that stood
    above the first Received, "" for none; `why` the first words of the trouble, in English.
    """

    trouble: str = ""
    plus: bool = False
    authserv: str = ""
    why: str = ""


async def logs_in(account: Account, answer: float) -> SelfCheck:
    """Whether both servers let us in; nothing is sent."""
    smtp, mailbox = Smtp(account, answer), Mailbox(account, answer)
    try:
        return await _opened(smtp, mailbox)
    finally:
        await smtp.close()
        await asyncio.to_thread(mailbox.close)


async def _opened(smtp: Smtp, mailbox: Mailbox) -> SelfCheck:
    try:
        await asyncio.to_thread(mailbox.open)
    except (*PROBLEMS, AccountProblem) as problem:
        return SelfCheck("imap", why=type(problem).__name__)
    try:
        await smtp.open()
    except (SMTPException, OSError, AccountProblem) as problem:
        return SelfCheck("smtp", why=type(problem).__name__)
    return SelfCheck()


async def letter_to_itself(account: Account, answer: float, patience: float) -> SelfCheck:
    """Send one to the plain address and one to a plus-address and wait `patience` seconds for both.

    `answer` bounds each step, in seconds. The letters stay in the mailbox; the bot knows its own and leaves them.
    """
    smtp, mailbox = Smtp(account, answer), Mailbox(account, answer)
    try:
        if (closed := await _opened(smtp, mailbox)).trouble:
            return closed
        word = secrets.token_hex(6)
        plain, plus = account.address, f"{account.name}+t.{word}@{account.domain}"
        called = {to: f"<dd.t{n}.{word}@{account.domain}>" for n, to in enumerate((plain, plus))}
        for to, message_id in called.items():
            sent = await smtp.send(account.address, to, _letter(account, to, message_id), message_id)
            if not isinstance(sent, Sent) and to == plain:
                return SelfCheck("refused", why=str(getattr(sent, "reason", sent))[:120])
        return await _came(mailbox, called[plain], called[plus], patience)
    finally:
        await smtp.close()
        await asyncio.to_thread(mailbox.close)


async def _came(mailbox: Mailbox, plain: str, plus: str, patience: float) -> SelfCheck:
    found: dict[str, bytes] = {}
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(patience):
            while len(found) < 2:
                for message_id in (plain, plus):
                    if message_id not in found and (raw := await asyncio.to_thread(mailbox.find, Place(), message_id)):
                        found[message_id] = raw
                await asyncio.sleep(LOOK if len(found) < 2 else 0)
    if plain not in found:
        return SelfCheck("lost")
    results = opened(found[plain]).authentication
    return SelfCheck(plus=plus in found, authserv=results[0].partition(";")[0].strip() if results else "")


def _letter(account: Account, to: str, message_id: str) -> bytes:
    mail = EmailMessage(POLICY)
    mail["From"], mail["To"], mail["Subject"] = account.address, to, "dondoc doctor"
    mail["Date"], mail["Message-ID"] = email.utils.localtime(), message_id
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content("dondoc doctor\n")
    return mail.as_bytes()
