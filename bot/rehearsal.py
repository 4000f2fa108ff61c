"""A whole bot on this machine without a token: a store of its own, the sandbox as its platform, a clock by hand.

The demo, the stories in tests/ and anybody at a prompt use the same one. Everything between the sandbox's HTTP and
the store is the real thing.
"""

import asyncio
import contextlib
import datetime as dt
import pathlib
import re
from collections.abc import AsyncIterator, Mapping
from typing import Any

import httpx
import sqlalchemy as sa
from sqlmodel import Session, col

from bot.app import App, open_store
from bot.channels.patience import Patience
from bot.embedded_server import held_port
from bot.sandbox import Sandbox, serve
from bot.sandbox.mail.servers import serve_mail
from bot.sandbox.world.chats import Channel
from bot.sandbox.world.messages import Message
from bot.sandbox.world.oa_desk import is_on_oa
from bot.settings import Settings, load_settings
from catalog.agencies.stored import agency_id, own_organisation
from catalog.audit import SYSTEM
from catalog.clock import SetClock, at_local, local, local_day
from catalog.messaging.inbox_and_outbox import NUDGE
from catalog.messaging.oa_tokens import ACCESS_LIFE, adopt, tokens_of
from catalog.organisations.founding import found_bundled
from catalog.people.invitations import invite
from catalog.people.rights import Role
from catalog.plans.keeping.report import ImportReport
from catalog.plans.keeping.store import import_plan
from catalog.plans.model import ParsedPlan
from catalog.store.store import Store
from catalog.tables import Assignment, Inbox, Membership, Outbox
from catalog.upkeep.trace import newest, way_of

MORNING = dt.time(8, 0)
_PAGE = re.compile(r"https?://\S+/minh-chung/[\w-]+")
_TO_CONFIRM = re.compile(r"https?://\S+/xac-nhan/\S+")
_NUMBERED = re.compile(r"^(\d+)\. (.+)$", re.MULTILINE)


