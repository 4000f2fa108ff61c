"""The e-mail channel: a mailbox that is read, letters that are sent, each with a signed address to answer to.

A letter is fetched whole, judged and stored, then marked in the mailbox, which keeps it: a stop in between fetches it
again, and it is known by its id. Its files are fetched from there when they are wanted.
"""

import asyncio
import datetime as dt
import functools
import hashlib
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import structlog
from aiosmtplib.errors import SMTPAuthenticationError, SMTPException

from bot.channels.email import correspondence
from bot.channels.email.account import Account, AccountProblem
from bot.channels.email.judging import A_DAY, AN_HOUR, MOST_STRANGERS, Caps, account_of, judge
from bot.channels.email.letter import POLICY, compose, fits
from bot.channels.email.mailbox import PROBLEMS, REFUSED, Fetched, Mailbox, Place
from bot.channels.email.opened import Letter, file_of, opened
from bot.channels.email.reading import Stored, understood
from bot.channels.email.reply_address import Marks
from bot.channels.email.sending import Smtp
from bot.channels.email.typed import typed
from bot.channels.patience import Patience
from bot.channels.poll_loop import PollLoop
from catalog.clock import Clock
from catalog.messaging.mail_keys import known_keys, mail_keys
from catalog.store.store import Store as Database
from catalog.store.store import is_away
from handlers.conversation.context import Incoming, Reading, Tapped, Unreadable
from scheduler.delivery.channel import FetchProblem, Parcel
from scheduler.delivery.retry import Blocked, Outcome, Sent

DOCUMENT_LIFE = dt.timedelta(hours=24)
"""How long a file that was too large for a letter can be fetched by its link."""

log = structlog.get_logger()

Store = Callable[[str, str, dict[str, Any]], Awaitable[bool]]
"""Stores (event id, chat key, payload) and returns once it is on disk; False when it was there before."""

Link = Callable[[Parcel, dt.timedelta], str]
"""The public address of the file of an outgoing message for so long, "" where there is none."""


class MailProblem(Exception):
    """The account could not be opened. `refused`: its server does not take the login, so that waiting is of no use."""

    def __init__(self, reason: str, *, refused: bool) -> None:
        super().__init__(reason)
        self.refused = refused


