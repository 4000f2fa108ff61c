"""A bot that has nothing but a mailbox, and people who write to it, on real servers."""

import asyncio
import contextlib
import datetime as dt
import email
import email.policy
import itertools
import pathlib
import re
from collections.abc import AsyncIterator, Callable, Mapping
from email.message import EmailMessage
from typing import TypeVar

import aiosmtplib
from servers import BOT, PASSWORD, Dovecot, Maildir, Mta, mta
from sqlmodel import Session, col, func, select

from bot.app import App, open_store
from bot.channels.patience import Patience
from bot.embedded_server import held_port
from bot.settings import load_settings
from catalog.agencies.stored import agency_id, own_organisation
from catalog.audit import SYSTEM
from catalog.clock import SetClock
from catalog.organisations.founding import found_bundled
from catalog.people.invitations import invite
from catalog.people.people import contact_for, grant
from catalog.people.rights import Role
from catalog.plans.keeping.store import import_plan
from catalog.plans.model import Actors, ParsedPlan, ParsedTask
from catalog.tables import Inbox, Outbox
from catalog.work.deadline import Deadline
from scheduler.delivery.retry import Backoff

Found = TypeVar("Found")
QUICK = Patience(answer=10.0, poll=5, pause=0.05, look=0.05, album=0.05, backoff=Backoff(first=0.05))
_numbers = itertools.count(1)


class Post:
    """One deployment with its mailbox and the mailboxes of people."""

    def __init__(self, app: App, clock: SetClock, server: Mta, dovecot: Dovecot, own: Maildir, port: int) -> None:
        self.port = port
        self.app, self.clock, self.server, self.own = app, clock, server, own
        self._dovecot = dovecot
        self._ids = itertools.count(1)

    def someone(self, name: str, domain: str = "so.test") -> str:
        """A new mailbox; its address."""
        address = f"{name}@{domain}"
        self.server.boxes[address] = self._dovecot.mailbox(f"{name}-{next(_numbers)}")
        return address

    def person(self, name: str, role: Role, agency: str | None = None) -> str:
        """Somebody who holds a role and whose address is confirmed."""
        address, now = self.someone(name), self.clock()

        def link(session: Session) -> None:
            contact = contact_for(session, "email", address, name, now)
            row = agency_id(session, agency) if agency else None
            grant(session, contact.person_id or 0, role, row, SYSTEM, now)

        self.app.store.write(link)
        return address

    def plan(self, *titles: str, lead: str = "Sở Nội vụ", due: dt.date = dt.date(2026, 1, 9)) -> None:
        """A plan whose tasks are all of one agency and due on one day."""
        deadline = Deadline("date", due=due)
        tasks = tuple(
            ParsedTask("", "", "", str(n), title, "", "", (deadline,), Actors(lead=(lead,)))
            for n, title in enumerate(titles, 1)
        )
        parsed = ParsedPlan(
            number="1/KH", title="Kế hoạch 1/KH", issuer="UBND tỉnh", date=dt.date(2026, 1, 2), year=2026,
            coordinator="Sở Khoa học và Công nghệ", tasks=tasks,
        )  # fmt: skip
        self.app.store.write(lambda s: import_plan(s, parsed, SYSTEM, self.clock()))

    def code(self, role: Role, agency: str | None = None) -> str:
        """An invitation."""
        now = self.clock()
        return self.app.store.write(lambda s: invite(s, role, agency_id(s, agency) if agency else None, SYSTEM, now))

    async def write(self, mail: EmailMessage, to: str, sender: str | None = None) -> EmailMessage:
        """Hand a letter to the server as its writer's program does; `sender` is the envelope's."""
        if "Message-ID" not in mail:
            mail["Message-ID"] = f"<{next(self._ids)}.{id(self)}@so.test>"
        who = str(mail["From"]) if sender is None else sender
        await self.raw(mail.as_bytes(policy=email.policy.SMTP.clone(cte_type="7bit")), to, who)
        return mail

    async def raw(self, data: bytes, to: str, sender: str) -> None:
        """As `write`, of any bytes."""
        async with aiosmtplib.SMTP(hostname="127.0.0.1", port=self.port) as client:
            await client.mail(sender)
            await client.rcpt(to)
            await client.data(data)

    async def new(self, who: str, words: str, subject: str = "Chào") -> EmailMessage:
        """A letter that answers none."""
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = who, BOT, subject
        mail.set_content(words)
        return await self.write(mail, BOT)

    async def new_by_hand(self, who: str, words: str) -> None:
        """As `new`, while no server takes letters: it lies in the bot's mailbox."""
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"], mail["Message-ID"] = who, BOT, "Hỏi", f"<hand.{id(self)}@so.test>"
        mail.set_content(words)
        self.own.put(mail.as_bytes())

    def held_up(self) -> bool:
        """Whether a letter of ours waits because no server could be reached."""
        return self._waits_after("no connection")

    def answer_lost(self) -> bool:
        """Whether a letter of ours waits to go again, the answer to it lost: stored, so the clock may be moved on."""
        return self._waits_after("answer lost")

    def _waits_after(self, error: str) -> bool:
        with self.app.store.read() as session:
            waits = select(Outbox.id).where(Outbox.state == "queued", col(Outbox.error).startswith(error))
            return session.exec(waits.limit(1)).first() is not None

    def answer_to(self, letter: EmailMessage, who: str, words: str, *files: tuple[str, bytes]) -> EmailMessage:
        """An answer as most programs write it: threaded, the letter quoted below."""
        mail = EmailMessage()
        mail["From"], mail["To"] = who, str(letter["Reply-To"])
        mail["Subject"] = "Re: " + str(letter["Subject"]).removeprefix("Re: ")
        mail["In-Reply-To"] = str(letter["Message-ID"])
        mail["References"] = f"{letter.get('References', '')} {letter['Message-ID']}".strip()
        quoted = "\n".join(f"> {line}" for line in text_of(letter).splitlines())
        mail.set_content(f"{words}\n\nVào Th 2, 5 thg 1, 2026 Đôn Đốc <{BOT}> đã viết:\n\n{quoted}\n")
        for name, data in files:
            mail.add_attachment(data, "application", "pdf", filename=name)
        return mail

    async def answer(self, letter: EmailMessage, who: str, words: str, *files: tuple[str, bytes]) -> EmailMessage:
        """Answer a letter; the bot's answer to that."""
        before = len(self.letters(who))
        mail = self.answer_to(letter, who, words, *files)
        await self.write(mail, str(mail["To"]))
        return await self.next_to(who, before)

    def letters(self, who: str) -> list[EmailMessage]:
        """What came for somebody, oldest first."""
        return [_parsed(raw) for raw in self.server.boxes[who].letters()]

    async def next_to(self, who: str, before: int = 0) -> EmailMessage:
        """The letter after the first `before`."""
        await self.until(lambda: len(self.letters(who)) > before)
        return self.letters(who)[before]

    async def until(self, done: Callable[[], Found], seconds: float = 90) -> Found:
        """Until something is so."""
        end = asyncio.get_running_loop().time() + seconds
        while not (found := done()):
            if asyncio.get_running_loop().time() > end:
                raise TimeoutError
            await asyncio.sleep(0.02)
        return found

    async def judged(self, count: int, seconds: float = 90) -> list[str]:
        """The verdicts on all letters once `count` are handled."""
        await self.until(lambda: self.handled() >= count, seconds)
        return self.verdicts()

    def handled(self) -> int:
        """How many letters came and were handled."""
        with self.app.store.read() as session:
            done = select(func.count()).where(Inbox.channel == "email", Inbox.state != "new")
            return int(session.exec(done).one())

    def verdicts(self) -> list[str]:
        """The verdicts on what came so far."""
        with self.app.store.read() as session:
            rows = session.exec(select(Inbox).where(Inbox.channel == "email").order_by(col(Inbox.id))).all()
            return [str(row.payload.get("verdict")) for row in rows]


