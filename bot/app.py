"""The composition root: the one place where the parts are put together, and what runs while the bot runs."""

import asyncio
import contextlib
import datetime as dt
import functools
import importlib
import socket
import time
from collections.abc import AsyncIterator, Callable
from typing import TYPE_CHECKING, Any, cast

import sqlalchemy as sa
import structlog

from bot.channels.journal import Journal
from bot.channels.opening import Opening
from bot.channels.patience import Patience
from bot.replica_turns import Turns
from bot.settings import Settings
from bot.store_opening import evidence_store
from bot.store_opening import open_store as open_store
from bot.supervision import health_file
from bot.supervision.supervisor import Supervisor
from catalog.clock import Clock, local_day, start_of_day
from catalog.messaging.channel_limits import Quota
from catalog.store.file_watch import FileWatch
from catalog.store.store import Store, StoreProblem
from scheduler.delivery.pacing import Limits, mail_pace

# What is needed once a message has come stands in `LATE`, and is imported where it is used.

if TYPE_CHECKING:
    from bot.channels.opening import AnyChannel
    from bot.channels.telegram.channel import Telegram
    from bot.channels.zalo.channel import Zalo
    from bot.channels.zalo_oa.channel import ZaloOa
    from bot.intake import Intake
    from bot.reading.evidence_reading import EvidenceReading
    from bot.reading.plan_reading import PlanReading
    from bot.rounds.heartbeats import Heartbeats
    from bot.rounds.off_site import OffSite
    from bot.web.files import FileLinks, Prepared
    from scheduler.delivery.channel import Parcel
    from scheduler.delivery.delivery import Delivery
    from scheduler.ladder.working_calendar import WorkCalendar

LATE = (
    "bot.intake", "scheduler.delivery.delivery", "bot.reading.evidence_reading", "bot.reading.plan_reading",
    "handlers.leader.reports", "bot.rounds.forgetting", "bot.rounds.heartbeats", "bot.rounds.sweeping",
    "scheduler.jobs",
)  # fmt: skip
"""What understands messages, tells people and reads files: half of a start, and not needed to ask for what came."""

HEARTBEAT_SECONDS = 20.0
HOST = socket.gethostname()
FORGET_SECONDS = 6 * 3600.0
OFF_SITE_SECONDS = 60.0
"""Seconds between two looks for new evidence to copy elsewhere."""

log = structlog.get_logger()


def load_late() -> None:
    """What `LATE` names; at once where that was done."""
    for name in LATE:
        importlib.import_module(name)


async def _load_words() -> None:
    """What reads replies and free words, before the first one comes."""
    from handlers import replies, words

    await asyncio.to_thread(replies.load_rules)
    await asyncio.to_thread(words.load_table)