class Email:
    """One account. `database` says which letter answers which, `link` makes addresses of files."""

    name = "email"
    deep_link = ""  # an invitation is answered, not opened

    def __init__(
        self, account: Account, database: Database, clock: Clock, link: Link, patience: Patience | None = None
    ) -> None:
        self._patience = patience or Patience()
        self.account = account
        self._database = database
        self._clock = clock
        self._link = link
        self._smtp = Smtp(account, self._patience.answer)
        self._mailbox = Mailbox(account, self._patience.answer)
        self._caps = Caps()
        self._place: Place | None = None
        self._looked_into: tuple[str, bytes] = ("", b"")
        self.loop: PollLoop | None = None
        self.polls = 0  # how often the mailbox was read to its end
        self.own_id = account.address

    async def open(self) -> str:
        """Log in at both servers; returns the address. Raises MailProblem."""
        try:
            await self._smtp.open()
            end = await asyncio.to_thread(self._mailbox.open)
        except (SMTPAuthenticationError, REFUSED, AccountProblem) as problem:
            raise MailProblem(type(problem).__name__, refused=True) from None
        except (SMTPException, *PROBLEMS) as problem:
            raise MailProblem(type(problem).__name__, refused=False) from None
        self.own_id = self.account.address
        await self._database.write_async(functools.partial(self._begin, end=end))
        return self.account.address

    def _begin(self, session: Any, end: Place) -> None:
        """What lay in the mailbox before the bot ever read it is not the bot's."""
        now = self._clock()
        mail_keys(session, now)
        self._caps = Caps(deque(correspondence.strangers_answered(session, now - A_DAY, MOST_STRANGERS)))
        self._place = correspondence.place(session)
        if self._place is None:
            correspondence.keep_place(session, end, now)
            self._place = end

    async def set_menu(self, _commands: list[tuple[str, str]]) -> None:
        """A mailbox has no menu."""

    async def after_tap(self, said: Incoming, tapped: Tapped) -> None:
        """A letter has no buttons."""

    async def close(self) -> None:
        """Close all connections."""
        await asyncio.to_thread(self._mailbox.close)
        await self._smtp.close()

    async def answers(self) -> bool:
        """Whether the server lets us in."""
        return await self._smtp.answers()

    async def send(self, parcel: Parcel) -> Outcome:
        """Hand over one letter: Sent with its Message-ID once the server has taken it."""
        if not parcel.chat_id.isascii() or "@" not in parcel.chat_id:
            return Blocked("no address")
        marks = await self._known_marks()
        occasion = await self._database.read_async(lambda s: correspondence.occasion_of(s, parcel.outbox_id))
        large = parcel.file is not None and not fits(self.account, len(parcel.file.data))
        link = self._link(parcel, DOCUMENT_LIFE) if large else ""
        mail = compose(self.account, marks, parcel, occasion, link, self._clock())
        data = await asyncio.to_thread(mail.as_bytes, policy=POLICY)
        bounce = marks.address("b", parcel.outbox_id, occasion.contact_id)
        outcome = await self._smtp.send(bounce, parcel.chat_id, data, str(mail["Message-ID"]))
        tell = log.info if isinstance(outcome, Sent) else log.warning
        tell("mail.sent", outcome=type(outcome).__name__, said=self._smtp.said)
        return outcome

    async def poll(self, store: Store) -> None:
        """Read and store what comes, for ever. It begins where the store says: another replica may have read on."""
        self._place = None

        async def ask() -> int:
            new = await self._ask(store)
            self.polls += 1
            return new

        self.loop = PollLoop(self.name, ask, self._patience, free=_nothing, is_hooked=lambda _: False)
        await self.loop.run()

    async def _ask(self, store: Store) -> int:
        """Store the next letters; where there are none, wait for one."""
        if self._place is None:
            await self.open()
        assert self._place is not None
        came = await asyncio.to_thread(self._mailbox.newer, self._place)
        if not came and await asyncio.to_thread(self._mailbox.wait, float(self._patience.poll)):
            came = await asyncio.to_thread(self._mailbox.newer, self._place)
        if not came:
            return 0
        new = 0
        for fetched in came:
            new += await self._keep(fetched, store)
            if self.loop is not None:
                self.loop.alive()
        self._place = came[-1].place
        now, place = self._clock(), self._place
        await self._database.write_async(lambda session: correspondence.keep_place(session, place, now))
        await asyncio.to_thread(self._mailbox.mark, [one.place.last for one in came])
        return new

    async def _keep(self, fetched: Fetched, store: Store) -> bool:
        try:
            letter = await asyncio.to_thread(opened, fetched.raw, whole=fetched.whole)
            if await self._database.read_async(lambda s: correspondence.is_stored(s, letter.event_id)):
                return False  # fetched again, after a stop or by another number
            stored = await self._judged(letter, fetched)
        except Exception as problem:
            if is_away(problem):
                raise
            return await self._set_aside(fetched, problem, store)
        if letter.files and fetched.whole:  # asked for in a moment: not fetched again while the mailbox waits for mail
            self._looked_into = (f"{fetched.place.validity}/{fetched.place.last}", fetched.raw)
        return await store(letter.event_id, stored.address, stored.to_json())

    async def _set_aside(self, fetched: Fetched, problem: Exception, store: Store) -> bool:
        """A letter that we stumble over is kept by its place, and must not stop those behind it."""
        log.error("mail.fault", uid=fetched.place.last, error=repr(problem), exc_info=problem)
        place = fetched.place
        event_id = f"broken:{place.validity}:{place.last}:{hashlib.sha256(fetched.raw).hexdigest()[:16]}"
        return await store(event_id, "", {"broken": type(problem).__name__, "place": [place.validity, place.last]})

    async def _judged(self, letter: Letter, fetched: Fetched) -> Stored:
        now, marks = self._clock(), await self._known_marks()
        ours = await self._database.read_async(lambda s: correspondence.letter_of_ours(s, marks, letter, now))
        counted, since = account_of(letter, ours), now - AN_HOUR
        if not self._caps.knows(counted):
            lately = await self._database.read_async(lambda s: correspondence.answered_lately(s, counted, since))
            self._caps.begin(counted, lately)
        known = ours is None and await self._database.read_async(
            lambda s: correspondence.holds_a_role(s, letter.sender, now)
        )
        said = await asyncio.to_thread(typed, letter.words, ours.lines if ours is not None else ())
        judged = judge(letter, ours, said, self.account, self._caps, now, known=known)
        if judged.verdict not in ("person", "behalf", "quarantine", "away"):
            letter = replace(letter, words=letter.words[:2000])
        log.info("mail.judged", verdict=judged.verdict, why=judged.why, size=fetched.size)
        return Stored(
            letter, judged.verdict, judged.why, ours.address if ours is not None else letter.sender, said,
            ours.sent_id if ours is not None else "", fetched.place.validity, fetched.place.last,
            ours is not None and ours.newest,
        )  # fmt: skip

    async def _known_marks(self) -> Marks:
        """Asked anew each time: the key can be changed while the bot runs."""
        keys = await self._database.read_async(known_keys)
        if not keys:
            now = self._clock()
            keys = await self._database.write_async(lambda session: mail_keys(session, now))
        return Marks(keys, self.account.name, self.account.domain)

    async def fetch(self, ref: str) -> bytes:
        """The bytes of a file of a letter. Raises FetchProblem."""
        validity, uid, part, message_id = ref.split("/", 3)
        letter = f"{validity}/{uid}"
        if self._looked_into[0] != letter:
            try:
                place = Place(int(validity), int(uid))
                raw = await asyncio.to_thread(self._mailbox.find, place, message_id)
            except PROBLEMS as problem:
                raise FetchProblem(type(problem).__name__, permanent=False) from None
            self._looked_into = (letter, raw)
        place_in_it, _, inner = part.partition(".")
        data = await asyncio.to_thread(file_of, self._looked_into[1], int(place_in_it), int(inner or 0))
        if data is None:
            raise FetchProblem("the letter is gone", permanent=True)
        return data

    def read(self, payload: dict[str, Any]) -> Reading:
        """What a stored letter says."""
        try:
            reading = understood(payload)
            vouched_for = self.account.decides and payload.get("verdict") == "person"
            return replace(reading, confirmed=True) if vouched_for and isinstance(reading, Incoming) else reading
        except (KeyError, TypeError, ValueError) as problem:
            log.warning("mail.unreadable", error=type(problem).__name__)
            return Unreadable(f"not of this form: {type(problem).__name__}")


async def _nothing() -> None:
    """A mailbox has no webhook."""