def text_of(letter: EmailMessage) -> str:
    """The plain words of a letter."""
    body = letter.get_body(("plain",))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def html_of(letter: EmailMessage) -> str:
    """Its HTML."""
    body = letter.get_body(("html",))
    assert body is not None
    return str(body.get_content())


def mailto(letter: EmailMessage, label: str) -> str:
    """Where the link with this label leads."""
    found = re.search(rf'<a href="([^"]+)"[^>]*>{re.escape(label)}</a>', html_of(letter))
    assert found is not None
    return found[1].replace("&amp;", "&")


def _parsed(raw: bytes) -> EmailMessage:
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


@contextlib.asynccontextmanager
async def post(
    home: pathlib.Path,
    dovecot: Dovecot,
    clock: SetClock,
    given: Mapping[str, object] | None = None,
    relay: Callable[[Maildir, int], contextlib.AbstractContextManager[int]] | None = None,
) -> AsyncIterator[Post]:
    """A bot at work with a mailbox of its own; `relay` is a server between it and everybody else."""
    user = f"bot-{next(_numbers)}"
    own = dovecot.mailbox(user)
    async with mta() as server, contextlib.AsyncExitStack() as also:
        server.boxes[BOT] = own
        port = also.enter_context(relay(own, server.port)) if relay is not None else server.port
        web = also.enter_context(held_port())
        settings = load_settings(
            {"home": home, "mail_from": f"Đôn Đốc <{BOT}>", "mail_smtp": f"127.0.0.1:{port} none",
             "mail_imap": f"127.0.0.1:{dovecot.port} none", "mail_user": user, "mail_password": PASSWORD,
             "public_url": f"http://127.0.0.1:{web}", "web_port": web, "mail_per_minute": 0, "mail_per_hour": 0, **(given or {})}
        )  # fmt: skip
        store = open_store(settings)
        store.write(lambda s: found_bundled(s, SYSTEM, clock()) if own_organisation(s) is None else None)
        try:
            app = App(settings, store, clock, QUICK)
            async with app.running():
                yield Post(app, clock, server, dovecot, own, port)
        finally:
            store.close()