class Rehearsal:
    """One deployment being rehearsed. Open it with `rehearse`."""

    def __init__(self, app: App, sandbox: Sandbox, clock: SetClock, url: str) -> None:
        self.app = app
        self.sandbox = sandbox
        self.clock = clock
        self.url = url

    def load(self, plans: list[ParsedPlan]) -> list[ImportReport]:
        """Import plans as an administrator would; where no organisation is set, Khánh Hòa's is founded first."""
        now = self.clock()

        def work(session: Session) -> list[ImportReport]:
            if own_organisation(session) is None:
                found_bundled(session, SYSTEM, now)
            return [import_plan(session, plan, SYSTEM, now, source_name="bundled") for plan in plans]

        return self.app.store.write(work)

    def invitation(self, role: Role, agency: str = "") -> str:
        """A one-time code."""
        now = self.clock()
        return self.app.store.write(lambda s: invite(s, role, agency_id(s, agency) if agency else None, SYSTEM, now))

    async def answer(self, message: Message, contains: str = "", seconds: float = 60) -> Message:
        """The bot's answer to what a person just sent. Raises TimeoutError."""
        return await self.sandbox.wait_for(lambda: self.sandbox.answer_to(message, contains), seconds)

    async def confirm(self, heard: Message) -> bool:
        """Press the button of the page that a letter leads to; whether it leads to one."""
        page = _TO_CONFIRM.search(heard.text)
        if page is not None:
            async with httpx.AsyncClient(timeout=60) as browser:
                await browser.post(page.group())
        return page is not None

    async def choose(self, person: int, message: Message, label: str) -> None:
        """The person presses the button with this in its label, or types its number. Raises LookupError."""
        found = [(text, number) for text, number in choices_of(message) if label in text]
        if not found:
            raise LookupError(f"no choice {label!r} in {choices_of(message)}")
        text, number = found[-1]
        if number:
            self.sandbox.say(person, number)
        else:
            self.sandbox.press(person, message.message_id, text)

    async def send_document(self, person: int, data: bytes, name: str, words: str = "") -> Message:
        """The person sends a document: in the chat, or through the upload page where the chat carries none.

        Returns the last message before what is answered to it. Raises TimeoutError, LookupError without a page.
        """
        sandbox = self.sandbox
        if sandbox.world.people[person].channel != "zalo":
            return sandbox.send_file(person, data, name, caption=words)
        offered = await self.answer(sandbox.send_file(person, data, name))
        page = _PAGE.search(offered.text)
        if page is None:
            raise LookupError(f"no upload page in {offered.text!r}")
        async with httpx.AsyncClient(timeout=60) as browser:
            taken = await browser.post(page.group(), data={"words": words}, files={"files": (name, data)})
        if taken.status_code >= 400:
            raise LookupError(f"the upload page answered {taken.status_code}")
        return offered

    async def seen(self, person: int, contains: str, seconds: float = 60) -> Message:
        """The newest message of the bot to a person with these words in it. Raises TimeoutError."""

        def newest() -> Message | None:
            found = [m for m in self.sandbox.messages_to(person) if contains in m.text]
            return found[-1] if found else None

        return await self.sandbox.wait_for(newest, seconds)

    async def quiet(self, seconds: float = 60) -> None:
        """Until the bot has fetched and handled everything and nothing can go out now. Raises TimeoutError."""

        end = asyncio.get_running_loop().time() + seconds
        while self._to_be_fetched() or await self.app.store.read_async(self._something_waits):
            if asyncio.get_running_loop().time() > end:
                raise TimeoutError(f"still busy after {seconds} s")
            await asyncio.sleep(0.02)

    def _to_be_fetched(self) -> bool:
        world = self.sandbox.world
        with world.lock:
            waiting = world.updates.waiting() or world.zalo.waiting or world.mail.waiting or world.oa.waiting
        # What a platform gave out once and the store has not taken yet is in a journal (`bot.channels.journal`).
        return bool(waiting) or next(self.app.settings.home.glob("zalo-*.jsonl"), None) is not None

    def _something_waits(self, session: Session) -> bool:
        new = sa.select(col(Inbox.id)).where(col(Inbox.state) == "new").limit(1)
        out = sa.select(col(Outbox.id)).where(
            col(Outbox.state).in_(("queued", "sending")), col(Outbox.not_before) <= self.clock()
        )
        return session.execute(new).first() is not None or session.execute(out.limit(1)).first() is not None

    async def move_to(self, moment: dt.datetime) -> None:
        """Set the clock and let the bot look at what is due."""
        await self.quiet()
        self.clock.set(moment)
        await self.app.sweep_now()
        self.app.delivery.wake()
        await self.quiet()

    def behind(self) -> dict[str, Any] | None:
        """What happened behind the last event, for the web page; times are ISO with the province's offset."""
        with self.app.store.read() as session:
            name = newest(session)
            way = way_of(session, name) if name else None
        if way is None:
            return None
        steps = [{"at": local(s.at).isoformat(), "what": s.what, "detail": s.detail} for s in way.steps]
        return {"id": name, "steps": steps}

    async def step(self, name: str) -> None:
        """The steps of the web page's clock: "next_reminder", "tomorrow", "in_a_week"."""
        if name == "next_reminder":
            await self._to_the_next_reminder()
        else:
            days = 1 if name == "tomorrow" else 7
            await self.move_to(at_local(local_day(self.clock()) + dt.timedelta(days=days), MORNING))

    async def _to_the_next_reminder(self) -> None:
        """Morning after morning, until somebody was reminded of something; a month at the most."""
        sent = self._reminders()
        for _ in range(31):
            await self.move_to(self._next_look())
            if self._reminders() > sent:
                return

    def _next_look(self) -> dt.datetime:
        """When the bot has reason to speak to somebody who is linked, else the next morning."""
        now = self.clock()
        linked = sa.select(col(Membership.agency_id)).where(
            col(Membership.ended_at).is_(None), col(Membership.agency_id).is_not(None)
        )
        with self.app.store.read() as session:
            upcoming = session.execute(
                sa.select(sa.func.min(Assignment.next_nudge_at)).where(
                    col(Assignment.next_nudge_at) > now, col(Assignment.agency_id).in_(linked)
                )
            ).scalar()
        return upcoming or at_local(local_day(now) + dt.timedelta(days=1), MORNING)

    def _reminders(self) -> int:
        with self.app.store.read() as session:
            counted = session.execute(sa.select(sa.func.count()).where(col(Outbox.priority) == NUDGE))
            return int(counted.scalar_one())