class App:
    """A running bot over a store. `sweep_now` lets a rehearsal or a test look at what is due when it likes."""

    def __init__(self, settings: Settings, store: Store, clock: Clock, patience: Patience | None = None) -> None:
        self._patience = patience = patience or Patience()
        self.settings = settings
        self.store = store
        self.clock = clock
        self.evidence = evidence_store(settings)
        self.channels = self._channels(patience)
        self.turns = Turns(store)
        self.opening = Opening(self.channels, store, clock, patience.pause)
        self.supervisor = Supervisor(
            turned={
                "intake": lambda: self.intake.wake_loop.turned_at if "intake" in vars(self) else None,
                "delivery": lambda: self.delivery.wake_loop.turned_at if "delivery" in vars(self) else None,
                **{name: functools.partial(_polled, channel) for name, channel in self.channels.items()},
            },
            write_health=functools.partial(health_file.write, settings.home), report=self._health,
            jumped=self._clock_jumped, writer_alive=store.writer_alive,
        )  # fmt: skip
        self.off_site = self._off_site()
        self._loading: asyncio.Task[None] | None = None
        self.lines_dropped: Callable[[], int] = lambda: 0
        self._jump_notes: set[asyncio.Task[None]] = set()

    @functools.cached_property
    def links(self) -> "FileLinks":
        """Addresses of files, for channels that carry only an address."""
        from bot.web.files import FileLinks

        return FileLinks(self.settings.public_url, self.settings.link_key, self.clock)

    @functools.cached_property
    def prepared(self) -> "Prepared":
        """Files that stand ready while a platform fetches them."""
        from bot.web.files import Prepared

        return Prepared()

    @functools.cached_property
    def delivery(self) -> "Delivery":
        """What brings messages to people."""
        from handlers.leader.reports import makers
        from scheduler.delivery.delivery import Delivery
        from scheduler.delivery.send_window import SendWindow

        patience = self._patience
        return Delivery(
            self.store, self.channels, self.evidence, self.clock,
            makers(self.settings.home / "forms", self.settings.libreoffice(), self.evidence),
            windows={name: SendWindow(self._limits(name, patience)) for name in self.channels},
            backoff=patience.backoff, look=patience.look, nudges_from=self._nudges_from,
            stale_until=self._stale_until, replica=self.turns.replica,
        )  # fmt: skip

    @functools.cached_property
    def _heartbeats(self) -> "Heartbeats":
        from bot.rounds.heartbeats import Heartbeats

        return Heartbeats(self.store, self.channels, self.clock, HOST, self.delivery.wake)

    @functools.cached_property
    def intake(self) -> "Intake":
        """What handles messages: made with the first one."""
        from bot.intake import Intake

        return Intake(
            self.store, self.channels, self.evidence, self.clock, self._patience, self.turns.replica,
            self.settings.hours, shows_pages=bool(self.settings.libreoffice()),
        )  # fmt: skip

    @functools.cached_property
    def plan_reading(self) -> "PlanReading":
        """What reads the plans people send."""
        from bot.reading.plan_reading import PlanReading

        return PlanReading(self.store, self.evidence, self.clock, self.delivery.wake)

    @functools.cached_property
    def evidence_reading(self) -> "EvidenceReading":
        """What reads evidence beside the conversation."""
        from bot.reading.evidence_reading import EvidenceReading

        trusted = self.settings.trusted_authorities()
        return EvidenceReading(self.store, self.evidence, self.clock, trusted, self.turns.sweeps)

    def _off_site(self) -> "OffSite | None":
        if not self.settings.backup_url:
            return None
        from bot.rounds.off_site import OffSite

        return OffSite(self.settings, self.evidence, self.clock)

    def _channels(self, patience: Patience) -> "dict[str, AnyChannel]":
        """The channels that have a token or an account, by name; only what these need is loaded."""
        settings, found = self.settings, dict[str, Any]()
        if token := settings.telegram_token.get_secret_value():
            from bot.channels.telegram.channel import Telegram

            found["telegram"] = Telegram(token, settings.telegram_api, patience)
        if token := settings.zalo_token.get_secret_value():
            from bot.channels.zalo.channel import Zalo

            journal = Journal(settings.home / "zalo-fetched.jsonl")
            found["zalo"] = Zalo(token, settings.zalo_api, self._link, patience, journal)
        if (account := settings.mail) is not None:
            from bot.channels.email.channel import Email

            found["email"] = Email(account, self.store, self.clock, self._link, patience)
        if (oa := settings.official_account) is not None:
            from bot.channels.zalo_oa.channel import ZaloOa

            journal = Journal(settings.home / "zalo-oa-brought.jsonl")
            found["zalo_oa"] = ZaloOa(oa, self.store, self.clock, self._link, patience, journal)
        return found

    @property
    def signed_channels(self) -> "dict[str, ZaloOa]":
        """The channels whose platform brings events that it signs."""
        from catalog.messaging.oa_tokens import CHANNEL

        return {name: cast("ZaloOa", one) for name, one in self.channels.items() if name == CHANNEL}

    @property
    def hooked_channels(self) -> "dict[str, Telegram | Zalo]":
        """The channels whose platform can bring events, and is asked to."""
        hooked = self.settings.hooked
        return {name: cast("Telegram | Zalo", one) for name, one in self.channels.items() if name in hooked}

    def _limits(self, channel: str, patience: Patience) -> Limits:
        settings = self.settings
        return mail_pace(settings.mail_per_minute, settings.mail_per_hour) if channel == "email" else patience.limits

    def _link(self, parcel: "Parcel", life: dt.timedelta) -> str:
        """The public address of a message's file, "" where the web application has none."""
        if not self.settings.public_url:
            return ""
        if parcel.file is not None and parcel.file.picture:
            self.prepared.keep(parcel.outbox_id, parcel.file)
        return self.links.url(parcel.outbox_id, life)

    def calendar(self) -> "WorkCalendar":
        """The province's working days with the overrides of this deployment."""
        return calendar_of(self.store, self.settings)

    def _nudges_from(self, moment: dt.datetime) -> dt.datetime:
        calendar = self.calendar()
        return calendar.next_sending_moment(moment, calendar.hours.spans[0][0])

    def _stale_until(self, moment: dt.datetime) -> dt.datetime:
        """By then the sweep of the day has replaced the digests of earlier days (`scheduler.digests.superseded`)."""
        looked = dt.timedelta(seconds=3 * self.settings.sweep_seconds)
        return self.calendar().next_sending_moment(start_of_day(local_day(moment))) + looked

    async def copy_in_turn(self) -> None:
        """The copy elsewhere, unless another replica is the one that makes it."""
        if self.off_site is not None and await self.turns.sweeps():
            await self.off_site.tick()

    async def sweep_in_turn(self) -> None:
        """`sweep_now`, unless another replica is the one that sweeps."""
        if await self.turns.sweeps():
            await self.sweep_now()

    async def _loaded(self) -> None:
        """Returns when what `LATE` names is there; all who wait wait for one load, beside the loop."""
        if self._loading is None or self._loading.cancelled():
            self._loading = asyncio.create_task(asyncio.to_thread(load_late), name="load")
        await asyncio.shield(self._loading)

    async def _made_ready(self) -> None:
        """Returns when messages can be handled and answered: what was asked for meanwhile waits on disk."""
        await self._loaded()
        from scheduler.delivery.clock_back import release

        await self.opening.remember_names()
        await self._remember_settings()
        now = self.clock()
        await self.store.write_async(lambda s: release(s, now, self._patience.backoff.longest))

    async def sweep_now(self) -> None:
        """One look at what is due (`bot.rounds.sweeping`)."""
        await self._loaded()
        from bot.rounds.sweeping import sweep

        calendar = await asyncio.to_thread(self.calendar)
        await sweep(self.store, self.clock(), calendar, tuple(self.channels), self.delivery.wake)

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Channels open, intake and delivery at work, the sweep ticking; all ended in order on leaving.

        The platforms are asked first, and what handles their answers is loaded beside that.
        """
        await self.opening.begin()
        watched = await asyncio.to_thread(self._watch_file)
        tasks = list[asyncio.Task[None]]()
        aside = [
            asyncio.create_task(self.supervisor.run(), name="supervisor"),
            asyncio.create_task(asyncio.to_thread(self._keep_private), name="rights of evidence"),
        ]
        try:
            async with self._web():
                tasks += [
                    asyncio.create_task(self._listen(channel), name=name) for name, channel in self.channels.items()
                ]
                await self._made_ready()
                tasks += [
                    asyncio.create_task(self.delivery.run(), name="delivery"),
                    asyncio.create_task(self.intake.run(), name="intake"),
                    asyncio.create_task(self.plan_reading.wake_loop.run(), name="plan reading"),
                    asyncio.create_task(self.evidence_reading.wake_loop.run(), name="evidence reading"),
                    asyncio.create_task(self._wake_delivery(), name="wake"),
                ]
                aside += [
                    asyncio.create_task(self.opening.keep_menus(), name="menus"),
                    asyncio.create_task(_load_words(), name="words"),
                    asyncio.create_task(self._tick(), name="ticks"),
                ]
                self.supervisor.must_not_end(tasks)
                yield
        finally:
            for task in [*aside, *tasks]:
                task.cancel()
            await asyncio.gather(*aside, *tasks, return_exceptions=True)
            for channel in self.channels.values():
                await channel.close()
            await self._note_ended()
            await asyncio.to_thread(self.turns.end)
            if watched is not None:
                await asyncio.to_thread(watched.close)

    async def _tick(self) -> None:
        """What is done every so many seconds, until cancelled."""
        from scheduler.jobs import Ticker

        ticker = Ticker()
        ticker.every(self.settings.sweep_seconds, self.sweep_in_turn)
        ticker.every(HEARTBEAT_SECONDS, self.note_heartbeats)
        ticker.every(FORGET_SECONDS, self.forget_old)
        if self.off_site is not None:
            ticker.every(OFF_SITE_SECONDS, self.copy_in_turn)
        ticker.start()
        try:
            await asyncio.Event().wait()
        finally:
            ticker.stop()

    @contextlib.asynccontextmanager
    async def _web(self) -> AsyncIterator[None]:
        """The web application, where the settings want one."""
        if self.settings.web_at is None:
            yield
            return
        from bot.web.app import make_web  # libraries that a bot without a web application need not load
        from bot.web.server import serving

        async with serving(make_web(self), self.settings.web_host, self.settings.web_at):
            yield

    async def _listen(self, channel: "AnyChannel") -> None:
        """Events of one channel: brought to our webhook, or fetched."""
        await self.opening.wait_for(channel)
        name = channel.name
        if (hooked := self.hooked_channels.get(name)) is not None:
            url = f"{self.settings.public_url}/webhooks/{name}"
            await hooked.keep_webhook(url, self.settings.hook_secret(name))
        else:
            poll = functools.partial(channel.poll, functools.partial(self._take, name))
            await self.turns.poll(poll, lambda: self.delivery.sends, self._patience.look)

    async def _take(self, channel: str, *event: Any) -> bool:
        await self._loaded()
        return await self.intake.take(channel, *event)

    def copy_ages(self) -> dict[str, float | None] | None:
        """Seconds since the last copy elsewhere and since the last proven one; None where none are made."""
        if self.off_site is None:
            return None
        state, here = self.off_site.state, time.time()
        ages = {"copied": state.copied_at, "proven": state.proven_at}
        return {what: round(here - at) if at else None for what, at in ages.items()}

    def _keep_private(self) -> None:
        with contextlib.suppress(OSError):  # of another owner: then it is that one's to mend
            if mended := self.evidence.keep_private():
                log.warning("evidence.rights", mended=mended)

    def _watch_file(self) -> FileWatch | None:
        url = self.store.engine.url
        if url.get_backend_name() == "sqlite" and url.database and not url.database.startswith((":memory:", "file:")):
            self.supervisor.file = FileWatch(self.store.engine)
        return self.supervisor.file

    def _clock_jumped(self, by: dt.timedelta) -> None:
        """On record, and what waits for a moment of the wrong clock goes now."""
        note = asyncio.create_task(self._note_jump(by))
        self._jump_notes.add(note)
        note.add_done_callback(self._jump_notes.discard)

    async def _note_jump(self, by: dt.timedelta) -> None:
        from scheduler.delivery.clock_back import note_jump

        await self.store.write_async(functools.partial(note_jump, now=self.clock(), by=by))
        self.delivery.wake()

    def _health(self) -> health_file.Health:
        here = time.monotonic()
        return {
            "away": {
                name: round(here - breaker.away_since)
                for name, breaker in self.delivery.breakers.items()
                if breaker.away_since is not None
            },
            "log_dropped": self.lines_dropped(), "clock_jumps": self.supervisor.clock.jumps,
        }  # fmt: skip

    async def note_heartbeats(self) -> None:
        """Write down which channels are listened to; a silence that was too long is told to everybody."""
        await self._heartbeats.note()

    async def _note_ended(self) -> None:
        """That this machine asks no more, so that the next one is not taken for a second; a store that is away goes
        without.
        """
        from catalog.messaging.channel_heartbeat import note_ended

        try:
            names = tuple(self.channels)
            await self.store.write_async(functools.partial(note_ended, channels=names, host=HOST))
        except (StoreProblem, sa.exc.SQLAlchemyError) as problem:
            log.warning("channel.ended", error=type(problem).__name__)

    async def forget_old(self) -> None:
        """What is old loses its words (`bot.rounds.forgetting`)."""
        from bot.rounds.forgetting import forget_old

        await forget_old(self.store, self.clock(), dt.timedelta(days=self.settings.keep_days))

    async def _remember_settings(self) -> None:
        """Conversations and delivery know no settings: the upload page's address and the plans stand in the store."""
        from catalog.messaging.oa_tokens import CHANNEL
        from catalog.messaging.quota import remember_quota
        from catalog.messaging.upload_links import remember_public_url
        from catalog.messaging.windows import remember_terms

        now = self.clock()
        await self.store.write_async(lambda s: remember_public_url(s, self.settings.public_url, now))
        plan = Quota(self.settings.zalo_plan_users, self.settings.zalo_plan_messages)
        await self.store.write_async(lambda s: remember_quota(s, "zalo", plan, now))
        await self.store.write_async(lambda s: remember_terms(s, CHANNEL, self.settings.oa_terms, now))

    async def _wake_delivery(self) -> None:
        """An answer goes out as soon as it is stored, not at the next look."""
        while True:
            await self.intake.handled.wait()
            self.intake.handled.clear()
            self.delivery.wake()
            self.plan_reading.wake_loop.wake()


def _polled(channel: "AnyChannel") -> float | None:
    """When a channel last asked for what came, None where it is not asked for."""
    return channel.loop.turned_at if channel.loop is not None else None


def calendar_of(store: Store, settings: Settings) -> "WorkCalendar":
    """Shipped days and those an admin edited, with the office hours of the settings."""
    from scheduler.ladder.deployment_overrides import calendar_in

    with store.read() as session:
        return calendar_in(session, settings.hours)