def _of_channel(sandbox: Sandbox, url: str, channel: Channel, port: int) -> dict[str, object]:
    """The settings that open this channel on the sandbox; `port` is where a web page of the bot stands.

    Zalo carries files as addresses, by letter alone nothing is accepted, and an Official Account hears by its webhook:
    all come with a web page.
    """
    if channel == "zalo_oa":
        desk = sandbox.world.oa
        desk.base = url
        return {
            "zalo_oa_app_id": desk.app_id, "zalo_oa_app_secret": desk.app_secret, "zalo_oa_secret": desk.oa_secret,
            "zalo_oa_api": f"{url}/oa", "zalo_oa_oauth": f"{url}/oa", **_public(port),
        }  # fmt: skip
    if channel == "zalo":
        return {"zalo_token": sandbox.zalo_token, "zalo_api": f"{url}/zalo", **_public(port)}
    if channel == "email":
        return _public(port)
    return {"telegram_token": sandbox.token, "telegram_api": url}


def _public(port: int) -> dict[str, object]:
    return {"public_url": f"http://127.0.0.1:{port}", "web_port": port}


def _consented(store: Store, sandbox: Sandbox, now: dt.datetime) -> None:
    """An administrator of the account has consented, as by `dondoc zalo-oa connect`; a pair that is there stays."""
    if store.write(tokens_of) is None:
        pair = sandbox.world.oa.new_pair(now)
        store.write(lambda s: adopt(s, pair.access, pair.refresh, ACCESS_LIFE, now, by_hand=True))


def choices_of(message: Message) -> list[tuple[str, str]]:
    """What a person may choose under a message: each label, and the number to type where there are no buttons.

    On an Official Account what is no button stands under its number beside them; a button is the later in the list.
    """
    buttons = [(button.text, "") for row in message.keyboard for button in row]
    if buttons and not is_on_oa(message.chat.person):
        return buttons
    return [*((label, number) for number, label in _NUMBERED.findall(message.text)), *buttons]


@contextlib.asynccontextmanager
async def rehearse(
    home: pathlib.Path,
    start: dt.datetime,
    *,
    port: int = 0,
    frozen: bool = False,
    patience: Patience | None = None,
    sandbox: Sandbox | None = None,
    given: Mapping[str, object] | None = None,
    channel: Channel = "telegram",
    also: tuple[Channel, ...] = (),
) -> AsyncIterator[Rehearsal]:
    """A bot at work in `home` on a clock that shows `start`, talking to a sandbox on 127.0.0.1.

    A `sandbox` that is given keeps what it holds; its messages are then dated by its own clock. `given` are further
    settings, by field name. On the `channel` "zalo" the bot has a token of Zalo only, on "email" a mailbox only, and
    everybody speaks there; on the channels in `also` it listens, too, to those people of whom it is said.
    Raises OSError when the port is taken.
    """
    clock = SetClock(start, frozen=frozen)
    sandbox = sandbox or Sandbox(clock=clock)
    async with serve(sandbox, port=port) as url, contextlib.AsyncExitStack() as opened:
        sandbox.world.channel, sandbox.world.channels = channel, (channel, *also)
        own: dict[str, object] = {"home": home}
        web_port = opened.enter_context(held_port())
        for one in sandbox.world.channels:
            own |= _of_channel(sandbox, url, one, web_port)
        sandbox.world.oa.hook = f"{own['public_url']}/webhooks/zalo_oa" if "zalo_oa" in sandbox.world.channels else ""
        if "email" in sandbox.world.channels:
            own |= (await opened.enter_async_context(serve_mail(sandbox.world))).settings()
        settings: Settings = load_settings({**own, **(given or {})})
        store = open_store(settings)
        if settings.official_account is not None:
            _consented(store, sandbox, clock())
        app = App(settings, store, clock, patience)
        rehearsal = Rehearsal(app, sandbox, clock, url)
        sandbox.world.on_clock = rehearsal.step
        sandbox.world.behind = rehearsal.behind
        try:
            async with app.running():
                yield rehearsal
        finally:
            store.close()
